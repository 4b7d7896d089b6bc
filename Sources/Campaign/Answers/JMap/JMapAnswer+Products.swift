internal import Astronomy
internal import Foundation
internal import Imagery

extension JMapAnswer {
  /// The map as CSV: a line for each instant and row with data.
  public func csv() -> String {
    var lines = ["utc,elongation_deg,height_rsun,\(difference == .ratio ? "ratio" : "B_msb")"]
    for (column, values) in columns.enumerated() {
      let time = instants[column].text(fractionDigits: 3)
      for (row, value) in values.enumerated() where value.isFinite {
        lines.append(
          time
            + String(
              format: ",%.6f,%.5f,%.6e", elongation(ofRow: row) / Angles.degree,
              height(ofRow: row, atColumn: column), value))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The map as FITS: a column of pixels for each frame, rows from the Sun outwards, and a table of the
  /// columns' instants.
  ///
  /// Its DATE is that of `SOURCE_DATE_EPOCH`, or the clock's when it is unset.
  public func fits() throws -> [UInt8] { try fits(created: try CreationDate.now()) }

  func fits(created: Instant) throws -> [UInt8] {
    let rows = columns.first?.count ?? 0
    var samples: [Float] = []
    samples.reserveCapacity(rows * columns.count)
    for row in 0..<rows {
      for column in columns { samples.append(Float(column[row])) }
    }
    let image = try Image(width: columns.count, height: rows, samples: samples)
    var header = FITSHeader()
    try header.append("EXTNAME", "JMAP", "name of this HDU")
    try header.append("DATE", FrameHeader.date(created), unit: "UTC", "file creation")
    try header.append("CREATOR", "totality \(Version.current)", "software")
    try header.append("BTYPE", difference.meaning, "what a sample tells")
    if difference != .ratio { try header.append("BUNIT", "", "B/B_sun (mean solar brightness)") }
    try header.append("TIMESYS", "UTC", "time scale of all dates here")
    try header.append("DATE-BEG", FrameHeader.date(instants[0]), unit: "UTC", "first frame")
    try header.append(
      "DATE-END", FrameHeader.date(instants[instants.count - 1]), unit: "UTC", "last frame")
    try header.append("JMAP_PA", positionAngleDegrees, unit: "deg", "position angle, north to east")
    try header.append("JMAP_WID", widthDegrees, unit: "deg", "width of the wedge")
    try header.append("JMAP_DIF", difference.rawValue, "difference: running, base, ratio, none")
    try header.append("WCSAXES", 2, "number of axes")
    // Columns are frames, at their own instants: see the table.
    try header.append("CTYPE1", "FRAME", "column, see the table TIMES")
    try header.append("CRPIX1", 1.0, unit: "pix", "first frame")
    try header.append("CRVAL1", 1.0, "first frame")
    try header.append("CDELT1", 1.0, "a frame a column")
    try header.append("CTYPE2", "ELONGATION", "angle from the centre of the Sun")
    try header.append("CUNIT2", "deg", "unit of axis 2")
    try header.append("CRPIX2", 0.5, unit: "pix", "centre of the Sun")
    try header.append("CRVAL2", 0.0, unit: "deg", "centre of the Sun")
    try header.append("CDELT2", step / Angles.degree, unit: "deg", "height of a row")
    try header.append(ImageStatistics(image))
    var times = FITSHeader()
    try times.append("EXTNAME", "TIMES", "instants of the columns, UTC")
    let table = try FITSTextTable(columns: [
      .init("UTC", instants.map { FrameHeader.date($0) }),
      .init("DSUN_RSUN", distances.map { String(format: "%.6f", $0) }),
    ])
    return try FITSEncoder.encode(
      primary: FITSHDU(.float32(image), header: header),
      extensions: [FITSHDU(.table(table), header: times)])
  }

  /// The map as an annotated picture: time to the right, distance from the Sun upwards.
  ///
  /// Rows are evened out, each divided by its own spread, since brightness falls steeply outwards.
  public func picture() throws -> [UInt8] {
    let seen = rowsWithData()
    guard !seen.isEmpty else {
      throw CampaignError(
        .badRequest,
        "--position-angle \(positionAngleDegrees): the frames show nothing there; choose another")
    }
    let edges = edges()
    let begin = edges.lowerBound
    let length = edges.upperBound.seconds(since: edges.lowerBound)
    let middle = distances[distances.count / 2]
    let ticks = try ClockTicks(over: edges)
    let picture = TimeMapPicture(
      title: String(
        format: "%@ along position angle %.1f\u{00B0}, %.1f\u{00B0} wide", runName,
        positionAngleDegrees, widthDegrees),
      subtitle: "\(instants.count) frames \u{00B7} \(difference.meaning)",
      ticks: ticks.ticks.map {
        .init(place: $0.instant.seconds(since: begin) / length, text: $0.text)
      }, timeLabel: ticks.label,
      places: PlotScale(
        "distance from the Sun (R\u{2609})",
        from: middle * sin(Double(seen.lowerBound) * step),
        to: middle * sin(Double(seen.upperBound) * step)),
      footer: [
        "each row over its own spread, at least 0.1 % of its brightness; grey is "
          + (difference == .none ? "its mean" : "no change"),
        "totality \(Version.current)",
      ])
    return try PNGEncoder.rgb8(try picture.render(try greys(seen, edges)))
  }

  /// From half a step before the first frame to half a step after the last, so that each frame stands in
  /// the middle of its column; a single frame is a column of a second.
  private func edges() -> ClosedRange<Instant> {
    let (first, last) = (instants[0], instants[instants.count - 1])
    let length = last.seconds(since: first)
    let half = length > 0 ? 0.5 * length / Double(instants.count - 1) : 0.5
    return first.advanced(bySeconds: -half)...last.advanced(bySeconds: half)
  }

  /// Whether the frames follow each other at equal steps.
  private var isSteady: Bool {
    let steps = zip(instants.dropFirst(), instants).map { $0.seconds(since: $1) }
    guard let least = steps.min(), let most = steps.max() else { return true }
    return most - least < 1e-3 * most
  }

  /// The rows in which some frame shows something.
  private func rowsWithData() -> Range<Int> {
    let rows = columns.first?.count ?? 0
    let seen = (0..<rows).filter { row in columns.contains { $0[row].isFinite } }
    guard let first = seen.first, let last = seen.last else { return 0..<0 }
    return first..<last + 1
  }

  /// Greys 0…1, columns at equal steps of time with the frame nearest to each.
  private func greys(_ rows: Range<Int>, _ edges: ClosedRange<Instant>) throws -> Image {
    let width = min(isSteady ? columns.count : max(1000, columns.count), 4000)
    let length = edges.upperBound.seconds(since: edges.lowerBound)
    let places = instants.map { $0.seconds(since: edges.lowerBound) / length }
    var nearest: [Int] = []
    var candidate = 0
    for column in 0..<width {
      let place = (Double(column) + 0.5) / Double(width)
      while candidate + 1 < places.count,
        abs(places[candidate + 1] - place) < abs(places[candidate] - place)
      {
        candidate += 1
      }
      nearest.append(candidate)
    }
    var samples: [Float] = []
    for row in rows {
      let (middle, spread) = spread(ofRow: row)
      for index in nearest {
        samples.append(Float(0.5 + 0.5 * (columns[index][row] - middle) / spread))
      }
    }
    return try Image(width: width, height: rows.count, samples: samples)
  }

  /// What is shown grey in a row, and how far from it white lies.
  private func spread(ofRow row: Int) -> (middle: Double, spread: Double) {
    let values = columns.map { $0[row] }.filter(\.isFinite)
    let mean = values.reduce(0, +) / Double(max(values.count, 1))
    let middle = difference == .none ? mean : difference == .ratio ? 1 : 0
    let square = values.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
    let spread = 2.5 * (square / Double(max(values.count, 1))).squareRoot()
    // A thousandth of the brightness is the least: single precision must not be drawn as if it were light.
    let least = 1e-3 * (difference == .ratio ? 1 : abs(levels[row]))
    let floored = max(spread, least)
    return (middle, floored > 0 ? floored : 1)
  }
}
