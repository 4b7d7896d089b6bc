import Astronomy
import Foundation
import TestSupport
import Testing

@testable import Trajectories

@Suite("Attitude and state messages that break the standard")
struct CCSDSAttitudeRefusalTests {
  private static func attitudes(
    version: String = "1.0", kind: String = "QUATERNION\nQUATERNION_TYPE = FIRST",
    direction: String = "ATTITUDE_DIR = A2B", more: String = "",
    data: String = "DATA_START\n2026-001T00:00:00 1 0 0 0\n2026-001T00:01:00 0 1 0 0\nDATA_STOP"
  ) -> String {
    """
    CCSDS_AEM_VERS = \(version)
    CREATION_DATE = 2026-11-20T00:00:00
    ORIGINATOR = TEST
    META_START
    OBJECT_NAME = A
    OBJECT_ID = B
    REF_FRAME_A = GCRF
    REF_FRAME_B = SC_BODY
    TIME_SYSTEM = TAI
    START_TIME = 2026-001T00:00:00
    STOP_TIME = 2026-001T00:01:00
    \(direction)
    ATTITUDE_TYPE = \(kind)
    \(more)
    META_STOP
    \(data)
    """
  }

  @Test(
    "An attitude ephemeris that breaks the standard is refused with file, line and what to do",
    arguments: [
      (attitudes(direction: ""), "a.aem:4: ATTITUDE_DIR is missing in the AEM metadata of version"),
      (attitudes(direction: "ATTITUDE_DIR = AB"), "a.aem:12: ATTITUDE_DIR: 'AB' is unknown; allow"),
      (attitudes(kind: "MATRIX"), "ATTITUDE_TYPE: 'MATRIX' is unknown; allowed are QUATERNION,"),
      (attitudes(kind: "QUATERNION"), "a.aem:4: ATTITUDE_TYPE = QUATERNION needs QUATERNION_TYPE"),
      (attitudes(kind: "QUATERNION\nQUATERNION_TYPE = 1"), "QUATERNION_TYPE: '1' is unknown"),
      (attitudes(kind: "EULER_ANGLE"), "ATTITUDE_TYPE = EULER_ANGLE needs EULER_ROT_SEQ; add it"),
      (attitudes(kind: "EULER_ANGLE\nEULER_ROT_SEQ = 311"), "'311' is no rotation sequence"),
      (attitudes(more: "INTERPOLATION_METHOD = SLERP"), "'SLERP' is unknown; allowed are LINEAR"),
      (attitudes(data: ""), "a.aem:4: no DATA_START follows the metadata that begin here"),
      (attitudes(data: "DATA_START\nDATA_STOP"), "a.aem:17: the data are empty"),
      (attitudes(data: "2026-001T00:00:00 1 0 0 0"), "a line of numbers outside of DATA_START"),
      (
        attitudes(data: "DATA_START\n2026-001T00:00:00 1 0 0\nDATA_STOP"),
        "a.aem:18: 3 numbers after the epoch; ATTITUDE_TYPE = QUATERNION has 4"
      ),
      (
        attitudes(data: "DATA_START\n2026-001T00:00:00 1 0 0 0\nDATA_STOP\nDATA_START\nDATA_STOP"),
        "a.aem:20: DATA_START is out of place"
      ),
      (attitudes(data: "DATA_START\nDATA_STOP\nNAME = X"), "a.aem:19: NAME stands outside of META"),
      (
        attitudes(
          data: "DATA_START\n2026-001T00:00:00 1 0 0 0\n2026-001T00:00:00 0 1 0 0\nDATA_STOP"),
        "a.aem:19: a second line for 2026-01-01T00:00:00, with other numbers"
      ),
      (
        attitudes(version: "2.0"), "ATTITUDE_DIR does not belong in the AEM metadata of version 2.0"
      ),
      (attitudes(version: "3.0"), "version '3.0' of the AEM is unknown; allowed are 1.0, 2.0"),
    ])
  func ephemerides(text: String, fragment: String) {
    CCSDSExamples.expectRefusal(text, file: "a.aem", fragment) {
      try AttitudeEphemerisMessage.parse($0, file: $1)
    }
  }

