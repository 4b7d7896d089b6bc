internal import VectorMath

/// One evaluation of the three depth functions in the middle of an interval.
struct DepthSample {
  /// Any, total, annular depth, radians.
  var depths: SIMD3<Double>
  /// A bound of how fast any of them can change over the interval, rad/s.
  var rate: Double
  /// A bound of how far apart the slopes of one of them can be at two moments of the interval, rad/s.
  var slopeSpread = Double.infinity
}

/// A change of sign of one depth function.
struct SignChange {
  /// Index of the function: 0 any, 1 total, 2 annular.
  var function: Int
  /// The bracket, seconds after the block's start.
  var bracket: RootBracket
  /// Whether the function becomes positive.
  var rises: Bool
}

/// A search for all changes of sign of the depth functions in one block of time.
///
/// Lipschitz bounding: an interval of width h whose middle value exceeds `rate·h/2` holds no root and
/// is done; any other is halved. What is left at the bottom is narrower than a microsecond, or
/// shallower than the resolution, and sets the certificate.
///
/// Most intervals never come that far: where the slope can vary by no more than D, a function whose
/// ends differ by more than `D·h` grows or falls all through and has a root exactly if its ends differ
/// in sign; one whose ends have the same sign departs from their chord by `D·h/2` at most.
struct SignSearch {
  /// Intervals below this width are not halved further, s.
  static let resolutionSeconds = 1e-6
  /// Nor are intervals in which the functions change by less than this angle.
  static let resolutionRadians = 1e-11
  /// What a stretch may cost: one in which a function stays at zero would never end.
  ///
  /// Past the first number of evaluations in it, intervals are no longer cut finely for totality and
  /// annularity, past the second for nothing; the certificate says how deep the search then was. The
  /// next stretch begins with a full account, so that trouble here costs nothing there.
  struct Budget {
    var central: Int
    var total: Int

    /// For functions that cost a microsecond.
    static let ample = Budget(central: 100_000, total: 200_000)
    /// For outlines of bodies, which cost a thousand times as much.
    static let scarce = Budget(central: 10_000, total: 50_000)
  }
  static let budgetSeconds = 30.0
  /// Intervals below this width count as finely cut once the account is spent, s.
  static let coarseSeconds = 0.02
  /// Where nothing is known of the motion, as when the occulter all but touches the observer, intervals
  /// below this width are not halved further, s.
  static let blindSeconds = 0.01

  private let budget: Budget
  private let sample: (_ start: Double, _ end: Double) throws -> DepthSample
  private(set) var changes: [SignChange] = []
  private(set) var certifiedDepth = 0.0
  private(set) var evaluations = 0
  /// The sign of each function so far, and up to when it is known.
  private(set) var positive: SIMDMask<SIMD3<Int64>>
  private var knownUntil: SIMD3<Double>
  /// The functions at the moments last asked for.
  private var recent: [(time: Double, depths: SIMD3<Double>)] = []

  /// A search that evaluates the functions and their rate in the middle of an interval.
  init(
    startingAt start: Double, budget: Budget,
    sample: @escaping (_ start: Double, _ end: Double) throws -> DepthSample
  ) throws {
    self.budget = budget
    self.sample = sample
    knownUntil = SIMD3(repeating: start)
    positive = try sample(start, start).depths .> 0
    evaluations = 1
  }

  /// Searches an interval that begins where the last one ended.
  mutating func run(from start: Double, to end: Double) throws {
    var pending = [(start, end)]
    var before = evaluations
    var accountEnd = start + Self.budgetSeconds
    while let (low, high) = pending.popLast() {
      if low >= accountEnd {
        before = evaluations
        accountEnd = low + Self.budgetSeconds
      }
      let now = try sample(low, high)
      evaluations += 1
      let reach = now.rate * (high - low) / 2
      let middle = low + (high - low) / 2
      let certain = isCertain(now.depths, reach)
      let spent = evaluations - before
      let isBottom =
        high - low <= Self.resolutionSeconds || now.rate * (high - low) <= Self.resolutionRadians
        || (!now.rate.isFinite && high - low <= Self.blindSeconds)
        || (spent > budget.total && high <= accountEnd) || middle <= low || middle >= high
      // What reaches beyond the account is cut first, so that the next one begins whole.
      let isSpent =
        spent > budget.central && high <= accountEnd && high - low <= Self.coarseSeconds
      let isSettled = isSpent ? certain[0] : all(certain)
      if !isSettled, !isBottom {
        if let rest = try settleBySlope(low, middle, high, now) {
          if rest < high { pending.append((rest, high)) }
          continue
        }
        pending.append((middle, high))
        pending.append((low, middle))
        continue
      }
      // No depth exceeds half a turn, whatever is unknown about the motion.
      if !all(certain) { certifiedDepth = max(certifiedDepth, min(2 * reach, .pi)) }
      for function in 0..<3 {
        let known = certain[function] ? (low, high) : (middle, middle)
        try note(function, isPositive: now.depths[function] > 0, from: known.0, to: known.1)
      }
    }
  }

