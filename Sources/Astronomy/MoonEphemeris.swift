/// The Moon's motion about the Earth.
///
/// ELP 2000-82B with published corrections to a modern ephemeris, kept as Chebyshev polynomials over
/// stretches of four days. Against DE441, 1970–2040: 0.012″ rms and 0.035″ at most in direction, 20 m rms and
/// 43 m at most in distance. It takes 5 ms to compute a stretch when it is first asked for; after
/// that an answer takes about 0.1 µs. Copies share what is computed, and may be used by many threads.
public struct MoonEphemeris: Sendable {
  /// Greatest acceleration of the Moon relative to the Earth, m/s².
  ///
  /// Attraction of both, (1 + 1/81.3) μ/r² at the least distance there is, 356 300 km, and the Sun's
  /// tide, at most 2 μ☉ r/d³ = 3e-5 m/s².
  public static let maximumAcceleration = 3.3e-3

  /// More than its direction was ever off DE441 from 1970 to 2040, radians: 0.035″.
  public static let largestDirectionError = 0.035 * Angles.arcsecond

  /// More than its distance was ever off DE441 from 1970 to 2040, m.
  public static let largestDistanceError = 45.0

  private let table = ChebyshevTable(
    stretchSeconds: 4 * 86_400, degree: 12, exact: { LunarTheory.position(at: $0) })

  /// The ephemeris of the Moon, valid from 1900 to 2100.
  public init() {}

  /// From the Earth's centre to the Moon's and its rate, GCRF axes, geometric: without light time.
  public func state(at instant: Instant) -> StateVector {
    let (position, velocity) = table.value(at: instant)
    return StateVector(position: position, velocity: velocity)
  }

  /// The position straight from the theory, m, GCRF axes; takes 0.4 ms.
  public static func exactPosition(at instant: Instant) -> Vector3 {
    LunarTheory.position(at: instant)
  }
}
