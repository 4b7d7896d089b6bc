internal import Astronomy
internal import Corona
internal import Foundation
internal import Imagery
internal import Processing

/// The cards of a product: those of its source that still hold, and what was done to it.
///
/// Layout as of the frames of the house: science/imaging.md §2.2; provenance after the SOLARNET metadata
/// recommendations, section 8, continued where the source's ends. Steps that move pixels keep the world
/// coordinates themselves.
struct ProductHeader {
  let outcome: ChainOutcome
  /// All files read, in the order of the chain's input.
  let sources: [ObservationReader.Reading]
  /// For DATE.
  let created: Instant
  /// The name of the file.
  let file: String
  /// Other pictures that steps used, and what the user assumed.
  let ancestry: Ancestry
  /// Cards in place of others of their names.
  let cards: [FITSCard]

  private var observation: Observation { outcome.observation }
  private var parents: [ObservationReader.Reading] { outcome.sources.map { sources[$0] } }

  /// What distinguishes the planes of one product.
  enum Kind {
    case light, uncertainty, exposureCount, mask, correlation
    /// A common error and its number, from 1.
    case common(CommonError, Int)

    /// The EXTNAME; nil for that of the observation.
    var name: String? {
      switch self {
      case .light: nil
      case .uncertainty: "UNCERT"
      case .exposureCount: "NEXP"
      case .mask: "MASK"
      case .correlation: CommonErrorCards.correlationName
      case .common(_, let number): CommonErrorCards.name(number)
      }
    }
  }

  /// The whole header of a plane.
  func header(_ kind: Kind, statistics: ImageStatistics?) throws -> FITSHeader {
    var header = observation.header
    for keyword in Self.replaced { header.remove(keyword) }
    for index in 1...Mask.Flags.names.count { header.remove("MASKB\(index)") }
    try setFile(kind, in: &header)
    try setTime(in: &header)
    try setData(kind, in: &header)
    for card in cards { try header.set(card) }
    try appendProvenance(to: &header)
    if let statistics { try header.append(statistics) }
    for step in observation.steps {
      let words = ([step.result] + step.remarks).joined(separator: "; ")
      try header.append(FITSCard.history(FITSText.transliterated("\(step.step): \(words)")))
    }
    return header
  }

  /// Cards that tell of the source's numbers, not of the product's.
  private static let replaced = [
    "DATAMIN", "DATAMAX", "DATAMEAN", "DATAMEDN", "NTOTPIX", "NMASKPIX", "BUNIT", "BSUN_VAL",
    "BUNITSRC", "UTYPE", "BTYPE", "BNAME", "KERRMAX", "KERRMED", "IMAGETYP", "DATASUM",
  ]

  static func text(_ text: String, limit: Int) -> String {
    String(FITSText.transliterated(text).prefix(limit))
  }

  private func setFile(_ kind: Kind, in header: inout FITSHeader) throws {
    func set(_ keyword: String, _ value: some FITSValueConvertible, _ comment: String) throws {
      try header.set(FITSCard(keyword, value.fitsValue, comment))
    }
    try set("EXTNAME", kind.name ?? observation.kind, "name of this HDU")
    try set("FILENAME", file, "file name")
    try header.set(
      FITSCard("DATE", .string(FrameHeader.date(created)), unit: "UTC", "file creation"))
    if header["ORIGIN"] == nil { try set("ORIGIN", "totality", "software that created the file") }
    try set("LEVEL", observation.level.rawValue, "product level, see DESCRPTN")
    if header["VERSION"] == nil { try set("VERSION", 1, "processing version of this file") }
    try set("SOLARNET", 0.5, "partially SOLARNET compliant")
    var isLight = false
    if case .light = kind { isLight = true }
    try set("OBS_HDU", isLight ? 1 : 0, "1 = HDU holds observational data")
    let simulated = header.logical("SIMULATD") == true ? "synthetic frame" : "observation"
    try set("DESCRPTN", "\(simulated), processed to \(observation.level.rawValue)", "contents")
    try set("CREATOR", "totality \(Version.current)", "software")
    try set("VERS_SW", Version.current, "software version")
  }

  /// The dates of exposures that were joined; those of a single one stand in its header.
  private func setTime(in header: inout FITSHeader) throws {
    if let seconds = observation.exposureSeconds {
      for keyword in ["XPOSURE", "EXPTIME"] {
        try header.set(FITSCard(keyword, .double(seconds), unit: "s", "accumulated exposure"))
      }
    }
    guard parents.count > 1 else { return }
    func dates(_ keyword: String) -> [Instant] {
      parents.compactMap { parent in
        parent.observation.header.string(keyword).flatMap { try? Instant.parse($0 + "Z").instant }
      }
    }
    guard let begin = (dates("DATE-BEG") + dates("DATE-OBS")).min() else { return }
    let ends =
      dates("DATE-END")
      + parents.compactMap { parent in
        parent.observation.time.map {
          ObservationReader.epoch.advanced(
            bySeconds: $0 + (parent.observation.exposureSeconds ?? 0) / 2)
        }
      }
    let end = max(ends.max() ?? begin, begin)
    let middle =
      observation.time.map { ObservationReader.epoch.advanced(bySeconds: $0) }
      ?? Instant.midpoint(begin, end)
    let cards: [(String, Instant, String)] = [
      ("OBS", begin, "start of the first exposure"), ("BEG", begin, "start of the first exposure"),
      ("AVG", middle, "middle of the exposures"), ("END", end, "end of the last exposure"),
    ]
    for (name, instant, comment) in cards {
      try header.set(
        FITSCard("DATE-\(name)", .string(FrameHeader.date(instant)), unit: "UTC", comment))
      if header["MJD-\(name)"] != nil {
        try header.set(
          FITSCard(
            "MJD-\(name)", .double(FrameHeader.modifiedJulianDate(instant)), unit: "d",
            "MJD of DATE-\(name)"))
      }
    }
    try header.set(
      FITSCard("TELAPSE", .double(end.seconds(since: begin)), unit: "s", "elapsed time"))
  }

