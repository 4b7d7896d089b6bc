import Campaign
import Foundation
import TestSupport
import Testing

/// One mistake in the small scenario, and how it is told.
struct Mistake: Sendable, CustomTestStringConvertible {
  var what: String
  var replace: String
  var with: String
  var expected: [String]

  var testDescription: String { what }

  var text: String { SampleScenario.bare.replacingOccurrences(of: replace, with: with) }

  init(_ what: String, _ replace: String, _ with: String, _ expected: String...) {
    (self.what, self.replace, self.with, self.expected) = (what, replace, with, expected)
  }
}

@Suite("Scenario mistakes")
struct ScenarioErrorTests {
  @Test(
    "A mistake is told with file, line, key, what was found and what to do",
    arguments: [
      Mistake(
        "not a number", "radius_m = 1", "radius_m = nan",
        "a.toml:23:1: occulter.shape.radius_m: found nan, allowed > 0 and ≤ 10000000 m"),
      Mistake(
        "negative radius", "radius_m = 1", "radius_m = -1",
        "a.toml:23:1: occulter.shape.radius_m: found -1, allowed > 0 and ≤ 10000000 m"),
      Mistake(
        "span reversed", "stop = 2000", "stop = 1999",
        "a.toml:8:1: span.stop: found an end that does not come after the start; "
          + "exchange start and stop"),
      Mistake(
        "two time scales", "stop = 2000-06-01T00:10:00Z", "stop = \"2000-06-01T00:10:00 TT\"",
        "a.toml:8:1: span.stop: found TT, but start is in UTC; write both in one time scale"),
      Mistake(
        "unknown key", "radius_m = 1", "radiu_m = 1",
        "a.toml:21:11: occulter.shape.radius_m: missing, expected a number in metres; add "
          + "'radius_m = …' to [occulter.shape]",
        "a.toml:23:1: occulter.shape.radiu_m: unknown key; did you mean 'radius_m'?"),
      Mistake(
        "wrong unit", "radius_m = 1", "radius_km = 1",
        "a.toml:21:11: occulter.shape.radius_m: missing, expected a number in metres; add "
          + "'radius_m = …' to [occulter.shape]",
        "a.toml:23:1: occulter.shape.radius_km: unknown key; the unit is in the key: radius_m, "
          + "in metres"),
      Mistake(
        "month 13", "start = 2000-06-01T00:00:00Z", "start = \"2000-13-01T00:00:00Z\"",
        "a.toml:7:1: span.start: '2000-13-01T00:00:00Z' is not an instant: there is no such day; "
          + "write it as 1975-07-19T12:03:20.5Z or 1975-07-19T12:03:20.5 TDB"),
      Mistake(
        "offset date-time", "start = 2000-06-01T00:00:00Z", "start = 2000-06-01T00:00:00+02:00",
        "a.toml:7:1: span.start: found the offset +02:00, allowed UTC; subtract 2 h and end with Z"
      ),
      Mistake(
        "local date-time", "start = 2000-06-01T00:00:00Z", "start = 2000-06-01T00:00:00",
        "a.toml:7:1: span.start: found a date-time without a zone (2000-06-01T00:00:00); end with "
          + "Z for UTC: 2000-06-01T00:00:00Z; write other scales as text: "
          + "\"2000-06-01T00:00:00 TDB\""),
      Mistake(
        "name with a blank", "name = \"tiny\"", "name = \"a b\"",
        "a.toml:4:1: scenario.name: found a name that cannot be part of a file name; use letters, "
          + "digits, '.', '_' and '-', beginning with a letter or digit"),
      Mistake(
        "wrong word", "kind = \"disc\"", "kind = \"disk\"",
        "a.toml:22:1: occulter.shape.kind: found \"disk\", allowed \"disc\", \"sphere\", "
          + "\"tilted-disc\", \"ellipsoid\", \"polygon\", \"mesh\", \"composite\"; "
          + "did you mean \"disc\"?"),
      Mistake(
        "two motions", "range_m = 100",
        "range_m = 100\n[occulter.trajectory.clohessy_wiltshire]\nepoch = 2000-06-01T00:00:00Z",
        "a.toml:28:22: occulter.trajectory.clohessy_wiltshire: found together with sun_line, "
          + "allowed is exactly one of state, elements, csv, "),
      Mistake(
        "no motion", "[occulter.trajectory.sun_line]", "[occulter.trajectory.sunline]",
        "a.toml:25:22: occulter.trajectory.sunline: unknown section; did you mean 'sun_line'?"),
      Mistake(
        "two numbers for three", "r_km = [7000, 0, 0]", "r_km = [7000, 0]",
        "a.toml:15:1: observer.trajectory.state.r_km: found 2 values, allowed 3"),
      Mistake(
        "an infinite position", "r_km = [7000, 0, 0]", "r_km = [7000, inf, 0]",
        "a.toml:15:15: observer.trajectory.state.r_km[1]: found inf"),
      Mistake(
        "a number in quotes", "range_m = 100", "range_m = \"100 m\"",
        "a.toml:27:1: occulter.trajectory.sun_line.range_m: found the string \"100 m\", expected "
          + "a number in metres; write the number alone, without quotes: the unit is in the key"),
      Mistake(
        "runs into the observer", "range_m = 100", "range_m = 100\nrate_m_s = -1",
        "rate -1.0 m/s brings the occulter into the observer; give a stop range"),
      Mistake(
        "a later format", "schema = 1", "schema = 2", "a.toml:1:1: schema: found 2, allowed 1"),
      Mistake(
        "a key twice", "range_m = 100", "range_m = 100\nrange_m = 101", "a.toml:28:"),
    ])
  func mistakes(mistake: Mistake) {
    let problems = Samples.problems(mistake.text)
    for expected in mistake.expected {
      #expect(problems.contains { $0.contains(expected) }, "\(problems)")
    }
  }

