internal import RealModule

/// Where the limb of a round occulter lies in a picture.
public struct LimbCircle: Sendable, Hashable {
  /// Column and row of its centre, counted from 0.
  public let centre: SIMD2<Double>
  /// Its radius, pixels, freed from the slope of the corona.
  public let radius: Double
  /// The radius of the steepest rise of light, pixels, which lies inside the edge where the corona falls outwards.
  public let steepestRadius: Double
  /// How many rays of 360 met the limb.
  public let rayCount: Int
  /// Root mean square of the rays' distances from the circle, pixels.
  public let scatter: Double
  /// Standard deviation of the centre along one axis, pixels.
  public let centreError: Double
  /// From a tenth to nine tenths of the light, pixels.
  public let edgeWidth: Double
  /// How steeply the corona falls outside the limb, `−d ln B / dr` on the mean, per pixel.
  public let coronalSlope: Double
}

/// Finds the limb of a round occulter: edges along rays, a circle through them, again from its centre.
struct LimbFinder {
  let plane: Plane
  let kind: EdgeKind
  /// How many standard deviations a ray may be off.
  let clipSigmas: Double
  static let rayCount = 360
  /// How many rays must meet the limb.
  static let leastRays = 120

  /// The limb around a place.
  ///
  /// - Parameters:
  ///   - guess: a place behind the occulter, column and row counted from 0.
  ///   - radii: between which radii the limb may lie, pixels.
  /// - Returns: nil where no circle meets a third of the rays within a quarter of the search.
  func limb(around guess: SIMD2<Double>, radii: ClosedRange<Double>) -> LimbCircle? {
    let search = EdgeSearch(plane: plane)
    let middle = 0.5 * (radii.lowerBound + radii.upperBound)
    let half = 0.5 * (radii.upperBound - radii.lowerBound)
    guard var circle = fit(search, Self.rays(guess, middle), half, half, smoothing: 1.5) else {
      return nil
    }
    for _ in 0..<3 {
      let width = max(6, 0.12 * circle.radius)
      let rays = Self.rays(circle.centre, circle.radius)
      guard let next = fit(search, rays, width, width, smoothing: 1) else { return nil }
      circle = next
    }
    let steepest = circle
    let width = edgeWidth(search, circle)
    let smoothing = max(1, width / 4)
    let half2 = max(4, 1.5 * width)
    var slopes: CoronalSlopes?
    for _ in 0..<3 {
      var rays = Self.rays(circle.centre, circle.radius)
      let found = CoronalSlopes(
        search, rays, from: 1.5 * width, to: 1.5 * width + max(10, 0.2 * circle.radius))
      for index in rays.indices { rays[index].slope = found?.slope(atRay: index) ?? 0 }
      slopes = found
      guard let next = fit(search, rays, half2, half2, smoothing: smoothing) else { return nil }
      circle = next
    }
    guard circle.scatter < 0.25 * half2 else { return nil }
    return LimbCircle(
      centre: circle.centre, radius: circle.radius, steepestRadius: steepest.radius,
      rayCount: circle.keptCount, scatter: circle.scatter, centreError: circle.centreError,
      edgeWidth: width, coronalSlope: slopes?.mean ?? 0)
  }

  /// Rays outwards from a centre that expect the edge at a radius.
  static func rays(_ centre: SIMD2<Double>, _ radius: Double) -> [EdgeRay] {
    (0..<rayCount).map { number in
      let angle = 2 * Double.pi * Double(number) / Double(rayCount)
      let outward = SIMD2(Double.cos(angle), Double.sin(angle))
      return EdgeRay(origin: centre + outward * radius, outward: outward)
    }
  }

  private func fit(
    _ search: EdgeSearch, _ rays: [EdgeRay], _ inward: Double, _ outward: Double,
    smoothing: Double
  ) -> CircleFit? {
    var points: [SIMD2<Double>] = []
    for ray in rays {
      if let offset = search.edge(
        ray, kind, smoothing: smoothing, inward: inward, outward: outward)
      {
        points.append(ray.origin + ray.outward * offset)
      }
    }
    guard points.count >= Self.leastRays,
      let circle = CircleFit.clipped(points, sigmas: clipSigmas),
      circle.keptCount >= Self.leastRays
    else { return nil }
    return circle
  }

