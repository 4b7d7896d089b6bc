public import Astronomy

extension SectionReader {
  /// Reads a list of finite numbers.
  public func doubles(
    _ key: String, count: ClosedRange<Int> = 0...Int.max, each range: NumberRange = .finite,
    default fallback: [Double]? = nil, doc: String
  ) -> [Double] {
    let absence = fallback.map { Absence.means(.array($0.map { .double($0) })) } ?? .isAnError
    return list(key, .number(range), count, absence, doc) { [context] value, path in
      context.number(value, in: range, at: path).map { ($0, .double($0)) }
    } ?? fallback ?? Self.placeholders(range.placeholder, count)
  }

  /// Reads a list of finite numbers that may be missing, and may then stand for something.
  public func optionalDoubles(
    _ key: String, count: ClosedRange<Int> = 0...Int.max, each range: NumberRange = .finite,
    default fallback: [Double]? = nil, doc: String
  ) -> [Double]? {
    let absence = fallback.map { Absence.means(.array($0.map { .double($0) })) } ?? .isFine
    return list(key, .number(range), count, absence, doc) { [context] value, path in
      context.number(value, in: range, at: path).map { ($0, .double($0)) }
    }
  }

  /// Reads one finite number or a list of them, that may be missing.
  ///
  /// - Parameters:
  ///   - key: the name in the section.
  ///   - most: how many there may be.
  ///   - range: what each number may be.
  ///   - doc: what the key means, for the template.
  public func optionalOneOrMore(
    _ key: String, most: Int, each range: NumberRange, doc: String
  ) -> [Double]? {
    oneOrMore(key, .number(range), most, doc) { [context] value, path in
      context.number(value, in: range, at: path).map { ($0, .double($0)) }
    }
  }

  /// Reads one of several words or a list of them, that may be missing.
  ///
  /// - Parameters:
  ///   - key: the name in the section.
  ///   - most: how many there may be.
  ///   - words: those allowed.
  ///   - doc: what the key means, for the template.
  public func optionalOneOrMore(
    _ key: String, most: Int, of words: [String], doc: String
  ) -> [String]? {
    let kind = FieldKind.word(words.map { WordDeclaration(word: $0, doc: "") })
    return oneOrMore(key, kind, most, doc) { [context] value, path in
      context.word(value, of: words, at: path).map { ($0, value) }
    }
  }

  /// Reads a list of whole numbers.
  public func integers(
    _ key: String, count: ClosedRange<Int> = 0...Int.max,
    each range: ClosedRange<Int> = Int.min...Int.max, default fallback: [Int]? = nil, doc: String
  ) -> [Int] {
    let absence =
      fallback.map { Absence.means(.array($0.map { .integer(Int64($0)) })) } ?? .isAnError
    return list(key, .integer(range), count, absence, doc) { [context] value, path in
      context.integer(value, in: range, at: path).map { ($0, value) }
    } ?? fallback ?? Self.placeholders(range.contains(1) ? 1 : range.lowerBound, count)
  }

  /// Reads a list of so many whole numbers.
  public func integers(
    _ key: String, count: Int, each range: ClosedRange<Int> = Int.min...Int.max,
    default fallback: [Int]? = nil, doc: String
  ) -> [Int] {
    integers(key, count: count...count, each: range, default: fallback, doc: doc)
  }

  /// Reads a list of texts of one line.
  public func strings(
    _ key: String, count: ClosedRange<Int> = 0...Int.max, length: ClosedRange<Int> = 1...1000,
    default fallback: [String]? = nil, doc: String
  ) -> [String] {
    let absence = fallback.map { Absence.means(.array($0.map { .string($0) })) } ?? .isAnError
    return list(key, .text(length), count, absence, doc) { [context] value, path in
      context.text(value, length: length, kind: .text(length), at: path).map { ($0, value) }
    } ?? fallback ?? Self.placeholders("", count)
  }

  /// Reads a list of words, each one of several and none twice.
  public func choices(
    _ key: String, of words: [String], count: ClosedRange<Int> = 0...Int.max,
    default fallback: [String]? = nil, doc: String
  ) -> [String] {
    let absence = fallback.map { Absence.means(.array($0.map { .string($0) })) } ?? .isAnError
    let kind = FieldKind.word(words.map { WordDeclaration(word: $0, doc: "") })
    var seen: Set<String> = []
    return list(key, kind, count, absence, doc) { [context] value, path in
      guard let word = context.word(value, of: words, at: path) else { return nil }
      guard seen.insert(word).inserted else {
        context.report(at: path, "found \"\(word)\" a second time", "keep one of them")
        return nil
      }
      return (word, value)
    } ?? fallback ?? []
  }

  /// Reads a list of values of any kind, which another key's reader checks later.
  func values(
    _ key: String, count: ClosedRange<Int>, doc: String
  ) -> [ConfigurationValue] {
    list(key, .anything, count, .isAnError, doc) { value, _ in (value, value) } ?? []
  }

