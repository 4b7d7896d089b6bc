internal import RealModule

/// What the errors of a density curve's points make of the exposures that are read by it.
///
/// Each point of a measured curve has an error of its own, DENSERR, the standard error of its field's mean. It moves
/// all pixels of nearby density at once, in every picture read by the curve. Points far from each other move none
/// of the same pixels; every third point therefore counts as one source, of which the curve through points
/// moved by a small share of their errors tells the sign and the size.
struct DensityCurveErrors: Sendable, Hashable {
  /// How far one standard deviation moves log₁₀ of the exposure, by source, at densities that are evenly spaced.
  private let moved: [[Double]]
  private let first: Double
  private let step: Double

  /// How many sources the points make.
  private static let sourceCount = 3
  /// At how many densities the moves are kept.
  private static let tableCount = 1024

  /// - Returns: nil for a table that tells no errors or is no rising curve.
  init?(_ table: MeasuredTable) {
    guard let logs = table.column("LOGH"), let densities = table.column("DENSITY"),
      let errors = table.column("DENSERR"), errors.contains(where: { $0 > 0 }),
      errors.allSatisfy({ $0.isFinite && $0 >= 0 }),
      let curve = RisingCurve(x: logs, y: densities)
    else { return nil }
    let (low, high) = (curve.values.lowerBound, curve.values.upperBound)
    let step = (high - low) / Double(Self.tableCount - 1)
    (first, self.step) = (low, step)
    moved = (0..<Self.sourceCount).map { source in
      // Points this far moved still rise.
      let shares = [0.05, 0.005, 0.0005, 0.00005]
      for share in shares {
        let curves = [share, -share].map { part in
          RisingCurve(
            x: logs,
            y: densities.indices.map {
              densities[$0] + ($0 % Self.sourceCount == source ? part * errors[$0] : 0)
            })
        }
        guard let up = curves[0], let down = curves[1] else { continue }
        return (0..<Self.tableCount).map { place in
          let density = low + Double(place) * step
          switch (up.place(of: density)?.place, down.place(of: density)?.place) {
          case (let up?, let down?): return (up - down) / (2 * share)
          // At an end only one of the two reaches so far.
          case (let up?, nil): return (up - (curve.place(of: density)?.place ?? up)) / share
          case (nil, let down?): return ((curve.place(of: density)?.place ?? down) - down) / share
          case (nil, nil): return 0
          }
        }
      }
      return [Double](repeating: 0, count: Self.tableCount)
    }
  }

  /// How far each source moves log₁₀ of the exposure read at a density.
  func moves(at density: Double) -> [Double] {
    guard step > 0, density.isFinite else { return moved.map { _ in 0 } }
    let place = max(0, min(Double(Self.tableCount - 1), (density - first) / step))
    let lower = min(Int(place), Self.tableCount - 2)
    let share = place - Double(lower)
    return moved.map { $0[lower] * (1 - share) + $0[lower + 1] * share }
  }

  /// The name of each source of a curve.
  static func names(of curve: String) -> [String] {
    (0..<sourceCount).map {
      "density curve \(curve), points \($0 + 1), \($0 + 1 + sourceCount) and so on"
    }
  }
}
