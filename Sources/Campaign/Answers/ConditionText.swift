internal import Astronomy
internal import Geometry
internal import Trajectories

/// Conditions on windows as the command line writes them: `sunlit`, `not sunlit`, `above-limb 5deg`.
enum ConditionText {
  /// What may be written, for messages and help.
  static let forms = [
    "sunlit", "outside-umbra", "above-limb ANGLE", "above-horizon ANGLE",
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
    switch (words.first, words.count) {
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

extension WindowCondition {
  fileprivate var negated: any WindowCondition { NegatedCondition(self) }
}
