internal import Foundation

/// The first screen: how it went, and the frames as they follow each other.
extension ReportPage {
  var opening: Markup {
    let tone = contents.verdict.isWhole ? "whole" : "broken"
    let summary: Markup =
      contents.summary.isEmpty ? "" : "<p class=\"summary\" dir=\"auto\">\(contents.summary)</p>"
    return """
      <div class="opening"><div class="words">
      <h1 dir="auto">\(contents.scenario)</h1>
      \(summary)
      <p class="verdict \(tone)">\(contents.verdict.sentence)</p>
      \(facts(contents.facts))
      </div>
      \(player)
      </div>
      """
  }

  /// Words and what they stand for.
  func facts(_ facts: [ReportContents.Fact]) -> Markup {
    guard !facts.isEmpty else { return "" }
    let items = facts.map { fact -> Markup in
      "<div><dt>\(fact.name)</dt><dd dir=\"auto\">\(fact.value)</dd></div>"
    }
    return "<dl class=\"facts\">\(items)</dl>"
  }

  /// The frames the player shows: those with a picture and those that have none to show.
  var shown: [ReportContents.Frame] {
    contents.frames.filter { $0.picture != nil || $0.state != .done }
  }

  private var player: Markup {
    let frames = shown
    guard let first = frames.first else {
      return section("player", "Sequence", absence("No frame of the run was tried yet."))
    }
    return section(
      "player", "Sequence",
      """
      <div class="stage" data-state="\(first.state.rawValue)">\(stage(first))</div>
      \(colourBar)
      \(strip(frames))
      <div class="controls" hidden>
      <button type="button" data-do="play" aria-pressed="false"><span class="play-icon" \
      aria-hidden="true"></span><span class="play-word">Play</span></button>
      <label for="player-place" class="unseen">Frame</label>
      <input type="range" id="player-place" min="0" max="\(frames.count - 1)" value="0" step="1">
      </div>
      <p class="now" id="player-now" aria-live="polite" dir="auto">\(caption(first))</p>
      <p class="hint">Dashed: the Sun\u{2019}s limb.<span class="keys" hidden> Arrow keys step, space \
      plays, Home and End go to the ends.</span></p>
      """)
  }

  private func stage(_ frame: ReportContents.Frame) -> Markup {
    // The script needs the elements whether the first frame uses them or not.
    let picture = frame.picture
    let shape = picture ?? shown.lazy.compactMap(\.picture).first
    let ratio = shape.map { "\($0.width) / \(max(1, $0.height))" } ?? "1 / 1"
    let image: Markup =
      picture.map { self.image($0, alternative: alternative(frame)) } ?? ""
    let reason: Markup =
      picture != nil
      ? (frame.pictureNote.isEmpty ? "" : "<span>\(frame.pictureNote)</span>")
      : "<strong>\(headline(frame))</strong> <span>\(frame.message)</span>"
    return """
      <div class="frame" style="aspect-ratio: \(ratio)">\(image)\
      \(picture.map { limb(frame.sun, $0) } ?? "")\
      <p class="reason" dir="auto">\(reason)</p></div>
      """
  }

  /// What became of a frame that cannot be shown, in a few words.
  func headline(_ frame: ReportContents.Frame) -> String {
    switch frame.state {
    case .failed: "Frame \(frame.index) failed"
    case .missing: "Frame \(frame.index) was not tried"
    case .damaged: "Files of frame \(frame.index) are damaged"
    case .done: "Frame \(frame.index) has no picture"
    }
  }

  /// The words under a frame.
  func caption(_ frame: ReportContents.Frame) -> String {
    var parts = ["Frame \(frame.index)", frame.time]
    if frame.state != .done { parts.append(frame.state.word) }
    if let magnitude = frame.magnitude { parts.append("magnitude " + Self.fixed(magnitude, 3)) }
    if let metres = frame.distanceMetres { parts.append(Self.distance(metres)) }
    parts += zip(contents.sweepKeys, frame.values).map { "\($0) = \($1)" }
    return parts.joined(separator: " \u{00B7} ")
  }

  /// What a frame's picture shows, for those who do not see it.
  func alternative(_ frame: ReportContents.Frame) -> String {
    "Brightness around the hidden Sun, frame \(frame.index), \(frame.time)"
      + (frame.pictureNote.isEmpty ? "" : ". \(frame.pictureNote)")
  }

  /// A distance in the unit that suits it.
  static func distance(_ metres: Double) -> String {
    abs(metres) < 20_000 ? fixed(metres, 1) + " m" : fixed(metres / 1000, 0) + " km"
  }

  private var colourBar: Markup {
    guard let scale = contents.scale, scale.colours.count > 1 else { return "" }
    let stops = scale.colours.map { colour in
      let digits = String(colour & 0xFFFFFF, radix: 16)
      return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }
    return """
      <div class="scale"><span>\(scale.low)</span><span class="ramp" role="img" aria-label="Colour scale" \
      style="background: linear-gradient(90deg, \(stops.joined(separator: ", ")))"></span>\
      <span>\(scale.high)</span><span class="quantity">\(scale.quantity)</span></div>
      """
  }

  /// The states of all frames side by side; neighbours of one state are one stretch.
  private func strip(_ frames: [ReportContents.Frame]) -> Markup {
    guard frames.count > 1 else { return "" }
    var stretches: [(state: ReportContents.Frame.State, from: Int, to: Int)] = []
    for (place, frame) in frames.enumerated() {
      if stretches.last?.state == frame.state {
        stretches[stretches.count - 1].to = place + 1
      } else {
        stretches.append((frame.state, place, place + 1))
      }
    }
    let bars = stretches.map { stretch -> Markup in
      """
      <rect class="\(stretch.state.rawValue)" x="\(stretch.from)" width="\(stretch.to - stretch.from)" \
      height="1"/>
      """
    }
    let counts = ReportContents.Frame.State.allCases.compactMap { state -> String? in
      let count = frames.count { $0.state == state }
      return count > 0 ? "\(count) \(state.word)" : nil
    }
    return """
      <svg class="strip" viewBox="0 0 \(frames.count) 1" preserveAspectRatio="none" role="img" \
      aria-label="Frames in order: \(counts.joined(separator: ", "))">\(bars)</svg>
      """
  }

  /// What the script needs to know of the frames it shows; pictures stand in the contact sheet.
  var playerData: String {
    let frames = shown.map { frame -> String in
      var parts = [
        "\"n\":\(frame.index)", "\"state\":\"\(frame.state.rawValue)\"",
        "\"caption\":\(Escaping.json(caption(frame)))",
      ]
      if frame.picture == nil {
        parts.append("\"head\":\(Escaping.json(headline(frame)))")
        parts.append("\"reason\":\(Escaping.json(frame.message))")
      } else {
        if !frame.pictureNote.isEmpty {
          parts.append("\"note\":\(Escaping.json(frame.pictureNote))")
        }
      }
      if frame.picture != nil, let sun = frame.sun, sun.isDrawable {
        let numbers = [sun.x, sun.y, sun.radius].map { Self.fixed(1000 * $0, 1) }
        parts.append("\"sun\":[\(numbers.joined(separator: ","))]")
      }
      return "{" + parts.joined(separator: ",") + "}"
    }
    return "{\"frames\":[" + frames.joined(separator: ",\n") + "]}"
  }
}
