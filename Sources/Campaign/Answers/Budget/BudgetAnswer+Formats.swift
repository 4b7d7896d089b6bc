internal import Astronomy
internal import Foundation

extension BudgetAnswer {
  private func star(_ row: BudgetRow) -> String {
    faintestStar(row).map { String(format: "%.3f", $0) } ?? "nan"
  }

  /// One line a radius: brightness of the sum and every kind, then the sensor's numbers.
  public func csv() -> String {
    let kinds = circles.kinds.map(\.name)
    var header = ["radius_rsun", "in_picture", "open"] + (["B"] + kinds).map { $0 + "_msb" }
    if let unit = signalUnit { header += (["B"] + kinds).map { "\($0)_\(unit.suffix)" } }
    header += ["largest", "largest_share", "star_v"]
    let lines = rows.map { row in
      let numbers = [row.total] + row.brightness
      let signals = row.signal.map { [$0.reduce(0, +)] + $0 } ?? []
      let largest = row.largest
      let cells =
        ["\(row.radius)", String(format: "%.4f", row.inPicture), String(format: "%.6f", row.open)]
        + (numbers + signals).map { String(format: "%.7e", $0) }
        + [
          largest.map { kinds[$0.kind] } ?? "none",
          String(format: "%.4f", largest?.share ?? 0), star(row),
        ]
      return cells.joined(separator: ",")
    }
    return ([header.joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
  }

  /// A table for people: brightness, the sensor's numbers, and what dominates where.
  public func text() -> String {
    let kinds = circles.kinds
    var lines = ["\(scenario.name) at \(instant.text(fractionDigits: 0)), \(camera.name)"]
    if let edge {
      let near = String(format: "%.4g", edge.lowerBound)
      let far = String(format: "%.4g", edge.upperBound)
      lines.append(
        "\(scenario.occulterName)'s edge at \(near == far ? near : "\(near) to \(far)") solar radii"
      )
    }
    let plain = (["B"] + kinds.map(\.name)).map { Self.padded($0, 10) }.joined()
    lines += [
      "", "mean solar brightness, means over position angle",
      "  R_sun   open" + plain + "  largest            V",
    ]
    for row in rows {
      let numbers = ([row.total] + row.brightness).map { Self.number($0) }.joined()
      let most =
        row.largest.map { String(format: "%@ %.0f %%", kinds[$0.kind].name, 100 * $0.share) }
        ?? "none"
      let name = "  " + most + String(repeating: " ", count: max(1, 15 - most.count))
      let v = faintestStar(row).map { String(format: "%5.1f", $0) } ?? "    -"
      lines.append(
        Self.padded(String(format: "%.4g", row.radius), 7) + String(format: "%7.3f", row.open)
          + numbers + name + v)
    }
    if let unit = signalUnit {
      lines += ["", "\(unit.words) in a pixel", "  R_sun       " + plain]
      for row in rows {
        let signal = row.signal ?? []
        lines.append(
          Self.padded(String(format: "%.4g", row.radius), 7) + "       "
            + ([signal.reduce(0, +)] + signal).map { Self.number($0) }.joined())
      }
    }
    lines += ["", "the largest"]
    for stretch in stretches {
      let (from, to) = (String(format: "%.4g", stretch.from), String(format: "%.4g", stretch.to))
      let place = from == to ? "at \(from)" : "from \(from) to \(to)"
      let kind = kinds[stretch.kind]
      lines.append("  \(kind.name) (\(kind.meaning)) \(place) solar radii")
    }
    lines += ["", "V: the star whose light in one pixel equals all the light there."]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func number(_ value: Double) -> String {
    padded(value == 0 ? "0" : String(format: "%.2e", value), 10)
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(1, width - text.count)) + text
  }

  private struct Document: Encodable {
    struct Kind: Encodable {
      var name: String
      var meaning: String
    }
    struct Row: Encodable {
      var radius_rsun: Double
      var in_picture: Double
      var open: Double
      var pixel_sr: Double
      var B_msb: Double
      var brightness_msb: [String: Double]
      var signal: [String: Double]?
      var largest: String?
      var largest_share: Double?
      var star_v: Double?
    }
    struct Stretch: Encodable {
      var largest: String
      var from_rsun: Double
      var to_rsun: Double
    }
    var schema = "totality.budget/1"
    var scenario: String
    var utc: String
    var camera: String
    var edge_rsun: [Double]?
    var signal_unit: String?
    var kinds: [Kind]
    var rows: [Row]
    var dominance: [Stretch]
  }

  /// The JSON document (schema `totality.budget/1`); `signal` is in `signal_unit`, absent without a sensor.
  public func json() throws -> String {
    let kinds = circles.kinds
    func named(_ values: [Double]) -> [String: Double] {
      Dictionary(zip(kinds.map(\.name), values)) { $0 + $1 }
    }
    return try JSONOutput.text(
      Document(
        scenario: scenario.name, utc: instant.text(), camera: camera.name,
        edge_rsun: edge.map { [$0.lowerBound, $0.upperBound] }, signal_unit: signalUnit?.words,
        kinds: kinds.map { .init(name: $0.name, meaning: $0.meaning) },
        rows: rows.map { row in
          .init(
            radius_rsun: row.radius, in_picture: row.inPicture, open: row.open,
            pixel_sr: row.pixelSteradians, B_msb: row.total,
            brightness_msb: named(row.brightness), signal: row.signal.map(named),
            largest: row.largest.map { kinds[$0.kind].name },
            largest_share: row.largest?.share, star_v: faintestStar(row))
        },
        dominance: stretches.map {
          .init(largest: kinds[$0.kind].name, from_rsun: $0.from, to_rsun: $0.to)
        }))
  }
}
