public import Astronomy

/// A trajectory given by states at nodes, joined by quintic polynomials.
///
/// Each piece matches position, velocity and acceleration at both nodes; what the table does not
/// give is taken from the polynomial through the seven nearest nodes. Interpolation error on a low
/// orbit: 2e-5 m with 60 s nodes. Outside the nodes there are no states.
public struct TabulatedTrajectory: Trajectory {
  /// The time of the first node.
  public let start: Instant
  /// Times of the nodes in seconds after the first, increasing.
  public let offsets: [Double]

  let positions: [Vector3]
  let velocities: [Vector3]
  let accelerations: [Vector3]

  /// A table of nodes.
  ///
  /// - Parameters:
  ///   - times: the instants, increasing; at least two with velocities, three without.
  ///   - positions: m, GCRF.
  ///   - velocities: m/s, or nil to take them from the positions.
  /// - Throws: `TrajectoryError` when there are too few nodes or the times do not increase.
  public init(
    times: [Instant], positions: [Vector3], velocities: [Vector3]?
  ) throws(TrajectoryError) {
    let needed = velocities == nil ? 3 : 2
    guard times.count >= needed, positions.count == times.count,
      velocities?.count ?? times.count == times.count
    else {
      throw TrajectoryError(
        .malformedTable, "a table of \(times.count) state(s): at least \(needed) are needed")
    }
    start = times[0]
    let first = times[0]
    let offsets = times.map { $0.seconds(since: first) }
    for index in 1..<times.count where offsets[index] <= offsets[index - 1] {
      throw TrajectoryError(
        .malformedTable,
        "state \(index): its time \(times[index].text()) does not come after the one before it")
    }
    self.offsets = offsets
    self.positions = positions
    if let velocities {
      self.velocities = velocities
      accelerations = LocalPolynomial.derivatives(of: velocities, at: offsets).first
    } else {
      (self.velocities, accelerations) = LocalPolynomial.derivatives(of: positions, at: offsets)
    }
  }

  private init(
    start: Instant, offsets: [Double], positions: [Vector3], velocities: [Vector3],
    accelerations: [Vector3]
  ) {
    self.start = start
    self.offsets = offsets
    self.positions = positions
    self.velocities = velocities
    self.accelerations = accelerations
  }

  /// The table of this trajectory minus another, when both have the same nodes.
  func difference(from other: TabulatedTrajectory) -> TabulatedTrajectory? {
    guard start == other.start, offsets == other.offsets else { return nil }
    func subtract(_ a: [Vector3], _ b: [Vector3]) -> [Vector3] { zip(a, b).map { $0 - $1 } }
    return TabulatedTrajectory(
      start: start, offsets: offsets, positions: subtract(positions, other.positions),
      velocities: subtract(velocities, other.velocities),
      accelerations: subtract(accelerations, other.accelerations))
  }

  public var coverage: ClosedRange<Instant>? {
    start...start.advanced(bySeconds: offsets[offsets.count - 1])
  }

  public func state(at instant: Instant) -> StateVector {
    let seconds = instant.seconds(since: start)
    let index = piece(at: seconds)
    let width = offsets[index + 1] - offsets[index]
    let points = controlPoints(index, width)
    let x = (seconds - offsets[index]) / width
    // De Casteljau keeps the full precision of large coordinates.
    var row = points
    for level in 1...4 {
      for i in 0...(5 - level) { row[i] += (row[i + 1] - row[i]) * x }
    }
    return StateVector(
      position: row[0] + (row[1] - row[0]) * x, velocity: (row[1] - row[0]) * (5 / width))
  }

  public func bounds(over interval: ClosedRange<Instant>) -> MotionBounds {
    let first = piece(at: interval.lowerBound.seconds(since: start))
    let last = piece(at: interval.upperBound.seconds(since: start))
    var bounds = MotionBounds(
      minimumRadius: .infinity, maximumSpeed: 0, maximumAcceleration: 0, maximumPerturbation: nil)
    for index in first...last {
      let width = offsets[index + 1] - offsets[index]
      let points = controlPoints(index, width)
      // A polynomial in Bernstein form stays inside the hull of its control points.
      let axis = (points[0] + points[5]).normalized
      bounds.minimumRadius = min(
        bounds.minimumRadius, max(0, points.map { $0.dot(axis) }.min() ?? 0))
      for i in 0..<5 {
        bounds.maximumSpeed = max(
          bounds.maximumSpeed, (points[i + 1] - points[i]).length * 5 / width)
      }
      for i in 0..<4 {
        let bend = points[i + 2] - points[i + 1] * 2 + points[i]
        bounds.maximumAcceleration = max(
          bounds.maximumAcceleration, bend.length * 20 / (width * width))
      }
    }
    if !bounds.minimumRadius.isFinite { bounds.minimumRadius = 0 }
    return bounds
  }

  private func controlPoints(_ index: Int, _ h: Double) -> [Vector3] {
    let (r0, r1) = (positions[index], positions[index + 1])
    let (v0, v1) = (velocities[index] * (h / 5), velocities[index + 1] * (h / 5))
    let (a0, a1) = (accelerations[index] * (h * h / 20), accelerations[index + 1] * (h * h / 20))
    return [r0, r0 + v0, r0 + v0 * 2 + a0, r1 - v1 * 2 + a1, r1 - v1, r1]
  }

  private func piece(at seconds: Double) -> Int {
    var (low, high) = (0, offsets.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if offsets[middle] <= seconds { low = middle } else { high = middle }
    }
    return low
  }
}

/// Derivatives at the nodes of a table from the polynomial through the nearest seven of them.
enum LocalPolynomial {
  static func derivatives(
    of values: [Vector3], at times: [Double]
  ) -> (first: [Vector3], second: [Vector3]) {
    let count = times.count
    let size = min(7, count)
    var first: [Vector3] = []
    var second: [Vector3] = []
    for index in 0..<count {
      let begin = min(max(0, index - size / 2), count - size)
      let stencil = Array(times[begin..<(begin + size)])
      let weights = fornbergWeights(at: times[index], nodes: stencil)
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
