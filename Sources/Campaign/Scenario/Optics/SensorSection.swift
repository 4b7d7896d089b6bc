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

  var kind: Kind
  /// The exposure times of one frame, seconds.
  var exposures: [Double]
  /// The filter of ASPIICS that the radiometry follows; nil for the camera's passband.
  var filter: AspiicsFilter?
  /// Temperature, degrees Celsius; nil for the detector's own.
  var temperatureCelsius: Double?
  /// Whether chance plays a part; without it numbers are rounded expectations.
  var hasNoise: Bool

  /// Whether the light must be told in lux, for which the lens must have an f-number.
  var isFilm: Bool { kind == .film70mm }

  /// The device for pictures of a size.
  ///
  /// - Parameters:
  ///   - seed: of the device's own pattern.
  ///   - pixelMicrometres: side of a pixel in the lens's picture, which film is scanned with; grain and
  ///     blur depend on it.
  /// - Throws: `SensorsError` for a size that the sensor cannot have.
  func sensor(
    width: Int, height: Int, seed: Int, pixelMicrometres: Double
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
    let filter = section.optionalString(
      "filter", length: 1...8,
      doc:
        "A filter of ASPIICS whose flight calibration gives numbers per brightness: WB, FeXIV or HeI. "
        + "Transmission and Lyot stop are then those of the calibration.")
    let temperature = section.optionalDouble(
      "temperature_c", in: .closed(-150, 100), doc: "Of the detector; left out, its own.")
    let noise = section.boolean(
      "noise", default: true, doc: "Whether chance plays a part in the numbers.")
    guard !section.isDeclaring else { return nil }
    _ = section.attempt(at: "exposures_s") { try ExposureBracket(seconds: exposures) }
    // Polarisers would need the angle of their axes on the sky.
    let allowed: [AspiicsFilter] = [.wideBand, .ironXIV, .heliumD3]
    let band = filter.flatMap { AspiicsFilter(rawValue: $0) }.flatMap {
      allowed.contains($0) ? $0 : nil
    }
    if let filter, band == nil {
      section.report(
        "found the filter \(PrintableText.quoted(filter)), allowed are "
          + allowed.map(\.rawValue).joined(separator: ", "),
        remedy: "choose one of them, or leave it out for the camera's passband; polarisers are not "
          + "simulated yet", at: "filter")
    }
    if filter != nil, kind != .aspiics {
      section.report(
        "found a filter of ASPIICS on another sensor", remedy: "write kind = \"aspiics\"",
        at: "filter")
    }
    if temperature != nil, kind != .aspiics {
      section.report(
        "found a temperature for a sensor without dark current", remedy: "leave it out",
        at: "temperature_c")
    }
    return SensorSettings(
      kind: kind, exposures: exposures, filter: band, temperatureCelsius: temperature,
      hasNoise: noise)
  }
}
