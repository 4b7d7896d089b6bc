import Astronomy
import Foundation
import Geometry
import Imagery
import TestSupport
import Testing

@testable import Campaign

@Suite("Answer: timeline")
struct TimelineAnswerTests {
  private let crossing = SampleScenario.text(
    trajectory: SampleScenario.drift(west: [-3, 3], seconds: [0, 600]))
  /// Three crossings in ten minutes.
  private let crossings = SampleScenario.text(
    trajectory: SampleScenario.drift(west: [-5, 5, -5, 5], seconds: [0, 200, 400, 600]))

  private func answer(_ text: String, window: Int? = nil) throws -> TimelineAnswer {
    try TimelineAnswer(try Samples.read(text), window: window)
  }

  /// The value of a curve at a time, on its straight pieces.
  private func value(_ curve: TimelineChart.Curve, at seconds: Double) throws -> Double {
    let end = try #require(curve.points.firstIndex { $0.seconds >= seconds })
    guard end > 0 else { return curve.points[0].value }
    let (a, b) = (curve.points[end - 1], curve.points[end])
    return a.value + (b.value - a.value) * (seconds - a.seconds) / (b.seconds - a.seconds)
  }

  @Test("Curves meet at the contacts, and no piece leaves the true curve by half a pixel")
  func curves() throws {
    for text in [crossing, Preset.astp1975.text] {
      let answer = try answer(text)
      let chart = try answer.chart()
      let panel = chart.panels[0]
      let contacts = chart.marks.filter { $0.name.hasPrefix("C") }
      #expect(contacts.count >= 2)
      for contact in contacts {
        let separation = try value(panel.curves[0], at: contact.seconds)
        let radii = try value(
          panel.curves[["C1", "C4"].contains(contact.name) ? 1 : 2], at: contact.seconds)
        #expect(abs(separation - radii) < 1e-6, "\(contact.name)")
      }
      // What is drawn, against the geometry at other moments than those sampled.
      let formation = answer.scenario.formation
      for step in 1..<1500 {
        let seconds = answer.length * Double(step) / 1500.3
        let discs = try formation.view(at: answer.shown.lowerBound.advanced(bySeconds: seconds))
          .discs
        for (curve, exact) in [
          (panel.curves[0], discs.separation / discs.sunRadius),
          (panel.curves[1], 1 + discs.sizeRatio), (panel.curves[2], abs(1 - discs.sizeRatio)),
        ] {
          let drawn = panel.left.place(try value(curve, at: seconds))
          let wanted = panel.left.place(exact)
          // Half a pixel of 320; what leaves the plot is not seen.
          guard wanted < 1 else { continue }
          #expect(abs(drawn - wanted) < 0.5 / 320, "\(curve.name) at \(seconds) s")
        }
      }
      #expect(panel.curves[0].points.count < 4000)
    }
  }

  @Test("One window is shown with margins, several in an overview, one of several when asked for")
  func choice() throws {
    let single = try answer(crossing)
    #expect(single.chosen == 0)
    #expect(single.length < 500)
    let marks = try single.chart().marks.map(\.name)
    #expect(marks == ["C1", "C2", "C3", "C4", "greatest"])
    let overview = try answer(crossings)
    #expect(overview.chosen == nil)
    #expect(overview.length == 600)
    let chart = try overview.chart()
    #expect(chart.marks.map(\.name) == ["1", "2", "3"])
    #expect(chart.list.count == 3)
    #expect(chart.subtitle.contains("3 windows: 3 total"))
    let second = try answer(crossings, window: 2)
    #expect(second.length < 200)
    #expect(second.subtitle.contains("window 2 of 3"))
    // The kink at 200 s is in neither picture of a crossing.
    #expect(second.shown.lowerBound > second.scenario.span.lowerBound.advanced(bySeconds: 200))
  }

