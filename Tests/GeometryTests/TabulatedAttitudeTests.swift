import Astronomy
import Foundation
import Geometry
import Testing
import Trajectories

@Suite("Attitudes of messages")
struct TabulatedAttitudeTests {
  private let epoch: Instant
  private let observer: KeplerTrajectory
  private let ephemeris: EarthEphemeris
  private let plate = OcculterShape.polygon(vertices: [
    Vector3(-1.5, -1.5, 0), Vector3(1.5, -1.5, 0), Vector3(1.5, 1.5, 0), Vector3(-1.5, 1.5, 0),
  ])
  private let hold: [SunLineTable.Row] = [
    .init(seconds: 0, range: 200), .init(seconds: 600, range: 200),
  ]

  init() throws {
    epoch = try Instant.parse("1975-07-19T12:03:20Z").instant
    observer = try KeplerTrajectory(
      elements: KeplerElements(
        semiMajorAxis: 6_603_137, eccentricity: 0.0001, inclination: 51.78 * Angles.degree,
        ascendingNode: 105 * Angles.degree, argumentOfPerigee: 0,
        meanAnomaly: 281 * Angles.degree),
      epoch: epoch, frame: .trueOfDate, propagator: .j2)
    ephemeris = EarthEphemeris(covering: epoch...epoch.advanced(bySeconds: 3600))
  }

  private func instant(_ seconds: Double) -> Instant { epoch.advanced(bySeconds: seconds) }

  private func formation(_ attitude: any Attitude) throws -> Formation {
    try Formation(
      observer: observer, occulter: SunLineTable(epoch: epoch, rows: hold), shape: plate,
      attitude: attitude, ephemeris: ephemeris)
  }

  /// The plate's z on the Sun, turning about its x in 20 s.
  private func spin() throws -> SpinningAttitude {
    try SpinningAttitude(
      base: try SunPointingAttitude(axis: Vector3(0, 0, 1), reference: Vector3(1, 0, 0)),
      axis: Vector3(1, 0, 0), rate: 2 * .pi / 20, epoch: epoch)
  }

  /// A segment of rows of an attitude, from ICRF to a frame of the spacecraft.
  private func segment(
    _ attitude: any Attitude, from: Double, to: Double, step: Double = 1,
    frame: String = "SC_BODY_1",
    object: String = "APOLLO", extra: String = ""
  ) throws -> String {
    let formation = try formation(attitude)
    let rows = stride(from: from, through: to, by: step).map { seconds -> String in
      let context = formation.context(at: instant(seconds))
      let q = AttitudeQuaternion(attitude.rotation(in: context).inverse).components
      return instant(seconds).text(fractionDigits: 6).dropLast() + " \(q.x) \(q.y) \(q.z) \(q.w)"
    }
    return """
      META_START
      OBJECT_NAME = \(object)
      OBJECT_ID = 1975-066A
      REF_FRAME_A = ICRF
      REF_FRAME_B = \(frame)
      TIME_SYSTEM = UTC
      START_TIME = \(instant(from).text(fractionDigits: 6).dropLast())
      STOP_TIME = \(instant(to).text(fractionDigits: 6).dropLast())
      ATTITUDE_TYPE = QUATERNION
      \(extra)
      META_STOP
      DATA_START
      \(rows.joined(separator: "\n"))
      DATA_STOP

      """
  }

  private func message(_ segments: String...) throws -> AttitudeEphemerisMessage {
    try AttitudeEphemerisMessage.parse(
      "CCSDS_AEM_VERS = 2.0\nCREATION_DATE = 1975-07-19T00:00:00\nORIGINATOR = TEST\n"
        + segments.joined(), file: "spin.aem")
  }

  private func totals(_ attitude: any Attitude, _ from: Double, _ to: Double, jumps: Bool = false)
    throws
    -> [Double]
  {
    let result = try formation(attitude).windows(
      over: instant(from)...instant(to), law: .uniform)
    // Of what happens at the instant of a jump nothing can be certified.
    #expect(jumps || result.certifiedDepth < 1e-8)
    return result.windows.flatMap(\.phases).filter { $0.occultationClass == .total }.flatMap {
      [$0.start, $0.end].compactMap { $0?.instant.seconds(since: epoch) }
    }
  }

