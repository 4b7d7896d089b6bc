internal import Foundation

/// How far a run is: answer to `totality status`.
public struct RunStatus: Sendable, Codable, Equatable {
  /// A share of the run.
  struct Share: Sendable, Codable, Equatable {
    /// The manifest's name without its ending.
    var name: String
    /// Who is at work on it now; nil for nobody.
    var held_by: String?
  }

  /// A frame that was tried and never made.
  struct Failure: Sendable, Codable, Equatable {
    var frame: Int
    var instant: String
    var set: [String]?
    var attempts: Int
    var message: String
  }

  var schema = "totality.status/1"
  var runid: String
  var scenario: String
  var version: String
  /// How many frames the run has; nil where the scenario has no sequence.
  var frames: Int?
  /// Frames that are made, with all their files in place.
  var done: Int
  /// Frames that were tried and never made.
  var failed: Int
  /// Frames made once of which a file is gone or cut.
  var damaged: Int
  /// Frames that were never tried.
  var missing: Int?
  /// Bytes of the frames that are done.
  var bytes: Int
  /// The time their making took, s, summed over frames made beside each other.
  var wall_s: Double
  var shares: [Share]
  var failures: [Failure]
  /// Lines of other scenarios, values or versions whose frames lay in the folder.
  var other_runs_lines: Int
  /// Lines of the manifests that cannot be read, as `file:line`.
  var damaged_lines: [String]

  /// Looks at the folder of a run.
  ///
  /// - Throws: `noInput` for a folder that is none of a run, `damagedRun` for a record that is none of ours.
  public init(folder path: String) throws {
    let contents = try RunContents(folder: path)
    let (record, history) = (contents.record, contents.history)
    (runid, scenario, version) = (record.runid, record.scenario, record.version)
    (frames, missing) = (record.frames, contents.missing)
    let whole = contents.frames.filter { $0.state == .done }.map(\.entry)
    done = whole.count
    damaged = contents.frames.count { $0.state == .damaged }
    bytes = whole.reduce(0) { $0 + $1.products.reduce(0) { $0 + $1.bytes } }
    wall_s = whole.reduce(0) { $0 + ($1.wall_s ?? 0) }
    failures = contents.frames.filter { $0.state == .failed }.map {
      Failure(
        frame: $0.index, instant: $0.entry.instant, set: $0.entry.set, attempts: $0.attempts,
        message: $0.reason ?? "")
    }
    failed = failures.count
    let names = Set(
      history.names.map { String($0.dropLast(".jsonl".count)) } + contents.folder.claimedNames)
    shares = names.sorted().map {
      Share(name: $0, held_by: FolderLock.holder(of: $0, in: path))
    }
    other_runs_lines = history.strangers
    damaged_lines = history.damagedLines
  }

  /// The answer as JSON.
  public func json() throws -> String { try JSONOutput.text(self) }

  /// The answer for people.
  public func text() -> String {
    var lines = ["\(scenario)  \(runid)  totality \(version)"]
    var counts = ["\(done) done", "\(failed) failed"]
    if damaged > 0 { counts.append("\(damaged) with a file gone or cut") }
    if let missing { counts.append("\(missing) not tried") }
    lines.append((frames.map { "\($0) frames: " } ?? "") + counts.joined(separator: ", "))
    lines.append(String(format: "%.1f MB, %.1f s of making", Double(bytes) / 1e6, wall_s))
    for share in shares {
      lines.append("\(share.name)  " + (share.held_by.map { "at work: \($0)" } ?? "nobody at work"))
    }
    for failure in failures.prefix(20) {
      let values = failure.set.map { " (" + $0.joined(separator: " ") + ")" } ?? ""
      let attempts = failure.attempts > 1 ? " after \(failure.attempts) attempts" : ""
      lines.append(
        PrintableText.escaped(
          "frame \(failure.frame)\(values) failed\(attempts): \(failure.message)"))
    }
    if failures.count > 20 {
      lines.append("… and \(failures.count - 20) more; --format json has all")
    }
    if other_runs_lines > 0 {
      lines.append("\(other_runs_lines) lines of other scenarios, values or versions do not count")
    }
    if !damaged_lines.isEmpty {
      lines.append(
        "\(damaged_lines.count) lines cannot be read, the first is \(damaged_lines[0]): a killed run "
          + "may leave half a line, its frame is made again")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
