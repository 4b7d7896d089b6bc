import Foundation
import TestSupport
import Testing

/// A table of the project's own reference values in `Fixtures/reference`.
enum ComputedTable {
  /// One row by the names of its columns.
  struct Row {
    private let cells: [String: String]

    fileprivate init(_ cells: [String: String]) { self.cells = cells }

    /// The number in a column.
    func number(_ column: String) throws -> Double {
      try #require(cells[column].flatMap(Double.init), "no number in \(column)")
    }

    /// The word in a column.
    func word(_ column: String) -> String { cells[column] ?? "" }
  }

  /// The rows of a table, in order.
  static func rows(_ name: String) throws -> [Row] {
    let path = ReferenceData.repositoryPath("Fixtures/reference/\(name).csv")
    return ReferenceData.rows(csv: try String(contentsOfFile: path, encoding: .utf8))
      .map { Row($0) }
  }
}
