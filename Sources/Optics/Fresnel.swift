internal import VectorMath

/// Fresnel's integrals and the diffraction of a straight edge that follows from them.
public enum Fresnel {
  /// The auxiliary functions f and g, to 2e-15 relative.
  ///
  /// `f = (½ − S) cos(πw²/2) − (½ − C) sin(πw²/2)`, `g = (½ − C) cos(πw²/2) + (½ − S) sin(πw²/2)`
  /// (Abramowitz & Stegun 1964, 7.3.5 and 7.3.6). Both fall without turning from ½ at 0, as `1/πw` and
  /// `1/π²w³`.
  ///
  /// - Parameter w: at least 0; at infinity both are 0. Without meaning below 0.
  public static func auxiliary(_ w: Double) -> (f: Double, g: Double) { FresnelFit.values(w) }

  /// The auxiliary functions of eight arguments at once, to 2e-15 relative.
  ///
  /// - Parameter w: every lane at least 0.
  public static func auxiliary(_ w: SIMD8<Double>) -> (f: SIMD8<Double>, g: SIMD8<Double>) {
    FresnelFit.values(w)
  }

  /// The wave behind an opaque half-plane, relative to the free wave there.
  ///
  /// Sommerfeld's edge in Fresnel's approximation (Born & Wolf, Principles of Optics, 8.7.3):
  /// `U = H(−d) + ½ sgn(d) [(f + g) + i(f − g)] exp(iπd²/λz)`, exactly ½ on the edge of the shadow.
  ///
  /// - Parameters:
  ///   - distance: from the edge of the shadow, positive inside it, metres.
  ///   - wavelength: metres, above 0.
  ///   - z: from the edge to the screen, metres, above 0.
  public static func straightEdgeAmplitude(
    distance: Double, wavelength: Double, z: Double
  ) -> ComplexAmplitude {
    // π d²/λz = π w²/2: the phase in half turns.
    let halfTurns = distance * distance / (wavelength * z)
    let (f, g) = auxiliary((2 * halfTurns).squareRoot())
    let (sine, cosine) = Double.sineCosine(halfTurns: halfTurns)
    let edge =
      ComplexAmplitude(real: (f + g) / 2, imaginary: (f - g) / 2)
      * ComplexAmplitude(real: cosine, imaginary: sine)
    return distance >= 0
      ? edge : ComplexAmplitude(real: 1 - edge.real, imaginary: -edge.imaginary)
  }

  /// The irradiance behind an opaque half-plane in units of the free irradiance.
  ///
  /// The function `I_F(d)` that the edge integral is made of: `(f² + g²)/2` in the shadow, ¼ on its
  /// edge, fringes about 1 in the light.
  ///
  /// - Parameters:
  ///   - distance: from the edge of the shadow, positive inside it, metres.
  ///   - wavelength: metres, above 0.
  ///   - z: from the edge to the screen, metres, above 0.
  public static func straightEdgeIntensity(
    distance: Double, wavelength: Double, z: Double
  ) -> Double {
    let halfTurns = distance * distance / (wavelength * z)
    let (f, g) = auxiliary((2 * halfTurns).squareRoot())
    let far = (f * f + g * g) / 2
    guard distance < 0 else { return far }
    let (sine, cosine) = Double.sineCosine(halfTurns: halfTurns)
    return 1 + far - ((f + g) * cosine - (f - g) * sine)
  }

  /// The irradiance behind an opaque half-plane at eight distances from its edge.
  ///
  /// - Parameters:
  ///   - distance: from the edge of the shadow, positive inside it, metres.
  ///   - inverseFresnelArea: `1/λz` of every lane, per square metre.
  public static func straightEdgeIntensity(
    distance: SIMD8<Double>, inverseFresnelArea: SIMD8<Double>
  ) -> SIMD8<Double> {
    let halfTurns = distance * distance * inverseFresnelArea
    let (f, g) = auxiliary(SIMD8<Double>.sqrt(2 * halfTurns))
    let far = 0.5 * (f * f + g * g)
    let isLit = distance .< 0
    guard any(isLit) else { return far }
    let (sine, cosine) = SIMD8<Double>.sineCosine(halfTurns: halfTurns)
    let lit = far + 1 - ((f + g) * cosine - (f - g) * sine)
    return far.replacing(with: lit, where: isLit)
  }
}
