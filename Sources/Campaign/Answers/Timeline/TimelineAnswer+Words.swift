internal import Astronomy
internal import Foundation
internal import Geometry
internal import Imagery

extension TimelineAnswer {
  private static let partialColour = Colour(247, 207, 122, opacity: 0.42)
  private static let totalColour = Colour(58, 66, 104, opacity: 0.42)
  private static let annularColour = Colour(64, 160, 150, opacity: 0.40)
  private static let penumbraColour = Colour(96, 108, 128, opacity: 0.30)
  private static let umbraColour = Colour(30, 36, 52, opacity: 0.42)
  private static let contactColour = Colour(150, 84, 10)
  private static let centralColour = Colour(52, 58, 104)
  private static let greatestColour = Colour(190, 36, 84)
  private static let sunriseColour = Colour(140, 70, 0)

  // MARK: Stretches

  var bands: [TimelineChart.Band] {
    var bands: [TimelineChart.Band] = []
    for (_, window) in drawnWindows {
      let whole = stretch(window.first, window.fourth)
      let central = TimeWindows(window.phases.map { stretch($0.start, $0.end) })
      bands += TimeWindows([whole]).subtracting(central).intervals.map {
        .init(
          from: seconds($0.lowerBound), to: seconds($0.upperBound), Self.partialColour,
          name: "partial")
      }
    }
    for (_, window) in drawnWindows {
      for phase in window.phases {
        let isTotal = phase.occultationClass == .total
        let time = stretch(phase.start, phase.end)
        bands.append(
          .init(
            from: seconds(time.lowerBound), to: seconds(time.upperBound),
            isTotal ? Self.totalColour : Self.annularColour,
            name: phase.occultationClass.rawValue))
      }
    }
    return bands + earthBands
  }

  /// The time between two contacts, or to the span's ends.
  private func stretch(_ start: Contact?, _ end: Contact?) -> ClosedRange<Instant> {
    let begin = start?.instant ?? result.span.lowerBound
    return begin...max(begin, end?.instant ?? result.span.upperBound)
  }

  private var earthBands: [TimelineChart.Band] {
    guard let earthShadow else { return [] }
    let seen = TimeWindows([shown])
    let umbra = earthShadow.umbra.windows.intersection(seen)
    let penumbra = earthShadow.penumbra.windows.intersection(seen).subtracting(umbra)
    return [
      (penumbra, Self.penumbraColour, "Earth's penumbra"),
      (umbra, Self.umbraColour, "Earth's umbra"),
    ].flatMap { windows, colour, name in
      windows.intervals.map {
        .init(
          from: seconds($0.lowerBound), to: seconds($0.upperBound), colour, isHatched: true,
          name: name)
      }
    }
  }

  /// The row that tells whether the Earth lets the Sun through.
  var lane: TimelineChart.Lane? {
    guard let earthShadow else { return nil }
    var lane = TimelineChart.Lane(
      "Earth", background: Colour(255, 243, 196), bands: earthBands, marks: [])
    let span = result.span
    for night in earthShadow.umbra.windows.intervals {
      for (instant, name) in [(night.lowerBound, "sunset"), (night.upperBound, "sunrise")]
      where instant > span.lowerBound && instant < span.upperBound {
        lane.marks.append(
          .init(
            name, text: clock(instant, digits: 0), atSeconds: seconds(instant), Self.sunriseColour))
      }
    }
    if earthBands.isEmpty {
      lane.bands = [
        .init(from: 0, to: length, lane.background, name: "the Sun stands clear of the Earth")
      ]
    }
    return lane
  }

  // MARK: Moments

  /// The contacts of the chosen window.
  var contactMarks: [TimelineChart.Mark] {
    guard let chosen else { return [] }
    let window = result.windows[chosen]
    var marks = WindowMoments(window).moments.compactMap { moment -> TimelineChart.Mark? in
      guard let contact = moment.contact else { return nil }
      return .init(
        moment.name, text: clock(contact.instant, digits: contactDigits),
        atSeconds: seconds(contact.instant),
        moment.isCentral ? Self.centralColour : Self.contactColour)
    }
    // A window cut by the span may be deepest outside.
    let greatest = window.greatest.instant
    guard greatest > result.span.lowerBound, greatest < result.span.upperBound else { return marks }
    marks.append(
      .init(
        "greatest", text: clock(greatest, digits: min(2, contactDigits)),
        atSeconds: seconds(greatest), Self.greatestColour))
    return marks
  }

  /// The numbers of all windows.
  var numberMarks: [TimelineChart.Mark] {
    // Among hundreds a dozen tell the way; each has a line through all panels.
    let stride = isCrowded ? max(1, drawnWindows.count / 12) : 1
    return drawnWindows.filter { ($0.number - 1) % stride == 0 }.map { number, window in
      .init(
        "\(number)", atSeconds: seconds(window.greatest.instant),
        window.windowClass == .partial ? Self.contactColour : Self.centralColour)
    }
  }

