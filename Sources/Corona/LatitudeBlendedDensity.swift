internal import Astronomy
internal import VectorMath

/// A corona of two spherical models, one for the equator and one for the poles.
///
/// `nₑ = n_pole + (n_equator − n_pole) cos^(2m) φ`, φ the heliographic latitude. Even powers keep the
/// blend smooth at the equator and at the poles, where a model in |sin φ| has a kink that shows in the
/// picture and spoils the quadrature.
public struct LatitudeBlendedDensity: ElectronDensity {
  /// The model's name as written in scenarios and headers.
  public let name: String
  /// Where the parts and the blend come from.
  public let source: String
  /// The model on the equator.
  public let equator: PowerLawDensity
  /// The model at the poles.
  public let pole: PowerLawDensity
  /// Half the power of the cosine of latitude, `m`.
  public let halfPower: Int

  /// A blend of two models.
  ///
  /// - Parameters:
  ///   - name: what the model is called.
  ///   - source: where the numbers come from.
  ///   - equator: the density above the equator.
  ///   - pole: the density above the poles.
  ///   - halfPower: `m` in `cos^(2m) φ`, 1...32: two gives a belt some 33° half-wide at half density,
  ///     larger numbers a flatter corona with wider polar holes.
  /// - Throws: `CoronaError` when `halfPower` lies outside 1...32.
  public init(
    name: String, source: String, equator: PowerLawDensity, pole: PowerLawDensity, halfPower: Int
  ) throws(CoronaError) {
    guard (1...32).contains(halfPower) else {
      throw CoronaError(
        .unphysicalParameter,
        "density \(name), half power of the cosine of latitude \(halfPower): must lie in 1...32")
    }
    self.init(
      unchecked: name, source: source, equator: equator, pole: pole, halfPower: halfPower)
  }

  private init(
    unchecked name: String, source: String, equator: PowerLawDensity, pole: PowerLawDensity,
    halfPower: Int
  ) {
    self.name = name
    self.source = source
    self.equator = equator
    self.pole = pole
    self.halfPower = halfPower
  }

  /// Saito, Poland and Munro 1977 with its polar hole, the corona of a solar minimum.
  ///
  /// Both radial laws are published; the blend between them, `cos⁴ φ`, is this project's choice. It
  /// stays within 0.12 of the `1 − 0.95 |sin φ|` of Saito 1970 and has no kink.
  public static let saito1977 = LatitudeBlendedDensity(
    unchecked: "saito1977",
    source: "Saito, Poland & Munro 1977, Solar Physics 55, 121; blended by cos^4 latitude (ours)",
    equator: .saito1977Equator, pole: .saito1977PolarHole, halfPower: 2)

  /// Distances for which both parts were fitted, solar radii.
  public var fittedRadii: ClosedRange<Double> {
    equator.fittedRadii.clamped(to: pole.fittedRadii)
  }

  @inline(__always)
  private func equatorialShare(_ directions: CoronalDirections) -> SIMD8<Double> {
    let cosineSquared = 1 - directions.z * directions.z
    var share = cosineSquared
    for _ in 1..<halfPower { share *= cosineSquared }
    return share
  }

  /// Electrons per cubic centimetre at eight points.
  public func electronsPerCubicCentimetre(at points: CoronalPoints) -> SIMD8<Double> {
    let atPole = pole.electronsPerCubicCentimetre(at: points.radii)
    let atEquator = equator.electronsPerCubicCentimetre(at: points.radii)
    return .multiplyAdd(atEquator - atPole, equatorialShare(points.directions), atPole)
  }

  /// The same at every longitude.
  public var symmetry: DensitySymmetry { .axial(axis: Vector3(0, 0, 1)) }

  /// The latitude at which `cos^(2m)` has fallen by `e`.
  public var angularScaleRadians: Double { 1 / Double(halfPower).squareRoot() }

  /// The pole everywhere, and on the equator the equator instead of the pole.
  public var separableParts: [SeparablePart]? {
    let belt = AngularShape(axis: Vector3(0, 0, 1), profile: .cosinePower(halfPower: halfPower))
    return [
      SeparablePart(weight: 1, terms: pole.terms, shape: .sphere),
      SeparablePart(weight: 1, terms: equator.terms, shape: belt),
      SeparablePart(weight: -1, terms: pole.terms, shape: belt),
    ]
  }
}
