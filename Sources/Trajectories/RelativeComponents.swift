public import Astronomy

/// A relative state taken apart along the axes in which formations are described.
public struct RelativeComponents: Sendable, Hashable {
  /// The relative state in inertial axes (GCRF), m and m/s.
  public let inertial: RelativeState
  /// Radial, along-track and cross-track components, the velocity as seen in the rotating frame.
  public let localVertical: RelativeState
  /// Components toward solar west, solar north and the Sun; the velocity is the inertial one.
  public let sunLine: RelativeState

  /// Range along the apparent Sun line, m.
  public var range: Double { sunLine.position.z }
  /// Offset across the Sun line toward solar north, m.
  public var north: Double { sunLine.position.y }
  /// Offset across the Sun line toward solar west, m.
  public var west: Double { sunLine.position.x }
  /// Distance, m.
  public var distance: Double { inertial.position.length }
  /// Distance from the Sun line, m.
  public var lateral: Double { Vector3(west, north, 0).length }

  /// The components of an inertial relative state.
  ///
  /// - Parameters:
  ///   - state: from the observer to the occulter, GCRF axes.
  ///   - context: observer and Sun at that instant.
  public init(_ state: RelativeState, in context: FormationContext) {
    inertial = state
    localVertical = LocalVerticalFrame(context.observer).state(ofInertial: state)
    let frame = SunLineFrame(sun: context.sun.direction)
    sunLine = RelativeState(
      position: frame.components(state.position), velocity: frame.components(state.velocity))
  }

  /// The components of a motion at an instant.
  ///
  /// Where a motion does not know its velocity, it is differenced from four places within 2 s,
  /// right to 1e-9 m/s as long as the motion has no corner there.
  ///
  /// - Parameters:
  ///   - motion: the occulter's.
  ///   - instant: the time.
  ///   - coverage: the times for which contexts can be had; nil without limit.
  ///   - context: observer and Sun at an instant.
  public init(
    of motion: some RelativeMotion, at instant: Instant, coverage: ClosedRange<Instant>? = nil,
    context: (Instant) -> FormationContext
  ) {
    let now = context(instant)
    let position = motion.position(in: now)
    let velocity =
      motion.velocity(in: now)
      ?? Differencing(
        at: instant, within: [motion.coverage, coverage].compactMap { $0 }
      ).rate { motion.position(in: context($0)) }
    self.init(RelativeState(position: position, velocity: velocity), in: now)
  }
}

/// The rate of change of a vector from its values around an instant.
struct Differencing {
  private let instant: Instant
  private let step: Double
  private let first: Double

  /// Four points a second apart about the instant, moved inside the ranges that limit them.
  init(at instant: Instant, within ranges: [ClosedRange<Instant>]) {
    self.instant = instant
    var (lowest, highest) = (-Double.infinity, Double.infinity)
    for range in ranges {
      lowest = max(lowest, range.lowerBound.seconds(since: instant))
      highest = min(highest, range.upperBound.seconds(since: instant))
    }
    let width = max(0, min(3, highest - lowest))
    step = width / 3
    first = max(lowest, min(-width / 2, highest - width))
  }

  /// The derivative of the cubic through the four values (Lagrange).
  func rate(of value: (Instant) -> Vector3) -> Vector3 {
    guard step > 0 else { return .zero }
    let x = -first / step
    let values = (0..<4).map {
      value(instant.advanced(bySeconds: first + Double($0) * step))
    }
    var sum = Vector3.zero
    for k in 0..<4 {
      var slope = 0.0
      for m in 0..<4 where m != k {
        var product = 1.0
        for j in 0..<4 where j != k && j != m { product *= (x - Double(j)) / Double(k - j) }
        slope += product / Double(k - m)
      }
      sum += values[k] * slope
    }
    return sum * (1 / step)
  }
}
