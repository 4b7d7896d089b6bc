public import Astronomy
internal import RealModule

/// A coronal mass ejection at one moment: electrons in a small place that leave the Sun together.
///
/// Points inside the photosphere belong to no ejection's count; sightlines never reach them.
public protocol Ejection: LocalisedDensity {
  /// Where it is headed and how it is turned about that direction.
  var placement: EjectionPlacement { get }
  /// The electrons across its surface.
  var skin: EjectionSkin { get }
  /// Distance of the foremost point of its surface from the Sun's centre, solar radii; the skin
  /// reaches a little beyond.
  var leadingEdgeSolarRadii: Double { get }
  /// The number of electrons outside the photosphere: the density integrated over space.
  var electronCount: Double { get }

  /// The same ejection when its leading edge is elsewhere, grown by the same factor in every length.
  ///
  /// Self-similar expansion: angles and proportions stay, lengths (the skin's too) grow as the height,
  /// densities fall as its third power, so that electrons are conserved. What still lies inside the
  /// photosphere is not counted, so that the count of a rising ejection grows until it is free.
  ///
  /// - Parameters:
  ///   - leadingEdge: solar radii, positive.
  ///   - placement: where it is headed then.
  func expanded(toLeadingEdge leadingEdge: Double, placement: EjectionPlacement) -> any Ejection
}

extension Ejection {
  /// Heights of the front at which such shapes have been fitted to pictures, solar radii.
  public var fittedRadii: ClosedRange<Double> { 1...30 }
}

/// Where an ejection is headed: the direction of its nose and its turn about it.
public struct EjectionPlacement: Sendable, Hashable {
  /// Heliographic latitude of the nose, radians.
  public let latitudeRadians: Double
  /// Carrington longitude of the nose, radians.
  public let longitudeRadians: Double
  /// Turn about the nose, radians: zero has the loop's plane along the equator; as it grows, the
  /// western half of the loop goes north (counter-clockwise for who looks at the nose).
  public let tiltRadians: Double

  /// From the Carrington frame to the ejection's: x across in the loop's plane (west at zero tilt),
  /// y along the nose, z across the loop's plane.
  let rotation: Rotation

  /// A placement from its angles.
  ///
  /// - Throws: `CoronaError` for a latitude beyond ±π/2 or an angle that is not finite.
  public init(
    latitudeRadians: Double, longitudeRadians: Double, tiltRadians: Double = 0
  ) throws(CoronaError) {
    try CoronaError.require(
      latitudeRadians, in: (-Double.pi / 2)...(Double.pi / 2), "ejection latitude",
      "must lie in -π/2...π/2 rad")
    for (angle, name) in [(longitudeRadians, "longitude"), (tiltRadians, "tilt")] {
      try CoronaError.require(
        angle, in: -1e6...1e6, "ejection \(name)", "must be a finite angle in radians")
    }
    self.init(
      unchecked: latitudeRadians, longitudeRadians: longitudeRadians, tiltRadians: tiltRadians)
  }

  private init(unchecked latitudeRadians: Double, longitudeRadians: Double, tiltRadians: Double) {
    self.latitudeRadians = latitudeRadians
    self.longitudeRadians = longitudeRadians
    self.tiltRadians = tiltRadians
    let nose = HeliographicFrame.direction(
      latitudeRadians: latitudeRadians, longitudeRadians: longitudeRadians)
    let west = Vector3(-Double.sin(longitudeRadians), Double.cos(longitudeRadians), 0)
    let north = nose.cross(west)
    let across = west * Double.cos(tiltRadians) + north * Double.sin(tiltRadians)
    rotation = Rotation(xAxis: across, yAxis: nose, zAxis: across.cross(nose))
  }

  /// The unit vector towards the nose, Carrington frame.
  public var nose: Vector3 { rotation.yAxis }

  /// The same placement at another longitude, as far east as an angle tells.
  func turnedEast(byRadians angle: Double) -> EjectionPlacement {
    EjectionPlacement(
      unchecked: latitudeRadians, longitudeRadians: longitudeRadians - angle,
      tiltRadians: tiltRadians)
  }

  /// Eight points in the ejection's own frame, solar radii.
  @inline(__always)
  func ownCoordinates(
    _ points: CoronalPoints
  ) -> (x: SIMD8<Double>, y: SIMD8<Double>, z: SIMD8<Double>) {
    let (r, d) = (points.radii.radius, points.directions)
    let (a, b, c) = (rotation.xAxis, rotation.yAxis, rotation.zAxis)
    return (
      r * (d.x * a.x + d.y * a.y + d.z * a.z), r * (d.x * b.x + d.y * b.y + d.z * b.z),
      r * (d.x * c.x + d.y * c.y + d.z * c.z)
    )
  }
}
