internal import Astronomy
internal import Imagery
internal import RealModule

/// Turns electrons or exposure of film into mean solar brightness.
///
/// A detector's numbers a second of one mean solar brightness, A, are the header's A_PHOT, as in the files of
/// ASPIICS: `B = n / (A t f)`. Film has the lux of one mean solar brightness; `H = E t` with Schwarzschild's
/// law, `t₀ (t/t₀)^p`, beyond t₀. Away from the boresight f falls by the pixel's solid angle and by the pupil
/// seen from the side.
public struct BrightnessStep: ProcessingStep {
  /// What the step is.
  public static let description = StepDescription(
    name: "msb", kind: "CALIBRATION", level: .calibrated,
    summary: "Turns electrons, numbers or lux seconds into mean solar brightness.",
    parameters: [
      StepParameter(
        "a_phot", .number(1e-6...1e30, default: nil), unit: "numbers per second",
        "Numbers a second of one mean solar brightness, mid picture; left out, A_PHOT of the header."
      ),
      StepParameter(
        "falloff", .boolean(default: true),
        "Whether the fall of light from the boresight, by the pixels' solid angle and the pupil's slant, is "
          + "undone; left out, only where no flat field was divided out, which holds it."),
      StepParameter(
        "lux", .number(1e-3...1e15, default: nil), unit: "lux",
        "Film: illuminance of one mean solar brightness, mid picture; left out, A_LUX of the header."
      ),
      StepParameter(
        "schwarzschild", .number(0.01...1, default: nil),
        "Film: exponent of long exposures; left out, SCHWARZS of the header."),
      StepParameter(
        "reciprocity", .number(1e-6...1e5, default: nil), unit: "seconds",
        "Film: where long exposures begin; left out, RECIPLIM of the header."),
    ])

  private let values: StepValues

  /// A step with checked parameters.
  public init(_ values: StepValues) throws(ProcessingError) { self.values = values }

  /// Divides by exposure time and sensitivity.
  ///
  /// - Throws: `missingKnowledge` without exposure time or sensitivity; `unsuitableInput` for pictures in
  ///   another unit.
  public func process(
    _ observations: [Observation], _ pictures: [String: Observation]
  ) throws(ProcessingError) -> [Observation] {
    var results: [Observation] = []
    for observation in observations { results.append(try calibrated(observation)) }
    return results
  }

  private func calibrated(_ observation: Observation) throws(ProcessingError) -> Observation {
    try Self.require(
      [.counts, .electrons, .luxSeconds], observation, "msb is done once, after gain or linearity")
    let seconds = try Self.exposure(observation)
    let unitPerBrightness: Double
    let words: String
    if observation.unit == .luxSeconds {
      let lux = try Self.required("lux", card: "A_LUX", values, observation)
      let effective = try effectiveSeconds(seconds, observation)
      unitPerBrightness = lux * effective
      words =
        "\(lux) lux of one mean solar brightness for \(effective) s that count of \(seconds) s"
    } else {
      if observation.unit == .counts, !observation.has("bias") {
        throw ProcessingError(
          .unsuitableInput, "msb", source: observation.name,
          "numbers of the converter still hold their bias; run bias before")
      }
      let numbers = try Self.required("a_phot", card: "A_PHOT", values, observation)
      let gain = observation.unit == .electrons ? try numbersPerElectron(observation) : 1
      unitPerBrightness = numbers / gain * seconds
      words = "\(numbers) numbers a second of one mean solar brightness for \(seconds) s"
    }
    var result = observation
    let field = falloff(observation)
    switch field {
    case .uniform(let share): result.multiply(by: .uniform(1 / (unitPerBrightness * share)))
    case .each(let plane):
      let factors = plane.samples.map { 1 / (unitPerBrightness * $0) }
      result.multiply(by: .each(Plane(like: plane, samples: factors)))
    }
    result.unit = .meanSolarBrightness
    let isFlat = field == .uniform(1)
    return result.recording(
      Self.self, values, words + (isFlat ? ", no fall-off" : ", fall-off of the field undone"))
  }

  private func numbersPerElectron(_ observation: Observation) throws(ProcessingError) -> Double {
    if let gain = observation.noise?.numbersPerElectron { return gain }
    if let gain = observation.header.double("GAIN"), gain > 0, gain.isFinite { return gain }
    throw ProcessingError(
      .missingKnowledge, "msb", source: observation.name,
      "the header has no GAIN above 0, in numbers per electron, and gain was not run; run gain before"
    )
  }

  private func effectiveSeconds(
    _ seconds: Double, _ observation: Observation
  ) throws(ProcessingError) -> Double {
    let exponent = try Self.required("schwarzschild", card: "SCHWARZS", values, observation)
    guard exponent < 1 else { return seconds }
    let limit = try Self.required("reciprocity", card: "RECIPLIM", values, observation)
    return seconds <= limit ? seconds : limit * Double.pow(seconds / limit, exponent)
  }

  /// Light of a pixel over that at the boresight.
  private func falloff(_ observation: Observation) -> PixelField {
    let isWanted =
      values.isGiven("falloff") ? values.boolean("falloff") : !observation.has("flat")
    guard isWanted, let projection = observation.sky?.projection else { return .uniform(1) }
    let plane = observation.light
    var shares = plane.samples
    for row in 0..<plane.height {
      for column in 0..<plane.width {
        let direction = projection.direction(column: Double(column), row: Double(row))
        let angle = direction.angle(to: projection.boresight)
        // A scanned film is flat, whatever the header says of the picture's projection.
        let solidAngle =
          observation.unit == .luxSeconds
          ? CameraProjection.tan.relativeSolidAngle(atAngle: angle)
          : projection.kind.relativeSolidAngle(atAngle: angle)
        shares[row * plane.width + column] = solidAngle * Double.cos(angle)
      }
    }
    return .each(Plane(like: plane, samples: shares))
  }
}
