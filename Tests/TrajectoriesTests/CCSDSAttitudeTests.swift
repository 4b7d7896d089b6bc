import Astronomy
import Foundation
import TestSupport
import Testing

@testable import Trajectories

@Suite("Attitude messages")
struct CCSDSAttitudeTests {
  private func aem(_ file: String) throws -> AttitudeEphemerisMessage {
    try AttitudeEphemerisMessage.parse(CCSDSExamples.text(file), file: file)
  }

  private func apm(_ file: String) throws -> AttitudeParameterMessage {
    try AttitudeParameterMessage.parse(CCSDSExamples.text(file), file: file)
  }

  private func difference(_ a: Rotation, _ b: Rotation) -> Double {
    max((a.xAxis - b.xAxis).length, (a.yAxis - b.yAxis).length, (a.zAxis - b.zAxis).length)
  }

  @Test(
    "Every good attitude ephemeris reads as its numbers stand",
    .enabled(if: ReferenceData.isAvailable),
    arguments: [
      ("AEMExample01.txt", [4, 4], "QUATERNION", [0.74563, -0.45375, 0.36875, 0.31964]),
      ("AEMExample02.txt", [4], "QUATERNION", [0.74563, -0.45375, 0.36875, 0.31964]),
      ("AEMExample03.txt", [8], "SPIN", [268.43571, 68.332398, 63.662262, -109.96304]),
      ("AEMExample03.xml", [8], "SPIN", [268.43571, 68.332398, 63.662262, -109.96304]),
      (
        "AEMExample04.txt", [13], "QUATERNION/DERIVATIVE",
        [
          -0.400599, 0.579923, 0.512544, 0.490417, 0.000260030, -0.000284739, 0.000238337,
          0.000300023,
        ]
      ),
      (
        "AEMExample05.txt", [1], "EULER_ANGLE/RATE",
        [-26.78, 46.26, 144.10, 0.1045, 0.03214, 0.02156]
      ),
      (
        "AEMExample06a.txt", [8], "SPIN/NUTATION",
        [268.45119, 68.317275, 80.8324358, -109.9677896, 0.366382445, 18.16999799, -252.41392]
      ),
      (
        "AEMExample06b.txt", [8], "SPIN/NUTATION_MOM",
        [268.45119, 68.317275, 80.8324358, -109.9677896, -90.669725, 1.1894421, 19.812880]
      ),
      ("AEMExample07.txt", [3], "QUATERNION", [-0.84532, 0.26974, -0.06532, 0.45652]),
      ("AEMExample08.txt", [4], "QUATERNION", [0.74563, -0.45375, 0.36875, 0.31964]),
      (
        "AEMExample09.txt", [4], "QUATERNION/RATE",
        [0.74563, -0.45375, 0.36875, 0.31964, 0.010, 0.011, 0.012]
      ),
      ("AEMExample10.txt", [4, 4], "QUATERNION", [0.74563, -0.45375, 0.36875, 0.31964]),
      ("AEMExample11.xml", [2], "EULER_ANGLE/RATE", [50, 1.9, 1.5, 1.0, 0.123, 1.5]),
      ("AEMExample12.txt", [4], "EULER_ANGLE", [0.10, 0.11, 0.12]),
      (
        "AEMExample13.xml", [7], "QUATERNION/DERIVATIVE",
        [
          -0.40137802891266533, 0.5807760418353325, 0.5118280368687662, 0.48951703526162665,
          2.597440158653036E-4, -2.841810163540131E-4, 2.3885002083304103E-4, 3.00400025108563E-4,
        ]
      ),
      (
        "AEMExample14.txt", [10, 10, 11, 10, 10], "EULER_ANGLE/DERIVATIVE",
        [280, 290, -280, 1, 1, -1]
      ),
      (
        "AEMExample15.txt", [10], "EULER_ANGLE/DERIVATIVE", [280, 290, -280, 1, 1, -1]
      ),
      ("AEMExample16.txt", [10], "SPIN/NUTATION_MOM", [10, 30, 9, 1, 80, 10, 0.5]),
      (
        "AEMExample17.txt", [10, 10, 11, 10, 10], "EULER_ANGLE/DERIVATIVE",
        [280, 290, -280, 1, 1, -1]
      ),
      ("aemLowerCaseValue.aem", [4, 4], "QUATERNION", [0.74563, -0.45375, 0.36875, 0.31964]),
    ])
  func goodEphemerides(file: String, counts: [Int], kind: String, last: [Double]) throws {
    let message = try aem(file)
    #expect(message.segments.map(\.states.count) == counts)
    #expect(message.segments[0].metadata.kind.rawValue == kind)
    #expect(message.segments[0].states.last?.values == last)
  }

