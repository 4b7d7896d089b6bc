internal import Imagery
internal import Processing

/// The chain that leads raw frames of the house, or products of one level, to the next ones.
enum StandardChain {
  /// Pictures that calibrate others, by path.
  struct Masters {
    /// The offset of the converter, numbers.
    var bias: String?
    /// Dark charge, electrons, with the time it gathered.
    var dark: String?
    /// Even fields in electrons, one for each filter.
    var flats: [String] = []
    /// Film: its measured density curve, in a table RESPONSE.
    var curve: String?
    /// Film: a scan of unexposed film, numbers.
    var unexposed: String?
  }

  /// The steps for observations, of those there are.
  ///
  /// Raw numbers are calibrated as far as headers and masters tell how; brackets are merged; exposures
  /// through several polarisers are separated.
  static func requests(
    for sources: [ObservationReader.Reading], masters: Masters = Masters(),
    among registry: [any ProcessingStep.Type] = StepRegistry.all
  ) -> [StepRequest] {
    var requests: [StepRequest] = []
    guard let first = sources.first else { return [] }
    let isRaw = sources.contains { [.counts, .electrons].contains($0.observation.unit) }
    if isRaw { requests += calibration(first, masters) }
    // A bracket taken without moving is merged as it is: moved pixels share their noise.
    let isSteady = bracketsAreSteady(sources.map(\.observation))
    requests += (isSteady ? ["merge", "register"] : ["register", "merge"]).map { StepRequest($0) }
    let angles = sources.compactMap { $0.observation.polariserDegrees }
    if PolariserAngles.count(angles) >= 3 { requests.append(StepRequest("demod")) }
    var known: Set<String> = []
    for step in registry { known.insert(step.description.name) }
    return requests.filter { known.contains($0.step) }
  }

  /// Whether all exposures of each bracket look the same way.
  private static func bracketsAreSteady(_ observations: [Observation]) -> Bool {
    var looks: [String: SkyGeometry?] = [:]
    for observation in observations {
      if let known = looks.updateValue(observation.sky, forKey: observation.group),
        known?.projection != observation.sky?.projection
      {
        return false
      }
    }
    return true
  }

  /// The steps to mean solar brightness.
  private static func calibration(
    _ source: ObservationReader.Reading, _ masters: Masters
  ) -> [StepRequest] {
    let observation = source.observation
    func has(_ keyword: String) -> Bool { observation.header.double(keyword) != nil }
    func picture(_ path: String?, _ key: String = "master") -> [String: StepValue] {
      path.map { [key: .text($0)] } ?? [:]
    }
    var steps: [StepRequest] = []
    if observation.unit == .counts {
      if has("SATURATE"), !observation.isFilm { steps.append(StepRequest("saturate")) }
      if masters.bias != nil || has("BIASLEVL") {
        steps.append(StepRequest("bias", picture(masters.bias)))
      }
      if has("GAIN"), has("READNOIS") { steps.append(StepRequest("gain")) }
    }
    let isFilm = observation.isFilm
    if isFilm {
      steps.append(
        StepRequest(
          "linearity",
          picture(masters.curve, "table").merging(picture(masters.unexposed, "unexposed")) { $1 }))
    } else if masters.curve != nil || isBent(observation) {
      steps.append(StepRequest("linearity", picture(masters.curve, "table")))
    }
    if !isFilm, masters.dark != nil || has("DARKRATE") {
      steps.append(StepRequest("dark", picture(masters.dark)))
    }
    // Of film the grain of a flat exceeds what it tells, and every frame has other grain: the fall-off by
    // the lens is msb's, the unevenness of the scanner is gone with the unexposed scan.
    let hasFlat = !masters.flats.isEmpty && !isFilm
    if hasFlat { steps.append(StepRequest("flat", ["master": .texts(masters.flats)])) }
    steps.append(StepRequest("despike"))
    let occulter = observation.sky?.occulter
    if occulter?.distanceMetres != nil, occulter?.pupilMetres != nil {
      steps.append(StepRequest("vignette"))
    }
    // An even field's picture holds its fall-off, too.
    steps.append(
      StepRequest("msb", hasFlat ? ["falloff": .boolean(false)] : [:]))
    return steps
  }

  /// Whether the file's own table tells a response that is not straight.
  private static func isBent(_ observation: Observation) -> Bool {
    guard let charge = observation.response?.column("ELECTRON"),
      let numbers = observation.response?.column("DN"),
      let gain = observation.header.double("GAIN"), gain > 0
    else { return false }
    return !zip(charge, numbers).allSatisfy { abs($1 / gain - $0) <= 1e-9 * max(1, $0) }
  }
}
