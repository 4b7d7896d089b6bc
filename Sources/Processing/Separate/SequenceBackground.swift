internal import Imagery

/// What stays the same in a sequence of pictures: a low percentile of every pixel over time.
///
/// As the open pipeline of the PUNCH mission (punchbowl) makes its F corona: a few percent, since streamers
/// and ejections come and go above it. Noise lowers a low percentile; of many pictures of deviation σ the
/// third percentile lies some 1.9 σ below the mean, so that pictures should be merged first. What noise
/// scatters it by, ``PercentileNoise``, is an error that all pictures of a part have in common; what masters gave
/// to the pictures, it takes away as far as they have it in common.
struct SequenceBackground {
  /// What a part of the sequence tells.
  private struct Part {
    var background: [Double]
    /// Middle of its time.
    var time: Double
    /// How many pictures it is of.
    var count: Int
    /// What the background's errors change in a picture from which it is taken; none where noise is not known.
    var errors: [CommonError]
  }

  private let parts: [Part]
  /// The part of each picture, in the order given.
  private let partOfPicture: [Int]
  let words: String

  /// - Throws: `unsuitableInput` for fewer than three pictures in a part and for different sizes,
  ///   `missingKnowledge` for pictures without a time where the sequence is cut.
  init(_ pictures: [Observation], share: Double, parts count: Int) throws(ProcessingError) {
    try Self.check(pictures, parts: count)
    var order = Array(pictures.indices)
    if count > 1 { order.sort { (pictures[$0].time ?? 0) < (pictures[$1].time ?? 0) } }
    var parts: [Part] = []
    var partOfPicture = pictures.map { _ in 0 }
    for part in 0..<count {
      let members = order[order.count * part / count..<order.count * (part + 1) / count]
      for index in members { partOfPicture[index] = part }
      parts.append(Self.part(members.map { pictures[$0] }, share))
    }
    (self.parts, self.partOfPicture) = (parts, partOfPicture)
    words =
      "percentile \(share * 100) of \(pictures.count) pictures"
      + (count > 1 ? " in \(count) parts, interpolated in time" : "") + " subtracted"
  }

  private static func check(_ pictures: [Observation], parts: Int) throws(ProcessingError) {
    let first = pictures[0]
    for picture in pictures where !picture.light.hasSize(of: first.light) {
      throw ProcessingError(
        .unsuitableInput, "fsub", source: picture.name,
        "has \(picture.light.sizeWords), \(first.name) has \(first.light.sizeWords); register the "
          + "sequence to one size before")
    }
    guard pictures.count / parts >= 3 else {
      throw ProcessingError(
        .unsuitableInput, "fsub", source: first.name,
        "\(pictures.count) pictures in \(parts) parts are too few for a percentile, each part needs "
          + "three; give more pictures, fewer parts, or method table")
    }
    for picture in pictures where parts > 1 && picture.time == nil {
      throw ProcessingError(
        .missingKnowledge, "fsub", source: picture.name,
        "its time is not known, which cutting the sequence needs; tell DATE-OBS where it is read, or "
          + "give parts=1")
    }
  }

  /// A picture of the sequence, counted as given, less its background.
  func subtracted(from picture: Observation, number: Int) -> Observation {
    var result = picture
    let weights = weights(at: picture.time)
    var background = [Double](repeating: 0, count: picture.light.samples.count)
    for (part, weight) in weights {
      for index in background.indices {
        background[index] += weight * parts[part].background[index]
      }
    }
    result.light.samples = zip(picture.light.samples, background).map { $0 - $1 }
    // The picture is one of those that made the background, with a weight that is the same for all on
    // average: the covariance of the two is the n-th part of its variance.
    let member = weights.first { $0.part == partOfPicture[number] }
    let shared = member.map { 2 * $0.weight / Double(parts[$0.part].count) } ?? 0
    let own = picture.ownVariance()
    for (part, weight) in weights {
      result.add(parts[part].errors.map { $0.multiplied(by: .uniform(weight)) })
    }
    if let own, weights.allSatisfy({ !parts[$0.part].errors.isEmpty }) {
      result.tellUncertainty(own: own.map { $0 * (1 - shared) })
    }
    _ = result.lose(.noData) { background[$0].isNaN && !picture.light.samples[$0].isNaN }
    return result
  }

  /// The parts that make the background of a time: linear between their middles, constant beyond them.
  private func weights(at time: Double?) -> [(part: Int, weight: Double)] {
    guard let time, parts.count > 1, let later = parts.firstIndex(where: { $0.time >= time }) else {
      return [(parts.count - 1, 1)]
    }
    guard later > 0 else { return [(0, 1)] }
    let width = parts[later].time - parts[later - 1].time
    let share = width > 0 ? (time - parts[later - 1].time) / width : 0
    return [(later - 1, 1 - share), (later, share)].filter { $0.1 > 0 }
  }

  private static func part(_ members: [Observation], _ share: Double) -> Part {
    let (background, counts) = percentile(members, share)
    let time = members.reduce(0) { $0 + ($1.time ?? 0) } / Double(members.count)
    return Part(
      background: background, time: time, count: members.count,
      errors: errors(members, share, counts))
  }

  /// The background's errors, with the signs by which they change what is left.
  private static func errors(_ members: [Observation], _ share: Double, _ counts: [Int])
    -> [CommonError]
  {
    let size = members[0].light
    var variances = [Double](repeating: 0, count: size.samples.count)
    for member in members {
      guard let own = member.ownVariance() else { return [] }
      for index in own.indices where !member.light.samples[index].isNaN {
        variances[index] += own[index]
      }
    }
    let factors = (0...members.count).map {
      $0 == 0 ? 0 : PercentileNoise.deviation(share: share, count: $0)
    }
    let deviations = variances.indices.map { index -> Double in
      let count = counts[index]
      guard count > 0, variances[index].isFinite else { return 0 }
      return -factors[count] * (variances[index] / Double(count)).squareRoot()
    }
    // Masters moved all of the pictures: the mean of what they did is in the background, too.
    var common = CommonErrorSum(of: members)
    if !common.isEmpty {
      for (number, member) in members.enumerated() {
        for index in counts.indices where !member.light.samples[index].isNaN {
          common.add(number, weight: -1 / Double(max(1, counts[index])), at: index)
        }
      }
    }
    let own = CommonError(
      source: "background of \(members.count) pictures from \(members[0].identity)",
      extent: .pixels, deviation: .each(Plane(like: size, samples: deviations)))
    return [own] + (common.isEmpty ? [] : common.errors(like: size))
  }

  /// The percentile of every pixel, linear between ranks, NaN where no picture has a number; and how many have.
  private static func percentile(_ pictures: [Observation], _ share: Double) -> (
    [Double], counts: [Int]
  ) {
    var values: [Double] = []
    values.reserveCapacity(pictures.count)
    var counts: [Int] = []
    let background = pictures[0].light.samples.indices.map { index -> Double in
      values.removeAll(keepingCapacity: true)
      for picture in pictures where !picture.light.samples[index].isNaN {
        values.append(picture.light.samples[index])
      }
      counts.append(values.count)
      guard !values.isEmpty else { return .nan }
      values.sort()
      let place = share * Double(values.count - 1)
      let lower = min(Int(place), values.count - 1)
      let upper = min(lower + 1, values.count - 1)
      return values[lower] + (values[upper] - values[lower]) * (place - Double(lower))
    }
    return (background, counts)
  }
}
