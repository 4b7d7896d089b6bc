internal import RealModule

/// Where the samples of a density cube stand, and in which order.
public struct CubeGrid: Sendable, Hashable {
  /// The coordinates of the three axes.
  public enum Coordinates: Sendable, Hashable {
    /// Distance from the Sun's centre (solar radii), colatitude from solar north and Carrington
    /// longitude (radians).
    case spherical
    /// Solar radii along the axes of the Carrington frame.
    case cartesian
  }

  /// The coordinates.
  public let coordinates: Coordinates
  /// Distance, or x.
  public let first: CubeAxis
  /// Colatitude, or y.
  public let second: CubeAxis
  /// Longitude, or z.
  ///
  /// A longitude's knots count from its lowest one, and a last knot at 2π closes the circle.
  public let third: CubeAxis
  /// The longitude of the third axis's zero, radians.
  public let longitudeOrigin: Double
  /// How many samples there are.
  public let count: Int

  /// Whether the last cell in longitude ends where the first begins.
  let wraps: Bool
  /// The sample at the lowest coordinates, and the way to the next one along each axis.
  let base: Int
  let strides: (Int, Int, Int)

  /// A grid over the whole sphere.
  ///
  /// - Parameters:
  ///   - radius: solar radii, positive, reaching beyond one.
  ///   - colatitude: radians from solar north, within 0...π; up to two steps may be missing at each
  ///     pole, where the mean of the last ring stands at the pole itself.
  ///   - longitude: Carrington longitude, radians, once around the Sun: the sample at 360° may be
  ///     repeated or left out.
  ///   - order: the axes from the fastest running to the slowest; 0 is radius, 1 colatitude,
  ///     2 longitude. `[0, 1, 2]` is how MAS writes its files.
  /// - Throws: `CoronaError` where the axes do not cover the sphere.
  public static func spherical(
    radius: CubeAxis, colatitude: CubeAxis, longitude: CubeAxis, order: [Int] = [0, 1, 2]
  ) throws(CoronaError) -> CubeGrid {
    guard radius.lowest > 0, radius.highest > 1, radius.highest < 1e6 else {
      throw failure(
        "runs in radius from \(radius.lowest) to \(radius.highest) solar radii",
        "radii must be positive and end above the photosphere, below 1e6; is CUNIT right?")
    }
    try checkPoles(colatitude)
    let (circle, isOpen) = try closed(longitude)
    return try CubeGrid(
      .spherical, (radius, colatitude, circle), order: order, wraps: isOpen,
      longitudeOrigin: longitude.lowest.remainder(dividingBy: 2 * Double.pi))
  }

  /// A box of samples.
  ///
  /// - Parameters:
  ///   - x: solar radii towards Carrington longitude 0° on the equator.
  ///   - y: solar radii towards longitude 90°.
  ///   - z: solar radii towards solar north.
  ///   - order: the axes from the fastest running to the slowest; 0 is x, 1 y, 2 z.
  /// - Throws: `CoronaError` for a box that lies within the Sun or is larger than 1e6 solar radii.
  public static func cartesian(
    x: CubeAxis, y: CubeAxis, z: CubeAxis, order: [Int] = [0, 1, 2]
  ) throws(CoronaError) -> CubeGrid {
    let grid = try CubeGrid(.cartesian, (x, y, z), order: order, wraps: false, longitudeOrigin: 0)
    guard grid.radii.upperBound > 1, grid.farthest < 1e6 else {
      throw failure(
        "reaches \(grid.farthest) solar radii from the Sun's centre",
        "it must reach beyond the photosphere and end below 1e6; is CUNIT right?")
    }
    return grid
  }

  private init(
    _ coordinates: Coordinates, _ axes: (CubeAxis, CubeAxis, CubeAxis), order: [Int], wraps: Bool,
    longitudeOrigin: Double
  ) throws(CoronaError) {
    guard order.sorted() == [0, 1, 2] else {
      throw CoronaError(.badGrid, "order \(order) of a density cube's axes: must hold 0, 1 and 2")
    }
    self.coordinates = coordinates
    (first, second, third) = axes
    self.wraps = wraps
    self.longitudeOrigin = longitudeOrigin
    let lengths = [axes.0.knots.count, axes.1.knots.count, axes.2.knots.count - (wraps ? 1 : 0)]
    let reversed = [axes.0.isReversed, axes.1.isReversed, axes.2.isReversed]
    // Three axes of at most 100 000 samples stay far below the largest integer.
    var strides = [0, 0, 0]
    var next = 1
    for axis in order {
      strides[axis] = next
      next *= lengths[axis]
    }
    count = next
    guard count <= 1 << 45 else {
      throw CoronaError(
        .badGrid, "density cube of \(count) samples: at most \(1 << 45) can be read")
    }
    var base = 0
    for axis in 0..<3 where reversed[axis] {
      base += (lengths[axis] - 1) * strides[axis]
      strides[axis] = -strides[axis]
    }
    self.base = base
    self.strides = (strides[0], strides[1], strides[2])
  }

