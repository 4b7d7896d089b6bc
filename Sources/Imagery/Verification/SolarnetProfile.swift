/// SOLARNET's metadata recommendations.
///
/// Haugan & Fredvik, "SOLARNET Metadata Recommendations for Solar Observations" (arXiv:2011.12139), part B:
/// sections 12–16 (mandatory), 18 (optional); what is asked of each unit is what the validator of the package
/// `solarnet-metadata` 3.2 asks.
struct SolarnetProfile {
  private let unit: FITSRawUnit
  private var findings: UnitFindings

  /// Section 15.1–15.4 and the validator's schema: every unit of observations.
  private static let mandatory = [
    "SOLARNET", "OBS_HDU", "DATE-BEG", "DATEREF", "FILENAME", "DATASUM", "CHECKSUM", "DATE",
    "ORIGIN", "CRVAL1", "CDELT1", "CRPIX1", "CUNIT1", "CTYPE1", "CNAME1", "BTYPE", "BUNIT",
  ]

  /// Section 15.5: some of them must tell where the observations come from.
  private static let origins = [
    "PROJECT", "MISSION", "OBSRVTRY", "TELESCOP", "INSTRUME", "CAMERA", "DETECTOR", "OBS_MODE",
  ]

  /// Section 18, and those of section 15 that the kind of observation decides about.
  private static let informative: [(String, String)] = [
    ("DATE-AVG", "the middle of the observation"), ("DATE-END", "its end"),
    ("TIMESYS", "the time scale of the dates"), ("XPOSURE", "the exposure time"),
    ("BNAME", "words for what the array holds"), ("RSUN_REF", "the solar radius used"),
    ("WAVEMIN", "the shortest wavelength"), ("WAVEMAX", "the longest wavelength"),
    ("POLCCONV", "the reference system of polarisation"), ("DATAMIN", "the smallest value"),
    ("DATAMAX", "the largest value"), ("DATAMEAN", "the mean"),
    ("PRSTEP1", "the first step of processing"), ("FILTER", "the filter"),
  ]

  /// What is known of a file unit by unit.
  struct File {
    let name: String?
    private var names: Set<String> = []
    private var isMarked = false
    private var isTold = false

    init(name: String?) { self.name = name }

    /// What is wrong with the next unit.
    mutating func findings(of unit: FITSRawUnit) -> [FileFinding] {
      var profile = SolarnetProfile(unit: unit, findings: UnitFindings(unit, .solarnet))
      profile.checkName(&names)
      let mark = unit.card("OBS_HDU")
      isTold = isTold || mark != nil
      isMarked = isMarked || ["1", "2"].contains(mark?.valueText)
      if mark?.valueText == "1" {
        profile.checkObservation(name)
      } else if mark == nil {
        profile.checkUnmarked()
      }
      return profile.findings.list
    }

    /// What is wrong with the file as a whole.
    func closing() -> [FileFinding] {
      var list: [FileFinding] = []
      if !isMarked {
        // A companion of errors and flags may say of each unit that it is none.
        list.append(
          FileFinding(
            isTold ? .remark : .error, profile: "solarnet", keyword: "OBS_HDU",
            found: "no unit says OBS_HDU = 1",
            allowed: "units with observations are marked by OBS_HDU = 1",
            remedy: isTold
              ? "nothing, if the file holds none"
              : "add SOLARNET = 0.5, OBS_HDU = 1 and DATE-BEG to them"
          ))
      }
      if let name, name.utf8.count > 67 {
        list.append(
          FileFinding(
            .remark, profile: "solarnet", found: "the file's name has \(name.utf8.count) letters",
            allowed: "at most 67, so that FILENAME fits its card", remedy: "give it a shorter one"))
      }
      return list
    }
  }

  private func has(_ keyword: String) -> Bool { unit.card(keyword)?.value != nil }

  /// Section 12: every unit has a name of its own.
  private mutating func checkName(_ names: inout Set<String>) {
    let name = unit.summary.name
    if name.isEmpty {
      findings.error("EXTNAME", "is missing", "every unit has a name of its own", "add it")
    } else if !names.insert(name.uppercased()).inserted {
      findings.error(
        "EXTNAME", "'\(name.prefix(40))' is the name of another unit, too",
        "every unit has a name of its own", "rename one of them")
    }
  }

  private mutating func checkUnmarked() {
    guard unit.summary.kind != .empty else { return }
    findings.remark(
      "OBS_HDU", "is missing", "1 marks observations, 0 what is none", "add OBS_HDU")
  }

  private mutating func checkObservation(_ fileName: String?) {
    for keyword in SolarnetProfile.mandatory where !has(keyword) {
      findings.error(keyword, "is missing", "mandatory in units of observations", "add it")
    }
    if let value = unit.card("SOLARNET")?.valueText, !["0.5", "1", "1.0"].contains(value) {
      findings.error(
        "SOLARNET", "\(value.prefix(20))", "0.5 for partly, 1 for fully compliant units",
        "write one of them")
    }
    for axis in 2...max(2, min(unit.summary.lengths.count, 9)) where unit.isPicture {
      for keyword in ["CRVAL", "CDELT", "CRPIX", "CUNIT", "CTYPE", "CNAME"]
      where !has("\(keyword)\(axis)") {
        // PCi_j and CDi_j may stand for CDELT.
        if keyword == "CDELT", has("CD\(axis)_\(axis)") { continue }
        findings.error(
          "\(keyword)\(axis)", "is missing", "every axis is described", "add it")
      }
    }
    if let fileName, let told = unit.text("FILENAME"), told != fileName {
      findings.error(
        "FILENAME", "'\(told.prefix(80))', but the file is called '\(fileName.prefix(80))'",
        "both agree", "rename the file, or write its name")
    }
    if !SolarnetProfile.origins.contains(where: has) {
      findings.error(
        "TELESCOP", "nothing tells where the data come from",
        "one of \(SolarnetProfile.origins.joined(separator: ", ")) at least", "add what is known")
    }
    checkPosition()
    for (keyword, meaning) in SolarnetProfile.informative where !has(keyword) {
      findings.remark(keyword, "is missing", "it would tell \(meaning)", "add it if it is known")
    }
    if let card = unit.card("WAVEUNIT"), card.isQuoted {
      findings.remark(
        "WAVEUNIT", "'\(card.valueText?.prefix(20) ?? "")'",
        "SOLARNET has the power of ten of a metre, sunpy reads both", "write -9 for nm")
    }
  }

  /// Section 15.3: where the observer is.
  private mutating func checkPosition() {
    let ways = [
      ["OBSGEO-X", "OBSGEO-Y", "OBSGEO-Z"], ["GEOX_OBS", "GEOY_OBS", "GEOZ_OBS"],
      ["HGLN_OBS", "HGLT_OBS", "DSUN_OBS"],
    ]
    guard !ways.contains(where: { $0.allSatisfy(has) }) else { return }
    findings.error(
      "HGLN_OBS", "the observer's place is missing",
      "OBSGEO-X, -Y, -Z on the ground; GEOX_OBS, GEOY_OBS, GEOZ_OBS around the Earth; HGLN_OBS, "
        + "HGLT_OBS, DSUN_OBS elsewhere", "add one of these groups")
  }
}
