internal import VectorMath

/// Rows of numbers from a text with commas, with the line each came from.
///
/// What counts as a line is said at `CommaSeparatedText`; one line of column names before the first
/// numbers is left out too.
struct NumberTable {
  /// One row.
  struct Row {
    /// The line's number in the file, from one.
    let line: Int
    /// The wanted numbers, from the first columns.
    let values: [Double]
  }

  let rows: [Row]
  /// The file's name for messages.
  let file: String

  /// Reads a table.
  ///
  /// - Parameters:
  ///   - bytes: the file's content, UTF-8.
  ///   - file: its name for messages.
  ///   - columns: what the first columns mean; further columns are not read.
  ///   - limit: how many rows there may be.
  /// - Throws: `CoronaError` naming the file and line of what is no number or is missing.
  init(
    csv bytes: [UInt8], file: String, columns: [String], limit: Int
  ) throws(CoronaError) {
    self.file = file
    var rows: [Row] = []
    var mayBeHeader = true
    let meaning = columns.joined(separator: ", ")
    for line in CommaSeparatedText(bytes) {
      let (number, cells) = (line.number, line.cells)
      if mayBeHeader {
        mayBeHeader = false
        if !cells.contains(where: Self.looksLikeNumber) { continue }
      }
      guard rows.count < limit else {
        throw CoronaError(
          .invalidTable, "\(file):\(number): more than \(limit) rows; thin the table out")
      }
      guard cells.count >= columns.count else {
        throw CoronaError(
          .invalidTable,
          "\(file):\(number): found \(cells.count) column\(cells.count == 1 ? "" : "s"); "
            + "every row needs \(columns.count) with commas between: \(meaning)")
      }
      var values: [Double] = []
      for (cell, column) in zip(cells, columns) {
        guard let value = Double(decimal: cell) else {
          throw CoronaError(
            .invalidTable, "\(file):\(number): '\(cell.prefix(40))' is no number for \(column)")
        }
        values.append(value)
      }
      rows.append(Row(line: number, values: values))
    }
    self.rows = rows
  }

  /// Whether a cell is meant as a number, even a damaged one: it is no name of a column then.
  private static func looksLikeNumber(_ cell: String) -> Bool {
    guard let first = cell.utf8.first else { return false }
    return (0x30...0x39).contains(first) || "+-.".utf8.contains(first) || Double(cell) != nil
  }
}