  /// Takes the signs at the very end, so that a change in the last interval is not lost.
  mutating func finish(at end: Double) throws {
    let last = try sample(end, end)
    evaluations += 1
    for function in 0..<3 {
      try note(function, isPositive: last.depths[function] > 0, from: end, to: end)
    }
  }

  /// Settles an interval, or its first half, by the slopes of the functions.
  ///
  /// - Returns: up to when all is known; nil when nothing could be settled.
  private mutating func settleBySlope(
    _ low: Double, _ middle: Double, _ high: Double, _ now: DepthSample
  ) throws -> Double? {
    let width = (high - low) / 2
    // Looser bounds of the slope than this seldom settle anything.
    guard now.slopeSpread.isFinite, 1.2 * now.slopeSpread <= now.rate else { return nil }
    let first = try depths(at: low)
    guard areKnown(between: first, and: now.depths, change: width * now.slopeSpread) else {
      return nil
    }
    try note(first, at: low)
    try note(now.depths, at: middle)
    let last = try depths(at: high)
    guard areKnown(between: now.depths, and: last, change: width * now.slopeSpread) else {
      return middle
    }
    try note(last, at: high)
    return high
  }

  /// Whether the values at the two ends of a stretch tell the signs of all functions in it.
  ///
  /// - Parameter change: the stretch's width times how far the slopes can differ.
  private func areKnown(
    between a: SIMD3<Double>, and b: SIMD3<Double>, change: Double
  ) -> Bool {
    let least = pointwiseMin(
      a.replacing(with: -a, where: a .< 0), b.replacing(with: -b, where: b .< 0))
    let isClear = ((a .> 0) .== (b .> 0)) .& (least .> change / 2)
    // Nothing covered at all implies neither total nor annular.
    if isClear[0], a[0] < 0 { return true }
    let rise = b - a
    let isSteady = (rise .> change) .| (rise .< -change)
    return all(isClear .| isSteady)
  }

  private mutating func note(_ depths: SIMD3<Double>, at time: Double) throws {
    for function in 0..<3 {
      try note(function, isPositive: depths[function] > 0, from: time, to: time)
    }
  }

  /// The functions at a moment, which the next interval may ask for again.
  private mutating func depths(at time: Double) throws -> SIMD3<Double> {
    if let known = recent.first(where: { $0.time == time }) { return known.depths }
    let depths = try sample(time, time).depths
    evaluations += 1
    if recent.count >= 4 { recent.removeFirst() }
    recent.append((time, depths))
    return depths
  }

  private func isCertain(_ depths: SIMD3<Double>, _ reach: Double) -> SIMDMask<SIMD3<Int64>> {
    // Nothing covered at all implies neither total nor annular.
    if depths[0] < -reach { return .init(repeating: true) }
    return (depths .> reach) .| (depths .< -reach)
  }

  private mutating func note(
    _ function: Int, isPositive: Bool, from start: Double, to end: Double
  ) throws {
    if isPositive != positive[function] {
      try addRoot(of: function, from: knownUntil[function], to: start, rises: isPositive)
      positive[function] = isPositive
    }
    knownUntil[function] = end
  }

  private mutating func addRoot(
    of function: Int, from start: Double, to end: Double, rises: Bool
  ) throws {
    var failure: (any Error)?
    var count = 0
    let sample = self.sample
    func depth(_ time: Double) -> Double {
      count += 1
      do {
        return try sample(time, time).depths[function]
      } catch {
        failure = error
        return .nan
      }
    }
    let bracket = bracketedRoot(of: depth, between: start, and: end, tolerance: 1e-10)
    if let failure { throw failure }
    evaluations += count
    // Rounding may hide the change of sign in a bracket of a few units in the last place.
    let fallback = RootBracket(
      lower: min(start, end), upper: max(start, end), estimate: (start + end) / 2, evaluations: 0)
    changes.append(
      SignChange(function: function, bracket: bracket ?? fallback, rises: rises))
  }
}
