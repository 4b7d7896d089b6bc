internal import Foundation
internal import Imagery

/// What a closed loop found.
public struct ClosedLoopAnswer: Sendable {
  let scenario: String
  let exposures: Int
  /// Distances that the verdict is about, solar radii.
  let range: ClosedRange<Double>
  /// Against the corona alone.
  var brightness: RadialErrors?
  /// Against all light that reached the pupil, stray light included.
  var light: RadialErrors?
  /// Of polarised brightness; nil without polarisers.
  var polarised: RadialErrors?
  var density: DensityErrors?
  /// Why the inversion found none; nil where it did or was not tried.
  var densityRefusal: String?
  /// What light beside the corona's there is.
  var stray: LightShares?
  /// What the renderer leaves out of the frame, one sentence each.
  var remarks: [String] = []
  /// The radius of a circle round the occulter, solar radii; nil where the frame tells none.
  var occulterRadius: Double?
  /// Of the pixels compared that have a value, the share that sees the occulter and no sky.
  var hidden: Double?
  /// Whether the sensor is film.
  var isFilm = false
  /// What film does to light and no processing undoes; nil for detectors.
  var film: FilmBiases?

  init(scenario: String, exposures: Int, range: ClosedRange<Double>) {
    (self.scenario, self.exposures, self.range) = (scenario, exposures, range)
  }

  /// The verdict as text.
  public func text() -> String {
    ClosedLoopVerdict(answer: self).lines.joined(separator: "\n") + "\n"
  }

  /// Errors by distance as CSV; nothing where nothing was compared.
  public func csv() -> String {
    var lines = [
      "quantity,from_rsun,to_rsun,pixels,median_error,median_bias,pull_mean,pull_std,excess"
    ]
    for (name, errors) in [("B", brightness), ("light", light), ("pB", polarised)] {
      for ring in errors?.rings ?? [] {
        let numbers = [
          ring.error, ring.bias, ring.pullMean, ring.pullDeviation, ring.excess,
        ].map {
          $0.isFinite ? String(format: "%.6g", $0) : ""
        }
        lines.append(
          "\(name),\(String(format: "%.2f,%.2f", ring.radii.lowerBound, ring.radii.upperBound)),"
            + "\(ring.count)," + numbers.joined(separator: ","))
      }
    }
    for row in density?.rows ?? [] {
      let radius = String(format: "%.4f", row.radius)
      for (name, error) in [("n_e", row.error), ("n_e_of_truth", row.errorOfTruth)]
      where error.isFinite {
        lines.append("\(name),\(radius),\(radius),,\(String(format: "%.6g", error)),,,,")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The verdict as JSON.
  public func json() -> String {
    func object(_ ring: RadialErrors.Ring?) -> JSONText? {
      guard let ring else { return nil }
      var members = [
        JSONText.Member("medianError", .number(ring.error)),
        .init("medianBias", .number(ring.bias)), .init("excess", .number(ring.excess)),
        .init("pixels", .literal("\(ring.count)")),
      ]
      if ring.pullMean.isFinite {
        members.append(.init("pullMean", .number(ring.pullMean)))
        members.append(.init("pullStandardDeviation", .number(ring.pullDeviation)))
      }
      return .object(members)
    }
    var members = [
      JSONText.Member("schema", .string("totality.closed-loop/1")),
      .init("scenario", .string(scenario)), .init("exposures", .literal("\(exposures)")),
      .init("radiiSolar", .array([.number(range.lowerBound), .number(range.upperBound)])),
    ]
    for (name, errors) in [("B", brightness), ("light", light), ("pB", polarised)] {
      if let value = object(errors?.whole) { members.append(.init(name, value)) }
    }
    if let density, density.error.isFinite {
      var inner = [JSONText.Member("medianError", .number(density.error))]
      for (name, share) in [
        ("medianErrorOfTruth", density.errorOfTruth),
        ("medianErrorOfInversion", density.errorOfInversion),
        ("medianErrorWhereRound", density.errorWhereRound), ("roundShare", density.roundShare),
      ] where share.isFinite {
        inner.append(.init(name, .number(share)))
      }
      members.append(.init("n_e", .object(inner)))
    }
    if let stray {
      let layers = stray.layers.map { JSONText.Member($0.name, .number($0.share)) }
      members.append(
        .init("notCorona", .object(layers + [.init("rest", .number(stray.rest))])))
    }
    if let film { members.append(.init("film", film.json)) }
    members.append(.init("remarks", .array(remarks.map { .string($0) })))
    members.append(
      .init("verdict", .array(ClosedLoopVerdict(answer: self).lines.map { .string($0) })))
    return JSONText.object(members).text() + "\n"
  }

  /// Errors against distance on logarithmic axes, as PNG.
  public func png() throws -> [UInt8] {
    var curves: [RadialChart.Curve] = []
    func add(_ name: String, _ points: [(Double, Double)], _ stroke: Stroke) {
      let positive = points.filter { $0.1 > 0 && $0.1.isFinite }
      guard !positive.isEmpty else { return }
      curves.append(
        RadialChart.Curve(name, positive.map { .init(radius: $0.0, value: $0.1) }, stroke))
    }
    func middles(_ errors: RadialErrors?) -> [(Double, Double)] {
      (errors?.rings ?? []).map { (($0.radii.lowerBound + $0.radii.upperBound) / 2, $0.error) }
    }
    add("B against the corona", middles(brightness), Stroke(Colour(0, 114, 178), width: 2.6))
    add(
      "B against all light", middles(light),
      Stroke(Colour(86, 180, 233), width: 2.6, dashes: [9, 5]))
    add("pB", middles(polarised), Stroke(Colour(213, 94, 0), width: 2.6))
    let rows = density?.rows ?? []
    add(
      "n_e against the model", rows.map { ($0.radius, $0.error) },
      Stroke(Colour(0, 158, 115), width: 2.6))
    add(
      "n_e against the inverted truth", rows.map { ($0.radius, $0.errorOfTruth) },
      Stroke(Colour(0, 158, 115), width: 2.6, dashes: [9, 5]))
    let points = curves.flatMap(\.points)
    guard let least = points.map(\.value).min(), let most = points.map(\.value).max(),
      let first = points.map(\.radius).min(), let last = points.map(\.radius).max(), last > first
    else {
      throw CampaignError(.damagedRun, "nothing could be compared; the picture shows no corona")
    }
    let low = pow(10, max(-6, log10(least)).rounded(.down))
    let high = pow(10, min(2, log10(most) + 0.1).rounded(.up))
    var chart = RadialChart(
      title: "\(scenario): what processing leaves of the truth",
      subtitle: "medians over position angle, \(exposures) exposures with noise",
      radii: first...last, values: low...max(high, 10 * low))
    chart.xLabel = "distance from the Sun's centre (solar radii)"
    chart.yLabel = "relative error"
    chart.band = range
    chart.bandName = isFilm ? "what the verdict is about" : "where the goal holds"
    chart.curves = curves
    return try PNGEncoder.rgb8(try RadialDrawing.picture(chart))
  }
}
