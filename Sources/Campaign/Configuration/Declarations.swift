/// What a scenario may hold at one key; reading, the schema and the template all follow it.
public struct FieldDeclaration: Sendable, Hashable {
  /// The key within its table.
  public var key: String
  /// What the value may be.
  public var kind: FieldKind
  /// What happens when the key is missing.
  public var absence: Absence
  /// One sentence for the user.
  public var doc: String

  /// The unit that the key's ending names.
  public var unit: KeyUnit? { kind.isNumeric ? KeyUnit.of(key) : nil }
}

/// What happens when a key is missing.
public enum Absence: Sendable, Hashable {
  /// It must be given.
  case isAnError
  /// It may be left out, and then there is no value.
  case isFine
  /// It may be left out, and then this is the value.
  case means(ConfigurationValue)
}

/// What a value may be.
public indirect enum FieldKind: Sendable, Hashable {
  /// A finite number; integers are accepted.
  case number(NumberRange)
  /// A whole number.
  case integer(ClosedRange<Int>)
  /// Text of a length.
  case text(ClosedRange<Int>)
  /// True or false.
  case boolean
  /// A date and time in UTC or in a scale named in the text.
  case instant
  /// The path of a file or folder.
  case path
  /// One of several words.
  case word([WordDeclaration])
  /// A list of values of one kind.
  case array(FieldKind, count: ClosedRange<Int>)
  /// Any value: what it means is checked elsewhere.
  case anything
  /// One number for three directions, or a number for each.
  case numberOrThree(NumberRange)
  /// One value, or a list of so many at most.
  case oneOrMore(FieldKind, most: Int)
  /// A table.
  case section(SectionDeclaration)
  /// A list of tables.
  case sections(SectionDeclaration, count: ClosedRange<Int>)
  /// Either one of several words or a table.
  case wordOrSection([WordDeclaration], SectionDeclaration)

  /// Whether a unit makes sense.
  var isNumeric: Bool {
    switch self {
    case .number, .integer, .numberOrThree: true
    case .array(let element, _), .oneOrMore(let element, _): element.isNumeric
    default: false
    }
  }

  /// The kind with its article, for messages.
  var expectation: String {
    switch self {
    case .number: return "a number"
    case .integer: return "an integer"
    case .text: return "a string"
    case .boolean: return "true or false"
    case .instant: return "a date-time"
    case .path: return "a file path"
    case .word(let words):
      return "one of " + words.map { "\"\($0.word)\"" }.joined(separator: ", ")
    case .array(let element, let count):
      let size = count == 0...Int.max ? "" : "\(count.rangeText) "
      return "an array of \(size)\(element.pluralName)"
    case .anything: return "a value"
    case .numberOrThree: return "a number or an array of 3 numbers"
    case .oneOrMore(let element, let most):
      return "\(element.expectation) or an array of \((1...most).rangeText) \(element.pluralName)"
    case .section: return "a table"
    case .sections: return "an array of tables"
    case .wordOrSection(let words, _):
      let names = words.map { "\"\($0.word)\"" }.joined(separator: ", ")
      return words.isEmpty ? "a table" : "\(names) or a table"
    }
  }

  private var pluralName: String {
    switch self {
    case .number, .numberOrThree: "numbers"
    case .integer: "integers"
    case .anything: "values"
    case .boolean: "booleans"
    case .array, .oneOrMore: "arrays"
    case .instant: "date-times"
    case .section, .sections, .wordOrSection: "tables"
    case .text, .path, .word: "strings"
    }
  }
}

/// A word that a key may have.
public struct WordDeclaration: Sendable, Hashable {
  /// The word.
  public var word: String
  /// One sentence for the user; may be empty.
  public var doc: String
}

/// The keys of a table, in the order they were declared.
public struct SectionDeclaration: Sendable, Hashable {
  /// One sentence for the user.
  public var doc: String
  /// The keys that are always allowed.
  public var fields: [FieldDeclaration] = []
  /// Groups of keys of which one is chosen.
  public var choices: [ChoiceDeclaration] = []

  /// Whether a scenario without this table lacks something.
  var demandsPresence: Bool {
    fields.contains { field in
      if case .section(let section) = field.kind {
        return field.absence == .isAnError && section.demandsPresence
      }
      return field.absence == .isAnError
    } || choices.contains { $0.absence == .isAnError }
  }
}

/// Alternatives of which one is chosen, by the word of a key or by which key is there.
public struct ChoiceDeclaration: Sendable, Hashable {
  /// One sentence for the user.
  public var doc: String
  /// The key whose word chooses; nothing when the presence of a key does.
  public var tag: String?
  /// What happens when nothing is chosen.
  public var absence: Absence
  /// The alternatives by name.
  public var alternatives: [AlternativeDeclaration]
}

/// One of several alternatives, with the keys that come with it.
public struct AlternativeDeclaration: Sendable, Hashable {
  /// The word or key that chooses it.
  public var name: String
  /// One sentence for the user.
  public var doc: String
  /// The keys that come with it.
  public var section: SectionDeclaration
}
