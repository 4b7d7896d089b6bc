internal import Astronomy
internal import Foundation
internal import Imagery

extension BudgetAnswer {
  /// The kinds of light against the distance from the Sun on logarithmic axes, as PNG.
  ///
  /// - Throws: `CampaignError` when the frame holds no light, `ImageryError` when it cannot be drawn.
  public func png() throws -> [UInt8] {
    try PNGEncoder.rgb8(try RadialDrawing.picture(try chart()))
  }

  /// The chart: more radii than the table has, over the same range, where that is one.
  func chart() throws -> RadialChart {
    let asked = rows.map(\.radius)
    let least = asked.min() ?? 1
    let most = asked.max() ?? 1
    // About a single radius, from half of it to twice it.
    let range = most > 1.05 * least ? least...most : 0.5 * least...max(2 * most, 1e-6)
    let fine = plottedRadii(range).compactMap { circles.row(at: $0) }
    guard let brightest = fine.map(\.total).max(), brightest > 0 else {
      throw CampaignError(.badRequest, "--plot: the frame holds no light at these radii")
    }
    // Every kind shows where it is brightest, unless it is a million-millionth of the brightest.
    let peaks = circles.kinds.indices.compactMap { kind in
      fine.map { $0.brightness[kind] }.max().flatMap { $0 > 0 ? $0 : nil }
    }
    let top = pow(10, (log10(brightest) + 0.15).rounded(.up))
    let least10 = log10(peaks.min() ?? brightest) - 0.3
    let low = pow(10, max(least10, log10(top) - 12).rounded(.down))
    var chart = RadialChart(
      title: "\(scenario.name): light in the frame of \(camera.name)",
      subtitle: instant.text(fractionDigits: 0) + " · means over position angle" + Self.cut(fine),
      radii: range, values: low...top)
    chart.xLabel = "distance from the Sun's centre (solar radii)"
    chart.yLabel = "brightness (mean solar disc)"
    chart.band = edge
    chart.bandName = "edge of \(scenario.occulterName)"
    if let unit = signalUnit, let raw {
      let name = raw.settings.isFilm ? "illuminance (\(unit.words))" : "signal in a pixel (DN/s)"
      chart.rightScale = .init(label: name, factor: raw.signal(brightness: 1, fieldAngle: 0))
    }
    chart.curves = curves(fine)
    return chart
  }

  /// From where on the picture does not hold whole circles, in words.
  private static func cut(_ fine: [BudgetRow]) -> String {
    guard let first = fine.first(where: { $0.inPicture < 0.999 }) else { return "" }
    return String(format: " (beyond %.3g over the part in the picture)", first.radius)
  }

  /// Radii at equal factors and, as lines on the edge are narrow, at equal steps about it.
  private func plottedRadii(_ range: ClosedRange<Double>) -> [Double] {
    var radii = Self.spaced(from: range.lowerBound, to: range.upperBound, count: 160)
    if let edge {
      radii += (-40...40).flatMap { step in
        Set([edge.lowerBound, edge.upperBound]).map { $0 + Double(step) * circles.pixel / 4 }
      }
    }
    return radii.filter(range.contains).sorted()
  }

  private func curves(_ fine: [BudgetRow]) -> [RadialChart.Curve] {
    var result = [
      RadialChart.Curve(
        "sum", fine.map { .init(radius: $0.radius, value: $0.total) },
        Stroke(Colour(28, 30, 38), width: 3.6))
    ]
    for (index, kind) in circles.kinds.enumerated() {
      guard fine.contains(where: { $0.brightness[index] > 0 }) else { continue }
      result.append(
        RadialChart.Curve(
          "\(kind.name)  \(kind.meaning)",
          fine.map { .init(radius: $0.radius, value: $0.brightness[index]) },
          Self.stroke(kind.name, index)))
    }
    return result
  }

  /// Colours that people with any colour vision tell apart, after Okabe and Ito 2008; what comes from the
  /// sky is solid, what comes from camera and occulter dashed.
  private static func stroke(_ name: String, _ index: Int) -> Stroke {
    let dashes: [Double] = [9, 5]
    switch name {
    case "K": return Stroke(Colour(0, 114, 178), width: 2.6)
    case "F": return Stroke(Colour(230, 159, 0), width: 2.6)
    case "RING": return Stroke(Colour(213, 94, 0), width: 2.6, dashes: dashes)
    case "SCATTER": return Stroke(Colour(204, 121, 167), width: 2.6, dashes: dashes)
    case "VEIL": return Stroke(Colour(120, 94, 60), width: 2.6, dashes: [3, 4])
    case "GLOW": return Stroke(Colour(0, 158, 115), width: 2.6, dashes: dashes)
    case "DARKSIDE": return Stroke(Colour(90, 90, 100), width: 2.6, dashes: [3, 4])
    case "PHOTOSPH": return Stroke(Colour(200, 30, 30), width: 2.6)
    default: return Stroke(Colour(86, 180, 233), width: 2.6, dashes: index % 2 == 0 ? [] : [14, 4])
    }
  }
}