  /// From a tenth to nine tenths of the light across the limb, pixels, on the mean of all rays.
  private func edgeWidth(_ search: EdgeSearch, _ circle: CircleFit) -> Double {
    let reach = max(8, 0.15 * circle.radius)
    var sums: [Double] = []
    var counts: [Double] = []
    for ray in Self.rays(circle.centre, circle.radius) {
      let light = search.samples(ray, inward: reach, outward: reach)
      if sums.isEmpty {
        sums = [Double](repeating: 0, count: light.count)
        counts = sums
      }
      for index in light.indices where !light[index].isNaN {
        sums[index] += light[index]
        counts[index] += 1
      }
    }
    let means = zip(sums, counts).map { $1 > 0 ? $0 / $1 : .nan }
    let known = means.filter { !$0.isNaN }
    guard let low = known.min(), let high = known.max(), high > low,
      let top = means.firstIndex(where: { $0 == high })
    else { return 1 }
    func lastBelow(_ share: Double) -> Int? {
      means[...top].lastIndex { $0 < low + share * (high - low) }
    }
    guard let nine = lastBelow(0.9), let one = lastBelow(0.1) else { return 1 }
    return max(0.5, Double(nine - one) / Double(EdgeSearch.density))
  }
}

/// How steeply the corona falls outside an edge, smoothed around it.
///
/// Slopes of single rays are noisy, those of the corona change slowly with angle: the mean and two harmonics
/// are kept.
struct CoronalSlopes {
  /// Mean, then cosine and sine of one and two turns; per pixel.
  private(set) var harmonics = [Double](repeating: 0, count: 5)
  private let count: Int

  /// The mean slope, per pixel.
  var mean: Double { harmonics[0] }

  /// - Returns: nil when fewer than half of the rays tell a slope.
  init?(_ search: EdgeSearch, _ rays: [EdgeRay], from near: Double, to far: Double) {
    count = rays.count
    let slopes = rays.map { Self.slope(search.samples($0, inward: -near, outward: far)) }
    let known = slopes.filter { !$0.isNaN }
    guard 2 * known.count >= rays.count, count > 0 else { return nil }
    let middle = CircleFit.median(known)
    let spread = 1.4826 * CircleFit.median(known.map { abs($0 - middle) })
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: 5), count: 5)
    var right = [Double](repeating: 0, count: 5)
    for (index, slope) in slopes.enumerated() {
      guard !slope.isNaN, abs(slope - middle) <= 4 * spread + 1e-12 else { continue }
      let terms = terms(index)
      for i in 0..<5 {
        right[i] += terms[i] * slope
        for j in 0..<5 { matrix[i][j] += terms[i] * terms[j] }
      }
    }
    guard let solution = NormalEquations.solve(matrix, right) else { return nil }
    harmonics = solution
  }

  /// The slope at a ray, per pixel.
  func slope(atRay index: Int) -> Double {
    zip(harmonics, terms(index)).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private func terms(_ index: Int) -> [Double] {
    let angle = 2 * Double.pi * Double(index) / Double(count)
    return [1, Double.cos(angle), Double.sin(angle), Double.cos(2 * angle), Double.sin(2 * angle)]
  }

  /// `−d ln f / dx` by least squares over samples a quarter of a pixel apart; NaN with few positive ones.
  private static func slope(_ light: [Double]) -> Double {
    var (n, sx, sy, sxx, sxy) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (index, value) in light.enumerated() where value > 0 {
      let x = Double(index) / Double(EdgeSearch.density)
      let y = Double.log(value)
      (n, sx, sy, sxx, sxy) = (n + 1, sx + x, sy + y, sxx + x * x, sxy + x * y)
    }
    let determinant = n * sxx - sx * sx
    guard 2 * n >= Double(light.count), n >= 8, determinant > 0 else { return .nan }
    return -(n * sxy - sx * sy) / determinant
  }
}
