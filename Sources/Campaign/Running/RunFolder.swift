internal import Astronomy
internal import Foundation
internal import Imagery

/// The folder of a run: `run.json`, `manifest/`, `frames/`, `quicklook/`.
struct RunFolder: Sendable {
  let path: String

  /// The folders below a run's folder.
  private static let parts = ["frames", "quicklook", "manifest"]

  /// The manifest of a share.
  func manifestPath(of shard: Shard) -> String { "\(path)/manifest/\(shard.name).jsonl" }

  /// A folder as it is, for reading.
  init(existing path: String) { self.path = path }

  /// Makes the folder and its parts.
  init(creating path: String) throws(CampaignError) {
    self.path = path
    try Self.makeFolder(path)
    for part in Self.parts { try Self.makeFolder("\(path)/\(part)") }
  }

  /// Makes a folder and those above it.
  static func makeFolder(_ path: String) throws(CampaignError) {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      return
    }
    // Not NSString.deletingLastPathComponent: on Linux it traps on a path of one character.
    if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
      try makeFolder(String(path[..<slash]))
    }
    guard mkdir(path, 0o777) != 0, errno != EEXIST else { return }
    throw CampaignError(
      .cannotWrite,
      "cannot make the folder \(path): \(String(cString: strerror(errno))); choose another "
        + "folder with -o, or change its permissions")
  }

  /// Puts a file in place, complete or not at all.
  func write(_ bytes: [UInt8], to name: String) throws {
    try AtomicFile.write(bytes, to: path + "/" + name)
  }

  /// Begins a file that exists complete or not at all.
  func file(_ name: String) throws -> AtomicFileWriter {
    try AtomicFileWriter(path + "/" + name)
  }

  /// The size of a file below the folder, or nil when there is none.
  func size(of name: String) -> Int? {
    // Not FileManager's attributes: ten thousand of them take half a second.
    var status = stat()
    guard stat(path + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    return Int(status.st_size)
  }

  /// Whether a path of a manifest stays inside the run's folder.
  static func isInside(_ path: String) -> Bool {
    !path.isEmpty && !path.hasPrefix("/") && !path.utf8.contains(0)
      && !path.split(separator: "/").contains("..")
  }

  /// The names of shares that somebody claims, or claimed before being killed.
  var claimedNames: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { $0.hasPrefix(".lock.shard-") }.map { String($0.dropFirst(6)) }
  }

  /// Removes unfinished files of processes that are gone.
  func removeLeftovers() {
    for part in [""] + Self.parts.map({ "/" + $0 }) {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: path + part)) ?? []
      for name in names where TemporaryFiles.isLeftover(name) {
        unlink("\(path)\(part)/\(name)")
      }
    }
  }

  /// Refuses another scenario than that of shares which somebody is at.
  func refuseOtherScenario(than scenario: Scenario, beside shard: Shard) throws {
    guard let record = try RunRecord.read(path + "/run.json"),
      record.runid != scenario.sweepRunIdentifier || record.sweep_values != scenario.sweep.text
    else { return }
    for name in claimedNames where name != shard.name {
      guard let holder = FolderLock.holder(of: name, in: path) else { continue }
      throw CampaignError(
        .locked,
        "another run is at work on \(name) of \(path), with another scenario, values or version "
          + "(\(holder)); wait for it, or choose another folder")
    }
  }

  /// Records a scenario as the one of the folder and returns the record, with the date of all its products and the
  /// record of another run that it takes the place of.
  ///
  /// Shares that begin at the same time agree on one date: one of them writes, the others read.
  func register(_ scenario: Scenario, environment: [String: String]) throws
    -> (record: RunRecord, created: Instant, replaced: RunRecord?)
  {
    let lock = try FolderLock("run", in: path, isPatient: true)
    defer { withExtendedLifetime(lock) {} }
    let before = try RunRecord.read(path + "/run.json")
    let created = try creationDate(environment: environment)
    let record = RunRecord(
      runid: scenario.sweepRunIdentifier, version: Version.current, scenario: scenario.name,
      scenario_sha256: scenario.identity, overrides: scenario.overrides,
      start: created.text(fractionDigits: 0),
      frames: scenario.sequence.map { $0.count * scenario.sweep.count },
      sweep: scenario.sweep.keys, sweep_values: scenario.sweep.text,
      effective: scenario.effectiveText, origins: scenario.effectiveOrigins)
    let bytes = try record.encoded()
    if FileManager.default.contents(atPath: path + "/run.json").map(Array.init) != bytes {
      try write(bytes, to: "run.json")
    }
    return (record, created, before.flatMap { $0.runid == record.runid ? nil : $0 })
  }

  /// The creation date of all products: `SOURCE_DATE_EPOCH`, or the start kept in `run.json`.
  func creationDate(environment: [String: String]) throws -> Instant {
    if let date = try CreationDate.fromEnvironment(environment) { return date }
    if let record = try RunRecord.read(path + "/run.json") {
      return try Instant.parse(record.start).instant
    }
    return try CreationDate.now(environment)
  }
}

