/// The lines of a text with commas that say something, one rule for every table the program reads.
///
/// Lines end with a line feed, a carriage return or both. The mark some editors put before UTF-8 and
/// blanks and tabs around a line or a cell do not count. Lines that begin with `#`, and lines without
/// anything but blanks and commas, are left out; they are counted.
public struct CommaSeparatedText: Sequence, IteratorProtocol {
  /// One line that says something.
  public struct Line {
    /// The line's number in the file, from one.
    public let number: Int
    /// Its bytes, without blanks around them.
    public let bytes: ArraySlice<UInt8>

    /// What stands between the commas, without blanks around it.
    public var cells: [String] {
      bytes.split(separator: 0x2C, omittingEmptySubsequences: false)
        .map { String(decoding: CommaSeparatedText.trimmed($0), as: UTF8.self) }
    }
  }

  private var rest: ArraySlice<UInt8>
  private var number = 0

  /// The lines of a text in UTF-8.
  public init(_ bytes: [UInt8]) {
    rest = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
  }

  /// The next line that says something.
  public mutating func next() -> Line? {
    while !rest.isEmpty {
      let end = rest.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? rest.endIndex
      let line = Self.trimmed(rest[..<end])
      rest = rest[end...]
      if rest.starts(with: [0x0D, 0x0A]) { rest = rest.dropFirst() }
      rest = rest.dropFirst()
      number += 1
      let says = line.contains { $0 != 0x2C && !Self.isBlank($0) }
      if says, line.first != 0x23 { return Line(number: number, bytes: line) }
    }
    return nil
  }

  /// The bytes without blanks and tabs at both ends.
  public static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let first = bytes.firstIndex(where: { !isBlank($0) }),
      let last = bytes.lastIndex(where: { !isBlank($0) })
    else { return [] }
    return bytes[first...last]
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
