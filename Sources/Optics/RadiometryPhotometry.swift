internal import Astronomy
internal import RealModule

/// Brightness in the units of the eye, of star counts and of single stars.
public enum Photometry {
  /// One star of tenth magnitude (Johnson V) for each square degree, in MSB: the unit S10(V).
  ///
  /// `10^{−0.4 (10 − V☉)} Ω☉ / (1°)²`, 4.41e-16.
  public static let tenthMagnitudeStarPerSquareDegree =
    brightnessSteradians(visualMagnitude: 10) / (Angles.degree * Angles.degree)

  /// What a star adds to a picture: the integral of its brightness over the sky, MSB sr.
  ///
  /// Divided by the solid angle that the star's light is spread over it is the star's brightness, with
  /// the light of both star and Sun counted in Johnson V.
  ///
  /// - Parameter magnitude: Johnson V.
  public static func brightnessSteradians(visualMagnitude magnitude: Double) -> Double {
    StellarPhotometry.fluxOverSun(visualMagnitude: magnitude) * SolarSpectrum.discSteradians
  }

  /// Luminance of a brightness, cd m⁻², for light of the Sun's colour.
  ///
  /// - Parameter brightness: MSB.
  public static func luminance(brightness: Double) -> Double {
    brightness * SolarSpectrum.meanLuminance
  }

  /// Brightness in MSB of a luminance in cd m⁻², for light of the Sun's colour.
  public static func brightness(luminance: Double) -> Double {
    luminance / SolarSpectrum.meanLuminance
  }
}

/// A lens that forms an image on film.
public struct FilmLens: Sendable, Hashable {
  /// Focal length over the diameter of the entrance pupil.
  public let fNumber: Double
  /// Share of the light that the lens lets through.
  public let transmission: Double

  /// A lens of a stop.
  ///
  /// - Parameters:
  ///   - fNumber: above 0.
  ///   - transmission: above 0, at most 1.
  /// - Throws: `OpticsError` outside these ranges.
  public init(fNumber: Double, transmission: Double) throws(OpticsError) {
    try Radiometry.requirePositive(fNumber, "f-number of the lens", "")
    try Radiometry.requireShare(transmission, "transmission of the lens")
    self.fNumber = fNumber
    self.transmission = transmission
  }

  /// Illuminance on the film, lux, of a surface at infinity: `(π/4) T L cos⁴θ / N²`.
  ///
  /// - Parameters:
  ///   - luminance: cd m⁻².
  ///   - fieldAngle: angle from the lens's axis, radians.
  public func illuminance(luminance: Double, fieldAngle: Double = 0) -> Double {
    luminance * illuminancePerLuminance(fieldAngle: fieldAngle)
  }

  /// Luminance, cd m⁻², of a surface at infinity that lights the film so much, lux.
  public func luminance(illuminance: Double, fieldAngle: Double = 0) -> Double {
    illuminance / illuminancePerLuminance(fieldAngle: fieldAngle)
  }

  private func illuminancePerLuminance(fieldAngle: Double) -> Double {
    let square = Double.cos(fieldAngle) * Double.cos(fieldAngle)
    return .pi / 4 * transmission * square * square / (fNumber * fNumber)
  }
}