  /// Names all filters that the light came through, where exposures through several were put together.
  private func setFilters(in header: inout FITSHeader) throws {
    var filters: [String] = []
    for parent in parents {
      guard let filter = parent.observation.header.string("FILTER"), !filters.contains(filter)
      else { continue }
      filters.append(filter)
    }
    guard filters.count > 1 else { return }
    let words = Self.text(filters.joined(separator: ", "), limit: 60)
    try header.set(FITSCard("FILTER", .string(words), "filters of the exposures"))
  }

  /// The polariser's angle as it was understood, whatever the source counts from.
  private func setPolariser(in header: inout FITSHeader) throws {
    guard let angle = observation.polariserDegrees else {
      for keyword in ["POLAR", "POLANGLE", "POLARREF", "POLAROFF", "POLARLAW"] {
        header.remove(keyword)
      }
      return
    }
    try header.set(
      FITSCard("POLAR", .double(angle), unit: "deg", "axis from solar north, to east"))
    try header.set(FITSCard("POLARREF", .string("Solar"), "what POLAR is counted from"))
    if header["POLAROFF"] != nil {
      try header.set(
        FITSCard("POLAROFF", .double(0), unit: "deg", "offset of the axis from POLAR"))
    }
  }

  /// The occulter on the sky, where cards that told it in the source's pixels are gone.
  private func setOcculter(in header: inout FITSHeader) throws {
    guard let occulter = observation.sky?.occulter, occulter.radius > 0,
      header["OCC_RAD"] == nil, header["IO_RAD"] == nil, header["R_IO"] == nil
    else { return }
    let cards: [(String, Double, String)] = [
      ("OCC_RAD", occulter.radius, "angular radius of the occulter"),
      ("OCC_X", occulter.centre.x, "HPLN of occulter centre"),
      ("OCC_Y", occulter.centre.y, "HPLT of occulter centre"),
    ]
    for (keyword, radians, comment) in cards where radians.isFinite {
      try header.set(
        FITSCard(keyword, .double(radians / Angles.arcsecond), unit: "arcsec", comment))
    }
  }

  private func setData(_ kind: Kind, in header: inout FITSHeader) throws {
    try setPolariser(in: &header)
    try setOcculter(in: &header)
    try setFilters(in: &header)
    if case .mask = kind {
      try header.append("BTYPE", "meta.code", "type of data (UCD)")
      for card in try Mask.cards() { try header.append(card) }
      return
    }
    if case .exposureCount = kind {
      try header.append("BTYPE", "meta.number", "type of data (UCD)")
      try header.append("BNAME", "exposures that a sample rests on", "what the array holds")
      try header.append("BUNIT", "", "a pure number")
      return
    }
    if case .correlation = kind {
      // Its pixels are distances, not places on the sky.
      for keyword in ["CTYPE1", "CTYPE2", "WCSNAME"] { header.remove(keyword) }
      try header.append("BTYPE", "stat.correlation", "type of data (UCD)")
      try header.append("BNAME", "correlation of errors by distance", "what the array holds")
      try header.append("BUNIT", "", "a pure number")
      return
    }
    var isError = false
    if case .uncertainty = kind { isError = true }
    if case .common(let error, _) = kind {
      isError = true
      try CommonErrorCards.set(error, in: &header)
    }
    let type = Self.types[observation.kind] ?? "phot.radiance;em.opt"
    try header.append("BTYPE", isError ? "stat.stdev;\(type)" : type, "type of data (UCD)")
    let name = Self.meanings[observation.kind] ?? observation.kind
    try header.append(
      "BNAME", Self.text((isError ? "standard deviation of " : "") + name, limit: 60),
      "what the array holds")
    if case .uncertainty = kind {
      try header.append("UTYPE", "StdDevUncertainty", "as CCDData wants it")
    }
    switch observation.unit {
    case .counts: try header.append("BUNIT", "DN", "numbers of the converter")
    case .electrons: try header.append("BUNIT", "electron", "electrons of the detector")
    case .luxSeconds: try header.append("BUNIT", "lx s", "exposure of film")
    case .number(let words):
      // Without the value of a brightness, readers take it for the pure number it is.
      header.remove("BSUN_DEF")
      try header.append("BUNIT", "", Self.text(words, limit: 40))
    case .meanSolarBrightness:
      try header.append("BUNIT", "", "B/B_sun (mean solar brightness)")
      try header.append("BSUN_VAL", 1.0, "one B_sun in this unit")
      if header["BSUN_DEF"] == nil {
        try header.append(
          "BSUN_DEF", FrameHeader.meanSolarBrightness, unit: "W m-2 sr-1", "one B_sun")
      }
    }
  }

  private static let types = [
    "RAW": "instr.det;phot.count", "PB": "phot.radiance;phys.polarization",
    "Q": "phys.polarization.stokes.Q", "U": "phys.polarization.stokes.U",
  ]
  private static let meanings = [
    "B": "total brightness", "PB": "polarised brightness, + tangential",
    "RAW": "numbers as recorded",
    "K": "K corona", "F": "F corona", "Q": "Stokes Q", "U": "Stokes U",
  ]
}
