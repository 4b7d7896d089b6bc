internal import Foundation
internal import Imagery
internal import Processing

/// Calibrating exposures that are averaged into one master: of one kind, filter, exposure time, gain and
/// temperature.
struct MasterGroup: Sendable {
  /// What exposures calibrate.
  enum Kind: String, Sendable, CaseIterable {
    case bias, dark, flat
    /// Film that no light met.
    case unexposed
    /// Fields of film with known exposures.
    case wedge

    /// The kind that a word of a header tells: as IMAGETYP of the SBIG, NOAO and ASCOM conventions have it,
    /// `Dark Frame`, `FLAT`, `zero`, `Bias Frame`.
    init?(word: String) {
      let word = word.lowercased()
      let words: [(String, Kind)] = [
        ("bias", .bias), ("zero", .bias), ("offset", .bias), ("dark", .dark), ("flat", .flat),
        ("unexposed", .unexposed), ("wedge", .wedge),
      ]
      guard let found = words.first(where: { word.contains($0.0) }) else { return nil }
      self = found.1
    }
  }

  let kind: Kind
  /// The exposure time where it tells masters apart, seconds: of darks and of wedges.
  let seconds: Double?
  /// Filter and polariser, of flats; empty where the header tells none.
  let filter: String
  /// The detector's temperature, degrees Celsius; nil where the header tells none.
  let celsius: Double?
  /// What the header has for the gain; empty without a card.
  let gain: String
  var files: [String]

  /// Temperatures that lie nearer are taken for one.
  static let temperatureTolerance = 1.0

  /// What the header of a file tells of its group.
  ///
  /// - Parameters:
  ///   - kind: in place of what the header tells.
  /// - Throws: `CampaignError` for files whose kind or exposure is not known.
  init(_ path: String, kind given: Kind?, assuming cards: [FITSCard]) throws {
    try PictureFile.requireFile(path)
    var reader = try HeaderReader(try FITSFile(path).unit().header, assuming: cards)
    let header = reader.header
    let isFilm = header.isOfFilm
    let word = ["IMAGETYP", "IMAGETYPE", "OBSTYPE", "FRAME", "BTYPE", "OBS_MODE"].lazy
      .compactMap { header.string($0) }
      .first { Kind(word: $0) != nil || $0.uppercased() == "OBJECT" || $0.uppercased() == "LIGHT" }
    guard let found = given ?? word.flatMap({ Kind(word: $0) }) else {
      throw CampaignError(
        .damagedInput,
        "\(path) is no calibrating exposure by its header"
          + ((word ?? header.string("IMAGETYP")).map { " (IMAGETYP is '\($0)')" }
            ?? ", which has no IMAGETYP")
          + "; leave it out, or tell what it is by --kind "
          + Kind.allCases.map(\.rawValue).joined(separator: ", "))
    }
    if given == nil, word?.lowercased().contains("master") == true {
      throw CampaignError(
        .damagedInput, "\(path) is a master already; leave it out, or give it as --bias or --dark")
    }
    kind = isFilm && found == .dark ? .unexposed : found
    if kind == .dark || kind == .flat, reader.exposure() == nil {
      throw CampaignError(
        .damagedInput,
        "\(path): the exposure time is not known, which a \(kind.rawValue) needs; --assume XPOSURE=seconds"
      )
    }
    seconds = kind == .dark || kind == .wedge ? reader.exposure() : nil
    let polariser = header.double("POLAR").map { " \(PrintableText.number($0))" } ?? ""
    filter = kind == .flat ? (header.string("FILTER") ?? "") + polariser : ""
    celsius = reader.number("APS_TEMP", "SET-TEMP", "CCD-TEMP", "DET_TEMP", "DETTEMP")
    gain = header.double("GAIN").map { "\($0)" } ?? ""
    files = [path]
  }

  /// Whether two groups are one: files whose header tells no temperature join those that tell none either.
  func joins(_ other: MasterGroup) -> Bool {
    kind == other.kind && filter == other.filter && gain == other.gain
      && seconds.map { own in abs(own - (other.seconds ?? 0)) <= 1e-6 * own }
        ?? (other.seconds == nil)
      && temperatureDistance(other) < Self.temperatureTolerance
  }

  /// How far temperatures lie apart, degrees; 0 where neither is known, infinite where one is not.
  func temperatureDistance(_ other: MasterGroup) -> Double {
    guard let celsius, let theirs = other.celsius else {
      return celsius == nil && other.celsius == nil ? 0 : .infinity
    }
    return abs(celsius - theirs)
  }

  /// Sorts files into groups, in the order in which they are met.
  ///
  /// - Throws: what ``init(_:kind:assuming:)`` throws.
  static func groups(
    of files: [String], kind: Kind?, assuming cards: [FITSCard]
  ) throws -> [MasterGroup] {
    var groups: [MasterGroup] = []
    for file in files {
      let one = try MasterGroup(file, kind: kind, assuming: cards)
      if let place = groups.firstIndex(where: { $0.joins(one) }) {
        groups[place].files.append(file)
      } else {
        groups.append(one)
      }
    }
    return groups
  }

  /// The name of the master's file without suffix, which tells it from the others.
  func stem(among groups: [MasterGroup]) -> String {
    let alike = groups.filter { $0.kind == kind }
    var stem = "master_" + (kind == .wedge ? "curve" : kind.rawValue)
    if let seconds, kind == .dark || alike.contains(where: { $0.seconds != seconds }) {
      stem += "_\(PrintableText.number(seconds))s"
    }
    let letters = filter.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") ? $0 : "-" }
    if !filter.isEmpty { stem += "_" + String(letters) }
    if alike.contains(where: { temperatureDistance($0) >= Self.temperatureTolerance }) {
      stem += celsius.map { "_\(PrintableText.number($0.rounded()))C" } ?? "_unknownC"
    }
    if alike.contains(where: { $0.gain != gain }) { stem += "_gain\(gain)" }
    return stem
  }
}
