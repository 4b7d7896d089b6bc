/// Reads the lines of a message in keyword-value notation (CCSDS 502.0-B-3 §7, 504.0-B-2 §7).
struct MessageLexer {
  private let source: MessageSource
  private var line = 0
  private var nodes: [MessageNode] = []
  private var open: MessageBlock?
  private var rows: [MessageRow] = []

  /// The document in the bytes of a file.
  static func read(
    _ source: MessageSource, expecting expected: MessageKind?
  ) throws(TrajectoryError) -> MessageDocument {
    var lexer = MessageLexer(source: source)
    try lexer.readLines()
    guard case .entry(let first)? = lexer.nodes.first else {
      throw source.malformed(
        lexer.nodes.first?.line ?? 1,
        lexer.nodes.isEmpty
          ? "the file is empty; a message begins with a line such as CCSDS_OEM_VERS = 2.0"
          : "a message must begin with a line such as CCSDS_OEM_VERS = 2.0")
    }
    let words = first.keyword.split(separator: "_")
    guard words.count == 3, words[0] == "CCSDS", words[2] == "VERS",
      let kind = MessageKind(rawValue: String(words[1]))
    else {
      throw source.malformed(
        first.line,
        "'\(first.keyword.prefix(40))' begins no message; the first line must be "
          + "CCSDS_OEM_VERS = 2.0 or the like")
    }
    try kind.check(expected: expected, version: first.value, at: first.line, in: source)
    return MessageDocument(
      source: source, kind: kind, version: first.value, nodes: Array(lexer.nodes.dropFirst()))
  }

  private init(source: MessageSource) { self.source = source }

  private mutating func readLines() throws(TrajectoryError) {
    let bytes = source.bytes
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end] != 10, bytes[end] != 13 { end += 1 }
      line += 1
      try readLine(trimmed(start..<end))
      start = end + 1
      if end + 1 < bytes.count, bytes[end] == 13, bytes[end + 1] == 10 { start += 1 }
    }
    flushRows()
    if let open {
      throw source.malformed(
        line,
        "the file ends inside the block \(open.name)_START of line \(open.line); it is cut "
          + "off, or \(open.name)_STOP is missing")
    }
  }

  private mutating func readLine(_ range: Range<Int>) throws(TrajectoryError) {
    guard let first = range.first else { return }
    let byte = source.bytes[first]
    if byte &- 48 < 10 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
      || byte == UInt8(ascii: ".")
    {
      rows.append(MessageRow(line: line, bytes: range))
      return
    }
    flushRows()
    if let comment = comment(range) {
      append(.comment(comment, line: line))
    } else if let equals = source.bytes[range].firstIndex(of: UInt8(ascii: "=")) {
      try readEntry(range, equals: equals)
    } else {
      try readDelimiter(range)
    }
  }

  private func comment(_ range: Range<Int>) -> String? {
    let word = Array("COMMENT".utf8)
    guard source.bytes[range].starts(with: word) else { return nil }
    let rest = range.dropFirst(word.count)
    guard let next = rest.first else { return "" }
    guard isBlank(source.bytes[next]) else { return nil }
    return String(decoding: source.bytes[trimmed(rest)], as: UTF8.self)
  }

  private mutating func readEntry(_ range: Range<Int>, equals: Int) throws(TrajectoryError) {
    let keyword = trimmed(range.lowerBound..<equals)
    guard !keyword.isEmpty, source.bytes[keyword].allSatisfy(isKeywordByte) else {
      throw source.malformed(
        line,
        "'\(source.text(keyword))' is not a keyword; keywords are capital letters, digits "
          + "and '_'")
    }
    append(
      .entry(
        MessageEntry(
          keyword: String(decoding: source.bytes[keyword], as: UTF8.self),
          value: String(
            decoding: source.bytes[trimmed(equals + 1..<range.upperBound)], as: UTF8.self),
          unit: nil, line: line)))
  }

  private mutating func readDelimiter(_ range: Range<Int>) throws(TrajectoryError) {
    let word = source.text(range)
    if word.hasSuffix("_START"), source.bytes[range].allSatisfy(isKeywordByte) {
      if let open {
        throw source.malformed(
          line,
          "\(word) stands inside the block \(open.name)_START of line \(open.line); close "
            + "that with \(open.name)_STOP first")
      }
      open = MessageBlock(name: String(word.dropLast(6)), line: line)
    } else if word.hasSuffix("_STOP"), source.bytes[range].allSatisfy(isKeywordByte) {
      guard let block = open, block.name == word.dropLast(5) else {
        let found = open.map { "the open block is \($0.name)_START of line \($0.line)" }
        throw source.malformed(line, "\(word) closes nothing; \(found ?? "no block is open")")
      }
      open = nil
      nodes.append(.block(block))
    } else {
      throw source.malformed(
        line, "'\(word)' is neither 'KEYWORD = value', nor a comment, nor a line of numbers")
    }
  }

  private mutating func append(_ node: MessageNode) {
    if open != nil { open?.nodes.append(node) } else { nodes.append(node) }
  }

  private mutating func flushRows() {
    guard !rows.isEmpty else { return }
    append(.rows(rows))
    rows = []
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }

  private func isKeywordByte(_ byte: UInt8) -> Bool {
    byte &- 65 < 26 || byte &- 48 < 10 || byte == UInt8(ascii: "_")
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high, isBlank(source.bytes[low]) { low += 1 }
    while high > low, isBlank(source.bytes[high - 1]) { high -= 1 }
    return low..<high
  }
}
