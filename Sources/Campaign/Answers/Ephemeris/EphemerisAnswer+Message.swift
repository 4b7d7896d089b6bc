internal import Astronomy
internal import Trajectories

extension EphemerisAnswer {
  /// A message is made whole before it is written: more states than this want too much memory.
  static let largestMessage = 1_000_000

  /// The orbit ephemeris message of one object (CCSDS 502.0-B-2).
  ///
  /// The relative vector has the observer as its centre, which table 5-3 of the standard allows.
  ///
  /// - Throws: `CampaignError` for too many states or a wrong `SOURCE_DATE_EPOCH`, `TrajectoryError`
  ///   for states that no message can hold.
  func message() throws -> OrbitEphemerisMessage {
    guard count <= Self.largestMessage else {
      throw CampaignError(
        .badRequest,
        "an OEM of \(count) states: allowed are \(Self.largestMessage); choose a larger --step, a "
          + "shorter time by --from and --to, or --format csv")
    }
    let subject = subject ?? .observer
    var instants: [Instant] = []
    var positions: [Vector3] = []
    var velocities: [Vector3] = []
    for index in 0..<count {
      let row = row(index)
      let state =
        switch subject {
        case .observer: row.observer
        case .occulter: row.occulter
        case .relative:
          StateVector(position: row.relative.position, velocity: row.relative.velocity)
        }
      instants.append(row.instant)
      positions.append(state.position)
      velocities.append(state.velocity)
    }
    var segment = try OrbitEphemerisMessage.Segment(
      objectName: Self.word(subject == .observer ? scenario.observerName : scenario.occulterName),
      objectID: "UNKNOWN", instants: instants, positions: positions, velocities: velocities,
      // Position and velocity at n nodes fix a polynomial of degree 2n − 1; one state fixes none.
      interpolation: count > 1
        ? MessageInterpolation(kind: .hermite, degree: min(7, 2 * count - 1)) : nil,
      fractionDigits: fractionDigits)
    if subject == .relative { segment.metadata.centerName = Self.word(scenario.observerName) }
    let header = MessageHeader(
      version: "2.0", creationDate: MessageEpoch(utc: try CreationDate.now(), fractionDigits: 0),
      originator: "TOTALITY",
      comments: [
        "totality \(Version.current), scenario \(scenario.name), \(scenario.runIdentifier)"
      ])
    return OrbitEphemerisMessage(header: header, segments: [segment])
  }

  /// A name as a message may hold it: printable ASCII on a line of at most 254 characters.
  private static func word(_ name: String) -> String {
    let ascii = name.unicodeScalars.map { scalar in
      (0x20...0x7E).contains(scalar.value) ? Character(scalar) : "?"
    }
    let text = String(ascii.prefix(200)).uppercased()
    return text.allSatisfy({ $0 == " " }) ? "UNKNOWN" : text
  }
}
