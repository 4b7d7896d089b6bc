/// A scenario as parsed: its values, where each stands, and what the command line replaced.
public struct ConfigurationDocument: Sendable {
  /// The file as the user named it.
  public let name: String
  /// The folder that relative paths start from.
  public let folder: String
  /// The values from the root.
  public internal(set) var root: [String: ConfigurationValue]

  private let locator: KeyLocator
  var assignments: [Assignment] = []

  /// A replaced value and the text that replaced it.
  struct Assignment: Sendable {
    var path: ConfigurationPath
    var text: String
  }

  /// A document without any key, for printing the schema.
  public static let empty = ConfigurationDocument(
    name: "(none)", folder: "", root: [:], locator: KeyLocator())

  private init(
    name: String, folder: String, root: [String: ConfigurationValue], locator: KeyLocator
  ) {
    self.name = name
    self.folder = folder
    self.root = root
    self.locator = locator
  }

  /// Parses a scenario file.
  ///
  /// - Throws: ``ConfigurationError`` with the code `.syntax` and the line and column.
  public init(_ file: ScenarioFile) throws(ConfigurationError) {
    let bytes = file.bytes
    func failure(_ origin: ValueOrigin, _ message: String, _ remedy: String) -> ConfigurationError {
      ConfigurationError(
        .syntax,
        [
          ConfigurationProblem(origin: origin, keyPath: .root, message: message, remedy: remedy)
        ])
    }
    let blank: Set<UInt8> = [9, 10, 13, 32, 0xEF, 0xBB, 0xBF]
    guard !bytes.allSatisfy(blank.contains) else {
      throw failure(
        .wholeFile(file.name), "the file is empty",
        "start from the template that 'totality scenario schema --format toml' prints")
    }
    do throws(TOMLText.Failure) {
      let parsed = try TOMLText.parse(bytes)
      self.init(
        name: file.name, folder: file.folder, root: parsed.root, locator: parsed.locator)
    } catch {
      let position = SourcePosition(
        file: file.name, line: error.place.line, column: error.place.column)
      throw failure(.file(position), error.message, error.remedy)
    }
  }

  /// Parses a text as if it were a file of that name.
  public init(text: String, name: String, folder: String = "") throws(ConfigurationError) {
    try self.init(ScenarioFile(name: name, bytes: Array(text.utf8), folder: folder))
  }

  /// The value at a path, or nothing.
  public func value(at path: ConfigurationPath) -> ConfigurationValue? {
    var value = ConfigurationValue.table(root)
    for component in path.components {
      switch (component, value) {
      case (.key(let key), .table(let entries)):
        guard let next = entries[key] else { return nil }
        value = next
      case (.index(let index), .array(let elements)):
        guard elements.indices.contains(index) else { return nil }
        value = elements[index]
      default: return nil
      }
    }
    return value
  }

  /// Where the value at a path comes from; for a missing one, the nearest table that is there.
  public func origin(of path: ConfigurationPath) -> ValueOrigin {
    if let assignment = assignments.last(where: { path.isWithin($0.path) }) {
      return .assignment(assignment.text)
    }
    var path = path
    while path != .root {
      if let place = locator.place(of: path) {
        return .file(SourcePosition(file: name, line: place.line, column: place.column))
      }
      // A table that only the command line made has no line to point at.
      if value(at: path) != nil, let made = assignments.last(where: { $0.path.isWithin(path) }) {
        return .assignment(made.text)
      }
      path = path.parent
    }
    return .wholeFile(name)
  }
}
