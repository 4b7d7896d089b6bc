/// What `sunpy.map.GenericMap` needs to make a map without assumptions and without warnings.
///
/// Source: sunpy 7.0, `sunpy/map/mapbase.py` (`_validate_meta`, `reference_date`, `_default_observer_coordinate`,
/// `rsun_meters`, `unit`, `spatial_units`), and files with single cards changed that were read with it.
struct SunpyProfile {
  private let unit: FITSRawUnit
  private var findings: UnitFindings

  /// What is wrong with a unit that holds a picture.
  static func findings(of unit: FITSRawUnit) -> [FileFinding] {
    var profile = SunpyProfile(unit: unit, findings: UnitFindings(unit, .sunpy))
    profile.check()
    return profile.findings.list
  }

  /// What is wrong with a file without a picture.
  static let withoutPicture = FileFinding(
    .error, profile: "sunpy", found: "no unit holds a picture",
    allowed: "sunpy makes a map of an array with two axes", remedy: "verify a frame instead")

  private mutating func check() {
    guard ["CTYPE1", "CUNIT1", "CRPIX1", "CRVAL1"].contains(where: has) else {
      findings.error(
        nil, "no coordinates at all: this is no picture of the sky",
        "sunpy needs CTYPEi, CUNITi, CRPIXi, CRVALi and CDELTi; it refuses the whole file",
        "nothing, if it is a calibration; else add them")
      return
    }
    if unit.summary.planeCount > 1 {
      findings.error(
        "NAXIS", "\(unit.summary.lengths.count) axes",
        "a map has two axes; sunpy cuts the others off",
        "write each plane into a unit of its own")
    }
    checkCoordinates()
    checkDates()
    checkObserver()
    checkBrightness()
    checkNames()
  }

  private mutating func missing(_ keyword: String, _ consequence: String, _ remedy: String) {
    findings.error(keyword, "is missing", consequence, remedy)
  }

  private func has(_ keyword: String) -> Bool {
    unit.card(keyword)?.value.map { !$0.isEmpty } ?? false
  }

  private mutating func checkCoordinates() {
    for axis in 1...2 {
      let type = unit.card("CTYPE\(axis)")?.valueText
      if type == nil {
        missing(
          "CTYPE\(axis)", "sunpy warns and assumes \(axis == 1 ? "HPLN" : "HPLT")-TAN",
          "write CTYPE\(axis) = '\(axis == 1 ? "HPLN" : "HPLT")-TAN'")
      } else if let type, type.uppercased().hasPrefix("SOLAR") {
        findings.error(
          "CTYPE\(axis)", "'\(type.prefix(20))'", "sunpy warns that these names are deprecated",
          "write HPLN-TAN and HPLT-TAN")
      }
      if let text = unit.card("CUNIT\(axis)")?.valueText {
        if !["arcsec", "arcmin", "deg", "degree", "rad", "mas"].contains(text) {
          findings.error(
            "CUNIT\(axis)", "'\(text.prefix(20))'", "a unit of angle", "write 'arcsec' or 'deg'")
        }
      } else {
        missing(
          "CUNIT\(axis)", "sunpy refuses the whole file", "write CUNIT\(axis) = 'arcsec'")
      }
      for (keyword, standard) in [("CRPIX", "the middle"), ("CRVAL", "zero")]
      where !has("\(keyword)\(axis)") {
        missing("\(keyword)\(axis)", "sunpy assumes \(standard)", "add it")
      }
      if !has("CDELT\(axis)"), !has("CD\(axis)_\(axis)") {
        missing("CDELT\(axis)", "sunpy needs CDELT or CDi_j", "add it")
      }
    }
    if !has("PC1_1"), !has("CD1_1"), !has("CROTA2") {
      findings.remark(
        "PC1_1", "is missing", "sunpy takes the picture for one that is not turned",
        "add PCi_j if it is")
    }
    if has("PC1_1") || has("CD1_1"), has("CROTA2"), unit.card("CROTA2")?.valueText != "0" {
      findings.remark(
        "CROTA2", "stands beside a matrix", "the standard forbids both; sunpy reads the matrix",
        "remove CROTA2")
    }
    if !has("WCSNAME") {
      findings.remark(
        "WCSNAME", "is missing", "it tells people which coordinates these are", "add it")
    }
    if let axes = (try? unit.summary.storage.keywords.integer("WCSAXES", in: 0...99)),
      axes > unit.summary.lengths.count
    {
      findings.remark(
        "WCSAXES", "\(axes), more than the array's axes", "astropy warns", "write 2")
    }
  }

