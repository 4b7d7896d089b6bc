/// One line of a manifest: an attempt at one frame.
struct ManifestEntry: Codable, Sendable, Equatable {
  struct Product: Codable, Sendable, Equatable {
    var kind: String
    var path: String
    var bytes: Int
    var sha256: String
  }

  struct Failure: Codable, Sendable, Equatable {
    var kind: String
    var message: String
  }

  /// What became of an attempt; text, so that lines of later versions can be read.
  enum State {
    static let done = "ok"
    static let failed = "failed"
    /// Files of an earlier attempt with other input are about to be replaced: it counts no more.
    static let replacing = "replacing"
  }

  var v = 1
  /// Index in the sequence, or nil for an instant given by hand.
  var frame: Int?
  /// The values of the sweep's keys, as `--set` takes them; nil without a sweep.
  var set: [String]?
  /// Middle of the exposure, UTC.
  var instant: String
  /// See ``State``.
  var state: String
  /// Digest of everything the products depend on.
  var input: String
  /// The run this attempt was part of, as `run.json` then said; nil in lines of old versions.
  var run: String?
  /// How many attempts at this frame there have been with this one; missing in lines of old versions.
  var attempt: Int?
  /// How long the attempt took, s.
  var wall_s: Double?
  /// The most memory the process had taken by its end, MB.
  var peak_mb: Int?
  var products: [Product]
  var error: Failure?
  /// What the frame leaves out, in words.
  var remarks: [String]?

  var isDone: Bool { state == State.done }

  /// Whether the line was written for a run, and its frame is one of it.
  func belongs(to record: RunRecord) -> Bool {
    guard let frame, let frames = record.frames else { return false }
    return run == record.mark && (0..<frames).contains(frame)
  }

  /// Whether this attempt came after another at the same frame, as far as lines of several files tell.
  func comesAfter(_ other: ManifestEntry) -> Bool {
    let (mine, theirs) = (max(0, attempt ?? 0), max(0, other.attempt ?? 0))
    // Shares that ran at the same time may both count from one: work that is done is never unmade.
    return mine == theirs ? isDone || !other.isDone : mine > theirs
  }
}
