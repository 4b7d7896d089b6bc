public import Foundation

/// A folder of its own for one test, removed with everything in it when the value goes away.
public final class TemporaryFolder: Sendable {
  /// The folder's absolute path.
  public let path: String

  /// Makes an empty folder that no other test uses.
  public init() throws {
    path = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
      .appending("/totality-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The absolute path of a file in it.
  public func path(_ name: String) -> String { path + "/" + name }

  /// Writes a text into a file in it and returns its absolute path.
  @discardableResult
  public func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

  /// The bytes of a file in it.
  public func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  /// The text of a file in it.
  public func text(_ name: String) throws -> String {
    String(decoding: try bytes(name), as: UTF8.self)
  }

  /// Whether it holds a file or folder of that name.
  public func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  /// The files below one of its folders, in order, with their bytes.
  public func tree(_ name: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for case let file as String in FileManager.default.enumerator(atPath: path(name)) ?? .init() {
      var isFolder: ObjCBool = false
      let full = name + "/" + file
      guard FileManager.default.fileExists(atPath: path(full), isDirectory: &isFolder),
        !isFolder.boolValue
      else { continue }
      files[file] = try bytes(full)
    }
    return files
  }
}
