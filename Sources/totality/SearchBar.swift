import Foundation

/// Tells on a terminal how far a long search is; silent where standard error is none.
final class SearchBar {
  /// Whether there is a terminal to draw on.
  let isShown = Terminal.isInteractive

  /// A search shorter than this needs no telling.
  private static let patience = Duration.seconds(2)
  private static let pause = Duration.milliseconds(200)
  private static let erase = "\r\u{1B}[K"

  private let begin = ContinuousClock.now
  private var last: ContinuousClock.Instant?
  /// The search that is being told, and since when.
  private var stage = (name: "", since: ContinuousClock.now)
  private var interrupt: (any DispatchSourceSignal)?

  /// Draws how far a search is.
  ///
  /// - Parameters:
  ///   - what: what is sought.
  ///   - share: how much of the span is done, 0...1.
  func show(_ what: String, _ share: Double) {
    let now = ContinuousClock.now
    if stage.name != what { stage = (what, now) }
    guard isShown, now - begin > Self.patience, last.map({ now - $0 > Self.pause }) ?? true
    else { return }
    last = now
    clearOnInterrupt()
    let width = 30
    let filled = Int(Double(width) * min(1, max(0, share)))
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
    var line = String(format: "%3.0f %% of ", 100 * share) + what
    let spent = (now - stage.since) / .seconds(1)
    if share > 0.01, spent > 1 { line += String(format: ", %.0f s left", spent / share - spent) }
    Terminal.remark("\r[\(bar)] \(line)\u{1B}[K")
  }

  /// Takes the bar away.
  func finish() {
    guard last != nil else { return }
    last = nil
    Terminal.remark(Self.erase)
    interrupt?.cancel()
    interrupt = nil
    signal(SIGINT, SIG_DFL)
  }

  /// An interrupted search leaves a clean line, and ends as an interrupted program does.
  private func clearOnInterrupt() {
    guard interrupt == nil else { return }
    // The default would end the program before the source hears of it.
    signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler {
      Terminal.remark(Self.erase)
      signal(SIGINT, SIG_DFL)
      kill(getpid(), SIGINT)
    }
    source.activate()
    interrupt = source
  }
}
