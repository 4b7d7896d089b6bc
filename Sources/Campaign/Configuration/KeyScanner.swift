/// One pass over a TOML text that finds the place of every key and refuses what the parser mangles.
///
/// It reads valid TOML exactly and anything else without harm: it always advances, its recursion
/// is bounded by ``deepestNesting``, and whatever it misunderstands the parser refuses afterwards.
struct KeyScanner {
  /// Something the parser would overflow on or silently change.
  struct Refusal: Error, Hashable {
    var place: KeyLocator.Place
    var message: String
    var remedy: String
  }

  /// How many tables and arrays may lie inside each other; scenarios need about six.
  static let deepestNesting = 64

  private let bytes: [UInt8]
  private var at = 0
  private var locator = KeyLocator()
  /// The last place asked for; places are asked for in rising order, so each byte counts once.
  private var cursor = (offset: 0, place: KeyLocator.Place())

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The places of all keys in a TOML text.
  static func scan(_ bytes: [UInt8]) throws(Refusal) -> KeyLocator {
    var scanner = KeyScanner(bytes)
    try scanner.scanDocument()
    return scanner.locator
  }
}

extension KeyScanner {
  private mutating func scanDocument() throws(Refusal) {
    var table = 0
    while true {
      skipBlankAndComments()
      guard at < bytes.count else { return }
      if bytes[at] == UInt8(ascii: "[") {
        table = try scanHeader()
      } else {
        let start = at
        try scanAssignment(into: table)
        if at == start { at += 1 }
      }
      skipToLineEnd()
    }
  }

  /// Reads `[a.b]` or `[[a.b]]` and gives the node of the table it opens.
  private mutating func scanHeader() throws(Refusal) -> Int {
    at += 1
    let opensElement = peek() == UInt8(ascii: "[")
    if opensElement { at += 1 }
    let start = place()
    let keys = try scanKeyPath(beneath: 0)
    // The parser aborts here in debug builds, so the complaint has to be ours.
    if keys.isEmpty {
      throw Refusal(place: start, message: "a table header without a name", remedy: "")
    }
    var node = 0
    for (step, key) in keys.enumerated() {
      let isLast = step == keys.count - 1
      // The header of a table is a better place for it than a deeper header that implied it.
      node = locator.child(
        of: node, key: key.text, at: key.place, replacingPlace: isLast && !opensElement)
      if isLast && opensElement {
        node = locator.element(of: node, at: key.place)
      } else if !isLast {
        node = locator.lastTable(of: node)
      }
    }
    while at < bytes.count, bytes[at] == UInt8(ascii: "]") { at += 1 }
    return node
  }

  /// Reads `a.b = value` into a table.
  private mutating func scanAssignment(into table: Int) throws(Refusal) {
    let keys = try scanKeyPath(beneath: locator.nodes[table].depth)
    var node = table
    for key in keys { node = locator.child(of: node, key: key.text, at: key.place) }
    skipBlanks()
    guard peek() == UInt8(ascii: "=") else { return }
    at += 1
    try scanValue(into: node)
  }

  private mutating func scanValue(into node: Int) throws(Refusal) {
    skipBlanks()
    guard let first = peek() else { return }
    switch first {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): _ = try scanString()
    case UInt8(ascii: "["): try scanArray(into: node)
    case UInt8(ascii: "{"): try scanInlineTable(into: node)
    default: try scanBareValue()
    }
  }

  private mutating func scanArray(into node: Int) throws(Refusal) {
    try checkDepth(locator.nodes[node].depth + 1)
    at += 1
    var scratch: Int?
    while true {
      skipBlankAndComments()
      guard let byte = peek() else { return }
      if byte == UInt8(ascii: "]") {
        at += 1
        return
      }
      let start = at
      // Elements past the last located one share a single node, which nobody looks up.
      let isLocated = locator.nodes[node].elements.count < KeyLocator.mostLocatedElements
      let element =
        isLocated
        ? locator.element(of: node, at: place())
        : scratch ?? locator.child(of: node, key: "", at: place())
      if !isLocated { scratch = element }
      try scanValue(into: element)
      skipBlankAndComments()
      if peek() == UInt8(ascii: ",") { at += 1 }
      if at == start { at += 1 }
    }
  }

  private mutating func scanInlineTable(into node: Int) throws(Refusal) {
    try checkDepth(locator.nodes[node].depth + 1)
    at += 1
    while true {
      skipBlankAndComments()
      guard let byte = peek() else { return }
      if byte == UInt8(ascii: "}") {
        at += 1
        return
      }
      let start = at
      try scanAssignment(into: node)
      skipBlankAndComments()
      if peek() == UInt8(ascii: ",") { at += 1 }
      if at == start { at += 1 }
    }
  }

  /// Reads a number, boolean, date or time.
  private mutating func scanBareValue() throws(Refusal) {
    let start = at
    let startPlace = place()
    scan: while let byte = peek() {
      switch byte {
      case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "#"), 10, 13:
        break scan
      default: at += 1
      }
    }
    var token = bytes[start..<at]
    while let last = token.last, last == 32 || last == 9 { token.removeLast() }
    guard BareValue.isSafe(token) else {
      let found = String(decoding: token, as: UTF8.self)
      throw Refusal(
        place: startPlace,
        message: token.isEmpty ? "no value" : "\(PrintableText.quoted(found)) is not a TOML value",
        remedy: BareValue.looksLikeDateOrTime(token)
          ? "write dates as 1975-07-19T12:00:00Z" : token.isEmpty ? "" : "put text in quotes")
    }
    // The parser keeps nine digits of a second and drops the rest without a word.
    guard token.contains(UInt8(ascii: ":")), let point = token.firstIndex(of: UInt8(ascii: "."))
    else { return }
    let digits = token[(point + 1)...].prefix { (48...57).contains($0) }
    if digits.count > 9 {
      throw Refusal(
        place: startPlace, message: "\(digits.count) digits after the second's point, allowed 9",
        remedy: "round the time to nanoseconds")
    }
  }
}

