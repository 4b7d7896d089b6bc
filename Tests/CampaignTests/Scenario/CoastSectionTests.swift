import Astronomy
import Foundation
import Geometry
import TestSupport
import Testing
import Trajectories

@testable import Campaign

@Suite("Coasts and manoeuvres in a scenario")
struct CoastSectionTests {
  private func trajectory(_ lines: String) -> String {
    SampleScenario.text(trajectory: "[occulter.trajectory." + lines)
  }

  private let start = "epoch = 2000-06-01T00:02:00Z\nrange_m = 20\nrate_m_s = "

  private func manoeuvred(_ steps: String..., rate: String = "0") -> String {
    trajectory(
      "manoeuvred]\n\(start)\(rate)\n"
        + steps.map { "[[occulter.trajectory.manoeuvred.step]]\n\($0)\n" }.joined())
  }

  @Test("Three sets of equations carry the same coast, apart by millimetres")
  func threeCoasts() throws {
    var places: [SIMD3<Double>] = []
    for (word, kind) in [
      ("clohessy_wiltshire", "\(ClohessyWiltshireMotion.self)"),
      ("yamanaka_ankersen", "\(YamanakaAnkersenMotion.self)"),
      ("two_body", "\(TwoBodyDifferenceMotion.self)"),
    ] {
      let formation = try Samples.read(trajectory("\(word)]\n\(start)0.5")).formation
      #expect("\(type(of: formation.occulter))" == kind)
      let context = formation.context(at: try Instant.parse("2000-06-01T00:05:00Z").instant)
      places.append(formation.occulter.position(in: context))
      #expect(abs(places[0].length - 110) < 3)
    }
    // The observer of the sample has an eccentricity of 0.012: 3 cm for the circle.
    #expect((places[1] - places[2]).length < 0.005)
    #expect((places[0] - places[2]).length < 0.5)
  }

  @Test("Two ellipses carry Apollo's coast within a centimetre of the integrated truth")
  func foundingCase() throws {
    // Both craft integrated with the Earth's oblateness (scipy's DOP853 at 3e-14, ERFA's Sun), 220 s
    // after the undocking: GCRF, m.
    let truth = SIMD3(-100.704_166, 183.726_910, 80.500_721)
    func gap(_ equations: String, _ propagator: String) throws -> (gap: Double, stated: Double?) {
      let scenario = try Samples.read(
        Preset.astp1975.text.replacingOccurrences(
          of: "[occulter.trajectory.two_body]", with: "[occulter.trajectory.\(equations)]"),
        set: ["observer.trajectory.propagator='\(propagator)'"])
      let instant = try Instant.parse("1975-07-19T12:07:00Z").instant
      let motion = scenario.formation.occulter
      return (
        (motion.position(in: scenario.formation.context(at: instant)) - truth).length,
        (motion as? ClohessyWiltshireMotion)?.expectedError(at: instant)
      )
    }
    #expect(try gap("two_body", "kepler").gap < 0.01)
    #expect(try gap("yamanaka_ankersen", "kepler").gap < 0.02)
    // The linear equations say of themselves what is at most to be feared: 7 mm and e d.
    for (propagator, range) in [("kepler", 0.001...0.01), ("j2", 0.09...0.1)] {
      let (gap, stated) = try gap("clohessy_wiltshire", propagator)
      #expect(range.contains(gap), "\(propagator): \(gap)")
      let bound = try #require(stated)
      #expect(bound > gap && bound < max(2 * gap, 0.031), "\(propagator): \(bound)")
    }
    // Laid into the axes of an orbit that the oblateness tilts, two ellipses are as far off.
    let tilted = try gap("two_body", "j2").gap
    #expect(tilted > 0.07 && tilted < 0.09)
  }