  private static func checkPoles(_ colatitude: CubeAxis) throws(CoronaError) {
    let (low, high) = (colatitude.lowest, colatitude.highest)
    let knots = colatitude.knots
    guard low >= -1e-6, high <= Double.pi + 1e-6 else {
      throw failure(
        "runs in colatitude from \(degrees(low)) to \(degrees(high)) degrees",
        "it must stay within 0 and 180; drop the model's ghost cells")
    }
    let north = knots[1] - knots[0]
    let south = knots[knots.count - 1] - knots[knots.count - 2]
    guard low <= 2 * north, Double.pi - high <= 2 * south else {
      throw failure(
        "runs in colatitude from \(degrees(low)) to \(degrees(high)) degrees",
        "it must reach both poles to within two steps; fill up the rest of the sphere")
    }
  }

  /// The longitudes counted from the lowest, closed at 2π, and whether the closing knot was added.
  private static func closed(_ longitude: CubeAxis) throws(CoronaError) -> (CubeAxis, Bool) {
    let turn = 2 * Double.pi
    var knots = longitude.knots.map { $0 - longitude.lowest }
    let span = knots[knots.count - 1]
    let widest = zip(knots, knots.dropFirst()).map { $1 - $0 }.max() ?? span
    let isRepeated = abs(span - turn) <= 0.01 * longitude.smallestStep
    let isOpen = span < turn && turn - span <= 1.01 * widest
    guard isRepeated || isOpen else {
      throw failure(
        "covers \(degrees(span)) degrees of longitude in steps of up to \(degrees(widest))",
        "it must go once around the Sun: 360 degrees, or 360 less one step")
    }
    if isRepeated { knots[knots.count - 1] = turn } else { knots.append(turn) }
    // Equal steps that miss 360° by rounding in the header are made to fit.
    let step = turn / Double(knots.count - 1)
    let isEven =
      longitude.spacing == .uniform
      && abs(longitude.meanStep - step) * Double(knots.count) <= 0.02 * step
    if isEven { for index in knots.indices { knots[index] = step * Double(index) } }
    let axis = try CubeAxis(
      rising: knots, spacing: isEven ? .uniform : .table, isReversed: longitude.isReversed)
    return (axis, !isRepeated)
  }

  /// The distances from the Sun's centre that the grid covers all round, solar radii.
  public var radii: ClosedRange<Double> {
    switch coordinates {
    case .spherical: return first.lowest...first.highest
    case .cartesian:
      guard holdsSun else { return Swift.min(nearest, farthest)...farthest }
      let faces = [first, second, third].flatMap { [-$0.lowest, $0.highest] }
      return 0...(faces.min() ?? 0)
    }
  }

  /// Whether the Sun's centre lies within a box; always true of a sphere.
  var holdsSun: Bool {
    coordinates == .spherical
      || [first, second, third].allSatisfy { $0.lowest < 0 && $0.highest > 0 }
  }

  /// The distance of the box's farthest corner.
  private var farthest: Double {
    [first, second, third].reduce(0) {
      let side = Swift.max(abs($1.lowest), abs($1.highest))
      return $0 + side * side
    }.squareRoot()
  }

  /// The distance of the box's nearest point.
  private var nearest: Double {
    [first, second, third].reduce(0) {
      let side = Swift.max(0, $1.lowest, -$1.highest)
      return $0 + side * side
    }.squareRoot()
  }

  private static func degrees(_ radians: Double) -> Double {
    // Rounded to a millionth, for reading.
    (radians * 180 / Double.pi * 1e6).rounded() / 1e6
  }

  private static func failure(_ found: String, _ remedy: String) -> CoronaError {
    CoronaError(.badGrid, "density cube \(found): \(remedy)")
  }

  /// Grids are the same when their axes and orders are.
  public static func == (first: CubeGrid, second: CubeGrid) -> Bool {
    first.coordinates == second.coordinates && first.first == second.first
      && first.second == second.second && first.third == second.third
      && first.longitudeOrigin == second.longitudeOrigin && first.base == second.base
      && first.strides == second.strides
  }

  /// Feeds what tells grids apart.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(first)
    hasher.combine(second)
    hasher.combine(third)
    hasher.combine(base)
  }
}
