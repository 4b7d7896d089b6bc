internal import Foundation

/// How the sky is laid into the plane of the picture, about the boresight.
///
/// The radial laws of Calabretta and Greisen 2002 (A&A 395, 1077), θ the angle from the boresight.
public enum CameraProjection: String, Sendable, Hashable, CaseIterable {
  /// Gnomonic, `tan θ`: a lens without distortion.
  case tan
  /// Zenithal equidistant, `θ`: equal angles are equal lengths, as wide coronagraph maps are given.
  case arc

  /// The algorithm's code in a header's CTYPE.
  public var code: String { rawValue.uppercased() }

  /// From the boresight in the picture, in radians of its scale, for an angle on the sky.
  public func radius(ofAngle angle: Double) -> Double {
    self == .tan ? Foundation.tan(angle) : angle
  }

  /// The angle on the sky for a distance from the boresight in the picture.
  public func angle(ofRadius radius: Double) -> Double {
    self == .tan ? atan(radius) : radius
  }

  /// Solid angle of a pixel over that of one at the boresight, at an angle from it.
  public func relativeSolidAngle(atAngle angle: Double) -> Double {
    switch self {
    case .tan:
      let cosine = cos(angle)
      return cosine * cosine * cosine
    case .arc:
      return angle == 0 ? 1 : sin(angle) / angle
    }
  }
}
