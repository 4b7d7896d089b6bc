internal import RealModule

extension RingImage {
  /// How strong the line is per metre in directions about its middle, over its mean; all 1 for a Sun behind
  /// the middle of a disc.
  ///
  /// The middle is that of the edge's pieces, and directions begin at the right, go through up, and lie at
  /// even steps. Each piece counts for the two directions that it lies between, by its nearness.
  ///
  /// - Parameter most: the most directions, at least 8; fewer are told of an edge of few pieces.
  public func strengthByDirection(most: Int = 180) -> [Double] {
    let count = max(8, min(most, elements.count / 2))
    let whole = elements.reduce(0) { $0 + $1.length }
    let middle = elements.reduce((x: 0.0, y: 0.0)) {
      ($0.x + $1.x * $1.length / whole, $0.y + $1.y * $1.length / whole)
    }
    let sum = light.reduce(0) { $0 + Double($1) }
    var (shares, lengths) = (
      [Double](repeating: 0, count: count), [Double](repeating: 0, count: count)
    )
    for (element, light) in zip(elements, light) {
      let angle = Double.atan2(y: element.y - middle.y, x: element.x - middle.x)
      let place = (angle / (2 * .pi) + 1) * Double(count)
      let low = Int(place)
      for (index, weight) in [(low, Double(low) + 1 - place), (low + 1, place - Double(low))] {
        shares[index % count] += weight * Double(light)
        lengths[index % count] += weight * element.length
      }
    }
    return zip(shares, lengths).map { $1 > 0 && sum > 0 ? $0 / $1 * whole / sum : 1 }
  }
}
