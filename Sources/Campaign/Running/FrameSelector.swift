/// Tells which frames of a batch need not be made, from the manifests and the files there are.
struct FrameSelector {
  let sources: FrameSources
  let folder: RunFolder
  let history: RunHistory
  let choice: BatchPolicy.Choice

  /// The state of a frame that is not made now: kept or left; nil for one that is to be made.
  func settledState(_ task: FrameTask) -> FrameOutcome.State? {
    guard choice != .all, let index = task.index else { return nil }
    if let entry = history.done[index], isCurrent(entry, task) { return .kept }
    guard choice == .failed else { return nil }
    return history.latest[index]?.state == ManifestEntry.State.failed ? nil : .left
  }

  /// Whether an earlier attempt still stands: right input, and every file there with its size.
  private func isCurrent(_ entry: ManifestEntry, _ task: FrameTask) -> Bool {
    entry.input == (try? sources.input(task))
      && entry.products.allSatisfy { folder.size(of: $0.path) == $0.bytes }
  }
}
