internal import Processing

/// Chain files to start from: steps that can be taken as they stand, all others commented out with what they
/// wait for.
public enum ChainTemplate {
  /// A chain file for some pictures, or for raw frames of any kind.
  ///
  /// - Parameters:
  ///   - paths: FITS files; with them the steps are those that `process` takes without a chain.
  ///   - assumptions: cards in place of the files', `KEYWORD=value`.
  /// - Throws: what reading the files throws.
  public static func text(for paths: [String], assumptions: [String] = []) throws -> String {
    guard !paths.isEmpty else { return text(StepRegistry.descriptions, taking: rawSteps) }
    let assumed = try ObservationReader.assumptions(assumptions)
    let sources = try paths.map { try ObservationReader.read($0, assuming: assumed) }
    return text(
      StepRegistry.descriptions, taking: StandardChain.requests(for: sources).map(\.step))
  }

  /// What raw frames of a detector or of film need, in order; brackets that did not move are merged before
  /// pixels are.
  private static let rawSteps = [
    "saturate", "bias", "gain", "linearity", "dark", "despike", "vignette", "msb", "merge",
    "register",
  ]

  /// Why steps are not taken as they stand.
  private static let reasons = [
    "flat": "It waits for a master flat field: totality masters makes it.",
    "stray": "It waits for a model of stray light in mean solar brightness.",
    "demod": "It waits for pictures through three polarisers or more.",
    "fsub": "It takes the light of dust away by a model: take it where K alone is wanted.",
    "invert": "It waits for polarised brightness, which demod makes.",
    "measure": "It measures profiles.",
    "enhance": "It makes a picture to look at, no brightness any more.",
    "polar": "It unrolls the picture about the Sun.",
    "register": "Where the camera moved between exposures, put it before merge.",
  ]

  /// Values to fill in, by step and parameter.
  private static let examples = [
    "flat": [
      "master": "[\"master_flat_Polarizer-0-0.fits\", \"master_flat_Polarizer-60-60.fits\"]"
    ],
    "stray": ["model": "\"stray.fits\""],
    "bias": ["master": "\"master_bias.fits\""], "dark": ["master": "\"master_dark_1s.fits\""],
    "linearity": ["table": "\"master_curve.fits\"", "unexposed": "\"master_unexposed.fits\""],
  ]

  /// A chain file of steps.
  ///
  /// - Parameters:
  ///   - steps: what there is.
  ///   - names: the steps that stand without a mark before them, in order; nil for all.
  static func text(_ steps: [StepDescription], taking names: [String]? = nil) -> String {
    var text = """
      # A chain of totality: steps from exposures to measurements, in this order.
      # Remove the # in front of a line to take a step or to set a key; remove tables you do not want.
      # Run it with: totality process chain.toml IN.fits… -o DIR

      """
    for step in ordered(steps, names ?? []) {
      let isTaken = names.map { $0.contains(step.name) } ?? true
      let mark = isTaken ? "" : "#"
      let level = step.level.map { " Leads to \($0.rawValue)." } ?? ""
      text += "\n# \(step.summary)\(level)\n"
      if !isTaken || step.name == "register" {
        text +=
          "# \(reasons[step.name] ?? "These files do not need it, or do not tell what it needs.")\n"
      }
      text += "\(mark)[[chain]]\n\(mark)step = \"\(step.name)\"\n"
      for parameter in step.parameters {
        let example = examples[step.name]?[parameter.name]
        let value =
          parameter.kind.defaultValue.map { $0.configuration.tomlText }
          ?? (example ?? "") + "  # may be left out"
        let needed = !isTaken && example != nil ? "\(example ?? "")  # fill in" : value
        text += "#\(parameter.name) = \(needed)\n"
        text += "#    \(parameter.documentation) Allowed is \(parameter.allowedWords).\n"
      }
    }
    return text
  }

  /// The steps in the registry's order, with merge before register where the chain has it so.
  private static func ordered(
    _ steps: [StepDescription], _ names: [String]
  ) -> [StepDescription] {
    guard let merge = names.firstIndex(of: "merge"),
      let register = names.firstIndex(of: "register"),
      merge < register, let place = steps.firstIndex(where: { $0.name == "register" }),
      let target = steps.firstIndex(where: { $0.name == "merge" }), place < target
    else { return steps }
    var ordered = steps
    let moved = ordered.remove(at: place)
    ordered.insert(moved, at: target)
    return ordered
  }
}
