import Foundation
import Optics

/// A table of the project's own reference values, found from where this file lies.
struct ReferenceTable {
  let rows: [[String: String]]

  init(_ name: String, file: String = #filePath) throws {
    let root = URL(fileURLWithPath: file)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(
      contentsOf: root.appendingPathComponent("Fixtures/reference/\(name).csv"), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline)
      .filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    let header = lines[0]
    rows = lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }
}

extension [String: String] {
  func number(_ column: String) -> Double {
    self[column].flatMap { Double($0) } ?? .nan
  }

  func text(_ column: String) -> String { self[column] ?? "" }
}

/// Relative difference; not a number counts as infinite.
func relativeError(_ found: Double, _ expected: Double) -> Double {
  let error = abs(found - expected) / abs(expected)
  return found == expected ? 0 : error.isNaN ? .infinity : error
}
