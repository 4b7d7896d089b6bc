public import Astronomy

/// A frame to make: its number in the run, if it has one, and the middle of its exposure.
public struct FrameTask: Sendable, Hashable {
  /// Index in the run, from zero: all instants of the sequence with the first variation, then with the next.
  public var index: Int?
  /// The middle of the exposure.
  public var instant: Instant
  /// Which combination of the sweep's values, from zero.
  public var variation: Int

  /// A frame by index, instant and variation.
  public init(index: Int?, instant: Instant, variation: Int = 0) {
    self.index = index
    self.instant = instant
    self.variation = variation
  }
}

/// What became of a frame.
public struct FrameOutcome: Sendable {
  /// The state of a frame after a run.
  public enum State: String, Sendable {
    /// Made now.
    case made
    /// Made by an earlier run, and still right.
    case kept
    /// Not made; the message says why.
    case failed
    /// Not tried: neither made by an earlier run nor wanted from this one.
    case left
  }

  /// The frame.
  public var task: FrameTask
  /// Its state.
  public var state: State
  /// Paths of its files, the frame itself first.
  public var paths: [String]
  /// Why it failed.
  public var message: String?
  /// What the picture leaves out that no earlier frame of the run was told for.
  public var remarks: [String] = []
}
