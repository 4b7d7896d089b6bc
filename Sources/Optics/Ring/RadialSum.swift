internal import RealModule

/// Sums what many points of a line throw about themselves onto the pixels of a picture.
///
/// The multilevel summation of Brandt and Lubrecht 1990 (J. Comput. Phys. 90, 348): what a point throws is
/// split into shells, each smooth at its own size. A shell is summed on cells in proportion to its radius,
/// with points merged likewise, and carried down to the pixels by interpolation of the fifth order. Nothing wraps round
/// and nothing is cut off, in a time that grows with the logarithm of the picture's size. Where the light
/// is narrower than a pixel, cells finer than it are summed into it, so that a pixel holds its mean.
struct RadialSum {
  /// What a point throws at a distance in pixels.
  ///
  /// For tables of strengths: light, and the mean of the place in the pupil that it comes from along the
  /// distance, its variance along and its variance across. For parabolas ``PointSpread/Moments/spun(_:)``.
  /// The second number is the width of the cells that it is summed on: what is finer must be left out.
  typealias Thrown = (_ pixels: Double, _ cell: Double) -> SIMD4<Float>

  /// Pixels in rows.
  private(set) var plane: [Float]

  private let width: Int
  private let height: Int

  /// Width of a shell beyond the core, in its cells; its last half fades into the next.
  ///
  /// Twelve leave half a percent (root mean square), eight two percent, in a third less time.
  private static let cellsInShell = 12.0
  /// Longest piece of a line that stands as a point, in cells.
  private static let spacing = 1.0

  init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    plane = [Float](repeating: 0, count: width * height)
  }

  /// Adds what the sources throw.
  ///
  /// - Parameters:
  ///   - divisions: cells across a pixel for the innermost shell, a power of 2.
  ///   - core: pixels to which the light may have any shape; beyond, it must be as smooth as the distance
  ///     from there is long.
  mutating func add(
    _ sources: LineSources, divisions: Int, core: Double, thrown: Thrown
  ) {
    let farthest = sources.farthest(width: Float(width), height: Float(height))
    var coarse = [CellGrid]()
    var (cell, inner): (Double, ClosedRange<Double>?) = (1 / Double(divisions), nil)
    while true {
      let fade = core + Self.cellsInShell * cell / 2...core + Self.cellsInShell * cell
      let outer = fade.upperBound < farthest ? fade : nil
      let shell = Shell(from: inner, to: outer, end: 2 * farthest, isMoments: sources.entries == 3)
      { thrown($0, cell) }
      // The cells beyond the picture feel more.
      let reach = outer == nil ? .infinity : shell.reach + Float(8 * cell)
      let points = sources.points(
        longest: Float(Self.spacing * cell), reach: reach, width: Float(width),
        height: Float(height))
      if cell <= 1 {
        var grid = CellGrid(plane, width, height, divisions: Int((1 / cell).rounded()))
        grid.add(points, shell)
        plane = grid.values
      } else {
        var grid = CellGrid(width, height, pixelsInCell: Int(cell))
        grid.add(points, shell)
        coarse.append(grid)
      }
      if outer == nil { break }
      (cell, inner) = (cell * 2, outer)
    }
    carryDown(coarse)
  }

  /// Carries coarse grids down to the pixels, the coarsest first.
  private mutating func carryDown(_ grids: [CellGrid]) {
    guard var sum = grids.last else { return }
    for grid in grids.dropLast().reversed() {
      var finer = grid
      finer.addInterpolated(sum)
      sum = finer
    }
    var pixels = CellGrid(plane, width, height, divisions: 1)
    pixels.addInterpolated(sum)
    plane = pixels.values
  }
}

/// What a point throws between two distances, fading in and out so that shells add up to the whole.
struct Shell {
  /// Entries at even distances from 0 to `end`.
  let table: [SIMD4<Float>]
  /// Entries in a pixel.
  let entriesInPixel: Float
  /// Pixels within which and beyond which there is nothing.
  let hole: Float
  let reach: Float

  private static let entries = 2048

  /// - Parameters:
  ///   - inner: pixels between which the shell fades in; nil for one without a hole.
  ///   - outer: pixels between which it fades out; nil for one without an end.
  ///   - isMoments: whether what is thrown are moments that grow with the light, or light and means.
  ///   - end: pixels to which the table must go for a shell without an end.
  init(
    from inner: ClosedRange<Double>?, to outer: ClosedRange<Double>?, end: Double, isMoments: Bool,
    thrown: (_ pixels: Double) -> SIMD4<Float>
  ) {
    let length = outer?.upperBound ?? end
    let step = length / Double(Self.entries - 2)
    table = (0..<Self.entries).map { entry in
      let distance = Double(entry) * step
      var share = outer.map { Self.fade(distance, over: $0) } ?? 1
      if let inner { share -= Self.fade(distance, over: inner) }
      guard share > 0 else { return .zero }
      return thrown(distance)
        * (isMoments ? SIMD4(repeating: Float(share)) : SIMD4(Float(share), 1, 1, 1))
    }
    entriesInPixel = Float(1 / step)
    hole = Float(inner?.lowerBound ?? 0)
    reach = Float(length)
  }

  /// From 1 before a range to 0 behind it, with three continuous derivatives.
  private static func fade(_ distance: Double, over range: ClosedRange<Double>) -> Double {
    let t = (distance - range.lowerBound) / (range.upperBound - range.lowerBound)
    if t <= 0 { return 1 }
    if t >= 1 { return 0 }
    return 1 - t * t * t * t * (35 - t * (84 - t * (70 - 20 * t)))
  }
}
