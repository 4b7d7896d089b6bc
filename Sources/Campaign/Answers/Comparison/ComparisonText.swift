internal import Foundation

/// Comparisons in words.
enum ComparisonText {
  private static let mostRows = 40

  static func lines(_ files: FileComparison) -> [String] {
    var lines = ["A  \(files.a)", "B  \(files.b)"]
    if files.same {
      return lines + [
        files.same_bytes
          ? "the same, byte for byte" : "the same but for dates of creation and checksums"
      ]
    }
    lines += parameters(files.parameters, files.parameters_note)
    if !files.cards.isEmpty {
      lines += ["", "cards that differ"]
      lines += table(grouped(files.cards))
    }
    if files.planes.contains(where: { !$0.isSame }) {
      lines += ["", "planes"]
      let width = files.planes.map(\.name.count).max() ?? 0
      lines += files.planes.map {
        "  \($0.name.padding(toLength: width, withPad: " ", startingAt: 0))  \(words($0))"
      }
    } else if !files.planes.isEmpty {
      lines += [
        "",
        files.planes.count == 1
          ? "the plane is the same" : "all \(files.planes.count) planes are the same",
      ]
    }
    for (names, letter) in [(files.only_a, "A"), (files.only_b, "B")] where !names.isEmpty {
      lines.append("only \(letter) has \(names.joined(separator: ", "))")
    }
    return lines
  }

  static func lines(_ runs: RunComparison) -> [String] {
    var lines = ["A  \(runs.a)  \(runs.runid_a)", "B  \(runs.b)  \(runs.runid_b)"]
    lines += parameters(runs.parameters, runs.parameters_note)
    if runs.sweep_a != runs.sweep_b {
      lines += ["the values of the sweep differ"]
      lines += table([["sweep", shown(runs.sweep_a), shown(runs.sweep_b)]])
    }
    if !lines[2...].isEmpty { lines.append("") }
    var counts: [String] = []
    if runs.identical > 0 { counts.append("\(runs.identical) identical") }
    if runs.same_contents > 0 {
      counts.append("\(runs.same_contents) with the same planes and cards")
    }
    if !runs.frames.isEmpty {
      counts.append("\(runs.frames.count) \(runs.frames.count == 1 ? "differs" : "differ")")
    }
    for (list, letter) in [(runs.only_a, "A"), (runs.only_b, "B")] where !list.isEmpty {
      counts.append("\(list.count) only in \(letter) (\(IndexList.text(list)))")
    }
    lines.append(
      "frames: " + (counts.isEmpty ? "none made in either" : counts.joined(separator: ", ")))
    for frame in runs.frames.prefix(mostRows) { lines.append("  " + words(frame)) }
    if runs.frames.count > mostRows {
      lines.append("  … and \(runs.frames.count - mostRows) more; --format json has all")
    }
    if !runs.frames.isEmpty {
      lines.append("totality diff with two files of a frame tells card by card and plane by plane")
    }
    return lines
  }

  private static func parameters(_ list: [ParameterDifference], _ note: String?) -> [String] {
    if let note { return ["", note] }
    guard !list.isEmpty else { return [] }
    return ["", "parameters that differ"] + table(list.map { [$0.key, shown($0.a), shown($0.b)] })
  }

  /// Cards that differ alike in several units in one row.
  private static func grouped(_ cards: [CardDifference]) -> [[String]] {
    var rows: [[String]] = []
    var units: [[String]] = []
    var places: [[String]: Int] = [:]
    for card in cards {
      let row = [card.keyword, shown(card.a), shown(card.b)]
      if let place = places[row] {
        units[place].append(card.unit)
      } else {
        places[row] = rows.count
        rows.append(row)
        units.append([card.unit])
      }
    }
    return zip(rows, units).map { row, units in
      let names =
        units.count > 3 ? "\(units[0]) and \(units.count - 1) more" : units.joined(separator: ", ")
      return ["\(row[0]) (\(names))", row[1], row[2]]
    }
  }

  private static func shown(_ value: String?) -> String {
    value.map { PrintableText.shortened($0, limit: 60) } ?? "(none)"
  }

  /// Rows with A and B below each other's columns.
  private static func table(_ rows: [[String]]) -> [String] {
    let shown = rows.prefix(mostRows)
    let widths = (0..<2).map { column in shown.map { $0[column].count }.max() ?? 0 }
    var lines = shown.map { row in
      "  " + row[0].padding(toLength: widths[0], withPad: " ", startingAt: 0) + "  "
        + row[1].padding(toLength: widths[1], withPad: " ", startingAt: 0) + "  " + row[2]
    }
    lines.insert(
      "  " + "".padding(toLength: widths[0], withPad: " ", startingAt: 0) + "  "
        + "A".padding(toLength: widths[1], withPad: " ", startingAt: 0) + "  B", at: 0)
    if rows.count > mostRows {
      lines.append("  … and \(rows.count - mostRows) more; --format json has all")
    }
    return lines
  }

  private static func number(_ value: Double) -> String { String(format: "%.4g", value) }

  private static func words(_ plane: PlaneDifference) -> String {
    if let note = plane.note { return note }
    guard plane.differing > 0 else { return "the same" }
    var words =
      plane.differing == plane.samples
      ? "all \(plane.samples) samples differ"
      : "\(plane.differing) of \(plane.samples) samples differ"
    if let largest = plane.largest, let pixel = plane.pixel {
      words += ", at most by \(number(largest))"
      if let relative = plane.relative { words += " (\(number(relative * 100)) % of the largest)" }
      words += " at [\(pixel.map(String.init).joined(separator: ", "))]"
    }
    if let rms = plane.rms { words += ", rms \(number(rms))" }
    if let median = plane.relative_median { words += ", median \(number(median * 100)) %" }
    if plane.nan_only_a > 0 { words += ", \(plane.nan_only_a) NaN in A only" }
    if plane.nan_only_b > 0 { words += ", \(plane.nan_only_b) NaN in B only" }
    return words
  }

  private static func words(_ frame: RunComparison.Frame) -> String {
    var words = "frame \(frame.frame): "
    if let plane = frame.plane, let kind = frame.kind {
      words += "\(kind) \(plane.name), \(Self.words(plane))"
      if frame.planes > 1 { words += "; \(frame.planes) planes differ in all" }
    } else {
      words += "\(frame.planes) planes and \(frame.cards) cards differ"
    }
    if !frame.notes.isEmpty {
      words += "; " + frame.notes.prefix(3).joined(separator: "; ")
      if frame.notes.count > 3 { words += "; …" }
    }
    return words
  }
}
