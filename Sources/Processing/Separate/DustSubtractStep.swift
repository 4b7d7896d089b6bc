internal import Corona
internal import Imagery
internal import RealModule

/// Takes away the F corona: light scattered by dust, by a published model or as what never changes.
///
/// Models are those of the renderer. Dust light counts as unpolarised: pictures of polarised light keep their
/// light, a picture through a polariser loses half of the model.
public struct DustSubtractStep: ProcessingStep {
  /// What the step is.
  public static let description = StepDescription(
    name: "fsub", kind: "BACKGROUND-SUBTRACTION", level: .measured,
    summary: "Subtracts the F corona, from a model or from a low percentile over time.",
    parameters: [
      StepParameter(
        "method", .choice(["table", "percentile"], default: "table"),
        "Whether the F corona is a published model's, or what a low percentile over the pictures given "
          + "leaves."),
      StepParameter(
        "model", .choice(DustCatalogue.names, default: FCorona.koutchmy2000.name),
        "Table: which model."),
      StepParameter("scale", .number(0...100, default: 1), "Table: a factor on the model."),
      StepParameter(
        "error", .number(0...1, default: 0),
        "Table: relative uncertainty of the model, added to that of the picture."),
      StepParameter(
        "ecliptic_north", .number(-360...360, default: nil), unit: "degrees",
        "Table: position angle of ecliptic north from solar north, counter-clockwise; left out, from "
          + "CRLN_OBS, HGLT_OBS, DSUN_OBS and DATE-AVG of the header."),
      StepParameter(
        "percentile", .number(0...50, default: 3), unit: "percent",
        "Percentile: how much of the time a pixel is darker than its background."),
      StepParameter(
        "parts", .integer(1...1000, default: 1),
        "Percentile: into how many equal parts the sequence is cut; backgrounds are interpolated in time "
          + "between their middles."),
    ])

  private let values: StepValues

  /// A step with checked parameters.
  public init(_ values: StepValues) throws(ProcessingError) { self.values = values }

  /// Subtracts dust light.
  ///
  /// - Throws: `missingKnowledge` without sky, distance or orientation of the ecliptic, or times where the
  ///   sequence is cut; `unsuitableInput` for other units, and sequences too short or of different sizes.
  public func process(
    _ observations: [Observation], _ pictures: [String: Observation]
  ) throws(ProcessingError) -> [Observation] {
    for observation in observations {
      guard !Self.isPolarisedLight(observation) else { continue }
      try Self.require([.meanSolarBrightness], observation, "run msb before fsub")
      guard !observation.has("fsub") else {
        throw ProcessingError(
          .unsuitableInput, "fsub", source: observation.name,
          "the F corona is subtracted already; leave the second fsub out")
      }
    }
    if values.text("method") == "percentile" { return try byPercentile(observations) }
    var results: [Observation] = []
    for observation in observations {
      results.append(
        Self.isPolarisedLight(observation)
          ? observation.recording(
            Self.self, values, "polarised light, which holds none of the dust's")
          : try byModel(observation))
    }
    return results
  }

  /// Whether a picture holds differences of polarised light alone.
  private static func isPolarisedLight(_ observation: Observation) -> Bool {
    ["PB", "PBP", "Q", "U", "ANGLE"].contains(observation.kind)
  }

