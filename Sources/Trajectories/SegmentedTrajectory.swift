public import Astronomy

/// A trajectory put together from several that cover parts of it, as the segments of a message do.
///
/// Where segments overlap, the later one in the list holds, from its start to its end. Between
/// segments there may be gaps, and the state may jump where one follows another.
public struct SegmentedTrajectory: Trajectory {
  /// One part and the times for which it is to be used.
  public struct Segment: Sendable {
    /// The motion.
    public let trajectory: any Trajectory
    /// When it holds.
    public let usable: ClosedRange<Instant>

    /// A part used over all it covers, or over less.
    ///
    /// - Parameters:
    ///   - trajectory: the motion, without gaps of its own.
    ///   - usable: when it holds; all it covers when nil.
    /// - Throws: `TrajectoryError` when that is more than it covers, or no limit is known at all.
    public init(
      _ trajectory: any Trajectory, usable: ClosedRange<Instant>? = nil
    ) throws(TrajectoryError) {
      guard let range = usable ?? trajectory.coverage else {
        throw TrajectoryError(
          .valueOutOfRange, "a segment without limits: give the times for which it holds")
      }
      if let coverage = trajectory.coverage {
        guard coverage.contains(range.lowerBound), coverage.contains(range.upperBound) else {
          throw TrajectoryError(
            .outsideCoverage,
            "a segment usable \(Self.text(range)) has states only \(Self.text(coverage))")
        }
      }
      guard !trajectory.gaps.contains(where: { range.overlapsInside($0) }) else {
        throw TrajectoryError(
          .valueOutOfRange,
          "a segment usable \(Self.text(range)) has gaps of its own; give its parts one by one")
      }
      self.trajectory = trajectory
      self.usable = range
    }

    fileprivate init(checked trajectory: any Trajectory, usable: ClosedRange<Instant>) {
      self.trajectory = trajectory
      self.usable = usable
    }

    private static func text(_ range: ClosedRange<Instant>) -> String {
      "from \(range.lowerBound.text(fractionDigits: 3)) to "
        + range.upperBound.text(fractionDigits: 3)
    }
  }

  /// The segments as given.
  public let segments: [Segment]

  /// Which segment holds from when to when, in order of time, without overlap.
  private struct Part: Sendable {
    var range: ClosedRange<Instant>
    var segment: Int
    /// How far the state jumps at its start from that of the part before.
    var jump = MotionJump.none
  }
  private let parts: [Part]

  /// A trajectory from its segments, in any order of time.
  ///
  /// - Throws: `TrajectoryError` when there is none.
  public init(_ segments: [Segment]) throws(TrajectoryError) {
    guard !segments.isEmpty else {
      throw TrajectoryError(.malformedTable, "a trajectory of no segments: at least one is needed")
    }
    self.init(checked: segments)
  }

