internal import Astronomy
internal import Foundation

extension RunScenario {
  /// The commands that make the run again, and what must be known of them.
  var commands: (lines: [String], note: String) {
    let file = fileName
    var batch = "totality batch \(ShellWord.quoted(file)) -o again"
    if let range = framesOption { batch += " --frames \(range)" }
    // Products name the values that were set: the same ones are set again.
    let sets = record.overrides.map { " --set \(ShellWord.quoted(Self.plain($0)))" }
    if let epoch = Self.epoch(record.start) { batch = "SOURCE_DATE_EPOCH=\(epoch) " + batch }
    let lines = [
      "totality report RUN --format scenario -o \(ShellWord.quoted(file))",
      ([batch] + sets).joined(separator: " \\\n "),
    ]
    var note =
      "RUN is the folder this page was made of. The products come out the same, byte for byte, with totality "
      + "\(record.version) on the same kind of machine."
    if let base {
      let isSame = base.identity == record.scenario_sha256 && base.sweep.text == record.sweep_values
      note +=
        isSame
        ? " Read again, the scenario has the same SHA-256 as the run's."
        : " Read again by totality \(Version.current), the scenario has another SHA-256 than the run's: use the "
          + "version that made it."
    } else {
      note +=
        " The scenario names files that do not lie in the run's folder: put them beside \(file)."
    }
    return (lines, note)
  }

  /// A file named after the scenario; of a record that somebody edited none that leads elsewhere.
  private var fileName: String {
    let isPlain = record.scenario.unicodeScalars.allSatisfy { scalar in
      ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
        || scalar == "." || scalar == "_" || scalar == "-"
    }
    let isName = isPlain && !record.scenario.isEmpty && !".-".contains(record.scenario.prefix(1))
    return (isName ? record.scenario : "scenario") + ".toml"
  }

  /// Values set on the command line in one line each.
  private static func plain(_ assignment: String) -> String {
    assignment.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  /// The frames that were tried as `--frames` takes them; nil for the whole sequence.
  private var framesOption: String? {
    guard let first = frames.first?.index, let last = frames.last?.index,
      let all = record.frames, first > 0 || last < all - 1
    else { return nil }
    return "\(first):\(last + 1)"
  }

  /// Seconds since 1970 of the products' date, as `SOURCE_DATE_EPOCH` has them.
  private static func epoch(_ start: String) -> Int? {
    let format = Date.ISO8601FormatStyle()
    guard let date = try? format.parse(start) else { return nil }
    return Int(exactly: date.timeIntervalSince1970.rounded())
  }
}
