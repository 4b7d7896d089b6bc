import Campaign
import Foundation

/// Scenarios read from texts.
enum Samples {
  /// Reads a scenario as a file named `a.toml` in a folder.
  static func read(
    _ text: String, set assignments: [String] = [], folder: String = ""
  ) throws -> Scenario {
    try Scenario(
      ConfigurationDocument(text: text, name: "a.toml", folder: folder), setting: assignments)
  }

  /// The problems a scenario is refused for, one a line; empty when it is accepted.
  static func problems(_ text: String, set assignments: [String] = [], folder: String = "")
    -> [String]
  {
    do {
      _ = try read(text, set: assignments, folder: folder)
      return []
    } catch {
      return "\(error)".split(separator: "\n").map(String.init)
    }
  }

  /// The line a text stands on, from one.
  static func line(of part: String, in text: String) -> Int {
    guard let range = text.range(of: part) else { return 0 }
    return text[..<range.lowerBound].count { $0 == "\n" } + 1
  }
}
