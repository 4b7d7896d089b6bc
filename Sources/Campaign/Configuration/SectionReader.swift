/// A table of the scenario being read, key by key.
///
/// One declaration — a function from a `SectionReader` to a value — serves three ends:
///
/// - reading: each call takes one key, checks type and range, and gives the value; whatever is
///   wrong is recorded and a harmless placeholder is given, so that one run shows every problem;
/// - the effective scenario: each call records the value in use and where it came from;
/// - the schema: the same calls on an empty document visit every alternative and record type,
///   unit, range, default and text.
///
/// Because of the last, a declaration must not branch on values it has read (other than through
/// ``exactlyOne(as:doc:whenAbsent:_:)`` and its kin) and must bear placeholders. Keys that no
/// call took are unknown. A table is opened once.
public final class SectionReader {
  /// The place of this table.
  public let path: ConfigurationPath
  /// Whether this run records the schema; values are then defaults or placeholders.
  public var isDeclaring: Bool { context.isDeclaring }

  let context: ReadingContext
  /// The table's values, as far as the document has it.
  let entries: [String: ConfigurationValue]
  /// The keys that some call took.
  private(set) var visited: Set<String> = []
  var declaration: SectionDeclaration

  init(
    context: ReadingContext, path: ConfigurationPath, entries: [String: ConfigurationValue],
    doc: String = ""
  ) {
    self.context = context
    self.path = path
    self.entries = entries
    self.declaration = SectionDeclaration(doc: doc)
  }

  /// Records a problem at a key of this table, or at the table itself.
  public func report(_ message: String, remedy: String = "", at key: String? = nil) {
    context.report(at: key.map(path.key) ?? path, message, remedy)
  }

  /// Makes a value that its own type checks; an error it throws becomes a problem at the key.
  ///
  /// Nothing is made while declaring, nor when the key has a problem already: complaints about
  /// placeholders would only confuse.
  public func attempt<Value>(
    at key: String? = nil, _ make: () throws -> Value
  ) -> Value? {
    let place = key.map(path.key) ?? path
    guard !context.isDeclaring, !context.problems.hasProblem(within: place) else { return nil }
    do {
      return try make()
    } catch {
      context.report(at: place, PrintableText.shortened(String(describing: error), limit: 400), "")
      return nil
    }
  }

  /// Whether the document has a key of this table; while declaring, none.
  func has(_ key: String) -> Bool { entries[key] != nil }

  /// Takes a key: declared from now on, and its value if the document has one.
  func take(_ key: String) -> ConfigurationValue? {
    visited.insert(key)
    return entries[key]
  }

  /// Reads one value; nothing when it is wrong, or missing without a default.
  func field<Value>(
    _ key: String, _ kind: FieldKind, absence: Absence, doc: String,
    decode: (ConfigurationValue, ConfigurationPath) -> (
      value: Value, canonical: ConfigurationValue
    )?
  ) -> Value? {
    let declared = FieldDeclaration(key: key, kind: kind, absence: absence, doc: doc)
    let place = path.key(key)
    if context.isDeclaring {
      declaration.fields.append(declared)
      guard case .means(let value) = absence else { return nil }
      return decode(value, place)?.value
    }
    if let value = take(key) {
      guard let decoded = decode(value, place) else { return nil }
      context.record(place, decoded.canonical)
      return decoded.value
    }
    switch absence {
    case .isFine: return nil
    case .means(let value):
      guard let decoded = decode(value, place) else { return nil }
      context.record(place, decoded.canonical, origin: .programDefault)
      return decoded.value
    case .isAnError:
      context.reportMissing(declared, in: path)
      return nil
    }
  }

  /// Reports the keys that no call took, and records a table that has none.
  func close(recordsPresence: Bool, entryCountBefore: Int) {
    guard !context.isDeclaring else { return }
    // In a fixed order: advice and the list of problems are both of limited length.
    for key in entries.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    where !visited.contains(key) {
      context.reportUnknownKey(key, in: path, visited: visited)
    }
    // The bare presence of an optional table says something, so it must show and be hashed.
    if recordsPresence, context.effective.count == entryCountBefore {
      context.record(path, .table([:]))
    }
  }
}
