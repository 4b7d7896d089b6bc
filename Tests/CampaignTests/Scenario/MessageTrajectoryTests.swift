import Campaign
import Foundation
import TestSupport
import Testing

@Suite("Scenario: trajectories from messages and kernels")
struct MessageTrajectoryTests {
  private func windows(_ scenario: Scenario) throws -> [JSONValue] {
    let document = try JSONValue.parse(try WindowsAnswer(scenario).json())
    return try #require(document["windows"]?.array)
  }

  private func problem(_ folder: TemporaryFolder, _ text: String) throws -> String {
    do {
      _ = try Scenario.read(try folder.write(text, to: "a.toml"))
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test("The formation job is found whole from its two orbit ephemerides, to 1e-6 s of the truth")
  func formationJob() throws {
    let folder = ReferenceData.repositoryPath("Fixtures/formation-job")
    let truth = try JSONValue.parse(
      String(contentsOfFile: folder + "/truth_windows.json", encoding: .utf8))
    let found = try windows(try Scenario.read(folder + "/formation-job.toml"))
    let total = found.filter { $0["class"] == .string("total") }
    for (windows, key, contacts) in [
      (found, "ANY", ["c1", "c4"]), (total, "FULL", ["c2", "c3"]),
    ] {
      let expected = try #require(truth[key]?.array)
      #expect(windows.count == expected.count)
      for (window, times) in zip(windows, expected) {
        for (index, contact) in contacts.enumerated() {
          let time = try #require(window["contacts"]?[contact]?["seconds"]?.number)
          let exact = try #require(times[index]?.number)
          #expect(abs(time - exact) < 1e-6, "\(contact) \(time) against \(exact)")
        }
      }
    }
  }

  private let spacecraft = """
    schema = 1
    [scenario]
    name = "pair"
    [span]
    start = "1975-07-19T12:10:00 TDB"
    stop = "1975-07-19T12:40:00 TDB"
    [observer]
    name = "A"
    [observer.trajectory]
    spk = "pair.bsp"
    target = -901
    [occulter]
    name = "B"
    shape = { kind = "sphere", radius_m = 2 }
    [occulter.trajectory]
    spk = "pair.bsp"
    target = -902
    """

  @Test("Kernels of SPICE are read where the scenario names them")
  func kernel() throws {
    let folder = try TemporaryFolder()
    let kernel = ReferenceData.repositoryPath("Fixtures/spk/hermite.bsp")
    try FileManager.default.copyItem(atPath: kernel, toPath: folder.path("pair.bsp"))
    let scenario = try Scenario.read(try folder.write(spacecraft, to: "a.toml"))
    // They fly 200 m apart along the track.
    let shadow = try JSONValue.parse(
      try ShadowAnswer(scenario, at: scenario.span.lowerBound).json())
    let distance = try #require(shadow["distance_m"]?.number)
    #expect(distance > 100 && distance < 300, "\(distance)")
    #expect(
      try problem(folder, spacecraft.replacingOccurrences(of: "-902", with: "-77")).contains(
        "-77"))
  }

  private let parameters = """
    CCSDS_OPM_VERS = 2.0
    CREATION_DATE = 2000-01-01T00:00:00
    ORIGINATOR = TEST
    OBJECT_NAME = A
    OBJECT_ID = 2000-001A
    CENTER_NAME = EARTH
    REF_FRAME = GCRF
    TIME_SYSTEM = UTC
    EPOCH = 2000-06-01T00:00:00
    X = 7000
    Y = 0
    Z = 0
    X_DOT = 0
    Y_DOT = 7.5
    Z_DOT = 0

    """

  @Test("An orbit parameter message starts an orbit; planned manoeuvres are not passed over")
  func parameterMessage() throws {
    let folder = try TemporaryFolder()
    let text = """
      schema = 1
      [scenario]
      name = "one"
      [span]
      start = 2000-06-01T00:00:00Z
      stop = 2000-06-01T00:10:00Z
      [observer]
      name = "A"
      trajectory = { opm = "a.opm" }
      [occulter]
      name = "B"
      shape = { kind = "disc", radius_m = 1 }
      trajectory = { sun_line = { range_m = 100 } }
      """
    try folder.write(parameters, to: "a.opm")
    let scenario = try Scenario.read(try folder.write(text, to: "a.toml"))
    #expect(try windows(scenario).count == 1)
    #expect(scenario.effectiveText.contains("a.opm"))
    let manoeuvre = """
      MAN_EPOCH_IGNITION = 2000-06-01T00:05:00
      MAN_DURATION = 10
      MAN_DELTA_MASS = -1
      MAN_REF_FRAME = RTN
      MAN_DV_1 = 0.001
      MAN_DV_2 = 0
      MAN_DV_3 = 0

      """
    try folder.write(
      parameters + "MASS = 1000\nSOLAR_RAD_AREA = 1\nSOLAR_RAD_COEFF = 1\nDRAG_AREA = 1\n"
        + "DRAG_COEFF = 2\n" + manoeuvre, to: "a.opm")
    #expect(
      try problem(folder, text).contains(
        "a.opm: the message has 1 manoeuvre(s), which are not flown; give states after them"))
    #expect(
      try problem(
        folder,
        text.replacingOccurrences(of: "\"a.opm\"", with: "\"a.opm\", manoeuvres = \"ignore\"")
      ).isEmpty)
  }

  @Test("A message that is missing, of another kind or without the object is told with its place")
  func messages() throws {
    let folder = try TemporaryFolder()
    let text = spacecraft.replacingOccurrences(of: "spk = \"pair.bsp\"", with: "oem = \"a.oem\"")
      .replacingOccurrences(of: "target = -901", with: "object = \"NOBODY\"")
      .replacingOccurrences(of: "target = -902", with: "")
    #expect(
      try problem(folder, text).contains("the orbit ephemeris message 'a.oem' cannot be read"))
    try folder.write(parameters, to: "a.oem")
    #expect(try problem(folder, text).contains("a.oem:1"))
    let job = ReferenceData.repositoryPath("Fixtures/formation-job/observer.oem")
    try folder.write(try String(contentsOfFile: job, encoding: .utf8), to: "a.oem")
    #expect(
      try problem(folder, text).contains(
        "a.oem: no states of 'NOBODY'; there are those of OBSERVER"))
  }
}
