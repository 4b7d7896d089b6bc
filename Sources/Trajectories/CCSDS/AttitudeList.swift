/// The attitudes of one segment while they are read.
struct AttitudeList {
  private(set) var states: [AttitudeEphemerisMessage.State] = []
  private var lines: DataLines
  private let system: MessageTimeSystem
  private let columns: [AttitudeEphemerisMessage.Kind.Column]
  private let kind: AttitudeEphemerisMessage.Kind
  private let scalarFirst: Bool
  private var values: [Double] = []

  init(
    _ metadata: AttitudeEphemerisMessage.Metadata, scalarFirst: Bool, _ source: MessageSource
  ) {
    kind = metadata.kind
    columns = metadata.kind.columns(metadata.eulerSequence)
    system = metadata.timeSystem
    self.scalarFirst = scalarFirst
    lines = DataLines(
      metadata.timeSystem, metadata.start...max(metadata.start, metadata.stop), source)
  }

  /// Reads a data block and returns its comments.
  mutating func read(_ block: MessageBlock) throws(TrajectoryError) -> [String] {
    var comments: [String] = []
    for node in block.nodes {
      switch node {
      case .comment(let comment, _): comments.append(comment)
      case .rows(let rows): for row in rows { try read(row) }
      case .block(let state): try readNamed(state)
      case .entry(let entry):
        throw lines.source.malformed(
          entry.line,
          "\(entry.keyword) stands among the attitudes; only lines of an epoch and "
            + "numbers, and comments, may stand there")
      }
    }
    return comments
  }

  private mutating func read(_ row: MessageRow) throws(TrajectoryError) {
    let epoch = try lines.read(row, into: &values)
    guard values.count == columns.count else {
      throw lines.source.malformed(
        row.line,
        "\(values.count) numbers after the epoch; ATTITUDE_TYPE = \(kind.rawValue) has "
          + "\(columns.count)")
    }
    if kind.isQuaternion, scalarFirst {
      // The scalar goes last, in the derivative too.
      values[..<4] = [values[1], values[2], values[3], values[0]]
      if kind == .quaternionDerivative {
        values[4...] = [values[5], values[6], values[7], values[4]]
      }
    }
    try append(epoch, line: row.line)
  }

  /// Reads the XML form: each number has a name.
  private mutating func readNamed(_ block: MessageBlock) throws(TrajectoryError) {
    var (rest, _) = try block.entries(in: lines.source)
    func number(_ entry: MessageEntry, _ unit: String?) throws(TrajectoryError) -> Double {
      let grammar = MessageGrammar(
        section: "attitude", rules: [.required(entry.keyword, unit)])
      return try MessageFields([entry], grammar, line: entry.line, in: lines.source).number(
        entry.keyword)
    }
    let times = rest.filter { $0.keyword == "EPOCH" }
    rest.removeAll { $0.keyword == "EPOCH" }
    let grammar = MessageGrammar(section: "attitude", rules: [.required("EPOCH")])
    let epoch = try MessageFields(times, grammar, line: block.line, in: lines.source).epoch(
      "EPOCH", system)
    try lines.check(epoch, line: block.line)
    values.removeAll(keepingCapacity: true)
    for column in columns {
      guard let index = rest.firstIndex(where: { column.keywords.contains($0.keyword) }) else {
        throw lines.source.malformed(
          block.line,
          "the attitude lacks \(column.keywords.joined(separator: " or ")), which "
            + "ATTITUDE_TYPE = \(kind.rawValue) has")
      }
      values.append(try number(rest.remove(at: index), column.unit))
    }
    if let extra = rest.first {
      throw lines.source.malformed(
        extra.line,
        "\(extra.keyword.prefix(40)) does not belong in an attitude of the type "
          + kind.rawValue)
    }
    try append(epoch, line: block.line)
  }

  private mutating func append(_ epoch: MessageEpoch, line: Int) throws(TrajectoryError) {
    if let last = states.last, last.epoch == epoch {
      guard last.values == values else { throw lines.contradiction(epoch, line: line) }
      return
    }
    states.append(AttitudeEphemerisMessage.State(epoch: epoch, values: values))
  }
}
