import Astronomy
import Campaign
import Foundation
import TestSupport
import Testing

@Suite("Answer: ephemeris")
struct EphemerisAnswerTests {
  private func text(
    _ scenario: Scenario, step: Double, of subject: EphemerisAnswer.Subject? = nil,
    format: EphemerisAnswer.Format = .csv, from: String? = nil, to: String? = nil
  ) throws -> String {
    let answer = try EphemerisAnswer(
      scenario, stepSeconds: step, from: from.map { try Instant.parse($0).instant },
      to: to.map { try Instant.parse($0).instant }, of: subject)
    var bytes: [UInt8] = []
    try answer.write(format) { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The cells of a table by column.
  private func columns(_ table: String) throws -> [String: [Double]] {
    let lines = table.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let names = try #require(lines.first)
    var columns: [String: [Double]] = [:]
    for (index, name) in names.enumerated() where name != "utc" {
      columns[name] = try lines.dropFirst().map { try #require(Double($0[index])) }
    }
    return columns
  }

  /// The contacts and greatest moments of a scenario, seconds.
  private func moments(_ scenario: Scenario) throws -> [Double] {
    let document = try JSONValue.parse(try WindowsAnswer(scenario).json())
    return try #require(document["windows"]?.array).flatMap { window in
      ["c1", "c2", "c3", "c4"].compactMap { window["contacts"]?[$0]?["seconds"]?.number }
    }
  }

  @Test("A scenario that reads its own ephemeris back has the same contacts to a microsecond")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    let preset = Preset.astp1975.text
    let scenario = try Samples.read(preset)
    try folder.write(try text(scenario, step: 20, of: .observer), to: "observer.csv")
    try folder.write(try text(scenario, step: 20, of: .occulter), to: "occulter.csv")
    func replacing(_ text: String, _ begin: String, before end: String, by csv: String) throws
      -> String
    {
      let first = try #require(text.range(of: begin))
      let last = try #require(text.range(of: end))
      return text.replacingCharacters(in: first.lowerBound..<last.lowerBound, with: csv)
    }
    try folder.write(try text(scenario, step: 20, of: .observer, format: .oem), to: "observer.oem")
    let message = try replacing(
      preset, "[observer.trajectory]", before: "[occulter]",
      by: "[observer.trajectory]\noem = \"observer.oem\"\n\n")
    let one = try replacing(
      preset, "[observer.trajectory]", before: "[occulter]",
      by: "[observer.trajectory]\ncsv = \"observer.csv\"\n\n")
    let two = try replacing(
      one, "[occulter.trajectory.two_body]", before: "[corona]",
      by: "[occulter.trajectory]\ncsv = \"occulter.csv\"\n\n")
    let expected = try moments(scenario)
    #expect(expected.count == 2)
    for text in [one, two, message] {
      let again = try moments(try Samples.read(text, folder: folder.path))
      #expect(again.count == expected.count)
      for (here, there) in zip(again, expected) { #expect(abs(here - there) < 1e-6) }
    }
  }

  @Test("Sun-line components are the ones the scenario gives, and every length agrees")
  func components() throws {
    let scenario = try Samples.read(
      SampleScenario.text(trajectory: SampleScenario.drift(west: [-3, 3], seconds: [0, 600])))
    let table = try columns(try text(scenario, step: 150))
    let cells = { (name: String) throws -> [Double] in try #require(table[name], "\(name)") }
    for (west, expected) in zip(try cells("sun_west_m"), [-3, -1.5, 0, 1.5, 3]) {
      #expect(abs(west - expected) < 1e-9)
    }
    for range in try cells("sun_range_m") { #expect(abs(range - 100) < 1e-9) }
    for north in try cells("sun_north_m") { #expect(abs(north) < 1e-9) }
    for row in 0..<5 {
      func length(_ names: [String]) throws -> Double {
        try names.reduce(0) { try $0 + pow(cells($1)[row], 2) }.squareRoot()
      }
      let range = try cells("range_m")[row]
      #expect(abs(try length(["relative_x_m", "relative_y_m", "relative_z_m"]) - range) < 1e-8)
      #expect(abs(try length(["radial_m", "along_track_m", "cross_track_m"]) - range) < 1e-8)
      let angle = atan2(abs(try cells("sun_west_m")[row]), 100) / Angles.arcsecond
      #expect(abs(try cells("separation_arcsec")[row] - angle) < 1e-6)
      // 6 m in 600 s beside the turning of the Sun line, 2.6e-5 rad/s of 100 m at most.
      let speed = try length(["relative_vx_m_s", "relative_vy_m_s", "relative_vz_m_s"])
      #expect(abs(speed - 0.01) < 3e-5)
      for axis in ["x", "y", "z"] {
        let difference =
          try cells("occulter_\(axis)_km")[row] - cells("observer_\(axis)_km")[row]
        #expect(abs(difference * 1000 - (try cells("relative_\(axis)_m")[row])) < 1e-8)
      }
    }
    // The observer begins on the x axis and moves along y: radial is x, along track y.
    #expect(abs(try cells("radial_m")[0] - (try cells("relative_x_m")[0])) < 1e-9)
    #expect(abs(try cells("along_track_m")[0] - (try cells("relative_y_m")[0])) < 1e-9)
    #expect(try cells("observer_x_km")[0] == 7000)
    #expect(try cells("observer_vy_km_s")[0] == 7.5)
  }

  @Test("The end is a row when it falls on a step, and not otherwise; instants need no rounding")
  func rows() throws {
    let scenario = try Samples.read(SampleScenario.bare)
    let labels = { (table: String) in
      table.split(separator: "\n").dropFirst().map { String($0.prefix { $0 != "," }) }
    }
    let tenth = try labels(text(scenario, step: 0.1, of: .observer, to: "2000-06-01T00:00:01Z"))
    #expect(tenth.count == 11)
    #expect(tenth.last == "2000-06-01T00:00:01.000Z")
    #expect(try labels(text(scenario, step: 7, of: .observer)).last == "2000-06-01T00:09:55.000Z")
    let third = try labels(
      text(scenario, step: 0.125e-3, of: .observer, to: "2000-06-01T00:00:00.001Z"))
    #expect(third.count == 9)
    #expect(third[1] == "2000-06-01T00:00:00.000125Z")
    let one = try labels(text(scenario, step: 1e9, of: .relative))
    #expect(one == ["2000-06-01T00:00:00.000Z"])
    // A UTC second of 1966 is 1.00000003 s long.
    let early = try labels(
      text(
        scenario, step: 1, of: .observer, from: "1966-02-01T00:00:00Z", to: "1966-02-01T00:00:02Z"))
    #expect(early[1] == "1966-02-01T00:00:00.999999970Z")
    // Through the leap second at the end of 2016.
    let leap = try labels(
      text(
        scenario, step: 1, of: .observer, from: "2016-12-31T23:59:59Z", to: "2017-01-01T00:00:00Z"))
    #expect(leap[1] == "2016-12-31T23:59:60.000Z")
    #expect(leap.count == 3)
  }

  @Test("An OEM has the parts CCSDS 502.0-B-2 asks for, and the states of the table")
  func message() throws {
    let scenario = try Samples.read(SampleScenario.bare)
    let lines = try text(scenario, step: 300, of: .occulter, format: .oem)
      .split(separator: "\n").map(String.init)
    #expect(lines.first == "CCSDS_OEM_VERS = 2.0")
    var values: [String: String] = [:]
    for line in lines where line.contains(" = ") {
      let parts = line.components(separatedBy: " = ")
      values[parts[0]] = parts[1]
    }
    #expect(values["ORIGINATOR"] == "TOTALITY")
    #expect(values["CREATION_DATE"]?.count == 19)
    #expect(values["OBJECT_NAME"] == "DISC")
    #expect(values["CENTER_NAME"] == "EARTH")
    #expect(values["REF_FRAME"] == "GCRF")
    #expect(values["TIME_SYSTEM"] == "UTC")
    #expect(values["START_TIME"] == "2000-06-01T00:00:00")
    #expect(values["STOP_TIME"] == "2000-06-01T00:10:00")
    #expect(values["INTERPOLATION"] == "HERMITE")
    #expect(values["INTERPOLATION_DEGREE"] == "5")
    for key in ["META_START", "META_STOP"] { #expect(lines.contains(key)) }
    let states = lines.filter { $0.hasPrefix("2000") }.map { line in
      line.split(separator: " ").dropFirst().compactMap { Double($0) }
    }
    let table = try columns(try text(scenario, step: 300, of: .occulter))
    #expect(states.count == 3)
    for (index, name) in ["x_km", "y_km", "z_km", "vx_km_s", "vy_km_s", "vz_km_s"].enumerated() {
      for (state, cell) in zip(states, try #require(table[name])) {
        #expect(abs(state[index] - cell) < 1e-11)
      }
    }
    for line in lines {
      #expect(line.utf8.count <= 254 && line.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
    }
    let relative = try text(scenario, step: 300, of: .relative, format: .oem)
    #expect(relative.contains("OBJECT_NAME = DISC\n"))
    #expect(relative.contains("CENTER_NAME = WATCHER\n"))
    // A single state cannot be interpolated.
    #expect(!(try text(scenario, step: 1e4, format: .oem)).contains("INTERPOLATION"))
  }

  @Test("A message of more states than fit is refused, a table of as many is not")
  func longMessage() throws {
    let scenario = try Samples.read(SampleScenario.bare)
    let answer = try EphemerisAnswer(
      scenario, stepSeconds: 1e-4, from: nil, to: nil, of: .observer)
    #expect(answer.count == 6_000_001)
    do {
      try answer.write(.oem) { _ in }
      Issue.record("accepted")
    } catch {
      #expect("\(error)".contains("an OEM of 6000001 states: allowed are 1000000"), "\(error)")
    }
  }

  @Test("The Moon is said to be given as seen, unless its place is asked for")
  func moon() throws {
    let scenario = try Samples.read(Preset.moon2017.text)
    func notes(_ scenario: Scenario, _ subject: EphemerisAnswer.Subject?) throws -> [String] {
      try EphemerisAnswer(scenario, stepSeconds: 600, from: nil, to: nil, of: subject)
        .notes(for: .csv)
    }
    #expect(try notes(scenario, .relative).first?.contains("as seen, with light time") == true)
    #expect(try notes(scenario, .observer).isEmpty)
    let geometric = try Samples.read(
      Preset.moon2017.text, set: ["sun.direction='geometric'"])
    #expect(try notes(geometric, nil).isEmpty)
  }

  @Test("The JSON document names its units and has the numbers of the table")
  func document() throws {
    let scenario = try Samples.read(SampleScenario.bare)
    let document = try JSONValue.parse(try text(scenario, step: 60, format: .json))
    #expect(document["schema"] == .string("totality.ephemeris/1"))
    #expect(document["count"] == .number(11))
    let rows = try #require(document["rows"]?.array)
    let table = try columns(try text(scenario, step: 60))
    #expect(rows.count == 11)
    for (index, row) in rows.enumerated() {
      for (name, cells) in table { #expect(row[name] == .number(cells[index]), "\(name)") }
    }
  }

  @Test(
    "Steps and times that make no sense are refused with what is allowed",
    arguments: [
      (0, nil, nil, "--step 0.0: must be a number of seconds"),
      (-1, nil, nil, "0.000001 or more"),
      (.nan, nil, nil, "--step nan"),
      (.infinity, nil, nil, "--step inf"),
      (
        1e-5, nil, nil, "would make 60000001 rows, allowed are 10000000; choose a step of 6.3e-05 s"
      ),
      (1, "2000-06-01T00:05:00Z", "2000-06-01T00:04:00Z", "exchange or correct --from and --to"),
      (1, "1950-01-01T00:00:00 TT", "1950-01-02T00:00:00 TT", "UTC, which begins in 1960"),
    ] as [(Double, String?, String?, String)])
  func mistakes(step: Double, from: String?, to: String?, words: String) throws {
    let scenario = try Samples.read(SampleScenario.bare)
    do {
      _ = try text(scenario, step: step, from: from, to: to)
      Issue.record("accepted")
    } catch {
      #expect("\(error)".contains(words), "\(error)")
    }
  }

  @Test("Times outside a table are refused with the table's ends, unless the table is not needed")
  func coverage() throws {
    let scenario = try Samples.read(
      SampleScenario.text(trajectory: SampleScenario.drift(west: [0, 0], seconds: [0, 600])))
    let to = "2000-06-01T00:20:00Z"
    #expect(try text(scenario, step: 600, of: .observer, to: to).split(separator: "\n").count == 4)
    do {
      _ = try text(scenario, step: 600, of: .relative, to: to)
      Issue.record("accepted")
    } catch {
      #expect(
        "\(error)".contains("covers 2000-06-01T00:00:00.000Z to 2000-06-01T00:10:00.000Z"),
        "\(error)")
      #expect("\(error)".contains("choose --from and --to inside"))
    }
  }
}
