internal import VectorMath

/// A place in the pupil's plane as the command line writes it.
struct DiffractionPlace: Sendable {
  /// Metres.
  var x: Double
  /// Metres.
  var y: Double
  /// Whether only the distance from the axis was given.
  var isRadial: Bool

  /// Most places of one answer.
  static let most = 100_000

  /// Places from a text such as `0,0.005,0.01` or `0:0,0.1:-0.2`, metres.
  ///
  /// - Parameters:
  ///   - option: where the text comes from, for messages.
  ///   - isRound: whether a distance from the axis says enough.
  /// - Throws: `CampaignError` that names the place.
  static func list(
    _ text: String, option: String, isRound: Bool
  ) throws(CampaignError) -> [DiffractionPlace] {
    let words = text.split(separator: ",", omittingEmptySubsequences: false)
    guard words.count <= most else {
      throw CampaignError(
        .badRequest, "\(option): \(words.count) places; at most \(most) are answered at a time")
    }
    var places: [DiffractionPlace] = []
    func quoted(_ word: Substring) -> String {
      PrintableText.quoted(PrintableText.shortened(String(word), limit: 40))
    }
    for word in words {
      let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        .map { Double(decimal: $0.filter { $0 != " " }) }
      switch (parts.count, parts.first ?? nil, parts.last ?? nil) {
      case (1, .some(let r), _) where isRound && r < 0:
        throw CampaignError(
          .badRequest,
          "\(option): found \(quoted(word)); a distance from the axis is 0 or more; write x:y for a place "
            + "to one side of it")
      case (1, .some(let r), _) where isRound && r.isFinite:
        places.append(.init(x: r, y: 0, isRadial: true))
      case (2, .some(let x), .some(let y)) where x.isFinite && y.isFinite:
        places.append(.init(x: x, y: y, isRadial: false))
      default:
        throw CampaignError(
          .badRequest,
          "\(option): found \(quoted(word)); write "
            + (isRound
              ? "distances from the axis in metres, such as 0,0.005,0.01, or x:y"
              : "places x:y in metres, such as 0:0,0.1:-0.2"))
      }
    }
    return places
  }

  /// Places along x through the pupil, the origin: across the umbra, and from there out of the penumbra on
  /// both sides.
  ///
  /// Twenty steps in the umbra and ten on either side; forty even ones where the line does not meet it. The
  /// pupil's own place is among them.
  ///
  /// - Parameters:
  ///   - axis: where the shadow's axis is, metres.
  ///   - umbra: its radius, metres; 0 or less where it has ended.
  ///   - penumbra: its radius, metres.
  static func section(
    axis: SIMD2<Double>, umbra: Double, penumbra: Double
  ) -> [DiffractionPlace] {
    func halfChord(_ radius: Double) -> Double? {
      let square = radius * radius - axis.y * axis.y
      return radius > 0 && square > 0 ? square.squareRoot() : nil
    }
    let end = 1.05 * (halfChord(penumbra) ?? penumbra)
    var places = [0.0]
    if let dark = halfChord(umbra) {
      places += (0...20).map { axis.x + dark * (Double($0) / 10 - 1) }
      for step in 1...10 {
        let beyond = dark + (end - dark) * Double(step) / 10
        places += [axis.x - beyond, axis.x + beyond]
      }
    } else {
      places += (-20...20).map { axis.x + end * Double($0) / 20 }
    }
    // Micrometres are enough to write.
    return Set(places.map { ($0 * 1e6).rounded() / 1e6 + 0 }).sorted()
      .map { .init(x: $0, y: 0, isRadial: false) }
  }
}