  @Test(
    "Every broken attitude message is refused where it is broken",
    .enabled(if: ReferenceData.isAvailable),
    arguments: [
      ("AEM-ephemeris-number-format-error.txt", ":28: 'this-is-not-a-number' is not a finite"),
      // Version 2 dropped both keywords: the rotation leads from A to B, the scalar stands last.
      (
        "AEM-inconsistent-direction.txt", "ATTITUDE_DIR does not belong in the AEM metadata of vers"
      ),
      ("AEM-inconsistent-quaternion-type.txt", "QUATERNION_TYPE does not belong in the AEM metada"),
      ("AEM-inconsistent-rotation-sequence.txt", "EULER_ROT_SEQ: '7051995' is no rotation sequ"),
      ("AEM-keyword-within-ephemeris.txt", "USER_DEFINED_TEST_KEY stands among the attitudes"),
      ("AEM-missing-attitude-type.txt", "ATTITUDE_TYPE is missing in the AEM metadata"),
      ("AEM-wrong-keyword.txt", "WRONG_KEYWORD does not belong in the AEM metadata of version 1.0"),
      ("spurious-metadata.txt", "a second META_START, but no data follow the first, in line 5"),
      ("APM-missing-Euler-sequence.txt", "EULER_ROT_SEQ is missing in the Euler elements; add it"),
      ("APM-missing-frame.txt", "Q_FRAME_A is missing in the quaternion; add it"),
      ("APM-missing-quaternion-component.txt", "Q3 is missing in the quaternion; add it"),
      ("APM-no-logical-blocks.txt", "no block follows the epoch; at least one is needed"),
      ("APM-number-format-error.txt", "Q1: 'this-is-not-a-number' is not a finite decimal number"),
      ("APM-repeated-Euler-angle.txt", "Z_ANGLE, X_ANGLE, Z_ANGLE do not follow EULER_ROT_SEQ"),
      ("APM-repeated-Euler-rate.txt", "Z_RATE, X_RATE, Z_RATE do not follow EULER_ROT_SEQ; it"),
      ("APM-wrong-Euler-sequence.txt", "EULER_ROT_SEQ: '331' is no rotation sequence"),
      ("APM-wrong-keyword.txt", "WRONG_KEYWORD is not a keyword of the APM of version 1.0"),
    ])
  func broken(file: String, fragment: String) throws {
    CCSDSExamples.expectRefusal(try CCSDSExamples.text(file), file: file, fragment) { text, file in
      if file.hasPrefix("APM") {
        _ = try AttitudeParameterMessage.parse(text, file: file)
      } else {
        _ = try AttitudeEphemerisMessage.parse(text, file: file)
      }
    }
  }

  @Test(
    "Attitudes that cannot serve here are read and refused when used",
    .enabled(if: ReferenceData.isAvailable),
    arguments: [
      (
        "APM-no-attitude.txt", "the message gives no attitude; a quaternion, Euler angles or a spin"
      ),
      ("APM-inconsistent-time-systems.txt", "the time system BCE cannot be converted"),
      ("APM-no-spacecraft-frames.txt", "an attitude from 'GCRF' to 'EME2000' cannot be used"),
      ("APM-two-spacecraft-frames.txt", "an attitude from 'ACTUATOR_A' to 'INSTRUMENT_2' cannot"),
      ("APM-unknown-frame.txt", "an attitude relative to the frame 'UNKNOWN' cannot be used"),
      ("APM-orbit-relative-frame-inertial.txt", "the frame 'VNC_INERTIAL' cannot be used; allowed"),
      ("APM-orbit-relative-frame-rotating.txt", "the frame 'VNC_ROTATING' cannot be used"),
      ("APM-unsupported-orbit-relative-frame.txt", "the frame 'SEZ_INERTIAL' cannot be used"),
    ])
  func refusedOnUse(file: String, fragment: String) throws {
    let message = try apm(file)
    let error = #expect(throws: TrajectoryError.self) { try message.attitude() }
    #expect(error?.description.contains(fragment) == true, "\(error?.description ?? "")")
    #expect(error?.description.hasPrefix(file + ":") == true)
  }

