/// Files damaged on purpose, the same damage for the same seed.
///
/// What is done: bytes flipped, ends cut off, lines doubled, swapped and taken from another file, numbers
/// replaced by what no number should be or changed as by a wrong unit, dates far off, words of the format
/// and control characters at any place, other line ends, openers nested deep and lines far too long.
public struct FileMutations: Sendable {
  /// What the files consist of.
  public enum Content: Sendable {
    /// Lines of words and numbers.
    case text
    /// Numbers of four and eight bytes.
    case binary
  }

  private let originals: [[UInt8]]
  private let content: Content
  private let words: [[UInt8]]
  private let openers: [[UInt8]]

  /// What numbers and dates are replaced by.
  static let hostileNumbers = [
    "NaN", "nan", "inf", "-inf", "Infinity", "1e308", "-1e308", "1e-308", "4.9e-324", "1e999", "0",
    "-0", "-1", "1", "0x10", "1_000", "9223372036854775807", "-9223372036854775808",
    "9223372036854775808", "18446744073709551616", "2147483648", "4294967296", "1e18", "1e19",
    "-1e19", "1.5", "0.1e", ".", "+", "-", "", "1,5", "1'000", "١٢", "0001-01-01T00:00:00Z",
    "0000-01-01T00:00:00", "9999-12-31T23:59:60Z", "1000000-01-01T00:00:00Z",
    "-4713-11-24T12:00:00", "1975-02-30T25:61:61", "1975-366T12:00:00", "2016-12-31T23:59:60",
    "292277026596-12-04T15:30:08Z", "1900-01-01T00:00:00Z", "2100-01-01T00:00:00Z",
  ].map { Array($0.utf8) }

  /// What may stand anywhere in a damaged text.
  static let hostileWords = [
    "\u{0}", "\u{1B}[2J", "\u{7F}", "\u{FEFF}", "\u{202E}", "\u{2028}", "\u{85}", "é", "e\u{301}",
    "𝟙", "\r", "\r\n", "\n\n", "\t", "\u{B}", "\u{C}", "\"", "'", "<b>", "&lt;", "..", "/", "%s",
    "\\",
    "#", ",", ";", "=", "🛰️",
  ].map { Array($0.utf8) }

  /// Units a number may have been written in by mistake.
  private static let factors = [1e-3, 1e3, 1e-6, 1e6, 0.017453292519943295, 149_597_870.7, -1]

  /// - Parameters:
  ///   - originals: files that are read as they are; at least one.
  ///   - content: what they consist of.
  ///   - words: words of the format, put at any place.
  ///   - openers: what begins something that may be nested, such as `[`.
  public init(
    _ originals: [[UInt8]], _ content: Content = .text, words: [String] = [],
    openers: [String] = ["[", "{", "<a>", "("]
  ) {
    precondition(!originals.isEmpty)
    self.originals = originals
    self.content = content
    self.words = words.map { Array($0.utf8) }
    self.openers = openers.map { Array($0.utf8) }
  }

  /// A damaged file.
  public func file(seed: Int) -> [UInt8] {
    var random = SeededGenerator(seed: UInt64(bitPattern: Int64(seed)) &* 0x2545_F491_4F6C_DD1D)
    var bytes = originals[Int.random(in: originals.indices, using: &random)]
    // Most files have one fault: a second one often hides the first.
    let faults =
      Int.random(in: 0..<4, using: &random) > 0 ? 1 : Int.random(in: 2...5, using: &random)
    for _ in 0..<faults {
      switch content {
      case .text: damageText(&bytes, &random)
      case .binary: damageNumbers(&bytes, &random)
      }
    }
    return bytes
  }

