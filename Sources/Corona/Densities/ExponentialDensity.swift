internal import VectorMath

/// A spherical corona, `nₑ = zᵐ exp(b(z)) q(z)` with `z = 1/r` and two short polynomials.
///
/// The form of the fits of Newkirk 1961, Sittler & Guhathakurta 1999 and Goryaev 2014.
public struct ExponentialDensity: ElectronDensity {
  /// The model's name as written in scenarios and headers.
  public let name: String
  /// Where the coefficients come from.
  public let source: String
  /// Distances for which the source made the fit, solar radii.
  public let fittedRadii: ClosedRange<Double>
  /// What to know before trusting the model outside its purpose.
  public let caution: String?
  /// Coefficients of `b`, lowest first.
  let exponent: SIMD4<Double>
  /// Coefficients of `q`, lowest first, electrons per cubic centimetre.
  let factor: SIMD4<Double>
  /// Whether `m` is two; else it is zero.
  let fallsAsSquare: Bool

  /// Electrons per cubic centimetre at eight points.
  public func electronsPerCubicCentimetre(at points: CoronalPoints) -> SIMD8<Double> {
    let z = points.radii.inverse
    let density = Double8.exp(Self.polynomial(exponent, z)) * Self.polynomial(factor, z)
    return fallsAsSquare ? density * (z * z) : density
  }

  @inline(__always)
  private static func polynomial(_ c: SIMD4<Double>, _ z: Double8) -> Double8 {
    let upper = Double8.multiplyAdd(Double8(repeating: c.w), z, c.z)
    return .multiplyAdd(.multiplyAdd(upper, z, c.y), z, c.x)
  }

  /// The same in every direction.
  public var symmetry: DensitySymmetry { .spherical }
}

extension ExponentialDensity {
  private static let naturalLogarithmOfTen = 2.302585092994046

  /// Newkirk 1961 (ApJ 133, 983): `4.2×10⁴ · 10^(4.32/r)`, the quiet Sun.
  ///
  /// Radio astronomers write it N-fold: give the part a weight of two to four for active regions.
  public static let newkirk1961 = ExponentialDensity(
    name: "newkirk1961", source: "Newkirk 1961, ApJ 133, 983", fittedRadii: 1...3,
    caution:
      "tends to 4.2e4 per cubic centimetre far from the Sun, so that sightlines gather light "
      + "without end of corona: use it within 3 solar radii",
    exponent: SIMD4(0, 4.32 * naturalLogarithmOfTen, 0, 0), factor: SIMD4(4.2e4, 0, 0, 0),
    fallsAsSquare: false)

  /// Streamer of Sittler and Guhathakurta 1999 (ApJ 523, 812).
  ///
  /// `10⁸ a₁ e^(a₂ z) z² (1 + a₃ z + a₄ z² + a₅ z³)`, coefficients as in the SolarSoft routine
  /// density_models, which leaves out the 10⁸; with it the law gives 7.3 electrons per cubic centimetre
  /// at one astronomical unit, as is measured there.
  public static let sittlerGuhathakurta1999Streamer = sittlerGuhathakurta(
    "streamer", 3.2565e-3, 3.6728, 4.8947, 7.6123, 5.9868)

  /// Polar hole of Sittler and Guhathakurta 1999, from the same sources.
  public static let sittlerGuhathakurta1999Pole = sittlerGuhathakurta(
    "pole", 1.2921e-3, 4.8039, 0.29696, -7.1743, 12.321)

  private static func sittlerGuhathakurta(
    _ region: String, _ a1: Double, _ a2: Double, _ a3: Double, _ a4: Double, _ a5: Double
  ) -> ExponentialDensity {
    ExponentialDensity(
      name: "sittler-guhathakurta1999-\(region)",
      source: "Sittler & Guhathakurta 1999, ApJ 523, 812: \(region)", fittedRadii: 1...215,
      caution: nil, exponent: SIMD4(0, a2, 0, 0),
      factor: 1e8 * a1 * SIMD4(1, a3, a4, a5), fallsAsSquare: true)
  }

  /// Streamer of Goryaev and others 2014 (ApJ 781, 100), from the extreme ultraviolet.
  ///
  /// `10^(1.5996 + 18.606 z − 18.230 z² + 7.0165 z³)`, coefficients and range as in the SolarSoft
  /// routine density_models.
  public static let goryaev2014Streamer = ExponentialDensity(
    name: "goryaev2014-streamer", source: "Goryaev et al. 2014, ApJ 781, 100: streamer",
    fittedRadii: 1.5...2,
    caution: "fitted from 1.5 to 2 solar radii only; elsewhere the polynomial is a guess, and far "
      + "from the Sun it tends to 40 per cubic centimetre",
    exponent: naturalLogarithmOfTen * SIMD4(1.5996, 18.606, -18.230, 7.0165),
    factor: SIMD4(1, 0, 0, 0), fallsAsSquare: false)

  /// Background beside that streamer, from the same sources.
  public static let goryaev2014Background = ExponentialDensity(
    name: "goryaev2014-background", source: "Goryaev et al. 2014, ApJ 781, 100: background",
    fittedRadii: 1.5...2,
    caution: "fitted from 1.5 to 2 solar radii only; far from the Sun it tends to 3.2e4 per cubic "
      + "centimetre, so that sightlines gather light without end of corona",
    exponent: naturalLogarithmOfTen * SIMD4(4.4986, 1.0993, 4.3538, -1.3057),
    factor: SIMD4(1, 0, 0, 0), fallsAsSquare: false)
}
