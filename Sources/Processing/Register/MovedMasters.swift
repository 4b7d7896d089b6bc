internal import Imagery
internal import RealModule

/// Tells apart the errors that one master gives to pictures moved by different ways.
///
/// A master's pixels have errors of their own. Two pictures that were moved alike read the same of them at a place
/// of the sky, and their errors are one. Moved by a pixel or more against each other, they read other pixels of the
/// master there: the errors are independent, in a sum as in a difference. Moves less than that apart count as alike.
enum MovedMasters {
  /// From so many pixels of the sources apart on, two readings of a master are independent: white noise read by
  /// an interpolating kernel has no correlation one whole pixel further.
  private static let independentPixels = 1.0

  /// Renames the sources of errors so that pictures share those alone that they read alike.
  ///
  /// - Parameters:
  ///   - results: pictures on one grid.
  ///   - sources: where the pixels of each looked before it was moved, in the same order.
  static func separate(_ results: inout [Observation], from sources: [SkyProjection]) {
    guard results.count > 1, results.count == sources.count,
      results.contains(where: { $0.commonErrors.contains { $0.extent == .pixels } })
    else { return }
    let places = results.indices.map { Self.places(results[$0], sources[$0]) }
    // Whoever is near to one of a group is of the group.
    var group = Array(results.indices)
    for later in results.indices {
      for earlier in 0..<later where distance(places[earlier], places[later]) < independentPixels {
        let (kept, gone) = (
          min(group[earlier], group[later]), max(group[earlier], group[later])
        )
        for index in group.indices where group[index] == gone { group[index] = kept }
      }
    }
    for index in results.indices where group[index] != group[0] {
      let leader = group[index]
      let moved = places[leader][places[leader].count / 2] - places[0][places[0].count / 2]
      let words =
        " read \(FigureWords.fixed(moved.x, 1)), \(FigureWords.fixed(moved.y, 1)) pixels aside"
      for error in results[index].commonErrors.indices
      where results[index].commonErrors[error].extent == .pixels {
        results[index].commonErrors[error].source += words
      }
    }
  }

  /// The pixels of a source under 25 places of the grid, the middle one in the middle of the list.
  private static func places(_ result: Observation, _ source: SkyProjection) -> [SIMD2<Double>] {
    guard let grid = result.sky?.projection else { return [] }
    let (right, top) = (Double(result.light.width - 1), Double(result.light.height - 1))
    return (0..<25).map { number in
      let (column, row) = (Double(number % 5) / 4 * right, Double(number / 5) / 4 * top)
      return source.pixel(of: grid.direction(column: column, row: row)) ?? SIMD2(.nan, .nan)
    }
  }

  /// How far the nearest of such places lie apart; nothing where one is unknown.
  private static func distance(_ left: [SIMD2<Double>], _ right: [SIMD2<Double>]) -> Double {
    var least = left.count == right.count && !left.isEmpty ? Double.infinity : 0
    for (one, other) in zip(left, right) {
      let apart = one - other
      let length = (apart * apart).sum().squareRoot()
      least = min(least, length.isNaN ? 0 : length)
    }
    return least
  }
}
