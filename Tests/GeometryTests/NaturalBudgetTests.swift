import Astronomy
import Foundation
import Geometry
import Testing
import Trajectories

@Suite("Error budget of natural eclipses")
struct NaturalBudgetTests {
  private let start: Instant
  private let span: ClosedRange<Instant>

  init() throws {
    start = try Instant.parse("2024-04-08T17:00:00Z").instant
    span = start...start.advanced(bySeconds: 4 * 3600)
  }

  /// Totality of 2024 over Texas, the Moon displaced by metres along GCRF axes.
  private func formation(
    ut1: UT1Source, moved: Vector3 = .zero, radius: Double = LunarRadius.mean
  ) throws -> Formation {
    let earth = EarthEphemeris(covering: span)
    let site = try GroundSite(
      latitude: 31 * Angles.degree, longitude: -99 * Angles.degree, height: 400,
      rotation: EarthRotation(covering: span, ut1: ut1))
    let moon = ThirdBodyMotion(moon: MoonEphemeris(), earth: earth)
    return try Formation(
      observer: site,
      occulter: moved == .zero
        ? moon as any RelativeMotion
        : PerturbedMotion(nominal: moon, axes: .inertial, epoch: start, position: moved),
      shape: .sphere(radius: radius), ephemeris: earth)
  }

  private func contacts(_ formation: Formation) throws -> [Instant] {
    let window = try #require(try formation.windows(over: span, law: .uniform).windows.first)
    return window.namedContacts.map(\.contact.instant)
  }

  private func item(
    _ prefix: String, _ formation: Formation
  ) throws -> ErrorBudgetItem {
    let window = try #require(try formation.windows(over: span, law: .uniform).windows.first)
    let budget = try formation.errorBudget(of: window)
    return try #require(budget.items.first { $0.cause.hasPrefix(prefix) })
  }

  @Test("UT1 taken as UTC is charged with what a search with another UT1 finds")
  func rotation() throws {
    let formation = try formation(ut1: .utc)
    let item = try item("UT1 taken as UTC", formation)
    let (before, after) = (
      try contacts(formation), try contacts(self.formation(ut1: .minusUTC(0.09)))
    )
    #expect(before.count == 4)
    for (index, pair) in zip(before, after).enumerated() {
      let moved = 10 * abs(pair.1.seconds(since: pair.0))
      // A tenth of it, 40 m, beside an umbra of some 100 km: what is square in it is 5e-4.
      #expect(abs(item.contactSeconds[index] / moved - 1) < 1e-3, "\(index): \(moved) s")
      #expect(moved > 0.1 && moved < 0.9)
    }
    // 0.9 s of 465 m/s cos φ.
    #expect(abs(item.axis - 0.9 * 465.1 * cos(31 * Angles.degree)) < 1)
    let given = try self.item("UT1 as given", self.formation(ut1: .minusUTC(0)))
    #expect(abs(given.contactSeconds[0] / item.contactSeconds[0] - 0.0044 / 0.9) < 1e-6)
  }

  @Test("The Moon's theory is charged with what a search with a displaced Moon finds")
  func moon() throws {
    let formation = try formation(ut1: .utc)
    let window = try #require(try formation.windows(over: span, law: .uniform).windows.first)
    let first = try #require(try formation.sensitivities(of: window).first?.sensitivity)
    let direction = try item("Moon's direction", formation)
    #expect(direction.size == 0.035)
    // Toward the Sun at first contact: the worst of all displacements for it.
    let distance = first.view.occulter.length
    let aside = first.gradient.towardSun * (0.035 * Angles.arcsecond * distance)
    let moved = try contacts(self.formation(ut1: .utc, moved: aside))[0]
      .seconds(since: first.contact.instant)
    #expect(abs(direction.contactSeconds[0] / abs(moved) - 1) < 1e-3, "\(moved) s")
    // The Moon gains half a second of arc in a second on the Sun, less what the Earth's turn takes.
    #expect(abs(moved) > 0.05 && abs(moved) < 0.15)
    let farther = try item("Moon's distance", formation)
    let away = first.view.occulter.normalized * 45
    let later = try contacts(self.formation(ut1: .utc, moved: away))[0]
      .seconds(since: first.contact.instant)
    #expect(abs(farther.contactSeconds[0] / abs(later) - 1) < 1e-3, "\(later) s")
    let limb = try item("Moon's limb", formation)
    let small = try contacts(self.formation(ut1: .utc, radius: LunarRadius.umbral))
    for (index, instant) in try contacts(formation).enumerated() {
      let shift = abs(small[index].seconds(since: instant))
      #expect(abs(limb.contactSeconds[index] / shift - 1) < 2e-2, "\(index): \(shift) s")
    }
  }

  @Test("A craft in the shadow of another has neither Moon nor ground in its budget")
  func spacecraft() throws {
    let crossing = try Crossing()
    let formation = try crossing.formation()
    let budget = try formation.errorBudget(of: crossing.window(formation))
    #expect(
      !budget.items.contains {
        $0.cause.contains("Moon") || $0.cause.contains("UT1") || $0.cause.contains("polar")
      })
  }
}
