internal import RealModule

/// The slow swing of an orbit whose period is a day or half a day.
///
/// The same parts of the Earth pull at every revolution. The mean longitude counted from the
/// rotating Earth and the mean motion are integrated from the epoch in steps of 720 minutes, always
/// from the epoch, so that an answer never depends on what was asked before.
///
/// Source: Spacetrack Report No. 3, §7 and subroutine DEEP; Hujsak, Spacetrack Report No. 1;
/// numerical constants as in AIAA 2006-6753 (`dsinit`, `dspace`).
struct Resonance: Sendable {
  /// The rotation of the Earth, rad/min.
  static let earthRate = 4.375_269_088_011_299_66e-3
  private static let stepMinutes = 720.0

  /// What is known at one node of the integration.
  private struct Node: Sendable {
    var longitude: Double
    var meanMotion: Double
    var longitudeRate: Double
    var acceleration: Double
    var accelerationRate: Double
  }

  private let isSynchronous: Bool
  /// Drift of the longitude beyond the mean motion, rad/min.
  private let drift: Double
  private let synchronous: SynchronousTerms
  private let halfDay: HalfDayTerms
  private let argumentOfPerigee: Double
  private let argumentRate: Double
  /// Sidereal time at the epoch.
  private let siderealTime: Double
  private var forward: [Node] = []
  private var backward: [Node] = []

  /// The resonance of an orbit, or nil where there is none.
  ///
  /// - Parameters:
  ///   - third: drift by the Moon and the Sun.
  ///   - minutes: the time for which nodes are kept; outside it they are worked out anew each time.
  init?(
    _ orbit: EpochOrbit, rates: SecularRates, third: ThirdBodyEffect.Rates,
    keptFor minutes: ClosedRange<Double>
  ) {
    let n = orbit.meanMotion
    let theta = orbit.siderealTime
    isSynchronous = n > 0.0034906585 && n < 0.0052359877
    let isHalfDay = n >= 8.26e-3 && n <= 9.24e-3 && orbit.eccentricity >= 0.5
    guard isSynchronous || isHalfDay else { return nil }
    synchronous = isSynchronous ? SynchronousTerms(orbit) : .none
    halfDay = isHalfDay ? HalfDayTerms(orbit) : .none
    argumentOfPerigee = orbit.argumentOfPerigee
    argumentRate = rates.argumentOfPerigee
    siderealTime = theta
    let start: Double
    if isSynchronous {
      start = orbit.meanAnomaly + orbit.node + orbit.argumentOfPerigee - theta
      drift =
        rates.meanAnomaly + rates.argumentOfPerigee + rates.node - Self.earthRate
        + third.meanAnomaly + third.argumentOfPerigee + third.node - n
    } else {
      start = orbit.meanAnomaly + 2 * orbit.node - 2 * theta
      drift =
        rates.meanAnomaly + third.meanAnomaly
        + 2 * (rates.node + third.node - Self.earthRate) - n
    }
    let first = completed(longitude: start.withoutTurns, meanMotion: n, at: 0)
    forward = [first]
    backward = [first]
    // Thirty years of nodes at most are kept.
    func count(_ minutes: Double) -> Int {
      Int(min(max(0, minutes / Self.stepMinutes), 22_000))
    }
    let (last, earliest) = (count(minutes.upperBound), count(-minutes.lowerBound))
    for index in 0..<last { forward.append(next(after: forward[index], index: index + 1)) }
    for index in 0..<earliest { backward.append(next(after: backward[index], index: -index - 1)) }
  }

  /// Mean motion and mean anomaly at a moment, in place of the ones without resonance.
  @inline(__always)
  func swing<Number: PropagationNumber>(_ mean: inout MeanState<Number>, at t: Number) {
    let center = index(at: t.middle)
    var (longitude, motion) = values(at: center, t)
    let (first, last) = (index(at: t.lower), index(at: t.upper))
    if first != last {
      for other in first...last where other != center {
        let (a, b) = values(at: other, t)
        longitude = longitude.joined(with: a, during: t)
        motion = motion.joined(with: b, during: t)
      }
    }
    let theta = (t * Self.earthRate + siderealTime).withoutTurns
    mean.meanMotion = motion
    mean.meanAnomaly =
      isSynchronous
      ? longitude - mean.node - mean.argumentOfPerigee + theta
      : longitude - mean.node * 2 + theta * 2
  }

  private func index(at minutes: Double) -> Int { Int(minutes / Self.stepMinutes) }

  @inline(__always)
  private func values<Number: PropagationNumber>(at index: Int, _ t: Number) -> (Number, Number) {
    let node = node(index)
    let elapsed = t - Double(index) * Self.stepMinutes
    let half = elapsed * elapsed * 0.5
    return (
      elapsed * node.longitudeRate + half * node.acceleration + node.longitude,
      elapsed * node.acceleration + half * node.accelerationRate + node.meanMotion
    )
  }

  private func node(_ index: Int) -> Node {
    let isForward = index >= 0
    let distance = Int(index.magnitude)
    let count = isForward ? forward.count : backward.count
    if distance < count { return isForward ? forward[distance] : backward[distance] }
    var node = isForward ? forward[count - 1] : backward[count - 1]
    for step in count...distance { node = next(after: node, index: isForward ? step : -step) }
    return node
  }

  /// The node of an index from its neighbour nearer to the epoch: a Taylor series of second order.
  private func next(after node: Node, index: Int) -> Node {
    let step = index > 0 ? Self.stepMinutes : -Self.stepMinutes
    let half = Self.stepMinutes * Self.stepMinutes / 2
    return completed(
      longitude: node.longitude + node.longitudeRate * step + node.acceleration * half,
      meanMotion: node.meanMotion + node.acceleration * step + node.accelerationRate * half,
      at: Double(index) * Self.stepMinutes)
  }

  /// A node with the derivatives that the Earth's pull gives it.
  private func completed(longitude: Double, meanMotion: Double, at minutes: Double) -> Node {
    let perigee = argumentOfPerigee + argumentRate * minutes
    let pull =
      isSynchronous
      ? synchronous.pull(longitude: longitude)
      : halfDay.pull(longitude: longitude, argumentOfPerigee: perigee)
    let rate = meanMotion + drift
    return Node(
      longitude: longitude, meanMotion: meanMotion, longitudeRate: rate,
      acceleration: pull.acceleration, accelerationRate: pull.slope * rate)
  }
}
