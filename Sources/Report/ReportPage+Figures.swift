/// Pictures of the run.
extension ReportPage {
  /// The middle frame before and after a filter.
  var pair: Markup {
    guard contents.pair.contains(where: { $0.picture != nil }) else {
      return section(
        "pair", "Middle frame, enhanced",
        absence(contents.pair.first?.absence ?? "There is no picture to enhance."))
    }
    let figures = contents.pair.map { figure -> Markup in
      guard let picture = figure.picture else { return absence(figure.absence) }
      return """
        <figure class="dark"><h3>\(figure.title)</h3><div class="frame">\
        \(image(picture, alternative: figure.alternative))\(limb(figure.sun, picture))</div>\
        <figcaption dir="auto">\(figure.caption)</figcaption></figure>
        """
    }
    return section("pair", "Middle frame, enhanced", "<div class=\"pair\">\(figures)</div>")
  }

  /// All pictured frames, and those that are not there.
  var contactSheet: Markup {
    let frames = shown
    guard !frames.isEmpty else {
      return section("sheet", "Contact sheet", absence("There is no frame to show."))
    }
    let note: Markup =
      contents.framesNote.isEmpty ? "" : "<p class=\"note\">\(contents.framesNote)</p>"
    let ratio =
      frames.lazy.compactMap(\.picture).first.map { "\($0.width) / \(max(1, $0.height))" }
      ?? "1 / 1"
    return section(
      "sheet", "Contact sheet",
      "\(note)<ol class=\"sheet\" style=\"--ratio: \(ratio)\">\(frames.map(cell))</ol>")
  }

  private func cell(_ frame: ReportContents.Frame) -> Markup {
    let label: Markup = "<b>\(frame.index)</b> <time>\(Self.clock(frame.time))</time>"
    guard let picture = frame.picture else {
      return """
        <li class="\(frame.state.rawValue)"><figure><p class="gap" dir="auto"><b>\(frame.state.word)</b> \
        \(Self.beginning(frame.message))</p><figcaption>\(label)</figcaption></figure></li>
        """
    }
    let dark: Markup =
      frame.pictureNote.isEmpty ? "" : "<p class=\"dark-note\">\(frame.pictureNote)</p>"
    return """
      <li class="\(frame.state.rawValue)"><figure>\
      \(image(picture, alternative: alternative(frame), attributes: " loading=\"lazy\" id=\"picture-\(frame.index)\""))\
      <figcaption>\(label)\(dark)</figcaption></figure></li>
      """
  }

  /// The time of day of an instant such as `1975-07-19 12:04:00.0`; the whole text of any other.
  static func clock(_ time: String) -> String {
    guard let gap = time.lastIndex(where: { $0 == " " || $0 == "T" }) else { return time }
    let clock = time[time.index(after: gap)...]
    return clock.isEmpty ? time : String(clock)
  }

  /// The beginning of a sentence that must not fill a small picture.
  static func beginning(_ text: String, limit: Int = 90) -> String {
    text.count > limit ? text.prefix(limit) + "\u{2026}" : text
  }
}
