/// Every value a scenario uses, defaults included, in the order the program reads them.
public struct EffectiveScenario: Sendable, Hashable {
  /// One value in use.
  public struct Entry: Sendable, Hashable {
    /// The key.
    public var path: ConfigurationPath
    /// The value as used: numbers as doubles where a number was asked for, instants as text.
    public var value: ConfigurationValue
    /// Where it comes from.
    public var origin: ValueOrigin
  }

  /// The values in the order they were read.
  public var entries: [Entry]

  /// The bytes to hash: equal for scenarios that mean the same.
  ///
  /// One line per value, `key = value` in canonical TOML, sorted by key. They depend neither on
  /// comments, order and spelling of the file nor on its place, but on every default.
  public var canonicalBytes: [UInt8] {
    var text = "totality effective scenario 1\n"
    for entry in entries.sorted(by: { $0.path < $1.path }) {
      text += "\(entry.path.canonicalText) = \(entry.value.tomlText)\n"
    }
    return Array(text.utf8)
  }

  /// The values as TOML with dotted keys, sorted, a line each; an array of tables is one value.
  ///
  /// Reads back to the same bytes to hash.
  public var dottedLines: [String] { dotted.map { "\($0.key) = \($0.value.tomlText)" } }

  /// Where the values of ``dottedLines`` come from, in the same order; an array of tables may have several origins.
  public var dottedOrigins: [String] {
    dotted.map { line in
      var told: Set<String> = []
      return line.origins.map(\.briefly).filter { told.insert($0).inserted }.joined(separator: ", ")
    }
  }

  /// A value with its dotted key and the origins of its parts.
  private struct DottedLine {
    var key: String
    var value: ConfigurationValue
    var origins: [ValueOrigin]
  }

  private var dotted: [DottedLine] {
    var lines: [DottedLine] = []
    for entry in entries.sorted(by: { $0.path < $1.path }) {
      // TOML has no dotted key for an element of an array.
      let steps = entry.path.components
      let keys = steps.prefix {
        if case .key = $0 { true } else { false }
      }
      let key = ConfigurationPath(Array(keys)).canonicalText
      let known = lines.last?.key == key ? lines.removeLast() : nil
      lines.append(
        DottedLine(
          key: key, value: entry.value.placed(at: steps.dropFirst(keys.count), in: known?.value),
          origins: (known?.origins ?? []) + [entry.origin]))
    }
    return lines
  }

  /// The scenario as TOML that reads back to the same values, each with its origin as comment.
  public var tomlText: String {
    var root = EffectiveTable()
    for entry in entries { root.insert(entry, beneath: entry.path.components[...]) }
    var text = ""
    root.render(into: &text, path: .root)
    return text
  }
}

extension ConfigurationValue {
  /// This value some steps down in another, which grows where it must.
  fileprivate func placed(
    at steps: ArraySlice<ConfigurationPath.Component>, in other: ConfigurationValue?
  ) -> ConfigurationValue {
    switch steps.first {
    case nil: return self
    case .key(let key)?:
      var entries: [String: ConfigurationValue] = [:]
      if case .table(let known)? = other { entries = known }
      entries[key] = placed(at: steps.dropFirst(), in: entries[key])
      return .table(entries)
    case .index(let index)?:
      var elements: [ConfigurationValue] = []
      if case .array(let known)? = other { elements = known }
      // The elements of an array that was read come one by one.
      while elements.count <= index { elements.append(.table([:])) }
      elements[index] = placed(at: steps.dropFirst(), in: elements[index])
      return .array(elements)
    }
  }
}

extension ConfigurationPath {
  /// The path in full, unlike its description, which messages may cut.
  fileprivate var canonicalText: String {
    var text = ""
    for component in components {
      switch component {
      case .key(let key): text += (text.isEmpty ? "" : ".") + Self.tomlKey(key)
      case .index(let index): text += "[\(index)]"
      }
    }
    return text
  }
}

/// The values again as nested tables, for printing with headers.
private struct EffectiveTable {
  enum Node {
    case value(EffectiveScenario.Entry)
    case table(EffectiveTable)
    case tables([EffectiveTable])
  }

  var keys: [String] = []
  var nodes: [String: Node] = [:]

  mutating func insert(
    _ entry: EffectiveScenario.Entry, beneath rest: ArraySlice<ConfigurationPath.Component>
  ) {
    // The end of the path is this table itself: it is there, and empty.
    guard case .key(let key)? = rest.first else { return }
    let deeper = rest.dropFirst()
    if nodes[key] == nil { keys.append(key) }
    if case .index(let index)? = deeper.first {
      var tables: [EffectiveTable] = []
      if case .tables(let known)? = nodes[key] { tables = known }
      while tables.count <= index { tables.append(EffectiveTable()) }
      tables[index].insert(entry, beneath: deeper.dropFirst())
      nodes[key] = .tables(tables)
    } else if deeper.isEmpty, entry.value != .table([:]) {
      nodes[key] = .value(entry)
    } else {
      var table = EffectiveTable()
      if case .table(let known)? = nodes[key] { table = known }
      table.insert(entry, beneath: deeper)
      nodes[key] = .table(table)
    }
  }

  /// Prints values before tables: after a header, a bare key would belong to that table.
  func render(into text: inout String, path: ConfigurationPath) {
    for key in keys {
      guard case .value(let entry)? = nodes[key] else { continue }
      let comment = PrintableText.escaped(entry.origin.description)
      text += "\(ConfigurationPath.tomlKey(key)) = \(entry.value.tomlText)  # \(comment)\n"
    }
    for key in keys {
      let inner = path.key(key)
      let header = inner.components.compactMap { component -> String? in
        if case .key(let key) = component { ConfigurationPath.tomlKey(key) } else { nil }
      }.joined(separator: ".")
      switch nodes[key] {
      case .table(let table)?:
        // A table that holds tables only needs no header of its own.
        if table.keys.isEmpty || table.hasValues { text += Self.gap(text) + "[\(header)]\n" }
        table.render(into: &text, path: inner)
      case .tables(let tables)?:
        for (index, table) in tables.enumerated() {
          text += Self.gap(text) + "[[\(header)]]\n"
          table.render(into: &text, path: inner.index(index))
        }
      case .value?, nil: break
      }
    }
  }

  private var hasValues: Bool {
    keys.contains { if case .value? = nodes[$0] { true } else { false } }
  }

  private static func gap(_ text: String) -> String { text.isEmpty ? "" : "\n" }
}