  private var contactDigits: Int { length < 2 ? 5 : length < 120 ? 3 : length < 7200 ? 2 : 1 }

  /// The time of day in UTC.
  private func clock(_ instant: Instant, digits: Int) -> String {
    String(instant.text(fractionDigits: digits).dropLast().drop { $0 != "T" }.dropFirst())
  }

  // MARK: Words

  var subtitle: String {
    let start = shown.lowerBound.text(fractionDigits: 0)
    guard let chosen else {
      let classes: [WindowClass] = [.total, .hybrid, .annular, .partial]
      let counts = classes.compactMap { kind -> String? in
        let count = result.windows.count { $0.windowClass == kind }
        return count > 0 ? "\(count) \(kind.rawValue)" : nil
      }
      let windows =
        result.windows.isEmpty
        ? "no window" : "\(result.windows.count) windows: " + counts.joined(separator: ", ")
      return "\(scenario.name) \u{00B7} \(start) to \(shown.upperBound.text(fractionDigits: 0)) "
        + "\u{00B7} \(windows)"
        + (isCrowded ? String(format: " in %.0f turns, curves left out", turns) : "")
    }
    let window = result.windows[chosen]
    let phases = window.phases.map { phase in
      let time = stretch(phase.start, phase.end)
      let isCut = phase.start == nil || phase.end == nil
      return phase.occultationClass.rawValue + (isCut ? " for at least " : " for ")
        + String(format: "%.2f s", time.upperBound.seconds(since: time.lowerBound))
    }
    var parts = [
      scenario.name, String(start.prefix(10)),
      "window \(chosen + 1) of \(result.windows.count): "
        + (phases.isEmpty ? "partial" : phases.joined(separator: ", ")),
    ]
    let greatest = window.greatest
    parts.append(
      String(
        format: "magnitude %.4f, size ratio %.4f", greatest.discs.magnitude,
        greatest.discs.sizeRatio))
    if window.phases.isEmpty, window.isCutAtStart || window.isCutAtEnd {
      parts.append("cut by the span")
    }
    return parts.joined(separator: " \u{00B7} ")
  }

  /// The windows in words, for an overview.
  var list: [String] {
    let largest = 45
    var lines = drawnWindows.prefix(largest).map { number, window in
      let greatest = window.greatest.instant.text(fractionDigits: 1).dropLast()
        .replacingOccurrences(of: "T", with: " ")
      let time = stretch(window.first, window.fourth)
      let isCut = window.isCutAtStart || window.isCutAtEnd
      return "\(number)  \(window.windowClass.rawValue)  \(greatest)  "
        + String(
          format: "%@%.1f s  %.1f%%", isCut ? "\u{2265} " : "",
          time.upperBound.seconds(since: time.lowerBound),
          100 * window.greatest.limbDarkenedObscuration)
    }
    if drawnWindows.count > largest {
      lines.append("and \(drawnWindows.count - largest) more: see totality windows")
    }
    return lines
  }

  var footer: [String] {
    let treatment =
      scenario.formation.treatment == .apparent
      ? "apparent direction (light time and aberration)" : "geometric direction"
    return [
      "Sun: radius \(PrintableText.number(scenario.formation.sunRadius / 1000)) km, \(treatment), limb "
        + "darkening \(scenario.law.name) at \(PrintableText.number(scenario.wavelengthNanometres)) nm"
        + (earthShadow == nil
          ? "" : " \u{00B7} Earth: WGS 84, no refraction, sunrise and sunset of the upper limb"),
      (result.certifiedDepth > 0
        ? String(format: "all windows deeper than %.1e rad are found", result.certifiedDepth)
        : "all windows are found")
        + "; contacts are UTC"
        + (isCrowded && earthShadow != nil
          ? " \u{00B7} Earth: bright where it leaves the Sun clear at greatest, dark where not"
          : "")
        + " \u{00B7} totality \(Version.current) \u{00B7} \(scenario.name) sha256 "
        + "\(scenario.identity.prefix(12))\u{2026}",
    ]
  }

  /// The picture in words.
  var description: [String] {
    var lines = [subtitle]
    for (number, window) in drawnWindows {
      var parts = ["window \(number): \(window.windowClass.rawValue)"]
      for moment in WindowMoments(window).moments {
        if let contact = moment.contact {
          parts.append("\(moment.name) \(contact.instant.text(fractionDigits: 6))")
        }
      }
      parts.append("greatest \(window.greatest.instant.text(fractionDigits: 6))")
      lines.append(parts.joined(separator: ", "))
    }
    for mark in isCrowded ? [] : lane?.marks ?? [] { lines.append("\(mark.name) \(mark.text) UTC") }
    return lines + footer
  }
}
