internal import Foundation
internal import Imagery
internal import Optics
internal import Sensors

/// What a reader needs to turn raw numbers back into brightness: cards, and the response as a table.
extension RawChannel {
  /// The word for the card FILTER, as files of ASPIICS have it.
  var filterName: String {
    settings.filter?.label ?? (polariserDegrees == nil ? "clear" : "polariser")
  }

  /// First and last wavelength of the filter, nm; nil where it is the camera's passband.
  var passbandNanometres: ClosedRange<Double>? { settings.filter?.passbandNanometres }

  /// The cards of one exposure.
  ///
  /// - Parameters:
  ///   - device: what records, its temperature and whether chance plays a part.
  ///   - seconds: the exposure time; film counts long ones for less.
  func cards(_ device: SensorSettings, seconds: Double) throws(ImageryError) -> [FITSCard] {
    var cards = [
      try FITSCard("SENSOR", .string(device.kind.rawValue), "what recorded the light"),
      try FITSCard("NOISE", .logical(device.hasNoise), "whether chance plays a part"),
      try FITSCard("FALLOFF", .string(falloffLaw), "light at angle t from the middle"),
    ]
    cards += try polariserCards()
    switch conversion {
    case .photons(let chain):
      guard let sensor = sensor as? SolidStateSensor else { return cards }
      cards += try Self.cards(of: chain) + detectorCards(sensor, device)
    case .lux(let lens):
      guard let film = sensor as? PhotographicFilm else { return cards }
      cards += try filmCards(film, lens, seconds: seconds)
    }
    return cards
  }

  /// The axis as files of PUNCH tell it: its angle, what it is counted from, and how far it is off.
  private func polariserCards() throws(ImageryError) -> [FITSCard] {
    guard let polariserDegrees else { return [] }
    return [
      try FITSCard(
        "POLAR", .double(polariserDegrees), unit: "deg", "axis from solar north, to east"),
      try FITSCard("POLARREF", .string("Solar"), "what POLAR is counted from"),
      try FITSCard("POLAROFF", .double(0), unit: "deg", "offset of the axis from POLAR"),
      try FITSCard("POLARLAW", .string("(I + Q cos 2a + U sin 2a)/2"), "what passes, a = POLAR"),
      try FITSCard("POLCCONV", .string("(+HPLT,-HPLN,+HPRZ)"), "reference system of Q and U"),
    ]
  }

  private static func cards(of chain: Radiometry) throws(ImageryError) -> [FITSCard] {
    [
      try FITSCard(
        "BANDNAME", .string(chain.band.name), "what lets the light through, and its source"),
      try FITSCard("LYOTFACT", .double(chain.lyotFactor), "Lyot stop over pupil"),
      try FITSCard("TRANSMIS", .double(chain.transmission), "transmission of the optics"),
    ]
  }

  private func detectorCards(
    _ sensor: SolidStateSensor, _ device: SensorSettings
  ) throws(ImageryError) -> [FITSCard] {
    let design = sensor.design
    let meaning =
      polariserDegrees == nil ? "one B_sun, mid picture" : "1 B_sun past polariser, middle"
    var cards = [
      try FITSCard("A_PHOT", .double(signalOfBrightness), unit: "DN s-1 MSB-1", meaning),
      try FITSCard("GAIN", .double(design.gain), unit: "DN electron-1", "gain"),
      try FITSCard("QUANTEFF", .double(design.quantumEfficiency), "electrons per photon"),
      try FITSCard("SATURATE", .integer(sensor.fullNumber), unit: "DN", "number of a full pixel"),
      try FITSCard("SATSENSE", .string("above"), "saturated pixels lie there"),
      try FITSCard("FULLWELL", .double(design.fullWell), unit: "electron", "a pixel holds"),
      try FITSCard("BIASLEVL", .double(sensor.bias), unit: "DN", "bias"),
      try FITSCard("READNOIS", .double(design.readNoise), unit: "electron", "read noise"),
      try FITSCard("DARKRATE", .double(sensor.darkRate), unit: "electron s-1", "dark current"),
      try FITSCard("RAWBITS", .integer(design.bits), "bits of the converter"),
    ]
    if device.kind == .aspiics {
      cards.append(
        try FITSCard(
          "APS_TEMP", .double(design.temperature), unit: "Celsius", "detector temperature"))
    }
    return cards
  }

