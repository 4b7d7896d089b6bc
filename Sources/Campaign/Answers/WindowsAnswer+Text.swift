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
        + "greatest_utc,greatest_s,magnitude,size_ratio,obscuration,obscuration_limb_darkened"
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
        "\(greatest.limbDarkenedObscuration)",
      ]
      lines.append(cells.joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
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
      lines.append("  C1  " + contactText(window.first, absent: "before the span"))
      if window.windowClass != .partial {
        lines.append("  C2  " + contactText(window.second, absent: "before the span"))
      }
      lines.append("  max " + greatestText(window.greatest))
      if window.windowClass != .partial {
        lines.append("  C3  " + contactText(window.third, absent: "after the span"))
      }
      lines.append("  C4  " + contactText(window.fourth, absent: "after the span"))
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

  private func earthLines(_ window: OccultationWindow) -> [String] {
    guard let earthShadow else { return [] }
    let hidden = stretch(window).intersection(earthShadow.penumbra.windows).intervals
    guard !hidden.isEmpty else { return [] }
    return hidden.prefix(4).map { "  the Earth hides the Sun, or part of it, " + between($0) }
      + (hidden.count > 4 ? ["  and \(hidden.count - 4) times more"] : [])
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
