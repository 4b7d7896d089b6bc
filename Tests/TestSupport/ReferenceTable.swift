import Foundation

/// A table of the project's own reference values in `Fixtures/reference`.
public struct ReferenceTable: Sendable {
  /// The rows by the names of their columns.
  public let rows: [[String: String]]

  /// The table of a name without `.csv`.
  public init(_ name: String) throws {
    let path = ReferenceData.repositoryPath("Fixtures/reference/\(name).csv")
    rows = ReferenceData.rows(csv: try String(contentsOfFile: path, encoding: .utf8))
  }
}

extension [String: String] {
  /// The number in a column; not a number where there is none.
  public func number(_ column: String) -> Double {
    self[column].flatMap { Double($0) } ?? .nan
  }

  /// The text in a column; empty where there is none.
  public func text(_ column: String) -> String { self[column] ?? "" }
}

/// Relative difference; not a number counts as infinite.
public func relativeError(_ found: Double, _ expected: Double) -> Double {
  let error = abs(found - expected) / abs(expected)
  return found == expected ? 0 : error.isNaN ? .infinity : error
}
