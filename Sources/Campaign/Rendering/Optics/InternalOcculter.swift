internal import Astronomy
internal import Foundation
internal import Geometry
internal import Imagery
internal import Optics

/// The internal occulter of one frame, as a disc about the telescope's axis on the sky.
///
/// It stands in the image of the external occulter, so that the pupil sees it as a disc beside that one, at
/// its distance: a ray through a place of the pupil is hidden by whichever of both it meets.
struct InternalOcculter: Sendable {
  let settings: InternalOcculterSettings
  /// The telescope's axis, the camera's boresight, on the axes (west, north, sunward).
  let axis: Vector3
  /// The angle that it covers about the axis as seen from the pupil's middle, radians.
  let radius: Double
  /// The tangent of that angle.
  let tangent: Double
  /// The external occulter's distance, metres.
  let distance: Double

  /// The internal occulter of a camera whose external one stands at a distance, in metres.
  init(_ settings: InternalOcculterSettings, camera: Camera, distance: Double) {
    self.settings = settings
    self.distance = distance
    axis = camera.projection.boresight
    tangent = settings.tangent(atDistance: distance)
    radius = atan(tangent)
  }

  /// Whether it hides all of a disc about a direction, with a radius in radians.
  func covers(_ direction: Vector3, reach: Double) -> Bool {
    direction.angle(to: axis) + reach <= radius
  }

  /// What a picture leaves out when it stands beside the external one; nil where that is little.
  ///
  /// A tilt between the telescope's axis and the occulter opens the gap between both edges to one side (Shestov
  /// & Zhukov 2018, A&A 612, A82).
  ///
  /// - Parameters:
  ///   - middle: of the external occulter, as tangents from the Sun's centre.
  ///   - occulterRadius: its radius, metres.
  func remark(middle: SIMD2<Double>, occulterRadius: Double) -> String? {
    let aside = SIMD2(axis.x, axis.y) / axis.z - middle
    let tilt = (aside * aside).sum().squareRoot()
    let gap = (tangent - occulterRadius / distance).magnitude
    guard tilt > gap / 20 else { return nil }
    return String(
      format:
        "The line behind the internal occulter is that of both occulters on one axis: the inner one "
        + "stands %.1f arcsec beside the other, %.2g of the gap between their edges.",
      tilt / Angles.arcsecond,
      tilt / gap)
  }

  /// The distance of a direction from its edge, negative where it hides it, radians.
  func distance(of direction: Vector3) -> Double { direction.angle(to: axis) - radius }

  /// The same disc before the pupil, at the external occulter's distance.
  ///
  /// - Parameters:
  ///   - sun: the direction of the Sun's centre, GCRF.
  ///   - orientation: the Sun's axes on the observer's sky.
  func body(sun: Vector3, _ orientation: SolarOrientation) -> DiffractingOutline.Body {
    let toward = orientation.skyWest * axis.x + orientation.skyNorth * axis.y + sun * axis.z
    return DiffractingOutline.Body(
      shape: .facingDisc(radius: tangent * distance), offset: toward.normalized * distance)
  }
}
