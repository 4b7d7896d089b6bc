public import Imagery

extension ProcessingStep {
  /// A number from its parameter, or from a card of the header; nil when neither tells it.
  ///
  /// - Throws: `unsuitableInput` for a card whose number the parameter would not allow.
  static func known(
    _ name: String, card: String, _ values: StepValues, _ observation: Observation
  ) throws(ProcessingError) -> Double? {
    if let number = values.number(name) { return number }
    guard let number = observation.header.double(card) else { return nil }
    for parameter in description.parameters where parameter.name == name {
      guard parameter.kind.fitting(.number(number)) != nil else {
        throw ProcessingError(
          .unsuitableInput, description.name, source: observation.name,
          "the header's \(card) is \(number), allowed is \(parameter.allowedWords); give \(name) "
            + "to overrule it")
      }
    }
    return number
  }

  /// A number from its parameter, or from a card of the header.
  ///
  /// - Throws: `missingKnowledge` naming both, when neither tells it, and what
  ///   ``known(_:card:_:_:)`` throws.
  static func required(
    _ name: String, card: String, _ values: StepValues, _ observation: Observation
  ) throws(ProcessingError) -> Double {
    if let number = try known(name, card: card, values, observation) { return number }
    let parameter = description.parameters.first { $0.name == name }
    throw ProcessingError(
      .missingKnowledge, description.name, source: observation.name,
      "the header has no number \(card) and no \(name) is given; give \(name), "
        + (parameter?.allowedWords ?? "a number"))
  }

  /// The exposure time.
  static func exposure(_ observation: Observation) throws(ProcessingError) -> Double {
    guard let seconds = observation.exposureSeconds else {
      throw ProcessingError(
        .missingKnowledge, description.name, source: observation.name,
        "the exposure time is not known: the header has neither XPOSURE nor EXPTIME; tell it where "
          + "the picture is read, as in XPOSURE=10")
    }
    guard seconds > 0, seconds.isFinite else {
      throw ProcessingError(
        .unsuitableInput, description.name, source: observation.name,
        "the exposure time is \(seconds) s, must be above 0")
    }
    return seconds
  }

  /// Refuses pictures in a unit that the step cannot work on.
  static func require(
    _ units: [LightUnit], _ observation: Observation, _ remedy: String
  ) throws(ProcessingError) {
    guard units.contains(observation.unit) else {
      throw ProcessingError(
        .unsuitableInput, description.name, source: observation.name,
        "holds \(observation.unit.words), must hold \(units.map(\.words).joined(separator: " or ")); "
          + remedy)
    }
  }

  /// A scan of film as it goes through a step that only detectors need; nil for what is no film.
  ///
  /// - Throws: `unsuitableInput` where the user gave the step something to do.
  static func filmPassing(
    _ observation: Observation, _ values: StepValues
  ) throws(ProcessingError) -> Observation? {
    guard observation.isFilm else { return nil }
    guard !description.parameters.contains(where: { values.isGiven($0.name) }) else {
      throw ProcessingError(
        .unsuitableInput, description.name, source: observation.name,
        "is scanned film, which has none of it; leave its parameters out, linearity takes film from "
          + "numbers to light")
    }
    return observation.recording(Self.self, values, "film has none of it, nothing changed")
  }

  /// The uncertainty, without which the step cannot judge.
  static func requireUncertainty(_ observation: Observation) throws(ProcessingError) -> Plane {
    guard let uncertainty = observation.uncertainty else {
      throw ProcessingError(
        .missingKnowledge, description.name, source: observation.name,
        "nothing is known of the picture's uncertainty; run gain (for film linearity) before, or read "
          + "a file with a plane UNCERT")
    }
    return uncertainty
  }

  /// Where the pixels look.
  static func requireSky(_ observation: Observation) throws(ProcessingError) -> SkyGeometry {
    guard let sky = observation.sky else {
      throw ProcessingError(
        .missingKnowledge, description.name, source: observation.name,
        "the header does not tell where the pixels look: it needs CTYPE, CRPIX, CRVAL, CDELT and "
          + "RSUN_OBS; tell them where the picture is read")
    }
    return sky
  }

  /// The picture that a parameter names, of the observation's size.
  static func picture(
    _ name: String, _ values: StepValues, _ pictures: [String: Observation],
    for observation: Observation
  ) throws(ProcessingError) -> Observation? {
    guard let found = try Self.pictures(name, values, pictures, for: observation).first else {
      return nil
    }
    try checkSize(of: found, name, observation)
    return found.picture
  }

  /// The pictures that a parameter names, of any size.
  static func pictures(
    _ name: String, _ values: StepValues, _ pictures: [String: Observation],
    for observation: Observation
  ) throws(ProcessingError) -> [NamedPicture] {
    var found: [NamedPicture] = []
    for path in values.texts(name) {
      guard let picture = pictures[path] else {
        throw ProcessingError(
          .missingKnowledge, description.name, source: observation.name,
          "the picture \(path) of \(name) was not read")
      }
      found.append(NamedPicture(path: path, picture: picture))
    }
    return found
  }

  /// Refuses a picture of another size than the observation's.
  static func checkSize(
    of named: NamedPicture, _ name: String, _ observation: Observation
  ) throws(ProcessingError) {
    let light = named.picture.light
    guard light.hasSize(of: observation.light) else {
      throw ProcessingError(
        .unsuitableInput, description.name, source: observation.name,
        "\(name) \(named.path) has \(light.sizeWords), the picture \(observation.light.sizeWords); "
          + "both must be the same")
    }
  }
}

/// A picture that a parameter names, with the path that names it.
struct NamedPicture {
  var path: String
  var picture: Observation
}

extension Plane {
  /// The size, for messages.
  var sizeWords: String { "\(width) × \(height) pixels" }
}

extension LightUnit {
  /// The unit, for messages.
  var words: String {
    switch self {
    case .counts: "numbers of the converter"
    case .electrons: "electrons"
    case .meanSolarBrightness: "mean solar brightness"
    case .luxSeconds: "lux seconds"
    case .number(let what): what
    }
  }
}

extension Observation {
  /// Whether a step was done.
  func has(_ step: String) -> Bool { steps.contains { $0.step == step } }

  /// Puts a number into the header in place of what it told.
  mutating func tell(_ keyword: String, _ value: Double, _ comment: String) {
    // Keywords are the steps' own and numbers finite: nothing can be refused.
    guard let card = try? FITSCard(keyword, .double(value), comment) else { return }
    try? header.set(card)
  }

  /// Whether the picture is scanned film, by its header.
  public var isFilm: Bool { header.isOfFilm }
}

extension FITSHeader {
  /// Whether it was film that recorded the picture.
  public var isOfFilm: Bool { string("SENSOR")?.lowercased().hasPrefix("film") ?? false }
}
