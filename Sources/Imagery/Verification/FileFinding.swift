/// Something that was found wrong with a file, or that its owner should know.
public struct FileFinding: Sendable, Hashable, Codable {
  /// How grave a finding is.
  public enum Severity: String, Sendable, Hashable, Codable {
    /// The file breaks a rule, or is not what was written.
    case error
    /// Allowed, but somebody may stumble over it.
    case remark
  }

  /// How grave it is.
  public var severity: Severity
  /// The rules that say so: `fits`, `png`, `sunpy`, `solarnet`.
  public var profile: String
  /// The unit of a FITS file, the primary one being 0; nil where the whole file is meant.
  public var unit: Int?
  /// EXTNAME of the unit; nil if it has none.
  public var extname: String?
  /// The keyword concerned, or the chunk of a PNG file; nil where none is.
  public var keyword: String?
  /// What was found.
  public var found: String
  /// What is allowed.
  public var allowed: String
  /// What to do about it.
  public var remedy: String

  /// A finding about a whole file.
  public init(
    _ severity: Severity, profile: String, keyword: String? = nil, found: String, allowed: String,
    remedy: String
  ) {
    self.severity = severity
    self.profile = profile
    self.keyword = keyword
    self.found = found
    self.allowed = allowed
    self.remedy = remedy
  }

  /// One line: place, what was found, what is allowed, what to do.
  public var text: String {
    var place = unit.map { "unit \($0)" + (extname.map { " '\($0)'" } ?? "") } ?? ""
    if let keyword { place += (place.isEmpty ? "" : ", ") + keyword }
    return (place.isEmpty ? "" : place + ": ") + "\(found); \(allowed); \(remedy)"
  }
}

/// Rules that a FITS file can be held against.
public enum VerificationProfile: String, Sendable, Hashable, Codable, CaseIterable {
  /// The FITS Standard 4.0; always in force.
  case fits
  /// What `sunpy.map` needs to make a map without assumptions and warnings.
  case sunpy
  /// SOLARNET's metadata recommendations.
  case solarnet
}
