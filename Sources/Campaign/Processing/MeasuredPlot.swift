internal import Foundation
internal import Imagery
internal import Processing

/// A plot of a table that a step measured: densities, radial and azimuthal profiles, annuli.
struct MeasuredPlot {
  private let table: MeasuredTable
  private let title: String
  private let subtitle: String
  private let unit: String

  /// - Parameters:
  ///   - table: what was measured.
  ///   - observation: the picture it was measured from.
  init(_ table: MeasuredTable, of observation: Observation) {
    self.table = table
    title = "\(observation.name) \u{2014} \(table.name)"
    subtitle = observation.steps.last?.result ?? ""
    unit =
      observation.unit == .meanSolarBrightness
      ? "\(observation.kind) / mean brightness of the solar disc" : observation.kind
  }

  /// More curves than this are not told apart.
  private static let mostCurves = 12

  /// The plot as a PNG file.
  ///
  /// - Throws: `CampaignError` for a table that is no function of distance or angle, and one without
  ///   numbers above zero.
  func png() throws -> [UInt8] {
    let kinds = Kind.all + [Kind.profile(table, unit)]
    guard let kind = kinds.first(where: { $0.matches(table) }) else {
      throw CampaignError(
        .badRequest,
        "the table '\(table.name)' is a list and has no plot; give -o the ending .csv or .json")
    }
    var chart = try chart(kind)
    chart.xLabel = kind.xLabel
    chart.yLabel = kind.yLabel
    return try PNGEncoder.rgb8(try RadialDrawing.picture(chart))
  }

  /// How the columns of a table are drawn.
  struct Kind {
    /// The columns of the abscissa, of the value, of its error and of what tells curves apart.
    var x, y, sigma: String
    var curve: String?
    var xLabel, yLabel: String
    var isAngle = false

    func matches(_ table: MeasuredTable) -> Bool {
      [x, y, sigma].allSatisfy(table.columns.contains)
        && (curve.map(table.columns.contains) ?? true)
    }

    static let all = [
      Kind(
        x: "radius_rsun", y: "density_cm3", sigma: "sigma_cm3", curve: "position_angle_deg",
        xLabel: "distance from the Sun's centre (solar radii)",
        yLabel: "electron density (cm⁻³), band: 1 σ"),
      Kind(
        x: "inner_rsun", y: "total_suns", sigma: "sigma_suns",
        xLabel: "inner edge of the annulus (solar radii)",
        yLabel: "light of the annulus / light of the Sun"),
    ]

    /// Profiles of brightness: over the angle where there are fewer distances than angles.
    static func profile(_ table: MeasuredTable, _ unit: String) -> Kind {
      let isAngle = table.columns.first == "radius_rsun"
      return Kind(
        x: isAngle ? "position_angle_deg" : "radius_rsun", y: "mean", sigma: "std",
        curve: isAngle ? "radius_rsun" : "position_angle_deg",
        xLabel: isAngle
          ? "position angle from solar north through east (degrees)"
          : "distance from the Sun's centre (solar radii)",
        yLabel: "mean \(unit), band: scatter of the pixels", isAngle: isAngle)
    }
  }

  private func chart(_ kind: Kind) throws -> RadialChart {
    let groups = curves(kind)
    let shown = Self.spread(groups, Self.mostCurves)
    let points = shown.flatMap(\.points)
    let positive = points.map(\.value).filter { $0 > 0 && $0.isFinite }
    guard let least = positive.min(), let most = positive.max(),
      let first = points.map(\.radius).min(), let last = points.map(\.radius).max(), last > first
    else {
      throw CampaignError(
        .badRequest,
        "the table '\(table.name)' has no two numbers above zero to draw on a logarithmic axis; give -o "
          + "the ending .csv")
    }
    let low = pow(10, max(log10(least), log10(most) - 6).rounded(.down))
    let high = max(10 * low, pow(10, (log10(most) + 0.02).rounded(.up)))
    let words =
      groups.count > shown.count ? "\(shown.count) of \(groups.count) curves shown; " : ""
    var chart = RadialChart(
      title: title, subtitle: words + subtitle,
      radii: kind.isAngle ? 0...360 : first...last, values: low...high)
    // No logarithm reaches the Sun's centre, from which annuli may begin.
    chart.hasEqualSteps = kind.isAngle || first <= 0
    chart.curves = shown
    return chart
  }

  /// Some of many, evenly spread, the first among them.
  private static func spread(_ curves: [RadialChart.Curve], _ most: Int) -> [RadialChart.Curve] {
    guard curves.count > most else { return coloured(curves) }
    return coloured((0..<most).map { curves[$0 * curves.count / most] })
  }

  /// Hues round the circle at one lightness.
  private static func coloured(_ curves: [RadialChart.Curve]) -> [RadialChart.Curve] {
    let colours: [(UInt8, UInt8, UInt8)] = [
      (0, 114, 178), (213, 94, 0), (0, 158, 115), (204, 121, 167), (86, 180, 233), (230, 159, 0),
    ]
    return curves.enumerated().map { index, curve in
      var curve = curve
      let (red, green, blue) = colours[index % colours.count]
      curve.stroke = Stroke(
        Colour(red, green, blue), width: 2.4, dashes: index < colours.count ? [] : [9, 5])
      return curve
    }
  }

  private func curves(_ kind: Kind) -> [RadialChart.Curve] {
    func column(_ name: String?) -> Int? { name.flatMap { table.columns.firstIndex(of: $0) } }
    guard let x = column(kind.x), let y = column(kind.y), let sigma = column(kind.sigma) else {
      return []
    }
    let key = column(kind.curve)
    var order: [Double] = []
    var groups: [Double: [[Double]]] = [:]
    for row in table.rows where row[x].isFinite {
      let name = key.map { row[$0] } ?? 0
      if groups[name] == nil { order.append(name) }
      groups[name, default: []].append(row)
    }
    return order.compactMap { name in
      let rows = (groups[name] ?? []).sorted { $0[x] < $1[x] }
      guard rows.contains(where: { $0[y] > 0 }) else { return nil }
      var curve = RadialChart.Curve(
        Self.name(kind, name), rows.map { .init(radius: $0[x], value: $0[y]) },
        Stroke(Colour(0, 0, 0)))
      curve.errors = rows.map { $0[sigma] }
      return curve
    }
  }

  private static func name(_ kind: Kind, _ value: Double) -> String {
    switch kind.curve {
    case "position_angle_deg": "position angle \(PrintableText.number(value))°"
    case "radius_rsun": String(format: "%.3f R☉", value)
    default: kind.yLabel
    }
  }
}
