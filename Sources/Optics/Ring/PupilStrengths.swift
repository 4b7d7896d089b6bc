internal import RealModule

/// How strongly each piece of an edge shines into every part of a pupil.
///
/// The strength changes along the edge's normal, fast near the umbra's rim, and hardly along the edge. It is
/// taken at 13 Chebyshev places along the normal, each the mean of three Gauss places along the chord of the
/// pupil: 33 places carry weight in the pupil's mean, exact to the 23rd power along the normal and the fifth
/// across. Where a parabola tells it, as far from the umbra's rim, only that is kept.
///
/// Pieces to which the Sun's limb comes, in the pupil or nearly, are taken by ``LimbStrength``; where a part
/// of the pupil sees the Sun behind them, at 65 Chebyshev places, since the ring's light ends there at once.
struct PupilStrengths: Sendable {
  /// Numbers that a piece has in the table: 3 for the coefficients of a parabola in the place along the
  /// inward normal in pupil radii, lowest first, or one for each of even places from −1 to 1.
  let entries: Int
  /// For every piece one after the other the strength per metre over the pupil.
  let tables: [Float]
  /// For every piece the mean over the pupil, per metre.
  let means: [Double]
  /// For every piece the mean over the pupil of what it adds to direct sunlight, per metre; of either sign,
  /// 0 in the umbra.
  let directMeans: [Double]

  private static let order = 12
  /// For pieces whose light ends within the pupil.
  private static let fineOrder = 64
  static let places = 65
  /// Departure from a parabola that is passed over, relative to the mean.
  private static let parabolic = 0.005

  init(
    _ elements: [DiffractingOutline.Element], glow: EdgeGlow, radius: Double, x: Double, y: Double
  ) {
    let nodes = Self.nodes(Self.order)
    var values = [[Double]]()
    for node in nodes {
      values.append(Self.chordMean(elements, glow, node * radius, radius, x, y))
    }
    var direct = [Double](repeating: 0, count: elements.count)
    var ends = [Int: (mean: Double, table: [Float])]()
    let limb = LimbStrength(glow)
    for (index, element) in elements.enumerated() {
      let pupil = LimbPupil(limb, element, radius: radius, x: x, y: y)
      switch pupil.sees(nodes) {
      case .clear: continue
      case .near:
        for (place, value) in pupil.values(nodes).enumerated() {
          values[place][index] = value.ring
          direct[index] += Self.weight(place, Self.order) * value.direct
        }
      case .behind:
        let fine = pupil.values(Self.nodes(Self.fineOrder))
        var mean = 0.0
        for (place, value) in fine.enumerated() {
          mean += Self.weight(place, Self.fineOrder) * value.ring
          direct[index] += Self.weight(place, Self.fineOrder) * value.direct
        }
        ends[index] = (mean, Self.interpolated(fine.map(\.ring)))
        for place in nodes.indices { values[place][index] = 0 }
      }
    }
    var means = [Double](repeating: 0, count: elements.count)
    for index in elements.indices {
      for place in 1..<Self.order {
        means[index] += Self.weight(place, Self.order) * values[place][index]
      }
    }
    let parabolas = ends.isEmpty ? Self.parabolas(values, nodes, elements.count) : nil
    entries = parabolas == nil ? Self.places : 3
    var tables = parabolas ?? Self.resampled(values, nodes, elements.count)
    for (index, end) in ends {
      means[index] = end.mean
      tables.replaceSubrange(index * Self.places..<(index + 1) * Self.places, with: end.table)
    }
    (self.means, self.tables, directMeans) = (means, tables, direct)
  }

  /// Chebyshev places from 1 to −1.
  private static func nodes(_ order: Int) -> [Double] {
    (0...order).map { Double.cos(.pi * Double($0) / Double(order)) }
  }

  /// The weight of one of them in the mean over the pupil: Gauss's rule for the weight `√(1 − x²)`.
  private static func weight(_ place: Int, _ order: Int) -> Double {
    let sine = Double.sin(.pi * Double(place) / Double(order))
    return 2 * sine * sine / Double(order)
  }