  private func damageText(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let place = Int.random(in: 0...bytes.count, using: &random)
    switch Int.random(in: 0..<24, using: &random) {
    case 0...1: flip(&bytes, place)
    case 2: bytes.removeSubrange(place...)
    case 3: bytes.removeSubrange(place..<min(bytes.count, place + 30))
    case 4...5: doubleLine(&bytes, place, &random)
    case 6...7: swapLines(&bytes, &random)
    case 8...13: replaceNumber(&bytes, place, &random)
    case 14...15: scaleNumber(&bytes, place, &random)
    case 16...17:
      bytes.insert(contentsOf: Self.hostileWords.randomElement(using: &random) ?? [], at: place)
    case 18...19: bytes.insert(contentsOf: words.randomElement(using: &random) ?? [], at: place)
    case 20: changeEnds(&bytes, &random)
    case 21: nest(&bytes, place, &random)
    case 22: lengthen(&bytes, place, &random)
    default: splice(&bytes, place, &random)
    }
    func flip(_ bytes: inout [UInt8], _ place: Int) {
      guard place < bytes.count else { return }
      bytes[place] =
        Bool.random(using: &random)
        ? bytes[place] ^ 1 << UInt8.random(in: 0..<8, using: &random)
        : UInt8.random(in: 0...255, using: &random)
    }
  }
}

extension FileMutations {
  /// The line around a place, with its end.
  private func line(_ bytes: [UInt8], _ place: Int) -> Range<Int> {
    var start = place
    while start > 0, bytes[start - 1] != 10 { start -= 1 }
    var end = place
    while end < bytes.count, bytes[end] != 10 { end += 1 }
    return start..<min(end + 1, bytes.count)
  }

  private func doubleLine(
    _ bytes: inout [UInt8], _ place: Int, _ random: inout SeededGenerator
  ) {
    let line = line(bytes, place)
    let copy = Array(bytes[line])
    // Seldom very often: what grows with the square of the lines shows itself.
    let times = Int.random(in: 0..<20, using: &random) == 0 ? 2000 : 1
    guard times == 1 || copy.count < 400 else { return }
    bytes.insert(contentsOf: (0..<times).flatMap { _ in copy }, at: line.upperBound)
  }

  private func swapLines(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let one = line(bytes, Int.random(in: bytes.indices, using: &random))
    let other = line(bytes, Int.random(in: bytes.indices, using: &random))
    let (first, second) = one.lowerBound < other.lowerBound ? (one, other) : (other, one)
    guard first.upperBound <= second.lowerBound else { return }
    let (head, tail) = (Array(bytes[first]), Array(bytes[second]))
    bytes.replaceSubrange(second, with: head)
    bytes.replaceSubrange(first, with: tail)
  }

  /// The first number or date that begins at or after a place.
  private func number(_ bytes: [UInt8], _ place: Int) -> Range<Int>? {
    func belongs(_ byte: UInt8) -> Bool {
      switch byte {
      case 0x2B, 0x2D, 0x2E, 0x3A, 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
      default: false
      }
    }
    var start = place
    // Not from the middle of a word.
    while start < bytes.count, belongs(bytes[start]) { start += 1 }
    while start < bytes.count {
      while start < bytes.count, !belongs(bytes[start]) { start += 1 }
      var end = start
      while end < bytes.count, belongs(bytes[end]) { end += 1 }
      if end > start, bytes[start] < 0x3A { return start..<end }
      start = end
    }
    return nil
  }

  private func replaceNumber(
    _ bytes: inout [UInt8], _ place: Int, _ random: inout SeededGenerator
  ) {
    guard let range = number(bytes, place) else { return }
    bytes.replaceSubrange(range, with: Self.hostileNumbers.randomElement(using: &random) ?? [])
  }

  private func scaleNumber(
    _ bytes: inout [UInt8], _ place: Int, _ random: inout SeededGenerator
  ) {
    guard let range = number(bytes, place),
      let value = Double(String(decoding: bytes[range], as: UTF8.self)),
      let factor = Self.factors.randomElement(using: &random)
    else { return }
    bytes.replaceSubrange(range, with: Array("\(value * factor)".utf8))
  }

