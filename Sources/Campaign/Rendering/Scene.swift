internal import Astronomy
internal import Corona
internal import Foundation
internal import Geometry
internal import Optics
internal import Trajectories

/// Everything a frame shows at one instant, before any camera.
struct Scene: Sendable {
  let instant: Instant
  let view: FormationView
  /// Everything that the frame shows before the Sun, the occulter first.
  let union: OcculterUnion
  let orientation: SolarOrientation
  let corona: KCorona
  /// The same, ready for the frame's sightlines.
  let electrons: PreparedCorona
  /// The light besides that of the electrons, stray light last.
  let lights: [any SkyLight]
  /// What the pupil and the occulter's edge do.
  let optics: CameraOptics
  /// The same, ready to be drawn.
  let layers: [any SkyLayer]
  let law: LimbDarkening
  /// The observer as the corona sees it.
  let coronalObserver: CoronalObserver
  /// Unit vector toward the occulter's centre on the axes (west, north, sunward).
  let occulterDirection: Vector3
  /// Within this angle of that direction everything is hidden, radians.
  let hiddenRadius: Double
  /// Beyond this angle nothing is, radians; both are the disc's radius for a round occulter.
  let occulterReach: Double

  /// Beyond this angle from the occulter nor is anything by the internal occulter, radians.
  var darkReach: Double {
    guard let inside = optics.internalOcculter else { return occulterReach }
    return max(occulterReach, inside.axis.angle(to: occulterDirection) + inside.radius)
  }

  /// Prepares a scene.
  ///
  /// - Parameter camera: how many pixels the frame has, and how fine they are, decides how its light is
  ///   found.
  /// - Parameter shared: what frames of a scenario share of their electrons, for one of its sequence.
  init(
    at instant: Instant, formation: Formation, corona: CoronaSettings, law: LimbDarkening,
    camera: Camera, optics settings: OpticsSettings? = nil, stray: StrayLightSettings? = nil,
    sharing shared: SharedElectrons? = nil
  ) async throws {
    self.instant = instant
    self.corona = try shared?.corona(at: instant) ?? corona.electronCorona(at: instant)
    self.law = law
    view = try formation.view(at: instant)
    union = try formation.union(in: view)
    orientation = SolarOrientation(
      at: instant, observer: view.context.observer, ephemeris: formation.ephemeris,
      treatment: formation.treatment)
    coronalObserver = try formation.coronalObserver(in: view, orientation)
    if let settings {
      optics = try await CameraOptics(
        (settings, stray), camera: camera, formation: formation, view: view,
        orientation: orientation, law: law)
    } else {
      optics = .none
    }
    lights = corona.lights + optics.lights
    let pixel = camera.pixelScale * coronalObserver.distanceSolarRadii
    electrons =
      try shared?.prepared(at: instant, for: coronalObserver)
      ?? self.corona.prepared(
        for: coronalObserver, sightlines: camera.width * camera.height,
        perSquareRadius: 1 / (pixel * pixel))
    let moment = SkyMoment(
      instant: instant, view: view, companions: Array(union.members.dropFirst()),
      orientation: orientation, coronalObserver: coronalObserver, optics: optics)
    layers = try lights.map { try $0.layer(moment) }
    let toward = view.occulter.normalized
    occulterDirection = Vector3(
      toward.dot(orientation.skyWest), toward.dot(orientation.skyNorth),
      toward.dot(view.context.sun.direction))
    hiddenRadius = view.outline.map { max(0, -$0.nearest(to: toward)) } ?? view.discs.occulterRadius
    occulterReach = view.outline?.farthest(from: toward) ?? view.discs.occulterRadius
  }

  /// What stands before the Sun beside the occulter.
  var companions: ArraySlice<OcculterUnion.Member> { union.members.dropFirst() }

  /// Radiance of the photosphere along a direction, in mean solar brightness, zero off the disc.
  func photosphere(_ direction: Vector3) -> Double {
    let sine = direction.sineOfElongation
    let sineOfSun = sin(view.discs.sunRadius)
    guard sine < sineOfSun, direction.z > 0 else { return 0 }
    let ratio = sine / sineOfSun
    return law.radiance(cosine: ((1 - ratio) * (1 + ratio)).squareRoot()) / law.discMean
  }

  /// Whether the occulter hides a direction.
  func isHidden(_ direction: Vector3) -> Bool {
    if let inside = optics.internalOcculter, inside.distance(of: direction) < 0 { return true }
    if companions.contains(where: { $0.silhouette.contains(onSky(direction)) }) { return true }
    let fromCentre = direction.angle(to: occulterDirection)
    guard let outline = view.outline, fromCentre >= hiddenRadius, fromCentre <= occulterReach else {
      return fromCentre < hiddenRadius
    }
    return outline.contains(onSky(direction))
  }

  /// The distance of a direction from the occulter's outline, negative where it is hidden, radians;
  /// far from the outline a bound of the right sign.
  func distanceFromOcculter(_ direction: Vector3, within reach: Double) -> Double {
    let fromOthers = companions.map { $0.silhouette.nearest(to: onSky(direction)) }.min() ?? .pi
    let fromInside = optics.internalOcculter?.distance(of: direction) ?? .pi
    return min(fromOthers, fromInside, distanceFromMain(direction, within: reach))
  }

  private func distanceFromMain(_ direction: Vector3, within reach: Double) -> Double {
    let fromCentre = direction.angle(to: occulterDirection)
    guard let outline = view.outline else { return fromCentre - hiddenRadius }
    if fromCentre < hiddenRadius - reach { return fromCentre - hiddenRadius }
    if fromCentre > occulterReach + reach { return fromCentre - occulterReach }
    return outline.nearest(to: onSky(direction))
  }

  /// The GCRF components of a direction on the axes (west, north, sunward).
  private func onSky(_ direction: Vector3) -> Vector3 {
    let across = orientation.skyWest * direction.x + orientation.skyNorth * direction.y
    return (across + view.context.sun.direction * direction.z).normalized
  }
}

extension Formation {
  /// The observer of a view as the corona sees it.
  func coronalObserver(
    in view: FormationView, _ orientation: SolarOrientation
  ) throws(CoronaError) -> CoronalObserver {
    try CoronalObserver(
      distanceSolarRadii: view.context.sun.distance / sunRadius,
      heliographicLatitudeRadians: orientation.latitude,
      carringtonLongitudeRadians: orientation.carringtonLongitude,
      eclipticNorthPositionAngleRadians: orientation.eclipticNorthPositionAngle,
      eclipticPlace: .init(
        longitudeRadians: orientation.eclipticLongitude,
        latitudeRadians: orientation.eclipticLatitude))
  }
}