  /// Straight lines between Chebyshev places, at even ones.
  private static func interpolated(_ values: [Double]) -> [Float] {
    let order = values.count - 1
    return (0..<places).map { entry in
      let place = 2 * Double(entry) / Double(places - 1) - 1
      let position = Double.acos(min(1, max(-1, place))) / .pi * Double(order)
      let low = min(Int(position), order - 1)
      let (from, to) = (
        Double.cos(.pi * Double(low) / Double(order)),
        Double.cos(.pi * Double(low + 1) / Double(order))
      )
      let share = (from - place) / (from - to)
      return Float(values[low] + (values[low + 1] - values[low]) * min(1, max(0, share)))
    }
  }

  /// The strength of every piece, mean along the pupil's chord at a place along the piece's normal.
  private static func chordMean(
    _ elements: [DiffractingOutline.Element], _ glow: EdgeGlow, _ along: Double, _ radius: Double,
    _ x: Double, _ y: Double
  ) -> [Double] {
    let half = max(0, radius * radius - along * along).squareRoot()
    var sum = [Double](repeating: 0, count: elements.count)
    var values = sum
    for (place, weight) in [
      (-0.6.squareRoot(), 5.0 / 18), (0, 8.0 / 18), (0.6.squareRoot(), 5.0 / 18),
    ] {
      // Every piece has its own normal: rather than the pupil's points the pieces are moved.
      let moved = elements.map { element in
        var moved = element
        moved.x -= along * element.inwardX - place * half * element.inwardY
        moved.y -= along * element.inwardY + place * half * element.inwardX
        return moved
      }
      glow.strengths(of: EdgeElements(moved), atX: x, y: y, into: &values)
      for index in sum.indices { sum[index] += weight * values[index] }
    }
    return sum
  }

  /// The parabolas with the strengths' own means over the pupil, or nil where one departs too far.
  ///
  /// 1, 2x and 4x² − 1 are orthogonal over the disc: Chebyshev polynomials of the second kind.
  private static func parabolas(
    _ values: [[Double]], _ nodes: [Double], _ count: Int
  ) -> [Float]? {
    var tables = [Float]()
    tables.reserveCapacity(3 * count)
    for index in 0..<count {
      var (mean, slope, bend) = (0.0, 0.0, 0.0)
      for (place, node) in nodes.enumerated() {
        let value = 2 * (1 - node * node) / Double(order) * values[place][index]
        mean += value
        slope += value * 2 * node
        bend += value * (4 * node * node - 1)
      }
      for (place, node) in nodes.enumerated() {
        let fit = mean + slope * 2 * node + bend * (4 * node * node - 1)
        if (fit - values[place][index]).magnitude > parabolic * mean { return nil }
      }
      tables.append(contentsOf: [Float(mean - bend), Float(2 * slope), Float(4 * bend)])
    }
    return tables
  }

  /// Chebyshev interpolation onto even places by the barycentric formula, Berrut and Trefethen 2004,
  /// SIAM Review 46, 501, equation 4.2.
  private static func resampled(
    _ values: [[Double]], _ nodes: [Double], _ count: Int
  ) -> [Float] {
    let rows = (0..<places).map { entry -> [Double] in
      let place = 2 * Double(entry) / Double(places - 1) - 1
      let terms = nodes.indices.map { index -> Double in
        let sign = index.isMultiple(of: 2) ? 1.0 : -1
        let end = index == 0 || index == nodes.count - 1 ? 0.5 : 1
        return sign * end / (place - nodes[index])
      }
      if let hit = terms.firstIndex(where: { !($0.magnitude < 1e12) }) {
        return nodes.indices.map { $0 == hit ? 1 : 0 }
      }
      let sum = terms.reduce(0, +)
      return terms.map { $0 / sum }
    }
    var tables = [Float](repeating: 0, count: count * places)
    for (entry, row) in rows.enumerated() {
      for (weight, samples) in zip(row, values) where weight != 0 {
        for index in 0..<count {
          tables[index * places + entry] += Float(weight * samples[index])
        }
      }
    }
    // Where a normal just passes the Sun's limb the strength ends without a tangent.
    return tables.map { max(0, $0) }
  }
}
