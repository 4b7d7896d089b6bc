/// One thing wrong with a scenario: where, what was found, what is allowed and what to do.
public struct ConfigurationProblem: Sendable, Hashable, CustomStringConvertible {
  /// Where the offending text is.
  public var origin: ValueOrigin
  /// The key it concerns; the root for the file as a whole.
  public var keyPath: ConfigurationPath
  /// What was found and what is allowed.
  public var message: String
  /// What to do about it; empty when the message says it already.
  public var remedy: String

  /// A problem at a place.
  public init(
    origin: ValueOrigin, keyPath: ConfigurationPath, message: String, remedy: String = ""
  ) {
    self.origin = origin
    self.keyPath = keyPath
    self.message = message
    self.remedy = remedy
  }

  /// The problem on one line, as compilers print theirs.
  public var description: String {
    var text = "\(origin): "
    if keyPath != .root { text += "\(keyPath): " }
    text += message
    return remedy.isEmpty ? text : "\(text); \(remedy)"
  }
}

extension ConfigurationProblem {
  /// An order by place: lines first, then the file as a whole, then the command line.
  static func isOrderedBefore(_ left: ConfigurationProblem, _ right: ConfigurationProblem) -> Bool {
    let (leftKey, rightKey) = (left.orderingKey, right.orderingKey)
    if leftKey != rightKey { return leftKey.lexicographicallyPrecedes(rightKey) }
    if left.keyPath != right.keyPath { return left.keyPath < right.keyPath }
    return left.message < right.message
  }

  private var orderingKey: [Int] {
    switch origin {
    case .file(let position): [0, position.line, position.column]
    case .wholeFile: [1, 0, 0]
    case .assignment: [2, 0, 0]
    case .programDefault: [3, 0, 0]
    }
  }
}

/// Everything found wrong while reading a scenario.
public struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure; open, so that new kinds do not break a `switch`.
  public struct Code: RawRepresentable, Sendable, Hashable {
    /// The stable name of the kind.
    public var rawValue: String

    /// A kind with a stable name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A file that is missing, forbidden, not a file, or too large.
    public static let unreadable = Code(rawValue: "scenario-unreadable")
    /// Bytes that are not TOML.
    public static let syntax = Code(rawValue: "scenario-syntax")
    /// An assignment on the command line that cannot be applied.
    public static let badAssignment = Code(rawValue: "scenario-bad-assignment")
    /// TOML whose keys or values are not those of a scenario.
    public static let invalid = Code(rawValue: "scenario-invalid")
  }

  /// The kind of failure.
  public var code: Code
  /// The problems in the order of the file's lines; never empty.
  public var problems: [ConfigurationProblem]
  /// How many further problems were found but not kept.
  public var omittedCount: Int

  /// An error of a kind with its problems, which are put in the order of their lines.
  public init(_ code: Code, _ problems: [ConfigurationProblem], omittedCount: Int = 0) {
    self.code = code
    self.problems = problems.sorted(by: ConfigurationProblem.isOrderedBefore)
    self.omittedCount = omittedCount
  }

  /// The problems, one per line.
  public var description: String {
    var lines = problems.map(\.description)
    if omittedCount > 0 { lines.append("… and \(omittedCount) further problems") }
    return lines.joined(separator: "\n")
  }
}

/// The problems met while reading, kept until all are known.
public final class ProblemCollector {
  /// The problems so far, in the order they were met.
  public private(set) var problems: [ConfigurationProblem] = []
  /// How many problems came after the list was full.
  public private(set) var omittedCount = 0

  private let limit: Int

  /// A collector that keeps the first `limit` problems and counts the rest.
  public init(limit: Int = 1000) { self.limit = limit }

  /// Whether nothing is wrong so far.
  public var isEmpty: Bool { problems.isEmpty }

  /// Keeps one more problem.
  public func add(_ problem: ConfigurationProblem) {
    if problems.count < limit { problems.append(problem) } else { omittedCount += 1 }
  }

  /// Whether a problem is known at a key or anywhere beneath it.
  public func hasProblem(within path: ConfigurationPath) -> Bool {
    problems.contains { $0.keyPath.isWithin(path) }
  }
}
