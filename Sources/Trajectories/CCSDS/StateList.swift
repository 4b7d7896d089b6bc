internal import Astronomy

/// The states of one segment while they are read.
struct StateList {
  private(set) var states: [OrbitEphemerisMessage.State] = []
  private var lines: DataLines
  private let system: MessageTimeSystem
  private var values: [Double] = []

  init(_ metadata: OrbitEphemerisMessage.Metadata, _ source: MessageSource) {
    system = metadata.timeSystem
    lines = DataLines(
      metadata.timeSystem, metadata.start...max(metadata.start, metadata.stop), source)
  }

  /// Reads a data line: an epoch, six numbers, and three more where accelerations are given.
  mutating func append(_ row: MessageRow) throws(TrajectoryError) {
    let epoch = try lines.read(row, into: &values)
    guard values.count == 6 || values.count == 9 else {
      throw lines.source.malformed(
        row.line,
        "\(values.count) numbers after the epoch; a state has 6 (position, velocity) or "
          + "9 (and acceleration)")
    }
    try append(epoch, line: row.line)
  }

  /// Reads a state of named elements.
  mutating func append(
    _ block: MessageBlock, _ grammar: MessageGrammar
  ) throws(TrajectoryError) {
    let fields = try MessageFields(
      try block.entries(in: lines.source).entries, grammar, line: block.line, in: lines.source)
    let epoch = try fields.epoch("EPOCH", system)
    try lines.check(epoch, line: fields.line(of: "EPOCH"))
    values.removeAll(keepingCapacity: true)
    for name in ["X", "Y", "Z", "X_DOT", "Y_DOT", "Z_DOT"] {
      values.append(try fields.number(name))
    }
    let names = ["X_DDOT", "Y_DDOT", "Z_DDOT"]
    if names.contains(where: fields.has) {
      for name in names { values.append(try fields.number(name)) }
    }
    try append(epoch, line: block.line)
  }

  /// A state for an epoch that is there already is left out where it is the same, as some writers
  /// repeat the last line, and refused where it differs.
  private mutating func append(_ epoch: MessageEpoch, line: Int) throws(TrajectoryError) {
    let state = OrbitEphemerisMessage.State(
      epoch: epoch, position: Vector3(values[0], values[1], values[2]),
      velocity: Vector3(values[3], values[4], values[5]),
      acceleration: values.count == 9 ? Vector3(values[6], values[7], values[8]) : nil)
    if let last = states.last, last.epoch == epoch {
      guard last == state else { throw lines.contradiction(epoch, line: line) }
      return
    }
    states.append(state)
  }
}
