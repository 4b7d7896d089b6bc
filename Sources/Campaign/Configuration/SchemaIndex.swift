/// Every key a scenario knows, for advice about the ones it does not know.
struct SchemaIndex {
  private struct Known {
    /// The keys of the table, without the numbers of arrays.
    var section: [String]
    var key: String
    /// The alternative that the key comes with, such as `step = "merge"`.
    var alternative: String?
    /// The key that chooses the alternative is not advice against itself.
    var isSection: Bool
  }

  private var known: [Known] = []

  init(_ root: SectionDeclaration) { add(root, at: [], alternative: nil) }

  private mutating func add(
    _ section: SectionDeclaration, at path: [String], alternative: String?
  ) {
    for field in section.fields {
      var inner: SectionDeclaration?
      switch field.kind {
      case .section(let section), .sections(let section, _), .wordOrSection(_, let section):
        inner = section
      default: break
      }
      known.append(
        Known(section: path, key: field.key, alternative: alternative, isSection: inner != nil))
      if let inner { add(inner, at: path + [field.key], alternative: nil) }
    }
    for choice in section.choices {
      if let tag = choice.tag {
        known.append(Known(section: path, key: tag, alternative: nil, isSection: false))
      }
      for option in choice.alternatives {
        let name = choice.tag.map { "\($0) = \"\(option.name)\"" } ?? option.name
        add(option.section, at: path, alternative: name)
      }
    }
  }

  /// What to do about a key that no declaration took.
  func advice(
    forUnknown key: String, in section: ConfigurationPath, visited: Set<String>
  ) -> String {
    let path = section.components.compactMap { component -> String? in
      if case .key(let key) = component { key } else { nil }
    }
    let siblings = known.filter { $0.section == path }
    let open = siblings.map(\.key).filter(visited.contains)
    if let advice = unitAdvice(key, among: open.isEmpty ? siblings.map(\.key) : open) {
      return advice
    }
    let others = siblings.filter { $0.key == key }.compactMap(\.alternative)
    if !others.isEmpty { return "allowed only with \(others.joined(separator: " or "))" }
    let homes = known.filter { $0.key == key && $0.section != path }
    if let near = EditDistance.nearest(to: key, among: open) { return "did you mean '\(near)'?" }
    if let home = homes.first {
      return home.section.isEmpty
        ? "it belongs at the top of the file"
        : "it belongs in [\(ConfigurationPath(home.section.map { .key($0) }))]"
    }
    let elsewhere = siblings.map(\.key).filter { !visited.contains($0) }
    if let near = EditDistance.nearest(to: key, among: elsewhere) {
      return "did you mean '\(near)'?"
    }
    var names: [String] = []
    for name in open where !names.contains(name) { names.append(name) }
    guard !names.isEmpty else { return "no keys are allowed here" }
    let shown = names.prefix(12).joined(separator: ", ")
    return "allowed here: \(shown)\(names.count > 12 ? ", …" : "")"
  }

  /// The right key for one that has another unit or none.
  private func unitAdvice(_ key: String, among siblings: [String]) -> String? {
    let stem = KeyUnit.split(key)?.stem ?? key
    for sibling in siblings where sibling != key {
      guard let (siblingStem, unit) = KeyUnit.split(sibling), siblingStem == stem else { continue }
      return "the unit is in the key: \(sibling), in \(unit.name)"
    }
    return nil
  }
}
