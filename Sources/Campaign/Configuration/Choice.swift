/// Alternatives of which exactly one is chosen; see ``SectionReader/exactlyOne(as:doc:whenAbsent:_:)``.
///
/// The function that lists the alternatives runs more than once: to learn their names, then to
/// read the chosen one, or to declare them all. It must do nothing but call the methods here.
public final class Choice<Value> {
  enum Mode {
    case collecting
    case evaluating(String)
    case declaring
  }

  let reader: SectionReader
  var mode: Mode
  private(set) var words: [WordDeclaration] = []
  private(set) var keys: [String] = []
  private(set) var wordAlternatives: [AlternativeDeclaration] = []
  private(set) var keyAlternatives: [AlternativeDeclaration] = []
  private(set) var value: Value?

  init(reader: SectionReader, mode: Mode) {
    self.reader = reader
    self.mode = mode
  }

  /// An alternative chosen by a word; `read` may take further keys of the same table.
  public func word(
    _ word: String, doc: String, _ read: (SectionReader) -> Value?
  ) {
    switch mode {
    case .collecting: words.append(WordDeclaration(word: word, doc: doc))
    case .evaluating(let chosen): if chosen == word { value = read(reader) }
    case .declaring:
      words.append(WordDeclaration(word: word, doc: doc))
      wordAlternatives.append(declare(word, doc, read))
    }
  }

  /// An alternative chosen by the presence of a key, which `read` must take from the same table.
  public func key(
    _ key: String, doc: String, _ read: (SectionReader) -> Value?
  ) {
    switch mode {
    case .collecting: keys.append(key)
    case .evaluating(let chosen): if chosen == key { value = read(reader) }
    case .declaring:
      keys.append(key)
      keyAlternatives.append(declare(key, doc, read))
    }
  }

  /// An alternative chosen by the presence of a table.
  public func table(
    _ key: String, doc: String, _ read: (SectionReader) -> Value?
  ) {
    self.key(key, doc: doc) { $0.section(key, doc: doc, recordsPresence: true, read) }
  }

  private func declare(
    _ name: String, _ doc: String, _ read: (SectionReader) -> Value?
  ) -> AlternativeDeclaration {
    let child = SectionReader(
      context: reader.context, path: reader.path, entries: [:], doc: doc)
    // The first alternative stands for the choice while declaring.
    let declared = read(child)
    if value == nil { value = declared }
    return AlternativeDeclaration(name: name, doc: doc, section: child.declaration)
  }
}

/// What happens when no alternative is chosen.
public enum UnchosenMeaning: Sendable, Hashable {
  /// One must be chosen.
  case isAnError
  /// There is no value.
  case isFine
  /// The alternative of this name is taken, with its own defaults.
  case means(String)

  var absence: Absence {
    switch self {
    case .isAnError: .isAnError
    case .isFine: .isFine
    case .means(let name): .means(.string(name))
    }
  }
}
