internal import VectorMath

/// What went wrong in this module, with the offending value and what is allowed.
public struct OpticsError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure; open, so that new kinds do not break a `switch`.
  public struct Code: RawRepresentable, Sendable, Hashable {
    /// The stable name of the kind.
    public var rawValue: String

    /// A kind with a stable name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A size, angle, distance or wavelength outside the range that makes sense.
    public static let valueOutOfRange = Code(rawValue: "value-out-of-range")
    /// An outline that is none: too few corners, no area, corners that coincide.
    public static let impossibleOutline = Code(rawValue: "impossible-outline")
    /// An approximation asked for where it does not hold.
    public static let outsideValidity = Code(rawValue: "outside-validity")
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
