/// Points of curves, close where they bend and far apart where they run straight.
enum AdaptiveSampling {
  /// A sample of all curves at a moment.
  struct Sample<Value: Sendable>: Sendable {
    var seconds: Double
    var value: Value
    /// Where the curves lie on paper, 0…1 across the plot.
    var places: [Double]
  }

  /// Intervals are halved this often at most: a kink is then found to 1/16 000 of a piece.
  private static let largestDepth = 14
  /// Enough for any picture; what would need more is noise.
  private static let largestCount = 60_000

  /// Samples between given moments, which are among them.
  ///
  /// An interval is left alone when in two halvings running no curve's middle departs from the chord
  /// by more than the tolerance.
  ///
  /// - Parameters:
  ///   - moments: where to begin, growing; every feature narrower than their distance needs one.
  ///   - tolerance: the largest departure on paper.
  ///   - sample: the curves at a moment.
  static func samples<Value>(
    at moments: [Double], tolerance: Double, sample: (Double) throws -> Sample<Value>
  ) rethrows -> [Sample<Value>] {
    guard let first = moments.first else { return [] }
    var result = [try sample(first)]
    for moment in moments.dropFirst() {
      guard let start = result.last, moment > start.seconds else { continue }
      // Intervals still to be taken, the earliest last.
      var pending = [(end: try sample(moment), depth: 0, wasFlat: false)]
      while let (end, depth, wasFlat) = pending.popLast() {
        guard let begin = result.last else { break }
        let middle = try sample((begin.seconds + end.seconds) / 2)
        let isFlat = zip(zip(begin.places, end.places), middle.places).allSatisfy { ends, place in
          ((ends.0 + ends.1) / 2 - place).magnitude <= tolerance
        }
        if isFlat && wasFlat || depth >= largestDepth || result.count >= largestCount {
          result += [middle, end]
        } else {
          pending.append((end, depth + 1, isFlat))
          pending.append((middle, depth + 1, isFlat))
        }
      }
    }
    return result
  }
}
