import Astronomy
import Campaign
import Foundation

/// Tells how a batch goes: a bar on a terminal, a line every ten seconds otherwise.
struct Progress {
  private let total: Int
  private let begin = ContinuousClock.now
  private var lastLine: ContinuousClock.Instant?
  private let isInteractive = Terminal.isInteractive
  private(set) var made = 0
  private(set) var kept = 0
  private(set) var failed = 0
  private var left = 0

  init(total: Int) { self.total = total }

  private var done: Int { made + kept + failed + left }

  /// The result in one line.
  var summary: String {
    let counts = "\(total) frames: \(made) made, \(kept) kept, \(failed) failed"
    let others = total - made - kept - failed
    return others > 0 ? "\(counts), \(others) left" : counts
  }

  mutating func add(_ outcome: FrameOutcome) {
    for remark in outcome.remarks {
      clearBar()
      Terminal.note("warning: \(remark)")
    }
    switch outcome.state {
    case .made: made += 1
    case .kept: kept += 1
    case .left: left += 1
    case .failed:
      failed += 1
      clearBar()
      let frame = outcome.task.index.map { "frame \($0)" } ?? outcome.task.instant.text()
      Terminal.note("\(frame) failed: \(outcome.message ?? "unknown reason")")
    }
    if isInteractive {
      drawBar()
    } else if lastLine.map({ ContinuousClock.now - $0 > .seconds(10) }) ?? true {
      Terminal.note(line)
      lastLine = ContinuousClock.now
    }
  }

  mutating func finish() {
    if isInteractive { clearBar() } else { Terminal.note(line) }
  }

  private var seconds: Double { (ContinuousClock.now - begin).inSeconds }

  private var line: String {
    guard made + failed > 0, seconds > 0 else { return "\(done)/\(total) frames" }
    let rate = Double(made + failed) / seconds
    let left = Double(total - done) / rate
    return String(format: "%d/%d frames, %.2f frames/s, %.0f s left", done, total, rate, left)
  }

  private func drawBar() {
    let width = 30
    let filled = width * done / max(1, total)
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
    Terminal.remark("\r[\(bar)] \(line)\u{1B}[K")
  }

  private func clearBar() {
    if isInteractive { Terminal.remark("\r\u{1B}[K") }
  }
}
