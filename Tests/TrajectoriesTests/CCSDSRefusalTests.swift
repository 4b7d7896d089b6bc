import Astronomy
import Foundation
import TestSupport
import Testing

@testable import Trajectories

@Suite("Orbit ephemeris messages that break the standard, and the writer")
struct CCSDSRefusalTests {
  private static let first = "2026-11-21T00:00:00 7000 0 0 0 7.5 0"
  private static let second = "2026-11-21T00:01:00 6990 450 0 -0.5 7.4 0"

  /// A small message with lines replaced or added.
  private static func message(
    version: String = "CCSDS_OEM_VERS = 2.0", header: String = "ORIGINATOR = TEST",
    center: String = "CENTER_NAME = EARTH", frame: String = "REF_FRAME = GCRF",
    system: String = "TIME_SYSTEM = UTC", span: String = standardSpan, more: String = "",
    data: String = first + "\n" + second
  ) -> String {
    """
    \(version)
    CREATION_DATE = 2026-11-20T00:00:00
    \(header)
    META_START
    OBJECT_NAME = A
    OBJECT_ID = 2026-001A
    \(center)
    \(frame)
    \(system)
    \(span)
    \(more)
    META_STOP
    \(data)
    """
  }

  private static let standardSpan =
    "START_TIME = 2026-11-21T00:00:00\nSTOP_TIME = 2026-11-21T00:01:00"

