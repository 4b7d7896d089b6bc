import Campaign
import Dispatch
import Foundation

/// Hears that somebody wants the program to stop: SIGINT of a keyboard, SIGTERM of a cluster.
///
/// The first signal asks; what is under way may be finished within some seconds. After that, or at the second
/// signal, unfinished files are removed and the program ends, to be continued by the same command.
final class StopSignals {
  /// Asks the batch to stop.
  let interruption = Interruption()
  private var sources: [any DispatchSourceSignal] = []
  private let queue = DispatchQueue(label: "stop")

  /// - Parameter grace: how long frames under way may take to be finished, s; keyboards and clusters want it short.
  init(grace: Double) {
    let interruption = interruption
    let queue = queue
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        guard !interruption.isRequested else { Self.abandon() }
        interruption.request()
        Terminal.note(
          "stopping: frames under way are finished if that takes less than \(Int(grace.rounded(.up))) s"
        )
        queue.asyncAfter(deadline: .now() + grace) { Self.abandon() }
      }
      source.resume()
      sources.append(source)
    }
  }

  /// Ends the program at once, without half-written files.
  private static func abandon() -> Never {
    Terminal.note("stopped; the same command goes on where it was")
    RunCleanup.end(.interrupted)
  }
}
