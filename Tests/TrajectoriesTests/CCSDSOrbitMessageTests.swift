import Astronomy
import Foundation
import TestSupport
import Testing

@testable import Trajectories

@Suite("Orbit parameter and mean-elements messages")
struct CCSDSOrbitMessageTests {
  private func opm(_ file: String) throws -> OrbitParameterMessage {
    try OrbitParameterMessage.parse(CCSDSExamples.text(file), file: file)
  }

  private func omm(_ file: String) throws -> OrbitMeanElementsMessage {
    try OrbitMeanElementsMessage.parse(CCSDSExamples.text(file), file: file)
  }

  static let dummy = "OPM-dummy-"

  @Test(
    "Every good state message reads as its numbers stand", .enabled(if: ReferenceData.isAvailable),
    arguments: [
      ("OPMExample1.txt", "EARTH", "ITRF2000", "UTC", 6503.514, 0),
      ("OPMExample2.txt", "EARTH", "TOD", "UTC", 6655.9942, 2),
      ("OPMExample3.txt", "EARTH", "TOD", "UTC", 6503.514, 0),
      ("OPMExample3.xml", "EARTH", "TOD", "UTC", 6503.514, 0),
      ("OPMExample4.txt", "EARTH", "TOD", "UTC", 6655.9942, 0),
      ("OPMExample5.txt", "EARTH", "GCRF", "GPS", 6655.9942, 3),
      ("OPMExample6.txt", "EARTH", "TOD", "GMST", 6503.514, 0),
      ("OPMExample7.txt", "MARS", "MCI", "UTC", 6503.514, 0),
      ("OPMExample8.txt", "SSB", "ICRF", "UTC", 6503.514, 0),
      ("OPM-no-designator.txt", "EARTH", "TOD", "GMST", 6503.514, 0),
      ("OPM-unknown-center.txt", "UNKNOWN-CENTER", "TOD", "GMST", 6503.514, 0),
      ("OPM-unknown-frame.txt", "EARTH", "ZZRF", "TAI", -12345.678, 0),
      ("OPM-unknown-frame-mapper.txt", "EARTH", "ZZRF", "TAI", 6655.9942, 2),
      ("OPM-frame-mapper-gcrf.txt", "EARTH", "ICRF", "TAI", 6655.9942, 2),
      (dummy + "earth-barycenter.txt", "EARTH         BARYCENTER", "ICRF", "TDB", 1e7, 0),
      (dummy + "earth-dash-moon-barycenter.txt", "Earth-Moon Barycenter", "ICRF", "TDB", 1e7, 0),
      (dummy + "earth-moon-barycenter.txt", "Earth Moon Barycenter", "ICRF", "UT1", 1e7, 0),
      (dummy + "emb.txt", "EMB", "ICRF", "TT", 1e7, 0),
      (dummy + "moon-EME2000.txt", "MOON", "EME2000", "TDB", 1e7, 0),
      (dummy + "solar-system-barycenter.txt", "SOLAR SYSTEM BARYCENTER", "ICRF", "TDB", 1e9, 0),
      (dummy + "ssb.txt", "SSB", "ICRF", "TCB", 1e9, 0),
    ])
  func goodStates(
    file: String, center: String, frame: String, system: String, x: Double, manoeuvres: Int
  ) throws {
    let message = try opm(file)
    #expect(message.metadata.centerName == center)
    #expect(message.metadata.frame.name == frame)
    #expect(message.metadata.timeSystem.name == system)
    #expect(message.position.x == x)
    #expect(message.manoeuvres.count == manoeuvres)
  }

