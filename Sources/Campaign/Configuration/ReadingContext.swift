/// What all tables of one reading share: the document, the problems, the values in use.
final class ReadingContext {
  let document: ConfigurationDocument
  let problems: ProblemCollector
  let isDeclaring: Bool
  /// Every key the scenario knows, for advice about unknown ones.
  let index: SchemaIndex
  private(set) var effective: [EffectiveScenario.Entry] = []
  private var unknownKeyCount = 0

  init(
    document: ConfigurationDocument, problems: ProblemCollector, isDeclaring: Bool,
    index: SchemaIndex
  ) {
    self.document = document
    self.problems = problems
    self.isDeclaring = isDeclaring
    self.index = index
  }

  func record(
    _ path: ConfigurationPath, _ value: ConfigurationValue, origin: ValueOrigin? = nil
  ) {
    guard !isDeclaring else { return }
    effective.append(
      EffectiveScenario.Entry(
        path: path, value: value, origin: origin ?? document.origin(of: path)))
  }

  func report(at path: ConfigurationPath, _ message: String, _ remedy: String) {
    guard !isDeclaring else { return }
    problems.add(
      ConfigurationProblem(
        origin: document.origin(of: path), keyPath: path, message: message, remedy: remedy))
  }

  func reportMissing(_ field: FieldDeclaration, in section: ConfigurationPath) {
    let unit = field.unit.map { " in \($0.name)" } ?? ""
    let place = section == .root ? "at the top of the file" : "to [\(section)]"
    report(
      at: section.key(field.key), "missing, expected \(field.kind.expectation)\(unit)",
      "add '\(field.key) = …' \(place)")
  }

  func reportWrongKind(
    _ found: ConfigurationValue, expected: FieldKind, at path: ConfigurationPath,
    remedy: String = ""
  ) {
    var unit = ""
    if expected.isNumeric, let named = path.nearestUnit { unit = " in \(named.name)" }
    report(at: path, "found \(found.summary), expected \(expected.expectation)\(unit)", remedy)
  }

  func reportUnknownKey(_ key: String, in section: ConfigurationPath, visited: Set<String>) {
    unknownKeyCount += 1
    // A file of something else entirely has thousands; advice for each would take for ever.
    let advice =
      unknownKeyCount <= 100 ? index.advice(forUnknown: key, in: section, visited: visited) : ""
    let isTable: Bool
    switch document.value(at: section.key(key)) {
    case .table: isTable = true
    case .array(let elements)?:
      isTable =
        !elements.isEmpty && elements.allSatisfy { if case .table = $0 { true } else { false } }
    default: isTable = false
    }
    report(at: section.key(key), isTable ? "unknown section" : "unknown key", advice)
  }
}

extension ConfigurationPath {
  /// The unit of the last key on the way.
  var nearestUnit: KeyUnit? {
    for component in components.reversed() {
      if case .key(let key) = component { return KeyUnit.of(key) }
    }
    return nil
  }
}
