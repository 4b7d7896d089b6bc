public import Astronomy
internal import RealModule

/// The Sun as a source of parallel light from every point of its disc.
public struct SolarSource: Sendable, Hashable {
  /// Angular radius of the disc in radians, above 0 and below 0.1.
  public let angularRadius: Double
  /// How the radiance falls from the disc's centre to the limb.
  public let limbDarkening: LimbDarkening

  /// A Sun of an angular radius.
  ///
  /// - Parameters:
  ///   - angularRadius: radians; 0.00465 at one astronomical unit. Up to 0.1, so that angles may stand
  ///     for their tangents' differences to a part in 300.
  ///   - limbDarkening: the law, normalised by itself.
  /// - Throws: `OpticsError` when the radius is not above 0 and below 0.1.
  public init(angularRadius: Double, limbDarkening: LimbDarkening) throws(OpticsError) {
    guard angularRadius > 0, angularRadius < 0.1 else {
      throw OpticsError(
        .valueOutOfRange,
        "angular radius of the Sun \(angularRadius) rad: must be above 0 and below 0.1 rad; "
          + "at one astronomical unit it is 0.00465 rad, 16 arcminutes")
    }
    self.angularRadius = angularRadius
    self.limbDarkening = limbDarkening
  }

  /// Radius of the disc's image in a plane at a distance, `z tan α`, in the unit of the distance.
  public func projectedRadius(at distance: Double) -> Double {
    distance * Double.tan(angularRadius)
  }

  /// Solid angle that the notes and the tables of diffraction count with, `π tan² α`, steradians.
  public var solidAngle: Double {
    let tangent = Double.tan(angularRadius)
    return .pi * tangent * tangent
  }
}