  @Test("The parts of a state message are kept", .enabled(if: ReferenceData.isAvailable))
  func parts() throws {
    let message = try opm("OPMExample2.txt")
    #expect(message.velocity == Vector3(3.11548208, 0.47042605, -0.00101495))
    #expect(message.elements?.semiMajorAxis == 41399.5123)
    #expect(message.elements?.trueAnomaly == 41.922339)
    #expect(message.elements?.meanAnomaly == nil)
    #expect(message.spacecraft?.mass == 1913)
    #expect(message.spacecraft?.dragCoefficient == 2.3)
    #expect(message.manoeuvres[0].duration == 132.6)
    #expect(message.manoeuvres[0].massChange == -18.418)
    #expect(message.manoeuvres[1].frame == "RTN")
    #expect(message.manoeuvres[1].velocityChange == Vector3(0.001015, -0.001873, 0))
    #expect(message.manoeuvres[1].ignition.text == "2000-06-05T18:59:21")
    let second = try opm("OPMExample4.txt")
    #expect(second.covariance?.frame == "RTN")
    #expect(second.covariance?[5, 5] == 6.224444338635500e-10)
    #expect(
      second.userDefined
        == [MessageUserDefined(name: "OBJ1_TIME_LASTOB_START", value: "2020-01-29T13:30:00")])
    #expect(try opm("OPMExample3.txt").header.messageID == "OPM 201113719185")
    #expect(try opm("OPMExample3.xml").covariance?[4, 2] == 0.022)
  }

  @Test("A state becomes an instant and metres", .enabled(if: ReferenceData.isAvailable))
  func state() throws {
    let message = try opm("OPMExample5.txt")
    let dated = try message.state()
    #expect(try dated.instant == Instant.parse("2006-06-03T00:00:19 TAI").instant)
    #expect(dated.state.position == Vector3(6655.9942, -40218.5751, -82.9177) * 1000)
    // The same orbit as elements: a third of a metre is the rounding of the elements' digits.
    let elements = try #require(message.elements)
    let radius = message.position.length
    let mu = elements.gravitationalParameter
    let a = 1 / (2 / radius - message.velocity.lengthSquared / mu)
    #expect(abs(a - elements.semiMajorAxis) < 0.3)
  }

  @Test(
    "Every broken state or elements message is refused where it is broken",
    .enabled(if: ReferenceData.isAvailable),
    arguments: [
      ("OPM-incompatible-units.txt", ":20: SOLAR_RAD_AREA: the unit [s] is not allowed; the"),
      // Orekit converts; the standard (502.0-B-3 §7) allows its own units only.
      ("OPM-non-standard-units.txt", ":16: X: the unit [m] is not allowed; the standard's unit is"),
      ("OPM-number-format-error.txt", "SEMI_MAJOR_AXIS: 'this-is-not-a-number' is not a finite"),
      ("OPM-wrong-keyword.txt", "WRONG_KEYWORD is not a keyword of the OPM of version 2.0"),
      ("OPMExamplePartialManeuver.txt", "MAN_DURATION is missing in the manoeuvre; add it"),
      ("spurious-metadata.xml", ":23: <metadata> is out of place"),
      ("OMM-number-format-error.txt", "ARG_OF_PERICENTER: 'this-is-not-a-number' is not a finite"),
      ("OMM-wrong-keyword.txt", ":9: WRONG_KEYWORD is not a keyword of the OMM"),
      ("OMM-empty-object-id.txt", "OBJECT_ID has no value; the standard wants one"),
      ("OMM-empty-object-id.xml", ":11: OBJECT_ID has no value; the standard wants one"),
    ])
  func broken(file: String, fragment: String) throws {
    let text = try CCSDSExamples.text(file)
    CCSDSExamples.expectRefusal(text, file: file, fragment) { text, file in
      if file.hasPrefix("OMM") {
        _ = try OrbitMeanElementsMessage.parse(text, file: file)
      } else {
        _ = try OrbitParameterMessage.parse(text, file: file)
      }
    }
  }

  @Test(
    "States that cannot serve here are read and refused when used",
    .enabled(if: ReferenceData.isAvailable),
    arguments: [
      ("OPM-unknown-center.txt", "the centre is 'UNKNOWN-CENTER'; only states about EARTH"),
      ("OPM-unknown-frame.txt", "states in the frame 'ZZRF' cannot be used; allowed are ICRF"),
      ("OPMExample6.txt", "the time system GMST cannot be converted; allowed are UTC"),
      (dummy + "ssb.txt", "the centre is 'SSB'"),
    ])
  func refusedOnUse(file: String, fragment: String) throws {
    let message = try opm(file)
    let error = #expect(throws: TrajectoryError.self) { try message.state() }
    #expect(error?.description.contains(fragment) == true, "\(error?.description ?? "")")
    #expect(error?.description.hasPrefix(file + ":") == true)
  }

  @Test(
    "Every good elements message reads as its numbers stand",
    .enabled(if: ReferenceData.isAvailable),
    arguments: [
      ("OMMExample1.txt", "SGP/SGP4", 1.00273272, 0.0005013, false),
      ("OMMExample2.txt", "SGP/SGP4", 1.00273272, 0.0005013, true),
      ("OMMExample2.xml", "SGP/SGP4", 1.00273272, 0.0005013, true),
      ("OMM-with-units.xml", "SGP/SGP4", 1.00273272, 0.0005013, true),
      ("OMMExample3.txt", "SOME THEORY", nil, 0.0005013, true),
      ("OMMExample3_utc.txt", "SOME THEORY", nil, 0.0005013, true),
      ("OMMExample4.txt", "SGP/SGP4", 13.82309053, 0.0205751, false),
      ("OMMExample4.xml", "SGP4", 13.82309053, 0.0205751, false),
      ("OMMExample5.txt", "SGP4-XP", 1.00273272, 0.0005013, false),
    ])
  func goodElements(
    file: String, theory: String, motion: Double?, eccentricity: Double, covariance: Bool
  ) throws {
    let message = try omm(file)
    #expect(message.theory == theory)
    #expect(message.meanMotion == motion)
    #expect(message.eccentricity == eccentricity)
    #expect((message.covariance != nil) == covariance)
  }

  @Test("What a two-line set holds is kept", .enabled(if: ReferenceData.isAvailable))
  func twoLine() throws {
    let message = try omm("OMMExample4.xml")
    let lines = try #require(message.twoLine)
    #expect(lines.catalogueNumber == 7646 && lines.elementSetNumber == 999)
    #expect(lines.revolutionsAtEpoch == 32997 && lines.classification == "U")
    #expect(lines.bStar == -0.47102e-5 && lines.meanMotionDot == -0.147e-5)
    #expect(try message.instant() == Instant.parse("2021-03-22T13:21:09.224928Z").instant)
    #expect(message.metadata.frame.meaning == .inertial(.teme))
    let extended = try omm("OMMExample5.txt")
    #expect(extended.twoLine?.bTerm == 0.0015 && extended.twoLine?.agom == 0.001)
    #expect(extended.twoLine?.ephemerisType == 4)
    let other = try omm("OMMExample3.txt")
    #expect(other.semiMajorAxis == 6800 && other.spacecraft?.mass == 300)
    #expect(throws: TrajectoryError.self) { try other.instant() }
  }

  private static let elements = """
    CCSDS_OMM_VERS = 2.0
    CREATION_DATE = 2021-03-24T23:00:00
    ORIGINATOR = TEST
    OBJECT_NAME = A
    OBJECT_ID = B
    CENTER_NAME = EARTH
    REF_FRAME = TEME
    TIME_SYSTEM = UTC
    MEAN_ELEMENT_THEORY = SGP4
    EPOCH = 2021-03-22T13:21:09
    MEAN_MOTION = 13.8 [rev/day]
    ECCENTRICITY = 0.02
    INCLINATION = 49.8
    RA_OF_ASC_NODE = 93.8
    ARG_OF_PERICENTER = 224.8
    MEAN_ANOMALY = 133.5
    BSTAR = 1e-5
    MEAN_MOTION_DOT = 0
    MEAN_MOTION_DDOT = 0
    """

  @Test(
    "Elements that break the standard are refused with file, line and what to do",
    arguments: [
      ("MEAN_MOTION = 13.8 [rev/day]", "MEAN_MOTION = 13.8 [deg/s]", ":11: MEAN_MOTION: the unit"),
      ("MEAN_MOTION = 13.8 [rev/day]", "GM = 1", ":10: the mean elements need exactly one of"),
      ("MEAN_MOTION = 13.8 [rev/day]", "SEMI_MAJOR_AXIS = 7000", "needs MEAN_MOTION, not SEMI"),
      (
        "ECCENTRICITY = 0.02", "ECCENTRICITY = 1", ":12: ECCENTRICITY: 1.0 is not from 0 to below 1"
      ),
      ("ECCENTRICITY = 0.02", "ECCENTRICITY = 0.02 [km]", "leave it out: the quantity has no unit"),
      ("BSTAR = 1e-5", "", ":18: the theory SGP4 needs BSTAR; add it"),
      ("BSTAR = 1e-5", "BSTAR = 1e-5\nNORAD_CAT_ID = -5", "'-5' is not a whole number from 0 to"),
      ("BSTAR = 1e-5", "BSTAR = 1e-5\nCENTER_NAME = EARTH", ":18: CENTER_NAME belongs in the OMM"),
      ("BSTAR = 1e-5", "META_START\nMETA_STOP", ":17: META_START does not belong in an OMM"),
      ("BSTAR = 1e-5", "1 2 3", ":17: a line of numbers; an OMM holds KEYWORD = value only"),
      ("BSTAR = 1e-5", "BSTAR = 1e-5\nCX_X = 1", "the covariance lacks CY_X; give all 21"),
      ("INCLINATION = 49.8", "", "INCLINATION is missing in the mean elements; add it"),
    ])
  func brokenElements(line: String, replacement: String, fragment: String) {
    var text = Self.elements.replacingOccurrences(of: line, with: replacement)
    if replacement.contains("CX_X") {
      text = Self.elements + "\nCX_X = 1"
    }
    CCSDSExamples.expectRefusal(text, file: "a.omm", fragment) {
      try OrbitMeanElementsMessage.parse($0, file: $1)
    }
  }

  @Test("No cut and no flipped byte crashes the readers")
  func damage() throws {
    #expect(try OrbitMeanElementsMessage.parse(Self.elements, file: "a").eccentricity == 0.02)
    _ = CCSDSExamples.damage(Self.elements) {
      _ = try OrbitMeanElementsMessage.parse($0, file: "a").instant()
    }
  }

  @Test("No damaged state message crashes the reader", .enabled(if: ReferenceData.isAvailable))
  func damagedStates() throws {
    for file in ["OPMExample5.txt", "OPMExample3.xml"] {
      _ = CCSDSExamples.damage(try CCSDSExamples.text(file)) {
        _ = try OrbitParameterMessage.parse($0, file: "a").state()
      }
    }
  }
}
