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
    for word in words {
      let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        .map { Double(decimal: $0.filter { $0 != " " }) }
      switch (parts.count, parts.first ?? nil, parts.last ?? nil) {
      case (1, .some(let r), _) where isRound && r.isFinite:
        places.append(.init(x: r, y: 0, isRadial: true))
      case (2, .some(let x), .some(let y)) where x.isFinite && y.isFinite:
        places.append(.init(x: x, y: y, isRadial: false))
      default:
        throw CampaignError(
          .badRequest,
          "\(option): found \(PrintableText.quoted(PrintableText.shortened(String(word), limit: 40))); write "
            + (isRound
              ? "distances from the axis in metres, such as 0,0.005,0.01, or x:y"
              : "places x:y in metres, such as 0:0,0.1:-0.2"))
      }
    }
    return places
  }

  /// Places on the x axis from one side to the other, 41 with the origin in their middle.
  static func section(reach: Double) -> [DiffractionPlace] {
    (-20...20).map { .init(x: 1.1 * reach * Double($0) / 20, y: 0, isRadial: false) }
  }
}
