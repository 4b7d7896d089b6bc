internal import Astronomy
internal import Synchronization

/// The scenarios of a run, one for each variation of its sweep, read when they are needed.
final class FrameSources: Sendable {
  /// How many scenarios are kept: frames of one variation follow each other, and each may hold surfaces of a
  /// corona that its frames share.
  private static let kept = 3

  private let base: Scenario
  let created: Instant
  private let known: Mutex<[(variation: Int, source: FrameSource)]>

  /// - Parameters:
  ///   - base: the scenario of the run.
  ///   - created: when the products are said to be made.
  init(_ base: FrameSource, created: Instant) {
    self.base = base.scenario
    self.created = created
    known = Mutex(self.base.sweep.isEmpty ? [(0, base)] : [])
  }

  /// The scenario of a frame, ready to be photographed.
  ///
  /// - Throws: `ConfigurationError` for a value of the sweep that its key does not take.
  func source(of task: FrameTask) throws -> FrameSource {
    let found = known.withLock { known in known.first { $0.variation == task.variation }?.source }
    if let found { return found }
    // Two threads may read the same one; that costs less than one waiting for the other's.
    let source = try FrameSource(try base.varied(by: task.variation))
    known.withLock { known in
      known.append((task.variation, source))
      if known.count > Self.kept { known.removeFirst() }
    }
    return source
  }

  /// The digest of everything a frame's files depend on.
  ///
  /// Of a variation that names no file this needs nothing but the scenario it varies: thousands of them are
  /// told apart without being read.
  func input(_ task: FrameTask) throws -> String {
    var identity = base.identity
    if !base.sweep.isEmpty {
      let values = base.sweep.assignments(of: task.variation)
      identity +=
        base.sweep.mayNameFiles
        ? " " + (try source(of: task).scenario.identity) : " " + values.joined(separator: "\n")
    }
    return "sha256:"
      + Digest.sha256(
        "\(Version.current)\n\(identity)\n\(task.index.map(String.init) ?? "-")\n"
          + "\(task.instant.wholeSeconds) \(task.instant.fraction)\n\(created.wholeSeconds)")
  }

  /// The values of a frame's variation, as `--set` takes them; nil without a sweep.
  func values(of task: FrameTask) -> [String]? {
    base.sweep.isEmpty ? nil : base.sweep.assignments(of: task.variation)
  }
}