  @Test("The scalar may stand first; the direction may be from B to A")
  func directions() throws {
    let first = try AttitudeEphemerisMessage.parse(Self.attitudes(), file: "a").segments[0]
    #expect(first.states[0].values == [0, 0, 0, 1])
    let table = try first.table()
    #expect(table.rotation(at: table.coverage.lowerBound) == .identity)
    // The second attitude is half a turn about x.
    let end = table.rotation(at: table.coverage.upperBound)
    #expect((end.yAxis - Vector3(0, -1, 0)).length < 1e-15)
    let quarter = AttitudeQuaternion(about: 1, radians: 0.5).components
    let data =
      "DATA_START\n2026-001T00:00:00 \(quarter.w) \(quarter.x) \(quarter.y) \(quarter.z)\n"
      + "2026-001T00:01:00 1 0 0 0\nDATA_STOP"
    let back = try AttitudeEphemerisMessage.parse(
      Self.attitudes(direction: "ATTITUDE_DIR = B2A", data: data), file: "a"
    ).segments[0]
    #expect(back.metadata.frames.from.name == "SC_BODY")
    let turned = try back.table().rotation(at: back.instants()[0])
    let expected = AttitudeQuaternion(about: 1, radians: -0.5).rotation
    #expect((turned.xAxis - expected.xAxis).length < 1e-15)
  }

  @Test(
    "Attitudes that make no table are refused with the place",
    arguments: [
      (
        attitudes(data: "DATA_START\n2026-001T00:00:00 2 0 0 0\nDATA_STOP"),
        "a.aem:4: the quaternion at 2025-12-31T23:59:23.000Z has the length 2.0; it must be 1"
      ),
      (
        attitudes(data: "DATA_START\n2026-001T00:00:00 1 0 0 0\nDATA_STOP"),
        "a.aem:4: 1 times and 1 attitudes; the same number is needed, at least two"
      ),
      (
        attitudes(more: "INTERPOLATION_DEGREE = 3"),
        "a.aem:4: INTERPOLATION_DEGREE without INTERPOLATION_METHOD; add LINEAR"
      ),
      (
        attitudes(more: "INTERPOLATION_METHOD = LAGRANGE"),
        "a.aem:4: INTERPOLATION_METHOD = LAGRANGE without INTERPOLATION_DEGREE; add it"
      ),
    ])
  func tables(text: String, fragment: String) throws {
    let segment = try AttitudeEphemerisMessage.parse(text, file: "a.aem").segments[0]
    let error = #expect(throws: TrajectoryError.self) { try segment.table() }
    #expect(error?.description.hasPrefix(fragment) == true, "\(error?.description ?? "")")
  }

  private static func parameters(_ blocks: String) -> String {
    """
    CCSDS_APM_VERS = 2.0
    CREATION_DATE = 2026-11-20T00:00:00
    ORIGINATOR = TEST
    OBJECT_NAME = A
    OBJECT_ID = B
    TIME_SYSTEM = TAI
    EPOCH = 2026-11-20T00:00:00
    \(blocks)
    """
  }

  private static let quaternion = """
    QUAT_START
    REF_FRAME_A = GCRF
    REF_FRAME_B = SC_BODY
    Q1 = 0
    Q2 = 0
    Q3 = 0
    QC = 1
    QUAT_STOP
    """

  @Test(
    "An attitude message that breaks the standard is refused with file, line and what to do",
    arguments: [
      (parameters(""), "a.apm:7: no block follows the epoch; at least one is needed"),
      (parameters("NOSE_START\nNOSE_STOP"), "a.apm:8: NOSE_START does not belong in an APM; allow"),
      (
        parameters(quaternion + "\n" + quaternion), "a.apm:16: a second QUAT_START, the first is in"
      ),
      (
        parameters(quaternion + "\nTIME_SYSTEM = UTC"), "a.apm:16: TIME_SYSTEM belongs in the APM m"
      ),
      (parameters("QUAT_START\nQ1 = 1\nQUAT_STOP"), "a.apm:8: REF_FRAME_A is missing in the QUAT"),
      (
        parameters(quaternion.replacingOccurrences(of: "QC = 1", with: "QC = 1\nQ1_DOT = 0")),
        "a.apm:15: Q2_DOT is missing beside Q1_DOT; give all of Q1_DOT, Q2_DOT"
      ),
      (parameters("1 2 3"), "a.apm:8: a line of numbers; an APM holds KEYWORD = value only"),
      (parameters("QUAT_START\n1 2 3\nQUAT_STOP"), "a.apm:9: a line of numbers inside QUAT"),
    ])
  func parameterBlocks(text: String, fragment: String) {
    CCSDSExamples.expectRefusal(text, file: "a.apm", fragment) {
      try AttitudeParameterMessage.parse($0, file: $1)
    }
  }

