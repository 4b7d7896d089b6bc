import Astronomy
import Campaign
import Testing

@Suite("Configuration: reading")
struct ConfigurationReadingTests {
  @Test("A minimal scenario reads with every default in place")
  func defaultsApply() throws {
    let sample = try readSample(minimalText).value
    #expect(
      sample
        == Sample(
          name: "x", start: "1975-07-19T12:00:00Z", scaleArcseconds: 12.9, size: [1024, 1024],
          exposuresSeconds: [1], orbit: .csv("orbit.csv"), law: .neckel, steps: [],
          shape: .init(radiusMetres: 1.956), hasFilter: false, table: nil))
  }

  @Test("Integers are read as numbers, and minus zero loses its sign")
  func integersForDoubles() throws {
    let sample = try readSample(
      minimalText + "\n[camera]\npixel_scale_arcsec = 2\nexposures_s = [1, 0.5]\n"
    ).value
    #expect(sample.scaleArcseconds == 2)
    #expect(sample.exposuresSeconds == [1, 0.5])
    let signed = try readSample(
      "[scenario]\nname='x'\n[observer.state]\nr_km = [-0.0, 0, 1]\n")
    #expect(signed.effective.tomlText.contains("r_km = [0.0, 0.0, 1.0]"))
  }

  @Test("Each alternative of a choice is read, as table, key or word")
  func alternatives() throws {
    let head = "[scenario]\nname = \"x\"\n"
    func orbit(_ text: String) throws -> Sample.Orbit? { try readSample(head + text).value.orbit }
    #expect(try orbit("[observer]\nstate = { r_km = [1, 2, 3] }") == .state(Vector3(1, 2, 3)))
    #expect(try orbit("[observer.state]\nr_km = [1, 2, 3]") == .state(Vector3(1, 2, 3)))
    #expect(try orbit("[observer.sun_line]") == .sunLine(150))
    func law(_ text: String) throws -> Sample.Law? {
      try readSample(minimalText + "\n[sun]\nlimb_darkening = " + text).value.law
    }
    #expect(try law("\"neckel\"") == .neckel)
    #expect(try law("{ linear = 0.6 }") == .linear(0.6))
    #expect(try law("{ quadratic = [0.4, 0.2] }") == .quadratic([0.4, 0.2]))
  }

  @Test("A list of tables is read in order, each with the keys of its own word")
  func listsOfTables() throws {
    let steps = try readSample(
      minimalText + "\n[[chain]]\nstep='merge'\n[[chain]]\nstep='enhance'\nupsilon=0.5"
    ).value.steps
    #expect(steps == [.merge, .enhance(0.5)])
  }

  @Test("A bare date-time becomes text with every nanosecond, quoted text stays verbatim")
  func instants() throws {
    func start(_ value: String) throws -> String? {
      try readSample("[scenario]\nname='x'\nstart=\(value)\n[observer]\ncsv='a'").value.start
    }
    #expect(try start("1975-07-19T12:00:00Z") == "1975-07-19T12:00:00Z")
    #expect(try start("1975-07-19 12:00:00.000000123Z") == "1975-07-19T12:00:00.000000123Z")
    #expect(try start("1975-07-19T12:00:00.5+00:00") == "1975-07-19T12:00:00.5Z")
    #expect(try start("\"1975-07-19T12:00:00 TDB\"") == "1975-07-19T12:00:00 TDB")
    #expect(try start("\"1978-12-31T23:59:60Z\"") == "1978-12-31T23:59:60Z")
  }

  @Test("Relative paths start from the scenario's folder, absolute ones stay")
  func paths() throws {
    func table(_ path: String) throws -> String? {
      try readSample(minimalText + "\n[camera]\nflat_csv = \"\(path)\"").value.table
    }
    #expect(try table("flat.csv") == "/data/flat.csv")
    #expect(try table("/absolute/flat.csv") == "/absolute/flat.csv")
  }

  @Test("A byte order mark and CRLF line ends change nothing")
  func windowsFiles() throws {
    let windows = "\u{FEFF}" + minimalText.split(separator: "\n").joined(separator: "\r\n")
    let reading = try readSample(windows)
    #expect(reading.value == (try readSample(minimalText).value))
    #expect(
      reading.effective.entries.map(\.origin)
        == (try readSample(minimalText).effective.entries.map(\.origin)))
  }
}
