/// The finite numbers a key may have, with either end open, closed or absent.
public struct NumberRange: Sendable, Hashable, CustomStringConvertible {
  /// The lower end, or none.
  public let lower: Double?
  /// The upper end, or none.
  public let upper: Double?
  /// Whether the lower end itself is excluded.
  public let excludesLower: Bool
  /// Whether the upper end itself is excluded.
  public let excludesUpper: Bool

  private init(
    _ lower: Double?, _ upper: Double?, excludesLower: Bool = false, excludesUpper: Bool = false
  ) {
    self.lower = lower
    self.upper = upper
    self.excludesLower = excludesLower
    self.excludesUpper = excludesUpper
  }

  /// Every finite number.
  public static let finite = NumberRange(nil, nil)
  /// Numbers greater than zero.
  public static let positive = NumberRange.above(0)
  /// Zero and greater numbers.
  public static let notNegative = NumberRange.atLeast(0)

  /// Numbers from one end to the other, both included.
  public static func closed(_ lower: Double, _ upper: Double) -> NumberRange {
    NumberRange(lower, upper)
  }

  /// Numbers between two ends, both excluded.
  public static func open(_ lower: Double, _ upper: Double) -> NumberRange {
    NumberRange(lower, upper, excludesLower: true, excludesUpper: true)
  }

  /// Numbers from the first end, included, to the second, excluded.
  public static func from(_ lower: Double, below upper: Double) -> NumberRange {
    NumberRange(lower, upper, excludesUpper: true)
  }

  /// Numbers from the first end, excluded, to the second, included.
  public static func above(_ lower: Double, upTo upper: Double) -> NumberRange {
    NumberRange(lower, upper, excludesLower: true)
  }

  /// Numbers greater than an end.
  public static func above(_ lower: Double) -> NumberRange {
    NumberRange(lower, nil, excludesLower: true)
  }

  /// An end and greater numbers.
  public static func atLeast(_ lower: Double) -> NumberRange { NumberRange(lower, nil) }

  /// Numbers less than an end.
  public static func below(_ upper: Double) -> NumberRange {
    NumberRange(nil, upper, excludesUpper: true)
  }

  /// An end and lesser numbers.
  public static func atMost(_ upper: Double) -> NumberRange { NumberRange(nil, upper) }

  /// Whether a number is finite and in the range.
  public func contains(_ value: Double) -> Bool {
    guard value.isFinite else { return false }
    if let lower, excludesLower ? value <= lower : value < lower { return false }
    if let upper, excludesUpper ? value >= upper : value > upper { return false }
    return true
  }

  /// A number of the range, for reading on after an error.
  var placeholder: Double {
    if contains(1) { return 1 }
    if contains(0) { return 0 }
    switch (lower, upper) {
    case (let lower?, let upper?): return lower + (upper - lower) / 2
    case (let lower?, nil): return lower + 1
    case (nil, let upper?): return upper - 1
    case (nil, nil): return 0
    }
  }

  /// The range as messages state it, such as `0.001…3600` or `> 0`.
  public var description: String {
    if let lower, let upper, !excludesLower, !excludesUpper {
      return "\(PrintableText.number(lower))…\(PrintableText.number(upper))"
    }
    var bounds: [String] = []
    if let lower { bounds.append("\(excludesLower ? ">" : "≥") \(PrintableText.number(lower))") }
    if let upper { bounds.append("\(excludesUpper ? "<" : "≤") \(PrintableText.number(upper))") }
    return bounds.isEmpty ? "any finite number" : bounds.joined(separator: " and ")
  }
}

extension ClosedRange where Bound == Int {
  /// The range as messages state it, without the ends that only mean "as far as integers go".
  var rangeText: String {
    switch (lowerBound == Int.min, upperBound == Int.max) {
    case (true, true): "any integer"
    case (false, true): "≥ \(lowerBound)"
    case (true, false): "≤ \(upperBound)"
    case (false, false): lowerBound == upperBound ? "\(lowerBound)" : "\(lowerBound)…\(upperBound)"
    }
  }
}
