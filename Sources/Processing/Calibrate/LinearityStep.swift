internal import Imagery

/// Undoes the bend of a detector's response, or a film's density curve.
///
/// The electrons that seem to be in a well are a rising curve of those that are; its inverse gives them
/// back. Read noise is divided by the curve's slope, photon noise is that of the true electrons. Film is
/// measured through `FilmScan`.
public struct LinearityStep: ProcessingStep {
  /// What the step is.
  public static let description = StepDescription(
    name: "linearity", kind: "LINEARITY-CORRECTION",
    summary: "Undoes the bend of the response: a detector's curve, or film's density curve.",
    parameters: [
      StepParameter(
        "law",
        .choice(["header", "table", "straight", "quadratic", "curve", "film"], default: "header"),
        "What the response is; header: film where SENSOR says so, else the table RESPONSE of the file, else "
          + "straight where LINEAR is T, else quadratic. Film is read by its table where one is given or "
          + "the header tells no GAMMA, else by the law of its cards."),
      StepParameter(
        "table", .picture,
        "A FITS file whose table RESPONSE is taken: columns ELECTRON and DN above the bias, for film LOGH "
          + "and DENSITY; left out, the file's own table."),
      StepParameter(
        "share", .number(0...0.25, default: nil),
        "Quadratic: share of the electrons that seems missing at range; left out, NLSHARE."),
      StepParameter(
        "range", .number(1...1e12, default: nil), unit: "electrons",
        "Quadratic: where the share is missing; left out, NLRANGE of the header."),
      StepParameter(
        "curve", .numbers(count: 4...2000, each: 0...1e12, default: nil), unit: "electrons",
        "Curve: true and seeming electrons of point after point, both rising."),
    ] + FilmScan.parameters)

  private let values: StepValues
  private let curve: RisingCurve?

  /// A step with checked parameters.
  ///
  /// - Throws: `badParameter` for a curve that does not rise.
  public init(_ values: StepValues) throws(ProcessingError) {
    self.values = values
    guard let numbers = values.numbers("curve") else {
      guard values.text("law") != "curve" else {
        throw ProcessingError(
          .badParameter, "linearity", "law is curve, but no curve is given; give its points")
      }
      curve = nil
      return
    }
    let places = stride(from: 0, to: numbers.count, by: 2).map { numbers[$0] }
    let heights = stride(from: 1, to: numbers.count, by: 2).map { numbers[$0] }
    guard heights.first == 0 else {
      throw ProcessingError(
        .badParameter, "linearity",
        "curve begins at \(heights[0]) seeming electrons, below which nothing would be known; begin with 0,0"
      )
    }
    curve = RisingCurve(x: places, y: heights)
    guard curve != nil else {
      throw ProcessingError(
        .badParameter, "linearity",
        "curve has \(numbers.count) numbers that are no rising curve; give pairs of true and seeming "
          + "electrons, both larger from pair to pair")
    }
  }

  /// Undoes the response.
  ///
  /// - Throws: `missingKnowledge` when nothing tells the response; `unsuitableInput` for pictures in
  ///   another unit than electrons (numbers, for film).
  public func process(
    _ observations: [Observation], _ pictures: [String: Observation]
  ) throws(ProcessingError) -> [Observation] {
    var results: [Observation] = []
    for observation in observations {
      let law = law(of: observation)
      let table = try table(of: observation, law, pictures)
      if law == "film" || (law == "table" && table?.column("DENSITY") != nil) {
        try Self.require([.counts], observation, "film is measured from the scanner's numbers")
        let scan = try FilmScan(
          values, observation, table: table,
          tableName: values.text("table").flatMap { pictures[$0]?.identity }
            ?? observation.identity,
          unexposed: try Self.picture("unexposed", values, pictures, for: observation))
        results.append(scan.measured(observation).recording(Self.self, values, scan.words))
        continue
      }
      try Self.require([.electrons], observation, "run gain before linearity")
      for step in ["dark", "flat", "vignette"] where observation.has(step) {
        throw ProcessingError(
          .unsuitableInput, "linearity", source: observation.name,
          "\(step) is done already, but the response bends with all charge in the pixel; run linearity "
            + "before \(step)")
      }
      results.append(try straightened(observation, law, table))
    }
    return results
  }

  /// The table that the response is read from; nil where a law or a curve tells it.
  ///
  /// - Throws: `missingKnowledge` where a table is asked for and none is there.
  private func table(
    of observation: Observation, _ law: String, _ pictures: [String: Observation]
  ) throws(ProcessingError) -> MeasuredTable? {
    if let path = values.text("table") {
      guard let table = pictures[path]?.response else {
        throw ProcessingError(
          .missingKnowledge, "linearity", source: observation.name,
          "\(path) of table holds no table RESPONSE with columns ELECTRON and DN, or LOGH and DENSITY; give "
            + "a raw frame's file, a master curve, or leave table out")
      }
      return table
    }
    switch law {
    case "table":
      guard let own = observation.response else {
        throw ProcessingError(
          .missingKnowledge, "linearity", source: observation.name,
          "the file holds no table RESPONSE; give table, a file that holds it, or another law: straight, "
            + "quadratic with share and range, curve, film")
      }
      return own
    case "film":
      let hasLaw = values.isGiven("gamma") || observation.header.double("GAMMA") != nil
      return hasLaw ? nil : observation.response
    default: return nil
    }
  }

