internal import Astronomy
internal import Foundation
internal import Geometry
internal import Trajectories

extension WindowsAnswer {
  /// One row for each window, or for each stretch that a selection leaves.
  public func csv() -> String {
    if let selected { return csv(of: selected) }
    var lines = [
      "window,class,cut_at_start,cut_at_end,c1_utc,c1_s,c2_utc,c2_s,c3_utc,c3_s,c4_utc,c4_s,"
        + "greatest_utc,greatest_s,magnitude,size_ratio,obscuration,obscuration_limb_darkened,phases"
    ]
    for (index, window) in result.windows.enumerated() {
      let greatest = window.greatest
      var cells = [
        "\(index + 1)", window.windowClass.rawValue, "\(window.isCutAtStart)",
        "\(window.isCutAtEnd)",
      ]
      for contact in [window.first, window.second, window.third, window.fourth] {
        cells += contact.map { [$0.instant.text(), "\(seconds($0.instant))"] } ?? ["", ""]
      }
      cells += [
        greatest.instant.text(), "\(seconds(greatest.instant))", "\(greatest.discs.magnitude)",
        "\(greatest.discs.sizeRatio)", "\(greatest.obscuration)",
        "\(greatest.limbDarkenedObscuration)", phaseCell(window),
      ]
      lines.append(cells.joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Every central phase in one cell, such as `total 12.5/20.25; total 31/40`: class, start and end
  /// in seconds after the span's start; nothing stands where the span cuts it.
  private func phaseCell(_ window: OccultationWindow) -> String {
    window.phases.map { phase in
      let ends = [phase.start, phase.end].map { $0.map { "\(seconds($0.instant))" } ?? "" }
      return phase.occultationClass.rawValue + " " + ends.joined(separator: "/")
    }.joined(separator: "; ")
  }

  private func csv(of selected: SelectedWindows) -> String {
    var lines = ["stretch,start_utc,start_s,stop_utc,stop_s,duration_s"]
    for (index, interval) in selected.windows.intervals.enumerated() {
      let (start, stop) = (interval.lowerBound, interval.upperBound)
      lines.append(
        "\(index + 1),\(start.text()),\(seconds(start)),\(stop.text()),\(seconds(stop)),"
          + "\(stop.seconds(since: start))")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A table for people.
  public func table() -> String {
    let span = scenario.span
    var lines = [
      "\(scenario.name): \(scenario.observerName) watches \(scenario.occulterName) hide the Sun",
      "span      \(span.lowerBound.text(in: scenario.scale, fractionDigits: 3)) to "
        + span.upperBound.text(in: scenario.scale, fractionDigits: 3),
      "Sun       \(scenario.formation.treatment.rawValue) direction, radius "
        + "\(scenario.formation.sunRadius / 1000) km, limb darkening \(scenario.law.name)",
    ]
    if result.windows.isEmpty { lines.append("windows   none") }
    for (index, window) in result.windows.enumerated() {
      lines.append("")
      lines.append("window \(index + 1) of \(result.windows.count): \(window.windowClass.rawValue)")
      lines += momentLines(window)
      lines += unionLines(unions[index])
      if let length = duration(window.phases) { lines.append("  " + length) }
      lines += earthLines(window)
    }
    lines += selectionLines()
    lines.append("")
    lines.append(
      String(
        format: "complete to a depth of %.1e rad (%d evaluations); contacts are UTC",
        result.certifiedDepth, result.evaluations))
    lines += budgetLines
    return lines.joined(separator: "\n") + "\n"
  }

  /// The contacts and the deepest moment in order of time.
  ///
  /// Of several central phases each has a line for its beginning and one for its end: between two
  /// of them some of the Sun is seen again.
  private func momentLines(_ window: OccultationWindow) -> [String] {
    var rows: [(name: String, text: String, instant: Instant)] = []
    let span = result.span
    func add(_ name: String, _ contact: Contact?, isStart: Bool) {
      rows.append(
        (
          name, contactText(contact, absent: isStart ? "before the span" : "after the span"),
          contact?.instant ?? (isStart ? span.lowerBound : span.upperBound)
        ))
    }
    add("C1", window.first, isStart: true)
    for (index, phase) in window.phases.enumerated() {
      let kind = phase.occultationClass.rawValue
      add(index == 0 ? "C2" : "\(kind) begins", phase.start, isStart: true)
      add(index == window.phases.count - 1 ? "C3" : "\(kind) ends", phase.end, isStart: false)
    }
    add("C4", window.fourth, isStart: false)
    let greatest = window.greatest
    let place = rows.firstIndex { $0.instant > greatest.instant } ?? rows.count
    // Between C1 and C4 whatever the rounding of a moment at one of them.
    rows.insert(
      ("max", greatestText(greatest), greatest.instant), at: min(max(place, 1), rows.count - 1))
    let width = max(3, rows.map(\.name.count).max() ?? 3)
    return rows.map {
      "  " + $0.name.padding(toLength: width, withPad: " ", startingAt: 0) + " " + $0.text
    }
  }

  private func earthLines(_ window: OccultationWindow) -> [String] {
    guard let earthShadow else { return [] }
    let hidden = stretch(window).intersection(earthShadow.penumbra.windows).intervals
    guard !hidden.isEmpty else { return [] }
    return hidden.prefix(4).map { "  the Earth hides the Sun, or part of it, " + between($0) }
      + (hidden.count > 4 ? ["  and \(hidden.count - 4) times more"] : [])
  }

  /// What other bodies hide at the greatest phase; nothing where they could hide nothing.
  private func unionLines(_ all: UnionDocument) -> [String] {
    let others = all.hiding.filter { $0.name != scenario.occulterName }
    guard !scenario.formation.companions.isEmpty || !others.isEmpty else { return [] }
    return [
      String(
        format: "  then all bodies hide %.6f of the disc, %.6f of the light (%@): %@",
        all.obscuration, all.obscuration_limb_darkened,
        all.hiding.isEmpty ? "none" : all.names, all.class)
    ]
  }

  private func selectionLines() -> [String] {
    guard let selected else { return [] }
    var lines = ["", "of use (\(selected.asked.joined(separator: ", "))):"]
    lines += selected.windows.intervals.map { "  " + between($0) }
    lines.append(
      selected.windows.isEmpty
        ? "  none" : String(format: "  together %.3f s", selected.windows.totalSeconds))
    return lines
  }

  private func between(_ interval: ClosedRange<Instant>) -> String {
    "from " + interval.lowerBound.text(fractionDigits: 3) + " to "
      + interval.upperBound.text(fractionDigits: 3)
      + String(
        format: " (%.3f s)", interval.upperBound.seconds(since: interval.lowerBound))
  }

  private func contactText(_ contact: Contact?, absent: String) -> String {
    guard let contact else { return absent }
    return contact.instant.text(fractionDigits: 6)
      + String(format: "  %14.6f s", seconds(contact.instant)) + altitudeText(contact.instant)
  }

  /// How high a place on the ground sees the Sun then; nothing for spacecraft.
  private func altitudeText(_ instant: Instant) -> String {
    guard let place = horizontal(instant) else { return "" }
    return String(
      format: "  altitude %.2f°, azimuth %.2f°", place.altitude / Angles.degree,
      place.azimuth / Angles.degree)
  }

  private func greatestText(_ greatest: GreatestOccultation) -> String {
    greatest.instant.text(fractionDigits: 6)
      + String(
        format: "  %14.6f s  magnitude %.4f, size ratio %.4f, obscuration %.6f (light %.6f)",
        seconds(greatest.instant), greatest.discs.magnitude, greatest.discs.sizeRatio,
        greatest.obscuration, greatest.limbDarkenedObscuration)
      + altitudeText(greatest.instant)
  }

  private func duration(_ phases: [CentralPhase]) -> String? {
    let parts = phases.map { phase in
      let start = phase.start?.instant ?? scenario.span.lowerBound
      let end = phase.end?.instant ?? scenario.span.upperBound
      let isCut = phase.start == nil || phase.end == nil
      return phase.occultationClass.rawValue + (isCut ? " for at least " : " for ")
        + String(format: "%.3f s", end.seconds(since: start))
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", then ")
  }
}
