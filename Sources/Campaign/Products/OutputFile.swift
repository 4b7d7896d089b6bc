internal import Foundation
internal import Imagery

/// Files the commands write beside a run's folder.
public enum OutputFile {
  /// Replaces a file by text, complete or not at all.
  ///
  /// - Throws: an error that names the path, the reason and the remedy.
  public static func write(_ text: String, to path: String) throws {
    try AtomicFile.write(Array(text.utf8), to: path)
  }

  /// Makes a new file of text; an existing one is left alone.
  ///
  /// - Throws: `CampaignError` when the file exists, or an error that names the reason.
  public static func create(_ text: String, at path: String) throws {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw CampaignError(
        .cannotWrite, "\(path) exists already; remove it or choose another name")
    }
    try write(text, to: path)
  }

  /// Replaces a file by bytes, complete or not at all.
  ///
  /// - Throws: an error that names the path, the reason and the remedy.
  public static func write(_ bytes: [UInt8], to path: String) throws {
    try AtomicFile.write(bytes, to: path)
  }

  /// Replaces a file by pieces of any size as they come, complete or not at all.
  ///
  /// - Throws: an error that names the path, the reason and the remedy, or the body's own.
  public static func write(
    to path: String, _ body: (_ append: ([UInt8]) throws -> Void) throws -> Void
  ) throws {
    let file = try AtomicFileWriter(path)
    try body { try file.append($0) }
    try file.commit()
  }
}