  @Test("Of two totalities in one window every contact has a name of its own")
  func twoTotalities() throws {
    let text = SampleScenario.text(
      trajectory: SampleScenario.drift(
        west: [-2, 0, 0.8, 0, 2, 3], seconds: [0, 100, 200, 300, 400, 600]))
    let answer = try answer(text)
    #expect(answer.result.windows.map(\.phases.count) == [2])
    let marks = try answer.chart().marks
    let names = ["C1", "C2", "total 1 ends", "total 2 begins", "C3", "C4"]
    #expect(marks.map(\.name) == names + ["greatest"])
    let contacts = Array(marks.dropLast())
    #expect(contacts.map(\.seconds) == contacts.map(\.seconds).sorted())
    #expect(contacts.allSatisfy { !$0.text.isEmpty })
    let svg = String(decoding: try answer.svg(), as: UTF8.self)
    for name in names { #expect(svg.contains("\(name) 2000-06-01T00:0")) }
    let moments = WindowMoments(answer.result.windows[0]).moments
    #expect(moments.map(\.name) == names)
    #expect(moments.map(\.meaning)[2] == "totality 1 of 2 ends")
  }

  @Test("Bands cover the window without overlapping: partial, total, partial")
  func bands() throws {
    let answer = try answer(crossing)
    let chart = try answer.chart()
    let bands = chart.bands.filter { ["partial", "total"].contains($0.name) }
      .sorted { $0.start < $1.start }
    #expect(bands.map(\.name) == ["partial", "total", "partial"])
    let contacts = chart.marks.filter { $0.name.hasPrefix("C") }.map(\.seconds)
    #expect(
      bands.flatMap { [$0.start, $0.end] } == [
        contacts[0], contacts[1], contacts[1], contacts[2], contacts[2], contacts[3],
      ])
  }

  @Test("Sunrise at the Earth's limb stands where the Earth's umbra ends")
  func sunrise() throws {
    let scenario = try Samples.read(
      Preset.astp1975.text, set: ["span.start='1975-07-19T12:00:00Z'"])
    let answer = try TimelineAnswer(scenario)
    let lane = try #require(answer.lane)
    #expect(lane.marks.map(\.name) == ["sunrise"])
    let umbra = try #require(lane.bands.first { $0.name == "Earth's umbra" })
    let penumbra = try #require(lane.bands.first { $0.name == "Earth's penumbra" })
    #expect(umbra.end == lane.marks[0].seconds && umbra.end == penumbra.start)
    // The Sun's diameter of half a degree rises at 4° a minute.
    #expect(penumbra.end - penumbra.start > 6 && penumbra.end - penumbra.start < 12)
    // The reconstruction's sunrise is 12:02:55 +4/-2 minutes; the centre of the disc, then ours.
    let middle = (penumbra.start + penumbra.end) / 2
    #expect(abs(middle - 172) < 3)
  }

