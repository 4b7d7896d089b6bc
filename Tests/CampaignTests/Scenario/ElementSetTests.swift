import Campaign
import Foundation
import TestSupport
import Testing

@Suite("Scenario: element sets")
struct ElementSetTests {
  private let text = """
    schema = 1
    [scenario]
    name = "set"
    [span]
    start = 2000-06-27T18:50:00Z
    stop = 2000-06-27T21:50:00Z
    [observer]
    name = "Vanguard 1"
    trajectory = { tle = "a.tle" }
    [occulter]
    name = "B"
    shape = { kind = "disc", radius_m = 1 }
    trajectory = { sun_line = { range_m = 100 } }
    """

  // AIAA 2006-6753, the first case of its verification set.
  private let set = """
    0 VANGUARD 1
    1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753
    2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667
    """

  private let message = """
    CCSDS_OMM_VERS = 2.0
    CREATION_DATE = 2000-06-28T00:00:00
    ORIGINATOR = TEST
    OBJECT_NAME = VANGUARD 1
    OBJECT_ID = 1958-002B
    CENTER_NAME = EARTH
    REF_FRAME = TEME
    TIME_SYSTEM = UTC
    MEAN_ELEMENT_THEORY = SGP4
    EPOCH = 2000-06-27T18:50:19.733568
    MEAN_MOTION = 10.82419157
    ECCENTRICITY = 0.1859667
    INCLINATION = 34.2682
    RA_OF_ASC_NODE = 348.7242
    ARG_OF_PERICENTER = 331.7664
    MEAN_ANOMALY = 19.3264
    EPHEMERIS_TYPE = 0
    CLASSIFICATION_TYPE = U
    NORAD_CAT_ID = 5
    ELEMENT_SET_NO = 475
    REV_AT_EPOCH = 41366
    BSTAR = 0.000028098
    MEAN_MOTION_DOT = 0.00000023
    MEAN_MOTION_DDOT = 0

    """

  private func shadow(_ folder: TemporaryFolder, _ text: String) throws -> [Double] {
    let scenario = try Scenario.read(try folder.write(text, to: "a.toml"))
    let document = try JSONValue.parse(try WindowsAnswer(scenario).json())
    return try #require(document["earth_shadow"]?["umbra"]?.array).flatMap {
      [$0["start_seconds"]?.number ?? .nan, $0["stop_seconds"]?.number ?? .nan]
    }
  }

  private func problem(_ folder: TemporaryFolder, _ text: String) throws -> String {
    do {
      _ = try Scenario.read(try folder.write(text, to: "a.toml"))
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test("A two-line set and the message of the same elements fly alike")
  func alike() throws {
    let folder = try TemporaryFolder()
    try folder.write(set, to: "a.tle")
    try folder.write(message, to: "a.omm")
    let first = try shadow(folder, text)
    let second = try shadow(
      folder, text.replacingOccurrences(of: "tle = \"a.tle\"", with: "omm = \"a.omm\""))
    #expect(!first.isEmpty)
    // The epoch is the same; digits of the angles are, too.
    #expect(zip(first, second).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test("What is wrong with an element set is told with its place")
  func mistakes() throws {
    let folder = try TemporaryFolder()
    #expect(try problem(folder, text).contains("the file of element sets 'a.tle' cannot be read"))
    try folder.write(set.replacingOccurrences(of: "4753", with: "4754"), to: "a.tle")
    #expect(try problem(folder, text).contains("a.tle:2"))
    try folder.write(set, to: "a.tle")
    #expect(
      try problem(
        folder,
        text.replacingOccurrences(of: "\"a.tle\"", with: "\"a.tle\", catalogue_number = 7")
      ).contains("a.tle: no object has catalogue number 7"))
    try folder.write(
      message.replacingOccurrences(of: "THEORY = SGP4", with: "THEORY = DSST"), to: "a.omm")
    #expect(
      try problem(
        folder, text.replacingOccurrences(of: "tle = \"a.tle\"", with: "omm = \"a.omm\"")
      ).contains("MEAN_ELEMENT_THEORY = DSST cannot be propagated"))
  }

  @Test("A set far from the span is warned of")
  func old() throws {
    let folder = try TemporaryFolder()
    try folder.write(set, to: "a.tle")
    let late = text.replacingOccurrences(of: "2000-06-27", with: "2000-08-27")
    let scenario = try Scenario.read(try folder.write(late, to: "a.toml"))
    #expect(
      scenario.warnings.contains {
        $0.contains("the observer's element set is 61 days from the span")
      })
  }
}