  @Test("A plate that spins by the rows of a message gives totality when its sides say so")
  func spinning() throws {
    let table = try message(try segment(try spin(), from: 0, to: 120)).attitude()
    let times = try totals(table, 1, 101)
    // Facing at 0, 10, 20, … s, total while 1.5 cos φ exceeds the Sun's 0.9143 m: 2.914 s each side.
    #expect(times.count == 20)
    for (index, time) in times.dropFirst().dropLast().enumerated() {
      let middle = Double(index / 2 + 1) * 10
      #expect(abs(time - (middle + (index % 2 == 0 ? -2.914 : 2.914))) < 0.03, "\(time)")
    }
    // The law that the rows were taken from; between them the spin axis follows the Sun.
    for (ours, law) in zip(times, try totals(try spin(), 1, 101)) {
      #expect(abs(ours - law) < 1e-7, "\(ours) \(law)")
    }
  }

  @Test("The rate bound of the rows holds the true turning and is no wider than it needs to be")
  func rateBound() throws {
    let table = try message(try segment(try spin(), from: 0, to: 60)).attitude()
    let context = try formation(table).context(at: instant(10))
    let rate = table.maximumTurnRate(
      over: instant(9.2)...instant(10.8), around: context,
      observer: observer.bounds(over: instant(9)...instant(11)), sunRate: 0)
    #expect(rate >= 2 * .pi / 20 * (1 - 1e-6) && rate < 2 * .pi / 20 * 1.001, "\(rate)")
  }

  @Test("A jump between segments is found as the moment when totality ends")
  func jump() throws {
    let facing = try SunPointingAttitude(axis: Vector3(0, 0, 1), reference: Vector3(1, 0, 0))
    let aside = try SunPointingAttitude(axis: Vector3(0, 1, 0), reference: Vector3(1, 0, 0))
    let table = try message(
      try segment(facing, from: 0, to: 30), try segment(aside, from: 30, to: 60)
    ).attitude()
    #expect(table.gaps.isEmpty)
    let times = try totals(table, 1, 59, jumps: true)
    #expect(times.count == 1)
    #expect(abs(try #require(times.first) - 30) < 1e-6)
  }

  @Test("A span that touches the gap between two segments is refused with the gap's ends")
  func gap() throws {
    let spin = try spin()
    let table = try message(
      try segment(spin, from: 0, to: 30), try segment(spin, from: 40, to: 60)
    ).attitude()
    #expect(table.coverage == instant(0)...instant(60))
    #expect(table.gaps == [instant(30)...instant(40)])
    #expect(try totals(table, 41, 59).count == 4)
    let error = #expect(throws: GeometryError.self) { try totals(table, 20, 50) }
    #expect(
      error?.description.hasPrefix(
        "the occulter's attitude has a gap from 1975-07-19T12:03:50.000Z to "
          + "1975-07-19T12:04:00.000Z") == true)
    let beyond = #expect(throws: GeometryError.self) { try totals(table, 50, 70) }
    #expect(beyond?.description.hasPrefix("the occulter's attitude covers") == true)
  }

  @Test("Of several objects or frames one must be named")
  func choice() throws {
    let spin = try spin()
    let objects = try message(
      try segment(spin, from: 0, to: 30),
      try segment(spin, from: 0, to: 30, object: "SOYUZ 19").replacingOccurrences(
        of: "066A", with: "065A"))
    let frames = try message(
      try segment(spin, from: 0, to: 30), try segment(spin, from: 0, to: 20, frame: "INSTRUMENT_2"))
    func refusal(_ make: () throws -> TabulatedAttitude) -> String {
      do {
        return "\(try make().tables.count) tables"
      } catch { return "\(error)" }
    }
    #expect(
      refusal { try objects.attitude() }
        == "spin.aem: attitudes of 2 objects (APOLLO, SOYUZ 19); name the one that is meant")
    #expect(
      refusal { try objects.attitude(of: "MIR") }
        == "spin.aem: no attitudes of 'MIR'; there are those of APOLLO, SOYUZ 19")
    #expect(refusal { try objects.attitude(of: "1975-065A") } == "1 tables")
    #expect(
      refusal { try frames.attitude() }
        == "spin.aem: attitudes of 2 frames of the spacecraft (SC_BODY_1, INSTRUMENT_2); name the "
        + "one that is meant")
    #expect(
      refusal { try frames.attitude(bodyFrame: "SC_BODY_9") }
        == "spin.aem: no attitudes of the frame 'SC_BODY_9'; there are those of SC_BODY_1, "
        + "INSTRUMENT_2")
    #expect(try frames.attitude(bodyFrame: "INSTRUMENT_2").coverage == instant(0)...instant(20))
  }
}
