public import Astronomy

/// A motion that can say how far its own method may be off.
public protocol SelfJudgingMotion: Sendable {
  /// What the error comes from, in a few words.
  var errorCause: String { get }

  /// About how far the position is off at an instant, m, by the method alone; nil when the data do
  /// not tell.
  func methodError(at instant: Instant) -> Double?
}

extension ClohessyWiltshireMotion: SelfJudgingMotion {
  public var errorCause: String { "linear equations of motion" }

  public func methodError(at instant: Instant) -> Double? { expectedError(at: instant) }
}

extension YamanakaAnkersenMotion: SelfJudgingMotion {
  public var errorCause: String { "linear equations of motion" }

  public func methodError(at instant: Instant) -> Double? { expectedError(at: instant) }
}

extension TabulatedTrajectory: SelfJudgingMotion {
  public var errorCause: String { "interpolation between nodes" }

  /// The greatest error anywhere in the table; see ``estimatedError``.
  public func methodError(at instant: Instant) -> Double? { estimatedError }
}

extension SegmentedTrajectory: SelfJudgingMotion {
  public var errorCause: String { "interpolation between nodes" }

  /// The error of the table that is used at the instant; nil where there is none.
  public func methodError(at instant: Instant) -> Double? {
    let segment = segments.first { $0.usable.contains(instant) }
    return (segment?.trajectory as? any SelfJudgingMotion)?.methodError(at: instant)
  }
}

extension TrajectoryDifference: SelfJudgingMotion {
  public var errorCause: String { "interpolation between nodes" }

  /// The error of the difference's own table, or of both tables together.
  ///
  /// A trajectory that is no table has no interpolation error.
  public func methodError(at instant: Instant) -> Double? {
    if let judge = table as? any SelfJudgingMotion { return judge.methodError(at: instant) }
    var sum = 0.0
    for trajectory in [occulter, observer] {
      if let judge = trajectory as? any SelfJudgingMotion {
        guard let error = judge.methodError(at: instant) else { return nil }
        sum += error
      } else if !(trajectory is KeplerTrajectory) {
        return nil
      }
    }
    return sum
  }
}
