internal import VectorMath

/// What went wrong in this module, with the offending value and what is allowed.
public struct TrajectoryError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure; open, so that new kinds do not break a `switch`.
  public struct Code: RawRepresentable, Sendable, Hashable {
    /// The stable name of the kind.
    public var rawValue: String

    /// A kind with a stable name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// An orbit that is not an ellipse above the Earth's surface, or no orbit at all.
    public static let unusableOrbit = Code(rawValue: "unusable-orbit")
    /// A value outside the range that makes sense.
    public static let valueOutOfRange = Code(rawValue: "value-out-of-range")
    /// A table that cannot be read.
    public static let malformedTable = Code(rawValue: "malformed-table")
    /// A CCSDS message that breaks its standard.
    public static let malformedMessage = Code(rawValue: "malformed-message")
    /// A CCSDS message that is well formed but cannot serve here: its frame, centre or time system.
    public static let unusableMessage = Code(rawValue: "unusable-message")
    /// An instant outside the times a trajectory covers.
    public static let outsideCoverage = Code(rawValue: "outside-coverage")
    /// A binary kernel that is damaged or none at all.
    public static let malformedKernel = Code(rawValue: "malformed-kernel")
    /// A kernel, segment or frame of a kind that cannot be used.
    public static let unsupportedKernel = Code(rawValue: "unsupported-kernel")
    /// A body of which a kernel says nothing.
    public static let unknownBody = Code(rawValue: "unknown-body")
  }

  /// The kind of failure.
  public var code: Code
  /// What was found, what is allowed and what to do, in one sentence.
  public var description: String

  /// An error with a kind and a sentence, which is made safe to print.
  public init(_ code: Code, _ description: String) {
    self.code = code
    self.description = PrintableSentence.safe(description)
  }
}
