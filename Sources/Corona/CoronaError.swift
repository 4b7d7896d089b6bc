internal import VectorMath

/// What went wrong in this module, with the offending value and what is allowed.
public struct CoronaError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure; open, so that new kinds do not break a `switch`.
  public struct Code: RawRepresentable, Sendable, Hashable {
    /// The stable name of the kind.
    public var rawValue: String

    /// A kind with a stable name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A density model that the catalogue does not hold.
    public static let unknownDensityModel = Code(rawValue: "unknown-density-model")
    /// A model of the F corona that the catalogue does not hold.
    public static let unknownDustModel = Code(rawValue: "unknown-dust-model")
    /// A model parameter outside its physical range.
    public static let unphysicalParameter = Code(rawValue: "unphysical-parameter")
    /// An observer inside the Sun, infinitely far away or not a number.
    public static let invalidObserver = Code(rawValue: "invalid-observer")
    /// A sightline that is not a number or does not point into the hemisphere of the Sun.
    public static let invalidDirection = Code(rawValue: "invalid-direction")
    /// A table of numbers that cannot be read or makes no model.
    public static let invalidTable = Code(rawValue: "invalid-table")
    /// A set of constants that is not published under this name.
    public static let unknownConstants = Code(rawValue: "unknown-constants")
    /// An instant or a place for which a model says nothing.
    public static let outsideModel = Code(rawValue: "outside-model")
    /// A limb-darkening law whose disc has no brightness.
    public static let darkSun = Code(rawValue: "dark-sun")
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

  /// Lets a parameter pass that is finite and within a range, and names it in the error otherwise.
  static func require(
    _ value: Double, in range: ClosedRange<Double>, _ name: String, _ remedy: String
  ) throws(CoronaError) {
    guard range.contains(value) else {
      throw CoronaError(.unphysicalParameter, "\(name) \(value): \(remedy)")
    }
  }
}
