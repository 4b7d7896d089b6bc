internal import Foundation
internal import Imagery

/// The files a scenario names, each read once and remembered with its hash.
struct DataFiles {
  /// One file as it was when the scenario was read.
  struct Record: Sendable, Hashable {
    /// The key that names it.
    var key: ConfigurationPath
    /// Its name without folders: products hold no path.
    var name: String
    /// SHA-256 of its bytes, 64 hexadecimal digits.
    var sha256: String
  }

  /// The files read so far, in the order of reading.
  private(set) var records: [Record] = []

  /// The bytes of a file.
  ///
  /// - Parameters:
  ///   - path: the path as the scenario gives it.
  ///   - kind: what it should be, for the message.
  ///   - limit: the largest size allowed, bytes.
  /// - Throws: `CampaignError` when it cannot be read, is a pipe or a device, or is too large.
  mutating func bytes(
    _ path: ScenarioPath, as kind: String, limit: Int = FileBytes.usualLimit
  ) throws -> [UInt8] {
    let data: [UInt8]
    do throws(ImageryError) {
      data = try FileBytes.read(path.resolved, limit: limit)
    } catch {
      throw CampaignError(
        .badRequest,
        "the \(kind) '\(path.text)' cannot be read (\(error.message)); relative paths count from "
          + "the scenario file")
    }
    records.append(
      Record(
        key: path.key, name: path.name,
        sha256: Digest.sha256(data)))
    return data
  }

  /// A file too large to be read: mapped, and handed out once piece by piece for its hash.
  ///
  /// - Parameters:
  ///   - path: the path as the scenario gives it.
  ///   - kind: what it should be, for the message.
  ///   - look: sees every piece with its place in the file, in order.
  /// - Throws: `CampaignError` when it cannot be read.
  mutating func map(
    _ path: ScenarioPath, as kind: String,
    looking look: (_ offset: Int, _ piece: UnsafeRawBufferPointer) -> Void
  ) throws -> MappedFile {
    do throws(ImageryError) {
      let file = try MappedFile(path.resolved)
      let digest = Digest.Stream()
      try file.forEachPiece { offset, piece in
        digest.update(piece)
        look(offset, piece)
      }
      records.append(Record(key: path.key, name: path.name, sha256: digest.finish()))
      return file
    } catch {
      throw CampaignError(
        .badRequest,
        "the \(kind) '\(path.text)' cannot be read (\(error.message)); relative paths count from "
          + "the scenario file")
    }
  }

  /// The text of a file in UTF-8.
  ///
  /// - Throws: `CampaignError` when it cannot be read or is no text.
  mutating func text(_ path: ScenarioPath, as kind: String) throws -> String {
    let data = try bytes(path, as: kind)
    guard let text = String(validating: data, as: UTF8.self) else {
      throw CampaignError(
        .badRequest,
        "the \(kind) '\(path.text)' is no text in UTF-8; convert it, or name the right file")
    }
    return text
  }
}

extension ScenarioPath {
  /// The file's name without folders: products hold no path.
  var name: String { (text as NSString).lastPathComponent }
}
