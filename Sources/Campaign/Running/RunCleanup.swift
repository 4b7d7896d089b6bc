internal import Imagery

/// What is left to do before a process ends in the middle of its work.
public enum RunCleanup {
  /// Ends the process at once, without the files that it has begun and not finished, and with the programs that it
  /// has started.
  public static func end(_ status: ExitStatus) -> Never {
    ChildProcesses.killAll()
    TemporaryFiles.abandonAll(endingWith: status.rawValue)
  }
}