  @Test(
    "Attitude ephemerides that cannot be interpolated are refused when used",
    .enabled(if: ReferenceData.isAvailable),
    arguments: [
      ("AEMExample01.txt", 0, "a polynomial of degree 7 through 4 attitudes"),
      ("AEMExample08.txt", 0, "an attitude relative to the frame 'GTOD' cannot be used"),
      ("AEMExample13.xml", 0, "an attitude relative to the frame 'LVLH' cannot be used"),
      ("AEMExample14.txt", 3, "half a turn or more since the attitude before"),
    ])
  func refusedTables(file: String, segment: Int, fragment: String) throws {
    let message = try aem(file)
    let error = #expect(throws: TrajectoryError.self) { try message.segments[segment].table() }
    #expect(error?.description.contains(fragment) == true, "\(error?.description ?? "")")
    #expect(error?.description.hasPrefix(file + ":") == true)
  }

  @Test(
    "Every good attitude message reads", .enabled(if: ReferenceData.isAvailable),
    arguments: [
      ("APMExample01.txt", "Q", 0), ("APMExample02.txt", "QEI", 1), ("APMExample02.xml", "QEI", 1),
      ("APMExample03.txt", "QS", 0), ("APMExample04.txt", "Q", 0), ("APMExample05.txt", "QE", 0),
      ("APMExample06.txt", "QE", 0), ("APMExample07.txt", "S", 0), ("APMExample08.txt", "QV", 0),
      ("APMExample09.txt", "ESI", 1), ("APMExample10.txt", "S", 0), ("APMExample11.txt", "QV", 0),
      ("APMExample12.txt", "ESI", 1), ("APM-frame-mapper.txt", "QEVSI", 1),
      ("APM-euler-angles.xml", "E", 0), ("APM-euler-angles-angvel.xml", "EV", 0),
      ("APM-euler-angles-rates.xml", "E", 0), ("APM-quaternion.xml", "Q", 0),
      ("APM-quaternion-angvel.xml", "QV", 0), ("APM-quaternion-rates.xml", "Q", 0),
      ("APM-quaternion-euler-rates.xml", "QE", 0),
      ("APM-quaternion-euler-angles-rates.xml", "QE", 0), ("APM-spin.xml", "S", 0),
      ("APM-spin-nutation.xml", "S", 0), ("APM-spin-nutation-momentum.xml", "S", 0),
      ("APM-no-attitude.txt", "V", 0),
    ])
  func goodParameters(file: String, parts: String, manoeuvres: Int) throws {
    let message = try apm(file)
    var found = message.quaternion == nil ? "" : "Q"
    if message.euler != nil { found += "E" }
    if message.angularVelocity != nil { found += "V" }
    if message.spin != nil { found += "S" }
    if message.inertia != nil { found += "I" }
    #expect(found == parts)
    #expect(message.manoeuvres.count == manoeuvres)
  }

  @Test("KVN and XML of one message give the same", .enabled(if: ReferenceData.isAvailable))
  func notations() throws {
    var kvn = try apm("APMExample02.txt")
    let xml = try apm("APMExample02.xml")
    (kvn.origin, kvn.comments) = (xml.origin, xml.comments)
    kvn.header.comments = xml.header.comments
    #expect(kvn == xml)
    #expect(kvn.inertia?.products == Vector3(-135.9, 89.3, -90.7))
    #expect(kvn.manoeuvres[0].torque == Vector3(-1.25, -0.5, 0.5))
    #expect(kvn.euler?.angles == [-53.3688, 139.7527, 25.0658])
    let spin = try aem("AEMExample03.txt").segments[0].states
    #expect(try aem("AEMExample03.xml").segments[0].states == spin)
  }

  @Test(
    "Orekit's quaternion, Euler angles and spin of one attitude agree to 1e-15",
    .enabled(if: ReferenceData.isAvailable))
  func conventions() throws {
    let quaternion = try apm("APM-quaternion.xml").attitude()
    #expect(try quaternion.instant == Instant.parse("2008-04-07T00:00:00Z").instant)
    #expect(quaternion.body == "SC_BODY_1")
    for file in ["APM-euler-angles.xml", "APM-spin.xml", "APM-spin-nutation.xml"] {
      #expect(try difference(apm(file).attitude().rotation, quaternion.rotation) < 2e-15)
    }
  }