  private init(checked segments: [Segment]) {
    self.segments = segments
    var parts: [Part] = []
    for (index, segment) in segments.enumerated() {
      let new = segment.usable
      parts = parts.flatMap { old -> [Part] in
        // What an instant alone would be left of is covered by the new segment, too.
        var rest: [Part] = []
        if old.range.lowerBound < new.lowerBound {
          rest.append(
            Part(
              range: old.range.lowerBound...min(old.range.upperBound, new.lowerBound),
              segment: old.segment))
        }
        if old.range.upperBound > new.upperBound {
          rest.append(
            Part(
              range: max(old.range.lowerBound, new.upperBound)...old.range.upperBound,
              segment: old.segment))
        }
        return rest
      }
      parts.append(Part(range: new, segment: index))
    }
    parts.sort {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    for index in parts.indices.dropFirst() {
      let start = parts[index].range.lowerBound
      guard start == parts[index - 1].range.upperBound else { continue }
      parts[index].jump = MotionJump(
        from: segments[parts[index - 1].segment].trajectory.state(at: start),
        to: segments[parts[index].segment].trajectory.state(at: start))
    }
    self.parts = parts
  }

  /// The start of the first part to the end of the last, gaps included.
  public var coverage: ClosedRange<Instant>? {
    parts[0].range.lowerBound...parts[parts.count - 1].range.upperBound
  }

  public var gaps: [ClosedRange<Instant>] {
    zip(parts, parts.dropFirst()).compactMap { before, after in
      before.range.upperBound < after.range.lowerBound
        ? before.range.upperBound...after.range.lowerBound : nil
    }
  }

  /// Position and velocity; not a number in a gap.
  public func state(at instant: Instant) -> StateVector {
    let index = part(at: instant)
    let part = parts[index]
    guard instant <= part.range.upperBound || index == parts.count - 1 else {
      let nothing = Vector3(repeating: .nan)
      return StateVector(position: nothing, velocity: nothing)
    }
    return segments[part.segment].trajectory.state(at: instant)
  }

  public func bounds(over interval: ClosedRange<Instant>) -> MotionBounds {
    let first = part(at: interval.lowerBound)
    let last = part(at: interval.upperBound)
    guard first < last else {
      return segments[parts[first].segment].trajectory.bounds(over: interval)
    }
    var bounds: MotionBounds?
    var jump = MotionJump.none
    for index in first...last {
      let part = parts[index]
      let start = index == first ? interval.lowerBound : part.range.lowerBound
      let end = index == last ? interval.upperBound : part.range.upperBound
      guard start <= end else { continue }
      let piece = segments[part.segment].trajectory.bounds(over: start...end)
      bounds = bounds?.joined(with: piece) ?? piece
      if index > first { jump += part.jump }
    }
    bounds?.include(jump, halfWidth: interval.upperBound.seconds(since: interval.lowerBound) / 2)
    return bounds
      ?? MotionBounds(
        minimumRadius: 0, maximumSpeed: .infinity, maximumAcceleration: .infinity,
        maximumPerturbation: nil, isContinuous: false)
  }

  /// The last part that begins at or before an instant; the first when none does.
  private func part(at instant: Instant) -> Int {
    var (low, high) = (0, parts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if parts[middle].range.lowerBound <= instant { low = middle } else { high = middle }
    }
    return low
  }

  /// A table as the only segment, over all it covers.
  init(_ table: TabulatedTrajectory) {
    let all = table.start...table.times[table.times.count - 1]
    self.init(checked: [Segment(checked: table, usable: all)])
  }

  /// The difference of two trajectories, when all segments are tables; nil when they are not, or never
  /// hold at the same time.
  ///
  /// The useable times of the two may differ: wherever a part of one and a part of the other hold, the
  /// difference is that of their own polynomials.
  func difference(from other: SegmentedTrajectory) -> SegmentedTrajectory? {
    var differences: [Segment] = []
    for mine in parts {
      for theirs in other.parts {
        guard let both = mine.range.intersection(theirs.range), both.lowerBound < both.upperBound
        else { continue }
        guard let a = segments[mine.segment].trajectory as? TabulatedTrajectory,
          let b = other.segments[theirs.segment].trajectory as? TabulatedTrajectory,
          let difference: any Trajectory = a.difference(from: b)
            ?? PiecewiseDifference(of: a, and: b)
        else { return nil }
        differences.append(Segment(checked: difference, usable: both))
      }
    }
    return differences.isEmpty ? nil : SegmentedTrajectory(checked: differences)
  }
}

extension MotionJump {
  /// The jump between two states at the same instant; what is rounding is none.
  fileprivate init(from end: StateVector, to start: StateVector) {
    self.init(
      from: .init(position: end.position, velocity: end.velocity, acceleration: .zero),
      to: .init(position: start.position, velocity: start.velocity, acceleration: .zero))
  }
}

extension MotionBounds {
  /// Bounds that hold wherever either did.
  func joined(with other: MotionBounds) -> MotionBounds {
    var perturbation: Double?
    if let mine = maximumPerturbation, let theirs = other.maximumPerturbation {
      perturbation = max(mine, theirs)
    }
    return MotionBounds(
      minimumRadius: min(minimumRadius, other.minimumRadius),
      maximumSpeed: max(maximumSpeed, other.maximumSpeed),
      maximumAcceleration: max(maximumAcceleration, other.maximumAcceleration),
      maximumPerturbation: perturbation,
      velocityMismatch: max(velocityMismatch, other.velocityMismatch),
      isContinuous: isContinuous && other.isContinuous)
  }
}

extension ClosedRange<Instant> {
  /// Whether a stretch shares more than an end with a gap, whose ends are covered.
  public func overlapsInside(_ gap: ClosedRange<Instant>) -> Bool {
    lowerBound < gap.upperBound && upperBound > gap.lowerBound
  }
}
