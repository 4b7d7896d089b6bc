extension ConfigurationDocument {
  /// The document with values of the command line in place of the file's.
  ///
  /// - Parameter assignments: Texts such as `camera.size=[128, 128]`, applied in order; the value
  ///   is TOML, missing tables on the way are made, `key[1]` replaces one element of an array.
  /// - Throws: ``ConfigurationError`` with the code `.badAssignment` and every bad one.
  public func applying(_ assignments: [String]) throws(ConfigurationError) -> ConfigurationDocument
  {
    var result = self
    var problems: [ConfigurationProblem] = []
    for text in assignments {
      do throws(AssignmentFailure) {
        try result.apply(text)
      } catch {
        problems.append(
          ConfigurationProblem(
            origin: .assignment(text), keyPath: error.path, message: error.message,
            remedy: error.remedy))
      }
    }
    if !problems.isEmpty { throw ConfigurationError(.badAssignment, problems) }
    return result
  }

  /// The document with a value written out that stands there anyway, so that elements of it may be set; it counts as
  /// set by nobody.
  func writingOut(
    _ value: ConfigurationValue, at path: ConfigurationPath
  ) -> ConfigurationDocument {
    var result = self
    var table = ConfigurationValue.table(root)
    do throws(AssignmentFailure) {
      try Self.replace(&table, at: path, depth: 0, with: value)
    } catch { return self }
    if case .table(let entries) = table { result.root = entries }
    return result
  }

  /// The elements of arrays that the command line or a sweep sets, with their values, as `--set` takes them.
  func elementAssignments(among entries: [ConfigurationPath]) -> [String] {
    assignments.compactMap { assignment in
      let isElement = entries.contains {
        assignment.path.isWithin($0) && assignment.path.components.count > $0.components.count
      }
      guard isElement, let value = value(at: assignment.path) else { return nil }
      return "\(assignment.path)=\(value.tomlText)"
    }
  }

  struct AssignmentFailure: Error {
    var path: ConfigurationPath
    var message: String
    var remedy: String
  }

  private mutating func apply(_ text: String) throws(AssignmentFailure) {
    guard let equals = text.unquotedIndices(of: "=").first else {
      throw AssignmentFailure(
        path: .root, message: "no '=' between key and value",
        remedy: "write --set key.path=value")
    }
    let path = try Self.path(String(text[..<equals]))
    let valueText = String(text[text.index(after: equals)...])
    let value = try Self.value(valueText, for: path)
    var table = ConfigurationValue.table(root)
    try Self.replace(&table, at: path, depth: 0, with: value)
    if case .table(let entries) = table { root = entries }
    self.assignments.append(Assignment(path: path, text: text))
  }

  /// Reads a key path in TOML notation, with `[n]` for array elements.
  private static func path(_ text: String) throws(AssignmentFailure) -> ConfigurationPath {
    let failure = AssignmentFailure(
      path: .root, message: "\(PrintableText.quoted(text)) is not a key path",
      remedy: "write keys with dots between them, such as camera.size or sequence.exposures_s[1]")
    var components: [ConfigurationPath.Component] = []
    var rest = Substring(text).trimmingBlanks()
    while true {
      guard let first = rest.first else { throw failure }
      if first == "\"" || first == "'" {
        rest.removeFirst()
        guard let end = rest.firstIndex(of: first) else { throw failure }
        components.append(.key(String(rest[..<end])))
        rest = rest[rest.index(after: end)...]
      } else {
        let key = rest.prefix { ConfigurationPath.isBare(String($0)) }
        guard !key.isEmpty else { throw failure }
        components.append(.key(String(key)))
        rest = rest[key.endIndex...]
      }
      while rest.first == "[" {
        guard let end = rest.firstIndex(of: "]"),
          let index = Int(rest[rest.index(after: rest.startIndex)..<end]), index >= 0
        else { throw failure }
        components.append(.index(index))
        rest = rest[rest.index(after: end)...]
      }
      guard components.count <= KeyScanner.deepestNesting else { throw failure }
      if rest.isEmpty { return ConfigurationPath(components) }
      guard rest.first == "." else { throw failure }
      rest.removeFirst()
    }
  }

  private static func value(
    _ text: String, for path: ConfigurationPath
  ) throws(AssignmentFailure) -> ConfigurationValue {
    let bare = Substring(text).trimmingBlanks()
    guard !bare.isEmpty else {
      throw AssignmentFailure(
        path: path, message: "no value after '='", remedy: "write an empty text as '\(path)=\"\"'")
    }
    do throws(TOMLText.Failure) {
      let parsed = try TOMLText.parse(Array("value = \(text)\n".utf8))
      // A line break inside the text could smuggle in further keys.
      if parsed.root.count == 1, let value = parsed.root["value"] { return value }
    } catch {
      let isWord = bare.unicodeScalars.allSatisfy { !"[]{}\"'=#,\\".unicodeScalars.contains($0) }
      throw AssignmentFailure(
        path: path,
        message: "\(PrintableText.quoted(text)) is not a TOML value"
          + (isWord ? "" : " (\(error.message))"),
        remedy: isWord
          ? "quote text: --set '\(path)=\(ConfigurationValue.string(String(bare)).tomlText)'"
          : "quote text, close brackets, and protect both from the shell with '…'")
    }
    throw AssignmentFailure(
      path: path, message: "\(PrintableText.quoted(text)) is more than one value",
      remedy: "give every key its own --set")
  }

  private static func replace(
    _ node: inout ConfigurationValue, at path: ConfigurationPath, depth: Int,
    with value: ConfigurationValue
  ) throws(AssignmentFailure) {
    guard depth < path.components.count else {
      node = value
      return
    }
    let here = ConfigurationPath(Array(path.components.prefix(depth)))
    switch (path.components[depth], node) {
    case (.key(let key), .table(var entries)):
      // What a missing value becomes depends on the next step: only tables are made unasked.
      var child = entries[key] ?? .table([:])
      if entries[key] == nil, depth + 1 < path.components.count,
        case .index = path.components[depth + 1]
      {
        throw AssignmentFailure(
          path: path, message: "there is no array \(here.key(key)) in the scenario",
          remedy: "set the whole array: --set '\(here.key(key))=[…]'")
      }
      try replace(&child, at: path, depth: depth + 1, with: value)
      entries[key] = child
      node = .table(entries)
    case (.index(let index), .array(var elements)):
      guard elements.indices.contains(index) else {
        throw AssignmentFailure(
          path: path,
          message: "\(here) has \(elements.count) elements, counted from 0",
          remedy: "set the whole array to make it longer")
      }
      try replace(&elements[index], at: path, depth: depth + 1, with: value)
      node = .array(elements)
    case (.key, _):
      throw AssignmentFailure(
        path: path, message: "\(here) is \(node.summary), not a table",
        remedy: "replace it as a whole: --set '\(here)={ … }'")
    case (.index, _):
      throw AssignmentFailure(
        path: path, message: "\(here) is \(node.summary), not an array",
        remedy: "replace it as a whole: --set '\(here)=[…]'")
    }
  }
}

extension Substring {
  /// The text without spaces and tabs at its ends.
  fileprivate func trimmingBlanks() -> Substring {
    var result = self
    while result.first == " " || result.first == "\t" { result.removeFirst() }
    while result.last == " " || result.last == "\t" { result.removeLast() }
    return result
  }
}