  private func law(of observation: Observation) -> String {
    let law = values.text("law") ?? "header"
    guard law == "header" else { return law }
    if curve != nil { return "curve" }
    if observation.isFilm { return "film" }
    if values.isGiven("table") { return "table" }
    if observation.response != nil, !values.isGiven("share") { return "table" }
    let isStraight = observation.header.logical("LINEAR") == true && !values.isGiven("share")
    return isStraight ? "straight" : "quadratic"
  }

  private func straightened(
    _ observation: Observation, _ law: String, _ measured: MeasuredTable?
  ) throws(ProcessingError) -> Observation {
    switch law {
    case "straight":
      return observation.recording(Self.self, values, "the response is straight, nothing changed")
    case "table":
      guard let charge = measured?.column("ELECTRON"), let numbers = measured?.column("DN"),
        let noise = observation.noise,
        let table = RisingCurve(x: charge, y: numbers.map { $0 / noise.numbersPerElectron })
      else {
        throw ProcessingError(
          .unsuitableInput, "linearity", source: observation.name,
          "the table RESPONSE is no rising curve of ELECTRON and DN; give share and range, or a curve"
        )
      }
      return observation.straightened(by: { table.place(of: $0) }, Self.self, values)
    case "curve":
      guard let curve else { return observation }
      return observation.straightened(by: { curve.place(of: $0) }, Self.self, values)
    default:
      guard try Self.known("share", card: "NLSHARE", values, observation) != nil else {
        throw ProcessingError(
          .missingKnowledge, "linearity", source: observation.name,
          "nothing tells the response: the file has no table RESPONSE, its header neither LINEAR = T nor "
            + "NLSHARE; give law = \"straight\", a table, a curve, or share and range")
      }
      let share = try Self.required("share", card: "NLSHARE", values, observation)
      guard share > 0 else {
        return observation.recording(Self.self, values, "no share is missing, nothing changed")
      }
      let range = try Self.required("range", card: "NLRANGE", values, observation)
      let bend = QuadraticBend(share: share, range: range)
      return observation.straightened(by: { bend.place(of: $0) }, Self.self, values)
    }
  }
}

/// The response `e (1 − s e/e₁)` to e electrons: a share s of the charge e₁ is missing there.
struct QuadraticBend: Sendable, Hashable {
  let share: Double
  let range: Double

  /// The true electrons of seeming ones, with the slope of the response; nil beyond the curve's top.
  func place(of seeming: Double) -> (place: Double, slope: Double)? {
    // e = 2y / (1 + √(1 − 4 y s/e₁)), without cancellation for small bends.
    let root = 1 - 4 * seeming * share / range
    guard root > 0 else { return nil }
    let slope = root.squareRoot()
    return (2 * seeming / (1 + slope), slope)
  }
}

extension Observation {
  /// Electrons by the inverse of a response, which knows none below its begin: there it stays straight.
  fileprivate func straightened(
    by inverse: (Double) -> (place: Double, slope: Double)?, _ step: any ProcessingStep.Type,
    _ values: StepValues
  ) -> Observation {
    var result = self
    var samples = light.samples
    var fixed = light.samples
    var stretch = light.samples
    let before = noise?.fixedVariance ?? .uniform(0)
    var largest = 0.0
    for index in samples.indices where !samples[index].isNaN {
      let seeming = samples[index]
      // Below zero there is noise alone, which the response of no charge passes on.
      let found = seeming < 0 ? inverse(0).map { (seeming / $0.slope, $0.slope) } : inverse(seeming)
      let (electrons, slope) = found ?? (.nan, 1)
      samples[index] = electrons
      stretch[index] = 1 / slope
      fixed[index] = before[index] / (slope * slope)
      largest = max(largest, (electrons - seeming).magnitude)
    }
    result.light.samples = samples
    let steeper = PixelField.each(Plane(like: light, samples: stretch))
    result.commonErrors = commonErrors.map { $0.multiplied(by: steeper) }
    if var known = noise {
      known.fixedVariance = .each(Plane(like: light, samples: fixed))
      known.fullElectrons = known.fullElectrons.flatMap { inverse($0)?.place }
      result.noise = known
      result.tellUncertainty(of: known)
    }
    let lost = result.lose(.saturated) { samples[$0].isNaN && !light.samples[$0].isNaN }
    return result.recording(
      step, values,
      "changed by \(largest) electrons at most, \(lost) pixels beyond the curve's end")
  }
}
