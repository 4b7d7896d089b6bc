public import Astronomy

/// The motion of one body of SPK kernels relative to another, with certain bounds.
///
/// Positions are those of SPICE without light time. Velocities are their derivatives by TDB, which
/// runs at the rate of the SI second within 4e-10.
public struct SPKTrajectory: Trajectory {
  /// The NAIF code of the body that moves.
  public let target: Int
  /// The NAIF code of the body it moves about.
  public let center: Int
  /// The names of the segments used.
  public let segmentNames: [String]

  private let span: ClosedRange<Instant>
  /// The motion by readings of `EphemerisClock`.
  private let motion: SegmentedTrajectory

  init(
    target: Int, center: Int, span: ClosedRange<Instant>, segmentNames: [String],
    motion: SegmentedTrajectory
  ) {
    self.target = target
    self.center = center
    self.span = span
    self.segmentNames = segmentNames
    self.motion = motion
  }

  /// The span it was made for.
  public var coverage: ClosedRange<Instant>? { span }

  public func state(at instant: Instant) -> StateVector {
    motion.state(at: EphemerisClock.reading(instant))
  }

  public func bounds(over interval: ClosedRange<Instant>) -> MotionBounds {
    var bounds = motion.bounds(
      over: EphemerisClock.reading(interval))
    // TDB gains and loses up to 3.3e-10 s in a second; the change of that rate is 1e-16 s⁻¹.
    let rate = 1 + 1e-9
    bounds.maximumAcceleration =
      bounds.maximumAcceleration * (rate * rate) + 1e-15 * bounds.maximumSpeed
    bounds.maximumSpeed *= rate
    return bounds
  }
}

extension SPKTrajectory {
  /// This motion minus another over the times of both, by their own polynomials; nil without such.
  func difference(from other: SPKTrajectory) -> SPKTrajectory? {
    guard let both = span.intersection(other.span) else { return nil }
    var parts: [SegmentedTrajectory.Segment] = []
    for mine in motion.segments {
      for theirs in other.motion.segments {
        guard let range = mine.usable.intersection(theirs.usable),
          let a = mine.trajectory as? SPKChain, let b = theirs.trajectory as? SPKChain,
          let part = try? SegmentedTrajectory.Segment(a.minus(b, over: range), usable: range)
        else { continue }
        parts.append(part)
      }
    }
    guard let motion = try? SegmentedTrajectory(parts) else { return nil }
    return SPKTrajectory(
      target: target, center: other.target, span: both,
      segmentNames: segmentNames + other.segmentNames, motion: motion)
  }
}

/// A sum of segments, some taken away, by readings of an `EphemerisClock`.
struct SPKChain: Trajectory {
  /// One segment's motion and whether it is added (1) or taken away (−1).
  struct Link: Sendable {
    var pieces: PiecewisePolynomial
    var sign: Double
    /// The kernel's name and the segment, by which links common to two chains are known.
    var source: Source?

    struct Source: Sendable, Hashable {
      var file: String
      var segment: SPKSegment
    }
  }

  /// The segments; none when a body is its own centre.
  let links: [Link]

  /// This sum minus another; what both have in common falls out.
  func minus(_ other: SPKChain, over range: ClosedRange<Instant>) -> SPKChain {
    var mine = links
    var theirs: [Link] = []
    for link in other.links {
      let same = mine.firstIndex {
        $0.source != nil && $0.source == link.source && $0.sign == link.sign
      }
      if let same {
        mine.remove(at: same)
      } else {
        theirs.append(Link(pieces: link.pieces, sign: -link.sign, source: link.source))
      }
    }
    let all = mine + theirs
    guard all.count == 2, let plus = all.first(where: { $0.sign > 0 }),
      let minus = all.first(where: { $0.sign < 0 }),
      let merged = plus.pieces.difference(from: minus.pieces, over: range)
    else { return SPKChain(links: all) }
    return SPKChain(links: [Link(pieces: merged, sign: 1, source: nil)])
  }

  func state(at reading: Instant) -> StateVector {
    var sum = StateVector.geocentre
    for link in links {
      let state = link.pieces.state(at: reading)
      sum.position += state.position * link.sign
      sum.velocity += state.velocity * link.sign
    }
    return sum
  }

  func bounds(over interval: ClosedRange<Instant>) -> MotionBounds {
    if links.count == 1 { return links[0].pieces.bounds(over: interval) }
    var sum = MotionBounds(
      minimumRadius: 0, maximumSpeed: 0, maximumAcceleration: 0, maximumPerturbation: nil)
    for link in links {
      let bounds = link.pieces.bounds(over: interval)
      sum.maximumSpeed += bounds.maximumSpeed
      sum.maximumAcceleration += bounds.maximumAcceleration
      sum.isContinuous = sum.isContinuous && bounds.isContinuous
    }
    let middle = Instant.midpoint(interval.lowerBound, interval.upperBound)
    let half = interval.upperBound.seconds(since: interval.lowerBound) / 2
    let distance = state(at: middle).position.length
    sum.minimumRadius = max(0, distance * (1 - 1e-12) - sum.maximumSpeed * half)
    return sum
  }
}