  @Test("Words: SVG and PNG say which window, contacts to the microsecond, constants, certificate")
  func words() throws {
    let answer = try answer(crossing)
    let svg = String(decoding: try answer.svg(), as: UTF8.self)
    for part in [
      "<title>disc hides the Sun for watcher</title>", "window 1 of 1: total for ",
      "radius 695700 km, apparent direction", "limb darkening neckel at 550 nm",
      "all windows", "totality \(Version.current)", "WGS 84",
    ] { #expect(svg.contains(part), "\(part)") }
    for name in ["C1", "C2", "C3", "C4", "greatest"] {
      #expect(svg.contains(try Regex("\(name) 2000-06-01T00:0[0-9]:[0-9]{2}\\.[0-9]{6}Z")))
    }
    let png = try PNGDecoder.decode(try answer.png())
    #expect(png.width == 1400 && png.height > 800)
  }

  /// A craft that leads by 305 m on the same orbit, which the node's motion turns across the Sun.
  private func lead(stop: String) -> String {
    let elements = """
      epoch = 2000-06-01T00:00:00Z
      semi_major_axis_km = 7000
      eccentricity = 0.0001
      inclination_deg = 40
      ascending_node_deg = 30
      argument_of_perigee_deg = 0
      """
    return """
      schema = 1
      [scenario]
      name = "lead"
      [span]
      start = 2000-06-16T00:00:00Z
      stop = \(stop)
      [observer]
      name = "watcher"
      [observer.trajectory]
      propagator = "j2"
      [observer.trajectory.elements]
      \(elements)
      mean_anomaly_deg = 0
      [occulter]
      name = "ball"
      [occulter.shape]
      kind = "sphere"
      radius_m = 25
      [occulter.trajectory]
      propagator = "j2"
      [occulter.trajectory.elements]
      \(elements)
      mean_anomaly_deg = 0.0025
      """
  }

  @Test("Of more turns than a picture can show the windows alone are drawn, each where it is")
  func crowded() throws {
    let answer = try answer(lead(stop: "2000-07-01T00:00:00Z"))
    // a = 7000 km: 5828.5 s a turn; J2 makes the osculating axis differ by some kilometres.
    #expect(abs(answer.turns - 15 * 86_400 / 5828.5) < 1)
    #expect(answer.isCrowded && answer.result.windows.count > 20)
    // Two weeks after the epoch the rounding of both orbits leaves no window of a microsecond.
    for window in answer.result.windows {
      let (start, end) = (try #require(window.first), try #require(window.fourth))
      #expect(end.instant.seconds(since: start.instant) > 1)
    }
    let note = try #require(answer.notes.first)
    #expect(note.contains("222 turns of the observer, more than a picture can show"))
    let chart = try answer.chart()
    #expect(chart.subtitle.hasSuffix(" in 222 turns, curves left out"))
    #expect(chart.panels.count == 3 && chart.bands.isEmpty && chart.marks.count <= 24)
    let hidden = chart.panels[2].curves[0].points
    #expect(hidden.count == 3 * answer.result.windows.count)
    for (index, window) in answer.result.windows.enumerated() {
      let top = hidden[3 * index + 1]
      #expect(top.value == 100 * window.greatest.limbDarkenedObscuration)
      #expect(abs(top.seconds - answer.seconds(window.greatest.instant)) < 1e-6)
      #expect(hidden[3 * index + 2].value.isNaN)
    }
    #expect(chart.lane?.bands.count == answer.result.windows.count)
    #expect(try answer.png().count > 10_000)
    // One of them is drawn as ever.
    let single = try self.answer(lead(stop: "2000-07-01T00:00:00Z"), window: 3)
    #expect(!single.isCrowded && single.notes.isEmpty)
  }

  @Test("In some turns every swing of the separation is met, none missed by the even samples")
  func swings() throws {
    let answer = try answer(lead(stop: "2000-06-18T12:00:00Z"))
    #expect(!answer.isCrowded && answer.notes.isEmpty && answer.turns > 30)
    let separation = try answer.chart().panels[0].curves[0].points
    // Once in each turn the craft ahead goes from the Sun's side to the other, through 90°.
    let right = 90 * Angles.degree / (959.63 * Angles.arcsecond)
    let turns = zip(separation, separation.dropFirst()).count {
      $0.value < right && $1.value >= right
    }
    #expect(abs(Double(turns) - answer.turns) <= 1.5, "\(turns) of \(answer.turns)")
  }

  @Test(
    "Ticks of the clock are round, at most a dozen, and inside",
    arguments: [0.0007, 0.02, 0.9, 7, 61, 600, 5000, 86_400, 400_000, 3e6, 4e7, 1.5e9])
  func ticks(seconds: Double) throws {
    let start = try Instant.parse("1975-07-19T23:59:41.3Z").instant
    let span = start...start.advanced(bySeconds: seconds)
    let clock = try ClockTicks(over: span)
    let named = clock.ticks.filter { !$0.text.isEmpty && span.contains($0.instant) }
    #expect(!named.isEmpty && named.count <= 13, "\(named.count) ticks")
    // Over several days noon comes back.
    #expect(seconds > 86_400 || Set(named.map(\.text)).count == named.count)
    #expect(clock.ticks.count < 300)
  }

  @Test("Ticks after midnight tell the date once, and a leap second shifts no label")
  func dates() throws {
    let start = try Instant.parse("2016-12-31T23:59:50Z").instant
    let clock = try ClockTicks(over: start...start.advanced(bySeconds: 21))
    let named = clock.ticks.filter { !$0.text.isEmpty }
    #expect(clock.label == "UTC, 2016-12-31 to 2017-01-01")
    #expect(named.first?.text == "23:59:50")
    let midnight = try #require(named.first { $0.text == "2017-01-01" })
    // The day ends with 23:59:60.
    #expect(midnight.instant.seconds(since: start) == 11)
    #expect(named.last?.text == "00:00:10")
  }

  @Test(
    "A window that is not there is refused with what there is",
    arguments: [
      (0, "--window 0: there is one window"), (2, "--window 2: there is one window"),
      (-1, "--window -1"),
    ])
  func mistakes(number: Int, words: String) throws {
    do {
      _ = try answer(crossing, window: number)
      Issue.record("accepted")
    } catch {
      #expect("\(error)".contains(words))
    }
    do {
      _ = try answer(crossings, window: 4)
      Issue.record("accepted")
    } catch {
      #expect("\(error)" == "--window 4: allowed are 1 to 3")
    }
  }
}