  @Test(
    "GSFC's quaternions and Euler angles of a spinning spacecraft agree to their digits",
    .enabled(if: ReferenceData.isAvailable))
  func spacecraftOfGSFC() throws {
    // Segments 4 and 5 of the message: the same ten attitudes, six decimals each.
    let message = try aem("AEMExample14.txt")
    let (a, b) = (message.segments[3], message.segments[4])
    for (first, second) in zip(a.states, b.states) {
      #expect(first.epoch == second.epoch)
      let found = a.quaternion(of: first).normalized.rotation
      #expect(difference(found, b.quaternion(of: second).rotation) < 5e-6)
    }
  }

  @Test("A rotation survives the way to a quaternion and back; products follow one another")
  func quaternions() {
    let turns: [(Int, Double)] = [(0, 0.1), (1, 3.0), (2, -2.9), (0, 3.14159), (1, -0.7), (2, 3.1)]
    var product = AttitudeQuaternion.identity
    var matrix = Rotation.identity
    for (axis, angle) in turns {
      let turn = AttitudeQuaternion(about: axis, radians: angle)
      product = product.followed(by: turn)
      matrix = matrix.followed(by: turn.rotation)
      #expect(difference(product.rotation, matrix) < 2e-15)
      #expect(difference(AttitudeQuaternion(matrix).rotation, matrix) < 2e-15)
      #expect(difference(product.conjugate.rotation, matrix.inverse) < 2e-15)
    }
    #expect(
      difference(AttitudeQuaternion(about: 2, radians: 0.3).rotation, .aboutZ(radians: 0.3)) < 1e-15
    )
  }

  @Test(
    "Hermite interpolation of a written ephemeris follows its own nodes left out",
    .enabled(if: ReferenceData.isAvailable))
  func interpolation() throws {
    var segment = try aem("AEMExample04.txt").segments[0]
    let whole = try segment.table()
    let instants = try segment.instants()
    let left = stride(from: 1, to: 13, by: 2).map { segment.states[$0] }
    segment.states = stride(from: 0, through: 12, by: 2).map { segment.states[$0] }
    let table = try segment.table()
    for (index, state) in left.enumerated() {
      let instant = instants[2 * index + 1]
      guard table.coverage.contains(instant), whole.coverage.contains(instant) else { continue }
      let expected = AttitudeQuaternion(ReferenceFrame.eme2000.rotationToGCRF(at: instant).inverse)
        .followed(by: segment.quaternion(of: state).normalized).rotation
      // The file has six decimals.
      #expect(difference(table.rotation(at: instant), expected) < 3e-6)
      #expect(difference(whole.rotation(at: instant), expected) < 2e-6)
    }
  }

  @Test("No damaged attitude message crashes the readers", .enabled(if: ReferenceData.isAvailable))
  func damage() throws {
    for file in ["AEMExample04.txt", "AEMExample13.xml", "AEMExample14.txt"] {
      _ = CCSDSExamples.damage(try CCSDSExamples.text(file)) {
        _ = try AttitudeEphemerisMessage.parse($0, file: "a").segments.map { try $0.table() }
      }
    }
    for file in ["APMExample02.txt", "APMExample02.xml", "APM-frame-mapper.txt"] {
      _ = CCSDSExamples.damage(try CCSDSExamples.text(file)) {
        _ = try AttitudeParameterMessage.parse($0, file: "a").attitude()
      }
    }
  }
}

@Suite("Attitude tables")
struct AttitudeTableTests {
  private let start = Instant(wholeSeconds: 0)
  /// A coning motion: spin about z, tilted, the tilt going round.
  private func motion(_ seconds: Double) -> AttitudeQuaternion {
    AttitudeQuaternion(about: 2, radians: 0.05 * seconds)
      .followed(by: AttitudeQuaternion(about: 0, radians: 0.3))
      .followed(by: AttitudeQuaternion(about: 2, radians: 0.2 * seconds))
  }

