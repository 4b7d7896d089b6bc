import Campaign
import Foundation
import TestSupport
import Testing

@Suite("Scenario: attitudes from messages")
struct AttitudeMessageTests {
  /// A thin disc, its normal in the equator, that turns about the pole.
  private let scenario = SampleScenario.soyuz(
    stop: "1975-07-19T12:04:20Z",
    occulter: """
      [occulter.shape]
      kind = "tilted-disc"
      radius_m = 2
      normal = [1, 0, 0]
      [occulter.attitude]

      """)

  private let law = """
    kind = "inertial"
    [occulter.attitude.spin]
    axis = [0, 0, 1]
    rate_deg_s = 12
    epoch = 1975-07-19T12:03:20Z
    """

  /// The same spin as rows of 5 s, from GCRF to the body's frame.
  private func message(line: (Int, String)? = nil) -> String {
    var lines = [
      "CCSDS_AEM_VERS = 2.0", "CREATION_DATE = 1975-07-19T00:00:00", "ORIGINATOR = TEST",
      "META_START", "OBJECT_NAME = APOLLO", "OBJECT_ID = 1975-066A", "REF_FRAME_A = GCRF",
      "REF_FRAME_B = SC_BODY_1", "TIME_SYSTEM = UTC", "START_TIME = 1975-07-19T12:03:20",
      "STOP_TIME = 1975-07-19T12:04:20", "ATTITUDE_TYPE = QUATERNION", "META_STOP", "DATA_START",
    ]
    for index in 0...12 {
      let seconds = 20 + 5 * index
      let half = Double(index) * 30 * .pi / 180
      lines.append(
        String(format: "1975-07-19T12:%02d:%02d ", 3 + seconds / 60, seconds % 60)
          + "0 0 \(sin(half)) \(cos(half))")
    }
    lines.append("DATA_STOP")
    if let (number, text) = line { lines[number - 1] = text }
    return lines.joined(separator: "\n") + "\n"
  }

  private func read(_ attitude: String, message: String? = nil) throws -> Scenario {
    let folder = try TemporaryFolder()
    if let message { _ = try folder.write(message, to: "spin.aem") }
    return try Scenario.read(try folder.write(scenario + attitude, to: "a.toml"))
  }

  private func problem(_ attitude: String, message: String? = nil) -> String {
    do {
      return try read(attitude, message: message).identity
    } catch {
      return "\(error)"
    }
  }

  private func contacts(_ scenario: Scenario) throws -> [Double] {
    let document = try JSONValue.parse(try WindowsAnswer(scenario).json())
    return try #require(document["windows"]?.array).flatMap { window in
      (window["phases"]?.array ?? []).flatMap { phase in
        [phase["start_seconds"]?.number, phase["end_seconds"]?.number].compactMap { $0 }
      } + ["c1", "c2", "c3", "c4"].compactMap { window["contacts"]?[$0]?["seconds"]?.number }
    }
  }

  @Test("A disc that spins by a message has the windows of the same spin given as a law")
  func sameWindows() throws {
    let ofLaw = try contacts(try read(law))
    let ofMessage = try contacts(try read("aem = \"spin.aem\"", message: message()))
    #expect(ofLaw.count >= 2 && ofLaw.count == ofMessage.count)
    for (one, other) in zip(ofLaw, ofMessage) { #expect(abs(one - other) < 1e-8) }
  }

  @Test("The message's bytes are part of the scenario's identity")
  func identity() throws {
    let one = try read("aem = \"spin.aem\"", message: message())
    let other = try read("aem = \"spin.aem\"", message: message() + "\n")
    #expect(one.identity != other.identity)
    #expect(one.effectiveText.contains("spin.aem sha256 "))
  }

  @Test("What is wrong with the message is told with file and line")
  func problems() {
    let file = "aem = \"spin.aem\""
    let cases: [(attitude: String, message: String?, words: String)] = [
      (file, nil, "the attitude ephemeris message 'spin.aem' cannot be read"),
      (
        file, message(line: (17, "1975-07-19T12:03:30 0 0 x 1")),
        "spin.aem:17: 'x' is not a finite"
      ),
      (
        file, message(line: (8, "REF_FRAME_B = EME2000")),
        "spin.aem:4: an attitude from 'GCRF' to 'EME2000' cannot be used"
      ),
      (file + "\nobject = \"SOYUZ\"", message(), "no attitudes of 'SOYUZ'"),
      (file + "\nbody_frame = \"SC_BODY_2\"", message(), "no attitudes of the frame 'SC_BODY_2'"),
      (file + "\nkind = \"inertial\"", message(), "found together with kind"),
      ("object = \"APOLLO\"", message(), "expected exactly one of the keys kind, aem"),
      ("kind = \"inertial\"\nobject = \"APOLLO\"", message(), "unknown key"),
    ]
    for (attitude, message, words) in cases {
      let found = problem(attitude, message: message)
      #expect(found.contains(words), "\(found)")
    }
  }
}
