internal import Imagery

/// What is left to do before a process ends in the middle of its work.
public enum RunCleanup {
  /// Ends the process at once, without the files that it has begun and not finished.
  public static func end(_ status: ExitStatus) -> Never {
    TemporaryFiles.abandonAll(endingWith: status.rawValue)
  }
}
