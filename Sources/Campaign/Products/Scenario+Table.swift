internal import Imagery

extension Scenario {
  /// The effective scenario as a table, one row for each line, so that a file explains itself.
  func table() throws -> FITSHDU {
    let lines = effectiveText.split(separator: "\n", omittingEmptySubsequences: false)
      .map { FITSText.transliterated(String($0)) }
    var header = FITSHeader()
    try header.append("EXTNAME", "SCENARIO", "effective scenario, one line a row")
    return FITSHDU(
      .table(try FITSTextTable(columns: [FITSTextTable.Column("LINE", lines, minimumWidth: 80)])),
      header: header)
  }
}
