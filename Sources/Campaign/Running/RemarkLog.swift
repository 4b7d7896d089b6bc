internal import Synchronization

/// What frames leave out, each kind once in a run, whatever thread finds it.
final class RemarkLog: Sendable {
  private struct State {
    var known: Set<String> = []
    var waiting: [String] = []
  }

  private let state = Mutex(State())

  /// Notes remarks; those that begin like one known already, up to a colon, are passed over.
  func add(_ remarks: [String]) {
    state.withLock { state in
      for remark in remarks {
        let kind = String(remark.prefix { $0 != ":" })
        if state.known.insert(kind).inserted { state.waiting.append(remark) }
      }
    }
  }

  /// What was noted since the last time.
  func take() -> [String] {
    state.withLock { state in
      defer { state.waiting = [] }
      return state.waiting
    }
  }
}