  @Test(
    "A message that breaks the standard is refused with file, line, what was found and what to do",
    arguments: [
      ("", "a.oem:1: the file is empty"),
      ("\n\n  \r\n", "a.oem:1: the file is empty"),
      ("1 2 3\n", "a.oem:1: a message must begin with a line such as CCSDS_OEM_VERS"),
      ("META_START\n", "a.oem:1: the file ends inside the block META_START of line 1"),
      ("NAME = 1\n", "a.oem:1: 'NAME' begins no message"),
      (message(version: "CCSDS_OEM_VERS = 4.0"), "a.oem:1: version '4.0' of the OEM is unknown"),
      (
        message(version: "CCSDS_OCM_VERS = 3.0"),
        "this is a message of the kind OCM (orbit comprehensive message)"
      ),
      (message(header: "COMMENT none"), "a.oem:2: ORIGINATOR is missing in the header"),
      (message(header: "ORIGINATOR ="), "a.oem:3: ORIGINATOR has no value"),
      (message(header: "ORIGINATOR = X\nORIGINATOR = Y"), "a.oem:4: ORIGINATOR stands twice"),
      (message(center: ""), "a.oem:4: CENTER_NAME is missing in the OEM metadata"),
      (message(more: "OBJECT_NAME = B"), "a.oem:12: OBJECT_NAME stands twice in the OEM metadata"),
      (message(more: "object = B"), "a.oem:12: 'object' is not a keyword"),
      (message(more: "META_START"), "a.oem:12: META_START stands inside the block META_START"),
      (message(more: "DATA_STOP"), "a.oem:12: DATA_STOP closes nothing; the open block is META"),
      (message(more: "hello"), "a.oem:12: 'hello' is neither"),
      // What would clear a terminal is shown, not done.
      (message(more: "he\u{1B}[2Jllo"), "a.oem:12: 'he\\u{1b}[2Jllo' is neither"),
      (message(more: "INTERPOLATION = SPLINE"), "'SPLINE' is unknown; allowed are LINEAR, LAGR"),
      (message(more: "INTERPOLATION_DEGREE = 5"), "INTERPOLATION_DEGREE without INTERPOLATION"),
      (
        message(more: "INTERPOLATION = LAGRANGE\nINTERPOLATION_DEGREE = 5.5"),
        "a.oem:13: INTERPOLATION_DEGREE: '5.5' is not a whole number from 1 to 30"
      ),
      (
        message(more: "INTERPOLATION = LAGRANGE\nINTERPOLATION_DEGREE = 99999999999999999999"),
        "is not a whole number from 1 to 30"
      ),
      (
        message(more: "USEABLE_START_TIME = 2026-11-20T23:00:00"),
        "a.oem:12: USEABLE_START_TIME 2026-11-20T23:00:00 lies outside START_TIME"
      ),
      (
        message(
          span: "START_TIME = 2026-11-21T00:01:00\nSTOP_TIME = 2026-11-21T00:00:00"),
        "a.oem:11: STOP_TIME 2026-11-21T00:00:00 comes before START_TIME"
      ),
      (
        message(span: "START_TIME = 2026-11-31T00:00:00\nSTOP_TIME = 2026-12-21T00:00:00"),
        "a.oem:10: START_TIME: '2026-11-31T00:00:00' is not an epoch: there is no such day"
      ),
      (
        message(span: "START_TIME = 2026-000T00:00:00\nSTOP_TIME = 2026-12-21T00:00:00"),
        "there is no such day"
      ),
      (message(data: ""), "a.oem:4: the segment that begins here has no states"),
      (message(data: second + "\n" + first), "a.oem:15: 2026-11-21T00:00:00 comes before the line"),
      (
        message(data: first + "\n" + first + "1"),
        "a.oem:15: a second line for 2026-11-21T00:00:00, with other numbers"
      ),
      (
        message(data: "2026-11-21T00:02:00 7000 0 0 0 7.5 0"),
        "a.oem:14: 2026-11-21T00:02:00 lies outside START_TIME 2026-11-21T00:00:00 to STOP_TIME"
      ),
      (message(data: "2026-11-21T00:00:00 7000 0 0 0 7.5"), "5 numbers after the epoch"),
      (message(data: first + " 1 2"), "8 numbers after the epoch; a state has 6"),
      (message(data: "2026-11-21T00:00:00 nan 0 0 0 7 0"), "'nan' is not a finite decimal number"),
      (message(data: "2026-11-21T00:00:00 inf 0 0 0 7 0"), "'inf' is not a finite decimal number"),
      (message(data: "2026-11-21T00:00:00 1e999 0 0 0 7 0"), "'1e999' is not a finite"),
      (message(data: "2026-11-21T00:00:00 0x10 0 0 0 7 0"), "'0x10' is not a finite"),
      (message(data: "2026-11-21T00:00:60 1 0 0 0 7 0"), "there is no such time"),
      (
        message(
          span: "START_TIME = 2026-11-21T00:00:00\nSTOP_TIME = 2026-11-22T00:00:00",
          data: "2026-11-21T23:59:60 1 0 0 0 7 0"),
        "a.oem:14: 2026-11-21T23:59:60: there is no leap second at the end of 2026-11-21"
      ),
      (message(data: "2026-11-21T00:00:00.Z 1 0 0 0 7 0"), "it needs 1 to 18 decimals"),
      (message(data: first + "\nDATA_START\nDATA_STOP"), "DATA_START does not belong in an OEM"),
      (
        message(data: first + "\nCOVARIANCE_START\nCOVARIANCE_STOP"),
        "a.oem:15: the covariance block that begins here is empty"
      ),
      (
        message(data: first + "\nCOVARIANCE_START\nEPOCH = 2026-11-21T00:00:00\n-1"),
        "the file ends inside the block COVARIANCE_START of line 15"
      ),
      (
        message(
          data: first + "\nCOVARIANCE_START\nEPOCH = 2026-11-21T00:00:00\n-1\n0 1\n0 0 1\n"
            + "0 0 0 1\n0 0 0 0 1\n0 0 0 0 0 1\nCOVARIANCE_STOP"),
        "a.oem:16: the variance of X is negative: -1.0"
      ),
      (
        message(data: first + "\nMETA_START\nMETA_STOP"),
        "OBJECT_NAME is missing in the OEM metadata"
      ),
      (
        message(data: "COMMENT nothing\nMETA_START\nMETA_STOP"),
        "a.oem:15: a second META_START, but no data follow the first, in line 4"
      ),
      (
        "<oem id=\"CCSDS_OEM_VERS\" version=\"2.0\"><header>",
        "a.oem:1: the file ends inside <header>; it is cut off"
      ),
      ("<oem>\n</oem>", "a.oem:1: <oem> needs the attributes id=\"CCSDS_OEM_VERS\" and version"),
      ("<ndm></ndm>", "the file is an NDM, several messages in one"),
      ("<svg></svg>", "<svg> begins no message"),
      ("<?xml version=\"1.0\"?>\n<!DOCTYPE oem>\n<oem/>", "a.oem:2: <! begins a declaration"),
      ("<?xml version=\"1.0\" encoding=\"UTF-7\"?><oem/>", "the encoding 'utf-7' is not allowed"),
      (
        "<oem id=\"CCSDS_OEM_VERS\" version=\"2.0\">\n"
          + String(repeating: "<body>", count: 400) + "</oem>",
        "a.oem:2: elements are nested more than 12 deep"
      ),
      (
        "<oem id=\"CCSDS_OEM_VERS\" version=\"2.0\"><header>\n<A><B/></A></header></oem>",
        "a.oem:2: <B> stands inside <A>, which holds a value"
      ),
      (
        "<oem id=\"CCSDS_OEM_VERS\" version=\"2.0\">\n</omm>",
        "a.oem:2: </omm> closes nothing; <oem>"
      ),
      ("<oem id=\"CCSDS_OEM_VERS\" id=\"x\"/>", "the attribute id stands twice in <oem>"),
      ("<oem id=5/>", "the value of the attribute id is not in quotes"),
      ("<oem id=\"<\"/>", "the value of the attribute id does not end in its quote"),
      ("<oem id/>", "the attribute id of <oem> has no value"),
      ("<oem", "a.oem:1: the name of an attribute of <oem> is missing or malformed"),
      ("<!-- nothing", "a comment that begins here does not end"),
      ("<!-- nothing -->", "the file has no element"),
      (
        "<oem id=\"CCSDS_OEM_VERS\" version=\"2.0\"><A>&bomb;</A></oem>",
        "'&bomb;' is no reference; allowed are &lt;"
      ),
      (
        "<oem id=\"CCSDS_OEM_VERS\" version=\"2.0\"/>\n<oem/>",
        "a.oem:2: <oem> comes after the end of the message"
      ),
      (
        "<oem id=\"CCSDS_OEM_VERS\" version=\"2.0\">\nhello</oem>",
        "the text 'hello' stands outside of any keyword"
      ),
    ])
  func refused(text: String, fragment: String) {
    CCSDSExamples.expectRefusal(text, file: "a.oem", fragment) {
      try OrbitEphemerisMessage.parse($0, file: $1)
    }
  }