  private func changeEnds(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: bytes = bytes.flatMap { $0 == 10 ? [13, 10] : [$0] }
    case 1: bytes = bytes.map { $0 == 10 ? 13 : $0 }
    case 2: bytes = [0xEF, 0xBB, 0xBF] + bytes
    default: bytes = [0xFF, 0xFE] + bytes.flatMap { [$0, 0] }
    }
  }

  private func nest(_ bytes: inout [UInt8], _ place: Int, _ random: inout SeededGenerator) {
    let opener = openers.randomElement(using: &random) ?? []
    let depth = [3, 30, 300, 3000, 30_000].randomElement(using: &random) ?? 3
    bytes.insert(contentsOf: (0..<depth).flatMap { _ in opener }, at: place)
  }

  private func lengthen(_ bytes: inout [UInt8], _ place: Int, _ random: inout SeededGenerator) {
    let pieces = ["0", "9", " ", "a", ",", "1,", "-", "\n", "é", "1 "]
    let piece = Array((pieces.randomElement(using: &random) ?? " ").utf8)
    let count = [100, 5000, 100_000].randomElement(using: &random) ?? 100
    bytes.insert(contentsOf: (0..<count).flatMap { _ in piece }, at: place)
  }

  private func splice(_ bytes: inout [UInt8], _ place: Int, _ random: inout SeededGenerator) {
    guard let other = originals.randomElement(using: &random), !other.isEmpty else { return }
    let start = Int.random(in: other.indices, using: &random)
    let end = min(other.count, start + Int.random(in: 1...400, using: &random))
    bytes.insert(contentsOf: other[start..<end], at: place)
  }
}

extension FileMutations {
  private static let hostileDoubles: [Double] = [
    0, -0.0, 1, -1, 0.5, 1e308, -1e308, 1e-308, 4.9e-324, .nan, .infinity, -.infinity, 1e9, 1e19,
    -1e19, 9_007_199_254_740_993, 2_147_483_648, 4_294_967_296, 128, 1024, 1e6,
  ]
  private static let hostileIntegers: [UInt32] = [
    0, 1, 2, 3, 7, 8, 127, 128, 0xFFFF, 0x1_0000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF,
    0x7FC0_0000,
    0x7F80_0000, 0x7F7F_FFFF, 399, 10_000_000,
  ]

  private func damageNumbers(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard bytes.count > 16 else { return }
    // Half of the damage in the first and the last part, where directories and counts are.
    let ends = [0..<min(bytes.count, 2048), max(0, bytes.count - 1024)..<bytes.count]
    let range =
      Bool.random(using: &random)
      ? 0..<bytes.count : ends[Int.random(in: 0..<2, using: &random)]
    let place = Int.random(in: range, using: &random)
    switch Int.random(in: 0..<12, using: &random) {
    case 0...2:
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: range, using: &random)
        bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      }
    case 3: bytes.removeSubrange(place...)
    case 4: bytes.removeSubrange(place..<min(bytes.count, place + 8))
    case 5...8:
      let value = Self.hostileDoubles.randomElement(using: &random) ?? 0
      put(value.bitPattern, 8, &bytes, place & ~7, &random)
    case 9...10:
      let value = Self.hostileIntegers.randomElement(using: &random) ?? 0
      put(UInt64(value), 4, &bytes, place & ~3, &random)
    default:
      let copy = Array(bytes[place..<min(bytes.count, place + 1024)])
      let target = Int.random(in: 0...bytes.count, using: &random)
      if Bool.random(using: &random) {
        bytes.insert(contentsOf: copy, at: target)
      } else {
        bytes.replaceSubrange(target..<min(bytes.count, target + copy.count), with: copy)
      }
    }
  }

  /// Writes a number in one byte order or the other.
  private func put(
    _ bits: UInt64, _ size: Int, _ bytes: inout [UInt8], _ place: Int,
    _ random: inout SeededGenerator
  ) {
    guard place + size <= bytes.count else { return }
    let isLittle = Bool.random(using: &random)
    for index in 0..<size {
      let shift = 8 * UInt64(isLittle ? index : size - 1 - index)
      bytes[place + index] = UInt8(truncatingIfNeeded: bits >> shift)
    }
  }
}
