internal import RealModule

/// A ring's brightness by the angle from the line to the Sun.
public struct RingProfile: Sendable, Hashable {
  /// Angles, radians in the focal plane (tangents), from 0 in even steps.
  public let angles: [Double]
  /// The mean over all directions, mean solar brightnesses.
  public let means: [Double]
  /// The least and the most of the directions looked along.
  public let extremes: [ClosedRange<Double>]

  /// Directions that tell an uneven ring.
  static let directions = 72

  /// The profile of rings in several parts of a band.
  ///
  /// Each value is the mean over a square of the step's width, as a pixel has it.
  ///
  /// - Parameters:
  ///   - rings: with weights that sum to 1.
  ///   - step: radians, the grid's ``PixelGrid/scale``.
  ///   - count: angles, at least 1.
  ///   - isRound: whether the ring looks alike along all directions, which saves looking along them.
  /// - Throws: `OpticsError` for an impossible step or count, and for light too far out of focus.
  public init(
    of rings: [(ring: RingImage, weight: Double)], step: Double, count: Int, isRound: Bool
  ) throws(OpticsError) {
    let turns = isRound ? 1 : Self.directions
    var sum = [Double](repeating: 0, count: max(0, count))
    var least = [Double](repeating: .infinity, count: sum.count)
    var most = [Double](repeating: 0, count: sum.count)
    for turn in 0..<turns {
      let grid = try PixelGrid(
        width: count, height: 1, scale: step, originColumn: 0, originRow: 0,
        turn: 2 * .pi * Double(turn) / Double(turns))
      var line = [Double](repeating: 0, count: count)
      for (ring, weight) in rings {
        for (index, value) in try ring.plane(on: grid).enumerated() {
          line[index] += weight * Double(value)
        }
      }
      for (index, value) in line.enumerated() {
        sum[index] += value / Double(turns)
        least[index] = min(least[index], value)
        most[index] = max(most[index], value)
      }
    }
    angles = (0..<count).map { Double($0) * step }
    means = sum
    extremes = zip(least, most).map { $0...max($0, $1) }
  }
}
