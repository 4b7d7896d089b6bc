internal import Foundation

/// The clear sky over a place on the ground while the Sun is up, hidden or not, mean solar brightnesses.
///
/// Sunlight scattered once by the molecules of a plane atmosphere over black ground, at sea level and 550 nm
/// (Chandrasekhar, Radiative Transfer, 1960, §8: `F/4 P(Θ) μ₀/(μ₀ − μ) (e^(−τ/μ₀) − e^(−τ/μ))` for a Sun of the flux
/// πF). No dust, whose aureole makes the sky about the Sun several times as bright, and no twilight.
///
/// In an eclipse it is so much fainter as the light of the Sun that is left, to at least 99.8 % (Sharp, Silverman &
/// Lloyd 1971, Applied Optics 10, 1207); in totality, where light comes from outside the shadow, 10⁴ times fainter
/// than by day (Shaw 1975, Applied Optics 14, 388; Dandekar & Turtle 1971, Applied Optics 10, 1220).
struct DaylightSky {
  /// The share of the Sun's light that is left, no less than that of the sky in totality.
  let share: Double
  /// The sine of the Sun's altitude, above zero.
  private let sunSine: Double
  /// π times the square of the sine of the Sun's radius: its solid angle.
  private let solidAngle: Double

  /// The optical depth of the molecules over sea level at 0.55 µm (Hansen & Travis 1974, Space Science Reviews 16,
  /// 527, equation 2.29).
  static let opticalDepth: Double = {
    let inverseSquare: Double = 1 / (0.55 * 0.55)
    let correction: Double = 1 + 0.0113 * inverseSquare + 0.00013 * inverseSquare * inverseSquare
    return 0.008569 * inverseSquare * inverseSquare * correction
  }()
  /// What is left of the day's sky in totality.
  static let shareInTotality = 1e-4

  /// The sky; nil while the Sun is down.
  ///
  /// - Parameters:
  ///   - hidden: the share of the Sun's light that is hidden, 0 to 1.
  ///   - sunRadius: as it is seen, radians.
  init?(hidden: Double, sunAltitudeSine: Double, sunRadius: Double) {
    guard sunAltitudeSine > 0 else { return nil }
    sunSine = sunAltitudeSine
    share = max(Self.shareInTotality, 1 - hidden)
    solidAngle = .pi * sin(sunRadius) * sin(sunRadius)
  }

  /// The sky's light.
  ///
  /// - Parameters:
  ///   - sine: of the altitude, above zero.
  ///   - cosine: of the angle from the Sun.
  func brightness(altitudeSine sine: Double, fromSunCosine cosine: Double) -> Double {
    let depth = Self.opticalDepth
    let view = max(sine, 1e-3)
    let phase = 0.75 * (1 + cosine * cosine)
    let apart = sunSine - view
    // Where both stand at one height the fraction tends to τ/μ e^(−τ/μ).
    let path: Double
    if abs(apart) < 1e-6 {
      path = depth / view * exp(-depth / view)
    } else {
      let (fromSun, fromView): (Double, Double) = (exp(-depth / sunSine), exp(-depth / view))
      path = sunSine / apart * (fromSun - fromView)
    }
    return share * solidAngle / (4 * .pi) * phase * path
  }

  /// The faintest star that eyes see in light of the sky, magnitudes; the air's extinction is left out.
  ///
  /// `m = −16.57 − 2.5 log C (1 + √(K B))²` for a sky of B nanolamberts, with C and K of eyes used to the dark up to
  /// 1500 and of eyes used to light above (Schaefer 1990, Publications of the Astronomical Society of the Pacific 102,
  /// 212, equations 2 and 16; thresholds of Knoll, Tousey & Hulburt 1946).
  static func faintestMagnitude(in brightness: Double) -> Double {
    // Of the Sun: V −26.76 (Willmer 2018) over a disc of 959.63″.
    let disc: Double = .pi * 959.63 * 959.63
    let perSquareSecond: Double = -26.76 + 2.5 * log10(disc) - 2.5 * log10(max(brightness, 1e-30))
    let nanolamberts: Double = 34.08 * exp(20.7233 - 0.92104 * perSquareSecond)
    let isNight = nanolamberts < 1500
    let threshold: Double = pow(10, isNight ? -9.80 : -8.35)
    let adaptation: Double = pow(10, isNight ? -1.90 : -5.90)
    let excess: Double = 1 + (adaptation * nanolamberts).squareRoot()
    return -16.57 - 2.5 * log10(threshold * excess * excess)
  }
}
