import Foundation

/// Published tables that are not part of the repository, found through `TOTALITY_REFERENCE`.
///
/// Tests that need one are skipped when the variable is unset; `Scripts/test` prints how many.
public enum ReferenceData {
  /// The folder named by the environment, if any.
  public static let folder = ProcessInfo.processInfo.environment["TOTALITY_REFERENCE"]

  /// Whether the published tables are at hand.
  public static var isAvailable: Bool { folder != nil }

  /// The text of a file below the reference folder.
  public static func text(_ path: String) throws -> String {
    try String(contentsOfFile: (folder ?? "") + "/" + path, encoding: .utf8)
  }

  /// A folder of the repository, found from this file's own place in it.
  public static func repositoryPath(_ path: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent(path).path
  }

  /// The rows of a CSV file as dictionaries by column name; lines that begin with `#` are left out.
  public static func rows(csv text: String) -> [[String: String]] {
    let lines = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }
    guard let header = lines.first?.split(separator: ",").map(String.init) else { return [] }
    return lines.dropFirst().map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Dictionary(zip(header, cells), uniquingKeysWith: { first, _ in first })
    }
  }
}
