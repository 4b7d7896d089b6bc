/// What went wrong in this module, with the offending value and what is allowed.
public struct SensorsError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure; open, so that new kinds do not break a `switch`.
  public struct Code: RawRepresentable, Sendable, Hashable {
    /// The stable name of the kind.
    public var rawValue: String

    /// A kind with a stable name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A size, time, gain or count outside the range that makes sense.
    public static let valueOutOfRange = Code(rawValue: "value-out-of-range")
    /// A calibration curve that is none: not rising, too few points, not numbers.
    public static let impossibleCurve = Code(rawValue: "impossible-curve")
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
