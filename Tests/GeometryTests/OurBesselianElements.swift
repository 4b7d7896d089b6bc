import Astronomy
import Foundation
import Trajectories

extension SolarEclipseTests {
  /// Besselian elements at an instant from our apparent Sun and Moon.
  ///
  /// Source: Explanatory Supplement (2013), §11.3; lengths in equatorial radii of the Earth, angles in
  /// degrees, ΔT = 0 as the printed μ has it.
  func besselianElements(
    at instant: Instant
  ) throws -> (values: [Double], tangents: (Double, Double)) {
    let earth = EarthEphemeris(covering: instant...instant)
    let rotation = try EarthRotation(covering: instant...instant, ut1: .deltaT(0))
      .rotationToGCRF(at: instant)
    let radius = PhysicalConstants.earthEquatorialRadius
    let sight = earth.sun(from: .geocentre, at: instant)
    let sun = rotation.undone(on: sight.direction * sight.distance) / radius
    let moon =
      rotation.undone(
        on: moon.position(from: .geocentre, at: instant, earth: earth)) / radius
    // The axis of the shadow, from the Moon to the Sun, and the fundamental plane square to it.
    let distance = (sun - moon).length
    let axis = (sun - moon) / distance
    let ascension = atan2(axis.y, axis.x)
    let east = Vector3(-sin(ascension), cos(ascension), 0)
    let north = axis.cross(east)
    let (k1, k2) = (0.272_488, 0.272_281)
    let sine1 = (Self.sunRadius / radius + k1) / distance
    let sine2 = (Self.sunRadius / radius - k2) / distance
    let tangents = (tan(asin(sine1)), tan(asin(sine2)))
    let height = moon.dot(axis)
    return (
      [
        moon.dot(east), moon.dot(north), asin(axis.z) / Angles.degree,
        (height + k1 / sine1) * tangents.0, (height - k2 / sine2) * tangents.1,
        -ascension / Angles.degree,
      ], tangents
    )
  }
}