  private func byModel(_ observation: Observation) throws(ProcessingError) -> Observation {
    let sky = try Self.requireSky(observation)
    let name = values.text("model") ?? FCorona.koutchmy2000.name
    let radiance: DustRadiance
    do throws(CoronaError) {
      let model = try DustCatalogue.model(named: name)
      let observer = try observer(observation, sky, isRound: model.name == FCorona.allen1977.name)
      let directions = try directions(observation, sky)
      let widest = directions.reach * observer.distanceSolarRadii
      radiance = model.prepared(for: observer, impactParametersUpTo: widest)
        .radiance(of: directions.sky, from: observer)
    } catch {
      throw ProcessingError(
        error.code == Self.unknownOrientation ? .missingKnowledge : .unsuitableInput, "fsub",
        source: observation.name, error.description)
    }
    let share = (values.number("scale") ?? 1) * (observation.polariserDegrees == nil ? 1 : 0.5)
    let error = values.number("error") ?? 0
    var result = observation
    var light = observation.light.samples
    for index in light.indices { light[index] -= share * radiance.intensity[index] }
    result.light.samples = light
    if error > 0 {
      let deviation = Plane(
        like: observation.light, samples: radiance.intensity.map { -error * share * $0 })
      result.add([
        CommonError(source: "F model \(name)", extent: .picture, deviation: .each(deviation))
      ])
    }
    if observation.kind == "B" { result.kind = "K" }
    return result.recording(
      Self.self, values,
      "\(name) times \(share) subtracted, extrapolated at \(radiance.extrapolatedCount) of "
        + "\(light.count) pixels")
  }

  /// Marks the error of an orientation that nothing tells.
  private static let unknownOrientation = CoronaError.Code(rawValue: "unknown-orientation")

  private func observer(
    _ observation: Observation, _ sky: SkyGeometry, isRound: Bool
  ) throws(CoronaError) -> CoronalObserver {
    let told = EclipticOrientation(observation.header)
    let given = values.number("ecliptic_north").map { $0 * .pi / 180 }
    guard let north = given ?? told?.northPositionAngle ?? (isRound ? 0 : nil) else {
      throw CoronaError(
        Self.unknownOrientation,
        "how the ecliptic lies is not known: the header lacks one of CRLN_OBS, HGLT_OBS, DSUN_OBS and "
          + "DATE-AVG; give ecliptic_north, in degrees, or a model that is round (allen1977)")
    }
    let place = told.map {
      CoronalObserver.EclipticPlace(
        longitudeRadians: $0.longitude, latitudeRadians: $0.latitude)
    }
    // Without a distance the Sun's apparent radius tells it.
    return try CoronalObserver(
      distanceSolarRadii: sky.distanceSolarRadii ?? 1 / Double.sin(sky.solarRadius),
      heliographicLatitudeRadians: 0, carringtonLongitudeRadians: 0,
      eclipticNorthPositionAngleRadians: north, eclipticPlace: place)
  }

  private func directions(
    _ observation: Observation, _ sky: SkyGeometry
  ) throws(CoronaError) -> (sky: SkyDirections, reach: Double) {
    let light = observation.light
    var west = light.samples
    var north = light.samples
    var reach = 0.0
    for row in 0..<light.height {
      for column in 0..<light.width {
        let index = row * light.width + column
        let direction = sky.projection.direction(column: Double(column), row: Double(row))
        (west[index], north[index]) = (direction.x, direction.y)
        reach = max(reach, direction.x * direction.x + direction.y * direction.y)
      }
    }
    return (try SkyDirections(west: west, north: north), reach.squareRoot())
  }

  private func byPercentile(
    _ observations: [Observation]
  ) throws(ProcessingError) -> [Observation] {
    var results = observations
    var done = Set<Int>()
    for index in observations.indices where !done.contains(index) {
      let first = observations[index]
      let alike = observations.indices.filter {
        observations[$0].kind == first.kind
          && PolariserAngles.areAlike(observations[$0].polariserDegrees, first.polariserDegrees)
      }
      done.formUnion(alike)
      guard !Self.isPolarisedLight(first) else { continue }
      let sequence = try SequenceBackground(
        alike.map { observations[$0] }, share: (values.number("percentile") ?? 3) / 100,
        parts: values.integer("parts") ?? 1)
      for (number, place) in alike.enumerated() {
        var result = sequence.subtracted(from: observations[place], number: number)
        if result.kind == "B" { result.kind = "K" }
        results[place] = result.recording(Self.self, values, sequence.words)
      }
    }
    return results
  }
}
