import Foundation

/// What one benchmark took.
struct Measurement {
  var name: String
  var unit: String
  var best: Double
  var median: Double
  var runs: Int
  var note = ""
}

/// Whose processor time is counted.
enum Clock {
  /// This thread's: for work on one core. Other jobs on the machine hardly change it.
  case thread
  /// All threads' of this process: for work that is spread over tasks.
  case process

  var seconds: Double {
    var time = timespec()
    clock_gettime(self == .thread ? CLOCK_THREAD_CPUTIME_ID : CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

/// Measures pieces of work and prints them as a table.
struct Bench {
  /// Measured runs of each piece of work, after one that does not count.
  var runs: Int
  private(set) var results: [Measurement] = []
  /// What the work returned, kept so that it cannot be left out.
  private(set) var kept = 0.0

  init(runs: Int) { self.runs = runs }

  /// Measures work on this thread.
  ///
  /// - Parameters:
  ///   - name: what is measured.
  ///   - unit: `ns`, `µs` or `ms`.
  ///   - count: how many pieces of work one call does; the result is for one of them.
  ///   - body: the work; returns something computed by it.
  mutating func measure(
    _ name: String, _ unit: String, count: Int = 1, note: String = "", _ body: () throws -> Double
  ) rethrows {
    kept += try body()
    var times: [Double] = []
    for _ in 0..<runs {
      let begin = Clock.thread.seconds
      kept += try body()
      times.append(Clock.thread.seconds - begin)
    }
    add(name, unit, times, count, note)
  }

  /// Measures work that may run on any thread.
  mutating func measureTasks(
    _ name: String, _ unit: String, note: String = "", _ body: () async throws -> Double
  ) async rethrows {
    kept += try await body()
    var times: [Double] = []
    for _ in 0..<runs {
      let begin = Clock.process.seconds
      kept += try await body()
      times.append(Clock.process.seconds - begin)
    }
    add(name, unit, times, 1, note)
  }

  /// The median of the last measurement, in its unit.
  var lastMedian: Double { results.last?.median ?? .nan }

  /// Says more about the last measurement, once it is known.
  mutating func note(_ text: String) {
    if !results.isEmpty { results[results.count - 1].note = text }
  }

  private mutating func add(
    _ name: String, _ unit: String, _ times: [Double], _ count: Int, _ note: String
  ) {
    let factor = (unit == "ns" ? 1e9 : unit == "µs" ? 1e6 : 1e3) / Double(count)
    let ordered = times.sorted()
    results.append(
      Measurement(
        name: name, unit: unit, best: ordered[0] * factor,
        median: ordered[ordered.count / 2] * factor, runs: runs, note: note))
  }

  /// The results as an aligned table.
  func table() -> String {
    func right(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(0, width - text.count)) + text
    }
    func left(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    let width = results.map(\.name.count).max() ?? 0
    var lines = [
      left("what", width) + right("median", 12) + right("best", 12) + " unit" + right("runs", 6)
    ]
    for result in results {
      lines.append(
        left(result.name, width) + right(Self.number(result.median), 12)
          + right(Self.number(result.best), 12) + " " + left(result.unit, 4)
          + right(String(result.runs), 6) + (result.note.isEmpty ? "" : "  " + result.note))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The results for other programs: name, median, best, unit, separated by tabs.
  func tabSeparated() -> String {
    results.map { "\($0.name)\t\($0.median)\t\($0.best)\t\($0.unit)\n" }.joined()
  }

  private static func number(_ value: Double) -> String {
    String(format: value < 10 ? "%.3f" : value < 1000 ? "%.1f" : "%.0f", value)
  }
}
