internal import TOMLKit

/// TOML text turned into values; the only place that knows the parser.
///
/// The parser (TOMLKit 0.6.0 over toml++) is kept away from what it cannot bear: a NUL ends its
/// input early, deep keys overflow its stack, digits past the nanosecond vanish. It gives no
/// places and no order, so ``KeyLocator`` supplies the places.
enum TOMLText {
  /// The root table of a TOML text and the places of its keys.
  struct Parsed {
    var root: [String: ConfigurationValue]
    var locator: KeyLocator
  }

  /// What is wrong with a text, and where.
  struct Failure: Error {
    var place: KeyLocator.Place
    var message: String
    var remedy: String
  }

  /// Parses UTF-8 bytes; a byte order mark at the start is skipped.
  static func parse(_ bytes: [UInt8]) throws(Failure) -> Parsed {
    let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    let text = try validated(body)
    let locator: KeyLocator
    do throws(KeyScanner.Refusal) {
      locator = try KeyScanner.scan(body)
    } catch {
      throw Failure(place: error.place, message: error.message, remedy: error.remedy)
    }
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw failure(for: error, in: body)
    } catch {
      throw Failure(place: .init(), message: "not TOML: \(error)", remedy: "")
    }
    var path = ConfigurationPath.root
    return Parsed(root: try entries(of: table, at: &path, locator: locator), locator: locator)
  }

  private static func validated(_ bytes: [UInt8]) throws(Failure) -> String {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw Failure(
        place: .init(), message: "the text is UTF-16, expected UTF-8",
        remedy: "save the file as UTF-8")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(
        place: place(of: firstInvalidOffset(bytes), in: bytes), message: "bytes that are not UTF-8",
        remedy: "save the file as UTF-8")
    }
    // A NUL would end the parser's input early; the others it refuses only in some places.
    if let offset = bytes.firstIndex(where: { $0 == 127 || $0 < 32 && ![9, 10, 13].contains($0) }) {
      throw Failure(
        place: place(of: offset, in: bytes),
        message: "the control character \\u{\(String(bytes[offset], radix: 16))}",
        remedy: "this is not a text file, or it was damaged in transfer")
    }
    return text
  }

  private static func firstInvalidOffset(_ bytes: [UInt8]) -> Int {
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var offset = 0
    while case .valid(let scalar) = parser.parseScalar(from: &iterator) { offset += scalar.count }
    return offset
  }

  private static func place(of offset: Int, in bytes: [UInt8]) -> KeyLocator.Place {
    let before = bytes[..<min(offset, bytes.count)]
    let lineStart = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
    return KeyLocator.Place(
      line: before.count { $0 == 10 } + 1,
      column: before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1)
  }

  private static func failure(for error: TOMLParseError, in bytes: [UInt8]) -> Failure {
    let place = KeyLocator.Place(
      line: max(1, error.source.begin.line), column: max(1, error.source.begin.column))
    var remedy = ""
    if error.description.contains("second between 0 and 59") {
      remedy = "write a leap second as text: \"1978-12-31T23:59:60Z\""
    } else if place.line == 1, bytes.first == UInt8(ascii: "{") {
      remedy = "the scenario is TOML, not JSON"
    }
    return Failure(
      place: place, message: "not TOML: " + PrintableText.shortened(error.description, limit: 300),
      remedy: remedy)
  }
}

extension TOMLText {
  private static func entries(
    of table: TOMLTable, at path: inout ConfigurationPath, locator: KeyLocator
  ) throws(Failure) -> [String: ConfigurationValue] {
    var result: [String: ConfigurationValue] = [:]
    for key in table.keys {
      guard let entry = table[key] else { continue }
      path.components.append(.key(key))
      let value = try value(of: entry, at: &path, locator: locator)
      // TOML tells keys apart by their code points, Swift by what they mean.
      guard result.updateValue(value, forKey: key) == nil else {
        throw Failure(
          place: locator.place(of: path) ?? .init(),
          message: "the key \(path) appears twice, in two Unicode spellings",
          remedy: "keep one of them")
      }
      path.components.removeLast()
    }
    return result
  }

  private static func value(
    of entry: any TOMLValueConvertible, at path: inout ConfigurationPath, locator: KeyLocator
  ) throws(Failure) -> ConfigurationValue {
    if let table = entry.table {
      return .table(try entries(of: table, at: &path, locator: locator))
    }
    if let array = entry.array {
      var elements: [ConfigurationValue] = []
      for (index, element) in array.enumerated() {
        path.components.append(.index(index))
        elements.append(try value(of: element, at: &path, locator: locator))
        path.components.removeLast()
      }
      return .array(elements)
    }
    if let text = entry.string { return .string(text) }
    if let value = entry.bool { return .boolean(value) }
    if let value = entry.int { return .integer(Int64(value)) }
    if let value = entry.double { return .double(value) }
    if let value = entry.dateTime {
      let text = "\(dateText(value.date))T\(timeText(value.time))"
      guard let minutes = value.offset?.offset else {
        return .dateTime(ConfigurationDateTime(text: text, zone: .local))
      }
      return .dateTime(
        ConfigurationDateTime(
          text: text + offsetText(minutes), zone: .offset(minutes: minutes)))
    }
    if let value = entry.date {
      return .dateTime(ConfigurationDateTime(text: dateText(value), zone: .dateOnly))
    }
    if let value = entry.time {
      return .dateTime(ConfigurationDateTime(text: timeText(value), zone: .timeOnly))
    }
    throw Failure(
      place: locator.place(of: path) ?? .init(),
      message: "a value of a kind unknown to this program",
      remedy: "use a string, number, boolean, date-time, array or table")
  }

  private static func dateText(_ date: TOMLDate) -> String {
    "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
  }

  private static func timeText(_ time: TOMLTime) -> String {
    let whole = "\(padded(time.hour, 2)):\(padded(time.minute, 2)):\(padded(time.second, 2))"
    guard time.nanoSecond > 0 else { return whole }
    var digits = padded(time.nanoSecond, 9)
    while digits.hasSuffix("0") { digits.removeLast() }
    return "\(whole).\(digits)"
  }

  private static func offsetText(_ minutes: Int) -> String {
    guard minutes != 0 else { return "Z" }
    let size = abs(minutes)
    return "\(minutes < 0 ? "-" : "+")\(padded(size / 60, 2)):\(padded(size % 60, 2))"
  }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
