/// The header of a unit as its 80-byte records stand in the file.
struct FITSRawUnit {
  let summary: FITSUnitSummary
  /// The records up to END, which is not among them.
  let records: [[UInt8]]
  /// What each record says.
  let cards: [FITSRecordCheck]
  /// The bytes behind END in its block, with what follows the word in its own record.
  let filling: [UInt8]
  /// Where the unit begins.
  let start: Int

  /// Where the data and the filling of their last block end.
  var end: Int {
    let storage = summary.storage
    return storage.dataOffset + (storage.dataByteCount + 2879) / 2880 * 2880
  }

  init(_ summary: FITSUnitSummary, start: Int, source: FITSSource) throws(ImageryError) {
    self.summary = summary
    self.start = start
    let bytes = try source.bytes(start..<summary.storage.dataOffset)
    var records: [[UInt8]] = []
    var place = 0
    while place + 80 <= bytes.count {
      let record = Array(bytes[place..<place + 80])
      place += 80
      if record.starts(with: Array("END     ".utf8)) { break }
      records.append(record)
    }
    self.records = records
    cards = records.map { FITSRecordCheck($0) }
    filling = Array(bytes[max(0, min(bytes.count, place - 72))...])
  }

  /// The first card of a keyword.
  func card(_ keyword: String) -> FITSRecordCheck? { cards.first { $0.keyword == keyword } }

  /// The number of a keyword's card, counted from 1.
  func place(of keyword: String) -> Int? {
    cards.firstIndex { $0.keyword == keyword }.map { $0 + 1 }
  }

  /// The text of a keyword, nil if there is none or it is no text.
  func text(_ keyword: String) -> String? { summary.storage.keywords.text(keyword) }

  /// Whether the unit holds samples, packed or not, along two axes at least.
  var isPicture: Bool {
    (summary.kind == .image || summary.kind == .compressedImage) && summary.lengths.count >= 2
  }
}

/// Findings about one unit, gathered under its name.
struct UnitFindings {
  let unit: FITSRawUnit
  let profile: VerificationProfile
  private(set) var list: [FileFinding] = []
  /// Nobody reads more; a damaged file could hold a hundred thousand bad cards.
  static let most = 100

  init(_ unit: FITSRawUnit, _ profile: VerificationProfile) {
    self.unit = unit
    self.profile = profile
  }

  /// Whether nothing more is kept.
  var isFull: Bool { list.count >= UnitFindings.most }

  mutating func error(
    _ keyword: String?, _ found: String, _ allowed: String, _ remedy: String
  ) {
    add(.error, keyword, found, allowed, remedy)
  }

  mutating func remark(
    _ keyword: String?, _ found: String, _ allowed: String, _ remedy: String
  ) {
    add(.remark, keyword, found, allowed, remedy)
  }

  mutating func add(
    _ severity: FileFinding.Severity, _ keyword: String?, _ found: String, _ allowed: String,
    _ remedy: String
  ) {
    guard list.count < UnitFindings.most else { return }
    var finding = FileFinding(
      severity, profile: profile.rawValue, keyword: keyword, found: found, allowed: allowed,
      remedy: remedy)
    finding.unit = unit.summary.number
    finding.extname = unit.summary.name.isEmpty ? nil : unit.summary.name
    list.append(finding)
  }
}
