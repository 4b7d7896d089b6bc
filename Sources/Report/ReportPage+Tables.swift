internal import Foundation

/// The tables of the page.
extension ReportPage {
  var contacts: Markup {
    if let reason = contents.windowsAbsence {
      return section("contacts", "Contacts", absence(reason))
    }
    guard !contents.windows.isEmpty || contents.variations != nil else {
      return section("contacts", "Contacts", absence("The Sun is not hidden in the span."))
    }
    let tables = contents.windows.map { window -> Markup in
      let rows = window.moments.map { moment -> Markup in
        """
        <tr><th scope="row">\(moment.name)</th><td>\(moment.meaning)</td><td class="moment">\
        \(moment.time)</td><td class="note-cell">\(moment.note)</td></tr>
        """
      }
      return """
        <div class="scroll" tabindex="0" role="group" aria-label="Contacts"><table class="plain">\
        <caption>\(window.title)</caption><thead><tr><th scope="col">Contact</th>\
        <th scope="col">What happens</th><th scope="col">Time (UTC)</th>\
        <th scope="col">Remark</th></tr></thead><tbody>\(rows)</tbody></table></div>
        """
    }
    let note: Markup =
      contents.windowsNote.isEmpty
      ? "" : "<p class=\"note\" dir=\"auto\">\(contents.windowsNote)</p>"
    return section("contacts", "Contacts", "\(note)\(tables)\(variations)")
  }

  /// Contacts for several values of a sweep.
  private var variations: Markup {
    guard let table = contents.variations else { return "" }
    let heads = table.heads.map { head -> Markup in "<th scope=\"col\">\(head)</th>" }
    let rows = table.rows.map { row -> Markup in
      let cells = row.enumerated().map { place, text -> Markup in
        place == 0 ? "<th scope=\"row\">\(text)</th>" : "<td dir=\"auto\">\(text)</td>"
      }
      return "<tr>\(cells)</tr>"
    }
    return """
      <div class="scroll" tabindex="0" role="group" aria-label="Contacts of variations">\
      <table class="plain variations"><caption>\(table.title)</caption><thead><tr>\(heads)</tr></thead>\
      <tbody>\(rows)</tbody></table></div>
      """
  }

  /// A column of the table of frames.
  private struct Column {
    var name: String
    var isNumber: Bool
  }

  private var columns: [Column] {
    let begin = [
      ("Frame", true), ("Time (UTC)", false), ("State", false), ("Magnitude", true),
      ("Obscuration", true), ("Distance", true), ("Least", true), ("Largest", true),
    ]
    let end = [("Tries", true), ("Seconds", true), ("Remark", false)]
    return (begin + contents.sweepKeys.map { ($0, true) } + end).map {
      Column(name: $0.0, isNumber: $0.1)
    }
  }

  var frameTable: Markup {
    guard !contents.frames.isEmpty else {
      return section("frames", "Frames", absence("No frame of the run was tried yet."))
    }
    let heads = columns.map { column -> Markup in
      """
      <th scope="col"\(column.isNumber ? " class=\"number\" data-number" : "")>\(column.name)</th>
      """
    }
    let options = ReportContents.Frame.State.allCases.filter { state in
      contents.frames.contains { $0.state == state }
    }.map { state -> Markup in "<option value=\"\(state.rawValue)\">\(state.word)</option>" }
    let note: Markup =
      contents.framesNote.isEmpty ? "" : "<p class=\"note\">\(contents.framesNote)</p>"
    return section(
      "frames", "Frames",
      """
      \(note)<div class="filter" hidden>
      <label for="filter-text">Find</label><input type="search" id="filter-text" autocomplete="off" \
      spellcheck="false"><label for="filter-state">State</label>\
      <select id="filter-state"><option value="">all</option>\(options)</select>
      <output id="filter-count" for="filter-text filter-state" aria-live="polite"></output></div>
      <div class="scroll" tabindex="0" role="group" aria-label="Frames"><table class="frames" \
      id="frame-table"><caption>\(contents.frames.count) frames; least and largest are brightness in the \
      unit of the pictures</caption><thead><tr>\(heads)</tr></thead><tbody>
      \(contents.frames.map(row))</tbody></table></div>
      """)
  }

  private func row(_ frame: ReportContents.Frame) -> Markup {
    func number(_ value: Double?, _ text: (Double) -> String) -> Markup {
      // An empty cell sorts last.
      guard let value, value.isFinite else { return "<td class=\"number\"></td>" }
      return "<td class=\"number\" data-v=\"\("\(value)")\">\(text(value))</td>"
    }
    let values = contents.sweepKeys.indices.map { place -> Markup in
      let text = frame.values.indices.contains(place) ? frame.values[place] : ""
      return
        "<td class=\"number\"\(Double(text).map { " data-v=\"\("\($0)")\"" } ?? "")>\(text)</td>"
    }
    return """
      <tr data-state="\(frame.state.rawValue)"><th scope="row" class="number" data-v="\(frame.index)">\
      \(indexCell(frame))</th><td class="time">\(frame.time)</td><td><span class="state \(frame.state.rawValue)">\
      \(frame.state.word)</span></td>\
      \(number(frame.magnitude) { Self.fixed($0, 4) })\(number(frame.obscuration) { Self.fixed($0, 4) })\
      \(number(frame.distanceMetres, Self.distance))\
      \(number(frame.minimum, Self.scientific))\(number(frame.maximum, Self.scientific))\
      \(values)<td class="number" data-v="\(frame.attempts)">\(frame.attempts)</td>\
      \(number(frame.seconds) { Self.fixed($0, 2) })<td class="words" dir="auto">\(frame.message)</td></tr>

      """
  }

  /// The number of a frame, leading to its picture where there is one.
  private func indexCell(_ frame: ReportContents.Frame) -> Markup {
    guard let link = frame.link else { return "\(frame.index)" }
    return "<a href=\"\(link)\">\(frame.index)</a>"
  }

  private static func scientific(_ value: Double) -> String { String(format: "%.3e", value) }
}
