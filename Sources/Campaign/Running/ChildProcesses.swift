internal import Foundation
internal import Synchronization

/// The programs that this process has started and that must not outlive it.
enum ChildProcesses {
  private static let running = Mutex(Set<pid_t>())

  /// Remembers a program that runs.
  static func add(_ process: pid_t) { running.withLock { _ = $0.insert(process) } }

  /// Forgets a program that has ended; to be done before its number is given back, and another may have it.
  static func remove(_ process: pid_t) { running.withLock { _ = $0.remove(process) } }

  /// Waits until a program has ended by itself, not until all that it has started have; its number stays its own.
  static func waitForEnd(_ process: pid_t) {
    var information = siginfo_t()
    while waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
  }

  /// Ends a remembered program at once, and those that it has started where it leads a group of its own.
  static func kill(_ process: pid_t) {
    running.withLock { processes in
      guard processes.contains(process) else { return }
      end(process)
    }
  }

  private static func end(_ process: pid_t) {
    guard process > 1, isChild(process) else { return }
    let group = getpgid(process)
    // Its own group alone: in that of this process stands the terminal's shell, too.
    _ = group == process ? Foundation.kill(-process, SIGKILL) : Foundation.kill(process, SIGKILL)
  }

  /// Ends all programs that run.
  static func killAll() {
    running.withLock { processes in
      for process in processes { end(process) }
    }
  }

  /// Whether a number is still that of a program of this process, running or ended and not yet waited for.
  private static func isChild(_ process: pid_t) -> Bool {
    var information = siginfo_t()
    return waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT) == 0
  }
}
