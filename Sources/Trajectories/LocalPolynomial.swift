internal import Astronomy

/// Derivatives at the nodes of a table from the polynomial through the nearest seven of them.
enum LocalPolynomial {
  static func derivatives(
    of values: [Vector3], at times: [Instant]
  ) -> (first: [Vector3], second: [Vector3]) {
    let count = times.count
    let size = min(7, count)
    var first: [Vector3] = []
    var second: [Vector3] = []
    for index in 0..<count {
      let begin = min(max(0, index - size / 2), count - size)
      let stencil = times[begin..<(begin + size)].map { $0.seconds(since: times[index]) }
      let weights = fornbergWeights(at: 0, nodes: stencil)
      var slope = Vector3.zero
      var curvature = Vector3.zero
      for k in 0..<size {
        // Differences keep the digits that large coordinates would lose.
        let value = values[begin + k] - values[index]
        slope += value * weights.first[k]
        curvature += value * weights.second[k]
      }
      first.append(slope)
      second.append(curvature)
    }
    return (first, second)
  }

  /// Weights of the first and second derivative at a point from values at nodes.
  ///
  /// Source: B. Fornberg, Mathematics of Computation 51 (1988) 699.
  static func fornbergWeights(
    at x: Double, nodes: [Double]
  ) -> (first: [Double], second: [Double]) {
    let n = nodes.count
    var weights = [[Double]](repeating: [0, 0, 0], count: n)
    weights[0][0] = 1
    var product = 1.0
    var offset = nodes[0] - x
    for i in 1..<n {
      var newProduct = 1.0
      let previousOffset = offset
      offset = nodes[i] - x
      for j in 0..<i {
        let gap = nodes[i] - nodes[j]
        newProduct *= gap
        if j == i - 1 {
          for k in stride(from: min(i, 2), through: 1, by: -1) {
            weights[i][k] =
              product * (Double(k) * weights[i - 1][k - 1] - previousOffset * weights[i - 1][k])
              / newProduct
          }
          weights[i][0] = -product * previousOffset * weights[i - 1][0] / newProduct
        }
        for k in stride(from: min(i, 2), through: 1, by: -1) {
          weights[j][k] = (offset * weights[j][k] - Double(k) * weights[j][k - 1]) / gap
        }
        weights[j][0] = offset * weights[j][0] / gap
      }
      product = newProduct
    }
    return (weights.map { $0[1] }, weights.map { $0[2] })
  }
}