  @Test(
    "States that cannot serve here are refused when used, with what is allowed",
    arguments: [
      (message(center: "CENTER_NAME = MOON"), "a.oem:4: the centre is 'MOON'; only states about"),
      (message(frame: "REF_FRAME = RTN"), "states in the frame 'RTN' cannot be used; allowed are"),
      (
        message(system: "TIME_SYSTEM = UT1"), "the time system UT1 cannot be converted; allowed are"
      ),
      (
        message(
          span: "START_TIME = 2526-11-21T00:00:00\nSTOP_TIME = 2526-11-21T00:01:00",
          data: "2526-11-21T00:00:00 7000 0 0 0 7.5 0"), "the year 2526 is outside 1900...2100"
      ),
    ])
  func refusedOnUse(text: String, fragment: String) throws {
    let message = try OrbitEphemerisMessage.parse(text, file: "a.oem")
    let error = #expect(throws: TrajectoryError.self) { try message.segments[0].nodes() }
    #expect(error?.description.contains(fragment) == true, "\(error?.description ?? "")")
  }

  @Test("A degree that needs more states than there are is refused with the count")
  func degreeTooHigh() throws {
    let text = Self.message(more: "INTERPOLATION = LAGRANGE\nINTERPOLATION_DEGREE = 2")
    let message = try OrbitEphemerisMessage.parse(text, file: "a.oem")
    let error = #expect(throws: TrajectoryError.self) { try message.segments[0].interpolation() }
    #expect(
      error?.description.contains("of degree 2 needs 3 states, but the segment has 2") == true)
    let hermite = Self.message(more: "INTERPOLATION = hermite\nINTERPOLATION_DEGREE = 3")
    #expect(
      try OrbitEphemerisMessage.parse(hermite, file: "a").segments[0].interpolation()?.nodeCount
        == 2)
  }

  @Test("Every way of ending lines reads the same, and GPS is 19 s behind TAI")
  func lineEnds() throws {
    let text = Self.message(system: "TIME_SYSTEM = GPS")
    let plain = try OrbitEphemerisMessage.parse(text, file: "a")
    for end in ["\r\n", "\r"] {
      let other = text.replacingOccurrences(of: "\n", with: end)
      #expect(try OrbitEphemerisMessage.parse("\u{FEFF}" + other, file: "a") == plain)
    }
    #expect(
      try plain.segments[0].nodes().instants[0] == Instant.parse("2026-11-21T00:00:19 TAI").instant)
  }

  @Test("A frame of date is followed, or frozen at its epoch")
  func frozenFrame() throws {
    let moving = try OrbitEphemerisMessage.parse(
      Self.message(frame: "REF_FRAME = TEME"), file: "a")
    let frozen = try OrbitEphemerisMessage.parse(
      Self.message(frame: "REF_FRAME = TEME\nREF_FRAME_EPOCH = 2000-01-01T12:00:00"), file: "a")
    let given = Vector3(7e6, 0, 0)
    let now = try Instant.parse("2026-11-21T00:00:00Z").instant
    let then = try Instant.parse("2000-01-01T12:00:00Z").instant
    let first = try moving.segments[0].nodes().positions[0]
    #expect((first - ReferenceFrame.teme.rotationToGCRF(at: now).applied(to: given)).length < 1e-5)
    let second = try frozen.segments[0].nodes().positions[0]
    #expect(second == ReferenceFrame.teme.rotationToGCRF(at: then).applied(to: given))
  }

  @Test("A leap second in UTC keeps its place in time")
  func leapSecond() throws {
    let span = "START_TIME = 2016-12-31T23:59:59\nSTOP_TIME = 2017-01-01T00:00:00"
    let data = ["2016-12-31T23:59:59", "2016-12-31T23:59:60.5", "2017-001T00:00:00"]
    let text = Self.message(
      span: span, data: data.map { $0 + " 7000 0 0 0 7.5 0" }.joined(separator: "\n"))
    let instants = try OrbitEphemerisMessage.parse(text, file: "a").segments[0].nodes().instants
    #expect(instants.map { $0.seconds(since: instants[0]) } == [0, 1.5, 2])
  }

  @Test(
    "What is written reads back identically", .enabled(if: ReferenceData.isAvailable),
    arguments: [
      "OEMExample1.txt", "OEMExample2.txt", "OEMExample3.txt", "OEMExample3.xml",
      "OEMExample5.txt", "OEMExample5ITRF.txt", "OEMExample9.txt", "ISS.resampled.truncated.txt",
      "oemLowerCaseValue.oem", "test_cov.oem",
    ])
  func roundTrip(file: String) throws {
    let message = try OrbitEphemerisMessage.parse(CCSDSExamples.text(file), file: file)
    var again = try OrbitEphemerisMessage.parse(message.kvn(), file: file)
    #expect(again.kvn() == message.kvn())
    for index in again.segments.indices {
      again.segments[index].origin = message.segments[index].origin
    }
    again.header.version = message.header.version
    #expect(again == message)
  }

  @Test("A segment made here is written in UTC with the digits asked for")
  func written() throws {
    let start = try Instant.parse("2016-12-31T23:59:60.25Z").instant
    let instants = [start, start.advanced(bySeconds: 0.7500004)]
    let segment = try OrbitEphemerisMessage.Segment(
      objectName: "A", objectID: "B", instants: instants,
      positions: [Vector3(7e6, 1, -0.001), Vector3(7e6, 2, 0)],
      velocities: [Vector3(0, 7500, 0), Vector3(0, 7500, 0.1)],
      interpolation: MessageInterpolation(kind: .hermite, degree: 3), fractionDigits: 6)
    let header = MessageHeader(
      version: "2.0", creationDate: MessageEpoch(utc: start, fractionDigits: 0),
      originator: "TEST")
    let text = OrbitEphemerisMessage(header: header, segments: [segment]).kvn()
    #expect(text.contains("CREATION_DATE = 2016-12-31T23:59:60\n"))
    #expect(text.contains("\n2016-12-31T23:59:60.25 7000.0 0.001 -1e-06 0.0 7.5 0.0\n"))
    #expect(text.contains("\n2017-01-01T00:00:00 7000.0 0.002 0.0 0.0 7.5 0.0001\n"))
    let read = try OrbitEphemerisMessage.parse(text, file: "a")
    #expect(read.segments[0].states == segment.states)
    let error = #expect(throws: TrajectoryError.self) {
      try OrbitEphemerisMessage.Segment(
        objectName: "A", objectID: "B", instants: [start, start.advanced(bySeconds: 1e-9)],
        positions: [.zero, .zero], velocities: [.zero, .zero], fractionDigits: 3)
    }
    #expect(error?.description.contains("does not come after the one before it") == true)
  }

  @Test("A segment or a covariance that could not be read back is not made")
  func notWritten() {
    let now = Instant(wholeSeconds: 0)
    let unnamed = #expect(throws: TrajectoryError.self) {
      try OrbitEphemerisMessage.Segment(
        objectName: " ", objectID: "B", instants: [now], positions: [.zero], velocities: [.zero])
    }
    #expect(unnamed?.description.contains("is empty; both are needed") == true)
    let uneven = #expect(throws: TrajectoryError.self) {
      try OrbitEphemerisMessage.Segment(
        objectName: "A", objectID: "B", instants: [now], positions: [], velocities: [.zero])
    }
    #expect(uneven?.description.contains("1 times, 0 positions and 1 velocities") == true)
    let infinite = #expect(throws: TrajectoryError.self) {
      try OrbitEphemerisMessage.Segment(
        objectName: "A", objectID: "B", instants: [now],
        positions: [Vector3(.infinity, 0, 0)], velocities: [.zero])
    }
    #expect(infinite?.description.contains("is not finite") == true)
    let short = #expect(throws: TrajectoryError.self) {
      try StateCovariance(epoch: nil, frame: nil, lowerTriangle: [1, 2])
    }
    #expect(short?.description.contains("a covariance of 2 numbers; it needs the 21") == true)
  }

  @Test("No cut and no flipped byte of a message crashes the reader")
  func damage() throws {
    let path = ReferenceData.repositoryPath("Fixtures/formation-job/observer.oem")
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    let text = lines.prefix(60).joined(separator: "\n")
    let read = CCSDSExamples.damage(text) {
      _ = try OrbitEphemerisMessage.parse($0, file: "a.oem").segments.map { try $0.nodes() }
    }
    #expect(read > 0)
  }

  @Test(
    "No cut and no flipped byte of an XML message crashes the reader",
    .enabled(if: ReferenceData.isAvailable))
  func damagedXML() throws {
    let text = try CCSDSExamples.text("OEMExample3.xml")
    _ = CCSDSExamples.damage(text) { _ = try OrbitEphemerisMessage.parse($0, file: "a.xml") }
    let mixed = try CCSDSExamples.text("OEMExample1.txt")
    #expect(CCSDSExamples.damage(mixed) { _ = try OrbitEphemerisMessage.parse($0, file: "a") } > 0)
  }

  @Test(
    "Numbers are rounded as the standard library rounds them",
    arguments: [
      "0", "-0", "+1.5", ".5", "5.", "-063.042", "1e22", "1e-22", "1.7976931348623157e308",
      "4.9e-324", "123456789012345678901234567890", "0.1234567890123456789", "9007199254740993",
      "6538.022592818566", "-1.600194956730110e+003", "00000000000000000000000.25",
    ])
  func numbers(text: String) {
    let bytes = Array("x\(text)y".utf8)
    #expect(MessageNumber.parse(bytes, 1..<bytes.count - 1) == Double(text))
  }

  @Test(
    "What is no number is none", arguments: ["", "+", "-", ".", "e5", "1e", "1e+", "1..2", "1d5"])
  func noNumbers(text: String) {
    let bytes = Array(text.utf8)
    #expect(MessageNumber.parse(bytes, 0..<bytes.count) == nil)
  }
}
