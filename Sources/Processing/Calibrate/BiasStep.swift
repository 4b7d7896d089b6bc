internal import Imagery

/// Subtracts the number that the converter gives without charge.
public struct BiasStep: ProcessingStep {
  /// What the step is.
  public static let description = StepDescription(
    name: "bias", kind: "BIAS-SUBTRACTION",
    summary: "Subtracts the offset of the converter: a level, a master picture, or an overscan.",
    parameters: [
      StepParameter(
        "level", .number(-1e9...1e9, default: nil), unit: "numbers",
        "The offset; left out, BIASLEVL of the header."),
      StepParameter(
        "master", .picture, "A picture of the offset in numbers, in place of the level."),
      StepParameter(
        "overscan_columns", .numbers(count: 2...2, each: 1...1e6, default: nil), unit: "pixels",
        "First and last column without light (from 1): the median of a row's is its offset."),
      StepParameter(
        "overscan_rows", .numbers(count: 2...2, each: 1...1e6, default: nil), unit: "pixels",
        "First and last row without light (from 1): the median of a column's is its offset."),
    ])

  private let values: StepValues

  /// A step with checked parameters.
  ///
  /// - Throws: `badParameter` when several offsets are given.
  public init(_ values: StepValues) throws(ProcessingError) {
    let names = ["level", "master", "overscan_columns", "overscan_rows"]
    let given = names.filter { values.isGiven($0) }
    guard given.count < 2 else {
      throw ProcessingError(
        .badParameter, "bias", "\(given.joined(separator: " and ")) exclude each other; give one")
    }
    self.values = values
  }

  /// Subtracts the offset.
  ///
  /// - Throws: `missingKnowledge` without any offset, `unsuitableInput` for pictures that are no raw
  ///   numbers, masters of another size and overscans outside the picture.
  public func process(
    _ observations: [Observation], _ pictures: [String: Observation]
  ) throws(ProcessingError) -> [Observation] {
    var results: [Observation] = []
    for observation in observations {
      if let film = try Self.filmPassing(observation, values) {
        results.append(film)
        continue
      }
      try Self.require([.counts], observation, "bias works on raw numbers, before gain")
      guard !observation.has("bias") else {
        throw ProcessingError(
          .unsuitableInput, "bias", source: observation.name,
          "the bias is subtracted already; leave the second bias out")
      }
      results.append(try corrected(observation, pictures))
    }
    return results
  }

  private func corrected(
    _ observation: Observation, _ pictures: [String: Observation]
  ) throws(ProcessingError) -> Observation {
    var result = observation
    let words: String
    if let master = try Self.picture("master", values, pictures, for: observation) {
      try Self.require([.counts], master, "a master bias is a picture of raw numbers")
      result.light = Plane(
        like: observation.light,
        samples: zip(observation.light.samples, master.light.samples).map { $0 - $1 })
      result.add(master.errorsAsMaster(times: .uniform(-1)))
      let unknown = result.lose(.badPixel) { master.light.samples[$0].isNaN }
      let level = Statistics.median(master.light.samples) ?? 0
      result.tell("BIASLEVL", level, "median of the master bias, numbers")
      words = "master of median \(level) numbers subtracted, \(unknown) pixels unknown in it"
    } else if let strip = try overscan(observation) {
      words = result.subtractOverscan(strip)
    } else {
      let level = try Self.required("level", card: "BIASLEVL", values, observation)
      result.light.samples = observation.light.samples.map { $0 - level }
      result.tell("BIASLEVL", level, "bias, numbers")
      words = "\(level) numbers subtracted"
    }
    return result.recording(Self.self, values, words)
  }

  /// Lines without light, counted from 0.
  struct Overscan {
    let lines: ClosedRange<Int>
    let areColumns: Bool
  }

  private func overscan(_ observation: Observation) throws(ProcessingError) -> Overscan? {
    for (name, length) in [
      ("overscan_columns", observation.light.width), ("overscan_rows", observation.light.height),
    ] {
      guard let ends = values.numbers(name) else { continue }
      guard let first = Int(exactly: ends[0]), let last = Int(exactly: ends[1]), first <= last,
        last <= length, last - first + 1 < length
      else {
        throw ProcessingError(
          .unsuitableInput, "bias", source: observation.name,
          "\(name) is \(ends[0]) to \(ends[1]), must be whole numbers, rising, within 1 to \(length), "
            + "and leave some of the picture")
      }
      return Overscan(lines: first - 1...last - 1, areColumns: name == "overscan_columns")
    }
    return nil
  }
}

extension Observation {
  /// Subtracts from each line the median of its pixels without light, and drops these.
  fileprivate mutating func subtractOverscan(_ strip: BiasStep.Overscan) -> String {
    let (width, height) = (light.width, light.height)
    let (lines, lineStep, step) =
      strip.areColumns ? (height, width, 1) : (width, 1, width)
    var values = light.samples
    var offsets: [Double] = []
    var scatter = OverscanScatter()
    for line in 0..<lines {
      let dark = strip.lines.map { light.samples[line * lineStep + $0 * step] }
      scatter.add(dark)
      let offset = Statistics.median(dark) ?? .nan
      offsets.append(offset)
      for place in 0..<(strip.areColumns ? width : height) {
        values[line * lineStep + place * step] -= offset
      }
    }
    light.samples = values
    let lost = lose(.noData) { index in
      strip.lines.contains(strip.areColumns ? index % width : index / width)
        || values[index].isNaN
    }
    let level = Statistics.median(offsets) ?? 0
    tell("BIASLEVL", level, "median of the overscan, numbers")
    var words =
      "overscan of median \(level) numbers subtracted line by line, \(lost) pixels without light"
    if let error = scatter.errorOfMedian {
      // Independent from line to line; a line's pixels have it together, which sums over long runs of one line
      // do not see.
      add([
        CommonError(source: "overscan of \(identity)", extent: .pixels, deviation: .uniform(-error))
      ])
      words += ", a line's offset known to \(FigureWords.fixed(error, 3)) numbers"
    }
    return words
  }
}

/// Small statistics of numbers that may be NaN.
enum Statistics {
  /// The median of what is a number; nil when nothing is.
  static func median(_ values: [Double]) -> Double? {
    let sorted = values.filter { !$0.isNaN }.sorted()
    guard !sorted.isEmpty else { return nil }
    let upper = sorted[sorted.count / 2]
    return sorted.count % 2 == 1 ? upper : (sorted[sorted.count / 2 - 1] + upper) / 2
  }

  /// The mean of what is a number; nil when nothing is.
  static func mean(_ values: [Double]) -> Double? {
    var (sum, count) = (0.0, 0)
    for value in values where !value.isNaN {
      sum += value
      count += 1
    }
    return count > 0 ? sum / Double(count) : nil
  }
}
