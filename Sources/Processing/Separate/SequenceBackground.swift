/// What stays the same in a sequence of pictures: a low percentile of every pixel over time.
///
/// As the open pipeline of the PUNCH mission (punchbowl) makes its F corona: a few percent, since streamers
/// and ejections come and go above it. Noise lowers a low percentile; of many pictures of deviation σ the
/// third percentile lies some 1.9 σ below the mean, so that pictures should be merged first.
struct SequenceBackground {
  private let backgrounds: [[Double]]
  private let times: [Double]
  let words: String

  /// - Throws: `unsuitableInput` for fewer than three pictures in a part and for different sizes,
  ///   `missingKnowledge` for pictures without a time where the sequence is cut.
  init(_ pictures: [Observation], share: Double, parts: Int) throws(ProcessingError) {
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
    var ordered = pictures
    if parts > 1 {
      for picture in pictures where picture.time == nil {
        throw ProcessingError(
          .missingKnowledge, "fsub", source: picture.name,
          "its time is not known, which cutting the sequence needs; tell DATE-OBS where it is read, or "
            + "give parts=1")
      }
      ordered.sort { ($0.time ?? 0) < ($1.time ?? 0) }
    }
    var backgrounds: [[Double]] = []
    var times: [Double] = []
    for part in 0..<parts {
      let range = ordered.count * part / parts..<ordered.count * (part + 1) / parts
      let members = Array(ordered[range])
      backgrounds.append(Self.percentile(members, share))
      times.append(members.reduce(0) { $0 + ($1.time ?? 0) } / Double(members.count))
    }
    (self.backgrounds, self.times) = (backgrounds, times)
    words =
      "percentile \(share * 100) of \(pictures.count) pictures"
      + (parts > 1 ? " in \(parts) parts, interpolated in time" : "") + " subtracted"
  }

  /// The background at a time, linear between the middles of the parts, constant beyond them.
  func background(at time: Double?) -> [Double] {
    guard let time, times.count > 1, let later = times.firstIndex(where: { $0 >= time }) else {
      return backgrounds[backgrounds.count - 1]
    }
    guard later > 0 else { return backgrounds[0] }
    let width = times[later] - times[later - 1]
    let share = width > 0 ? (time - times[later - 1]) / width : 0
    return zip(backgrounds[later - 1], backgrounds[later]).map {
      $0 * (1 - share) + $1 * share
    }
  }

  /// The percentile of every pixel, linear between ranks; NaN where no picture has a number.
  private static func percentile(_ pictures: [Observation], _ share: Double) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(pictures.count)
    return pictures[0].light.samples.indices.map { index in
      values.removeAll(keepingCapacity: true)
      for picture in pictures where !picture.light.samples[index].isNaN {
        values.append(picture.light.samples[index])
      }
      guard !values.isEmpty else { return .nan }
      values.sort()
      let place = share * Double(values.count - 1)
      let lower = min(Int(place), values.count - 1)
      let upper = min(lower + 1, values.count - 1)
      return values[lower] + (values[upper] - values[lower]) * (place - Double(lower))
    }
  }
}
