/// What the run was made of, and how to make it again.
extension ReportPage {
  var remarks: Markup {
    guard !contents.remarks.isEmpty else {
      return section("remarks", "Remarks", absence("The run remarks nothing."))
    }
    let items = contents.remarks.map { remark -> Markup in
      "<li dir=\"auto\">\(remark.text) <span class=\"about\">\(remark.about)</span></li>"
    }
    return section("remarks", "Remarks", "<ul class=\"remarks\">\(items)</ul>")
  }

  var settings: Markup {
    guard !contents.settings.isEmpty else {
      return section(
        "scenario", "Scenario in force", absence("The record of the run holds no scenario."))
    }
    let rows = contents.settings.map { setting -> Markup in
      let kind = Self.kind(ofOrigin: setting.origin)
      return """
        <tr class="\(kind)"><th scope="row"><code>\(setting.key)</code></th>\
        <td><code dir="auto">\(setting.value)</code></td><td class="origin">\(setting.origin)</td></tr>

        """
    }
    return section(
      "scenario", "Scenario in force",
      """
      <div class="scroll" tabindex="0" role="group" aria-label="Scenario"><table class="plain keys">\
      <caption>Every value the run used, and where it comes from</caption><thead><tr>\
      <th scope="col">Key</th><th scope="col">Value</th><th scope="col">Origin</th></tr></thead>\
      <tbody>\(rows)</tbody></table></div>
      """)
  }

  /// A class of style: values that somebody chose stand out from those nobody touched.
  private static func kind(ofOrigin origin: String) -> String {
    if origin.hasPrefix("--set") { return "set" }
    return origin == "default" ? "default" : "file"
  }

  var provenance: Markup {
    let rows = contents.sources.map { source -> Markup in
      "<tr><th scope=\"row\"><code>\(source.path)</code></th><td><code>\(source.sha256)</code></td></tr>"
    }
    let table: Markup =
      rows.isEmpty
      ? ""
      : """
      <div class="scroll" tabindex="0" role="group" aria-label="Files"><table class="plain digests">\
      <caption>Files this report was made of</caption><thead><tr><th scope="col">File</th>\
      <th scope="col">SHA-256</th></tr></thead><tbody>\(rows)</tbody></table></div>
      """
    return section("provenance", "Provenance", "\(facts(contents.provenance))\(table)")
  }

  var commands: Markup {
    guard !contents.commands.isEmpty else {
      return section("again", "Make it again", absence(contents.commandsNote))
    }
    let note: Markup =
      contents.commandsNote.isEmpty ? "" : "<p dir=\"auto\">\(contents.commandsNote)</p>"
    return section(
      "again", "Make it again",
      """
      \(note)<div class="commands"><pre tabindex="0" id="commands"><code>\
      \(contents.commands.joined(separator: "\n"))</code></pre>\
      <button type="button" data-do="copy" hidden>Copy</button>\
      <span class="unseen" role="status" id="copied"></span></div>
      """)
  }
}
