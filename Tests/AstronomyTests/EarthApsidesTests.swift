import Astronomy
import Testing

@Suite("Perihelion and aphelion")
struct EarthApsidesTests {
  @Test("The extremes of 2025 are those of the almanac, from any day of the year between them")
  func published() throws {
    // US Naval Observatory, Earth's seasons and apsides: 2025-01-04 13:28 and 2025-07-03 19:55 UT1;
    // distances 0.983 327 and 1.016 644 au.
    for day in ["2025-02-01T00:00:00Z", "2025-05-23T10:00:00Z"] {
      let apsides = EarthApsides(around: try Instant.parse(day).instant)
      let near = try Instant.parse("2025-01-04T13:28:00Z").instant
      let far = try Instant.parse("2025-07-03T19:55:00Z").instant
      #expect(abs(apsides.perihelion.seconds(since: near)) < 180)
      #expect(abs(apsides.aphelion.seconds(since: far)) < 180)
      let unit = PhysicalConstants.astronomicalUnit
      #expect(abs(apsides.perihelionDistance / unit - 0.983_327) < 1e-6)
      #expect(abs(apsides.aphelionDistance / unit - 1.016_644) < 1e-6)
    }
  }
}
