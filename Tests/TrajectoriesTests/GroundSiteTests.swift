import Astronomy
import Foundation
import Testing
import Trajectories

@Suite("Ground sites")
struct GroundSiteTests {
  private func site(
    _ latitude: Double, _ longitude: Double, _ height: Double = 0, at time: String,
    ut1: UT1Source = .utc
  ) throws -> (GroundSite, Instant) {
    let instant = try Instant.parse(time).instant
    let rotation = try EarthRotation(covering: instant...instant, ut1: ut1)
    return (
      try GroundSite(
        latitude: latitude * Angles.degree, longitude: longitude * Angles.degree, height: height,
        rotation: rotation), instant
    )
  }

  @Test("Geodetic coordinates become those of the test program of SOFA")
  func publishedCoordinates() throws {
    // t_erfa_c.c, gd2gc(1, 3.1, −0.5, 2500): WGS 84.
    let (site, _) = try site(
      -0.5 / Angles.degree, 3.1 / Angles.degree, 2500, at: "2000-01-01T00:00:00Z")
    let expected = Vector3(-5599000.5577049947, 233011.67223479203, -3040909.4706983363)
    #expect((site.fixedPosition - expected).length < 1e-7)
  }

  @Test("Venus stands over Washington where Meeus' example 13.b has it")
  func publishedAltitude() throws {
    // 1987 April 10, 19:21:00 UT; apparent 23h09m16.641s, −6°43′11.61″; ΔT was 55.4 s.
    let (site, _) = try site(
      38 + 55 / 60.0 + 17 / 3600.0, -(77 + 3 / 60.0 + 56 / 3600.0), at: "1987-04-10T00:00:00Z",
      ut1: .deltaT(55.4))
    let instant = try Instant.parse("1987-04-10T19:21:00 TT").instant.advanced(bySeconds: 55.4)
    let ascension = (23 + 9 / 60.0 + 16.641 / 3600) * 15 * Angles.degree
    let declination = -(6 + 43 / 60.0 + 11.61 / 3600) * Angles.degree
    let ofDate = Vector3(
      cos(declination) * cos(ascension), cos(declination) * sin(ascension), sin(declination))
    let direction = ReferenceFrame.trueOfDate.rotationToGCRF(at: instant).applied(to: ofDate)
    let seen = site.horizontal(direction, at: instant)
    // Azimuth 68.0337° from south, altitude 15.1249°, printed to 1e-4°.
    #expect(abs(seen.azimuth / Angles.degree - 248.0337) < 1e-4)
    #expect(abs(seen.altitude / Angles.degree - 15.1249) < 1e-4)
    let zenith = site.horizontal(site.vertical(at: instant), at: instant)
    #expect(abs(zenith.altitude - .pi / 2) < 1e-12)
  }

  @Test("Refraction lifts the Sun's upper limb as in Meeus' example 16.a, and nothing overhead")
  func publishedRefraction() {
    // True altitude 33.246′: 24.618′ (formula 16.4).
    let low = HorizontalDirection(altitude: 33.246 / 60 * Angles.degree, azimuth: 0)
    #expect(abs(low.refraction / Angles.arcsecond / 60 - 24.618) < 3e-3)
    let high = HorizontalDirection(altitude: .pi / 2, azimuth: 0)
    #expect(high.refraction < 0.01 * Angles.arcsecond)
    #expect(HorizontalDirection(altitude: -0.1, azimuth: 0).refraction == 0)
  }

  @Test("The bounds hold, and are tight, at the equator, at a pole and between")
  func bounds() throws {
    for latitude in [0.0, 41, -90] {
      let (site, start) = try site(latitude, -83, 300, at: "2024-04-08T19:00:00Z")
      let interval = start...start.advanced(bySeconds: 600)
      let bounds = site.bounds(over: interval)
      for seconds in stride(from: 0.0, to: 600, by: 37) {
        let a = site.state(at: start.advanced(bySeconds: seconds))
        let b = site.state(at: start.advanced(bySeconds: seconds + 10))
        #expect((b.position - a.position).length / 10 <= bounds.maximumSpeed)
        #expect((b.velocity - a.velocity).length / 10 <= bounds.maximumAcceleration)
        #expect(a.position.length >= bounds.minimumRadius)
        #expect(bounds.maximumSpeed < a.velocity.length + 0.01)
      }
    }
  }

  @Test("Coordinates that are none are refused, with what is allowed")
  func refusals() {
    let cases = [
      ((91.0, 0.0, 0.0), "-90...90"), ((.nan, 0, 0), "-90...90"), ((0, 361, 0), "-360...360"),
      ((0, 0, 400_000), "give them a trajectory"), ((0, 0, .nan), "-11000...100000"),
    ]
    for ((latitude, longitude, height), reason) in cases {
      #expect {
        _ = try site(latitude, longitude, height, at: "2024-04-08T19:00:00Z")
      } throws: { error in
        (error as? TrajectoryError)?.description.contains(reason) ?? false
      }
    }
  }
}