  @Test("A push, a coast to a distance and a hold are read, in every unit and frame")
  func steps() throws {
    let scenario = try Samples.read(
      manoeuvred(
        "impulse = {delta_v_m_s = [0, 0, 1]}", "coast = {until_range_m = 100}",
        "hold = {until = 2000-06-01T00:04:00Z}",
        "burn = {acceleration_m_s2 = [0, -0.01, 0], frame = \"local-vertical\", duration_s = 5}",
        "coast = {duration_s = 10}", "impulse = {delta_v_m_s = [0, 0, 0.1], frame = \"inertial\"}",
        "hold = {}"))
    let motion = try #require(scenario.formation.occulter as? ManoeuvredMotion)
    #expect(
      motion.records.map(\.kind) == [
        .impulse, .coast, .stop, .hold, .burn, .coast, .impulse, .stop, .hold,
      ])
    #expect(motion.records.map(\.step) == [0, 1, 2, 2, 3, 4, 5, 6, 6])
    #expect(motion.records.last?.deltaV == nil)
    #expect(abs(motion.records[2].start.seconds(since: motion.epoch) - 80) < 1)
    let held = scenario.formation.context(at: try Instant.parse("2000-06-01T00:03:50Z").instant)
    #expect(abs(motion.position(in: held).length - 100) < 1e-6)
    #expect(!(try WindowsAnswer(scenario).isEmpty))
  }

  @Test("What cannot be done is told with the key, or the number of the step, and the remedy")
  func mistakes() {
    for (text, expected) in [
      (
        manoeuvred("impulse = {delta_v_m_s = [0, 0]}"),
        "occulter.trajectory.manoeuvred.step[0].impulse.delta_v_m_s: found 2 values, allowed 3"
      ),
      (
        manoeuvred("impulse = {delta_v_m_s = [0, 0, 2000]}"),
        "step[0].impulse.delta_v_m_s[2]: found 2000, allowed -1000…1000 m/s"
      ),
      (
        manoeuvred("impulse = {delta_v_m_s = [0, 0, 1], frame = \"lvlh\"}"),
        "step[0].impulse.frame: found \"lvlh\", allowed \"local-vertical\", \"sun-line\", "
          + "\"inertial\""
      ),
      (
        manoeuvred("burn = {acceleration_m_s2 = [0, 0, 1], duration_s = 0}"),
        "step[0].burn.duration_s: found 0, allowed > 0 and ≤ 1000000 s"
      ),
      (
        manoeuvred("coast = {duration_s = 5}", "coast = {duration_s = 5, until_range_m = 9}"),
        "step[1].coast.until_range_m: found together with duration_s, allowed is exactly one of "
          + "duration_s, until, until_range_m; keep one of them"
      ),
      (
        manoeuvred("hold = {until_range_m = 9}"),
        "step[0].hold.until_range_m: unknown key"
      ),
      (
        manoeuvred("glide = {duration_s = 5}"),
        "manoeuvred.step[0]: missing, expected exactly one of the keys impulse, burn, coast, hold"
      ),
      (
        manoeuvred(),
        "manoeuvred.step: found 0 tables, allowed 1…1000; write one "
          + "[[occulter.trajectory.manoeuvred.step]] for each"
      ),
      (
        manoeuvred("hold = {}", "coast = {duration_s = 5}"),
        "occulter: step 2 follows a step without an end; give that an end"
      ),
      (
        manoeuvred("coast = {until_range_m = 5000}", rate: "-0.001"),
        "occulter: step 1: the coast does not reach a distance of 5000.0 m within a day"
      ),
      (
        manoeuvred("coast = {until = 2000-06-01T00:00:00Z}"),
        "occulter: step 1 ends at 2000-06-01T00:00:00.000Z, before it begins at "
          + "2000-06-01T00:02:00.000Z"
      ),
      (
        trajectory("yamanaka_ankersen]\nepoch = 2000-06-01T00:00:00Z\nrange_m = 5"),
        "occulter.trajectory.yamanaka_ankersen.rate_m_s: missing, expected a number in metres per "
          + "second"
      ),
      (
        trajectory(
          "two_body]\nepoch = 2000-06-01T00:00:00Z\nr_m = [5, 0, 0]\nv_m_s = [9000, 9000, 0]"),
        "occulter: the occulter's own orbit is no ellipse"
      ),
    ] {
      let problems = Samples.problems(text)
      #expect(problems.contains { $0.contains(expected) }, "\(expected)\n\(problems)")
    }
  }
}
