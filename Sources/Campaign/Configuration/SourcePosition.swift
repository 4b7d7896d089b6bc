/// A place in a text file, as an editor shows it.
public struct SourcePosition: Sendable, Hashable, CustomStringConvertible {
  /// The file as the user named it.
  public var file: String
  /// The line, counted from 1.
  public var line: Int
  /// The column in Unicode scalars, counted from 1.
  public var column: Int

  /// A place in a file.
  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// The place as `file:line:column`.
  public var description: String { "\(PrintableText.escaped(file)):\(line):\(column)" }
}

/// Where a value of the scenario comes from.
public enum ValueOrigin: Sendable, Hashable, CustomStringConvertible {
  /// A key written in the scenario file.
  case file(SourcePosition)
  /// The scenario file as a whole, for what is missing from it.
  case wholeFile(String)
  /// An assignment on the command line, as typed after `--set`.
  case assignment(String)
  /// The value the program uses when none is given.
  case programDefault

  /// The origin as messages print it in front of the key.
  public var description: String {
    switch self {
    case .file(let position): position.description
    case .wholeFile(let file): PrintableText.escaped(file)
    case .assignment(let text): "--set \(PrintableText.shortened(text))"
    case .programDefault: "default"
    }
  }

  /// The origin without folders and columns, for records that hold no path: `astp.toml:12`, `--set` or `default`.
  var briefly: String {
    func name(_ path: String) -> String {
      PrintableText.shortened(path.split(separator: "/").last.map(String.init) ?? path)
    }
    return switch self {
    case .file(let position): "\(name(position.file)):\(position.line)"
    case .wholeFile(let file): name(file)
    case .assignment: "--set"
    case .programDefault: "default"
    }
  }
}
