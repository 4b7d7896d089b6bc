/// How the photosphere's radiance falls from disc centre to limb, as a polynomial in μ.
///
/// `I(μ)/I(1) = Σ coefficients[k] μᵏ`, μ the cosine of the angle between the ray and the local
/// vertical of the photosphere: 1 at disc centre, 0 at the limb. The same law serves obscuration,
/// the drawn photosphere, Thomson scattering and diffraction.
public struct LimbDarkening: Sendable, Hashable {
  /// The law's name as written in scenarios and headers, such as `neckel` or `linear(0.63)`.
  public let name: String
  /// The polynomial's coefficients, constant first; they sum to one.
  public let coefficients: [Double]

  private init(name: String, coefficients: [Double]) {
    self.name = name
    self.coefficients = coefficients
  }

  /// A disc of the same radiance everywhere.
  public static let uniform = LimbDarkening(name: "uniform", coefficients: [1])

  /// The linear law `1 − u (1 − μ)`.
  ///
  /// - Parameter u: the coefficient, 0 (uniform) to 1 (dark at the limb).
  /// - Throws: `AstronomyError` when `u` is outside 0...1.
  public static func linear(_ u: Double) throws(AstronomyError) -> LimbDarkening {
    guard u >= 0, u <= 1 else {
      throw AstronomyError(
        .unphysicalLimbDarkening, "linear limb-darkening coefficient \(u): must lie in 0...1")
    }
    return LimbDarkening(name: "linear(\(u))", coefficients: [1 - u, u])
  }

  /// The quadratic law `1 − u₁ (1 − μ) − u₂ (1 − μ)²`.
  ///
  /// - Throws: `AstronomyError` when the radiance would be negative somewhere on the disc.
  public static func quadratic(_ u1: Double, _ u2: Double) throws(AstronomyError) -> LimbDarkening {
    let law = LimbDarkening(
      name: "quadratic(\(u1),\(u2))", coefficients: [1 - u1 - u2, u1 + 2 * u2, -u2])
    let samples = (0...200).map { law.radiance(cosine: Double($0) / 200) }
    guard u1.isFinite, u2.isFinite, samples.allSatisfy({ $0 >= -1e-12 }) else {
      throw AstronomyError(
        .unphysicalLimbDarkening,
        "quadratic limb-darkening coefficients (\(u1), \(u2)): the radiance is negative somewhere")
    }
    return law
  }

  /// The wavelengths, in nanometres, for which ``neckel(wavelengthNanometres:)`` is defined here.
  public static let neckelRangeNanometres = 422.0...1100.0

  /// The fifth-degree polynomial of Neckel 2005 (Solar Physics 229, 13), third spectral range.
  ///
  /// - Parameter wavelengthNanometres: 422...1100 nm.
  /// - Throws: `AstronomyError` outside that range.
  public static func neckel(wavelengthNanometres: Double) throws(AstronomyError) -> LimbDarkening {
    guard neckelRangeNanometres.contains(wavelengthNanometres) else {
      throw AstronomyError(
        .wavelengthOutOfRange,
        "Neckel limb darkening at \(wavelengthNanometres) nm: defined from 422 nm to 1100 nm")
    }
    let micrometres = wavelengthNanometres / 1000
    let inverse = 1 / micrometres
    let squared = micrometres * micrometres
    let inverseFifth = 1 / (squared * squared * micrometres)
    return LimbDarkening(
      name: "neckel",
      coefficients: [
        0.75267 - 0.265577 * inverse,
        0.93874 + 0.265577 * inverse - 0.004095 * inverseFifth,
        -1.89287 + 0.012582 * inverseFifth,
        2.42234 - 0.017117 * inverseFifth,
        -1.71150 + 0.011977 * inverseFifth,
        0.49062 - 0.003347 * inverseFifth,
      ])
  }

  /// Radiance relative to disc centre.
  ///
  /// - Parameter cosine: μ, 0 at the limb to 1 at disc centre.
  @inlinable
  public func radiance(cosine: Double) -> Double {
    var sum = 0.0
    for coefficient in coefficients.reversed() {
      sum = sum * cosine + coefficient
    }
    return sum
  }

  /// Mean radiance of the disc relative to disc centre, `Σ 2 aₖ / (k + 2)`.
  ///
  /// Mean solar brightness (MSB) is disc-centre radiance times this number.
  public var discMean: Double {
    coefficients.enumerated().reduce(0) { $0 + 2 * $1.element / Double($1.offset + 2) }
  }
}
