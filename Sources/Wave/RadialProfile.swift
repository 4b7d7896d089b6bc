internal import RealModule

/// Light of the Sun that a coronagraph diffracts into its image, averaged round the axis.
public struct RadialProfile: Sendable, Hashable {
  /// Tangents of the angles from the axis, ascending.
  public let angles: [Double]
  /// Tangent of the Sun's angular radius.
  public let sunRadius: Double
  /// In the pupil's image focused at infinity, behind the disc alone, mean solar brightness; empty when
  /// it was not asked for.
  public let focusInfinity: [Double]
  /// Focused on the disc, behind the disc alone, mean solar brightness; empty when it was not asked for.
  public let focusOcculter: [Double]
  /// Focused at infinity behind internal occulter and Lyot stop, mean solar brightness.
  ///
  /// In units of the Sun seen through the same stop and no mask: as the telescope is calibrated.
  public let afterLyot: [Double]
  /// Mean irradiance on the pupil in units of the full Sun's, from the wave in the pupil.
  public let pupilIrradiance: Double
  /// The share of it that the azimuthal orders left out.
  public let missingShare: Double
  /// How finely it was computed.
  public let sampling: Sampling

  /// How finely a profile was computed.
  public struct Sampling: Sendable, Hashable {
    /// The highest azimuthal order.
    public let highestOrder: Int
    /// Radii in the pupil.
    public let pupilNodes: Int
    /// Radii on the internal occulter.
    public let occulterNodes: Int
    /// Points of the Sun.
    public let sources: Int
    /// Whether the angles are close enough to miss no structure.
    public let isCritical: Bool
  }

  /// The light in the image up to the last angle, `∫ B dΩ / Ω_s`, by the trapezoid.
  ///
  /// With angles at critical steps from 0 on it is the pupil's irradiance less what falls farther out.
  ///
  /// - Parameter brightness: one of the profile's columns.
  public func light(of brightness: [Double]) -> Double {
    var sum = 0.0
    for index in 1..<max(1, min(angles.count, brightness.count)) {
      let (a, b) = (angles[index - 1], angles[index])
      sum += (b - a) * (a * brightness[index - 1] + b * brightness[index])
    }
    return sum / (sunRadius * sunRadius)
  }
}