  private func filmCards(
    _ film: PhotographicFilm, _ lens: FilmLens, seconds: Double
  ) throws(ImageryError) -> [FITSCard] {
    let design = film.design
    let end = design.curve.fog + 0.98 * (design.curve.largest - design.curve.fog)
    var cards = [
      try FITSCard("A_LUX", .double(signalOfBrightness), unit: "lx MSB-1", "film, middle"),
      try FITSCard("EXPUNIT", .string("lx s"), "unit of exposure in RESPONSE, its log10"),
      try FITSCard(
        "EXPEFF", .double(film.effectiveSeconds(seconds)), unit: "s", "time that counts on film"),
      try FITSCard("SCHWARZS", .double(design.schwarzschildExponent), "exponent of time"),
      try FITSCard("RECIPLIM", .double(design.reciprocityLimit), unit: "s", "beyond this time"),
      try FITSCard("FNUMBER", .double(lens.fNumber), "focal length over pupil"),
      try FITSCard("TRANSMIS", .double(lens.transmission), "transmission of the lens"),
      try FITSCard("PIXPITCH", .double(design.pitch), "side of a scanned pixel, micrometres"),
      try FITSCard("FOG", .double(design.curve.fog), "density of unexposed film"),
      try FITSCard("DMAX", .double(design.curve.largest), "density of the curve's end"),
    ]
    if case .soft(let curve) = design.curve {
      cards += [
        try FITSCard("GAMMA", .double(curve.gamma), "gradient of the straight part"),
        try FITSCard("TOE", .double(curve.bends.lowerBound), "log10 lx s of the toe"),
        try FITSCard("TOEWIDTH", .double(curve.toeWidth), "decades"),
        try FITSCard("SHOULDER", .double(curve.bends.upperBound), "log10 lx s of the shoulder"),
        try FITSCard("SHOUWIDT", .double(curve.shoulderWidth), "decades"),
      ]
    }
    cards += try scannerCards(film)
    cards += [
      try FITSCard(
        "SATURATE", .integer(Int(film.number(density: end).rounded())), unit: "DN",
        "98 % of the curve's rise"),
      try FITSCard(
        "SATSENSE",
        .string(film.number(density: end) < film.number(density: 0) ? "below" : "above"),
        "saturated pixels lie there"),
      try FITSCard("GRANULAR", .double(design.granularity), "1000 sigma of density 1, 48 um hole"),
      try FITSCard(
        "HALATION", .double(design.halation?.share ?? 0), "share of light back from the base"),
    ]
    return cards
  }

  private func scannerCards(_ film: PhotographicFilm) throws(ImageryError) -> [FITSCard] {
    let top = try FITSCard(
      "SCANMAX", .integer(Int(film.largestNumber)), unit: "DN", "largest number")
    switch film.design.scale {
    case .transmittance:
      return [
        try FITSCard("SCANSCAL", .string("transmittance"), "DN = SCANMAX 10**(FOG - density)"), top,
      ]
    case .density(let fullScale):
      return [
        try FITSCard("SCANSCAL", .string("density"), "DN = SCANMAX density / SCANFULL"), top,
        try FITSCard("SCANFULL", .double(fullScale), "density of SCANMAX"),
      ]
    }
  }

  /// The response as a table: what the device makes of charge or exposure without noise.
  ///
  /// A detector's rows are electrons in the well and numbers above the bias; a film's log₁₀ of lux
  /// seconds, density, and number of the scan.
  func responseTable() throws(ImageryError) -> FITSHDU {
    var header = FITSHeader()
    try header.append("EXTNAME", "RESPONSE", "what the sensor makes of light, noiseless")
    let columns: [(String, [Double])]
    if let film = sensor as? PhotographicFilm {
      let logs = Self.logExposures(film.design.curve)
      let densities = logs.map { film.design.curve.density($0) }
      columns = [
        ("LOGH", logs), ("DENSITY", densities), ("DN", densities.map { film.number(density: $0) }),
      ]
      try header.append(FITSCard.comment("LOGH: log10 of the exposure in lx s; DN: of the scan."))
    } else {
      let design = (sensor as? SolidStateSensor)?.design
      let bend = design?.effects.contains(.nonLinearity) == true ? design?.nonLinearity : nil
      let charges = bend?.x ?? [0, design?.fullWell ?? 1]
      columns = [
        ("ELECTRON", charges),
        ("DN", charges.map { (bend?($0) ?? $0) * (design?.gain ?? 1) }),
      ]
      try header.append(FITSCard.comment("ELECTRON: charge in the well; DN: numbers above bias."))
    }
    let texts = try columns.map { name, values throws(ImageryError) in
      try FITSTextTable.Column(name, values.map { "\($0)" })
    }
    return FITSHDU(.table(try FITSTextTable(columns: texts)), header: header)
  }

  /// Exposures over which a film's density rises, from a thousandth above fog to a thousandth below its end.
  private static func logExposures(_ curve: DensityCurve) -> [Double] {
    let rise = curve.largest - curve.fog
    guard let first = curve.logExposure(density: curve.fog + 1e-3 * rise),
      let last = curve.logExposure(density: curve.fog + 0.999 * rise), last > first
    else { return [-4, 4] }
    return (0...240).map { first + (last - first) * Double($0) / 240 }
  }
}
