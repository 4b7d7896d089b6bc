internal import Astronomy
internal import Foundation
internal import Geometry

/// The answer of `totality windows`, as JSON (schema `totality.windows/1`), CSV or a table.
public struct WindowsAnswer: Sendable {
  private let result: WindowSearchResult
  private let scenario: Scenario

  /// Searches the scenario's span.
  ///
  /// - Throws: `GeometryError` when a trajectory does not cover the span or the observer enters the
  ///   occulter.
  public init(_ scenario: Scenario) throws {
    self.scenario = scenario
    result = try scenario.formation.windows(over: scenario.span, law: scenario.law)
  }

  /// Whether there is no window at all.
  public var isEmpty: Bool { result.windows.isEmpty }

  /// What a user should know of the search, for standard error.
  public var notes: [String] {
    guard result.certifiedDepth > 1e-8 else { return [] }
    return [
      String(
        format: "warning: the Sun and the occulter stay so nearly equal in size and place that the "
          + "search ended early: events shallower than %.1e rad may be missing",
        result.certifiedDepth)
    ]
  }

  /// Seconds since the span's start in the span's own scale.
  private func seconds(_ instant: Instant) -> Double {
    instant.seconds(since: scenario.span.lowerBound, in: scenario.scale)
  }
}

extension WindowsAnswer {
  /// The JSON document.
  public func json() throws -> String {
    String(decoding: try JSONOutput.encode(document), as: UTF8.self)
  }

  private struct Document: Encodable {
    struct Span: Encodable {
      var start: String
      var stop: String
      var scale: String
      var seconds: Double
    }
    var schema = "totality.windows/1"
    var scenario: String
    var span: Span
    var windows: [Window]
    var certified_depth_rad: Double
    var evaluations: Int
    var constants: Constants
  }

  private struct Constants: Encodable {
    var solar_radius_km: Double
    var sun_direction: String
    var limb_darkening: String
    var wavelength_nm: Double
    var obscuration: String
    var ephemeris: String
  }

  private struct Time: Encodable {
    var utc: String
    var seconds: Double
    var bracket: Double
  }

  private struct Contacts: Encodable {
    var c1: Time?
    var c2: Time?
    var c3: Time?
    var c4: Time?

    enum CodingKeys: CodingKey { case c1, c2, c3, c4 }

    // An absent contact is written as null, which the synthesised encoding would leave out.
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(c1, forKey: .c1)
      try container.encode(c2, forKey: .c2)
      try container.encode(c3, forKey: .c3)
      try container.encode(c4, forKey: .c4)
    }
  }

  private struct Phase: Encodable {
    var `class`: String
    var start: Time?
    var end: Time?

    enum CodingKeys: CodingKey { case `class`, start, end }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(`class`, forKey: .class)
      try container.encode(start, forKey: .start)
      try container.encode(end, forKey: .end)
    }
  }

  private struct Greatest: Encodable {
    var utc: String
    var seconds: Double
    var magnitude: Double
    var size_ratio: Double
    var separation_arcsec: Double
    var obscuration: Double
    var obscuration_limb_darkened: Double
  }

  private struct Window: Encodable {
    var `class`: String
    var cut_at_start: Bool
    var cut_at_end: Bool
    var contacts: Contacts
    var greatest: Greatest
    var phases: [Phase]?
  }

  private var document: Document {
    let span = scenario.span
    return Document(
      scenario: scenario.name,
      span: .init(
        start: span.lowerBound.text(in: scenario.scale),
        stop: span.upperBound.text(in: scenario.scale), scale: scenario.scale.rawValue,
        seconds: seconds(span.upperBound)),
      windows: result.windows.map(window), certified_depth_rad: result.certifiedDepth,
      evaluations: result.evaluations,
      constants: Constants(
        solar_radius_km: scenario.formation.sunRadius / 1000,
        sun_direction: scenario.formation.treatment.rawValue, limb_darkening: scenario.law.name,
        wavelength_nm: scenario.wavelengthNanometres,
        obscuration: ObscurationMode.solidAngle.rawValue, ephemeris: "ERFA epv00"))
  }

  private func window(_ window: OccultationWindow) -> Window {
    let greatest = window.greatest
    let showsPhases = window.windowClass == .hybrid || window.phases.count > 1
    return Window(
      class: window.windowClass.rawValue, cut_at_start: window.isCutAtStart,
      cut_at_end: window.isCutAtEnd,
      contacts: Contacts(
        c1: time(window.first), c2: time(window.second), c3: time(window.third),
        c4: time(window.fourth)),
      greatest: Greatest(
        utc: greatest.instant.text(), seconds: seconds(greatest.instant),
        magnitude: greatest.discs.magnitude, size_ratio: greatest.discs.sizeRatio,
        separation_arcsec: greatest.discs.separation / Angles.arcsecond,
        obscuration: greatest.obscuration,
        obscuration_limb_darkened: greatest.limbDarkenedObscuration),
      phases: showsPhases
        ? window.phases.map {
          Phase(
            class: $0.occultationClass.rawValue, start: time($0.start), end: time($0.end))
        } : nil)
  }

  private func time(_ contact: Contact?) -> Time? {
    contact.map {
      Time(
        utc: $0.instant.text(), seconds: seconds($0.instant), bracket: $0.bracketSeconds)
    }
  }
}

extension WindowsAnswer {
  /// One row for each window.
  public func csv() -> String {
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
    }
    lines.append("")
    lines.append(
      String(
        format: "complete to a depth of %.1e rad (%d evaluations); contacts are UTC",
        result.certifiedDepth, result.evaluations))
    return lines.joined(separator: "\n") + "\n"
  }

  private func contactText(_ contact: Contact?, absent: String) -> String {
    guard let contact else { return absent }
    return contact.instant.text(fractionDigits: 6)
      + String(format: "  %14.6f s", seconds(contact.instant))
  }

  private func greatestText(_ greatest: GreatestOccultation) -> String {
    greatest.instant.text(fractionDigits: 6)
      + String(
        format: "  %14.6f s  magnitude %.4f, size ratio %.4f, obscuration %.6f (light %.6f)",
        seconds(greatest.instant), greatest.discs.magnitude, greatest.discs.sizeRatio,
        greatest.obscuration, greatest.limbDarkenedObscuration)
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
