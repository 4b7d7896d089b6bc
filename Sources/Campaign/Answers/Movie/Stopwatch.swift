internal import Foundation
internal import Synchronization

/// Ends a program that keeps one waiting too long for one thing.
final class Stopwatch: Sendable {
  /// How long it may take, s.
  let seconds: Double
  private let state = Mutex(State())
  private static let queue = DispatchQueue(label: "stopwatch")

  private struct State {
    var number = 0
    var isRunning = false
    var hasEnded = false
  }

  /// - Parameter seconds: how long one thing may take.
  init(seconds: Double) { self.seconds = seconds }

  /// Whether a program was ended because it took too long.
  var hasEnded: Bool { state.withLock { $0.hasEnded } }

  /// Does something that waits for a program; what lasts too long ends the program.
  ///
  /// - Parameter process: the program's number.
  func during<Result>(_ process: Int32, _ body: () throws -> Result) rethrows -> Result {
    let number = state.withLock { state in
      state.number += 1
      state.isRunning = true
      return state.number
    }
    defer { state.withLock { $0.isRunning = false } }
    Self.queue.asyncAfter(deadline: .now() + seconds) { [self] in
      state.withLock { state in
        guard state.isRunning, state.number == number else { return }
        state.hasEnded = true
        // Under the lock: what has been waited for in the meantime is not ended.
        ChildProcesses.kill(process)
      }
    }
    return try body()
  }
}
