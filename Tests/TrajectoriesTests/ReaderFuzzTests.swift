import Astronomy
import TestSupport
import Testing

@testable import Trajectories

/// The rules of the runs, and how to make them longer, stand at `FuzzRun`.
@Suite("Damaged files of trajectories and attitudes")
struct ReaderFuzzTests {
  /// What is wrong with an error: it must be the module's, begin with the file, and name a line.
  ///
  /// - Parameter places: how the place in the file may be told.
  private static func fault(_ error: any Error, file: String, places: [String]) -> String? {
    guard let error = error as? TrajectoryError else { return "not typed: \(error)" }
    let text = error.description
    return places.contains { text.hasPrefix(file + $0) } ? nil : "no place: \(text)"
  }

  /// Uses a trajectory as the program does: states and bounds within its span.
  private static func use(_ trajectory: any Trajectory) {
    guard let span = trajectory.coverage else { return }
    let seconds = span.upperBound.seconds(since: span.lowerBound)
    for part in [0, 0.3, 0.999] {
      let instant = span.lowerBound.advanced(bySeconds: seconds * part)
      _ = trajectory.state(at: instant)
      _ = trajectory.bounds(
        over: instant...instant.advanced(bySeconds: min(60, seconds * (1 - part))))
    }
  }

  private func check(_ run: FuzzRun) {
    #expect(run.faults.isEmpty, "\(run.faults.joined(separator: "\n"))")
    #expect(run.isMeaningful, "\(run.read) read, \(run.refused) refused")
  }

  private static let words = [
    "META_START", "META_STOP", "DATA_START", "DATA_STOP", "COVARIANCE_START", "COMMENT x\n",
    "EPOCH = ", "REF_FRAME = ITRF\n", "TIME_SYSTEM = UT1\n", "INTERPOLATION_DEGREE = 30\n", " [km]",
    "<X>", "</segment>", "<![CDATA[", "<!--", "&#0;", "&#x110000;", "<?xml",
  ]

  @Test("Damaged orbit ephemeris messages are refused with file and line, or used")
  func orbits() {
    let run = FuzzRun(
      "OEM", share: 0.1, FileMutations(FuzzSamples.bytes(FuzzSamples.orbits), words: Self.words),
      fault: { Self.fault($0, file: "a.oem", places: [":"]) },
      { bytes in
        let message = try OrbitEphemerisMessage.parse(bytes, file: "a.oem")
        _ = message.kvn()
        Self.use(try message.trajectory())
        Self.use(try message.trajectory(followingMessage: false))
      })
    check(run)
  }

  @Test(
    "Damaged messages with a state or with mean elements are refused with file and line, or used")
  func states() {
    check(
      FuzzRun(
        "OPM", share: 0.05, FileMutations(FuzzSamples.bytes(FuzzSamples.states), words: Self.words),
        fault: { Self.fault($0, file: "a.opm", places: [":"]) },
        { bytes in
          let dated = try OrbitParameterMessage.parse(bytes, file: "a.opm").state()
          guard
            let orbit = try? KeplerTrajectory(
              state: dated.state, epoch: dated.instant, propagator: .kepler)
          else {
            return
          }
          let end = dated.instant.advanced(bySeconds: 60)
          _ = orbit.state(at: end)
          _ = orbit.bounds(over: dated.instant...end)
        }))
    check(
      FuzzRun(
        "OMM", share: 0.05,
        FileMutations(FuzzSamples.bytes(FuzzSamples.elements), words: Self.words),
        fault: { Self.fault($0, file: "a.omm", places: [":"]) },
        { bytes in
          let message = try OrbitMeanElementsMessage.parse(bytes, file: "a.omm")
          Self.follow(try message.meanElements())
        }))
  }

  /// Follows elements for a day where that can be done; why not is told without a file.
  private static func follow(_ elements: MeanElements) {
    let end = elements.epoch.advanced(bySeconds: 86_400)
    if let orbit = try? SGP4Trajectory(elements: elements, over: elements.epoch...end) {
      use(orbit)
    }
  }

  @Test("Damaged attitude messages are refused with file and line, or used")
  func attitudes() {
    check(
      FuzzRun(
        "AEM", share: 0.05,
        FileMutations(FuzzSamples.bytes(FuzzSamples.attitudeTables), words: Self.words),
        fault: { Self.fault($0, file: "a.aem", places: [":"]) },
        { bytes in
          let attitude = try AttitudeEphemerisMessage.parse(bytes, file: "a.aem").attitude()
          for table in attitude.tables {
            _ = table.rotation(at: table.coverage.lowerBound)
            _ = table.maximumTurnRate(over: table.coverage)
          }
        }))
    check(
      FuzzRun(
        "APM", share: 0.03,
        FileMutations(FuzzSamples.bytes(FuzzSamples.attitudeStates), words: Self.words),
        fault: { Self.fault($0, file: "a.apm", places: [":"]) },
        { bytes in _ = try AttitudeParameterMessage.parse(bytes, file: "a.apm").attitude() }))
  }

  @Test("Damaged element sets are refused with file and line, or used; checksums on and off")
  func elementSets() {
    for checksum in [TwoLineElements.Checksum.required, .ignored] {
      check(
        FuzzRun(
          "TLE, checksum \(checksum)", share: 0.04,
          FileMutations(FuzzSamples.bytes(FuzzSamples.elementSets), words: ["1 ", "2 ", "0 "]),
          fault: { Self.fault($0, file: "a.tle", places: [":"]) },
          { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            let file = try TwoLineFile(text, file: "a.tle", checksum: checksum)
            for set in file.sets.prefix(3) { Self.follow(set.elements) }
          }))
    }
  }

  @Test("Damaged tables of states are refused with file and line, or used")
  func tables() throws {
    let epoch = try Instant.parse("2026-11-21T00:00:00Z").instant
    check(
      FuzzRun(
        "table", share: 0.06,
        FileMutations(FuzzSamples.bytes(FuzzSamples.tables), words: ["utc", "t_s", ",", "x_km"]),
        fault: { Self.fault($0, file: "a.csv", places: [":"]) },
        { bytes in
          let text = String(decoding: bytes, as: UTF8.self)
          Self.use(
            try TrajectoryTable.parse(text, file: "a.csv", frame: .gcrf, epoch: epoch))
        }))
  }

  @Test("Damaged kernels are refused with the file and the byte or the segment, or used")
  func kernels() throws {
    let span = SPKFixture.span(10, 3500)
    let run = FuzzRun(
      "SPK", share: 0.08, FileMutations(try FuzzSamples.kernels(), .binary),
      fault: { Self.fault($0, file: "a.bsp", places: [": "]) },
      { bytes in
        let kernel = try SPKKernel(bytes: bytes, name: "a.bsp")
        for target in [-902, -903, -904, 301] {
          _ = kernel.coverage(of: target)
          if let path = try? kernel.trajectory(of: target, over: span) { Self.use(path) }
        }
        Self.use(try kernel.trajectory(of: -901, over: span))
      })
    check(run)
  }
}
