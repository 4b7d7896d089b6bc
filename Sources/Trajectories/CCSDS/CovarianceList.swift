/// The covariances of one `COVARIANCE` block.
struct CovarianceList {
  private(set) var covariances: [StateCovariance] = []
  private let source: MessageSource
  private let system: MessageTimeSystem
  private var pending: Pending?
  private var comments: [String] = []

  /// A covariance of which not all rows are read.
  private struct Pending {
    let line: Int
    let epoch: MessageEpoch
    let comments: [String]
    var frame: String?
    var lowerTriangle: [Double] = []
  }

  private static let grammar = MessageGrammar(
    section: "covariance",
    rules: [.optional("EPOCH"), .optional("COV_REF_FRAME")] + StateCovariance.rules)

  init(
    _ block: MessageBlock, _ system: MessageTimeSystem, _ source: MessageSource
  ) throws(TrajectoryError) {
    self.source = source
    self.system = system
    if block.nodes.contains(where: Self.isElement) {
      try readNamed(block)
      return
    }
    for node in block.nodes {
      switch node {
      case .comment(let comment, _): comments.append(comment)
      case .entry(let entry): try readKeyword(entry)
      case .rows(let rows): for row in rows { try readRow(row) }
      case .block(let inner):
        throw source.malformed(inner.line, "\(inner.name) does not belong in the covariance")
      }
    }
    try finish()
    if covariances.isEmpty {
      throw source.malformed(block.line, "the covariance block that begins here is empty")
    }
  }

  private static func isElement(_ node: MessageNode) -> Bool {
    guard case .entry(let entry) = node else { return false }
    return StateCovariance.rules.contains { $0.keyword == entry.keyword }
  }

  /// The XML form: one matrix, its elements by name.
  private mutating func readNamed(_ block: MessageBlock) throws(TrajectoryError) {
    let (entries, comments) = try block.entries(in: source)
    let fields = try MessageFields(entries, Self.grammar, line: block.line, in: source)
    let epoch = try fields.epoch("EPOCH", system)
    if let covariance = try StateCovariance(fields, epoch: epoch, comments: comments) {
      covariances.append(covariance)
    }
  }

  private mutating func readKeyword(_ entry: MessageEntry) throws(TrajectoryError) {
    if entry.keyword == "EPOCH" {
      try finish()
    } else if entry.keyword == "COV_REF_FRAME", pending == nil {
      throw source.malformed(entry.line, "COV_REF_FRAME comes after EPOCH; swap the lines")
    } else if let rows = pending?.lowerTriangle, !rows.isEmpty {
      throw source.malformed(
        entry.line,
        "\(entry.keyword) stands among the rows of the covariance; only EPOCH of the "
          + "next covariance or COVARIANCE_STOP may follow them")
    }
    let fields = try MessageFields([entry], Self.grammar, line: entry.line, in: source)
    if entry.keyword == "EPOCH" {
      let epoch = try fields.epoch("EPOCH", system)
      pending = Pending(line: entry.line, epoch: epoch, comments: comments)
      comments = []
    } else {
      pending?.frame = try fields.text("COV_REF_FRAME")
    }
  }

  private mutating func readRow(_ row: MessageRow) throws(TrajectoryError) {
    guard let triangle = pending?.lowerTriangle else {
      throw source.malformed(row.line, "a covariance begins with EPOCH = …, not with numbers")
    }
    var number = 0
    while (number + 1) * (number + 2) / 2 <= triangle.count { number += 1 }
    guard number < 6 else {
      throw source.malformed(row.line, "a seventh row; a covariance has 6 rows of 1 to 6 numbers")
    }
    var words = RowWords(source.bytes, row)
    var values: [Double] = []
    while let word = words.next() {
      guard let value = MessageNumber.parse(source.bytes, word) else {
        throw source.malformed(row.line, "'\(source.text(word))' is not a finite decimal number")
      }
      values.append(value)
    }
    guard values.count == number + 1 else {
      throw source.malformed(
        row.line,
        "row \(number + 1) of the covariance has \(values.count) numbers; the lower "
          + "triangle has \(number + 1) there")
    }
    pending?.lowerTriangle += values
  }

  private mutating func finish() throws(TrajectoryError) {
    guard let pending else { return }
    guard pending.lowerTriangle.count == 21 else {
      throw source.malformed(
        pending.line,
        "the covariance that begins here has \(pending.lowerTriangle.count) of its 21 "
          + "numbers; it needs 6 rows of 1 to 6")
    }
    let covariance = try StateCovariance(
      epoch: pending.epoch, frame: pending.frame, lowerTriangle: pending.lowerTriangle,
      comments: pending.comments)
    try covariance.checkDiagonal(at: pending.line, in: source)
    covariances.append(covariance)
    self.pending = nil
  }
}
