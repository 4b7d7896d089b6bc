/// A frame of a run that was tried at least once, and what lies in the run's folder of it.
struct RunFrame: Sendable {
  /// What became of a frame.
  enum State: Sendable, Equatable {
    /// Made, and all its files are there with their sizes.
    case done
    /// Made once, but a file of it is gone or cut.
    case damaged
    /// Tried and never made.
    case failed
  }

  /// Index in the run, from zero.
  var index: Int
  var state: State
  /// The attempt that made it, or the last one that failed.
  var entry: ManifestEntry
  /// How many attempts there were.
  var attempts: Int
  /// What is wrong with its files, where more than their sizes was looked at.
  var damage: String?

  /// Why it was not made, or which file is gone; nil for a frame that is done.
  var reason: String? {
    switch state {
    case .done: nil
    case .damaged: damage ?? "a file of it is gone or cut"
    case .failed: entry.error?.message ?? "no reason was recorded"
    }
  }
}

/// A run as it lies in its folder: its record, and what became of every frame that was tried.
///
/// Sizes of files are checked, their contents are not.
struct RunContents: Sendable {
  let folder: RunFolder
  let record: RunRecord
  let history: RunHistory
  /// The frames that were tried, in the order of the run.
  private(set) var frames: [RunFrame]

  /// Looks at the folder of a run.
  ///
  /// - Throws: `noInput` for a folder that is none of a run, `damagedRun` for a record that is none of ours.
  init(folder path: String) throws {
    let record = try RunRecord.required(in: path)
    let history = try RunHistory(folder: path, of: record)
    let folder = RunFolder(existing: path)
    (self.folder, self.record, self.history) = (folder, record, history)
    frames = history.latest.sorted { $0.key < $1.key }.map { index, latest in
      let attempts = history.attempts(at: index)
      // What was made once and still lies there counts, whatever was tried afterwards.
      guard let made = history.done[index] else {
        return RunFrame(index: index, state: .failed, entry: latest, attempts: attempts)
      }
      // A line without files, or with files elsewhere, is nobody's frame.
      let isWhole =
        !made.products.isEmpty
        && made.products.allSatisfy {
          RunFolder.isInside($0.path) && folder.size(of: $0.path) == $0.bytes
        }
      return RunFrame(
        index: index, state: isWhole ? .done : .damaged, entry: made, attempts: attempts)
    }
  }

  /// The same run with frames damaged for the reasons told at their indices.
  func damaged(_ reasons: [Int: String]) -> RunContents {
    var contents = self
    for place in contents.frames.indices {
      guard let reason = reasons[contents.frames[place].index] else { continue }
      contents.frames[place].state = .damaged
      contents.frames[place].damage = reason
    }
    return contents
  }

  /// How many frames were never tried; nil where the scenario has no sequence.
  var missing: Int? { record.frames.map { max(0, $0 - frames.count) } }
}
