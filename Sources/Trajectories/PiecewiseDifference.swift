internal import Astronomy

/// The difference of two piecewise polynomials, itself one.
struct PiecewiseDifference: Trajectory {
  let coverage: ClosedRange<Instant>?
  private let pieces: PiecewisePolynomial

  /// The difference of two tables over the times that both cover; nil when these are none.
  init?(of table: TabulatedTrajectory, and other: TabulatedTrajectory) {
    guard let mine = table.coverage, let theirs = other.coverage,
      let both = mine.intersection(theirs),
      let pieces = table.pieces.difference(from: other.pieces, over: both)
    else { return nil }
    self.pieces = pieces
    coverage = both
  }

  func state(at instant: Instant) -> StateVector { pieces.state(at: instant) }

  func bounds(over interval: ClosedRange<Instant>) -> MotionBounds {
    pieces.bounds(over: interval)
  }
}

extension PiecewisePolynomial {
  /// This motion minus another over a stretch; nil when the stretch has no length.
  ///
  /// The pieces of both are cut where either begins a new one, and their control points subtracted.
  func difference(
    from other: PiecewisePolynomial, over stretch: ClosedRange<Instant>
  ) -> PiecewisePolynomial? {
    guard stretch.lowerBound < stretch.upperBound else { return nil }
    var cuts = (breaks + other.breaks)
      .filter { $0 > stretch.lowerBound && $0 < stretch.upperBound }
    cuts.append(stretch.upperBound)
    cuts.sort()
    var difference = PiecewisePolynomial(start: stretch.lowerBound)
    for end in cuts {
      let start = difference.breaks[difference.count]
      // Breaks of the same time written with other digits.
      guard end.seconds(since: start) > 1e-9 || (end == cuts[cuts.count - 1] && end > start) else {
        continue
      }
      let middle = Instant.midpoint(start, end)
      var (base, points) = part(around: middle, from: start, to: end)
      let other = other.part(around: middle, from: start, to: end)
      var otherPoints = other.relative
      while points.count < otherPoints.count {
        BernsteinForm.multiply(&points, byLineFrom: 1, to: 1)
      }
      while otherPoints.count < points.count {
        BernsteinForm.multiply(&otherPoints, byLineFrom: 1, to: 1)
      }
      for i in points.indices { points[i] -= otherPoints[i] }
      difference.append(base: base - other.base, relative: points, until: end)
    }
    return difference.count > 0 ? difference : nil
  }

  /// The control points of the piece around an instant on a part of it.
  private func part(
    around middle: Instant, from start: Instant, to end: Instant
  ) -> (base: Vector3, relative: [Vector3]) {
    let index = piece(at: middle)
    let width = breaks[index + 1].seconds(since: breaks[index])
    var (base, points) = controlPoints(of: index)
    BernsteinForm.restrict(
      &points, from: start.seconds(since: breaks[index]) / width,
      to: end.seconds(since: breaks[index]) / width)
    // The base takes the large part, so that the difference of two bases keeps its digits.
    let shift = points[0]
    base += shift
    for i in points.indices { points[i] -= shift }
    return (base, points)
  }
}

extension ClosedRange where Bound == Instant {
  /// What two stretches have in common, if anything.
  func intersection(_ other: Self) -> Self? {
    let (low, high) = (
      Swift.max(lowerBound, other.lowerBound), Swift.min(upperBound, other.upperBound)
    )
    return low <= high ? low...high : nil
  }
}
