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
    let source: FITSSource = .disk(try FITSDiskFile(path))
    return try findings(of: source, path: path, profiles: profiles, isDeep: isDeep)
  }

  /// The same for bytes from anywhere.
  static func findings(
    of source: FITSSource, path: String?, profiles: Set<VerificationProfile> = [], isDeep: Bool
  ) throws(ImageryError) -> [FileFinding] {
    do throws(ImageryError) {
      let file = try FITSFile(unscanned: source, path: path)
      var run = FITSVerificationRun(file: file, isDeep: isDeep, profiles: profiles)
      try run.verify()
      return run.all
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
}
