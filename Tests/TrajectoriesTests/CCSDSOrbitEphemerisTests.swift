import Astronomy
import Foundation
import TestSupport
import Testing

@testable import Trajectories

@Suite("Orbit ephemeris messages")
struct CCSDSOrbitEphemerisTests {
  private func parse(_ text: String, _ file: String) throws -> OrbitEphemerisMessage {
    try OrbitEphemerisMessage.parse(text, file: file)
  }

  struct Good: Sendable, CustomTestStringConvertible {
    let file: String
    let states: [Int]
    let covariances: [Int]
    let frame: String
    let system: String
    /// Position and velocity of the last state of the first segment, typed from the file.
    let last: [Double]
    var testDescription: String { file }
  }

  static let mars = [-3881.024, 563.959, -682.773, -3.28827, -3.66735, 1.63861]
  static let third = [2776.033, -336.859, -2008.682, 5.63678, -2.33951, -1.94687]
  static let good = [
    Good(
      file: "OEMExample1.txt", states: [4, 4, 4], covariances: [0, 1, 2], frame: "J2000",
      system: "UTC", last: mars),
    Good(
      file: "OEM-Issue839.txt", states: [4, 4, 4], covariances: [0, 1, 2], frame: "J2000",
      system: "TAI", last: mars),
    Good(
      file: "OEMExampleWithHeaderComment.txt", states: [4, 4, 4], covariances: [0, 1, 2],
      frame: "EME2000", system: "UTC", last: mars),
    Good(
      file: "OEMExample2.txt", states: [4, 4], covariances: [0, 0], frame: "TOD", system: "MRT",
      last: mars),
    Good(
      file: "OEMExample3.txt", states: [3, 3, 3], covariances: [0, 1, 2], frame: "EME2000",
      system: "UTC", last: third),
    Good(
      file: "OEMExample3.xml", states: [4], covariances: [1], frame: "J2000", system: "UTC",
      last: [-3881.0, 564.0, -682.8, -3.29, -3.67, 1.64]),
    Good(
      file: "OEMExample4.txt", states: [3], covariances: [0], frame: "EME2000", system: "UTC",
      last: third),
    Good(
      file: "OEMExample5.txt", states: [49], covariances: [0], frame: "GCRF", system: "UTC",
      last: [
        -1212.0312303805, -4196.2446023828, -5200.9281612207, 7.5222575948, -0.5747199952,
        -1.2870157271,
      ]),
    Good(
      file: "OEMExample6.txt", states: [3, 3, 3], covariances: [0, 0, 0], frame: "EME2000",
      system: "UTC", last: third),
    Good(
      file: "OEMExample8.txt", states: [4, 4], covariances: [0, 0], frame: "EME2000",
      system: "UTC", last: mars),
    Good(
      file: "OEMExample9.txt", states: [4, 4], covariances: [0, 0], frame: "ITRF-93",
      system: "MRT", last: mars),
    Good(
      file: "ISS.resampled.truncated.txt", states: [25], covariances: [0], frame: "EME2000",
      system: "UTC", last: []),
    Good(
      file: "oemLowerCaseValue.oem", states: [6], covariances: [0], frame: "EME2000",
      system: "UTC",
      last: [
        7.060007691017659e+002, -6.491235802056041e+003, 1.504215925393283e+003,
        7.700604727038651e+000, 8.093754292147782e-001, -2.416769251589093e-002,
      ]),
    Good(
      file: "test.oem", states: [2], covariances: [0], frame: "TOD", system: "UTC",
      last: [
        3431.186799191019, -5812.577818402283, -740.9697788680234, 4.447771899645091,
        1.8766168125697595, 5.956473390970396,
      ]),
    Good(
      file: "test_cov.oem", states: [2], covariances: [1], frame: "TOD", system: "UTC", last: []),
  ]

  @Test(
    "Every good example reads as its numbers stand", .enabled(if: ReferenceData.isAvailable),
    arguments: good)
  func goodExamples(example: Good) throws {
    let message = try parse(CCSDSExamples.text(example.file), example.file)
    #expect(message.segments.map(\.states.count) == example.states)
    #expect(message.segments.map(\.covariances.count) == example.covariances)
    let first = message.segments[0]
    #expect(first.metadata.frame.name == example.frame)
    #expect(first.metadata.timeSystem.name == example.system)
    if !example.last.isEmpty, let last = first.states.last {
      let numbers = [last.position, last.velocity].flatMap { [$0.x, $0.y, $0.z] }
      #expect(numbers == example.last)
    }
  }

  @Test("What surrounds the states is kept", .enabled(if: ReferenceData.isAvailable))
  func surroundings() throws {
    let message = try parse(CCSDSExamples.text("OEMExample1.txt"), "e")
    #expect(message.header.classification == "public, test-data")
    #expect(message.header.creationDate.text == "1996-11-04T17:22:31")
    let segment = message.segments[1]
    #expect(segment.metadata.useableStart?.text == "1996-12-28T22:08:02.5")
    #expect(try segment.interpolation() == MessageInterpolation(kind: .hermite, degree: 7))
    #expect(segment.comments == ["This block begins after trajectory correction maneuver TCM-3."])
    let covariance = message.segments[2].covariances[1]
    #expect(covariance.epoch?.text == "1996-12-29T21:00:00")
    #expect(covariance.frame == "EME2000")
    #expect(covariance[1, 1] == 6.8935327e-04)
    #expect(covariance[2, 5] == 3.4302008e-07)
    let xml = try parse(CCSDSExamples.text("OEMExample3.xml"), "e").segments[0]
    #expect(xml.states[0].acceleration == Vector3(0.008, 0.001, -0.159))
    #expect(xml.covariances[0].frame == "ITRF1997")
    #expect(xml.covariances[0][5, 4] == 0.621)
    #expect(xml.comments.count == 2)
  }

