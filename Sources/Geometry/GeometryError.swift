internal import VectorMath

/// What went wrong in this module, with the offending value and what is allowed.
public struct GeometryError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure; open, so that new kinds do not break a `switch`.
  public struct Code: RawRepresentable, Sendable, Hashable {
    /// The stable name of the kind.
    public var rawValue: String

    /// A kind with a stable name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The observer stands inside the occulter.
    public static let observerInsideOcculter = Code(rawValue: "observer-inside-occulter")
    /// A size, angle or distance outside the range that makes sense.
    public static let valueOutOfRange = Code(rawValue: "value-out-of-range")
    /// A span of time that a trajectory does not cover.
    public static let outsideCoverage = Code(rawValue: "outside-coverage")
    /// Measurements that do not determine what is asked for.
    public static let undetermined = Code(rawValue: "undetermined")
    /// A shape that is no body: without extent, not flat, crossing itself.
    public static let impossibleShape = Code(rawValue: "impossible-shape")
    /// A mesh, or a file of one, that cannot be used.
    public static let malformedMesh = Code(rawValue: "malformed-mesh")
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
