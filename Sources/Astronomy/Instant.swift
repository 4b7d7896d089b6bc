/// A moment in time, exact to well below a picosecond over centuries.
///
/// Stored as whole TAI seconds since 2000-01-01T00:00:00 TAI and a fraction in `0..<1`, because a
/// single double resolves only 40 µs as a Julian date and 0.1 µs as seconds since J2000, which is
/// 3.6 mm of an orbiting observer's path.
public struct Instant: Sendable, Hashable, Comparable {
  /// Whole TAI seconds since 2000-01-01T00:00:00 TAI.
  public let wholeSeconds: Int64
  /// The rest, `0..<1` s.
  public let fraction: Double

  /// An instant from TAI seconds since 2000-01-01T00:00:00 TAI, split into two parts of any size.
  ///
  /// - Parameters:
  ///   - wholeSeconds: whole seconds.
  ///   - given: seconds, carried into the whole seconds as needed; what is beyond thirty million
  ///     years, or no number, counts as that far.
  public init(wholeSeconds: Int64, fraction given: Double = 0) {
    let limit = 1e15
    let fraction = given >= -limit ? min(given, limit) : -limit
    let carried = fraction.rounded(.down)
    let rest = fraction - carried
    if rest >= 1 {
      // A tiny negative fraction rounds up to exactly one.
      self.wholeSeconds = wholeSeconds + Int64(carried) + 1
      self.fraction = 0
    } else {
      self.wholeSeconds = wholeSeconds + Int64(carried)
      self.fraction = rest
    }
  }

  /// The instant a number of SI (TAI) seconds later; negative is earlier.
  @inlinable
  public func advanced(bySeconds seconds: Double) -> Instant {
    Instant(wholeSeconds: wholeSeconds, fraction: fraction + seconds)
  }

  /// SI (TAI) seconds elapsed since another instant.
  @inlinable
  public func seconds(since other: Instant) -> Double {
    Double(wholeSeconds - other.wholeSeconds) + (fraction - other.fraction)
  }

  /// Chronological order.
  public static func < (left: Instant, right: Instant) -> Bool {
    (left.wholeSeconds, left.fraction) < (right.wholeSeconds, right.fraction)
  }
}

extension Instant {
  /// The instant halfway between two others.
  public static func midpoint(_ a: Instant, _ b: Instant) -> Instant {
    a.advanced(bySeconds: b.seconds(since: a) / 2)
  }

  /// The Julian date in Terrestrial Time, split so that nothing is lost: days at noon, and the rest.
  public var julianDateTT: (day: Double, fraction: Double) {
    let secondsTT = fraction + TimeScale.ttMinusTAI
    let days = (Double(wholeSeconds) / 86_400).rounded(.down)
    let inDay = Double(wholeSeconds - Int64(days) * 86_400) + secondsTT
    return (2_451_544.5 + days, inDay / 86_400)
  }

  /// Days of Terrestrial Time since the epoch J2000.0 (2000-01-01T12:00:00 TT).
  public var daysSinceJ2000: Double {
    let (day, fraction) = julianDateTT
    return (day - 2_451_545.0) + fraction
  }
}
