/// A thing met in an XML text.
enum XMLEvent {
  /// A start tag; an empty element `<a/>` gives a start and an end.
  case start(name: String, attributes: [String: String], line: Int)
  case end(name: String, line: Int)
  /// Text between tags, with references replaced; never empty.
  case text(String, line: Int)
}

/// Reads XML 1.0 without document types, one event at a time.
///
/// Written here because Foundation's parser traps on damaged tags on Linux. It takes elements,
/// attributes, text, CDATA, comments, processing instructions and the five named references with the
/// numeric ones; it refuses everything that begins with `<!` otherwise, so nothing can expand or point
/// outside the file. Tags must match and there is one root.
struct XMLScanner {
  private let source: MessageSource
  private var bytes: [UInt8] { source.bytes }
  private var index: Int
  private var line = 1
  private var open: [String] = []
  private var pendingEnd: String?
  private var sawRoot = false

  init(_ source: MessageSource) {
    self.source = source
    index = source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The next event; nil at the end of a well-formed text.
  mutating func next() throws(TrajectoryError) -> XMLEvent? {
    if let name = pendingEnd {
      pendingEnd = nil
      open.removeLast()
      return .end(name: name, line: line)
    }
    while index < bytes.count {
      if bytes[index] != UInt8(ascii: "<") {
        if let event = try text() { return event }
      } else if follows("<!--") {
        try skip(past: "-->", "a comment")
      } else if follows("<?") {
        try skip(past: "?>", "a processing instruction")
      } else if follows("<![CDATA[") {
        if let event = try characterData() { return event }
      } else if follows("<!") {
        throw source.malformed(
          line, "<! begins a declaration, which a message may not have; remove it")
      } else if follows("</") {
        return try endTag()
      } else {
        return try startTag()
      }
    }
    if let name = open.last {
      throw source.malformed(line, "the file ends inside <\(name)>; it is cut off")
    }
    guard sawRoot else { throw source.malformed(line, "the file has no element; it is empty") }
    return nil
  }

  private mutating func startTag() throws(TrajectoryError) -> XMLEvent {
    let start = line
    index += 1
    let tag = try name("a tag")
    if open.isEmpty, sawRoot {
      throw source.malformed(line, "<\(tag)> comes after the end of the message")
    }
    sawRoot = true
    var attributes: [String: String] = [:]
    while true {
      skipBlanks()
      if follows("/>") {
        index += 2
        pendingEnd = tag
        break
      }
      if follows(">") {
        index += 1
        break
      }
      let key = try name("an attribute of <\(tag)>")
      skipBlanks()
      guard follows("=") else {
        throw source.malformed(line, "the attribute \(key) of <\(tag)> has no value")
      }
      index += 1
      skipBlanks()
      guard attributes.updateValue(try attributeValue(key), forKey: key) == nil else {
        throw source.malformed(line, "the attribute \(key) stands twice in <\(tag)>")
      }
    }
    open.append(tag)
    return .start(name: tag, attributes: attributes, line: start)
  }

  private mutating func endTag() throws(TrajectoryError) -> XMLEvent {
    index += 2
    let tag = try name("an end tag")
    skipBlanks()
    guard follows(">") else { throw source.malformed(line, "the tag </\(tag) does not end in >") }
    index += 1
    guard open.last == tag else {
      let inner = open.last.map { "<\($0)> is open" } ?? "nothing is open"
      throw source.malformed(line, "</\(tag)> closes nothing; \(inner)")
    }
    open.removeLast()
    return .end(name: tag, line: line)
  }

  private mutating func name(_ what: String) throws(TrajectoryError) -> String {
    let start = index
    while index < bytes.count, isNameByte(bytes[index]) { index += 1 }
    guard index > start, index - start <= 100 else {
      throw source.malformed(line, "the name of \(what) is missing or malformed")
    }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func attributeValue(_ key: String) throws(TrajectoryError) -> String {
    guard index < bytes.count, bytes[index] == 34 || bytes[index] == 39 else {
      throw source.malformed(line, "the value of the attribute \(key) is not in quotes")
    }
    let quote = bytes[index]
    index += 1
    let start = index
    let first = line
    while index < bytes.count, bytes[index] != quote {
      guard bytes[index] != UInt8(ascii: "<") else { break }
      if bytes[index] == 10 { line += 1 }
      index += 1
    }
    guard index < bytes.count, bytes[index] == quote else {
      throw source.malformed(first, "the value of the attribute \(key) does not end in its quote")
    }
    index += 1
    return try withoutReferences(start..<index - 1, line: first)
  }

  private mutating func text() throws(TrajectoryError) -> XMLEvent? {
    let (start, first) = (index, line)
    var isBlank = true
    while index < bytes.count, bytes[index] != UInt8(ascii: "<") {
      if bytes[index] == 10 { line += 1 }
      if !isBlankByte(bytes[index]) { isBlank = false }
      index += 1
    }
    guard !open.isEmpty else {
      guard isBlank else {
        throw source.malformed(
          first, "the text '\(source.text(start..<index))' stands outside of the message")
      }
      return nil
    }
    return .text(try withoutReferences(start..<index, line: first), line: first)
  }

  private mutating func characterData() throws(TrajectoryError) -> XMLEvent? {
    let first = line
    let start = index + 9
    try skip(past: "]]>", "a CDATA section")
    guard !open.isEmpty, index - 3 > start else { return nil }
    return .text(String(decoding: bytes[start..<index - 3], as: UTF8.self), line: first)
  }

  /// The text of a range with `&lt;`, `&#233;` and the like replaced.
  private func withoutReferences(
    _ range: Range<Int>, line: Int
  ) throws(TrajectoryError) -> String {
    guard bytes[range].contains(UInt8(ascii: "&")) else {
      return String(decoding: bytes[range], as: UTF8.self)
    }
    var text = ""
    var rest = bytes[range]
    while let ampersand = rest.firstIndex(of: UInt8(ascii: "&")) {
      text += String(decoding: rest[..<ampersand], as: UTF8.self)
      let tail = rest[(ampersand + 1)...]
      guard let semicolon = tail.prefix(12).firstIndex(of: UInt8(ascii: ";")),
        let scalar = Self.scalar(String(decoding: tail[..<semicolon], as: UTF8.self))
      else {
        throw source.malformed(
          line,
          "'\(source.text(ampersand..<min(ampersand + 12, range.upperBound)))' is no "
            + "reference; allowed are &lt; &gt; &amp; &quot; &apos; and numbers")
      }
      text.unicodeScalars.append(scalar)
      rest = tail[(semicolon + 1)...]
    }
    return text + String(decoding: rest, as: UTF8.self)
  }

  private static func scalar(_ reference: String) -> Unicode.Scalar? {
    switch reference {
    case "lt": return "<"
    case "gt": return ">"
    case "amp": return "&"
    case "quot": return "\""
    case "apos": return "'"
    default: break
    }
    guard reference.hasPrefix("#") else { return nil }
    let isHexadecimal = reference.hasPrefix("#x")
    let digits = reference.dropFirst(isHexadecimal ? 2 : 1)
    return UInt32(digits, radix: isHexadecimal ? 16 : 10).flatMap(Unicode.Scalar.init)
  }

  private func follows(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard bytes.count - index >= count else { return false }
    return word.withUTF8Buffer { buffer in
      for offset in 0..<count where bytes[index + offset] != buffer[offset] { return false }
      return true
    }
  }

  private mutating func skip(past word: StaticString, _ what: String) throws(TrajectoryError) {
    let start = line
    while index < bytes.count {
      if follows(word) {
        index += word.utf8CodeUnitCount
        return
      }
      if bytes[index] == 10 { line += 1 }
      index += 1
    }
    throw source.malformed(start, "\(what) that begins here does not end; the file is cut off")
  }

  private mutating func skipBlanks() {
    while index < bytes.count, isBlankByte(bytes[index]) {
      if bytes[index] == 10 { line += 1 }
      index += 1
    }
  }

  private func isBlankByte(_ byte: UInt8) -> Bool {
    byte == 32 || byte == 9 || byte == 10 || byte == 13
  }

  private func isNameByte(_ byte: UInt8) -> Bool {
    byte | 0x20 &- 97 < 26 || byte &- 48 < 10 || byte >= 0x80 || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
  }
}
