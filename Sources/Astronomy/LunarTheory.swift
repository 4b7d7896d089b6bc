internal import CNova
internal import RealModule
internal import Synchronization

/// The Moon's geocentric place from the theory ELP 2000-82B, brought to a modern ephemeris.
///
/// The series are those of libnova (M. Chapront-Touzé & J. Chapront, Astron. Astrophys. 124, 50, 1983
/// and 190, 342, 1988), summed over all terms above a limit. Two published corrections follow:
///
/// - The mean longitude. ELP 2000-82B was fitted to DE200 with a tidal acceleration of −23.9″/cy².
///   J. Chapront & G. Francou, Astron. Astrophys. 404, 735 (2003), give the constants of ELP/MPP02
///   fitted to DE405: the difference is −0.07008″ − 0.35106″ T − 0.95753″ T². Moon, perigee
///   and node differ by very different rates, so a small addition to the mean longitude is the same
///   as reading the series at another time; what the others move meanwhile is below 0.01″.
/// - The axes. The inertial mean ecliptic of J2000.0 has the obliquity 84 381.411 00″ on the ICRS,
///   and its node lies 0.055 42″ from the origin of right ascensions: J. Chapront,
///   M. Chapront-Touzé & G. Francou, Astron. Astrophys. 387, 700 (2002).
///
/// Against DE441, 3196 epochs 1970–2040: 0.012″ rms, 0.035″ at most in direction, 20 m rms, 43 m at
/// most in distance. Without the corrections 0.21″ and 0.49″.
enum LunarTheory {
  /// Terms below this are left out: the sum takes 0.4 ms, and 1.9 ms with all of them, which would
  /// improve the direction from 0.0117″ rms to 0.0101″.
  private static let smallestTerm = 1e-9

  /// Mean motion of the Moon's mean longitude, arcseconds a day (ELP 2000-82B).
  private static let meanMotion = 1_732_559_343.736_04 / 36_525

  /// From the inertial mean ecliptic and equinox of J2000.0 to the GCRF.
  private static let eclipticToGCRF: Rotation = {
    let obliquity = 84_381.411 * Angles.arcsecond
    let (c, s) = (Double.cos(obliquity), Double.sin(obliquity))
    let equatorial = Rotation(
      xAxis: Vector3(1, 0, 0), yAxis: Vector3(0, c, -s), zAxis: Vector3(0, s, c))
    return equatorial.followed(by: .aboutZ(radians: 0.055_42 * Angles.arcsecond))
  }()

  /// libnova remembers its last answers in variables of its own: one call at a time, planets included.
  static let turn = Mutex(())

  /// From the Earth's centre to the Moon's, m, GCRF axes; the geometric place at that instant.
  ///
  /// The time goes to libnova in one double of days, 40 µs: 4 cm of the Moon's path.
  static func position(at instant: Instant) -> Vector3 {
    let (day, fraction) = instant.julianDateTT
    let centuries =
      ((day - 2_451_545.0) + fraction) / 36_525
    let correction = -0.070_08 + centuries * (-0.351_06 - 0.957_53 * centuries)
    let time = day + (fraction + instant.tdbMinusTT / 86_400 + correction / meanMotion)
    var place = ln_rect_posn()
    turn.withLock { _ in ln_get_lunar_geo_posn(time, &place, smallestTerm) }
    return eclipticToGCRF.applied(to: Vector3(place.X, place.Y, place.Z)) * 1000
  }
}
