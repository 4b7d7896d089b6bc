internal import Imagery

/// A key of the scenario with different values in two files or runs.
struct ParameterDifference: Sendable, Codable, Equatable {
  var key: String
  /// The value in the first, as TOML; nil where the key is missing.
  var a: String?
  /// The value in the second.
  var b: String?

  /// The keys that differ between two effective scenarios; nil where one of them cannot be read.
  static func between(_ a: String, _ b: String) -> [ParameterDifference]? {
    if a == b { return [] }
    guard let first = values(of: a), let second = values(of: b) else { return nil }
    return Set(first.keys).union(second.keys).sorted().compactMap { key in
      let difference = ParameterDifference(key: key, a: first[key], b: second[key])
      return difference.a == difference.b ? nil : difference
    }
  }

  /// Key and value of everything in a scenario's text.
  private static func values(of text: String) -> [String: String]? {
    guard text.utf8.count <= 1 << 24 else { return nil }
    let root: [String: ConfigurationValue]
    do throws(TOMLText.Failure) {
      root = try TOMLText.parse(Array(text.utf8)).root
    } catch {
      return nil
    }
    var values: [String: String] = [:]
    collect(.table(root), at: .root, into: &values)
    return values
  }

  private static func collect(
    _ value: ConfigurationValue, at path: ConfigurationPath, into values: inout [String: String]
  ) {
    switch value {
    case .table(let entries) where !entries.isEmpty:
      for (key, value) in entries { collect(value, at: path.key(key), into: &values) }
    case .array(let elements) where elements.contains(where: isTable):
      for (index, value) in elements.enumerated() {
        collect(value, at: path.index(index), into: &values)
      }
    default: values[path.description] = value.tomlText
    }
  }

  private static func isTable(_ value: ConfigurationValue) -> Bool {
    if case .table = value { true } else { false }
  }

  /// The lines of a file's SCENARIO table; nil if it has none.
  static func scenario(in file: FITSFile) -> String? {
    guard let path = file.path,
      let unit = file.units.first(where: { $0.name == "SCENARIO" && $0.kind == .table }),
      case .table(let table)? = try? FITSDecoder.read(path, unit: unit.number).content
    else { return nil }
    return table.columns.first?.cells.joined(separator: "\n")
  }
}

/// A card with different values in two files.
struct CardDifference: Sendable, Codable, Equatable {
  /// The unit, by EXTNAME or number.
  var unit: String
  var keyword: String
  /// The value in the first; nil where the card is missing.
  var a: String?
  /// The value in the second.
  var b: String?

  /// The cards that differ; dates of creation and checksums are not looked at.
  static func between(_ a: FITSUnitSummary, _ b: FITSUnitSummary, unit: String)
    -> [CardDifference]
  {
    var list: [CardDifference] = []
    if a.bitsPerSample != b.bitsPerSample {
      list.append(
        CardDifference(
          unit: unit, keyword: "BITPIX", a: "\(a.bitsPerSample)", b: "\(b.bitsPerSample)"))
    }
    let (first, second) = (values(of: a.header), values(of: b.header))
    var known: Set<String> = []
    for keyword in first.order + second.order where known.insert(keyword).inserted {
      let difference = CardDifference(
        unit: unit, keyword: keyword, a: first.values[keyword], b: second.values[keyword])
      if difference.a != difference.b { list.append(difference) }
    }
    for keyword in ["HISTORY", "COMMENT"] {
      let (mine, theirs) = (words(of: a.header, keyword), words(of: b.header, keyword))
      guard mine != theirs else { continue }
      list.append(
        CardDifference(
          unit: unit, keyword: keyword, a: only(mine, not: theirs), b: only(theirs, not: mine)))
    }
    return list
  }

  private static func values(of header: FITSHeader) -> (order: [String], values: [String: String]) {
    var (order, values): ([String], [String: String]) = ([], [:])
    for card in header.cards where !["COMMENT", "HISTORY", "", "DATE"].contains(card.keyword) {
      guard values[card.keyword] == nil else { continue }
      order.append(card.keyword)
      values[card.keyword] = text(card.value)
    }
    return (order, values)
  }

  private static func text(_ value: FITSCard.Value) -> String {
    switch value {
    case .string(let text): "'\(text)'"
    case .integer(let number): "\(number)"
    case .double(let number): "\(number)"
    case .logical(let flag): flag ? "T" : "F"
    case .none: ""
    }
  }

  private static func words(of header: FITSHeader, _ keyword: String) -> [String] {
    header.cards.filter { $0.keyword == keyword }.map(\.comment)
  }

  /// The first lines that only one of them has; nil if there is none.
  private static func only(_ lines: [String], not others: [String]) -> String? {
    let others = Set(others)
    let mine = lines.filter { !others.contains($0) }
    return mine.isEmpty
      ? nil : mine.prefix(3).joined(separator: " | ") + (mine.count > 3 ? " | …" : "")
  }
}
