internal import CERFA
internal import Synchronization

/// Where the Earth's centre is: from the Sun, and from the Solar System's barycentre (BCRS axes).
public struct EarthState: Sendable, Hashable {
  /// From the Sun's centre to the Earth's, m.
  public var heliocentricPosition: Vector3
  /// Velocity of the Earth relative to the Sun, m/s.
  public var heliocentricVelocity: Vector3
  /// From the barycentre to the Earth's centre, m.
  public var barycentricPosition: Vector3
  /// Velocity of the Earth relative to the barycentre, m/s.
  public var barycentricVelocity: Vector3
}

/// The Earth's motion from ERFA `epv00`, kept as Chebyshev polynomials over a span of time.
///
/// Accuracy of `epv00` against DE441, 1970–2040: 4.0 km rms, 10.7 km at most, in direction 0.005″
/// rms, 0.0145″ at most. The polynomials follow it within 1 cm, the noise of its own clock (one double
/// of years, 1.1e-7 s), and are smooth where it is not. One call of `epv00` costs
/// 65 µs, one evaluation of the polynomials well below a microsecond; outside the span the answer
/// comes from `epv00` itself. Valid from 1900 to 2100.
public struct EarthEphemeris: Sendable {
  /// More than the Earth's speed about Sun and barycentre ever is, m/s: `epv00` and aberration together
  /// reach 30 301 m/s in 1900.
  public static let maximumSpeed = 30_400.0
  /// More than its acceleration ever is, m/s².
  public static let maximumAcceleration = 6.2e-3

  private static let segmentSeconds = 8 * 86_400.0
  private static let degree = 14

  private let start: Instant
  private let segments: [Segment]

  /// Eight days, worked out when somebody first asks for them: a span may be a century.
  private final class Segment: Sendable {
    private let middle: Instant
    private let known = AtomicLazyReference<ChebyshevSegment>()

    init(middle: Instant) { self.middle = middle }

    var series: ChebyshevSegment {
      // Two threads may both compute it; they find the same.
      known.load()
        ?? known.storeIfNil(
          ChebyshevSegment(
            degree: EarthEphemeris.degree, halfWidth: EarthEphemeris.segmentSeconds / 2,
            sampling: { EarthEphemeris.exactState(at: middle.advanced(bySeconds: $0)) }))
    }
  }

  /// An ephemeris that answers quickly within a span and correctly everywhere.
  ///
  /// Every eight days of it that are asked for cost 1.3 ms once.
  public init(covering span: ClosedRange<Instant>) {
    start = span.lowerBound.advanced(bySeconds: -3600)
    let seconds = span.upperBound.seconds(since: start) + 3600
    let count = max(1, Int((seconds / Self.segmentSeconds).rounded(.up)))
    let first = start
    segments = (0..<count).map { index in
      Segment(middle: first.advanced(bySeconds: (Double(index) + 0.5) * Self.segmentSeconds))
    }
  }

  /// The Earth's state at an instant.
  public func state(at instant: Instant) -> EarthState {
    let offset = instant.seconds(since: start)
    let index = Int((offset / Self.segmentSeconds).rounded(.down))
    guard offset >= 0, index < segments.count else { return Self.exactState(at: instant) }
    let inSegment = offset - Double(index) * Self.segmentSeconds
    return segments[index].series.state(at: 2 * inSegment / Self.segmentSeconds - 1)
  }

  /// The Earth's state straight from ERFA `epv00`, in metres.
  public static func exactState(at instant: Instant) -> EarthState {
    let (day, fraction) = instant.julianDateTT
    let tdbFraction = fraction + instant.tdbMinusTT / 86_400
    var heliocentric = [(0.0, 0.0, 0.0), (0.0, 0.0, 0.0)]
    var barycentric = [(0.0, 0.0, 0.0), (0.0, 0.0, 0.0)]
    _ = eraEpv00(day, tdbFraction, &heliocentric, &barycentric)
    let metres = PhysicalConstants.astronomicalUnit
    let metresPerSecond = metres / 86_400
    func vector(_ row: (Double, Double, Double), _ unit: Double) -> Vector3 {
      Vector3(row.0, row.1, row.2) * unit
    }
    return EarthState(
      heliocentricPosition: vector(heliocentric[0], metres),
      heliocentricVelocity: vector(heliocentric[1], metresPerSecond),
      barycentricPosition: vector(barycentric[0], metres),
      barycentricVelocity: vector(barycentric[1], metresPerSecond))
  }
}