  @Test(
    "A picture of no pixels, of a million squared and of too many in all is refused",
    arguments: [
      (
        "size = [0, 0]", ["size[0]: found 0, allowed 1…16384", "size[1]: found 0, allowed 1…16384"]
      ),
      (
        "size = [1000000, 1000000]",
        ["size[0]: found 1000000, allowed 1…16384", "size[1]: found 1000000, allowed 1…16384"]
      ),
      (
        "size = [16384, 16384]",
        [
          "size: found 16384 × 16384 pixels, allowed are 67108864 in all; make the picture "
            + "smaller, such as [1024, 1024]"
        ]
      ),
      (
        "size = [4000, 10]\npixel_scale_arcsec = 1000",
        ["pixel_scale_arcsec: found a picture whose corners look"]
      ),
      ("passband_nm = [700, 400]", ["passband_nm: found a passband that ends before it begins"]),
    ])
  func pictures(lines: String, expected: [String]) {
    let text = SampleScenario.text(more: "[camera]\n" + lines)
    let line = Samples.line(of: "[camera]", in: text) + (lines.contains("\n") ? 2 : 1)
    let problems = Samples.problems(text)
    #expect(problems.count == expected.count, "\(problems)")
    for (problem, expected) in zip(problems, expected) {
      #expect(problem.hasPrefix("a.toml:\(line):"), "\(problem)")
      #expect(problem.contains("camera." + expected), "\(problem)")
    }
  }

  @Test("A sequence that outlives the ephemeris is refused at once")
  func endlessSequence() {
    let problems = Samples.problems(
      SampleScenario.text(
        more: """
          [sequence]
          start = 2000-06-01T00:00:00Z
          cadence_s = 1e7
          frames = 1000000
          """))
    #expect(problems.count == 1, "\(problems)")
    let words = "sequence.frames: found a sequence that ends after the year 2100"
    #expect(problems.first?.contains(words) == true)
  }

  @Test("All problems are listed at once, in the order of their lines")
  func several() {
    let text = SampleScenario.bare.replacingOccurrences(of: "radius_m = 1", with: "radius_m = -1")
      .replacingOccurrences(of: "stop = 2000", with: "stop = 1999")
      .replacingOccurrences(of: "\"tiny\"", with: "\"a b\"")
    let lines = Samples.problems(text).map { $0.split(separator: ":")[1] }
    #expect(lines == ["4", "8", "23"])
  }

