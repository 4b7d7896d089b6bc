/// A parameter of a step: what a chain file and `--set` may say of it.
public struct StepParameter: Sendable, Hashable {
  /// What values are allowed.
  public enum Kind: Sendable, Hashable {
    /// A number; without a default the step finds it in the header or works it out.
    case number(ClosedRange<Double>, default: Double?)
    /// A whole number.
    case integer(ClosedRange<Int>, default: Int?)
    /// Yes or no.
    case boolean(default: Bool)
    /// One of several words.
    case choice([String], default: String)
    /// Several numbers.
    case numbers(count: ClosedRange<Int>, each: ClosedRange<Double>, default: [Double]?)
    /// Free text.
    case text(default: String?)
    /// The path of another picture, such as a flat field; without one the step does without.
    case picture
    /// The paths of one or several other pictures, of which the step takes what fits each exposure.
    case pictures
  }

  /// The key.
  public let name: String
  /// What values are allowed.
  public let kind: Kind
  /// The unit of a number; nil for a pure one.
  public let unit: String?
  /// What it is, one sentence.
  public let documentation: String

  /// A parameter.
  public init(_ name: String, _ kind: Kind, unit: String? = nil, _ documentation: String) {
    (self.name, self.kind, self.unit, self.documentation) = (name, kind, unit, documentation)
  }
}

/// A value given for a parameter, before it is checked.
public enum StepValue: Sendable, Hashable {
  /// A number.
  case number(Double)
  /// Yes or no.
  case boolean(Bool)
  /// A word, a text or a path.
  case text(String)
  /// Several numbers.
  case numbers([Double])
  /// Several texts or paths.
  case texts([String])
}

extension StepParameter.Kind {
  /// Whether values are paths of files.
  public var holdsPaths: Bool { self == .picture || self == .pictures }
}
