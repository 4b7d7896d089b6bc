import Astronomy
import Corona
import RealModule
import Testing

@Suite("Ejections on their way")
struct HeightTimeTests {
  private let start = Instant(wholeSeconds: 600_000_000)

  @Test("At constant speed the height grows by it, and there is nothing before it leaves the Sun")
  func linear() throws {
    let law = try HeightTime.linear(
      reference: start, heightSolarRadii: 5, kilometresPerSecond: 695.7
    ).validated()
    let later = try #require(try law.state(at: start.advanced(bySeconds: 2000)))
    #expect(abs(later.heightSolarRadii - 7) < 1e-12 && later.kilometresPerSecond == 695.7)
    #expect(try law.state(at: start.advanced(bySeconds: -4001)) == nil)
    #expect(try law.state(at: start.advanced(bySeconds: -3999)) != nil)
  }

  @Test("Under constant acceleration height and speed are those of free fall")
  func quadratic() throws {
    let law = try HeightTime.quadratic(
      reference: start, heightSolarRadii: 2, kilometresPerSecond: 300, metresPerSecondSquared: 50
    ).validated()
    let later = try #require(try law.state(at: start.advanced(bySeconds: 3600)))
    let travelled = 300 * 3600 + 0.5 * 0.05 * 3600 * 3600
    #expect(abs(later.heightSolarRadii - (2 + travelled / 695_700)) < 1e-12)
    #expect(abs(later.kilometresPerSecond - 480) < 1e-9)
    // Far before the start the parabola would rise again; the ejection must not.
    #expect(try law.state(at: start.advanced(bySeconds: -1e6)) == nil)
  }

  @Test("A decelerated ejection that came to rest, or a table's end, is told with the instant")
  func ends() throws {
    let slowing = HeightTime.quadratic(
      reference: start, heightSolarRadii: 2, kilometresPerSecond: 300, metresPerSecondSquared: -10)
    let error = #expect(throws: CoronaError.self) {
      try slowing.state(at: start.advanced(bySeconds: 30_001))
    }
    #expect(error?.code == .outsideModel)
    #expect(
      error?.description
        == "ejection decelerated by 10.0 m/s²: comes to rest at \(start.advanced(bySeconds: 30_000).text()), "
        + "\(2 + 300.0 * 300 / (2 * 0.01) / 695_700) solar radii from the Sun's centre, and would fall "
        + "back; take a height-time table for later instants")
    let table = HeightTime.table([
      .init(instant: start, heightSolarRadii: 1.5),
      .init(instant: start.advanced(bySeconds: 1000), heightSolarRadii: 2.5),
    ])
    #expect(throws: CoronaError.self) { try table.state(at: start.advanced(bySeconds: 1001)) }
    #expect(throws: CoronaError.self) { try table.state(at: start.advanced(bySeconds: -1)) }
    let middle = try table.state(at: start.advanced(bySeconds: 500))
    #expect(middle?.heightSolarRadii == 2)
    #expect(abs((middle?.kilometresPerSecond ?? 0) - 695.7) < 1e-9)
    #expect(try table.state(at: start.advanced(bySeconds: 1000))?.heightSolarRadii == 2.5)
  }

  @Test("Laws that no ejection can follow are refused with what is wrong")
  func refusals() throws {
    func message(_ law: HeightTime) -> String {
      let error = #expect(throws: CoronaError.self) { try law.validated() }
      return error?.description ?? ""
    }
    #expect(
      message(.linear(reference: start, heightSolarRadii: 2, kilometresPerSecond: -10))
        == "ejection's speed -10.0: must lie in 0.001...1e5 km/s")
    #expect(
      message(
        .quadratic(
          reference: start, heightSolarRadii: 5, kilometresPerSecond: 10,
          metresPerSecondSquared: 100)
      ).hasSuffix(
        "solar radii, where it stands still; must bring it down to the photosphere, by less "
          + "acceleration or more speed"))
    #expect(
      message(.table([.init(instant: start, heightSolarRadii: 2)]))
        == "ejection's height-time table with 1 entries: must have two or more")
    let later = start.advanced(bySeconds: 60)
    #expect(
      message(
        .table([
          .init(instant: start, heightSolarRadii: 2), .init(instant: later, heightSolarRadii: 2),
        ]))
        == "ejection's height-time table: height 2.0 of entry 2 is not above 2.0 of entry 1; heights "
        + "must rise")
    #expect(
      message(
        .table([
          .init(instant: later, heightSolarRadii: 2), .init(instant: start, heightSolarRadii: 3),
        ]))
        == "ejection's height-time table: entry 2 at \(start.text()) is not after entry 1 at "
        + "\(later.text()); instants must rise")
    #expect(
      message(
        .table([
          .init(instant: start, heightSolarRadii: 2), .init(instant: later, heightSolarRadii: 12),
        ]))
        == "ejection's height-time table: from entry 1 to entry 2 the leading edge moves at 115950.0 "
        + "km/s; must be at most 1e5 km/s, a third of the speed of light: check instants and heights, "
        + "which are in solar radii")
  }

  @Test("An accelerated ejection is refused once it outruns a third of the speed of light")
  func tooFast() throws {
    let law = try HeightTime.quadratic(
      reference: start, heightSolarRadii: 5, kilometresPerSecond: 1000,
      metresPerSecondSquared: 100
    ).validated()
    #expect(throws: Never.self) { try law.state(at: start.advanced(bySeconds: 989_000)) }
    let late = start.advanced(bySeconds: 1_000_000)
    let error = #expect(throws: CoronaError.self) { try law.state(at: late) }
    #expect(
      error?.description
        == "ejection accelerated by 100.0 m/s²: moves at 101000.0 km/s at \(late.text()); must stay "
        + "within 1e5 km/s, where it is at \(start.advanced(bySeconds: 990_000).text()): take less "
        + "acceleration, or a height-time table")
    #expect(error?.code == .outsideModel)
  }

  @Test("The nose keeps its direction among the stars while the Sun turns under it")
  func inertialDirection() throws {
    let ejection = try EjectionSamples.shell()
    let moving = try ExpandingEjection(
      ejection, reference: start,
      heightTime: .linear(reference: start, heightSolarRadii: 5, kilometresPerSecond: 500))
    // A sidereal turn of 25.38 days: Carrington 1863, Observations of the spots on the Sun, p. 221.
    let quarter = start.advanced(bySeconds: 25.38 / 4 * 86_400)
    let change =
      moving.placement(at: quarter).longitudeRadians - ejection.placement.longitudeRadians
    #expect(abs(change + 0.5 * Double.pi) < 1e-12)
    #expect(moving.placement(at: quarter).latitudeRadians == ejection.placement.latitudeRadians)

    // Against the Sun's orientation by the IAU's elements, seen from an observer at rest.
    let observed = try #require(try moving.state(at: start.advanced(bySeconds: 7200)))
    #expect(abs(observed.leadingEdgeSolarRadii - (5 + 500 * 7200 / 695_700)) < 1e-12)
    #expect(try moving.density(at: start.advanced(bySeconds: -20_000)) is VacantDensity)
    let nothing = try moving.density(at: start.advanced(bySeconds: -20_000))
    #expect(
      nothing.name == "gcs"
        && nothing.electronsPerCubicCentimetre(
          radius: 2, latitudeRadians: 0, longitudeRadians: 0) == 0
    )
  }
}
