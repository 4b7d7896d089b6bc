import Foundation
import Imagery
import TestSupport
import Testing

@testable import Campaign

/// The folder of a run, made by hand: what verify and diff find in it is known beforehand.
struct RunSample {
  let folder: TemporaryFolder
  let name: String
  private(set) var record: RunRecord

  var path: String { folder.path(name) }

  /// A run with some frames, each with a FITS file and a picture.
  init(
    _ folder: TemporaryFolder, _ name: String = "run", frames: Int = 3, tried: Int? = nil,
    effective: String = "camera.size = [4, 3]\nsun.radius_km = 695700.0\n",
    brightness: (Int, Int) -> Float = { Float($0 * 100 + $1 + 1) * 1e-9 }
  ) throws {
    self.folder = folder
    self.name = name
    record = RunRecord(
      runid: "run-0123456789abcdef", version: "0.1.0", scenario: "tiny", scenario_sha256: "00",
      overrides: [], start: "2026-11-22T00:00:00Z", frames: frames, effective: effective)
    let run = try RunFolder(creating: folder.path(name))
    try run.write(try record.encoded(), to: "run.json")
    for frame in 0..<(tried ?? frames) { try add(frame, brightness: { brightness(frame, $0) }) }
  }

  static func fits(_ name: String, effective: String, _ brightness: (Int) -> Float) throws
    -> [UInt8]
  {
    var header = FITSHeader()
    try header.append("EXTNAME", "B", "name of this HDU")
    try header.append("FILENAME", name, "file name")
    try header.append("DATE", "2026-11-22T00:00:00", "file creation")
    try header.append("CREATOR", "totality 0.1.0", "software")
    try header.append("BUNIT", "", "B/B_sun")
    var table = FITSHeader()
    try table.append("EXTNAME", "SCENARIO", "effective scenario")
    let lines = effective.split(separator: "\n").map(String.init)
    return try FITSEncoder.encode(
      primary: FITSHDU(
        .float32(try Image(width: 4, height: 3, samples: (0..<12).map(brightness))), header: header),
      extensions: [FITSHDU(.table(try FITSTextTable(name: "LINE", lines: lines)), header: table)])
  }

  static func png(_ brightness: (Int) -> Float) throws -> [UInt8] {
    try PNGEncoder.grey16(
      try Image(width: 4, height: 3, samples: (0..<12).map(brightness)),
      scale: try LogScale(low: -10, high: -6), texts: [])
  }

  /// Writes the files of a frame and a line for it.
  func add(_ frame: Int, attempt: Int = 1, brightness: (Int) -> Float) throws {
    let run = RunFolder(existing: path)
    let stem = "tiny_f\(frame)"
    let files: [(String, String, [UInt8])] = [
      (
        "frame", "frames/\(stem).fits",
        try Self.fits("\(stem).fits", effective: record.effective, brightness)
      ),
      ("preview", "quicklook/\(stem).png", try Self.png(brightness)),
    ]
    for (_, path, bytes) in files { try run.write(bytes, to: path) }
    try append(
      ManifestEntry(
        frame: frame, instant: "2000-06-01T00:00:0\(frame % 10)Z", state: ManifestEntry.State.done,
        input: "sha256:0", run: record.mark, attempt: attempt,
        products: files.map {
          .init(kind: $0.0, path: $0.1, bytes: $0.2.count, sha256: Digest.sha256($0.2))
        }))
  }

  /// Writes a line of the manifest.
  func append(_ entry: ManifestEntry) throws {
    try Manifest(path: path + "/manifest/shard-0000-of-0001.jsonl").append(entry)
  }

  /// A line of a failed frame.
  func fail(_ frame: Int, _ message: String) throws {
    try append(
      ManifestEntry(
        frame: frame, instant: "2000-06-01T00:00:00Z", state: ManifestEntry.State.failed,
        input: "sha256:0", run: record.mark, attempt: 1, products: [],
        error: .init(kind: "geometry", message: message)))
  }

  /// A line of a frame with one file of a path.
  func claim(_ frame: Int, _ product: String, bytes: Int = 1) throws {
    try append(
      ManifestEntry(
        frame: frame, instant: "2000-06-01T00:00:00Z", state: ManifestEntry.State.done,
        input: "sha256:0", run: record.mark, attempt: 1,
        products: [.init(kind: "frame", path: product, bytes: bytes, sha256: "00")]))
  }
}
