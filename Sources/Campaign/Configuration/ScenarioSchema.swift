/// Everything a scenario may hold, from the declaration that also reads it.
public struct ScenarioSchema: Sendable, Hashable {
  /// The name of what is described.
  public var title: String
  /// The keys from the root.
  public var root: SectionDeclaration

  /// A field of the schema in a flat list.
  public struct Field: Sendable, Hashable {
    /// The place, without array numbers.
    public var path: ConfigurationPath
    /// The alternative it comes with, such as `step = "merge"`; nothing when it is always allowed.
    public var alternative: String?
    /// The declaration.
    public var declaration: FieldDeclaration
  }

  /// Every field with its place, in the order of declaration.
  public var fields: [Field] {
    var result: [Field] = []
    func visit(_ section: SectionDeclaration, _ path: ConfigurationPath, _ alternative: String?) {
      for field in section.fields {
        let place = path.key(field.key)
        result.append(Field(path: place, alternative: alternative, declaration: field))
        switch field.kind {
        case .section(let inner), .sections(let inner, _), .wordOrSection(_, let inner):
          visit(inner, place, alternative)
        default: break
        }
      }
      for choice in section.choices {
        if let tag = choice.tag {
          let words = choice.alternatives.map { WordDeclaration(word: $0.name, doc: $0.doc) }
          result.append(
            Field(
              path: path.key(tag), alternative: alternative,
              declaration: FieldDeclaration(
                key: tag, kind: .word(words), absence: choice.absence, doc: choice.doc)))
        }
        for option in choice.alternatives {
          visit(
            option.section, path, choice.tag.map { "\($0) = \"\(option.name)\"" } ?? option.name)
        }
      }
    }
    visit(root, .root, nil)
    return result
  }
}
