/// The verification of one file, unit by unit: of no more than one header is anything kept but what was found.
struct FITSVerificationRun {
  private let file: FITSFile
  private let isDeep: Bool
  private let profiles: Set<VerificationProfile>
  /// By what they are about, in the order in which they are told.
  private var ofUnits = FindingList()
  private var ofNames = FindingList()
  private var ofTiles = FindingList()
  private var ofSunpy = FindingList()
  private var ofSolarnet = FindingList()

  private var known: Set<String> = []
  private var hasPicture = false
  private var solarnet: SolarnetProfile.File
  /// Whether this program wrote the file.
  private var isOurs = false
  /// Whether a unit was met that is too large to be unpacked once more.
  private var isTooLarge = false

  /// Larger packed streams are not unpacked once more for their tiles: each look back begins at the stream's start.
  private static let largestPackedTiles = 1 << 26

  init(file: FITSFile, isDeep: Bool, profiles: Set<VerificationProfile>) {
    (self.file, self.isDeep, self.profiles) = (file, isDeep, profiles)
    solarnet = SolarnetProfile.File(name: file.path?.split(separator: "/").last.map(String.init))
  }

  /// Everything that was found.
  var all: [FileFinding] {
    [ofUnits, ofNames, ofTiles, ofSunpy, ofSolarnet].flatMap(\.list)
  }

  /// Looks at all units up to the end of the file, or up to the first that cannot be understood.
  ///
  /// - Throws: what is wrong with the primary unit, and `file` where the file cannot be read.
  mutating func verify() throws(ImageryError) {
    var (place, number) = (0, 0)
    var isWhole = true
    do throws(ImageryError) {
      while isWhole, let (summary, _) = try file.scanner.next(at: place, number: number) {
        let unit = try FITSRawUnit(summary, start: place, source: file.source)
        isWhole = try check(unit)
        (place, number) = (unit.end, number + 1)
        if isWhole { try file.scanner.checkCount(number) }
      }
      if isWhole, number > 0, try file.source.reaches(place + 1) { tellOfMore(place) }
    } catch {
      if number == 0 || error.code == .file { throw error }
      ofUnits.add([FITSVerification.unreadable(error)])
    }
    if profiles.contains(.sunpy), !hasPicture { ofSunpy.add([SunpyProfile.withoutPicture]) }
    if profiles.contains(.solarnet) { ofSolarnet.add(solarnet.closing()) }
  }

  /// Looks at one unit; false if nothing can follow it.
  private mutating func check(_ unit: FITSRawUnit) throws(ImageryError) -> Bool {
    let isFirst = unit.summary.number == 0
    if isFirst { isOurs = unit.text("CREATOR")?.hasPrefix("totality ") ?? false }
    ofUnits.add(FITSHeaderCheck.findings(of: unit))
    ofUnits.add(FITSTableCheck.findings(of: unit))
    checkName(unit)
    if isFirst { checkFileName(unit) }
    if profiles.contains(.sunpy), unit.isPicture {
      hasPicture = true
      ofSunpy.add(SunpyProfile.findings(of: unit))
    }
    if profiles.contains(.solarnet) { ofSolarnet.add(solarnet.findings(of: unit)) }
    guard unit.summary.isComplete, try file.source.reaches(unit.end) else {
      ofUnits.add(cutShort(unit))
      return false
    }
    guard isDeep else { return true }
    ofUnits.add(
      try FITSDataCheck.findings(of: unit, source: file.source, needsSums: isOurs))
    readTiles(unit)
    return true
  }

  private mutating func tellOfMore(_ place: Int) {
    ofUnits.add([
      FileFinding(
        .error, profile: "fits",
        found: "more bytes follow the last unit, which ends at \(place)",
        allowed: "nothing follows the last unit",
        remedy: "cut the file there, or look whether the head of a unit is damaged")
    ])
  }

  private func cutShort(_ unit: FITSRawUnit) -> [FileFinding] {
    var list = UnitFindings(unit, .fits)
    list.error(
      nil,
      unit.summary.isComplete
        ? "the file ends inside the filling of the last block"
        : "the file is cut short in the data",
      "the unit ends at byte \(unit.end), a multiple of 2880", "copy or make the file again")
    return list.list
  }

  /// §4.4.2.6: units that carry the same name, version and level cannot be told apart.
  private mutating func checkName(_ unit: FITSRawUnit) {
    guard !unit.summary.name.isEmpty else { return }
    let level = unit.card("EXTLEVEL")?.valueText ?? "1"
    let name = "\(unit.summary.name.uppercased()),\(unit.summary.version),\(level)"
    guard !known.insert(name).inserted else { return }
    var list = UnitFindings(unit, .fits)
    list.remark(
      "EXTNAME", "another unit has this name and version",
      "names should differ, or EXTVER", "rename it or count EXTVER up")
    ofNames.add(list.list)
  }

  private mutating func checkFileName(_ unit: FITSRawUnit) {
    guard let name = solarnet.name, let told = unit.text("FILENAME"), told != name else { return }
    var list = UnitFindings(unit, .fits)
    list.remark(
      "FILENAME", "'\(told.prefix(80))', but the file is called '\(name.prefix(80))'",
      "both agree", "rename the file, if it was not renamed on purpose")
    ofNames.add(list.list)
  }

  /// Unpacks what is packed: tiles tell damage that no header shows.
  private mutating func readTiles(_ unit: FITSRawUnit) {
    let summary = unit.summary
    if case .packed = file.source, summary.storage.dataByteCount > Self.largestPackedTiles {
      isTooLarge = true
    }
    guard summary.kind == .compressedImage, let size = summary.pictureSize, size.width > 0,
      summary.planeCount > 0
    else { return }
    guard !isTooLarge else {
      var list = UnitFindings(unit, .fits)
      list.remark(
        nil,
        "its tiles were not unpacked: the file is a gzip stream with more than 64 MiB in a unit",
        "tiles are unpacked, to find damage that no header shows",
        "unpack the file with gunzip and verify it again")
      ofTiles.add(list.list)
      return
    }
    do throws(ImageryError) {
      let rows = max(1, min(size.height, (1 << 22) / size.width))
      for plane in 0..<summary.planeCount {
        for first in stride(from: 0, to: size.height, by: rows) {
          _ = try file.samples(
            summary, plane: plane, rows: first..<min(size.height, first + rows))
        }
      }
    } catch {
      var finding = FITSVerification.unreadable(error)
      finding.unit = summary.number
      finding.extname = summary.name.isEmpty ? nil : summary.name
      ofTiles.add([finding])
    }
  }
}

/// What was found, up to a number that nobody reads to its end; errors and remarks are counted apart.
struct FindingList {
  private(set) var list: [FileFinding] = []
  private var counts: [FileFinding.Severity: Int] = [:]
  /// A damaged file could hold a hundred bad cards in each of ten thousand units.
  static let most = 2000

  /// Keeps findings while there is room; remarks never take that of errors.
  mutating func add(_ findings: [FileFinding]) {
    for finding in findings {
      let count = counts[finding.severity, default: 0]
      guard count <= Self.most else { continue }
      counts[finding.severity] = count + 1
      list.append(count < Self.most ? finding : Self.closing(finding))
    }
  }

  /// What stands for all further findings of a severity.
  private static func closing(_ finding: FileFinding) -> FileFinding {
    FileFinding(
      finding.severity, profile: finding.profile,
      found: "more than \(most) findings of this kind; those behind are left out",
      allowed: "a file has few faults", remedy: "look whether this is the file that is meant")
  }
}