  /// Its derivative: that of a turn about an axis is half the rate times the turn π further on.
  private func slope(_ seconds: Double) -> AttitudeQuaternion {
    func turn(_ rate: Double, _ further: Double = 0) -> AttitudeQuaternion {
      AttitudeQuaternion(about: 2, radians: rate * seconds + further)
    }
    let tilt = AttitudeQuaternion(about: 0, radians: 0.3)
    let first = turn(0.05, .pi).followed(by: tilt).followed(by: turn(0.2)).components
    let second = turn(0.05).followed(by: tilt).followed(by: turn(0.2, .pi)).components
    return AttitudeQuaternion(components: first * 0.025 + second * 0.1)
  }

  private func table(_ kind: MessageInterpolation.Kind, _ degree: Int, rates: Bool) throws
    -> AttitudeTable
  {
    let seconds = (0...40).map { Double($0) * 0.5 }
    let slopes = seconds.map(slope)
    return try AttitudeTable(
      instants: seconds.map { start.advanced(bySeconds: $0) },
      attitudes: seconds.enumerated().map { index, time in
        // Some writers keep the scalar positive: signs jump.
        index % 3 == 0 ? AttitudeQuaternion(components: -motion(time).components) : motion(time)
      },
      rates: rates
        ? slopes.enumerated().map { index, slope in
          index % 3 == 0 ? AttitudeQuaternion(components: -slope.components) : slope
        } : nil,
      interpolation: MessageInterpolation(kind: kind, degree: degree))
  }

  @Test(
    "The error falls with the degree as the theory says, and signs do not matter",
    arguments: [
      (MessageInterpolation.Kind.linear, 1, false, 2e-3), (.lagrange, 3, false, 2e-6),
      (.lagrange, 7, false, 3e-12), (.hermite, 3, true, 4e-7), (.hermite, 7, true, 5e-15),
      (.hermite, 7, false, 3e-12),
    ])
  func errors(
    kind: MessageInterpolation.Kind, degree: Int, rates: Bool, allowed: Double
  ) throws {
    let table = try table(kind, degree, rates: rates)
    var worst = 0.0
    for step in 40...160 {
      let seconds = Double(step) * 0.123
      let found = table.rotation(at: start.advanced(bySeconds: seconds))
      let exact = motion(seconds).rotation
      worst = max(worst, (found.xAxis - exact.xAxis).length, (found.zAxis - exact.zAxis).length)
    }
    #expect(worst < allowed, "\(worst)")
    #expect(worst > allowed / 100, "\(worst)")
  }

  @Test("The bound of the turn rate holds and is not idle")
  func turnRate() throws {
    for (kind, degree) in [(MessageInterpolation.Kind.linear, 1), (.lagrange, 5), (.hermite, 7)] {
      let table = try table(kind, degree, rates: kind == .hermite)
      for second in stride(from: 1.0, to: 19, by: 1.7) {
        let interval = start.advanced(bySeconds: second)...start.advanced(bySeconds: second + 0.9)
        let bound = table.maximumTurnRate(over: interval)
        var fastest = 0.0
        for step in 0..<18 {
          let a = table.rotation(at: start.advanced(bySeconds: second + 0.05 * Double(step)))
          let b = table.rotation(at: start.advanced(bySeconds: second + 0.05 * Double(step) + 0.05))
          let turned = AttitudeQuaternion(a).conjugate.followed(by: AttitudeQuaternion(b))
          let half = Vector3(
            turned.components.x, turned.components.y, turned.components.z
          ).length
          fastest = max(fastest, 2 * half / 0.05)
        }
        #expect(fastest <= bound * (1 + 1e-9))
        #expect(bound < fastest * 1.2)
      }
    }
  }

  @Test("A table that cannot be made is refused with the reason")
  func refused() throws {
    let one = [AttitudeQuaternion.identity]
    #expect(throws: TrajectoryError.self) { try AttitudeTable(instants: [start], attitudes: one) }
    #expect(throws: TrajectoryError.self) {
      try AttitudeTable(instants: [start, start], attitudes: one + one)
    }
    let beyond = #expect(throws: TrajectoryError.self) {
      try AttitudeTable(
        instants: [start, start.advanced(bySeconds: 1)], attitudes: one + one,
        coverage: start...start.advanced(bySeconds: 2))
    }
    #expect(beyond?.description.contains("goes beyond the attitudes") == true)
    let error = #expect(throws: TrajectoryError.self) { try table(.lagrange, 16, rates: false) }
    #expect(error?.description.contains("at most 15 is allowed") == true)
  }
}
