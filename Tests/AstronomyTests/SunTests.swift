import Astronomy
import Foundation
import TestSupport
import Testing

@Suite("The Sun")
struct SunTests {
  private let noon: Instant

  init() throws { noon = try Instant.parse("1975-07-19T12:15:00Z").instant }

  @Test("epv00 is fed the right date: the SOFA test state comes back in metres")
  func publishedEpv00() throws {
    // t_erfa_c.c, epv00(2400000.5, 53411.52501161): MJD 53411.52501161 TDB.
    let tdb = 53_411.52501161
    let secondOfDay = (tdb - 53_411) * 86_400
    let instant = try Instant(
      CalendarTime(
        date: CalendarDate(year: 2005, month: 2, day: 10), secondOfDay: Int(secondOfDay),
        fraction: secondOfDay - secondOfDay.rounded(.down), scale: .tdb))
    let state = EarthEphemeris.exactState(at: instant)
    let au = PhysicalConstants.astronomicalUnit
    let position = Vector3(-0.7757238809297706, 0.559805224136334, 0.2426998466481687) * au
    let velocity =
      Vector3(-0.010918742681168233, -0.012465254617328616, -0.0048047731809662315) * (au / 86_400)
    #expect((state.heliocentricPosition - position).length < 1)
    #expect((state.barycentricVelocity - velocity).length / velocity.length < 0.06)
  }

  @Test("The polynomials follow epv00 to its own time resolution over a year")
  func polynomialsFollowEpv00() throws {
    let start = try Instant.parse("1975-01-01T00:00:00Z").instant
    let ephemeris = EarthEphemeris(covering: start...start.advanced(bySeconds: 366 * 86_400))
    // epv00 keeps time in one double, 25 years in steps of 1.1e-7 s: 3 mm of the Earth's path, and
    // twice that between two roundings. The polynomials smooth these steps out.
    var worst = (position: 0.0, velocity: 0.0)
    for day in stride(from: 0.0, to: 366, by: 0.873) {
      let instant = start.advanced(bySeconds: day * 86_400)
      let fast = ephemeris.state(at: instant)
      let exact = EarthEphemeris.exactState(at: instant)
      worst.position = max(
        worst.position, (fast.heliocentricPosition - exact.heliocentricPosition).length,
        (fast.barycentricPosition - exact.barycentricPosition).length)
      worst.velocity = max(
        worst.velocity, (fast.barycentricVelocity - exact.barycentricVelocity).length,
        (fast.heliocentricVelocity - exact.heliocentricVelocity).length)
    }
    #expect(worst.position < 1e-2)
    #expect(worst.velocity < 3e-9)
  }

  @Test(
    "The Sun's direction agrees with JPL's DE441 to 0.015″ from 1970 to 2040",
    .enabled(if: ReferenceData.isAvailable))
  func directionAgainstHorizons() throws {
    let text = try ReferenceData.text(
      "published/geometry/horizons/earth_heliocentric_de441.csv")
    var worst = 0.0
    var count = 0
    for row in ReferenceData.rows(csv: text) {
      guard let jd = row["jd_tdb"].flatMap(Double.init), let x = row["x_au"].flatMap(Double.init),
        let y = row["y_au"].flatMap(Double.init), let z = row["z_au"].flatMap(Double.init)
      else { continue }
      let days = jd - 2_451_544.5
      let wholeDays = Int64(days.rounded(.down))
      let instant = try Instant(
        CalendarTime(
          date: CalendarDate(daysSince2000: wholeDays),
          secondOfDay: Int(((days - Double(wholeDays)) * 86_400).rounded()), fraction: 0,
          scale: .tdb))
      let ours = EarthEphemeris.exactState(at: instant).heliocentricPosition
      worst = max(worst, ours.angle(to: Vector3(x, y, z)) / Angles.arcsecond)
      count += 1
    }
    #expect(count > 3000)
    #expect(worst < 0.015, "worst direction error \(worst)″ over \(count) epochs")
  }

  @Test("The apparent Sun of 1975-07-19 stands where astropy puts it")
  func apparentPlace() throws {
    // history.md §5.1: GCRS 118.5797°, +20.8460° (printed to 1e-4°), astropy 8.0.
    let ephemeris = EarthEphemeris(covering: noon...noon)
    let sun = ephemeris.sun(from: .geocentre, at: noon)
    let rightAscension = atan2(sun.direction.y, sun.direction.x) / Angles.degree
    let declination = asin(sun.direction.z) / Angles.degree
    // 07h54m19.13s, +20°50′45.7″: half a unit of the last digit.
    #expect(abs(rightAscension - 15 * (7 + 54 / 60.0 + 19.13 / 3600)) < 0.08 / 3600)
    #expect(abs(declination - (20 + 50 / 60.0 + 45.7 / 3600)) < 0.06 / 3600)
  }

