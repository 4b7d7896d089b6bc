internal import Astronomy
internal import Geometry
internal import Trajectories

/// Conditions on windows as the command line writes them: `sunlit`, `not sunlit`, `above-limb 5deg`.
enum ConditionText {
  /// What may be written, for messages and help.
  static let forms = [
    "sunlit", "outside-umbra", "above-limb ANGLE", "above-horizon ANGLE", "moon-beyond ANGLE",
    "PLANET-beyond ANGLE (mercury, venus, mars, jupiter, saturn)",
    "seen-from LATITUDE,LONGITUDE[,HEIGHT] above ANGLE (degrees, east positive; metres)",
  ]

  /// The condition a text stands for.
  ///
  /// - Parameters:
  ///   - text: the words, apart by blanks; `not` in front turns the meaning round.
  ///   - scenario: whose span and Sun are meant.
  /// - Throws: `CampaignError` when there is no such condition or its value makes no sense.
  static func parse(
    _ text: String, for scenario: Scenario
  ) throws(CampaignError) -> any WindowCondition {
    var words = text.split(separator: " ").map(String.init)
    let isNegated = words.first == "not"
    if isNegated { words.removeFirst() }
    let condition = try plain(words, text, scenario)
    return isNegated ? condition.negated : condition
  }

  /// Whether a condition that was understood asks where a ground station is.
  static func needsStation(_ text: String) -> Bool {
    text.split(separator: " ").contains("seen-from")
  }

  private static func plain(
    _ words: [String], _ text: String, _ scenario: Scenario
  ) throws(CampaignError) -> any WindowCondition {
    let subject = "--and \(PrintableText.quoted(text))"
    let site = scenario.formation.observer as? GroundSite
    if site != nil, let word = words.first,
      ["sunlit", "outside-umbra", "above-limb"].contains(word)
    {
      throw CampaignError(
        .badRequest,
        "\(subject): the observer stands on the ground, which has no limb; write above-horizon ANGLE"
      )
    }
    if words.count == 2, let word = words.first, word.hasSuffix("-beyond"),
      let body = body(String(word.dropLast("-beyond".count)), scenario)
    {
      let angle = try QuantityText.angle(words[1], of: subject)
      guard angle >= 0, angle < Double.pi else {
        throw CampaignError(.badRequest, "\(subject): allowed are angles from 0 to 180 degrees")
      }
      return ExclusionCondition(
        body, leastAngle: angle, earth: scenario.formation.ephemeris,
        treatment: scenario.formation.treatment)
    }
    switch (words.first, words.count) {
    case ("seen-from", 4) where words[2] == "above":
      return try station(words[1], above: words[3], subject, scenario)
    case ("sunlit", 1): return scenario.earthLimb(.sunlit)
    case ("outside-umbra", 1): return scenario.earthLimb(.outsideUmbra)
    case ("above-limb", 2):
      let angle = try QuantityText.angle(words[1], of: subject)
      guard angle > -Double.pi / 2, angle < Double.pi else {
        throw CampaignError(.badRequest, "\(subject): allowed are angles from -90 to 180 degrees")
      }
      return scenario.earthLimb(.sunAboveLimb(radians: angle))
    case ("above-horizon", 2):
      let angle = try QuantityText.angle(words[1], of: subject)
      guard angle.magnitude < Double.pi / 2 else {
        throw CampaignError(.badRequest, "\(subject): allowed are angles from -90 to 90 degrees")
      }
      guard let site else {
        throw CampaignError(
          .badRequest,
          "\(subject): the observer is no place on the ground; write above-limb ANGLE")
      }
      return SunAltitudeCondition(site: site, leastAltitude: angle)
    default:
      throw CampaignError(
        .badRequest,
        "\(subject): no such condition; allowed are \(forms.joined(separator: ", ")), each also "
          + "with 'not' in front")
    }
  }
}

extension ConditionText {
  private static func body(_ word: String, _ scenario: Scenario) -> ExclusionCondition.Body? {
    if word == "moon" { return .moon(MoonEphemeris()) }
    let planet = Planet.allCases.first { "\($0)" == word }
    return planet.map { .planet($0, PlanetEphemeris(earth: scenario.formation.ephemeris)) }
  }

  private static func station(
    _ place: String, above altitude: String, _ subject: String, _ scenario: Scenario
  ) throws(CampaignError) -> StationCondition {
    let numbers = place.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
    guard (2...3).contains(numbers.count), let latitude = numbers[0], let longitude = numbers[1],
      let height = numbers.count == 3 ? numbers[2] : 0
    else {
      throw CampaignError(
        .badRequest,
        "\(subject): found \(PrintableText.quoted(place)), expected latitude and longitude in degrees "
          + "and perhaps a height in metres, such as 67.86,20.96,400")
    }
    let angle = try QuantityText.angle(altitude, of: subject)
    guard angle.magnitude < Double.pi / 2 else {
      throw CampaignError(.badRequest, "\(subject): allowed are angles from -90 to 90 degrees")
    }
    guard !(scenario.formation.observer is GroundSite) else {
      throw CampaignError(
        .badRequest, "\(subject): the observer stands on the ground; write above-horizon ANGLE")
    }
    do {
      let site = try GroundSite(
        latitude: latitude * Angles.degree, longitude: longitude * Angles.degree, height: height,
        rotation: try EarthRotation(covering: scenario.span, ut1: scenario.stationUT1 ?? .utc))
      return StationCondition(site, leastAltitude: angle, label: place)
    } catch {
      throw CampaignError(.badRequest, "\(subject): \(error)")
    }
  }
}

extension WindowCondition {
  fileprivate var negated: any WindowCondition { NegatedCondition(self) }
}
