/// What went wrong while pictures were processed, and what to do about it.
public struct ProcessingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure; open, so that new kinds do not break a `switch`.
  public struct Code: RawRepresentable, Sendable, Hashable {
    /// The stable name of the kind.
    public var rawValue: String

    /// A kind with a stable name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A step nobody has defined.
    public static let unknownStep = Code(rawValue: "unknown-step")
    /// Steps that cannot work one after the other.
    public static let badChain = Code(rawValue: "bad-chain")
    /// A parameter that a step does not have, or a value that it does not take.
    public static let badParameter = Code(rawValue: "bad-parameter")
    /// A picture that a step cannot work on: of another size, unit or level than it needs.
    public static let unsuitableInput = Code(rawValue: "unsuitable-input")
    /// Something a step must know that neither the header nor a parameter tells.
    public static let missingKnowledge = Code(rawValue: "missing-knowledge")
    /// A measurement that the picture does not allow: no limb, no overlap, too few pixels.
    public static let noSolution = Code(rawValue: "no-solution")
  }

  /// The kind of failure.
  public var code: Code
  /// What was being done: the name of a step, such as `register`.
  public var operation: String
  /// The picture concerned, if there is one.
  public var source: String?
  /// What was found, what is allowed and what to do.
  public var message: String

  /// An error with a kind, the operation that failed and a sentence.
  public init(_ code: Code, _ operation: String, source: String? = nil, _ message: String) {
    self.code = code
    self.operation = operation
    self.source = source
    self.message = message
  }

  /// Everything on one line.
  public var description: String {
    "\(operation)\(source.map { ", \($0)" } ?? ""): \(message)"
  }
}
