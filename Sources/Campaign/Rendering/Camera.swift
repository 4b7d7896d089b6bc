internal import Astronomy
internal import Foundation
public import Imagery

/// What a pixel tells.
public enum PixelSampling: String, Sendable, Hashable, CaseIterable {
  /// The mean over its area.
  case mean
  /// The brightness in its middle.
  case centre
}

/// A pinhole camera: where it looks, how large its pixels are, how long it exposes.
///
/// Columns count from the left, rows from the bottom, the centre of the first pixel is (0, 0).
public struct Camera: Sendable, Hashable {
  /// The instrument's name for headers.
  public var name: String
  /// Columns.
  public var width: Int
  /// Rows.
  public var height: Int
  /// The angle seen by a pixel in the middle of the picture, seconds of arc.
  public var pixelScaleArcseconds: Double
  /// The turn of the camera: image up points this far from solar north toward east, degrees.
  public var rollDegrees: Double
  /// Where the boresight points from the Sun's centre, toward solar west and north, seconds of arc.
  public var pointingArcseconds: SIMD2<Double>
  /// Length of the exposure, s.
  public var exposureSeconds: Double
  /// First and last wavelength of the passband, nm.
  public var passbandNanometres: ClosedRange<Double>
  /// Diameter of the entrance pupil, m; nil when the scenario does not tell it.
  public var apertureMetres: Double? = nil
  /// How the sky is laid into the plane of the picture.
  public var projectionKind = CameraProjection.tan
  /// What a pixel tells of light that changes across it.
  public var sampling = PixelSampling.mean
  /// Distances from the Sun's centre that the instrument shows, solar radii; nil for all.
  public var fieldSolarRadii: ClosedRange<Double>? = nil
  /// The instrument whose values stand for what the scenario leaves out.
  var preset = CameraPreset.none
  /// What is not documented about the instrument, for headers.
  public var remarks: [String] = []

  /// Angle of a pixel, radians.
  var pixelScale: Double { pixelScaleArcseconds * Angles.arcsecond }

  /// The FITS reference pixel, counted from one: the middle of the picture.
  var referencePixel: SIMD2<Double> {
    SIMD2((Double(width) + 1) / 2, (Double(height) + 1) / 2)
  }

  /// The header's PC matrix, by rows.
  var rotationMatrix: (SIMD2<Double>, SIMD2<Double>) {
    let roll = rollDegrees * Angles.degree
    // Subtracting from zero keeps the sign of zero out of the header.
    return (SIMD2(cos(roll), 0 - sin(roll)), SIMD2(sin(roll), cos(roll)))
  }

  /// Pixels from the boresight to a direction at an angle from it.
  func pictureRadius(_ angle: Double) -> Double {
    projectionKind.radius(ofAngle: angle) / pixelScale
  }

  /// A projector that keeps what every pixel needs.
  var projection: SkyProjection {
    SkyProjection(
      pointing: pointingArcseconds * Angles.arcsecond, matrix: rotationMatrix, scale: pixelScale,
      centre: referencePixel - 1, kind: projectionKind)
  }
}

extension Vector3 {
  /// The sine of a unit direction's angle from the Sun, on the axes (west, north, sunward): the impact
  /// parameter of a sightline over the observer's distance.
  var sineOfElongation: Double { (x * x + y * y).squareRoot() }
}
