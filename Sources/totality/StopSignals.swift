import Campaign
import Dispatch
import Foundation

/// Hears that somebody wants the program to stop: SIGINT of a keyboard, SIGTERM of a cluster, SIGHUP of a terminal
/// that is closed.
///
/// The first signal asks; what is under way may be finished within some seconds. After that, or at the second
/// signal, unfinished files are removed, programs that were started are ended, and the program ends.
final class StopSignals {
  /// Asks the batch to stop.
  let interruption = Interruption()
  private var sources: [any DispatchSourceSignal] = []
  private let queue = DispatchQueue(label: "stop")

  /// - Parameters:
  ///   - grace: how long frames under way may take to be finished, s; keyboards and clusters want it short.
  ///   - asked: what is said at the first signal.
  ///   - ended: what is said at the end of a process that was not waited for.
  init(
    grace: Double, asked: String? = nil,
    ended: String = "stopped; the same command goes on where it was"
  ) {
    let asked =
      asked
      ?? "stopping: frames under way are finished if that takes less than \(Int(grace.rounded(.up))) s"
    let interruption = interruption
    let queue = queue
    for number in [SIGINT, SIGTERM, SIGHUP] {
      let wasIgnored = Self.ignore(number)
      // Under nohup the end of the terminal is not to be heard.
      if number == SIGHUP, wasIgnored { continue }
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        guard !interruption.isRequested else { Self.abandon(ended) }
        interruption.request()
        Terminal.note(asked)
        queue.asyncAfter(deadline: .now() + grace) { Self.abandon(ended) }
      }
      source.resume()
      sources.append(source)
    }
  }

  /// Takes from a signal what it does by itself.
  ///
  /// - Returns: whether it did nothing before.
  private static func ignore(_ number: Int32) -> Bool {
    let before = signal(number, SIG_IGN)
    return unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Ends the program at once, without half-written files.
  private static func abandon(_ words: String) -> Never {
    Terminal.note(words)
    RunCleanup.end(.interrupted)
  }
}
