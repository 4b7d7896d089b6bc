/// Which steps must come before which, and what light they take.
///
/// The order is that of the calibration of ASPIICS (numbers less bias, linearity, dark, flat, then mean solar
/// brightness, then exposures merged); steps that commute may stand either way.
enum ChainOrder {
  /// A rule that the first of two steps comes before the second where a chain has both.
  private struct Rule {
    let before: [String]
    let after: [String]
    let reason: String
  }

  private static let rules = [
    Rule(
      before: ["bias"], after: ["gain", "linearity", "dark", "flat", "vignette"],
      reason: "the bias is no light and must be gone before numbers are multiplied"),
    Rule(
      before: ["linearity"], after: ["dark", "flat", "vignette"],
      reason: "the response bends with all charge in the pixel"),
    Rule(
      before: ["dark"], after: ["flat", "vignette"],
      reason: "dark charge has neither flat field nor vignetting"),
    Rule(
      before: ["merge"], after: ["stray", "fsub"],
      reason: "an exposure is weighed by the noise of all its light, that to be subtracted too"),
    Rule(
      before: ["bias", "dark", "gain", "linearity", "saturate"], after: ["msb"],
      reason: "it works on the numbers of the converter"),
    Rule(
      before: ["msb"], after: ["merge", "stray", "demod", "fsub", "invert"],
      reason: "exposures can be compared and joined in mean solar brightness only"),
    Rule(
      before: ["despike", "flat"], after: ["register", "merge", "demod"],
      reason: "it works on the pixels of the detector as they were exposed"),
    Rule(
      before: ["demod"], after: ["fsub", "invert"],
      reason: "through a polariser neither F nor pB can be told"),
    Rule(
      before: calibrating + ["msb", "register", "merge", "stray", "demod", "fsub"],
      after: ["enhance", "polar"],
      reason: "afterwards the picture is no brightness on the sky any more"),
    Rule(
      before: ["invert"], after: ["enhance", "polar"],
      reason: "densities are found from brightness on the sky"),
  ]

  private static let calibrating = [
    "bias", "dark", "gain", "linearity", "saturate", "despike", "flat", "vignette",
  ]
  /// Steps that take the numbers of the converter, or electrons.
  private static let takingNumbers: Set<String> = ["bias", "dark", "gain", "linearity", "saturate"]
  /// Steps that take mean solar brightness.
  private static let takingBrightness: Set<String> = [
    "merge", "stray", "demod", "fsub", "invert",
  ]

  /// Refuses an order that cannot work.
  ///
  /// - Throws: `badChain` naming both steps and the reason.
  static func check(_ names: [String]) throws(ProcessingError) {
    for (index, late) in names.enumerated() {
      for early in names[..<index] {
        // `early` stands before `late`: a rule that wants them the other way is broken.
        for rule in rules where rule.before.contains(late) && rule.after.contains(early) {
          throw ProcessingError(
            .badChain, "make a chain",
            "\(late) (step \(index + 1)) comes after \(early); \(rule.reason): put \(late) "
              + "before \(early)")
        }
      }
    }
  }

  /// Refuses to look for the occulter's limb after vignetting, by which it is seen, was undone.
  ///
  /// - Throws: `badChain` naming both steps.
  static func checkLimb(_ steps: [ChainStep]) throws(ProcessingError) {
    guard let vignette = steps.firstIndex(where: { $0.description.name == "vignette" }),
      let register = steps.lastIndex(where: {
        $0.description.name == "register" && $0.values.text("method") == "limb"
      }), vignette < register
    else { return }
    throw ProcessingError(
      .badChain, "make a chain",
      "register by limb (step \(register + 1)) comes after vignette, which takes the limb's ramp away: put "
        + "register before vignette, or give register method=header or method=structure")
  }

  /// Refuses observations whose light the steps cannot take, before anything is done to them.
  ///
  /// - Throws: `unsuitableInput` naming the observation and the step.
  static func check(_ steps: [ChainStep], takes observations: [Observation])
    throws(ProcessingError)
  {
    for observation in observations {
      var isBrightness = observation.unit == .meanSolarBrightness
      var isNumber = observation.unit == .counts || observation.unit == .electrons
      for step in steps {
        let name = step.description.name
        if takingNumbers.contains(name), isBrightness {
          throw ProcessingError(
            .unsuitableInput, name, source: observation.name,
            "takes the numbers of the converter, but the picture is in mean solar brightness "
              + "(\(observation.level.rawValue)); leave the step out: --skip \(name)")
        }
        if takingBrightness.contains(name), isNumber {
          throw ProcessingError(
            .unsuitableInput, name, source: observation.name,
            "takes mean solar brightness, but the picture holds "
              + (observation.unit == .electrons ? "electrons" : "numbers of the converter")
              + "; put msb before it")
        }
        if step.description.level == .calibrated { (isBrightness, isNumber) = (true, false) }
        if name == "enhance" { (isBrightness, isNumber) = (false, false) }
      }
    }
  }
}
