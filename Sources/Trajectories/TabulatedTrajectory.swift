public import Astronomy

/// A trajectory given by states at nodes, joined by polynomials.
///
/// Quintics unless told otherwise: their error on a low orbit is 2e-5 m with 60 s nodes. What other
/// kinds do is said at `TableInterpolation`. Outside the nodes there are no states.
public struct TabulatedTrajectory: Trajectory {
  /// The times of the nodes, increasing.
  public let times: [Instant]
  /// Positions at the nodes, m, GCRF.
  public let positions: [Vector3]
  /// Velocities at the nodes, m/s, if they were given.
  public let velocities: [Vector3]?
  /// How the nodes are joined.
  public let interpolation: TableInterpolation

  let pieces: PiecewisePolynomial

  /// A table of nodes.
  ///
  /// - Parameters:
  ///   - times: the instants, increasing.
  ///   - positions: m, GCRF.
  ///   - velocities: m/s, or nil when they are not known.
  ///   - interpolation: how the nodes are joined; quintics need two nodes with velocities or three
  ///     without, the other kinds as many as their degree says.
  /// - Throws: `TrajectoryError` when there are too few nodes, the times do not increase, a value
  ///   is not finite, or the degree is impossible.
  public init(
    times: [Instant], positions: [Vector3], velocities: [Vector3]?,
    interpolation: TableInterpolation = .quintic
  ) throws(TrajectoryError) {
    guard positions.count == times.count, velocities?.count ?? times.count == times.count else {
      throw TrajectoryError(
        .malformedTable,
        "a table of \(times.count) time(s), \(positions.count) position(s) and "
          + "\(velocities.map { "\($0.count)" } ?? "no") velocities: the counts must agree")
    }
    try interpolation.check(states: times.count, hasVelocities: velocities != nil)
    for index in times.indices {
      guard positions[index].isFinite, velocities?[index].isFinite ?? true else {
        throw TrajectoryError(
          .malformedTable,
          "state \(index) at \(times[index].text(fractionDigits: 3)): "
            + "\(positions[index].isFinite ? "the velocity" : "the position") is not finite")
      }
      guard index > 0,
        times[index].seconds(since: times[0]) <= times[index - 1].seconds(since: times[0])
      else { continue }
      throw TrajectoryError(
        .malformedTable,
        "state \(index): its time \(times[index].text()) does not come after the one before it")
    }
    self.init(
      checked: times, positions: positions, velocities: velocities, interpolation: interpolation)
  }

  private init(
    checked times: [Instant], positions: [Vector3], velocities: [Vector3]?,
    interpolation: TableInterpolation
  ) {
    self.times = times
    self.positions = positions
    self.velocities = velocities
    self.interpolation = interpolation
    if let size = interpolation.windowSize {
      pieces = PiecewisePolynomial(
        times: times, positions: positions,
        velocities: interpolation.usesVelocities ? velocities : nil, windowSize: size)
    } else {
      pieces = PiecewisePolynomial(quinticsThrough: positions, velocities: velocities, at: times)
    }
  }

  /// The time of the first node.
  public var start: Instant { times[0] }

  /// The first node to the last.
  public var coverage: ClosedRange<Instant>? { times[0]...times[times.count - 1] }

  public func state(at instant: Instant) -> StateVector { pieces.state(at: instant) }

  public func bounds(over interval: ClosedRange<Instant>) -> MotionBounds {
    pieces.bounds(over: interval)
  }

  /// The table of this trajectory minus another, when both have the same nodes and interpolation.
  ///
  /// The states are subtracted before they are joined, so that the digits of the small difference
  /// are kept and the interpolation error is that of the difference alone.
  func difference(from other: TabulatedTrajectory) -> TabulatedTrajectory? {
    guard interpolation == other.interpolation, times == other.times,
      (velocities == nil) == (other.velocities == nil)
    else { return nil }
    func subtract(_ a: [Vector3], _ b: [Vector3]) -> [Vector3] { zip(a, b).map { $0 - $1 } }
    return TabulatedTrajectory(
      checked: times, positions: subtract(positions, other.positions),
      velocities: velocities.flatMap { mine in other.velocities.map { subtract(mine, $0) } },
      interpolation: interpolation)
  }
}
