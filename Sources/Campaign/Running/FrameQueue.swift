/// The frames of a batch on their way: which is made next, and which may be recorded.
///
/// Frames finish in any order but are recorded in theirs, so that the manifest does not depend on how
/// many are made at a time.
struct FrameQueue {
  private let tasks: [FrameTask]
  private let kept: [ManifestEntry?]
  private var finished: [ManifestEntry?]
  private var nextToStart = 0
  private var nextToSettle = 0

  /// A queue of frames, with the entries of those that need not be made again.
  init(tasks: [FrameTask], kept: [ManifestEntry?]) {
    self.tasks = tasks
    self.kept = kept
    finished = [ManifestEntry?](repeating: nil, count: tasks.count)
  }

  /// The next frame to make, or nil when all are under way.
  mutating func next() -> (position: Int, task: FrameTask)? {
    while nextToStart < tasks.count {
      let position = nextToStart
      nextToStart += 1
      if kept[position] == nil { return (position, tasks[position]) }
    }
    return nil
  }

  /// Notes what became of a frame.
  mutating func finish(_ position: Int, with entry: ManifestEntry) {
    finished[position] = entry
  }

  /// The next frame in order that is kept or finished, once.
  mutating func nextSettled() -> (task: FrameTask, entry: ManifestEntry, isNew: Bool)? {
    guard nextToSettle < tasks.count else { return nil }
    let position = nextToSettle
    if let entry = kept[position] {
      nextToSettle += 1
      return (tasks[position], entry, false)
    }
    guard let entry = finished[position] else { return nil }
    nextToSettle += 1
    finished[position] = nil
    return (tasks[position], entry, true)
  }
}
