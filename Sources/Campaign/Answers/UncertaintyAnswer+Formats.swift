internal import Astronomy
internal import Foundation
internal import Geometry
internal import Trajectories

extension UncertaintyAnswer {
  private struct Document: Encodable {
    struct Probability: Encodable {
      var value: Double
      var standard_error: Double

      init(_ probability: SampledProbability) {
        value = probability.value
        standard_error = probability.standardError
      }
    }
    struct Distribution: Encodable {
      var count: Int
      var mean_s: Double
      var sigma_s: Double
      var p2_5_s: Double
      var median_s: Double
      var p97_5_s: Double

      init(_ distribution: SampleDistribution) {
        count = distribution.count
        mean_s = distribution.mean
        sigma_s = distribution.sigma
        p2_5_s = distribution.percentiles.low
        median_s = distribution.percentiles.median
        p97_5_s = distribution.percentiles.high
      }
    }
    struct Linear: Encodable {
      var valid: Bool
      var sigma_s: Double?
      var position_s: Double?
      var attitude_s: Double?
      var occulter_radius_s: Double?
      var solar_radius_s: Double?
      var timing_s: Double
      var nonlinearity: Double?
      /// By a turn about the body's x, y and z, s for each degree; nothing for a round occulter.
      var shift_s_per_deg: [Double]?
    }
    struct Contact: Encodable {
      var name: String
      var utc: String
      var linear: Linear
      var sampled: Distribution?
    }
    struct Window: Encodable {
      var window: Int
      var `class`: String
      var contacts: [Contact]
    }
    struct Point: Encodable {
      var utc: String
      var seconds: Double
      var occultation: Probability
      var totality: Probability
    }
    struct Stretch: Encodable {
      var start: String
      var stop: String
      var occultation: Probability
      var totality: Probability
      var total_length: Distribution?
      var windows: [Window]
      var probability: [Point]
    }
    var schema = "totality.uncertainty/1"
    var scenario: String
    var seed: Int
    var samples: Int
    var frame: String
    var components: [String]
    var epoch: String
    var timing_sigma_s: Double
    var occulter_radius_sigma_m: Double
    var solar_radius_sigma_km: Double
    var attitude_sigma_deg: [Double]
    var stretches: [Stretch]
  }

  private func seconds(_ instant: Instant) -> Double {
    instant.seconds(since: scenario.span.lowerBound, in: scenario.scale)
  }

  private func contact(_ row: ContactRow) -> Document.Contact {
    // JSON has no word for infinity: where the rate is zero there is no linear estimate.
    func number(_ value: Double) -> Double? { value.isFinite ? value : nil }
    return .init(
      name: row.name, utc: row.instant.text(),
      linear: .init(
        valid: row.linear.isLinear, sigma_s: number(row.linear.sigmaSeconds),
        position_s: number(row.linear.positionSeconds),
        attitude_s: number(row.linear.attitudeSeconds),
        occulter_radius_s: number(row.linear.occulterRadiusSeconds),
        solar_radius_s: number(row.linear.sunRadiusSeconds), timing_s: row.linear.timingSeconds,
        nonlinearity: number(row.linear.nonlinearity), shift_s_per_deg: shiftPerDegree(row)),
      sampled: row.sampled.map { .init($0) })
  }

  private func shiftPerDegree(_ row: ContactRow) -> [Double]? {
    guard !scenario.formation.shape.isRound else { return nil }
    let axes = [Vector3(1, 0, 0), Vector3(0, 1, 0), Vector3(0, 0, 1)]
    let shifts = axes.map { row.linear.sensitivity.shift(byTurn: $0 * Angles.degree) }
    return shifts.allSatisfy(\.isFinite) ? shifts : nil
  }

  /// The JSON document (schema `totality.uncertainty/1`); sampled times are seconds after the nominal
  /// contact.
  public func json() throws -> String {
    let uncertainty = settings.uncertainty
    let document = Document(
      scenario: scenario.name, seed: scenario.seed, samples: count,
      frame: uncertainty.axes.rawValue, components: uncertainty.axes.componentNames,
      epoch: uncertainty.epoch.text(), timing_sigma_s: uncertainty.timingSigma,
      occulter_radius_sigma_m: uncertainty.occulterRadiusSigma,
      solar_radius_sigma_km: uncertainty.sunRadiusSigma / 1000,
      attitude_sigma_deg: (0..<3).map { uncertainty.attitudeSigma[$0] / Angles.degree },
      stretches: stretches.map { stretch in
        .init(
          start: stretch.range.lowerBound.text(), stop: stretch.range.upperBound.text(),
          occultation: .init(stretch.summary.occultation),
          totality: .init(stretch.summary.totality),
          total_length: stretch.summary.totalSeconds.map { .init($0) },
          windows: stretch.windows.map { window in
            .init(
              window: window.number, class: window.windowClass.rawValue,
              contacts: window.contacts.map(contact))
          },
          probability: stretch.grid.map { point in
            .init(
              utc: point.instant.text(), seconds: seconds(point.instant),
              occultation: .init(point.covered), totality: .init(point.total))
          })
      })
    return try JSONOutput.text(document)
  }

