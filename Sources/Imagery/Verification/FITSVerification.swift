/// A FITS file held against the rules: `totality verify`.
public enum FITSVerification {
  /// Everything that is wrong with a file, or worth a remark.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - profiles: the rules beside those of the standard, which always hold.
  ///   - isDeep: whether the data are read through: checksums, filling, packed tiles.
  /// - Throws: `file` when the file cannot be read at all.
  public static func findings(
    _ path: String, profiles: Set<VerificationProfile> = [], isDeep: Bool
  ) throws(ImageryError) -> [FileFinding] {
    let file: FITSFile
    do throws(ImageryError) {
      file = try FITSFile(path)
    } catch {
      if error.code == .file { throw error }
      return [unreadable(error)]
    }
    return try findings(of: file, profiles: profiles, isDeep: isDeep)
  }

  /// The same for a file that is open.
  static func findings(
    of file: FITSFile, profiles: Set<VerificationProfile> = [], isDeep: Bool
  ) throws(ImageryError) -> [FileFinding] {
    do throws(ImageryError) {
      var run = Run(file: file, isDeep: isDeep)
      try run.verify(profiles)
      return run.findings
    } catch {
      if error.code == .file { throw error }
      return [unreadable(error)]
    }
  }

  static func unreadable(_ error: ImageryError) -> FileFinding {
    FileFinding(
      .error, profile: "fits", found: "\(error.operation): \(error.message)",
      allowed: "a FITS file is whole and readable", remedy: "copy or make it again")
  }

  /// The state of one verification.
  private struct Run {
    let file: FITSFile
    let isDeep: Bool
    var findings: [FileFinding] = []
    /// Larger packed streams are not unpacked once more for their tiles.
    private static let largestPackedTiles = 1 << 26

    mutating func verify(_ profiles: Set<VerificationProfile>) throws(ImageryError) {
      var units: [FITSRawUnit] = []
      var place = 0
      for summary in file.units {
        let unit = try FITSRawUnit(summary, start: place, source: file.source)
        units.append(unit)
        place = unit.end
        findings += FITSHeaderCheck.findings(of: unit)
        findings += FITSTableCheck.findings(of: unit)
        guard summary.isComplete, try file.source.reaches(unit.end) else {
          findings.append(try cutShort(unit))
          break
        }
        if isDeep {
          findings += try FITSDataCheck.findings(
            of: unit, source: file.source, needsSums: isOurs(units[0]))
        }
      }
      if let problem = file.problem {
        findings.append(FITSVerification.unreadable(problem))
      } else if units.last?.summary.isComplete ?? false, try file.source.reaches(place + 1) {
        findings.append(
          FileFinding(
            .error, profile: "fits",
            found: "more bytes follow the last unit, which ends at \(place)",
            allowed: "nothing follows the last unit",
            remedy: "cut the file there, or look whether the head of a unit is damaged"))
      }
      checkNames(units)
      if isDeep { readTiles() }
      if let name = fileName { checkFileName(units, name) }
      if profiles.contains(.sunpy) { findings += SunpyProfile.findings(of: units) }
      if profiles.contains(.solarnet) {
        findings += SolarnetProfile.findings(of: units, fileName: fileName)
      }
    }

    private var fileName: String? { file.path?.split(separator: "/").last.map(String.init) }

    /// Whether this program wrote the file.
    private func isOurs(_ primary: FITSRawUnit) -> Bool {
      primary.text("CREATOR")?.hasPrefix("totality ") ?? false
    }

    private func cutShort(_ unit: FITSRawUnit) throws(ImageryError) -> FileFinding {
      var list = UnitFindings(unit, .fits)
      list.error(
        nil,
        unit.summary.isComplete
          ? "the file ends inside the filling of the last block"
          : "the file is cut short in the data",
        "the unit ends at byte \(unit.end), a multiple of 2880", "copy or make the file again")
      return list.list[0]
    }

    /// §4.4.2.6: units that carry the same name, version and level cannot be told apart.
    private mutating func checkNames(_ units: [FITSRawUnit]) {
      var known: Set<String> = []
      for unit in units where !unit.summary.name.isEmpty {
        let level = unit.card("EXTLEVEL")?.valueText ?? "1"
        let name = "\(unit.summary.name.uppercased()),\(unit.summary.version),\(level)"
        if !known.insert(name).inserted {
          var list = UnitFindings(unit, .fits)
          list.remark(
            "EXTNAME", "another unit has this name and version",
            "names should differ, or EXTVER", "rename it or count EXTVER up")
          findings += list.list
        }
      }
    }

    private mutating func checkFileName(_ units: [FITSRawUnit], _ name: String) {
      guard let unit = units.first, let told = unit.text("FILENAME"), told != name else { return }
      var list = UnitFindings(unit, .fits)
      list.remark(
        "FILENAME", "'\(told.prefix(80))', but the file is called '\(name.prefix(80))'",
        "both agree", "rename the file, if it was not renamed on purpose")
      findings += list.list
    }

    /// Unpacks what is packed: tiles tell damage that no header shows.
    private mutating func readTiles() {
      if case .packed = file.source,
        file.units.contains(where: { $0.storage.dataByteCount > Run.largestPackedTiles })
      {
        return
      }
      for unit in file.units where unit.kind == .compressedImage && unit.isComplete {
        guard let size = unit.pictureSize, size.width > 0, unit.planeCount > 0 else { continue }
        do throws(ImageryError) {
          let rows = max(1, min(size.height, (1 << 22) / size.width))
          for plane in 0..<unit.planeCount {
            for first in stride(from: 0, to: size.height, by: rows) {
              _ = try file.samples(
                unit, plane: plane, rows: first..<min(size.height, first + rows))
            }
          }
        } catch {
          var finding = FITSVerification.unreadable(error)
          finding.unit = unit.number
          finding.extname = unit.name.isEmpty ? nil : unit.name
          findings.append(finding)
        }
      }
    }
  }
}
