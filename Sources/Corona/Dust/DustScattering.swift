internal import RealModule

/// The volume scattering function of interplanetary dust: light scattered per volume and angle.
///
/// Between the samples its logarithm is a natural cubic spline of the angle; before the first and
/// after the last sample it keeps their values.
public struct DustScattering: Sendable {
  /// Where the samples come from.
  public let source: String
  /// Angles between the sunlight's way and the scattered light's, radians, rising; zero is forward.
  let angles: [Double]
  /// Natural logarithms of the function, per centimetre and steradian, for dust at 1 au.
  let logarithms: [Double]
  /// Second derivatives of the spline at the samples.
  let curvatures: [Double]

  /// A function from at least three samples at rising angles.
  init(source: String, degrees: [Double], values: [Double]) {
    self.source = source
    angles = degrees.map { $0 * Double.pi / 180 }
    logarithms = values.map { Double.log($0) }
    curvatures = Self.curvatures(angles, logarithms)
  }

  /// The function at one angle, per centimetre and steradian.
  ///
  /// - Parameter angle: scattering angle, 0...π radians; zero is forward.
  public func perCentimetreSteradian(angleRadians angle: Double) -> Double {
    Double.exp(logarithm(at: angle))
  }

  /// Its natural logarithm.
  func logarithm(at angle: Double) -> Double {
    var (lower, upper) = (0, angles.count - 1)
    while upper - lower > 1 {
      let middle = (lower + upper) / 2
      if angle < angles[middle] { upper = middle } else { lower = middle }
    }
    let (start, end) = (angles[lower], angles[upper])
    let clamped = Swift.min(Swift.max(angle, start), end)
    let length = end - start
    let b = (clamped - start) / length
    let a = 1 - b
    let bend = length * length / 6
    return a * logarithms[lower] + b * logarithms[upper]
      + bend * ((a * a * a - a) * curvatures[lower] + (b * b * b - b) * curvatures[upper])
  }

  /// Second derivatives of the natural spline, by elimination of its tridiagonal system.
  private static func curvatures(_ x: [Double], _ y: [Double]) -> [Double] {
    let count = x.count
    var curvature = [Double](repeating: 0, count: count)
    var factor = [Double](repeating: 0, count: count)
    var rest = [Double](repeating: 0, count: count)
    for i in 1..<(count - 1) {
      let (before, after) = (x[i] - x[i - 1], x[i + 1] - x[i])
      let jump = (y[i + 1] - y[i]) / after - (y[i] - y[i - 1]) / before
      let pivot = 2 * (before + after) - before * factor[i - 1]
      factor[i] = after / pivot
      rest[i] = (6 * jump - before * rest[i - 1]) / pivot
    }
    for i in stride(from: count - 2, to: 0, by: -1) {
      curvature[i] = rest[i] - factor[i] * curvature[i + 1]
    }
    return curvature
  }
}
