internal import Foundation
internal import Synchronization

/// The programs that this process has started and that must not outlive it.
enum ChildProcesses {
  private static let running = Mutex(Set<pid_t>())

  /// Remembers a program that runs.
  static func add(_ process: pid_t) { running.withLock { _ = $0.insert(process) } }

  /// Forgets a program that has ended.
  static func remove(_ process: pid_t) { running.withLock { _ = $0.remove(process) } }

  /// Ends a program at once, and those that it has started where it leads a group of its own.
  static func kill(_ process: pid_t) {
    guard process > 1 else { return }
    let group = getpgid(process)
    // Its own group alone: in that of this process stands the terminal's shell, too.
    _ = group == process ? Foundation.kill(-process, SIGKILL) : Foundation.kill(process, SIGKILL)
  }

  /// Ends all programs that run.
  static func killAll() {
    for process in running.withLock({ $0 }) { kill(process) }
  }
}
