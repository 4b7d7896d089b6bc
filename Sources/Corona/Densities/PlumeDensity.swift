internal import RealModule
internal import VectorMath

/// Plumes: narrow tubes of denser plasma that stand in the polar holes and widen with them.
///
/// `nₑ = n_hole(r) r^(−p) Σ (C − 1) exp(−|v/√f(r) − v₀|² / b²)`, to be added to the hole itself. `v` is a
/// direction in Lambert's equal-area projection about the nearer pole, `|v| = 2 sin(γ/2)` with γ the
/// angle from the pole, so that dividing by `√f` undoes an expansion of all areas by f: the tube that is
/// centred on `v₀` with the radius b at one solar radius is carried along. The expansion is that of Kopp
/// & Holzer 1976 (Solar Physics 49, 43), `f = (f_max e + f₁)/(e + 1)` with `e = exp((r − R₁)/σ)`,
/// `f₁ = 1 − (f_max − 1) exp((1 − R₁)/σ)`, and the constants of Munro & Jackson 1977 (ApJ 213, 874) for
/// Skylab's polar hole, f_max = 7.26, R₁ = 1.31, σ = 0.51 (seen in reviews, not in the paper); a
/// hole that ends 65° from the pole beyond three solar radii, as theirs does, begins at 23°. Plumes expand
/// as their hole does (Poletto and others 1997, Bull. Am. Astron. Soc. 29, 2). The Gaussian section and a
/// contrast of 3 to 5 low down are what reviews quote from Ahmad & Withbroe 1977 (Solar Physics 53, 397).
public struct PlumeDensity: ElectronDensity {
  /// One plume at one solar radius.
  public struct Plume: Sendable, Hashable {
    /// Heliographic latitude of its foot, radians.
    public let latitudeRadians: Double
    /// Carrington longitude of its foot, radians.
    public let longitudeRadians: Double
    /// Angle from its axis at which the excess has fallen by `e`, radians.
    public let radiusRadians: Double
    /// Density on its axis over that of the hole, at one solar radius.
    public let contrast: Double

    /// A plume from its foot, radius and contrast.
    public init(
      latitudeRadians: Double, longitudeRadians: Double, radiusRadians: Double, contrast: Double
    ) {
      self.latitudeRadians = latitudeRadians
      self.longitudeRadians = longitudeRadians
      self.radiusRadians = radiusRadians
      self.contrast = contrast
    }
  }

  /// How many plumes there may be.
  public static let allowedCount = 1...500

  /// The model's name as written in scenarios and headers.
  public let name = "plumes"
  /// Where the model comes from.
  public let source: String
  /// Distances for which the hole's law was fitted, solar radii.
  public var fittedRadii: ClosedRange<Double> { hole.fittedRadii }
  /// What to know before trusting the hole's law outside its purpose.
  public var caution: String? { hole.caution }
  /// The plumes.
  public let plumes: [Plume]
  /// The density of the hole between them.
  public let hole: any ElectronDensity
  /// The power of `1/r` with which the excess over the hole sinks.
  public let fading: Double

  /// Foot in the projection, inverse squared radius and excess, for each hemisphere.
  private let northern: [SIMD4<Double>]
  private let southern: [SIMD4<Double>]

  /// Plumes at given feet.
  ///
  /// - Parameters:
  ///   - plumes: 1...500, each with a radius of 0.005...0.2 rad and a contrast of 1...100, so close to a
  ///     pole that it stays in the hole: from 2 sin(γ/2) of its foot, three radii more must be less
  ///     than 0.52 (30°), which the expansion carries to the equator.
  ///   - hole: a spherical model.
  ///   - fading: 0...10.
  /// - Throws: `CoronaError` naming the plume, from one, or the parameter.
  public init(
    _ plumes: [Plume], hole: any ElectronDensity = PowerLawDensity.guhathakurta1996Pole,
    fading: Double = 0
  ) throws(CoronaError) {
    try hole.requireSpherical("plumes")
    try CoronaError.require(fading, in: 0...10, "plumes, fading", "must lie in 0...10")
    guard Self.allowedCount.contains(plumes.count) else {
      throw CoronaError(
        .unphysicalParameter, "\(plumes.count) plumes: there must be 1 to 500 of them")
    }
    var (northern, southern) = ([SIMD4<Double>](), [SIMD4<Double>]())
    for (index, plume) in plumes.enumerated() {
      let name = "plume \(index + 1)"
      try CoronaError.require(
        plume.radiusRadians, in: 0.005...0.2, "\(name), radius", "must lie in 0.005...0.2 rad")
      try CoronaError.require(
        plume.contrast, in: 1...100, "\(name), contrast", "must lie in 1...100")
      try CoronaError.require(
        plume.longitudeRadians, in: -1e6...1e6, "\(name), longitude",
        "must be a finite angle in radians")
      try CoronaError.require(
        plume.latitudeRadians, in: (-Double.pi / 2)...(Double.pi / 2), "\(name), latitude",
        "must lie in -π/2...π/2 rad")
      let foot = 2 * Double.sin((Double.pi / 2 - abs(plume.latitudeRadians)) / 2)
      guard foot + 3 * plume.radiusRadians <= Self.edge else {
        throw CoronaError(
          .unphysicalParameter,
          "\(name) at latitude \(Self.degrees(plume.latitudeRadians))° with radius "
            + "\(Self.degrees(plume.radiusRadians))°: widening with its hole it would reach the "
            + "equator; put it closer to a pole or make it thinner")
      }
      let record = SIMD4(
        foot * Double.cos(plume.longitudeRadians), foot * Double.sin(plume.longitudeRadians),
        1 / (plume.radiusRadians * plume.radiusRadians), plume.contrast - 1)
      if plume.latitudeRadians >= 0 { northern.append(record) } else { southern.append(record) }
    }
    self.plumes = plumes
    self.hole = hole
    self.fading = fading
    self.northern = northern
    self.southern = southern
    source =
      "Gaussian tubes in a Kopp & Holzer 1976 expansion (Munro & Jackson 1977) on \(hole.source)"
  }

