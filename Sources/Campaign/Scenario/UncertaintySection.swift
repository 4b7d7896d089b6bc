internal import Astronomy
internal import Geometry
internal import Trajectories

/// What a scenario says of the errors of its own numbers.
struct UncertaintySettings: Sendable {
  /// The deviations.
  var uncertainty: FormationUncertainty
  /// How many Monte-Carlo samples are drawn.
  var samples: Int

  /// How many samples may be asked for.
  static let allowedSamples = 10...100_000
}

/// `[uncertainty]`.
struct UncertaintySection {
  private let axes: RelativeAxes
  private let epoch: Instant?
  private let covariance: RelativeCovariance?
  private let timingSigma: Double
  private let occulterRadiusSigma: Double
  private let sunRadiusSigmaKilometres: Double
  private let attitudeSigmaDegrees: Vector3
  private let samples: Int

  init(_ section: SectionReader) {
    axes = section.choice(
      "frame", as: RelativeAxes.self, default: .sunLine,
      doc: "sun-line: west, north, sunward; lvlh: radial, along-track, cross-track; gcrf: x, y, z.")
    epoch = section.optionalInstant(
      "epoch", doc: "When the errors of place hold; the span's start when left out.",
      parse: { try Instant.parse($0).instant })
    covariance =
      section.exactlyOne(
        as: RelativeCovariance?.self, doc: "How well the occulter's place is known."
      ) { choice in
        choice.key("position_sigma_m", doc: "Deviations of three independent components.") {
          errors in
          let position = errors.vector3(
            "position_sigma_m", each: .closed(0, 1e6),
            doc: "Deviations of the occulter's place from the observer, along the frame.")
          let velocity = errors.vector3(
            "velocity_sigma_m_s", each: .closed(0, 1000), default: .zero,
            doc: "Deviations of its rate along the frame; they make the place worse with time.")
          return errors.attempt {
            try RelativeCovariance(positionSigma: position, velocitySigma: velocity)
          }
        }
        choice.key("covariance", doc: "The covariance itself, m, s.") { errors in
          let numbers = errors.doubles(
            "covariance", count: 6...21,
            doc: "Rows of the lower triangle: 6 numbers (m²), or 21 with velocities (m²/s, m²/s²).")
          return errors.attempt(at: "covariance") { try RelativeCovariance(lowerTriangle: numbers) }
        }
      } ?? nil
    timingSigma = section.double(
      "timing_sigma_s", in: .closed(0, 86_400), default: 0,
      doc: "Deviation of the clock by which all instants are told.")
    occulterRadiusSigma = section.double(
      "occulter_radius_sigma_m", in: .closed(0, 1e6), default: 0,
      doc: "Deviation of the occulter's radius.")
    sunRadiusSigmaKilometres = section.double(
      "solar_radius_sigma_km", in: .closed(0, 5000), default: 0,
      doc: "Deviation of the photosphere's radius.")
    let largest = FormationUncertainty.largestAttitudeSigma / Angles.degree
    attitudeSigmaDegrees = section.vector3OrNumber(
      "attitude_sigma_deg", each: .closed(0, largest.rounded(.down)), default: 0,
      doc: "Deviation of the occulter's attitude about each of its axes, or about x, y and z.")
    samples = section.integer(
      "samples", in: UncertaintySettings.allowedSamples, default: 2000,
      doc: "How many Monte-Carlo samples are drawn.")
  }

  /// The settings for a formation.
  ///
  /// - Throws: `CampaignError` when the occulter's radius is less certain than a tenth of itself.
  func build(spanStart: Instant, shape: OcculterShape) throws -> UncertaintySettings? {
    guard let covariance else { return nil }
    guard occulterRadiusSigma <= shape.radius / 10 else {
      throw CampaignError(
        .incompleteScenario,
        "occulter_radius_sigma_m is \(occulterRadiusSigma), allowed is a tenth of the radius of "
          + "\(shape.radius) m: samples of ten deviations must stay positive")
    }
    return UncertaintySettings(
      uncertainty: try FormationUncertainty(
        axes: axes, epoch: epoch ?? spanStart, covariance: covariance, timingSigma: timingSigma,
        occulterRadiusSigma: occulterRadiusSigma,
        sunRadiusSigma: sunRadiusSigmaKilometres * 1000,
        attitudeSigma: attitudeSigmaDegrees * Angles.degree), samples: samples)
  }
}
