internal import CERFA

/// A way of counting and labelling time.
public enum TimeScale: String, Sendable, Hashable, CaseIterable {
  /// Coordinated Universal Time, with leap seconds since 1972 and the rubber seconds of 1960–1971.
  case utc = "UTC"
  /// International Atomic Time.
  case tai = "TAI"
  /// Terrestrial Time, TAI + 32.184 s.
  case tt = "TT"
  /// Barycentric Dynamical Time, within 2 ms of TT.
  case tdb = "TDB"

  /// TT − TAI in seconds, by definition.
  public static let ttMinusTAI = 32.184

  /// The years for which instants can be read and written.
  ///
  /// The solar ephemeris (ERFA `epv00`) is valid from 1900 to 2100; UTC begins in 1960.
  public static let years = 1900...2100
}

extension Instant {
  /// 1960-01-01T00:00:00 UTC, before which there is no UTC.
  public static let utcBegins = Instant(wholeSeconds: -14_610 * 86_400, fraction: 1.417818)

  /// TDB − TT in seconds at this instant for a geocentric clock; at most 1.7 ms.
  ///
  /// Source: ERFA `dtdb` (Fairhead & Bretagnon 1990), 3 ns accuracy.
  public var tdbMinusTT: Double {
    let (day, fraction) = julianDateTT
    return eraDtdb(day, fraction, 0, 0, 0, 0)
  }

  /// TDB − TT in seconds as `tdbMinusTT` has it, within 1e-14 s, for many instants near each other.
  ///
  /// One exact value costs 20 µs; here it is kept as Chebyshev polynomials over eight days, which cost
  /// 0.2 ms when they are first asked for and serve all threads.
  public var quickTDBMinusTT: Double { Self.barycentricTable.vector(at: self).x }

  // The shortest terms of note have periods of two weeks.
  private static let barycentricTable = ChebyshevTable(
    stretchSeconds: 8 * 86_400, degree: 12, exact: { Vector3($0.tdbMinusTT, 0, 0) })

  /// Seconds elapsed since another instant, counted by a time scale.
  ///
  /// UTC counts SI seconds, so leap seconds inside the interval are included.
  public func seconds(since other: Instant, in scale: TimeScale) -> Double {
    let elapsed = seconds(since: other)
    return scale == .tdb ? elapsed + (tdbMinusTT - other.tdbMinusTT) : elapsed
  }
}

/// TAI − UTC.
enum LeapSeconds {
  /// TAI − UTC in seconds on a day (days since 2000-01-01) at a fraction of that day.
  ///
  /// Source: the table of ERFA `dat`: 1960–1971 with drift, whole seconds since 1972. ERFA answers
  /// "dubious year" five years after its release; the last known offset is then right until the
  /// next leap second is announced.
  static func taiMinusUTC(day: Int64, fractionOfDay: Double) -> Double {
    let date = CalendarDate(daysSince2000: day)
    var offset = 0.0
    _ = eraDat(Int32(date.year), Int32(date.month), Int32(date.day), fractionOfDay, &offset)
    return offset
  }

  /// TAI − UTC in seconds at an instant: what its label in UTC is behind.
  static func taiMinusUTC(at instant: Instant) -> Double {
    let utc = instant.label(in: .utc)
    let clock = utc.date.daysSince2000 * 86_400 + Int64(utc.secondOfDay)
    return Double(instant.wholeSeconds - clock) + (instant.fraction - utc.fraction)
  }

  /// The length of a UTC day in UTC seconds: 86 401 on days that end with a leap second.
  ///
  /// Before 1972 the steps were fractions of a second and the labels stay those of a common day.
  static func secondsInDay(_ day: Int64) -> Int {
    guard day >= CalendarDate(year: 1972, month: 1, day: 1).daysSince2000 else { return 86_400 }
    let step =
      taiMinusUTC(day: day + 1, fractionOfDay: 0) - taiMinusUTC(day: day, fractionOfDay: 0)
    return 86_400 + Int(step.rounded())
  }
}
