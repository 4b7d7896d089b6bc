internal import Foundation
internal import Optics
internal import Sensors

/// What records the light, and for how long.
struct SensorSettings: Sendable {
  /// The kinds a scenario may name.
  enum Kind: String, CaseIterable, Sendable {
    /// Counts every photon, and adds no fault of its own.
    case ideal
    /// The detector of PROBA-3's coronagraph with its flight calibration.
    case aspiics
    /// An illustrative fast film on 70 mm stock, scanned; not historical.
    case film70mm = "film-70mm"
  }

  /// A filter, a polariser or neither between the sky and the sensor.
  struct Channel: Sendable, Hashable {
    /// The filter of ASPIICS that the radiometry follows; nil for the camera's passband.
    var filter: AspiicsFilter?
    /// The axis of an ideal polariser from solar north counter-clockwise, degrees; nil for none, or for
    /// that of the filter.
    var polariserDegrees: Double?
  }

  var kind: Kind
  /// The exposure times of one frame, seconds.
  var exposures: [Double]
  /// What the light passes, one after the other: each frame has every exposure time through each.
  var channels: [Channel]
  /// Temperature, degrees Celsius; nil for the detector's own.
  var temperatureCelsius: Double?
  /// Whether chance plays a part; without it numbers are rounded expectations.
  var hasNoise: Bool

  /// How many files of raw numbers a frame has.
  var shotCount: Int { exposures.count * channels.count }

  /// Whether a filter of ASPIICS tells the radiometry.
  var isCalibratedInFlight: Bool { channels.contains { $0.filter != nil } }

  /// Whether the light must be told in lux, for which the lens must have an f-number.
  var isFilm: Bool { kind == .film70mm }

  /// The device for pictures of a size.
  ///
  /// - Parameters:
  ///   - filter: of ASPIICS, which decides how many photons the detector counts.
  ///   - seed: of the device's own pattern.
  ///   - pixelMicrometres: side of a pixel in the lens's picture, which film is scanned with; grain and
  ///     blur depend on it.
  /// - Throws: `SensorsError` for a size that the sensor cannot have.
  func sensor(
    behind filter: AspiicsFilter?, width: Int, height: Int, seed: Int, pixelMicrometres: Double
  ) throws(SensorsError) -> any Sensor {
    let format = try FrameFormat(width: width, height: height)
    guard !isFilm else {
      // The film as such; what part of its frame is scanned, and how finely, is the camera's matter.
      var design = try FilmDesign.illustrative70mm(format: FrameFormat(width: 512, height: 512))
      (design.format, design.pitch) = (format, pixelMicrometres)
      if !hasNoise { design.effects.remove(.grain) }
      return try PhotographicFilm(design)
    }
    var design = kind == .aspiics ? DetectorDesign.aspiics : .ideal(format: format)
    design.format = format
    design.deviceSeed = UInt64(bitPattern: Int64(seed))
    if let filter { design.quantumEfficiency = filter.quantumEfficiency }
    if let temperatureCelsius { design.temperature = temperatureCelsius }
    if !hasNoise { design.effects.subtract(.noise) }
    return try SolidStateSensor(design)
  }
}

/// `[sensor]`.
enum SensorSection {
  static func read(_ section: SectionReader) -> SensorSettings? {
    let kind = section.choice(
      "kind", as: SensorSettings.Kind.self, default: .ideal,
      doc: "What records the light: a perfect counter, the detector of ASPIICS, or scanned film.")
    let exposures = section.doubles(
      "exposures_s", count: 1...100, each: .closed(1e-6, 3600), default: [0.1, 1, 10],
      doc: "The exposure times of one frame, each a file of raw numbers.")
    let filters = section.optionalOneOrMore(
      "filter", most: AspiicsFilter.allCases.count, of: AspiicsFilter.allCases.map(\.rawValue),
      doc:
        "A filter of ASPIICS whose flight calibration gives numbers per brightness, or several for a "
        + "file each: WB, P0, P60, P120, FeXIV or HeI. Transmission and Lyot stop are then those of the "
        + "calibration; polarisers turn with the camera.")
    let axes = section.optionalOneOrMore(
      "polariser_deg", most: 16, each: .closed(-360, 360),
      doc:
        "The axis of an ideal polariser before the sensor, from solar north counter-clockwise, or "
        + "several for a file each; its own losses belong to optics.transmission.")
    let temperature = section.optionalDouble(
      "temperature_c", in: .closed(-150, 100), doc: "Of the detector; left out, its own.")
    let noise = section.boolean(
      "noise", default: true, doc: "Whether chance plays a part in the numbers.")
    guard !section.isDeclaring else { return nil }
    _ = section.attempt(at: "exposures_s") { try ExposureBracket(seconds: exposures) }
    let channels = channels(filters, axes, kind, section)
    if temperature != nil, kind != .aspiics {
      section.report(
        "found a temperature for a sensor without dark current", remedy: "leave it out",
        at: "temperature_c")
    }
    return SensorSettings(
      kind: kind, exposures: exposures, channels: channels, temperatureCelsius: temperature,
      hasNoise: noise)
  }

  /// What the light passes, with what is wrong about it reported.
  private static func channels(
    _ filters: [String]?, _ axes: [Double]?, _ kind: SensorSettings.Kind, _ section: SectionReader
  ) -> [SensorSettings.Channel] {
    if filters != nil, kind != .aspiics {
      section.report(
        "found a filter of ASPIICS on another sensor", remedy: "write kind = \"aspiics\"",
        at: "filter")
    }
    if filters != nil, axes != nil {
      section.report(
        "found a polariser's axis beside filters, whose polarisers have their own",
        remedy: "leave it out, or sensor.filter", at: "polariser_deg")
    }
    func reportTwice(_ what: String, at key: String) {
      section.report(
        "found \(what) twice", remedy: "give each once, frames repeat the list", at: key)
    }
    if let filters, Set(filters).count < filters.count { reportTwice("a filter", at: "filter") }
    if let axes, Set(axes.map(RawChannel.withinHalfTurn)).count < axes.count {
      reportTwice("an axis (those half a turn apart are one)", at: "polariser_deg")
    }
    if let filters {
      return filters.map { .init(filter: AspiicsFilter(rawValue: $0), polariserDegrees: nil) }
    }
    return axes?.map { .init(filter: nil, polariserDegrees: $0) } ?? [.init()]
  }
}
