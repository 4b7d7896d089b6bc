internal import Astronomy
internal import Corona
internal import Foundation
internal import Geometry
internal import Trajectories

/// Everything a frame shows at one instant, before any camera.
struct Scene: Sendable {
  let instant: Instant
  let view: FormationView
  let orientation: SolarOrientation
  let corona: KCorona
  let dust: FCorona?
  let law: LimbDarkening
  /// The observer as the corona sees it.
  let coronalObserver: CoronalObserver
  /// Unit vector toward the occulter's centre on the axes (west, north, sunward).
  let occulterDirection: Vector3

  init(
    at instant: Instant, formation: Formation, corona: KCorona, dust: FCorona?, law: LimbDarkening
  ) throws {
    self.instant = instant
    self.corona = corona
    self.dust = dust
    self.law = law
    view = try formation.view(at: instant)
    orientation = SolarOrientation(
      at: instant, observer: view.context.observer, ephemeris: formation.ephemeris,
      treatment: formation.treatment)
    coronalObserver = try CoronalObserver(
      distanceSolarRadii: view.context.sun.distance / formation.sunRadius,
      heliographicLatitudeRadians: orientation.latitude,
      carringtonLongitudeRadians: orientation.carringtonLongitude,
      eclipticNorthPositionAngleRadians: orientation.eclipticNorthPositionAngle)
    let toward = view.occulter.normalized
    occulterDirection = Vector3(
      toward.dot(orientation.skyWest), toward.dot(orientation.skyNorth),
      toward.dot(view.context.sun.direction))
  }

  /// Radiance of the photosphere along a direction, in mean solar brightness, zero off the disc.
  func photosphere(_ direction: Vector3) -> Double {
    let sine = (direction.x * direction.x + direction.y * direction.y).squareRoot()
    let sineOfSun = sin(view.discs.sunRadius)
    guard sine < sineOfSun, direction.z > 0 else { return 0 }
    let ratio = sine / sineOfSun
    return law.radiance(cosine: ((1 - ratio) * (1 + ratio)).squareRoot()) / law.discMean
  }

  /// Whether the occulter hides a direction.
  func isHidden(_ direction: Vector3) -> Bool {
    direction.angle(to: occulterDirection) < view.discs.occulterRadius
  }
}
