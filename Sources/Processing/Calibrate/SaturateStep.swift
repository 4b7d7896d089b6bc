internal import Imagery

/// Declares unknown what the converter or the well cut off.
///
/// Works on raw numbers, before anything is subtracted: saturation is a matter of the number itself. A full
/// well is read with the noise of the amplifier, so that pixels count as saturated from a margin below the
/// level. Saturated light is NaN, not infinity as in the files of ASPIICS, since infinities spoil means.
public struct SaturateStep: ProcessingStep {
  /// What the step is.
  public static let description = StepDescription(
    name: "saturate", kind: "SATURATION-MASKING",
    summary: "Marks pixels at the level of saturation, with a margin about them.",
    parameters: [
      StepParameter(
        "level", .number(1...4_294_967_296, default: nil), unit: "numbers",
        "Number of a full pixel, offset included; left out, SATURATE of the header. Where SATSENSE is "
          + "below, as of film, smaller numbers are saturated."),
      StepParameter(
        "margin", .number(0...1e9, default: nil), unit: "numbers",
        "How far below the level counts; left out, five times the read noise of the header."),
      StepParameter(
        "grow", .integer(0...64, default: 0), unit: "pixels",
        "By how many pixels saturated areas grow."),
      StepParameter(
        "bloom", .integer(0...4096, default: 0), unit: "pixels",
        "How far up and down their columns saturated areas grow, where charge has run over."),
    ])

  private let values: StepValues

  /// A step with checked parameters.
  public init(_ values: StepValues) throws(ProcessingError) { self.values = values }

  /// Marks saturated pixels.
  ///
  /// - Throws: `missingKnowledge` without a level, `unsuitableInput` for pictures that are no raw numbers.
  public func process(
    _ observations: [Observation], _ pictures: [String: Observation]
  ) throws(ProcessingError) -> [Observation] {
    var results: [Observation] = []
    for observation in observations {
      // Grain decides on single numbers; linearity tells the shoulder by what lies about a pixel.
      if observation.isFilm, !values.isGiven("level") {
        results.append(
          observation.recording(Self.self, values, "film, whose shoulder linearity tells"))
      } else {
        results.append(try marked(observation))
      }
    }
    return results
  }

  private func marked(_ observation: Observation) throws(ProcessingError) -> Observation {
    try Self.require([.counts], observation, "saturate works on raw numbers, before gain")
    guard !observation.has("bias") else {
      throw ProcessingError(
        .unsuitableInput, "saturate", source: observation.name,
        "the bias is subtracted already; the level is one of raw numbers, run saturate before bias")
    }
    let level = try Self.required("level", card: "SATURATE", values, observation)
    let margin = values.number("margin") ?? Self.noiseMargin(observation)
    // Dense film lets little light through to its scanner.
    let isBelow = observation.header.string("SATSENSE") == "below"
    var result = observation
    let threshold = isBelow ? level + margin : level - margin
    var isFull = observation.light.samples.map { isBelow ? $0 <= threshold : $0 >= threshold }
    let count = isFull.count { $0 }
    if count > 0 {
      let (width, height) = (observation.light.width, observation.light.height)
      isFull = Growth.grown(
        isFull, width, height, along: .columns, by: values.integer("bloom") ?? 0)
      let reach = values.integer("grow") ?? 0
      isFull = Growth.grown(isFull, width, height, along: .columns, by: reach)
      isFull = Growth.grown(isFull, width, height, along: .rows, by: reach)
    }
    let lost = result.lose(.saturated) { isFull[$0] }
    result.tell("SATURATE", level, "number of a full pixel")
    return result.recording(
      Self.self, values,
      "\(count) pixels at or \(isBelow ? "below" : "above") \(threshold) numbers, \(lost) with what lies about them"
    )
  }

  private static func noiseMargin(_ observation: Observation) -> Double {
    guard let noise = observation.header.double("READNOIS"),
      let gain = observation.header.double("GAIN"), noise > 0, gain > 0, noise.isFinite
    else { return 0 }
    return 5 * noise * gain
  }
}

/// Makes marked areas larger.
enum Growth {
  enum Direction { case rows, columns }

  /// Marks what lies within a distance along rows or columns of what is marked.
  static func grown(
    _ marks: [Bool], _ width: Int, _ height: Int, along direction: Direction, by reach: Int
  ) -> [Bool] {
    guard reach > 0 else { return marks }
    var result = marks
    let (lines, length) = direction == .columns ? (width, height) : (height, width)
    let (lineStep, step) = direction == .columns ? (1, width) : (width, 1)
    for line in 0..<lines {
      var last = -1
      for place in 0..<length where marks[line * lineStep + place * step] {
        for near in max(last + 1, place - reach)..<min(length, place + reach + 1) {
          result[line * lineStep + near * step] = true
        }
        last = min(length, place + reach + 1) - 1
      }
    }
    return result
  }
}