  @Test(
    "Every broken example is refused where it is broken", .enabled(if: ReferenceData.isAvailable),
    arguments: [
      ("OEM-covariance-number-format-error.txt", ":52: 'this-is-not-a-number'"),
      ("OEM-ephemeris-number-format-error.txt", ":44: 'this-is-not-a-number'"),
      ("OEM-inconsistent-time-systems.txt", ":28: the time system TCG of this segment"),
      ("OEM-keyword-within-covariance.txt", ":91: USER_DEFINED_TEST_KEY stands among the rows"),
      ("OEM-keyword-within-ephemeris.txt", ":24: USER_DEFINED_TEST_KEY stands among the states"),
      ("OEM-too-few-covariance-columns.txt", ":55: row 5 of the covariance has 4 numbers"),
      ("OEM-too-large-covariance-dimension.txt", ":91: a seventh row"),
      ("OEM-too-many-covariance-columns.txt", ":51: row 1 of the covariance has 6 numbers"),
      ("OEM-too-small-covariance-dimension.txt", ":83: the covariance that begins here has 10"),
      ("OEM-wrong-keyword.txt", ":19: WRONG_KEYWORD does not belong in the OEM metadata"),
      ("OEMExample7.txt.pre", ":9: the file ends inside the block META_START of line 5"),
      ("OEMExample7.txt.post", ":5: META_STOP closes nothing"),
      ("AEMExample01.txt", ":1: the file is an AEM (attitude ephemeris message); an OEM"),
      ("OPMExample3.xml", "the file is an OPM (orbit parameter message); an OEM"),
    ])
  func brokenExamples(file: String, fragment: String) throws {
    CCSDSExamples.expectRefusal(try CCSDSExamples.text(file), file: file, fragment, parse)
  }

  @Test(
    "States that cannot serve here are read and refused when used",
    .enabled(if: ReferenceData.isAvailable),
    arguments: [
      ("OEMExample1.txt", "OEMExample1.txt:7: the centre is 'MARS BARYCENTER'"),
      ("OEMExample2.txt", "OEMExample2.txt:5: the time system MRT cannot be converted"),
    ])
  func refusedOnUse(file: String, fragment: String) throws {
    let message = try parse(CCSDSExamples.text(file), file)
    let error = #expect(throws: TrajectoryError.self) { try message.segments[0].nodes() }
    #expect(error?.description.hasPrefix(fragment) == true, "\(error?.description ?? "")")
  }

  @Test(
    "A kind of interpolation without degree, and overlapping segments, are refused on use",
    .enabled(if: ReferenceData.isAvailable))
  func recommendations() throws {
    let message = try parse(CCSDSExamples.text("OEMExample8.txt"), "e.oem")
    let error = #expect(throws: TrajectoryError.self) { try message.segments[0].interpolation() }
    #expect(error?.description.hasPrefix("e.oem:6: INTERPOLATION = HERMITE without") == true)
    let overlap = try parse(CCSDSExamples.text("OEMExample1.txt"), "e.oem")
    #expect(throws: TrajectoryError.self) { try overlap.withoutOverlap() }
    #expect(throws: Never.self) { try message.withoutOverlap() }
  }

  @Test(
    "Orekit's Earth-fixed and celestial ephemerides of one orbit agree to a tenth of a millimetre",
    .enabled(if: ReferenceData.isAvailable))
  func earthFixed() throws {
    // Orekit wrote OEMExample5ITRF.txt from OEMExample5.txt without Earth orientation parameters;
    // the first has ten decimals of a kilometre: 0.1 µm.
    let celestial = try parse(CCSDSExamples.text("OEMExample5.txt"), "a").segments[0].nodes()
    let fixed = try parse(CCSDSExamples.text("OEMExample5ITRF.txt"), "b").segments[0].nodes()
    #expect(celestial.instants == fixed.instants)
    for (a, b) in zip(celestial.positions, fixed.positions) { #expect((a - b).length < 1e-4) }
    for (a, b) in zip(celestial.velocities, fixed.velocities) { #expect((a - b).length < 2e-7) }
  }

  @Test("The fixture in TDB and ICRF becomes instants and metres")
  func fixture() throws {
    let path = ReferenceData.repositoryPath("Fixtures/formation-job/observer.oem")
    let message = try parse(String(contentsOfFile: path, encoding: .utf8), "observer.oem")
    let nodes = try message.segments[0].nodes()
    #expect(nodes.instants.count == 4331)
    for index in [0, 2000, 4330] {
      let label = try Instant.parse("1975-07-19T11:58:20 TDB").instant
      let expected = label.advanced(bySeconds: 20 * Double(index))
      // TDB runs with TT but for 0.3 ns in a second.
      #expect(abs(nodes.instants[index].seconds(since: expected)) < 3e-5)
    }
    let label = try Instant.parse("1975-07-20T00:00:00 TDB").instant
    let index = try #require(nodes.instants.firstIndex { abs($0.seconds(since: label)) < 1 })
    #expect(abs(nodes.instants[index].seconds(since: label)) < 1e-11)
    #expect(
      nodes.positions[0]
        == Vector3(-665.739573993874, 6538.022592818566, -609.139881646600) * 1000)
    #expect(nodes.useable == nodes.instants[0]...nodes.instants[4330])
  }
}
