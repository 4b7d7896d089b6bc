internal import RealModule
internal import VectorMath

/// A circle through points, with those left out that lie far from it.
struct CircleFit {
  /// Columns and rows.
  var centre: SIMD2<Double>
  /// Pixels.
  var radius: Double
  /// Which points were kept.
  var isKept: [Bool]
  /// Root mean square of the kept points' distances from the circle, pixels.
  var scatter: Double

  /// How many points were kept.
  var keptCount: Int { isKept.count { $0 } }
  /// Standard deviation of the centre along one axis for points all around, pixels.
  var centreError: Double { scatter * (2 / Double(max(1, keptCount))).squareRoot() }

  /// Fits a circle and leaves out points beyond so many standard deviations, until none is left to go.
  ///
  /// - Returns: nil when fewer than eight points are left, or they lie on a line.
  static func clipped(_ points: [SIMD2<Double>], sigmas: Double) -> CircleFit? {
    var isKept = [Bool](repeating: true, count: points.count)
    for _ in 0..<30 {
      let kept = zip(points, isKept).filter(\.1).map(\.0)
      guard kept.count >= 8, let circle = taubin(kept) else { return nil }
      let distances = points.map { point in
        ((point - circle.centre) * (point - circle.centre)).sum().squareRoot() - circle.radius
      }
      // The median tells the spread of a majority, whatever the others do.
      let spread = median(zip(distances, isKept).filter(\.1).map { abs($0.0) }) * 1.4826
      let limit = max(sigmas * spread, 1e-6)
      let next = distances.map { abs($0) <= limit }
      let square = zip(distances, next).filter(\.1).map { $0.0 * $0.0 }
      guard square.count >= 8 else { return nil }
      if next == isKept {
        return CircleFit(
          centre: circle.centre, radius: circle.radius, isKept: next,
          scatter: (square.reduce(0, +) / Double(square.count)).squareRoot())
      }
      isKept = next
    }
    let kept = zip(points, isKept).filter(\.1).map(\.0)
    guard kept.count >= 8, let circle = taubin(kept) else { return nil }
    let squares = kept.map { point in
      let distance =
        ((point - circle.centre) * (point - circle.centre)).sum().squareRoot() - circle.radius
      return distance * distance
    }
    return CircleFit(
      centre: circle.centre, radius: circle.radius, isKept: isKept,
      scatter: (squares.reduce(0, +) / Double(kept.count)).squareRoot())
  }

  /// The circle of least algebraic distance under Taubin's normalisation.
  ///
  /// Among conics `A z + B x + C y + D = 0`, `z = x² + y²`, it minimises `Σ (A z + B x + C y + D)²` with
  /// `4 A² z̄ + 4 A B x̄ + 4 A C ȳ + B² + C² = 1`; the smallest root of the characteristic cubic is found by
  /// Newton's method from 0, from where it converges without fail. Sources: Taubin 1991, IEEE Trans. PAMI
  /// 13, 1115; Chernov 2010, Circular and Linear Regression, section 5.9.
  static func taubin(_ points: [SIMD2<Double>]) -> (centre: SIMD2<Double>, radius: Double)? {
    guard points.count >= 3 else { return nil }
    let count = Double(points.count)
    let mean = points.reduce(SIMD2<Double>.zero, +) / count
    var (xx, yy, xy, xz, yz, zz) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for point in points {
      let (x, y) = (point.x - mean.x, point.y - mean.y)
      let z = x * x + y * y
      (xx, yy, xy) = (xx + x * x, yy + y * y, xy + x * y)
      (xz, yz, zz) = (xz + x * z, yz + y * z, zz + z * z)
    }
    (xx, yy, xy, xz, yz, zz) = (
      xx / count, yy / count, xy / count, xz / count, yz / count, zz / count
    )
    let z = xx + yy
    guard z > 0 else { return nil }
    let covariance = xx * yy - xy * xy
    let variance = zz - z * z
    let cubic = 4 * z
    let square = -3 * z * z - zz
    let linear = variance * z + 4 * covariance * z - xz * xz - yz * yz
    let constant =
      xz * (xz * yy - yz * xy) + yz * (yz * xx - xz * xy) - variance * covariance
    var root = 0.0
    for _ in 0..<60 {
      let value = constant + root * (linear + root * (square + root * cubic))
      let slope = linear + root * (2 * square + 3 * root * cubic)
      guard slope != 0 else { break }
      let next = root - value / slope
      if next == root || !next.isFinite { break }
      root = next
    }
    let determinant = root * root - root * z + covariance
    guard abs(determinant) > 1e-12 * z * z else { return nil }
    let centre = SIMD2(
      (xz * (yy - root) - yz * xy) / (2 * determinant),
      (yz * (xx - root) - xz * xy) / (2 * determinant))
    let radius = ((centre * centre).sum() + z).squareRoot()
    guard radius.isFinite else { return nil }
    return (centre + mean, radius)
  }

  /// The middle of a list of numbers; NaN of none.
  static func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
      ? 0.5 * (sorted[middle - 1] + sorted[middle]) : sorted[middle]
  }
}
