internal import VectorMath

/// What went wrong while planning or running, with what is allowed and what to do.
public struct CampaignError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure; open, so that new kinds do not break a `switch`.
  public struct Code: RawRepresentable, Sendable, Hashable {
    /// The stable name of the kind.
    public var rawValue: String

    /// A kind with a stable name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A value on the command line that makes no sense.
    public static let badRequest = Code(rawValue: "bad-request")
    /// A scenario that lacks a part the command needs.
    public static let incompleteScenario = Code(rawValue: "incomplete-scenario")
    /// A folder or file that cannot be made or written.
    public static let cannotWrite = Code(rawValue: "cannot-write")
    /// Standard output that takes no more.
    public static let cannotDeliver = Code(rawValue: "cannot-deliver")
    /// The disk is full, read-only or broken: nothing more can be written.
    public static let storage = Code(rawValue: "storage")
    /// Another process holds what is asked for.
    public static let locked = Code(rawValue: "locked")
    /// An input file that is missing or cannot be read.
    public static let noInput = Code(rawValue: "no-input")
    /// An input file that contradicts another.
    public static let damagedInput = Code(rawValue: "damaged-input")
    /// A file of an earlier run that cannot be read.
    public static let damagedRun = Code(rawValue: "damaged-run")
  }

  /// The kind of failure.
  public var code: Code
  /// What was found, what is allowed and what to do.
  public var description: String

  /// An error with a kind and a sentence, which is made safe to print.
  public init(_ code: Code, _ description: String) {
    self.code = code
    self.description = PrintableSentence.safe(description)
  }
}