  @Test("An empty file and a missing section are told apart")
  func missing() {
    #expect(
      Samples.problems(" \n") == [
        "a.toml: the file is empty; start from the template that 'totality scenario schema --format "
          + "toml' prints"
      ])
    let text = SampleScenario.bare.replacingOccurrences(of: "[span]", with: "[scenario.span]")
    let problems = Samples.problems(text)
    #expect(problems.contains { $0.contains("span.start: missing, expected") }, "\(problems)")
    #expect(
      problems.contains {
        $0.contains("a.toml:6:11: scenario.span: unknown section; it belongs at the top")
      }, "\(problems)")
  }

  @Test("An orbit below the ground is refused with its perigee")
  func lowOrbit() {
    for (old, new) in [("7000", "6000"), ("7.5", "6.5")] {
      let problems = Samples.problems(SampleScenario.bare.replacingOccurrences(of: old, with: new))
      #expect(problems.count == 1)
      #expect(problems.first?.hasPrefix("a.toml:10:2: observer: the perigee lies 4") == true)
      #expect(problems.first?.contains("below its surface") == true)
    }
  }

  @Test("A wrong electron model and a wrong law of the limb are told at their keys")
  func coronaAndLaw() {
    let corona = Samples.problems(SampleScenario.text(more: "[corona]\nelectrons = \"saito\""))
    #expect(corona.count == 1)
    #expect(
      corona.first?.contains("corona.electrons: density model \"saito\" is not known") == true)
    let law = Samples.problems(SampleScenario.text(more: "[sun]\nlimb_darkening = {linear = 2}"))
    #expect(
      law.contains { $0.contains("sun.limb_darkening.linear: found 2, allowed 0…1") }, "\(law)")
    let infrared = Samples.problems(SampleScenario.text(more: "[sun]\nwavelength_nm = 2000"))
    #expect(infrared.count == 1)
    #expect(infrared.first?.contains("sun.wavelength_nm: ") == true)
  }

  @Test("A table that is missing, not numeric or empty is told with its own file and line")
  func tables() throws {
    let folder = try TemporaryFolder()
    let head = "t_s,x_km,y_km,z_km,vx_km_s,vy_km_s,vz_km_s\n"
    try folder.write(head + "0,7000,0,0,0,7.5,0\n60,7000,abc,0,0,7.5,0\n", to: "broken.csv")
    try folder.write(head + "0,7000,0,0,0,7.5,0\n0,7000,1,0,0,7.5,0\n", to: "twice.csv")
    try folder.write("", to: "empty.csv")
    for (file, words) in [
      ("none.csv", "the table 'none.csv' cannot be read"),
      ("broken.csv", "broken.csv:3: column y_km: 'abc' is not a finite number"),
      ("twice.csv", "twice.csv:3: this row's time does not come after the row before it"),
      ("empty.csv", "empty.csv: the file is empty; the first line must name the columns"),
    ] {
      let text = SampleScenario.bare.replacingOccurrences(
        of: "[observer.trajectory.state]", with: "[observer.trajectory]\ncsv = \"\(file)\""
      ).replacingOccurrences(of: "r_km = [7000, 0, 0]\nv_km_s = [0, 7.5, 0]\n", with: "")
      let problems = Samples.problems(text, folder: folder.path)
      #expect(problems.count == 1)
      #expect(problems.first?.contains("a.toml:10:2: observer: " + words) == true, "\(problems)")
      #expect(problems.first?.contains(folder.path) == false)
    }
  }

  @Test("An occulter around the observer ends the search with the instant and exit code 65")
  func observerInside() throws {
    let inside = SampleScenario.text(shape: "kind = \"sphere\"\nradius_m = 200")
    let later = SampleScenario.text(
      shape: "kind = \"sphere\"\nradius_m = 50",
      trajectory: """
        [occulter.trajectory.sun_line_table]
        epoch = 2000-06-01T00:00:00Z
        t_s = [0, 600]
        range_m = [100, 40]
        """)
    for (text, instant) in [(inside, "2000-06-01T00:00:00"), (later, "2000-06-01T00:0")] {
      let scenario = try Samples.read(text)
      let error = #expect(throws: (any Error).self) { try WindowsAnswer(scenario) }
      let failure = Failure(try #require(error))
      #expect(failure.status == .badData)
      #expect(failure.message.contains("at \(instant)"), "\(failure.message)")
      #expect(failure.message.contains("the observer is"), "\(failure.message)")
      #expect(failure.message.contains("give the occulter more range or a smaller radius"))
    }
  }
}
