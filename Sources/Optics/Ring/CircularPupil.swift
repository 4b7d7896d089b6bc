internal import RealModule

/// Light of one wavelength from a point, brought to a picture by a circular pupil.
///
/// Angles are in radians in the picture, from the place where a ray through the pupil's middle lands.
public struct CircularPupil: Sendable, Hashable {
  /// The pupil's diameter, metres.
  public let diameter: Double
  /// The wavelength, metres.
  public let wavelength: Double
  /// How far the light is out of focus: the rays' angle in the picture per metre off the pupil's middle,
  /// `(1 − z/z_f)/z` for a point at a distance `z` and a focus at `z_f`, one over metres.
  public let defocus: Double

  /// A pupil and the light through it.
  ///
  /// - Throws: `OpticsError` when diameter or wavelength are not above 0, the pupil is not wider than ten
  ///   wavelengths, or the defocus is not a number.
  public init(diameter: Double, wavelength: Double, defocus: Double = 0) throws(OpticsError) {
    guard wavelength > 0, wavelength < 1e-3 else {
      throw OpticsError(
        .valueOutOfRange,
        "wavelength \(wavelength) m: must be above 0 and below 0.001 m; green light has 5.5e-7 m")
    }
    guard diameter > 10 * wavelength, diameter.isFinite else {
      throw OpticsError(
        .valueOutOfRange,
        "diameter of the pupil \(diameter) m: must be wider than ten wavelengths, "
          + "\(10 * wavelength) m")
    }
    guard defocus.isFinite else {
      throw OpticsError(
        .valueOutOfRange, "defocus \(defocus) per metre: must be a number, 0 for sharp light")
    }
    self.diameter = diameter
    self.wavelength = wavelength
    self.defocus = defocus
  }

  /// Radius of the disc that the light out of focus fills by geometry, radians.
  public var discRadius: Double { diameter / 2 * defocus.magnitude }

  /// Radians of the picture to Bessel functions' arguments: `v = π D θ / λ`.
  var scale: Double { .pi * diameter / wavelength }

  /// The defocus as a phase, `u = 2π r² c / λ` with the pupil's radius `r` and the defocus `c`; the
  /// geometric disc ends at `v = |u|`.
  var phase: Double { .pi * diameter * diameter * defocus / (2 * wavelength) }

  /// Share of the light that falls on a unit of solid angle, per steradian; the whole is 1.
  ///
  /// In focus the pattern of Airy 1835, `π (D/2λ)² [2 J₁(v)/v]²`; out of focus that of Lommel 1885.
  /// Valid while angles may stand for their sines.
  public func radiance(at angle: Double) -> Double {
    peak * Self.amplitude(phase: phase, scale * angle.magnitude).intensity
  }

  /// Radiance in the middle of sharp light, `π D²/4λ²`, per steradian.
  var peak: Double {
    let ratio = diameter / wavelength
    return .pi * ratio * ratio / 4
  }

  /// Share of sharp light that falls within an angle: `1 − J₀²(v) − J₁²(v)`, Rayleigh 1881.
  public func encircledEnergyInFocus(within angle: Double) -> Double {
    let (zero, one) = Bessel.firstKind(scale * angle.magnitude)
    return 1 - zero * zero - one * one
  }

  /// The mean over the fringes far from the middle, per steradian: what the pupil's rim diffracts.
  ///
  /// Every piece of the rim throws the light that meets it to both sides, along its normal,
  /// `λ/4π² s²` of it per metre and radian at an angle `s` (Keller 1962, J. Opt. Soc. Am. 52, 116), counted
  /// from where its rays land. A place outside the disc receives from the rim's points toward it and away:
  /// `λ/(2π³ D θ) [(θ−w)⁻² + (θ+w)⁻²]` with `w` the disc's radius. In focus this is the well-known
  /// `λ/π³ D θ³`.
  ///
  /// - Parameter angle: radians, beyond the geometric disc.
  /// - Returns: not a number on the disc.
  public func wing(at angle: Double) -> Double {
    let radius = discRadius
    guard angle.magnitude > radius else { return .nan }
    let (near, far) = (angle.magnitude - radius, angle.magnitude + radius)
    return wavelength / (2 * .pi * .pi * .pi * diameter * angle.magnitude)
      * (1 / (near * near) + 1 / (far * far))
  }

  /// The mean over the fringes far beside a long straight line in focus, per radian.
  ///
  /// `2λ/π³ D δ²` at an angle `δ` from the line: ``wing(at:)`` summed along it.
  public func lineWing(at angle: Double) -> Double {
    2 * wavelength / (.pi * .pi * .pi * diameter * angle * angle)
  }

  /// `2 ∫₀¹ J₀(vρ) exp(−iuρ²/2) ρ dρ`: the amplitude in the picture, 1 in the middle of sharp light.
  ///
  /// Lommel's series, Born and Wolf, Principles of Optics, 7th edition, section 8.8, equations 17 and 20.
  static func amplitude(phase u: Double, _ v: Double) -> ComplexAmplitude {
    if u < 0 {
      let mirrored = amplitude(phase: -u, v)
      return ComplexAmplitude(real: mirrored.real, imaginary: -mirrored.imaginary)
    }
    // Lommel's inner series divides what cancels by u; so little defocus changes nothing above 1e-7.
    let u = u < 1e-6 ? 0 : u
    let v = max(v, 1e-6)
    let (cosine, sine) = (Double.cos(u / 2), Double.sin(u / 2))
    if v >= u {
      let (odd, even) = alternating(v, ratio: u / v, from: 1)
      let (first, second) = (2 / v * odd, 2 / v * even)
      return ComplexAmplitude(
        real: cosine * first + sine * second, imaginary: cosine * second - sine * first)
    }
    let (even, odd) = alternating(v, ratio: v / u, from: 0)
    let turn = v * v / (2 * u)
    return ComplexAmplitude(
      real: 2 / u * (Double.sin(turn) + sine * even - cosine * odd),
      imaginary: -2 / u * (Double.cos(turn) - cosine * even - sine * odd))
  }

  /// `Σ (−1)ˢ q²ˢ J_{n+2s}(v)` and `Σ (−1)ˢ q²ˢ⁺¹ J_{n+1+2s}(v)` for a ratio `q` up to 1.
  private static func alternating(
    _ v: Double, ratio: Double, from first: Int
  ) -> (Double, Double) {
    // Horner's scheme from the highest order down, each sum on its own parity.
    var (even, odd) = (0.0, 0.0)
    let square = ratio * ratio
    let factor = Bessel.descend(v) { order, value in
      guard order >= first else { return }
      if (order - first).isMultiple(of: 2) {
        even = value - square * even
      } else {
        odd = value - square * odd
      }
    }
    return (even * factor, ratio * odd * factor)
  }
}
