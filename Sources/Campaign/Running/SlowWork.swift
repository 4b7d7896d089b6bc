/// Work that keeps a user waiting for seconds before there is anything to show.
public enum SlowWork {
  /// Lets somebody hear, once for each kind, what this process has begun and how long it takes.
  ///
  /// - Parameter listener: told a sentence without full stop, from any thread.
  public static func announce(to listener: @escaping @Sendable (String) -> Void) async {
    await CoronagraphProfiles.shared.announce(to: listener)
  }
}
