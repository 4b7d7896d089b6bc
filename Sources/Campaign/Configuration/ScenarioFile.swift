internal import Foundation

/// The bytes of a scenario file, kept as the user wrote them.
public struct ScenarioFile: Sendable, Hashable {
  /// The largest file accepted, in bytes; a scenario of a thousand steps has a tenth of this.
  ///
  /// Tables without end, written to do harm, take half a second and a hundred megabytes at this size.
  public static let largestSizeBytes = 2 * 1024 * 1024

  /// The file as the user named it, for messages.
  public var name: String
  /// The bytes, verbatim.
  public var bytes: [UInt8]
  /// The folder that relative paths inside the scenario start from.
  public var folder: String

  /// A file already in memory.
  public init(name: String, bytes: [UInt8], folder: String) {
    self.name = name
    self.bytes = bytes
    self.folder = folder
  }

  /// Reads a scenario file, whole and once.
  ///
  /// - Throws: ``ConfigurationError`` with the code `.unreadable` for what is missing, forbidden,
  ///   not a regular file or larger than ``largestSizeBytes``.
  public static func read(_ path: String) throws(ConfigurationError) -> ScenarioFile {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw unreadable(path.isEmpty ? "(no file)" : path, "not a file name", "name a scenario file")
    }
    let url = URL(fileURLWithPath: path)
    let manager = FileManager.default
    var isDirectory: ObjCBool = false
    guard manager.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw unreadable(path, "no such file", "check the name and the current folder")
    }
    guard !isDirectory.boolValue else {
      throw unreadable(path, "is a folder, expected a scenario file", "name the file inside it")
    }
    // A pipe or a device may block for ever or never end, so it is refused before it is opened.
    let target = url.resolvingSymlinksInPath().path
    let attributes = try? manager.attributesOfItem(atPath: target)
    guard attributes?[.type] as? FileAttributeType == .typeRegular else {
      throw unreadable(path, "is not a regular file", "copy it into a file first")
    }
    guard let handle = try? FileHandle(forReadingFrom: url) else {
      throw unreadable(path, "cannot be opened", "check the permissions of the file")
    }
    defer { try? handle.close() }
    guard let bytes = try? handle.read(upToCount: largestSizeBytes + 1) ?? Data() else {
      throw unreadable(path, "cannot be read", "check the disk and the permissions")
    }
    guard bytes.count <= largestSizeBytes else {
      throw unreadable(
        path, "larger than 2 MiB, the most a scenario may have",
        "keep tables of numbers in CSV files beside the scenario")
    }
    return ScenarioFile(
      name: path, bytes: [UInt8](bytes), folder: url.deletingLastPathComponent().path)
  }

  private static func unreadable(
    _ path: String, _ message: String, _ remedy: String
  ) -> ConfigurationError {
    ConfigurationError(
      .unreadable,
      [
        ConfigurationProblem(
          origin: .wholeFile(path), keyPath: .root, message: message, remedy: remedy)
      ])
  }
}

/// A path written in a scenario, with the place it stands for.
public struct ScenarioPath: Sendable, Hashable {
  /// The path as written; the hash of a scenario holds this one.
  public var text: String
  /// The path after relative ones were placed in the scenario file's folder.
  public var resolved: String
  /// The key it was written at.
  var key: ConfigurationPath

  /// A path as written at a key, seen from a folder.
  init(_ text: String, at key: ConfigurationPath, relativeTo folder: String) {
    self.text = text
    self.key = key
    let isAbsolute = text.utf8.first == UInt8(ascii: "/") || folder.isEmpty
    resolved = isAbsolute ? text : (folder.hasSuffix("/") ? folder : folder + "/") + text
  }
}
