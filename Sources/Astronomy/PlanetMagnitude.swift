internal import RealModule

/// How bright the planets are in Johnson V.
///
/// Source: A. Mallama & J. L. Hilton, "Computing apparent planetary magnitudes for The Astronomical
/// Almanac", Astron. Comput. 25, 10 (2018); equation numbers below are theirs. Left out: what Mars shows of
/// its dark and bright land and its seasons (±0.06 mag), and eclipses.
enum PlanetMagnitude {
  /// The circumstances a magnitude depends on.
  struct Circumstances {
    /// From the Sun to the planet, au.
    var sunDistance: Double
    /// From the observer to the planet, au.
    var observerDistance: Double
    /// The angle at the planet between Sun and observer, degrees.
    var phaseAngle: Double
    /// Latitude on the planet under the Sun, degrees.
    var sunLatitude = 0.0
    /// Latitude on the planet under the observer, degrees.
    var observerLatitude = 0.0
    /// Years of the common era, with fraction.
    var year = 2000.0
  }

  /// The magnitude of a planet, with its rings.
  static func visual(_ planet: Planet, _ seen: Circumstances) -> Double {
    let nearness = 5 * Double.log10(seen.sunDistance * seen.observerDistance)
    let phase = seen.phaseAngle
    let atUnitDistance =
      switch planet {
      case .mercury:
        // (2)
        polynomial(
          phase, -0.613, 6.3280e-2, -1.6336e-3, 3.3644e-5, -3.4265e-7, 1.6893e-9, -3.0334e-12)
      case .venus:
        // (3) and, for a crescent that its air makes longer, (4)
        phase < 163.7
          ? polynomial(phase, -4.384, -1.044e-3, 3.687e-4, -2.814e-6, 8.938e-9)
          : polynomial(phase, 236.058_28, -2.819_14, 8.390_34e-3)
      case .mars:
        // (6), (7)
        phase <= 50
          ? polynomial(phase, -1.601, 0.022_67, -0.000_130_2)
          : polynomial(phase, -0.367, -0.025_73, 0.000_344_5)
      case .jupiter: jupiter(phase)
      case .saturn: saturn(seen)
      case .uranus: uranus(seen)
      case .neptune: neptune(seen)
      }
    return nearness + atUnitDistance
  }

  private static func jupiter(_ phase: Double) -> Double {
    if phase <= 12 { return polynomial(phase, -9.395, -3.7e-4, 6.16e-4) }  // (8)
    let light = polynomial(phase / 180, 1, -1.507, -0.363, -0.062, 2.809, -1.876)
    return -9.428 - 2.5 * Double.log10(max(light, 1e-9))  // (9)
  }

  private static func saturn(_ seen: Circumstances) -> Double {
    let phase = seen.phaseAngle
    // No observer near the Earth sees it beyond 6.5°; from elsewhere the rings are not known: globe.
    guard phase <= 6.5 else {
      return polynomial(phase, -8.94, 2.446e-4, 2.672e-4, -1.506e-6, 4.767e-9)  // (12)
    }
    // Rings lit from one side and seen from the other are dark.
    let product = seen.sunLatitude * seen.observerLatitude
    let tilt = product > 0 ? Double.sin(product.squareRoot() * Angles.degree) : 0
    return -8.914 - 1.825 * tilt + 0.026 * phase - 0.378 * tilt * Double.exp(-2.25 * phase)  // (10)
  }

  private static func uranus(_ seen: Circumstances) -> Double {
    let latitude = (seen.sunLatitude.magnitude + seen.observerLatitude.magnitude) / 2
    let phase = seen.phaseAngle
    return -7.110 - 8.4e-4 * latitude
      + (phase > 3.1 ? polynomial(phase, 0, 6.587e-3, 1.045e-4) : 0)  // (14), (15)
  }

  private static func neptune(_ seen: Circumstances) -> Double {
    let slow = min(max(-6.89 - 0.0054 * (seen.year - 1980), -7.00), -6.89)  // (16)
    let phase = seen.phaseAngle
    return slow + (phase > 1.9 ? polynomial(phase, 0, 7.944e-3, 9.617e-5) : 0)  // (17)
  }

  private static func polynomial(_ x: Double, _ coefficients: Double...) -> Double {
    coefficients.reversed().reduce(0) { $0 * x + $1 }
  }
}

extension Planet {
  /// The north pole of the planet, GCRF unit vector; only planets whose tilt changes their light.
  ///
  /// Source: IAU WG on Cartographic Coordinates and Rotational Elements 2015 (Archinal et al. 2018),
  /// at J2000.0; Saturn's pole moves by 0.04° in a century.
  var northPole: Vector3? {
    switch self {
    case .saturn: Vector3(rightAscensionDegrees: 40.589, declinationDegrees: 83.537)
    case .uranus: Vector3(rightAscensionDegrees: 257.311, declinationDegrees: -15.175)
    default: nil
    }
  }
}
