internal import Astronomy
internal import Foundation
internal import Geometry
internal import Trajectories

extension WindowsAnswer {
  /// The JSON document.
  public func json() throws -> String {
    try JSONOutput.text(document)
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
    var selection: Selection?
    var earth_shadow: EarthShadow?
    var certified_depth_rad: Double
    var evaluations: Int
    var constants: Constants
    var budget: [WindowBudget]?
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
    var altitude_deg: Double?
    var azimuth_deg: Double?
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
    var all_bodies: UnionDocument
  }

  private struct Window: Encodable {
    var `class`: String
    var cut_at_start: Bool
    var cut_at_end: Bool
    var contacts: Contacts
    var greatest: Greatest
    var phases: [Phase]?
    var sunlit_seconds: Double?
  }

  private struct Stretch: Encodable {
    var start: String
    var stop: String
    var start_seconds: Double
    var stop_seconds: Double
    var duration_seconds: Double
    var cut_at_start: Bool
    var cut_at_end: Bool
  }

  private struct EarthShadow: Encodable {
    var penumbra: [Stretch]
    var umbra: [Stretch]
    var certified_depth_rad: Double
  }

  private struct Selection: Encodable {
    struct Condition: Encodable {
      var name: String
      var stretches: [Stretch]
      var certified_depth_rad: Double
    }
    var phase: String
    var conditions: [Condition]
    var margin_seconds: Double
    var min_duration_seconds: Double
    var stretches: [Stretch]
    var total_seconds: Double
  }

  private func stretch(_ interval: ClosedRange<Instant>) -> Stretch {
    let span = scenario.span
    return Stretch(
      start: interval.lowerBound.text(), stop: interval.upperBound.text(),
      start_seconds: seconds(interval.lowerBound), stop_seconds: seconds(interval.upperBound),
      duration_seconds: interval.upperBound.seconds(since: interval.lowerBound),
      cut_at_start: interval.lowerBound <= span.lowerBound,
      cut_at_end: interval.upperBound >= span.upperBound)
  }

  private func selection(_ selected: SelectedWindows) -> Selection {
    Selection(
      phase: selected.selection.phase.rawValue,
      conditions: selected.requirements.map {
        .init(
          name: $0.name, stretches: $0.result.windows.intervals.map(stretch),
          certified_depth_rad: $0.result.certifiedDepth)
      },
      margin_seconds: selected.marginSeconds, min_duration_seconds: selected.minimumSeconds,
      stretches: selected.windows.intervals.map(stretch),
      total_seconds: selected.windows.totalSeconds)
  }

  private var document: Document {
    let span = scenario.span
    return Document(
      scenario: scenario.name,
      span: .init(
        start: span.lowerBound.text(in: scenario.scale),
        stop: span.upperBound.text(in: scenario.scale), scale: scenario.scale.rawValue,
        seconds: seconds(span.upperBound)),
      windows: zip(result.windows, unions).map(window), selection: selected.map(selection),
      earth_shadow: earthShadow.map {
        EarthShadow(
          penumbra: $0.penumbra.windows.intervals.map(stretch),
          umbra: $0.umbra.windows.intervals.map(stretch),
          certified_depth_rad: max($0.penumbra.certifiedDepth, $0.umbra.certifiedDepth))
      }, certified_depth_rad: result.certifiedDepth,
      evaluations: result.evaluations,
      constants: Constants(
        solar_radius_km: scenario.formation.sunRadius / 1000,
        sun_direction: scenario.formation.treatment.rawValue, limb_darkening: scenario.law.name,
        wavelength_nm: scenario.wavelengthNanometres,
        obscuration: ObscurationMode.solidAngle.rawValue, ephemeris: scenario.ephemerisName),
      budget: budget)
  }

  private func window(_ window: OccultationWindow, _ all: UnionDocument) -> Window {
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
        obscuration_limb_darkened: greatest.limbDarkenedObscuration, all_bodies: all),
      phases: showsPhases
        ? window.phases.map {
          Phase(
            class: $0.occultationClass.rawValue, start: time($0.start), end: time($0.end))
        } : nil,
      sunlit_seconds: earthShadow.map {
        stretch(window).subtracting($0.penumbra.windows).totalSeconds
      })
  }

  private func time(_ contact: Contact?) -> Time? {
    contact.map {
      let place = horizontal($0.instant)
      return Time(
        utc: $0.instant.text(), seconds: seconds($0.instant), bracket: $0.bracketSeconds,
        altitude_deg: place.map { $0.altitude / Angles.degree },
        azimuth_deg: place.map { $0.azimuth / Angles.degree })
    }
  }
}