  private mutating func checkDates() {
    let dates = ["DATE-AVG", "DATE-OBS", "DATE-BEG", "DATE-END"]
    guard dates.contains(where: has) else {
      return missing(
        "DATE-OBS", "sunpy warns and takes the time of now", "write DATE-OBS and DATE-AVG")
    }
    if !has("DATE-OBS"), !has("DATE-AVG") {
      findings.remark(
        "DATE-OBS", "is missing, as is DATE-AVG", "sunpy falls back on the other dates", "add them")
    }
  }

  private mutating func checkObserver() {
    let stonyhurst = ["HGLN_OBS", "HGLT_OBS", "DSUN_OBS"]
    let carrington = ["CRLN_OBS", "CRLT_OBS", "DSUN_OBS"]
    if !stonyhurst.allSatisfy(has), !carrington.allSatisfy(has) {
      for keyword in stonyhurst where !has(keyword) {
        missing(
          keyword, "sunpy warns and puts the observer on Earth",
          "write HGLN_OBS and HGLT_OBS [deg] and DSUN_OBS [m] at DATE-AVG")
      }
    }
    if !has("RSUN_REF") {
      // Of the angular radius sunpy makes one in metres.
      let isTold = ["RSUN_OBS", "SOLAR_R", "RADIUS"].contains(where: has)
      findings.add(
        isTold ? .remark : .error, "RSUN_REF", "is missing",
        isTold ? "sunpy reckons it from the angular radius" : "sunpy assumes 695700000 m",
        "write the radius used, in metres")
    }
    for keyword in ["OBSGEO-X", "OBSGEO-Y", "OBSGEO-Z"] where has(keyword) {
      findings.remark(
        keyword, "is there", "astropy warns unless the observer stands on the ground",
        "write GEOX_OBS, GEOY_OBS and GEOZ_OBS for spacecraft")
      break
    }
  }

  private mutating func checkBrightness() {
    if let text = unit.card("BUNIT")?.valueText {
      // A number before the unit, as PUNCH writes it, is understood.
      let factor = text.prefix { $0 != " " }
      let unit =
        FITSRecordCheck.isNumber(factor.uppercased().utf8.map { $0 })
        ? text.dropFirst(factor.count) : text[...]
      if let word = FITSUnitSpelling(String(unit), further: ["DN", "Gauss"]).unknownWord {
        findings.error(
          "BUNIT", "'\(text.prefix(40))': '\(word.prefix(30))' is no unit",
          "sunpy warns and takes the numbers for numbers without a unit",
          FITSUnitSpelling.suggestion(for: word).map { "write \($0)" }
            ?? "write a unit of the FITS Standard, '' for plain numbers")
      }
    } else {
      findings.remark(
        "BUNIT", "is missing", "sunpy gives the map no unit", "write '' for plain numbers")
    }
    if !has("XPOSURE"), !has("EXPTIME") {
      findings.remark("XPOSURE", "is missing", "sunpy gives the map no exposure time", "add it")
    }
    if has("WAVELNTH"), !has("WAVEUNIT") {
      findings.remark(
        "WAVEUNIT", "is missing beside WAVELNTH", "sunpy takes the wavelength for a plain number",
        "write WAVEUNIT = 'nm'")
    }
  }

  /// Names of other instruments, for which sunpy has classes of their own.
  private mutating func checkNames() {
    // Those instruments' own files are right to say so.
    guard unit.card("SIMULATD")?.valueText == "T" else { return }
    let taken: [(String, [String])] = [
      ("DETECTOR", ["COR", "HI"]), ("OBSRVTRY", ["PUNCH"]),
      ("INSTRUME", ["LASCO", "EIT", "MDI", "COSMO K-Coronagraph"]),
    ]
    for (keyword, names) in taken {
      guard let text = unit.text(keyword), let name = names.first(where: { text.hasPrefix($0) })
      else { continue }
      findings.error(
        keyword, "'\(text.prefix(40))'",
        "with '\(name)' sunpy takes it for that mission's own file",
        "choose another name in the scenario")
    }
  }
}
