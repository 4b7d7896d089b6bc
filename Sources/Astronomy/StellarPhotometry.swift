internal import RealModule

/// Magnitudes in Johnson V as fluxes in units of the Sun's.
public enum StellarPhotometry {
  /// The Sun's apparent magnitude in Johnson V at one astronomical unit, Vega system.
  ///
  /// Source: C. N. A. Willmer, "The Absolute Magnitude of the Sun in Several Filters", Astrophys. J.
  /// Suppl. 236, 47 (2018), table 3: −26.76.
  public static let solarVisualMagnitude = -26.76

  /// The irradiance of a light of a magnitude over the Sun's at one astronomical unit, in the V band.
  ///
  /// - Parameter magnitude: Johnson V.
  public static func fluxOverSun(visualMagnitude magnitude: Double) -> Double {
    Double.exp10(-0.4 * (magnitude - solarVisualMagnitude))
  }
}
