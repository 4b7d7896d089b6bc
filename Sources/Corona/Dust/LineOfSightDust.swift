internal import RealModule

/// The F corona as the sum over all dust along each sightline.
///
/// `B = ∫ σ(θ) (1 au/r)^ν g(β) π (R☉/r)² ds` in mean solar brightness, from the observer to infinity, with
/// the scattering function `σ` of dust at 1 au and a fan `g` about the plane of the dust. The Sun
/// scatters as a point, and no dust is taken away where it sublimates, within some five to nineteen
/// solar radii. With the fan and the scattering function of Lamy and Perrin (`ν = 1`) the equator
/// follows Koutchmy and Lamy 1985 within a fifth from 3 to 107 solar radii (a check of the sum, not a
/// fit). Source: science/corona.md §2.7.
///
/// That function was derived from the sky's brightness together with that fan. A fan that thins out
/// otherwise would need another one: with the same, `ν = 1.3` shines 2.4 times too bright near the Sun.
/// Other fans and exponents therefore keep the function's shape but not its level: ``level`` makes them
/// meet Koutchmy and Lamy 1985, `3.3e-8 r^−2.25`, at three solar radii in their own plane from 1 au,
/// where the pair of Lamy and Perrin meets it to 1e-3 by itself. Far from the Sun they then shine too
/// faintly, at thirty solar radii by a third and at 90° of elongation by more than half: there believe
/// the pair.
public struct LineOfSightDust: DustCorona {
  /// The model's name as written in scenarios and headers.
  public var name: String { "line-of-sight" }
  /// The fan, the scattering function and the plane.
  public let source: String
  /// From three solar radii, inside which scattering below one degree is a guess, to 107.
  public var tabulatedRadii: ClosedRange<Double> { 3...107 }

  /// How thick the dust lies.
  public let fan: DustFan
  /// How it scatters.
  public let scattering: DustScattering
  /// Its plane of symmetry.
  public let plane: DustPlane
  /// A factor on the brightness.
  public let scale: Double

  /// What the scattering function is multiplied by, so that the brightness is the published one at three
  /// solar radii; one for the fan and the exponent it was derived with.
  public let level: Double

  private let integral: DustIntegral
  /// `π R☉` in centimetres, times the scale and the level.
  private let amplitude: Double
  /// What was computed beforehand for one observer.
  private var table: Prepared?

  private struct Prepared: Sendable {
    let observer: CoronalObserver
    let table: DustTable
  }

  /// One au in nominal solar radii.
  static let astronomicalUnit = 1.495978707e13 / CoronaConstants.codata2022.solarRadiusCentimetres

  /// A dust corona from its parts.
  ///
  /// - Parameters:
  ///   - fan: how thick the dust lies.
  ///   - scattering: how it scatters.
  ///   - plane: its plane of symmetry.
  ///   - scale: a factor on the brightness, 0...1000.
  /// - Throws: `CoronaError` for a factor outside its range.
  public init(
    fan: DustFan = .lamyPerrin1986, scattering: DustScattering = .lamyPerrin1986,
    plane: DustPlane = .leinert1980, scale: Double = 1
  ) throws(CoronaError) {
    try CoronaError.require(
      scale, in: 0...1000, "factor on the brightness of dust", "must lie in 0...1000")
    let isOwnPair =
      fan == .lamyPerrin1986 && scattering.source == DustScattering.lamyPerrin1986.source
    self.init(
      unchecked: fan, scattering, plane, scale: scale,
      level: isOwnPair ? 1 : Self.level(of: fan, scattering))
  }

  /// The published brightness over the model's own, three solar radii from the Sun in its plane.
  private static func level(of fan: DustFan, _ scattering: DustScattering) -> Double {
    let radius = 3.0
    let bare = LineOfSightDust(unchecked: fan, scattering, .ecliptic, scale: 1, level: 1)
    let kernel = bare.integral.value(
      elongation: Double.asin(radius / astronomicalUnit), towards: 0, across: 0)
    return PowerLawDust.koutchmyLamy1985.extrapolatedCurves(radius: radius).equator
      / bare.brightness(kernel, radius: radius)
  }

