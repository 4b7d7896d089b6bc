internal import VectorMath

/// What went wrong in this module, with the offending value and what is allowed.
public struct AstronomyError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure; open, so that new kinds do not break a `switch`.
  public struct Code: RawRepresentable, Sendable, Hashable {
    /// The stable name of the kind.
    public var rawValue: String

    /// A kind with a stable name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A date or time that cannot be read.
    public static let malformedInstant = Code(rawValue: "malformed-instant")
    /// A date outside the range a time scale is defined for.
    public static let dateOutOfRange = Code(rawValue: "date-out-of-range")
    /// A number outside the range that makes sense.
    public static let valueOutOfRange = Code(rawValue: "value-out-of-range")
    /// A wavelength outside the range of a limb-darkening law.
    public static let wavelengthOutOfRange = Code(rawValue: "wavelength-out-of-range")
    /// A limb-darkening coefficient that makes the brightness negative.
    public static let unphysicalLimbDarkening = Code(rawValue: "unphysical-limb-darkening")
    /// A star catalogue that cannot be read.
    public static let malformedCatalogue = Code(rawValue: "malformed-catalogue")
  }

  /// The kind of failure.
  public var code: Code
  /// What was found and what is allowed, in one sentence.
  public var description: String

  /// An error with a kind and a sentence, which is made safe to print.
  public init(_ code: Code, _ description: String) {
    self.code = code
    self.description = PrintableSentence.safe(description)
  }
}