  /// The probabilities against time, a row for each.
  public func csv() -> String {
    var lines = [
      "stretch,utc,seconds,p_occultation,p_occultation_se,p_totality,p_totality_se"
    ]
    for (index, stretch) in stretches.enumerated() {
      for point in stretch.grid {
        lines.append(
          "\(index + 1),\(point.instant.text()),\(seconds(point.instant)),\(point.covered.value),"
            + "\(point.covered.standardError),\(point.total.value),\(point.total.standardError)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A table for people.
  public func table() -> String {
    let uncertainty = settings.uncertainty
    var lines = [
      "\(scenario.name): how sure the eclipse of \(scenario.observerName) by "
        + "\(scenario.occulterName) is",
      "samples   \(count), seed \(scenario.seed)",
      "errors    \(uncertainty.axes.rawValue) frame ("
        + uncertainty.axes.componentNames.joined(separator: ", ")
        + ") from \(uncertainty.epoch.text(fractionDigits: 3))",
    ]
    if uncertainty.attitudeSigma != .zero {
      let degrees = uncertainty.attitudeSigma / Angles.degree
      lines.append(
        String(format: "attitude  %g, %g, %g deg about x, y, z", degrees.x, degrees.y, degrees.z)
          + " of the body of \(scenario.occulterName)")
    }
    if stretches.isEmpty { lines.append("windows   none is possible within eight deviations") }
    for stretch in stretches {
      lines.append("")
      lines.append(
        "\(stretch.range.lowerBound.text(fractionDigits: 3)) to "
          + stretch.range.upperBound.text(fractionDigits: 3))
      lines.append("  occultation  " + text(stretch.summary.occultation))
      lines.append("  totality     " + text(stretch.summary.totality))
      if let length = stretch.summary.totalSeconds {
        lines.append(
          String(
            format: "  total for    %.3f s, sigma %.3f s, 95 %% in %.3f to %.3f s", length.mean,
            length.sigma, length.percentiles.low, length.percentiles.high))
      }
      for window in stretch.windows {
        lines.append(
          "  window \(window.number) without errors: \(window.windowClass.rawValue)"
            + (window.contacts.isEmpty ? ", no contact in the span" : ""))
        lines += window.contacts.map { "  " + text($0) }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func text(_ probability: SampledProbability) -> String {
    String(format: "%.4f \u{00B1} %.4f", probability.value, probability.standardError)
  }

  /// The parts of a deviation that are not zero, in words.
  private func parts(of linear: ContactUncertainty) -> String {
    let parts = [
      ("position", linear.positionSeconds), ("attitude", linear.attitudeSeconds),
      ("occulter radius", linear.occulterRadiusSeconds), ("solar radius", linear.sunRadiusSeconds),
      ("timing", linear.timingSeconds),
    ].filter { $0.1 > 0 }
    guard !parts.isEmpty else { return "" }
    return " (" + parts.map { String(format: "\($0.0) %.4f", $0.1) }.joined(separator: ", ") + ")"
  }

  private func text(_ row: ContactRow) -> String {
    let linear = row.linear
    var line =
      "  \(row.name)  \(row.instant.text(fractionDigits: 6))  "
      + (linear.isLinear
        ? String(format: "linear sigma %.4f s", linear.sigmaSeconds) + parts(of: linear)
        : String(
          format: "linear estimate not valid (nonlinearity %.2g): use the samples",
          linear.nonlinearity))
    if let sampled = row.sampled {
      line += String(
        format: "; samples %+.4f s, sigma %.4f s, 95 %% in %+.4f to %+.4f s", sampled.mean,
        sampled.sigma, sampled.percentiles.low, sampled.percentiles.high)
      if sampled.count < count { line += " (\(sampled.count) of \(count) have it)" }
    } else {
      line += "; no sample has it"
    }
    return line
  }
}
