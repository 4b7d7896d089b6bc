import Foundation
import TestSupport
import Testing

/// A full-wave image by Fourier transforms among the project's own reference values.
enum ImageTable {
  struct Row {
    /// Tangent of the angle from the axis, and the same in solar radii.
    var angle: Double
    var sunRadii: Double
    /// Mean solar brightness focused at infinity, on the occulter, and behind the masks.
    var infinity: Double
    var occulter: Double
    var lyot: Double
  }

  static func rows(_ name: String) throws -> [Row] {
    let path = ReferenceData.repositoryPath("Fixtures/reference/\(name).csv")
    return try ReferenceData.rows(csv: String(contentsOfFile: path, encoding: .utf8)).map { row in
      func number(_ column: String) throws -> Double {
        try #require(row[column].flatMap(Double.init))
      }
      return Row(
        angle: try number("theta_rad"), sunRadii: try number("theta_Rsun"),
        infinity: try number("B_msb_focus_infinity"),
        occulter: try number("Oprime_msb_focus_occulter"),
        lyot: try number("D_msb_after_IO_Lyot"))
    }
  }
}
