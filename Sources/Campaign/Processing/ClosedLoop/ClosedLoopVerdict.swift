internal import Foundation

/// The words of a closed loop: what was compared, how far it is off, and why.
struct ClosedLoopVerdict {
  let answer: ClosedLoopAnswer

  /// The goals of the imaging pipeline for ASPIICS: shares.
  static let goals = (brightness: 0.01, density: 0.05)

  /// All lines.
  var lines: [String] {
    [headline] + occulter + brightness + explanations + density
      + answer.remarks.map { "left out: \($0)" }
  }

  private var headline: String {
    "\(answer.scenario): \(answer.exposures) exposures\(answer.isFilm ? " on film" : "") processed "
      + "blind, compared at \(answer.range.lowerBound) to \(answer.range.upperBound) solar radii"
  }

  private var occulter: [String] {
    var lines: [String] = []
    if let radius = answer.occulterRadius, radius > answer.range.lowerBound {
      lines.append(
        String(format: "the occulter reaches to %.2f", radius)
          + " solar radii: give --range from beyond it, to compare whole rings")
    }
    if let hidden = answer.hidden, hidden > 1e-3 {
      lines.append(
        "\(Self.percent(hidden)) of the pixels with a value see the occulter and no sky: processing takes it "
          + "for a disc; they are not compared")
    }
    return lines
  }

  /// A share as per cent; in words where it is not known.
  static func percent(_ share: Double) -> String {
    share.isFinite ? String(format: "%.2f %%", 100 * share) : "(not known)"
  }

  private func goal(_ share: Double, _ goal: Double) -> String {
    // The goals are a detector's; film is told as it is.
    guard !answer.isFilm else { return "" }
    return ", \(share <= goal ? "meets" : "misses") the goal of \(Self.percent(goal))"
  }

  private var brightness: [String] {
    [
      ("B", answer.brightness, Optional(Self.goals.brightness)), ("all light", answer.light, nil),
      ("pB", answer.polarised, nil),
    ].compactMap { name, errors, aim in
      guard let errors else { return nil }
      guard let ring = errors.whole else {
        return "\(name): not compared; no pixel between these distances has a value and a truth"
      }
      return "\(name): median error \(Self.percent(ring.error))"
        + (aim.map { goal(ring.error, $0) } ?? "")
        + "; bias \(Self.percent(ring.bias)), of the sum "
        + "\(Self.percent(ring.excess))"
        + (ring.pullMean.isFinite
          ? String(format: "; pull %.3f ± %.3f", ring.pullMean, ring.pullDeviation) : "")
        + " over \(ring.count) pixels"
    }
  }

  /// What stands between B and the corona, and what the sensor adds.
  private var explanations: [String] {
    var lines: [String] = []
    if let stray = answer.stray, stray.rest.isFinite {
      let layers = stray.layers.map { "\($0.name) (\($0.meaning)) \(Self.percent($0.share))" }
      lines.append(
        "B against the corona holds what is no corona, median shares of it: "
          + (layers.isEmpty ? "no stray light" : layers.joined(separator: ", "))
          + "; the rest (stars, earthshine; what occulter, blur and spread take) "
          + Self.percent(stray.rest))
    }
    if let film = answer.film { lines += film.lines }
    return lines
  }

  private var density: [String] {
    guard let density = answer.density, density.error.isFinite else {
      guard answer.polarised == nil else {
        return [
          "n_e: not found; "
            + (answer.densityRefusal
              ?? "too little of the picture lies between the distances compared")
        ]
      }
      let why =
        answer.isFilm
        ? "film without polarisers tells B alone, which holds the F corona and stray light; "
          + "polariser_deg = [0, 60, 120] tells pB"
        : "the sensor needs three polarisers, as filter = [\"P0\", \"P60\", \"P120\"]"
      return ["n_e: not found; \(why)"]
    }
    let round =
      density.errorWhereRound.isFinite
      ? "\(Self.percent(density.errorWhereRound)) where it is round along the line of sight within "
        + "\(Self.percent(DensityErrors.roundness)) (\(Self.percent(density.roundShare)) of angles and "
        + "distances)"
      : "the model is round along the line of sight nowhere"
    return [
      "n_e: median error \(Self.percent(density.errorOfTruth)) against the inversion of the noiseless frame"
        + goal(density.errorOfTruth, Self.goals.density)
        + "; \(Self.percent(density.error)) against the "
        + "model in the plane of the sky" + goal(density.error, Self.goals.density) + "; \(round)",
      "n_e of the noiseless frame is \(Self.percent(density.errorOfInversion)) from the model: inversion takes "
        + "the corona for round along the line of sight, so that this part of the error is the model's shape "
        + "and not the processing's",
    ]
  }
}
