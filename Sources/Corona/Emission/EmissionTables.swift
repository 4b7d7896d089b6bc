extension NarrowFilter {
  /// A measured filter from a table of wavelength in nanometres and transmission.
  ///
  /// - Parameters:
  ///   - bytes: the file's content: a row for each wavelength, rising; empty lines and those beginning
  ///     with `#` left out, one line of column names allowed; further columns are not read.
  ///   - file: its name for messages.
  /// - Throws: `CoronaError` naming the file, and the line where a row is no numbers.
  public init(csv bytes: [UInt8], file: String) throws(CoronaError) {
    let table = try NumberTable(
      csv: bytes, file: file, columns: ["wavelength (nm)", "transmission"], limit: 100_000)
    do {
      try self.init(.table(table.rows.map { SIMD2($0.values[0], $0.values[1]) }))
    } catch {
      throw CoronaError(.invalidTable, "\(file): \(error)")
    }
  }
}

extension LineEmissivity {
  /// Coefficients from a table of distance in solar radii, `G` and `g`.
  ///
  /// - Parameters:
  ///   - bytes: the file's content: a row for each distance, rising; empty lines and those beginning
  ///     with `#` left out, one line of column names allowed; further columns are not read.
  ///   - file: its name for messages.
  /// - Throws: `CoronaError` naming the file, and the line where a row is no numbers.
  public init(csv bytes: [UInt8], file: String) throws(CoronaError) {
    // Every radius is a kink at which sightlines are cut.
    let table = try NumberTable(
      csv: bytes, file: file,
      columns: ["distance (solar radii)", "collisional", "radiative"], limit: 1000)
    do {
      try self.init(
        collisional: .table(table.rows.map { SIMD2($0.values[0], $0.values[1]) }),
        radiative: .table(table.rows.map { SIMD2($0.values[0], $0.values[2]) }))
    } catch {
      throw CoronaError(.invalidTable, "\(file): \(error)")
    }
  }
}
