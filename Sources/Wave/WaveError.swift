/// What went wrong in this module, with the offending value and what is allowed.
public struct WaveError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure; open, so that new kinds do not break a `switch`.
  public struct Code: RawRepresentable, Sendable, Hashable {
    /// The stable name of the kind.
    public var rawValue: String

    /// A kind with a stable name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A size, angle, fraction or count outside the range that makes sense.
    public static let valueOutOfRange = Code(rawValue: "value-out-of-range")
    /// A telescope that is none: a pupil as large as the occulter, a stop that lets nothing through.
    public static let impossibleDesign = Code(rawValue: "impossible-design")
    /// More work or memory than one machine should be asked for.
    public static let tooLarge = Code(rawValue: "too-large")
  }

  /// The kind of failure.
  public var code: Code
  /// What was found, what is allowed and what to do, in one sentence.
  public var description: String

  /// An error with a kind and a sentence.
  public init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
