import Astronomy
import Foundation
import TestSupport
import Testing

@Suite("The Moon")
struct MoonTests {
  private let moon = MoonEphemeris()

  @Test("Its place agrees with JPL Horizons, DE441, at the epochs typed here")
  func typedHorizons() throws {
    // Geocentric ICRF, au; JPL Horizons, 2021.
    let table: [(String, Vector3)] = [
      (
        "1970-01-01T00:00:00 TDB",
        Vector3(-2.569375247394804e-03, -4.213431302421834e-04, -2.967254243277378e-04)
      ),
      (
        "1970-01-17T00:00:00 TDB",
        Vector3(1.482615734646755e-03, 1.903832227746919e-03, 1.070973380529766e-03)
      ),
    ]
    for (time, au) in table {
      let instant = try Instant.parse(time).instant
      let reference = au * PhysicalConstants.astronomicalUnit
      let ours = moon.state(at: instant).position
      #expect(ours.angle(to: reference) / Angles.arcsecond < 0.035)
      #expect(abs(ours.length - reference.length) < 45)
    }
  }

  @Test(
    "From 1970 to 2040 it keeps within 0.035″ and 45 m of DE441, and its velocity within 0.3 mm/s",
    .enabled(if: ReferenceData.isAvailable))
  func againstHorizons() throws {
    let au = PhysicalConstants.astronomicalUnit
    let text = try ReferenceData.text("published/geometry/horizons/moon_geocentric.csv")
    var worst = SIMD3<Double>.zero
    var squares = SIMD3<Double>.zero
    var count = 0.0
    for row in ReferenceData.rows(csv: text) {
      let numbers = ["jd_tdb", "x_au", "y_au", "z_au", "vx_au_d", "vy_au_d", "vz_au_d"]
        .compactMap { row[$0].flatMap(Double.init) }
      guard numbers.count == 7 else { continue }
      let instant = try Instant(julianDateTDB: numbers[0])
      let position = Vector3(numbers[1], numbers[2], numbers[3]) * au
      let velocity = Vector3(numbers[4], numbers[5], numbers[6]) * (au / 86_400)
      let ours = MoonEphemeris.exactPosition(at: instant)
      // A stretch of polynomials costs thirteen places: one epoch in twenty is enough for velocities.
      let rateError =
        Int(count) % 20 == 0 ? (moon.state(at: instant).velocity - velocity).length : 0
      let errors = SIMD3(
        ours.angle(to: position) / Angles.arcsecond, abs(ours.length - position.length), rateError)
      worst = pointwiseMax(worst, errors)
      squares += errors * errors
      count += 1
    }
    let rms = (squares / count).squareRoot()
    #expect(count > 3000)
    #expect(worst.x < MoonEphemeris.largestDirectionError / Angles.arcsecond && rms.x < 0.0120)
    #expect(worst.y < MoonEphemeris.largestDistanceError && rms.y < 21)
    #expect(worst.z < 3e-4)
  }

  @Test("The polynomials follow the theory to the noise of its clock, also across their joints")
  func polynomials() throws {
    let start = try Instant.parse("1999-08-01T00:00:00Z").instant
    var worst = 0.0
    for hours in stride(from: 0.0, to: 16 * 24, by: 1.7) {
      let instant = start.advanced(bySeconds: hours * 3600)
      let gap = moon.state(at: instant).position - MoonEphemeris.exactPosition(at: instant)
      worst = max(worst, gap.length)
    }
    // One double of days, 40 µs, is 4 cm of the Moon's path.
    #expect(worst < 0.06)
  }

  @Test("Nothing in five years exceeds the greatest acceleration stated")
  func accelerationBound() throws {
    var greatest = 0.0
    let start = try Instant.parse("1970-01-01T00:00:00Z").instant
    for day in stride(from: 0.0, to: 2000, by: 43.1) {
      let a = moon.state(at: start.advanced(bySeconds: day * 86_400)).velocity
      let b = moon.state(at: start.advanced(bySeconds: day * 86_400 + 100)).velocity
      greatest = max(greatest, (b - a).length / 100)
    }
    #expect(greatest > 0.0025 && greatest < MoonEphemeris.maximumAcceleration)
  }
}

extension Instant {
  /// An instant from a Julian date of TDB that is a whole number of seconds.
  init(julianDateTDB: Double) throws {
    let days = julianDateTDB - 2_451_544.5
    let whole = Int64(days.rounded(.down))
    try self.init(
      CalendarTime(
        date: CalendarDate(daysSince2000: whole),
        secondOfDay: Int(((days - Double(whole)) * 86_400).rounded()), fraction: 0, scale: .tdb))
  }
}
