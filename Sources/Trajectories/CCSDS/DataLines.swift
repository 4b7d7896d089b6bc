/// Walks along the words of a data line.
struct RowWords {
  private let bytes: [UInt8]
  private var index: Int
  private let end: Int

  init(_ bytes: [UInt8], _ row: MessageRow) {
    self.bytes = bytes
    index = row.bytes.lowerBound
    end = row.bytes.upperBound
  }

  /// The bytes of the next word; nil at the end of the line.
  mutating func next() -> Range<Int>? {
    while index < end, bytes[index] == 32 || bytes[index] == 9 { index += 1 }
    guard index < end else { return nil }
    let start = index
    while index < end, bytes[index] != 32, bytes[index] != 9 { index += 1 }
    return start..<index
  }
}

/// Reads an epoch and numbers from data lines, and watches that time goes forward within the span.
struct DataLines {
  /// Writers round epochs; a millisecond outside the span is forgiven.
  private static let slack = 0.001

  let source: MessageSource
  private let system: MessageTimeSystem
  private let span: ClosedRange<MessageEpoch>
  private var last: MessageEpoch?

  init(_ system: MessageTimeSystem, _ span: ClosedRange<MessageEpoch>, _ source: MessageSource) {
    self.system = system
    self.span = span
    self.source = source
  }

  /// The epoch and the numbers of a line; the numbers replace what `values` held.
  mutating func read(
    _ row: MessageRow, into values: inout [Double]
  ) throws(TrajectoryError) -> MessageEpoch {
    var words = RowWords(source.bytes, row)
    guard let first = words.next() else { throw source.malformed(row.line, "an empty line") }
    let epoch: MessageEpoch
    do {
      epoch = try MessageEpoch(source.bytes, first)
    } catch {
      throw source.malformed(row.line, error.sentence(source.text(first)))
    }
    try check(epoch, line: row.line)
    values.removeAll(keepingCapacity: true)
    while let word = words.next() {
      guard let value = MessageNumber.parse(source.bytes, word) else {
        throw source.malformed(
          row.line, "'\(source.text(word))' is not a finite decimal number")
      }
      values.append(value)
    }
    return epoch
  }

  /// Checks an epoch against the one before it, which it may equal, and the span.
  mutating func check(_ epoch: MessageEpoch, line: Int) throws(TrajectoryError) {
    if epoch.secondOfDay >= 86_400, let complaint = system.complaint(about: epoch) {
      throw source.malformed(line, "\(epoch.text): \(complaint)")
    }
    if let last, epoch < last {
      throw source.malformed(
        line,
        "\(epoch.text) comes before the line above it, \(last.text); put the lines in time "
          + "order")
    }
    guard span.lowerBound <= epoch || epoch.labelSeconds(since: span.lowerBound) >= -Self.slack,
      epoch <= span.upperBound || span.upperBound.labelSeconds(since: epoch) >= -Self.slack
    else {
      throw source.malformed(
        line,
        "\(epoch.text) lies outside START_TIME \(span.lowerBound.text) to STOP_TIME "
          + span.upperBound.text)
    }
    last = epoch
  }

  /// The error of two different lines for one epoch.
  func contradiction(_ epoch: MessageEpoch, line: Int) -> TrajectoryError {
    source.malformed(
      line,
      "a second line for \(epoch.text), with other numbers than the line above it; leave one "
        + "out, or begin a new segment")
  }
}
