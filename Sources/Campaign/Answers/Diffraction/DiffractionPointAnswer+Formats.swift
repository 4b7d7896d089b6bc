internal import Foundation
internal import Optics

extension DiffractionPointAnswer {
  private var isDisc: Bool { if case .disc = occulter { true } else { false } }

  /// The CSV: sixteen significant digits, rows in the order asked.
  ///
  /// `mean_intensity`, without the fringes between near and far rim, is `nan` behind an outline. `error`
  /// bounds the error of the amplitude.
  public func csv() -> String {
    let place = isDisc ? "r_m" : "x_m,y_m"
    let lines = rows.map { row in
      let mean = row.meanIntensity.map(Self.number) ?? "nan"
      return [
        "\(row.x)" + (row.y.map { ",\($0)" } ?? ""), Self.number(row.amplitude.real),
        Self.number(row.amplitude.imaginary), Self.number(row.amplitude.intensity), mean,
        row.method, String(format: "%.1e", row.error),
      ].joined(separator: ",")
    }
    return (["\(place),re,im,intensity,mean_intensity,method,error"] + lines)
      .joined(separator: "\n") + "\n"
  }

  private static func number(_ value: Double) -> String { String(format: "%.15e", value) }

  private struct Document: Encodable {
    struct Row: Encodable {
      var r_m: Double?
      var x_m: Double?
      var y_m: Double?
      var re: Double
      var im: Double
      var intensity: Double
      var mean_intensity: Double?
      var method: String
      var error: Double
    }
    var schema = "totality.diffraction-point/1"
    var radius_m: Double?
    var outline: String?
    var distance_m: Double
    var wavelength_nm: Double
    var notes: [String]
    var rows: [Row]
  }

  /// The JSON document (schema `totality.diffraction-point/1`).
  ///
  /// Rows have `r_m` behind a disc, `x_m` and `y_m` behind an outline; `mean_intensity` is absent there.
  public func json() throws -> String {
    var document = Document(
      distance_m: distance, wavelength_nm: wavelengthNanometres, notes: notes,
      rows: rows.map { row in
        Document.Row(
          r_m: row.y == nil ? row.x : nil, x_m: row.y == nil ? nil : row.x, y_m: row.y,
          re: row.amplitude.real, im: row.amplitude.imaginary,
          intensity: row.amplitude.intensity, mean_intensity: row.meanIntensity,
          method: row.method, error: row.error)
      })
    switch occulter {
    case .disc(let radius): document.radius_m = radius
    // Products hold no path.
    case .outline(let path): document.outline = URL(fileURLWithPath: path).lastPathComponent
    }
    return try JSONOutput.text(document)
  }
}
