internal import Astronomy
internal import RealModule

/// The E corona in one line, from the same electrons as the K corona.
///
/// The light counts as unpolarised: the small polarisation of resonant scattering is left out.
/// Nothing is claimed for its brightness, which rests on the user's numbers: see ``LineEmissivity``.
public struct EmissionCorona: Sendable {
  /// The line.
  public let line: EmissionLine
  /// How strongly it shines.
  public let emissivity: LineEmissivity
  /// The filter of the picture.
  public let filter: NarrowFilter

  private let integral: EmissionIntegral
  private let solarRadius: Double

  /// An E corona from its parts.
  public init(
    line: EmissionLine, emissivity: LineEmissivity, density: any ElectronDensity,
    filter: NarrowFilter, constants: CoronaConstants = .codata2022
  ) {
    self.line = line
    self.emissivity = emissivity
    self.filter = filter
    integral = EmissionIntegral(density: density, emissivity: emissivity)
    solarRadius = constants.solarRadiusCentimetres
  }

  /// The brightness that the line adds to a picture through the filter, mean solar brightness.
  ///
  /// The line's radiance `R☉ ∫ ε ds` times ``NarrowFilter/brightness(perRadianceOf:)``: the brightness of
  /// a continuum like the Sun's that would send as much light through the filter.
  public func brightness(
    of directions: SkyDirections, from observer: CoronalObserver
  ) -> [Double] {
    let factor = filter.brightness(perRadianceOf: line)
    return (0..<directions.count).map { index in
      let sightline = Sightline(
        west: directions.west[index], north: directions.north[index], from: observer)
      let (collisional, radiative) = integral.value(along: sightline)
      return factor * solarRadius * (collisional + radiative)
    }
  }

  /// The coefficients that give a line an equivalent width over the K corona at one place.
  ///
  /// - Parameters:
  ///   - equivalentWidthNanometres: the line's radiance over the K corona's spectral radiance, nm.
  ///   - collisionalShare: how much of it comes from collisions, 0...1; the rest is scattered.
  ///   - corona: the K corona, with its electrons.
  ///   - radius: impact parameter of the place, solar radii, above one.
  ///   - positionAngleRadians: its position angle.
  ///   - observer: where the place is seen from.
  /// - Throws: `CoronaError` for numbers outside their ranges, and for a place without electrons.
  public static func emissivity(
    equivalentWidthNanometres: Double, collisionalShare: Double, over corona: KCorona,
    radius: Double, positionAngleRadians: Double, from observer: CoronalObserver
  ) throws(CoronaError) -> LineEmissivity {
    try CoronaError.require(
      equivalentWidthNanometres, in: 0...1000, "equivalent width of the line",
      "must lie in 0...1000 nm")
    try CoronaError.require(
      collisionalShare, in: 0...1, "collisional share of the line", "must lie in 0...1")
    try CoronaError.require(
      radius, in: 1.001...100, "radius of the line's place", "must lie in 1.001...100 solar radii")
    let continuum = try corona.profile(
      impactParameters: [radius], positionAngleRadians: positionAngleRadians, from: observer)
    let sine = radius / observer.distanceSolarRadii
    let unit = EmissionIntegral(
      density: corona.density,
      emissivity: .unit,
      refinement: 4)
    let column = unit.value(
      along: Sightline(
        west: -sine * Double.sin(positionAngleRadians),
        north: sine * Double.cos(positionAngleRadians), from: observer))
    guard let brightness = continuum.first?.total, brightness > 0, column.collisional > 0 else {
      throw CoronaError(
        .unphysicalParameter,
        "line's place at \(radius) solar radii: holds no electrons to shine")
    }
    let radiance =
      equivalentWidthNanometres * brightness / corona.constants.solarRadiusCentimetres
    return try LineEmissivity(
      collisional: .constant(collisionalShare * radiance / column.collisional),
      radiative: .constant((1 - collisionalShare) * radiance / column.radiative))
  }
}

extension Sightline {
  /// The sightline of an observer towards components across the Sun's direction.
  init(west: Double, north: Double, from observer: CoronalObserver) {
    let square = west * west + north * north
    let sine = square.squareRoot()
    let cosine = Swift.max(1 - square, 0).squareRoot()
    // Towards the very centre of the Sun any position angle will do: north.
    let across =
      sine > 0
      ? observer.west * (west / sine) + observer.north * (north / sine) : observer.north
    self.init(
      impactParameter: observer.distanceSolarRadii * sine,
      tangent: observer.towardsObserver * sine + across * cosine,
      back: observer.towardsObserver * cosine - across * sine,
      observerDistance: observer.distanceSolarRadii)
  }
}
