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
  /// The cubics of the natural logarithm, per centimetre and steradian, for dust at 1 au.
  private let cubics: [SIMD4<Double>]

  /// A function from at least two samples at rising angles.
  init(source: String, degrees: [Double], values: [Double]) {
    self.source = source
    angles = degrees.map { $0 * Double.pi / 180 }
    let spline = CubicSpline(naturalThrough: angles, values: values.map { Double.log($0) })
    cubics = (0..<(angles.count - 1)).map { spline.coefficients(of: $0) }
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
    let t = Swift.min(Swift.max(angle, angles[lower]), angles[upper]) - angles[lower]
    let c = cubics[lower]
    return ((c.w * t + c.z) * t + c.y) * t + c.x
  }
}
