internal import VectorMath

/// Places on 0...1 and weights of one piece of a sightline, eight at a time.
struct EmissionNodes: Sendable {
  private(set) var places: [Double8] = []
  private(set) var weights: [Double8] = []

  /// Gauss-Legendre nodes.
  ///
  /// - Parameters:
  ///   - order: how many, a multiple of eight.
  ///   - a: how strongly they are drawn to both ends, 0...1; see ``SightlineRule``.
  init(order: Int, drawn a: Double) {
    let nodes = GaussLegendre(order: order).nodes(from: 0, to: 1)
    for start in stride(from: 0, to: order, by: 8) {
      var (place, weight) = (Double8.zero, Double8.zero)
      for lane in 0..<8 {
        let v = nodes[start + lane].abscissa
        place[lane] = (1 - a) * v + a * v * v * (3 - 2 * v)
        weight[lane] = nodes[start + lane].weight * ((1 - a) + 6 * a * v * (1 - v))
      }
      places.append(place)
      weights.append(weight)
    }
  }
}