  @Test("In version 1 the keyword of an axis stands twice where the sequence has it twice")
  func repeatedAxis() throws {
    let text = """
      CCSDS_APM_VERS = 1.0
      CREATION_DATE = 2026-11-20T00:00:00
      ORIGINATOR = TEST
      OBJECT_NAME = A
      OBJECT_ID = B
      TIME_SYSTEM = TAI
      EPOCH = 2026-11-20T00:00:00
      Q_FRAME_A = GCRF
      Q_FRAME_B = SC_BODY
      Q_DIR = A2B
      Q1 = 0
      Q2 = 0
      Q3 = 0
      QC = 1
      EULER_FRAME_A = GCRF
      EULER_FRAME_B = SC_BODY
      EULER_DIR = A2B
      EULER_ROT_SEQ = 313
      Z_ANGLE = 10 [deg]
      X_ANGLE = 20
      Z_ANGLE = 30
      """
    let message = try AttitudeParameterMessage.parse(text, file: "a.apm")
    #expect(message.euler?.angles == [10, 20, 30])
    let broken = text.replacingOccurrences(of: "10 [deg]", with: "10 [rad]")
    CCSDSExamples.expectRefusal(broken, file: "a.apm", "a.apm:19: Z_ANGLE: the unit [rad] is not") {
      try AttitudeParameterMessage.parse($0, file: $1)
    }
    let bare = text.components(separatedBy: "Z_ANGLE")[0]
    CCSDSExamples.expectRefusal(bare, file: "a.apm", "neither angles nor rates; add X_ANGLE") {
      try AttitudeParameterMessage.parse($0, file: $1)
    }
  }

  private static let state = """
    CCSDS_OPM_VERS = 2.0
    CREATION_DATE = 2026-11-20T00:00:00
    ORIGINATOR = TEST
    OBJECT_NAME = A
    OBJECT_ID = B
    CENTER_NAME = EARTH
    REF_FRAME = GCRF
    TIME_SYSTEM = UTC
    EPOCH = 2026-11-20T00:00:00
    X = 7000 [km]
    Y = 0
    Z = 0
    X_DOT = 0
    Y_DOT = 7.5
    Z_DOT = 0
    """

  private static let elements = """

    SEMI_MAJOR_AXIS = 7000
    ECCENTRICITY = 0
    INCLINATION = 0
    RA_OF_ASC_NODE = 0
    ARG_OF_PERICENTER = 0
    GM = 398600.4
    """

  @Test(
    "A state message that breaks the standard is refused with file, line and what to do",
    arguments: [
      (state + elements, "a.opm:16: the osculating elements need exactly one of TRUE_ANOMALY and"),
      (
        state + elements + "\nTRUE_ANOMALY = 1\nMEAN_ANOMALY = 1",
        "a.opm:16: the osculating elements need exactly one"
      ),
      (state + "\nMASS = -1", "a.opm:16: MASS: -1.0 is negative; zero or more is allowed"),
      (state + "\nMASS = 1\nMASS = 2", "a.opm:17: MASS stands twice in the spacecraft parameters"),
      (state + "\nMAN_DURATION = 5", "a.opm:16: MAN_EPOCH_IGNITION is missing in the manoeuvre"),
      (
        state
          + "\nMAN_EPOCH_IGNITION = 2026-11-20T00:00:00\nMAN_DURATION = -5\nMAN_DELTA_MASS = 0\n"
          + "MAN_REF_FRAME = RTN\nMAN_DV_1 = 0\nMAN_DV_2 = 0\nMAN_DV_3 = 0",
        "a.opm:17: MAN_DURATION: -5.0 s is negative"
      ),
      (state.replacingOccurrences(of: "Y = 0", with: ""), "Y is missing in the state vector"),
      (
        state.replacingOccurrences(of: "[km]", with: "[m]"), "a.opm:10: X: the unit [m] is not allo"
      ),
    ])
  func states(text: String, fragment: String) {
    CCSDSExamples.expectRefusal(text, file: "a.opm", fragment) {
      try OrbitParameterMessage.parse($0, file: $1)
    }
  }
}
