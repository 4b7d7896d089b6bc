/// Rows of numbers from a text with commas, with the line each came from.
///
/// Lines end with a line feed, with or without a carriage return before it. Empty lines and those that
/// begin with `#` are left out, and so is one line of column names before the first numbers.
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
    var number = 0
    let meaning = columns.joined(separator: ", ")
    for raw in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      let line = Self.trimmed(number == 1 ? Self.withoutMark(raw) : raw)
      if line.isEmpty || line.first == 0x23 { continue }
      let cells = line.split(separator: 0x2C, omittingEmptySubsequences: false)
        .map { String(decoding: Self.trimmed($0), as: UTF8.self) }
      if mayBeHeader {
        mayBeHeader = false
        if cells.allSatisfy({ Double($0) == nil }) { continue }
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
        guard let value = Double(cell), value.isFinite else {
          throw CoronaError(
            .invalidTable, "\(file):\(number): '\(cell.prefix(40))' is no number for \(column)")
        }
        values.append(value)
      }
      rows.append(Row(line: number, values: values))
    }
    self.rows = rows
  }

  private static func trimmed(_ slice: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
    guard let first = slice.firstIndex(where: { !isBlank($0) }),
      let last = slice.lastIndex(where: { !isBlank($0) })
    else { return [] }
    return slice[first...last]
  }

  /// The slice without the mark that some editors put before UTF-8.
  private static func withoutMark(_ slice: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    slice.starts(with: [0xEF, 0xBB, 0xBF]) ? slice.dropFirst(3) : slice
  }
}
