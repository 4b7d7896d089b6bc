internal import Astronomy
internal import Foundation
internal import Optics

extension DiffractionShadowAnswer {
  /// Whether every place is a distance from the axis.
  private var isRadial: Bool { rows.allSatisfy(\.place.isRadial) }

  /// The CSV: `r_m,E,E_geometric,regime,error`, or `x_m,y_m` first where a place has two coordinates.
  public func csv() -> String {
    func number(_ value: Double) -> String { String(format: "%.9e", value) }
    let lines = rows.map { row in
      let place = isRadial ? "\(row.place.x)" : "\(row.place.x),\(row.place.y)"
      return [
        place, number(row.value.irradiance), number(row.value.geometric),
        row.value.regime.rawValue, String(format: "%.2e", row.value.error),
      ].joined(separator: ",")
    }
    let header = (isRadial ? "r_m" : "x_m,y_m") + ",E,E_geometric,regime,error"
    return ([header] + lines).joined(separator: "\n") + "\n"
  }

  private struct Document: Encodable {
    struct Row: Encodable {
      var r_m: Double?
      var x_m: Double?
      var y_m: Double?
      var E: Double
      var E_geometric: Double
      var regime: String
      var error: Double
    }
    var schema = "totality.diffraction-shadow/1"
    var radius_m: Double?
    var distance_m: Double?
    var outline: String?
    var scenario: String?
    var utc: String?
    var sun_radius_arcmin: Double
    var limb_darkening: [String]
    var wavelengths_nm: [Double]
    var weights: [Double]
    var method: String
    var left_out = [
      "rounded edges (creeping wave, darker)", "edges one behind another",
      "reflection by sunlit parts",
    ]
    var rows: [Row]
  }

  /// The JSON document (schema `totality.diffraction-shadow/1`).
  public func json() throws -> String {
    try JSONOutput.text(
      Document(
        radius_m: occulter.radius, distance_m: occulter.distance, outline: occulter.outline,
        scenario: occulter.scenario, utc: occulter.utc,
        sun_radius_arcmin: sunRadius / Angles.degree * 60, limb_darkening: laws.map(\.name),
        wavelengths_nm: light.wavelengths,
        weights: light.weights.isEmpty ? light.wavelengths.map { _ in 1 } : light.weights,
        method: method.rawValue,
        rows: rows.map { row in
          .init(
            r_m: isRadial ? row.place.x : nil, x_m: isRadial ? nil : row.place.x,
            y_m: isRadial ? nil : row.place.y, E: row.value.irradiance,
            E_geometric: row.value.geometric, regime: row.value.regime.rawValue,
            error: row.value.error)
        }))
  }

  /// A table for people.
  public func text() -> String {
    let what: String
    if let scenario = occulter.scenario {
      what = "\(scenario), \(occulter.utc ?? "")"
    } else if let path = occulter.outline {
      what = "outline \(path)"
    } else {
      what = String(
        format: "disc of radius %g m at %g m", occulter.radius ?? .nan, occulter.distance ?? .nan)
    }
    let wavelengths = light.wavelengths.map { String(format: "%g", $0) }.joined(separator: ", ")
    let head = [
      "Irradiance in the shadow: \(what)",
      String(
        format: "Sun %.4f\u{2032}, limb darkening %@, %@ nm", sunRadius / Angles.degree * 60,
        laws.first?.name ?? "", wavelengths),
      isRadial
        ? "     r, m             E   geometric  regime         error"
        : "     x, m      y, m             E   geometric  regime         error",
    ]
    let lines = rows.map { row in
      (isRadial
        ? String(format: "%9.4f", row.place.x)
        : String(format: "%9.4f %9.4f", row.place.x, row.place.y))
        + String(format: "  %12.6e  %10.8f  ", row.value.irradiance, row.value.geometric)
        + row.value.regime.rawValue.padding(toLength: 10, withPad: " ", startingAt: 0)
        + String(format: "  %.1e", row.value.error)
    }
    return (head + lines).joined(separator: "\n") + "\n"
  }
}