  /// Reads a list of pairs of finite numbers, such as `[[0.1, 0], [0, 0.1]]`; nothing after a problem.
  public func pairs(
    _ key: String, count: ClosedRange<Int>, each range: NumberRange = .finite, doc: String
  ) -> [SIMD2<Double>]? {
    let kind = FieldKind.array(.number(range), count: 2...2)
    return list(key, kind, count, .isAnError, doc) { [context] found, path in
      guard case .array(let elements) = found else {
        context.reportWrongKind(found, expected: kind, at: path)
        return nil
      }
      guard elements.count == 2 else {
        context.report(at: path, "found \(elements.count) values, allowed 2", "write [west, north]")
        return nil
      }
      let numbers = elements.enumerated().map {
        context.number($0.element, in: range, at: path.index($0.offset))
      }
      guard let first = numbers[0], let second = numbers[1] else { return nil }
      return (SIMD2(first, second), .array([.double(first), .double(second)]))
    }
  }

  /// Reads three finite numbers.
  public func vector3(
    _ key: String, each range: NumberRange = .finite, default fallback: Vector3? = nil,
    doc: String
  ) -> Vector3 {
    let values = doubles(
      key, count: 3...3, each: range, default: fallback.map { [$0.x, $0.y, $0.z] }, doc: doc)
    return values.count == 3 ? Vector3(values[0], values[1], values[2]) : Vector3(1, 1, 1)
  }

  /// Reads three finite numbers, or one that stands for all three.
  public func vector3OrNumber(
    _ key: String, each range: NumberRange = .finite, default fallback: Double, doc: String
  ) -> Vector3 {
    let kind = FieldKind.numberOrThree(range)
    let absence = Absence.means(.double(fallback))
    return field(key, kind, absence: absence, doc: doc) { [context] found, path in
      switch found {
      case .double, .integer:
        return context.number(found, in: range, at: path).map { (Vector3($0, $0, $0), .double($0)) }
      case .array(let elements) where elements.count == 3:
        let numbers = elements.enumerated().compactMap {
          context.number($0.element, in: range, at: path.index($0.offset))
        }
        guard numbers.count == 3 else { return nil }
        return (
          Vector3(numbers[0], numbers[1], numbers[2]), .array(numbers.map { .double($0) })
        )
      case .array(let elements):
        context.report(
          at: path, "found \(elements.count) values, allowed 3", "write one number, or [x, y, z]")
      default: context.reportWrongKind(found, expected: kind, at: path)
      }
      return nil
    } ?? Vector3(fallback, fallback, fallback)
  }

  /// Reads three finite numbers that may be missing.
  public func optionalVector3(
    _ key: String, each range: NumberRange = .finite, doc: String
  ) -> Vector3? {
    optionalDoubles(key, count: 3...3, each: range, doc: doc).flatMap { values in
      values.count == 3 ? Vector3(values[0], values[1], values[2]) : nil
    }
  }
}

extension SectionReader {
  private static func placeholders<Value>(_ value: Value, _ count: ClosedRange<Int>) -> [Value] {
    Array(repeating: value, count: min(count.lowerBound, 16))
  }

  private func oneOrMore<Value>(
    _ key: String, _ element: FieldKind, _ most: Int, _ doc: String,
    decode: (ConfigurationValue, ConfigurationPath) -> (
      value: Value, canonical: ConfigurationValue
    )?
  ) -> [Value]? {
    let kind = FieldKind.oneOrMore(element, most: most)
    return field(key, kind, absence: .isFine, doc: doc) { [context] found, path in
      guard case .array(let elements) = found else {
        return decode(found, path).map { ([$0.value], $0.canonical) }
      }
      guard (1...most).contains(elements.count) else {
        context.report(
          at: path, "found \(elements.count) values, allowed \((1...most).rangeText)", "")
        return nil
      }
      let decoded = elements.enumerated().map { decode($0.element, path.index($0.offset)) }
      let good = decoded.compactMap { $0 }
      guard good.count == decoded.count else { return nil }
      return (good.map(\.value), .array(good.map(\.canonical)))
    }
  }

  private func list<Value>(
    _ key: String, _ element: FieldKind, _ count: ClosedRange<Int>, _ absence: Absence,
    _ doc: String,
    decode: (ConfigurationValue, ConfigurationPath) -> (
      value: Value, canonical: ConfigurationValue
    )?
  ) -> [Value]? {
    let kind = FieldKind.array(element, count: count)
    return field(key, kind, absence: absence, doc: doc) { [context] found, path in
      guard case .array(let elements) = found else {
        context.reportWrongKind(
          found, expected: kind, at: path, remedy: "write it in brackets: [\(found.briefText)]")
        return nil
      }
      guard count.contains(elements.count) else {
        context.report(
          at: path, "found \(elements.count) values, allowed \(count.rangeText)", "")
        return nil
      }
      // Every element is read before giving up, so that each bad one is reported.
      let decoded = elements.enumerated().map { decode($0.element, path.index($0.offset)) }
      let good = decoded.compactMap { $0 }
      guard good.count == decoded.count else { return nil }
      return (good.map(\.value), .array(good.map(\.canonical)))
    }
  }
}

extension ConfigurationValue {
  /// The value as the user may have typed it, or dots where it is long.
  fileprivate var briefText: String {
    switch self {
    case .integer, .double, .boolean: tomlText
    case .string(let text) where text.count <= 20: tomlText
    default: "…"
    }
  }
}