/// What `run.json` says about a run.
struct RunRecord: Codable, Sendable {
  var schema = "totality.run/1"
  var runid: String
  var version: String
  var scenario: String
  var scenario_sha256: String
  var overrides: [String]
  var start: String
  /// How many frames the whole run has: instants times variations.
  var frames: Int?
  /// The keys that a sweep varies; nil without one.
  var sweep: [String]?
  /// The keys with all their values; nil without a sweep.
  var sweep_values: String?
  var effective: String
  /// Where the values of ``effective`` come from, line by line; missing in records of old versions.
  var origins: [String]?

  /// What tells frames of this run from those of others in one folder.
  var mark: String {
    String(Digest.sha256([runid, start, sweep_values ?? ""].joined(separator: "\n")).prefix(16))
  }

  static func read(_ path: String) throws -> RunRecord? {
    try refuseUnreadable(path)
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    do {
      let record = try JSONDecoder().decode(RunRecord.self, from: data)
      guard record.frames.map({ (0...Scenario.mostFrames).contains($0) }) ?? true else {
        throw CampaignError(.damagedRun, "")
      }
      return record
    } catch {
      throw CampaignError(
        .damagedRun, "\(path) is not a run record of totality; remove it or choose another folder")
    }
  }

  /// The largest record and manifest that are read, bytes; ten thousand frames take 10 MB.
  static let largestFile = 1 << 30

  /// Refuses a record or manifest that would be waited for, or that would fill the memory; nothing is fine.
  ///
  /// - Throws: `damagedRun`.
  static func refuseUnreadable(_ path: String) throws(CampaignError) {
    switch FileKind(following: path) {
    case .file(let size) where size <= largestFile: return
    case .file(let size):
      throw CampaignError(
        .damagedRun,
        "\(path) has \(size) bytes, at most \(largestFile) are read; it is "
          + "damaged: make the run again")
    case let kind?:
      throw CampaignError(
        .damagedRun,
        "\(path) is \(kind.words), not a file; make the run again in another folder")
    case nil: return
    }
  }

  /// The record of a folder that must be a run's.
  ///
  /// - Throws: `noInput` for a folder that is none of a run.
  static func required(in folder: String) throws -> RunRecord {
    guard let record = try read(folder + "/run.json") else {
      throw CampaignError(
        .noInput,
        "\(folder) holds no run: there is no run.json in it; give the folder that batch -o named")
    }
    return record
  }

  func encoded() throws -> [UInt8] { try JSONOutput.encode(self) }
}

/// JSON as this project writes it: keys in order, indented, slashes plain.
enum JSONOutput {
  static func encode(_ value: some Encodable, isPretty: Bool = true) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
    return Array(try encoder.encode(value)) + [0x0A]
  }

  static func text(_ value: some Encodable) throws -> String {
    String(decoding: try encode(value), as: UTF8.self)
  }
}
