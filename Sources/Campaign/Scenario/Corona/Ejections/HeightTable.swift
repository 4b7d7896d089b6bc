internal import Astronomy
internal import Corona
internal import VectorMath

/// Tables of heights against time: CSV with the columns `utc` and `height_rsun`.
enum HeightTable {
  private static let allowedBytes = 10_000_000

  /// The entries of a table; lines that begin with `#` are remarks.
  ///
  /// - Parameter file: its name for messages.
  /// - Throws: `CampaignError` naming file and line for a missing column, an instant or a number that
  ///   cannot be read, naming the file for fewer than two lines; `CoronaError` naming file and line where instants or heights do not rise, or too fast.
  static func parse(_ text: String, file: String) throws -> [HeightTime.Entry] {
    guard text.utf8.count <= allowedBytes else {
      throw CampaignError(
        .badRequest, "\(file): \(text.utf8.count) bytes; a table of heights has at most 10 MB")
    }
    var columns: (instant: Int, height: Int, count: Int)?
    var entries: [HeightTime.Entry] = []
    var places: [String] = []
    for line in CommaSeparatedText(Array(text.utf8)) {
      let cells = line.cells
      let place = "\(file):\(line.number)"
      guard let known = columns else {
        guard let instant = cells.firstIndex(of: "utc"),
          let height = cells.firstIndex(of: "height_rsun")
        else {
          throw CampaignError(
            .badRequest,
            "\(place): found the columns \(PrintableText.shortened(cells.joined(separator: ","), limit: 80)); a "
              + "table of heights begins with utc,height_rsun")
        }
        columns = (instant, height, cells.count)
        continue
      }
      entries.append(try entry(cells, known, place))
      places.append(place)
    }
    guard entries.count >= 2 else {
      throw CampaignError(
        .badRequest,
        "\(file): found \(entries.isEmpty ? "no line" : "one line") of utc,height_rsun; a table of heights "
          + "has two or more, of rising instants and heights")
    }
    try HeightTime.check(entries, places: places)
    return entries
  }

  private static func entry(
    _ cells: [String], _ columns: (instant: Int, height: Int, count: Int), _ place: String
  ) throws -> HeightTime.Entry {
    guard cells.count == columns.count else {
      throw CampaignError(
        .badRequest,
        "\(place): found \(cells.count) cells where the heading has \(columns.count); write as many"
      )
    }
    guard let height = Double(decimal: cells[columns.height]) else {
      throw CampaignError(
        .badRequest,
        "\(place): height_rsun '\(PrintableText.shortened(cells[columns.height], limit: 40))' is no "
          + "number; write solar radii from the Sun's centre, as in 3.25")
    }
    do {
      let instant = try Instant.parse(cells[columns.instant]).instant
      return HeightTime.Entry(instant: instant, heightSolarRadii: height)
    } catch {
      throw CampaignError(.badRequest, "\(place): utc: \(error)")
    }
  }
}