  @Test("Aberration moves the geocentric Sun by 20.5″ against its motion")
  func aberrationSize() {
    let ephemeris = EarthEphemeris(covering: noon...noon)
    let apparent = ephemeris.sun(from: .geocentre, at: noon)
    let geometric = ephemeris.sun(from: .geocentre, at: noon, treatment: .geometric)
    let shift = apparent.direction.angle(to: geometric.direction) / Angles.arcsecond
    // Constant of aberration 20.4955″ times the orbital speed of mid-July (29.30 of 29.78 km/s).
    #expect(abs(shift - 20.4955 * 29.30 / 29.785) < 0.05)
  }

  @Test("The Earth stands at J2000.0 where the check file of VSOP87B puts it")
  func eclipticPlace() throws {
    // vsop87.chk, Earth, JD 2451545.0: l = 1.7519238681, b = −0.0000039656, r = 0.9833276819.
    let epoch = try Instant.parse("2000-01-01T11:58:55.816Z").instant
    let orientation = SolarOrientation(
      at: epoch, observer: .geocentre, ephemeris: EarthEphemeris(covering: epoch...epoch))
    #expect(abs(orientation.eclipticLongitude - 1.7519238681) < 1e-6)
    #expect(abs(orientation.eclipticLatitude + 0.0000039656) < 1e-6)
    #expect(abs(orientation.distance / PhysicalConstants.astronomicalUnit - 0.9833276819) < 1e-6)
  }

  @Test("P, B0, L0, rotation number, distance and semidiameter of 1975-07-19 match sunpy")
  func orientation() {
    let ephemeris = EarthEphemeris(covering: noon...noon)
    let orientation = SolarOrientation(at: noon, observer: .geocentre, ephemeris: ephemeris)
    let pole = ReferenceFrame.trueOfDate.rotationToGCRF(at: noon).applied(to: Vector3(0, 0, 1))
    // history.md §5.1, astropy 8.0.2 and sunpy 7.0.5: half a unit of the last printed digit.
    #expect(abs(orientation.latitude / Angles.degree - 4.728) < 6e-4)
    #expect(abs(orientation.carringtonLongitude / Angles.degree - 172.481) < 1e-3)
    #expect(abs(orientation.northPositionAngle(from: pole) / Angles.degree - 5.340) < 6e-4)
    #expect(abs(orientation.carringtonRotation - 1630.521) < 6e-4)
    #expect(abs(orientation.distance / PhysicalConstants.astronomicalUnit - 1.016218) < 6e-7)
    #expect(abs(orientation.stonyhurstLongitude) < 1e-12)
    let semidiameter = angularRadius(
      ofSphere: PhysicalConstants.nominalSolarRadius, at: orientation.distance)
    #expect(abs(semidiameter / Angles.arcsecond - 943.92) < 6e-3)
  }

  @Test("Solar north and west are perpendicular to the line of sight and right-handed")
  func skyAxes() {
    let ephemeris = EarthEphemeris(covering: noon...noon)
    let orientation = SolarOrientation(at: noon, observer: .geocentre, ephemeris: ephemeris)
    let sun = ephemeris.sun(from: .geocentre, at: noon).direction
    #expect(abs(orientation.skyNorth.dot(sun)) < 1e-15)
    #expect((orientation.skyWest.cross(orientation.skyNorth) + sun).length < 1e-14)
    let geometric = SolarOrientation(
      at: noon, observer: .geocentre, ephemeris: ephemeris, treatment: .geometric)
    #expect(geometric.skyNorth.angle(to: orientation.skyNorth) / Angles.arcsecond < 21)
  }

  @Test("The TEME frame differs from true-of-date by the equation of the equinoxes only")
  func temeFrame() {
    let teme = ReferenceFrame.teme.rotationToGCRF(at: noon)
    let trueOfDate = ReferenceFrame.trueOfDate.rotationToGCRF(at: noon)
    let pole = Vector3(0, 0, 1)
    #expect(teme.applied(to: pole).angle(to: trueOfDate.applied(to: pole)) < 1e-15)
    let x = Vector3(1, 0, 0)
    let equation = teme.applied(to: x).angle(to: trueOfDate.applied(to: x)) / Angles.arcsecond
    #expect(equation > 0 && equation < 20)
    // On the side where the example of AIAA 2006-6753 has it (see SGP4TrajectoryTests): the equation
    // was positive, so the mean equinox stood east of the true one.
    let east = trueOfDate.applied(to: Vector3(0, 1, 0))
    #expect(teme.applied(to: x).dot(east) > 0)
    // Mixing TEME with the GCRF would turn everything by 0.34° in 1975 (geometry.md §3.8).
    #expect(abs(teme.applied(to: x).angle(to: x) / Angles.degree - 0.34) < 0.02)
  }
}