extension KeyScanner {
  private struct LocatedKey {
    var text: String
    var place: KeyLocator.Place
  }

  private mutating func scanKeyPath(beneath depth: Int) throws(Refusal) -> [LocatedKey] {
    var keys: [LocatedKey] = []
    while true {
      skipBlanks()
      guard let byte = peek() else { return keys }
      try checkDepth(depth + keys.count + 1)
      let start = place()
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        keys.append(LocatedKey(text: try scanString(), place: start))
      } else {
        let begin = at
        while let byte = peek(), Self.isBareKeyByte(byte) { at += 1 }
        guard at > begin else { return keys }
        keys.append(
          LocatedKey(text: String(decoding: bytes[begin..<at], as: UTF8.self), place: start))
      }
      skipBlanks()
      guard peek() == UInt8(ascii: ".") else { return keys }
      at += 1
    }
  }

  private static func isBareKeyByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// Reads any of the four kinds of string; the text is exact only for the one-line kinds.
  private mutating func scanString() throws(Refusal) -> String {
    let startPlace = place()
    let quote = bytes[at]
    let isMultiline =
      at + 2 < bytes.count && bytes[at + 1] == quote && bytes[at + 2] == quote
    at += isMultiline ? 3 : 1
    var text: [UInt8] = []
    while let byte = peek() {
      if byte == quote {
        var run = 1
        while at + run < bytes.count, bytes[at + run] == quote { run += 1 }
        if !isMultiline {
          at += 1
          break
        }
        at += run
        // Up to two quotes may stand directly before the closing three.
        if run >= 3 { break }
        continue
      }
      if !isMultiline && byte == 10 { break }
      if byte == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") {
        try scanEscape(into: &text, stringPlace: startPlace)
      } else {
        if !isMultiline { text.append(byte) }
        at += 1
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func scanEscape(
    into text: inout [UInt8], stringPlace: KeyLocator.Place
  ) throws(Refusal) {
    at += 1
    guard let letter = peek() else { return }
    at += 1
    let digitCount =
      letter == UInt8(ascii: "u") ? 4 : letter == UInt8(ascii: "U") ? 8 : 0
    guard digitCount > 0 else {
      switch letter {
      case UInt8(ascii: "b"): text.append(8)
      case UInt8(ascii: "t"): text.append(9)
      case UInt8(ascii: "n"): text.append(10)
      case UInt8(ascii: "f"): text.append(12)
      case UInt8(ascii: "r"): text.append(13)
      default: text.append(letter)
      }
      return
    }
    let digits = bytes[at..<min(at + digitCount, bytes.count)]
    let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    guard let code, let scalar = Unicode.Scalar(code) else { return }
    at += digits.count
    // The parser hands text over as a C string and would end it here without a word.
    if code == 0 {
      throw Refusal(
        place: stringPlace, message: "a string with the character U+0000",
        remedy: "remove the escape \\u0000")
    }
    text.append(contentsOf: Array(String(Character(scalar)).utf8))
  }
}

extension KeyScanner {
  private func peek() -> UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func skipBlanks() {
    while let byte = peek(), byte == 32 || byte == 9 { at += 1 }
  }

  private mutating func skipBlankAndComments() {
    while let byte = peek() {
      switch byte {
      case 9, 10, 13, 32: at += 1
      case UInt8(ascii: "#"): skipToLineEnd()
      default: return
      }
    }
  }

  private mutating func skipToLineEnd() {
    while let byte = peek(), byte != 10 { at += 1 }
  }

  /// The place of the next byte; scalars are counted by their first bytes.
  private mutating func place() -> KeyLocator.Place {
    while cursor.offset < at {
      let byte = bytes[cursor.offset]
      cursor.offset += 1
      if byte == 10 {
        cursor.place = KeyLocator.Place(line: cursor.place.line + 1, column: 1)
      } else if cursor.offset < bytes.count, bytes[cursor.offset] & 0xC0 == 0x80 {
        continue
      } else {
        cursor.place.column += 1
      }
    }
    return cursor.place
  }

  private mutating func checkDepth(_ depth: Int) throws(Refusal) {
    guard depth > Self.deepestNesting else { return }
    throw Refusal(
      place: place(),
      message: "tables or arrays nested more than \(Self.deepestNesting) deep",
      remedy: "scenarios need about six levels; look for brackets that are never closed")
  }
}
