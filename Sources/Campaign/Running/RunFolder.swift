internal import Astronomy
internal import Foundation
internal import Imagery

/// The folder of a run: `run.json`, `manifest/`, `frames/`, `quicklook/`.
struct RunFolder: Sendable {
  let path: String

  /// Name of the manifest of a run that is not split over machines.
  static let manifestName = "manifest/shard-0000-of-0001.jsonl"

  /// Makes the folder and its parts.
  init(creating path: String) throws(CampaignError) {
    self.path = path
    for part in ["", "/frames", "/quicklook", "/manifest"] {
      try Self.makeFolder(path + part)
    }
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
    let attributes = try? FileManager.default.attributesOfItem(atPath: path + "/" + name)
    return (attributes?[.size] as? NSNumber)?.intValue
  }

  /// The creation date of all products: `SOURCE_DATE_EPOCH`, or the start kept in `run.json`.
  func creationDate(environment: [String: String]) throws -> Instant {
    if let date = try CreationDate.fromEnvironment(environment) { return date }
    if let record = try RunRecord.read(path + "/run.json") {
      return try Instant.parse(record.start).instant
    }
    return try CreationDate.instant(unixSeconds: Int64(Date().timeIntervalSince1970))
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
  var frames: Int?
  var effective: String

  static func read(_ path: String) throws -> RunRecord? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    do {
      return try JSONDecoder().decode(RunRecord.self, from: data)
    } catch {
      throw CampaignError(
        .damagedRun, "\(path) is not a run record of totality; remove it or choose another folder")
    }
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
