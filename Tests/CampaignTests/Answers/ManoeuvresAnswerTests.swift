import Astronomy
import Foundation
import TestSupport
import Testing

@testable import Campaign

@Suite("Answer: manoeuvres")
struct ManoeuvresAnswerTests {
  private func scenario(_ steps: String...) throws -> Scenario {
    try Samples.read(
      SampleScenario.text(
        trajectory: """
          [occulter.trajectory.manoeuvred]
          epoch = 2000-06-01T00:02:00Z
          range_m = 20
          rate_m_s = 0
          """ + "\n"
            + steps.map { "[[occulter.trajectory.manoeuvred.step]]\n\($0)\n" }.joined()))
  }

  private func json(_ scenario: Scenario) throws -> JSONValue {
    try JSONValue.parse(try ManoeuvresAnswer(scenario).json())
  }

  @Test("Every step is listed with its time, its change of velocity and where it begins and ends")
  func steps() throws {
    let document = try json(
      scenario(
        "impulse = {delta_v_m_s = [0.03, 0, 0.4]}", "coast = {duration_s = 100}",
        "burn = {acceleration_m_s2 = [0, 0, -0.02], duration_s = 20}",
        "hold = {until = 2000-06-01T00:05:00Z}", "coast = {}"))
    #expect(document["schema"] == .string("totality.manoeuvres/1"))
    #expect(document["epoch_utc"] == .string("2000-06-01T00:02:00.000000000Z"))
    let steps = try #require(document["steps"]?.array)
    #expect(
      steps.map { $0["kind"]?.string }
        == ["impulse", "coast", "burn", "stop", "hold", "coast"])
    #expect(steps.map { $0["step"]?.number } == [1, 2, 3, 4, 4, 5])
    #expect(steps.map { $0["duration_s"]?.number } == [0, 100, 20, 0, 60, 300])
    // Each begins where and when the last one ended.
    for (one, next) in zip(steps, steps.dropFirst()) {
      #expect(one["end_utc"] == next["start_utc"])
      for key in ["range_m", "north_m", "west_m", "distance_m"] {
        let end = try #require(one["end"]?[key]?.number)
        #expect(abs(try #require(next["start"]?[key]?.number) - end) < 1e-6, "\(key)")
      }
    }
    #expect(steps[0]["delta_v_m_s"]?.number == (0.03 * 0.03 + 0.4 * 0.4).squareRoot())
    #expect(abs((steps[0]["delta_v_vector_m_s"]?["west"]?.number ?? 0) - 0.03) < 1e-15)
    #expect(steps[0]["delta_v_vector_m_s"]?["north"] == .number(0))
    #expect(steps[0]["acceleration_m_s2"] == nil)
    #expect(steps[1]["delta_v_m_s"] == .number(0))
    #expect(abs((steps[2]["delta_v_m_s"]?.number ?? 0) - 0.4) < 1e-15)
    #expect(abs((steps[2]["acceleration_m_s2"]?["sunward"]?.number ?? 0) + 0.02) < 1e-16)
    // 20 m, 100 s at 0.4 m/s, and 20 s at half of that; the tide takes some centimetres.
    #expect(abs((steps[3]["start"]?["range_m"]?.number ?? 0) - 64) < 0.2)
    // Held: the place does not change, and 60 s of the acceleration at the start are spent.
    let held = try #require(steps[4]["acceleration_m_s2"]?["size"]?.number)
    #expect(abs((steps[4]["delta_v_m_s"]?.number ?? 0) / (60 * held) - 1) < 0.1)
    #expect(steps[5]["has_end"] == .bool(false))
    let totals = try #require(document["totals"])
    let sum = steps.compactMap { $0["delta_v_m_s"]?.number }.reduce(0, +)
    #expect(abs((totals["total_m_s"]?.number ?? 0) - sum) < 1e-15)
    #expect(totals["burn_m_s"] == steps[2]["delta_v_m_s"])
    #expect(totals["stop_m_s"] == steps[3]["delta_v_m_s"])
  }

  @Test("A hold without end is counted to the end of the span, as one that ends there")
  func openHold() throws {
    let push = "impulse = {delta_v_m_s = [0, 0, 0.5]}"
    let coast = "coast = {duration_s = 60}"
    let open = try scenario(push, coast, "hold = {}")
    let closed = try scenario(push, coast, "hold = {until = 2000-06-01T00:10:00Z}")
    let (one, two) = (try json(open), try json(closed))
    #expect(one["totals"] == two["totals"])
    #expect((one["totals"]?["hold_m_s"]?.number ?? 0) > 0.01)
    let last = try #require(one["steps"]?.array?.last)
    #expect(last["has_end"] == .bool(false))
    #expect(last["end_utc"] == .string("2000-06-01T00:10:00.000000000Z"))
    #expect(
      try ManoeuvresAnswer(open).notes == [
        "the last step has no end; it is counted to the end of the span, 2000-06-01T00:10:00Z"
      ])
    #expect(try ManoeuvresAnswer(closed).notes.isEmpty)
    // One that begins after the span costs nothing in it.
    let late = try json(scenario(push, "coast = {duration_s = 1200}", "hold = {}"))
    #expect(late["totals"]?["hold_m_s"] == .number(0))
    #expect(late["steps"]?.array?.last?["duration_s"] == .number(0))
  }

  @Test("The table tells every step, the kinds that cost something and the whole")
  func table() throws {
    let table = try ManoeuvresAnswer(
      scenario(
        "impulse = {delta_v_m_s = [0, 0, 0.5]}", "coast = {duration_s = 60}", "hold = {}")
    ).table()
    let lines = table.split(separator: "\n")
    #expect(lines[1].hasPrefix("epoch     2000-06-01T00:02:00.000Z, 20.000 m away"))
    #expect(
      lines.contains { $0.hasPrefix("   1 impulse  00:02:00.000") && $0.contains("+0.500000") })
    #expect(lines.contains { $0.hasPrefix("   2 coast    00:02:00.000") })
    #expect(lines.contains { $0.hasPrefix("   3 hold     00:03:00.000    420.000+") })
    #expect(!lines.contains { $0.hasPrefix("burn ") })
    #expect(lines.last?.hasPrefix("total ") == true)
  }

  @Test("MA-148: out at one metre a second, trimmed onto the line, stopped at 220 m and held")
  func ma148() throws {
    let document = try json(try Samples.read(Preset.astp1975MA148.text))
    let steps = try #require(document["steps"]?.array)
    #expect(
      steps.map { $0["kind"]?.string } == [
        "burn", "coast", "impulse", "coast", "burn", "stop", "hold", "coast",
      ])
    // Four thrusters of 445 N on the 14910 kg of CSM-111 and its docking module.
    let thrust = try #require(steps[0]["acceleration_m_s2"]?["sunward"]?.number)
    #expect(abs(thrust - 4 * 445 / 14_910) < 5e-6)
    #expect(abs((steps[0]["delta_v_m_s"]?.number ?? 0) - 1) < 1e-4)
    let hold = steps[6]
    #expect(abs((hold["start"]?["range_m"]?.number ?? 0) - 220) < 0.1)
    let (north, west) = (hold["start"]?["north_m"]?.number, hold["start"]?["west_m"]?.number)
    #expect(abs(north ?? 1) < 0.005 && abs(west ?? 1) < 0.005)
    #expect((steps[5]["delta_v_m_s"]?.number ?? 1) < 0.002)
    // history.md §2.3: about 3e-4 m/s² to hold at 220 m.
    #expect(abs((hold["acceleration_m_s2"]?["size"]?.number ?? 0) - 3e-4) < 0.1e-4)
    // Our own value.
    #expect(abs((document["totals"]?["total_m_s"]?.number ?? 0) - 1.983_758) < 1e-5)
  }

  @Test("An occulter that does not manoeuvre is told what to write, and a span without an observer")
  func refused() throws {
    #expect {
      _ = try ManoeuvresAnswer(Samples.read(SampleScenario.bare))
    } throws: {
      "\($0)".contains(
        "disc does not manoeuvre in this scenario; give its motion step by step in "
          + "[occulter.trajectory.manoeuvred]")
    }
  }
}