  /// A ring of plumes around each pole, strewn by chance.
  ///
  /// Feet are evenly spread over the ring's area; the contrast's excess over one is drawn evenly from
  /// half to one and a half of that asked for.
  ///
  /// - Parameters:
  ///   - perPole: how many, 1...250.
  ///   - innerRadians: angle from the pole at which the ring begins.
  ///   - outerRadians: where it ends.
  ///   - radiusRadians: half-width of a plume at the Sun's surface.
  ///   - contrast: mean density over that beside the plume, above one.
  ///   - seed: the same seed gives the same plumes, always.
  /// - Throws: `CoronaError` for a count or a ring out of range.
  public static func ring(
    perPole: Int, innerRadians: Double, outerRadians: Double, radiusRadians: Double,
    contrast: Double, seed: UInt64
  ) throws(CoronaError) -> [Plume] {
    guard (1...250).contains(perPole) else {
      throw CoronaError(
        .unphysicalParameter, "\(perPole) plumes for each pole: there must be 1 to 250 of them")
    }
    guard innerRadians >= 0, innerRadians <= outerRadians, outerRadians <= Double.pi / 2 else {
      throw CoronaError(
        .unphysicalParameter,
        "ring of plumes from \(innerRadians) to \(outerRadians) rad off the pole: must begin at zero "
          + "or more and end later")
    }
    let (low, high) = (1 - Double.cos(innerRadians), 1 - Double.cos(outerRadians))
    var plumes: [Plume] = []
    for pole in 0..<2 {
      let stream = RandomStream(seed: seed, stream: 0x504C_0000 + UInt32(pole))
      for index in 0..<perPole {
        let place = stream.uniforms(at: UInt64(index))
        let strength = stream.uniforms(at: UInt64(index), block: 1)
        let fromPole = Double.acos(1 - (low + (high - low) * place.y))
        plumes.append(
          Plume(
            latitudeRadians: (pole == 0 ? 1 : -1) * (Double.pi / 2 - fromPole),
            longitudeRadians: 2 * Double.pi * place.x, radiusRadians: radiusRadians,
            contrast: 1 + (contrast - 1) * (0.5 + strength.x)))
      }
    }
    return plumes
  }

  private static func degrees(_ radians: Double) -> Double {
    (radians * 1800 / Double.pi).rounded() / 10
  }

  private static let greatestExpansion = 7.26
  /// Where the equator lies in the projection, brought down by the greatest expansion.
  private static let edge = (2 / greatestExpansion).squareRoot()

  /// Area of the hole at eight distances over that of a radial tube, `f(r)`.
  static func expansion(_ radius: SIMD8<Double>) -> SIMD8<Double> {
    let (greatest, middle, length) = (greatestExpansion, 1.31, 0.51)
    let first = 1 - (greatest - 1) * Double.exp((1 - middle) / length)
    // Divided through by e, so that nothing overflows far away.
    let inverse = Double8.exp((middle - radius) * (1 / length))
    return (greatest + first * inverse) / (1 + inverse)
  }

  /// Electrons per cubic centimetre at eight points.
  public func electronsPerCubicCentimetre(at points: CoronalPoints) -> SIMD8<Double> {
    let u = points.directions
    let isSouth = u.z .< 0
    let height = u.z.replacing(with: -u.z, where: isSouth)
    let scale = Double8.sqrt(2 / ((1 + height) * Self.expansion(points.radii.radius)))
    let (x, y) = (u.x * scale, u.y * scale)
    var excess = Double8.zero
    if !all(isSouth) { excess = Self.sum(northern, x, y) }
    if any(isSouth) { excess.replace(with: Self.sum(southern, x, y), where: isSouth) }
    if all(excess .== 0) { return .zero }
    if fading != 0 { excess *= .exp(-fading * points.radii.logarithm) }
    return excess * hole.electronsPerCubicCentimetre(at: points)
  }

  /// The radius of the thinnest plume at its foot.
  public var angularScaleRadians: Double {
    plumes.reduce(1) { Swift.min($0, $1.radiusRadians) }
  }

  /// The Gaussians of one hemisphere; those below 1e-13 everywhere are passed over.
  @inline(__always)
  private static func sum(_ records: [SIMD4<Double>], _ x: Double8, _ y: Double8) -> Double8 {
    var result = Double8.zero
    for record in records {
      let (dx, dy) = (x - record.x, y - record.y)
      let exponent = (dx * dx + dy * dy) * record.z
      let isNear = exponent .< 30
      if any(isNear) {
        // A lane's value must not depend on its neighbours.
        let term = record.w * Double8.exp(-exponent)
        result += term.replacing(with: 0, where: .!isNear)
      }
    }
    return result
  }
}