  private init(
    unchecked fan: DustFan, _ scattering: DustScattering, _ plane: DustPlane, scale: Double,
    level: Double
  ) {
    self.fan = fan
    self.scattering = scattering
    self.plane = plane
    self.scale = scale
    self.level = level
    integral = DustIntegral(scattering: scattering, fan: fan, rule: .standard)
    amplitude = Double.pi * CoronaConstants.codata2022.solarRadiusCentimetres * scale * level
    let degrees = 180 / Double.pi
    let inclination = (plane.inclinationRadians * degrees * 1e4).rounded() / 1e4
    let node = (plane.ascendingNodeRadians * degrees * 1e4).rounded() / 1e4
    source =
      "fan \(fan.source), nu = \(fan.radialExponent); scattering \(scattering.source)"
      + (level == 1
        ? "" : " times \((level * 1e4).rounded() / 1e4) to meet Koutchmy & Lamy 1985 at 3 radii")
      + "; plane i = \(inclination) deg, node \(node) deg"
  }

  /// The model of Lamy and Perrin 1986 in the plane of Leinert and others 1980.
  public static let standard = LineOfSightDust(
    unchecked: .lamyPerrin1986, .lamyPerrin1986, .leinert1980, scale: 1, level: 1)

  /// The model with a table of the sky of one observer, exact to 1e-6.
  ///
  /// The table takes some milliseconds; a sightline then some fifty nanoseconds instead of microseconds.
  public func prepared(
    for observer: CoronalObserver, impactParametersUpTo impactParameter: Double
  ) -> any DustCorona {
    let aspect = DustAspect(of: plane, from: observer)
    let sine = Swift.min(
      Swift.max(impactParameter, 1.01) / observer.distanceSolarRadii, 1)
    var copy = self
    copy.table = Prepared(
      observer: observer,
      table: DustTable(
        of: DustIntegral(scattering: scattering, fan: fan, rule: .table), aspect: aspect,
        elongations: Double.asin(1 / observer.distanceSolarRadii)...Double.asin(sine),
        hasTwoSides: fan.dependsOnSightline))
    return copy
  }

  /// The brightness of a set of sightlines.
  public func radiance(
    of directions: SkyDirections, from observer: CoronalObserver
  ) -> DustRadiance {
    var result = DustRadiance(
      intensity: [Double](repeating: 0, count: directions.count), extrapolatedCount: 0)
    let aspect = DustAspect(of: plane, from: observer)
    let table = self.table.flatMap { $0.observer == observer ? $0.table : nil }
    let distance = observer.distanceSolarRadii
    for index in 0..<directions.count {
      let (west, north) = (directions.west[index], directions.north[index])
      let sine = (west * west + north * north).squareRoot()
      if !tabulatedRadii.contains(distance * sine) { result.extrapolatedCount += 1 }
      // Before the disc the brightness at the limb is kept; towards the very centre, that of the pole.
      let elongation = Double.asin(Swift.min(Swift.max(sine, 1 / distance), 1))
      let across =
        sine > 0 ? (west * aspect.west + north * aspect.north) / sine : aspect.across
      let kernel =
        table?.value(elongation: elongation, across: across)
        ?? integral.value(elongation: elongation, towards: aspect.towards, across: across)
      result.intensity[index] = brightness(kernel, radius: Swift.max(distance * sine, 1))
    }
    return result
  }

  private func brightness(_ kernel: Double, radius: Double) -> Double {
    let exponent = fan.radialExponent
    let ratio = Self.astronomicalUnit / radius
    return amplitude * kernel / radius * (exponent == 1 ? ratio : Double.pow(ratio, exponent))
  }
}
