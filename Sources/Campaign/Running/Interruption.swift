internal import Synchronization

/// A wish to stop that one thread utters and others hear: no frame is begun after it.
public final class Interruption: Sendable {
  private let flag = Atomic(false)

  /// Nobody wants to stop yet.
  public init() {}

  /// Asks to stop.
  public func request() { flag.store(true, ordering: .sequentiallyConsistent) }

  /// Whether somebody asked.
  public var isRequested: Bool { flag.load(ordering: .sequentiallyConsistent) }
}
