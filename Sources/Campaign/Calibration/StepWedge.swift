internal import Foundation
internal import Imagery
internal import Processing
internal import Sensors

/// A sheet of film whose fields a sensitometer exposed to known amounts of light, as a developer adds it to
/// the film of the flight: what tells the density curve.
///
/// Fields lie row by row in a grid over the whole frame, each 0.15 of a decade (half a stop) brighter than
/// the one before, the step of the tablets that sensitometers expose through; they reach from where density
/// begins to rise to where it ends.
struct StepWedge: Sendable {
  /// A field of even exposure.
  struct Field: Sendable {
    /// log₁₀ of its exposure in lux seconds.
    var logExposure: Double
    var columns: Range<Int>
    var rows: Range<Int>

    /// Its middle half, where neither halation nor blur brings light from other fields; at least a pixel.
    var middle: (columns: ClosedRange<Int>, rows: ClosedRange<Int>) {
      (Self.middle(columns), Self.middle(rows))
    }

    private static func middle(_ range: Range<Int>) -> ClosedRange<Int> {
      let quarter = (range.count - 1) / 4
      return range.lowerBound + quarter...range.upperBound - 1 - quarter
    }
  }

  /// How long a sensitometer exposes, s: short enough for reciprocity to hold.
  static let seconds = 0.02
  /// Decades from one step to the next.
  static let step = 0.15
  /// Share of the density's rise that the wedge leaves out at either end.
  private static let end = 0.002

  let fields: [Field]
  let format: FrameFormat

  /// A wedge for a film, on a frame of its scanner; on small frames with fewer and larger steps, so that a
  /// field has four pixels at least.
  init(_ curve: DensityCurve, _ format: FrameFormat) {
    self.format = format
    let rise = curve.largest - curve.fog
    let first = curve.logExposure(density: curve.fog + Self.end * rise) ?? -4
    let last = curve.logExposure(density: curve.largest - Self.end * rise) ?? 4
    let wanted = Int(((last - first) / Self.step).rounded(.up)) + 1
    let most = max(1, format.width / 4) * max(1, format.height / 4)
    // Frames of a few pixels hold fewer fields, from which no curve can be read: the reader says so.
    let count = min(max(2, min(wanted, most, 400)), format.width * format.height)
    let square = Int(Double(count).squareRoot().rounded(.up))
    let across = max(min(square, format.width), (count + format.height - 1) / format.height)
    let up = (count + across - 1) / across
    fields = (0..<count).map { index in
      let (column, row) = (index % across, index / across)
      return Field(
        logExposure: first + (last - first) * Double(index) / Double(max(1, count - 1)),
        columns: format.width * column / across..<format.width * (column + 1) / across,
        rows: format.height * row / up..<format.height * (row + 1) / up)
    }
  }

  /// The light on every pixel for exposures of a time that counts, lux; fields that are none stay dark.
  func light(effectiveSeconds: Double) -> [Double] {
    var light = [Double](repeating: 0, count: format.width * format.height)
    for field in fields {
      let lux = pow(10, field.logExposure) / effectiveSeconds
      for row in field.rows {
        for column in field.columns { light[row * format.width + column] = lux }
      }
    }
    return light
  }

  /// The fields as a table WEDGE, columns and rows counted from 1.
  func table() throws -> FITSHDU {
    var header = FITSHeader()
    try header.append("EXTNAME", "WEDGE", "exposures of the fields of a step wedge")
    let note =
      "LOGH: log10 of the exposure in lx s; COLUMN1 to ROW2: middle half of the field, from 1."
    try header.append(FITSCard.comment(note))
    let rows = fields.enumerated().map { index, field -> [Double] in
      let middle = field.middle
      return [
        Double(index + 1), field.logExposure, Double(middle.columns.lowerBound + 1),
        Double(middle.columns.upperBound + 1), Double(middle.rows.lowerBound + 1),
        Double(middle.rows.upperBound + 1),
      ]
    }
    let columns = try StepWedgeReading.columns.enumerated().map { place, name in
      try FITSTextTable.Column(
        name, rows.map { place == 1 ? "\($0[place])" : "\(Int($0[place]))" })
    }
    return FITSHDU(.table(try FITSTextTable(columns: columns)), header: header)
  }
}
