public import Astronomy
public import Trajectories

/// Something that must hold, besides the occultation itself, for a stretch of time to be of use.
///
/// A condition is a smooth margin that is positive while it holds, with a bound of its rate, so that
/// the same certified search that finds the contacts finds when it begins and ends.
public protocol WindowCondition: Sendable {
  /// How the condition is written and printed.
  var name: String { get }

  /// The angle by which the condition holds, radians; negative when it does not.
  ///
  /// - Throws: `GeometryError` where the condition makes no sense for the observer.
  func margin(in context: FormationContext) throws(GeometryError) -> Double

  /// A bound of the margin's rate over an interval, rad/s.
  ///
  /// - Parameters:
  ///   - interval: the stretch of time.
  ///   - middle: the context at its middle.
  ///   - observer: bounds of the observer's motion over it.
  ///   - sunRate: a bound of the turning of the Sun's direction over it, rad/s.
  func maximumRate(
    over interval: ClosedRange<Instant>, around middle: FormationContext, observer: MotionBounds,
    sunRate: Double
  ) -> Double

  /// A bound of how far apart the margin's slopes can be at two moments of an interval, rad/s;
  /// infinite, as without this function, when none is known.
  ///
  /// - Parameters:
  ///   - interval: the stretch of time.
  ///   - margin: the margin at its middle.
  ///   - middle: the context at its middle.
  ///   - observer: bounds of the observer's motion over it.
  ///   - sunRate: a bound of the turning of the Sun's direction over it, rad/s.
  func slopeSpread(
    over interval: ClosedRange<Instant>, margin: Double, around middle: FormationContext,
    observer: MotionBounds, sunRate: Double
  ) -> Double
}

extension WindowCondition {
  /// Not known.
  public func slopeSpread(
    over interval: ClosedRange<Instant>, margin: Double, around middle: FormationContext,
    observer: MotionBounds, sunRate: Double
  ) -> Double { .infinity }
}

/// When a condition holds, with the proof that nothing was missed.
public struct ConditionResult: Sendable, Hashable {
  /// The stretches of the span in which it holds.
  public var windows: TimeWindows
  /// Every stretch in which its margin exceeds this angle was found, radians.
  public var certifiedDepth: Double
  /// How often the geometry was evaluated.
  public var evaluations: Int
}

extension Formation {
  /// The stretches of a span in which a condition holds, complete by the same certified search.
  ///
  /// - Parameters:
  ///   - condition: what must hold.
  ///   - span: the time to search.
  ///   - progress: hears how far the search is.
  /// - Throws: `GeometryError` when the span is not covered or the condition makes no sense here.
  public func stretches(
    where condition: some WindowCondition, over span: ClosedRange<Instant>,
    progress: SearchProgress? = nil
  ) throws -> ConditionResult {
    // One function of three: the others are nowhere near zero.
    let search = try search(
      over: span, progress: progress, rate: condition.maximumRate,
      spread: { interval, depths, middle, motion, sunRate in
        condition.slopeSpread(
          over: interval, margin: depths[0], around: middle, observer: motion, sunRate: sunRate)
      },
      depths: { context in
        SIMD3(try condition.margin(in: context), -.infinity, -.infinity)
      })
    return search.result(of: 0, over: span)
  }

  /// A certified search of functions of the observer and the Sun that share a bound of their rate.
  func search(
    over span: ClosedRange<Instant>, progress: SearchProgress? = nil,
    rate: @escaping (ClosedRange<Instant>, FormationContext, MotionBounds, Double) -> Double,
    spread:
      @escaping (
        ClosedRange<Instant>, SIMD3<Double>, FormationContext, MotionBounds, Double
      ) -> Double = { _, _, _, _, _ in .infinity },
    depths: @escaping (FormationContext) throws -> SIMD3<Double>
  ) throws -> CertifiedSearch {
    try checkCoverage(span)
    return try CertifiedSearch(over: span, progress: progress) { origin, start, end in
      let middle = context(at: origin.advanced(bySeconds: (start + end) / 2))
      let depths = try depths(middle)
      guard end > start else { return DepthSample(depths: depths, rate: 0) }
      let interval = origin.advanced(bySeconds: start)...origin.advanced(bySeconds: end)
      let motion = observer.bounds(over: interval)
      guard let sky = SunRate(around: middle, observer: motion, halfSeconds: (end - start) / 2)
      else { return DepthSample(depths: depths, rate: .infinity) }
      return DepthSample(
        depths: depths, rate: rate(interval, middle, motion, sky.rate),
        slopeSpread: spread(interval, depths, middle, motion, sky.rate))
    }
  }
}

extension CertifiedSearch {
  /// When one of the functions is positive inside a span.
  func result(of function: Int, over span: ClosedRange<Instant>) -> ConditionResult {
    ConditionResult(
      windows: TimeWindows(
        stretches(of: function).map { stretch in
          let start = stretch.start?.instant ?? span.lowerBound
          return start...max(start, stretch.end?.instant ?? span.upperBound)
        }),
      certifiedDepth: certifiedDepth, evaluations: evaluations)
  }
}

/// The opposite of a condition.
public struct NegatedCondition<Condition: WindowCondition>: WindowCondition {
  /// The condition that must not hold.
  public let condition: Condition

  /// The opposite of a condition.
  public init(_ condition: Condition) { self.condition = condition }

  public var name: String { "not " + condition.name }

  public func margin(in context: FormationContext) throws(GeometryError) -> Double {
    -(try condition.margin(in: context))
  }

  public func maximumRate(
    over interval: ClosedRange<Instant>, around middle: FormationContext, observer: MotionBounds,
    sunRate: Double
  ) -> Double {
    condition.maximumRate(
      over: interval, around: middle, observer: observer, sunRate: sunRate)
  }

  public func slopeSpread(
    over interval: ClosedRange<Instant>, margin: Double, around middle: FormationContext,
    observer: MotionBounds, sunRate: Double
  ) -> Double {
    condition.slopeSpread(
      over: interval, margin: -margin, around: middle, observer: observer, sunRate: sunRate)
  }
}
