internal import Astronomy
internal import Foundation
internal import Imagery
internal import Sensors

/// Encodes the exposures that calibrate a sensor: numbers, response and scenario, but no truth.
struct CalibrationProducts: Sendable {
  let scenario: Scenario
  let camera: Camera
  let raw: RawFrames
  let created: Instant

  /// The units of an exposure's file.
  func units(_ exposure: CalibrationExposure) throws -> [FITSHDU] {
    let wedge = exposure.kind == .wedge ? exposure.channel.stepWedge : nil
    let recorded =
      if let wedge {
        try raw.calibrate(
          exposure.channel, wedge: wedge, seconds: exposure.seconds, number: exposure.seriesNumber)
      } else {
        try raw.calibrate(
          exposure.channel, brightness: exposure.brightness * exposure.channel.unpolarisedShare,
          seconds: exposure.seconds, number: exposure.seriesNumber, camera)
      }
    let more = try wedge.map { [try $0.table()] } ?? []
    return [
      FITSHDU(
        .counts(try recorded.counts(upTo: exposure.channel.sensor.largestNumber)),
        header: try header(exposure)),
      try exposure.channel.responseTable(), try scenario.table(),
    ] + more
  }

  private static func object(_ exposure: CalibrationExposure) -> String {
    if exposure.kind == .wedge { return "step wedge" }
    return exposure.brightness > 0 ? "even field" : "none"
  }

  private func header(_ exposure: CalibrationExposure) throws -> FITSHeader {
    func text(_ value: String) -> String { String(FITSText.transliterated(value).prefix(60)) }
    let kind = exposure.kind.rawValue.uppercased()
    var header = FITSHeader()
    try header.append(FITSCard.section("File"))
    try header.append("EXTNAME", "RAW", "name of this HDU")
    try header.append("FILENAME", FrameProducts.fileName(exposure.file), "file name")
    try header.append("DATE", FrameHeader.date(created), unit: "UTC", "file creation")
    try header.append("ORIGIN", "totality", "software that created the file")
    try header.append("LEVEL", "L0", "product level, see DESCRPTN")
    try header.append("VERSION", 1, "processing version of this file")
    try header.append("DESCRPTN", "synthetic exposure that calibrates the sensor", "contents")
    try header.append("SIMULATD", true, "T = rendered, not observed")
    try header.append(FITSCard.section("Origin of the data"))
    try header.append("PROJECT", text(scenario.name), "scenario")
    try header.append("OBSRVTRY", text(scenario.observerName), "camera platform")
    try header.append("TELESCOP", text(scenario.observerName), "telescope / platform")
    try header.append("INSTRUME", text(camera.name), "instrument")
    try header.append("DETECTOR", "VIS", "detector")
    try header.append("FILTER", exposure.channel.filterName, "filter")
    try header.append("OBJECT", Self.object(exposure), "object")
    try header.append("OBS_MODE", kind, "kind of observation")
    try header.append("IMAGETYP", kind, "OBJECT, DARK, FLAT, BIAS or WEDGE")
    try header.append("EXPNUM", exposure.number + 1, "which of its kind")
    try header.append(FITSCard.section("Data"))
    try header.append("XPOSURE", exposure.seconds, unit: "s", "accumulated exposure")
    try header.append("EXPTIME", exposure.seconds, unit: "s", "accumulated exposure")
    try header.append("BTYPE", FrameHeader.Plane.raw.type, "type of data (UCD)")
    try header.append("BNAME", FrameHeader.Plane.raw.meaning, "what the array holds")
    try header.append("BUNIT", "DN", "numbers of the converter")
    if exposure.kind == .flat {
      try header.append(
        "FIELDMSB", exposure.brightness, unit: "MSB", "even, unpolarised field before optics")
    }
    for card in try exposure.channel.cards(raw.settings, seconds: exposure.seconds) {
      try header.append(card)
    }
    try header.append(FITSCard.section("Provenance"))
    try header.append("CREATOR", "totality \(Version.current)", "software")
    try header.append("VERS_SW", Version.current, "software version")
    try header.append("SCENSHA", scenario.identity)
    try header.append("RUNID", scenario.runIdentifier, "scenario and version")
    let history =
      exposure.kind == .wedge
      ? "Film of the scenario's frames, exposed field by field to what the table WEDGE tells, not through "
        + "the lens; random numbers that no frame shares."
      : "The device of the scenario's frames; random numbers that no frame shares. A flat holds the "
        + "fall-off of the picture (FALLOFF), the dark current and the bias."
    try header.append(FITSCard.history(history))
    return header
  }
}
