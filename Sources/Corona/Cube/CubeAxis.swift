internal import RealModule
internal import VectorMath

/// One axis of a cube of samples: where the samples stand.
///
/// Coordinates are kept in rising order; an axis given in falling order remembers that its samples are
/// stored the other way round.
public struct CubeAxis: Sendable, Hashable {
  /// How the samples are spaced, which decides how fast a cell is found.
  public enum Spacing: String, Sendable, Hashable {
    /// Equal steps.
    case uniform
    /// Equal steps of the logarithm.
    case logarithmic
    /// Any steps.
    case table
  }

  /// How many samples an axis may have.
  public static let allowedCounts = 2...100_000

  /// The spacing.
  public let spacing: Spacing
  /// The coordinates of the samples in rising order: solar radii, or radians.
  public let knots: [Double]
  /// Whether the samples are stored from the highest coordinate to the lowest.
  public let isReversed: Bool

  /// From a coordinate, or its logarithm, to the number of its cell: `(c − origin) inverseStep`.
  let origin: Double
  let inverseStep: Double
  /// For tables: the last knot at or below the beginning of each of equal buckets.
  let buckets: [Int32]
  /// For tables and logarithmic axes: the reciprocal widths of the cells.
  let inverseWidths: [Double]

  /// Samples at equal steps, `first`, `first + step`, ….
  ///
  /// - Throws: `CoronaError` for a count that is not allowed, a step of zero, or numbers that are not
  ///   finite.
  public init(uniformFrom first: Double, step: Double, count: Int) throws(CoronaError) {
    try Self.check(count)
    guard first.isFinite, step.isFinite, step != 0, (step * Double(count)).isFinite else {
      throw Self.failure("starts at \(first) with steps of \(step)", "steps must not be zero")
    }
    let isReversed = step < 0
    let low = isReversed ? first + step * Double(count - 1) : first
    try self.init(
      rising: (0..<count).map { low + abs(step) * Double($0) }, spacing: .uniform,
      isReversed: isReversed)
  }

  /// Samples at equal steps of the natural logarithm: `exp(first)`, `exp(first + step)`, ….
  ///
  /// - Throws: `CoronaError` for a count that is not allowed, a step of zero, or coordinates that are
  ///   not finite.
  public init(logarithmicFrom first: Double, step: Double, count: Int) throws(CoronaError) {
    try Self.check(count)
    let end = first + step * Double(count - 1)
    guard first.isFinite, end.isFinite, step != 0, abs(first) < 600, abs(end) < 600 else {
      throw Self.failure(
        "has logarithms from \(first) with steps of \(step)",
        "steps must not be zero and logarithms must stay within ±600")
    }
    let low = min(first, end)
    try self.init(
      rising: (0..<count).map { Double.exp(low + abs(step) * Double($0)) }, spacing: .logarithmic,
      isReversed: step < 0)
  }

  /// Samples anywhere.
  ///
  /// - Parameter coordinates: all rising or all falling.
  /// - Throws: `CoronaError` for a count that is not allowed, and for coordinates that are not finite
  ///   or neither rise nor fall throughout.
  public init(at coordinates: [Double]) throws(CoronaError) {
    try Self.check(coordinates.count)
    let isReversed = coordinates[0] > coordinates[1]
    try self.init(
      rising: isReversed ? coordinates.reversed() : coordinates, spacing: .table,
      isReversed: isReversed)
  }

  /// An axis from its knots in rising order.
  init(rising knots: [Double], spacing: Spacing, isReversed: Bool) throws(CoronaError) {
    for index in knots.indices {
      guard knots[index].isFinite, index == 0 || knots[index] > knots[index - 1] else {
        throw Self.failure(
          "has \(knots[index]) as sample \(isReversed ? knots.count - index : index + 1)",
          "coordinates must be finite and all rise or all fall")
      }
    }
    self.knots = knots
    self.spacing = spacing
    self.isReversed = isReversed
    let (first, last) = (knots[0], knots[knots.count - 1])
    inverseWidths = zip(knots, knots.dropFirst()).map { 1 / ($1 - $0) }
    switch spacing {
    case .uniform:
      origin = first
      inverseStep = Double(knots.count - 1) / (last - first)
      buckets = []
    case .logarithmic:
      origin = Double.log(first)
      inverseStep = Double(knots.count - 1) / (Double.log(last) - origin)
      buckets = []
    case .table:
      origin = first
      // Four buckets a sample, so that most hold one knot or none.
      let count = 4 * knots.count
      inverseStep = Double(count) / (last - first)
      buckets = Self.buckets(knots, count: count, inverseStep: inverseStep)
    }
    guard inverseStep.isFinite, inverseWidths.allSatisfy(\.isFinite) else {
      throw Self.failure("runs from \(first) to \(last)", "its samples lie too close together")
    }
  }

  private static func buckets(_ knots: [Double], count: Int, inverseStep: Double) -> [Int32] {
    var result = [Int32](repeating: 0, count: count + 1)
    var knot = 0
    for bucket in 0...count {
      // The same arithmetic as in the look-up, so that a coordinate never falls below its bucket.
      while knot < knots.count - 2,
        (knots[knot + 1] - knots[0]) * inverseStep < Double(bucket)
      {
        knot += 1
      }
      result[bucket] = Int32(knot)
    }
    return result
  }

  private static func check(_ count: Int) throws(CoronaError) {
    guard allowedCounts.contains(count) else {
      throw failure(
        "has \(count) samples",
        "\(allowedCounts.lowerBound) to \(allowedCounts.upperBound) are allowed")
    }
  }

  private static func failure(_ found: String, _ remedy: String) -> CoronaError {
    CoronaError(.badGrid, "axis of a density cube \(found): \(remedy)")
  }

  /// The lowest coordinate.
  public var lowest: Double { knots[0] }
  /// The highest coordinate.
  public var highest: Double { knots[knots.count - 1] }
  /// The smallest distance between neighbours.
  public var smallestStep: Double { 1 / (inverseWidths.max() ?? 1) }
  /// The mean distance between neighbours.
  public var meanStep: Double { (highest - lowest) / Double(knots.count - 1) }
}
