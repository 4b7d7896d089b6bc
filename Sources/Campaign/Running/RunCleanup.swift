internal import Imagery

/// What is left to do before a process ends in the middle of its work.
public enum RunCleanup {
  /// Removes the files this process has begun and not finished.
  public static func abandonUnfinishedFiles() { TemporaryFiles.abandonAll() }
}
