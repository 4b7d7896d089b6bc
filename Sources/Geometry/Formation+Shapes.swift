internal import Astronomy
internal import RealModule
internal import Trajectories

extension Formation {
  /// The outline of an occulter that is not round.
  func silhouette(
    in context: FormationContext, occulter offset: Vector3
  ) throws(GeometryError) -> Silhouette {
    do {
      return try shape.silhouette(at: offset, attitude: attitude.rotation(in: context))
    } catch {
      throw GeometryError(
        error.code, "at \(context.instant.text(fractionDigits: 3)) \(error.description)")
    }
  }

  /// The depths by which the search judges, and the Sun's apparent radius, radians.
  func searchDepths(
    in context: FormationContext, occulter offset: Vector3
  ) throws(GeometryError) -> (depths: SIMD3<Double>, sunRadius: Double) {
    try checkSunIsBeyond(offset.length, in: context)
    guard !shape.isRound else {
      let discs = try roundDiscs(in: context, occulter: offset)
      return (SIMD3(discs.anyDepth, discs.totalDepth, discs.annularDepth), discs.sunRadius)
    }
    let radius = angularRadius(ofSphere: sunRadius, at: context.sun.distance)
    let outline = try silhouette(in: context, occulter: offset)
    let local = LocalSilhouette(outline, around: context.sun.direction)
    return (
      local.searchDepths(sunRadius: radius, sun: context.sun.direction, outline), radius
    )
  }

  /// A bound of how fast the directions of the body's points move against the Sun, rad/s.
  ///
  /// Piece by piece: a point moves at no more than `v + ω|p|` and is no nearer than the piece's near
  /// side after half the interval.
  func pointRate(
    in middle: FormationContext, occulter offset: Vector3, relative: RelativeBounds,
    turnRate: Double, halfInterval half: Double
  ) -> Double {
    let eye = attitude.rotation(in: middle).undone(on: -offset)
    var rate = 0.0
    for hull in shape.hulls(from: eye) {
      let speed = relative.maximumSpeed + turnRate * hull.reach
      let nearest = max(
        hull.clearance - speed * half, relative.minimumDistance - hull.reach)
      guard nearest > 0 else { return .infinity }
      rate = max(rate, speed / nearest)
    }
    return rate
  }
}

extension LocalSilhouette {
  /// Depths with the signs of the union's and sizes that cannot jump.
  ///
  /// Any: from the parts' own distances. Annular: as it is. Total: when covered, the depth of the one
  /// part that covers the Sun deepest; when not, the distance from an uncovered point of the Sun to
  /// the nearest covered direction. All three change no faster than the parts' points move, also
  /// when a gap between parts closes, where the union's own depth jumps. Where parts cover the Sun
  /// only together the total depth is how much each of them could shrink; where they merely touch that
  /// is nearly nothing, and the search halves on.
  ///
  /// One case is left open: a totality by a mesh that is not convex is judged by the depth of its
  /// outline, so that a gap that opens right through it and closes between two evaluations is not
  /// ruled out.
  func searchDepths(
    sunRadius a: Double, sun: Vector3, _ silhouette: Silhouette
  ) -> SIMD3<Double> {
    // From inside, the outline of a mesh with gaps is no measure of how soon one may open.
    let ofParts = parts.map { $0.isSteady ? $0.nearest : max(0, $0.nearest) }.min() ?? .pi
    let areSteady = parts.allSatisfy(\.isSteady)
    let deepest = -ofParts - a
    // Where one part covers the Sun, or there is but one, the union need not be known.
    let settled =
      deepest > 0 || (parts.count <= 1 && areSteady)
      ? deepest : unionDepth(sunRadius: a, sun: sun, silhouette, areSteady: areSteady)
    return SIMD3(a - ofParts, settled, a - farthest)
  }

  /// The total depth where no part covers the Sun alone.
  private func unionDepth(
    sunRadius a: Double, sun: Vector3, _ silhouette: Silhouette, areSteady: Bool
  ) -> Double {
    let hardly = 1e-15
    let total = -nearest - a
    guard total > 0 else {
      return -max(uncoveredDepth(sunRadius: a, sun: sun, silhouette), hardly)
    }
    return areSteady ? max(hardly, jointDepth(sunRadius: a, sun: sun, silhouette)) : total
  }

  /// A lower bound of how much every part could shrink while together they still cover the Sun.
  ///
  /// The least, over the Sun's disc, of the greatest depth of a point in any part. It is enclosed by
  /// squares on the plane that touches the sky at the Sun: nothing in a square differs from its middle
  /// by more than half its diagonal. The square with the lowest bound is quartered until bound
  /// and value are within a factor of two, or the effort is not worth it.
  private func jointDepth(
    sunRadius a: Double, sun: Vector3, _ silhouette: Silhouette
  ) -> Double {
    let frame = Rotation(around: sun)
    let edge = Double.tan(a)
    func depth(_ x: Double, _ y: Double) -> Double {
      let point = frame.undone(on: Vector3(x, y, 1)).normalized
      return -(LocalSilhouette(silhouette, around: point).parts.map(\.nearest).min() ?? .pi)
    }
    typealias Square = (x: Double, y: Double, half: Double, depth: Double)
    func bound(_ square: Square) -> Double { square.depth - square.half * 2.0.squareRoot() }
    var squares: [Square] = [(0, 0, edge, depth(0, 0))]
    var lowest = squares[0].depth
    for _ in 0..<60 {
      guard let worst = squares.indices.min(by: { bound(squares[$0]) < bound(squares[$1]) })
      else { return lowest }
      let square = squares[worst]
      if lowest <= 0 || bound(square) >= lowest / 2 { return bound(square) }
      squares.swapAt(worst, squares.count - 1)
      squares.removeLast()
      let half = square.half / 2
      for (x, y) in [(-half, -half), (-half, half), (half, -half), (half, half)] {
        let (x, y) = (square.x + x, square.y + y)
        // Squares beyond the Sun's limb do not count.
        let reach = half * 2.0.squareRoot()
        guard Double.hypot(x, y) - reach <= edge else { continue }
        let found = depth(x, y)
        if Double.hypot(x, y) <= edge { lowest = min(lowest, found) }
        squares.append((x, y, half, found))
      }
    }
    return squares.map(bound).min() ?? lowest
  }

  /// The distance to what is covered from a point of the Sun's disc that is not; zero when no such
  /// point is found.
  private func uncoveredDepth(
    sunRadius a: Double, sun: Vector3, _ silhouette: Silhouette
  ) -> Double {
    let frame = Rotation(around: sun)
    var best = max(0, parts.map(\.nearest).min() ?? .pi)
    for radius in [a, a / 2] {
      guard let gap = arcs(radius: radius).widestGap else { continue }
      let point = frame.undone(on: direction(polar: radius, azimuth: gap))
      let distances = LocalSilhouette(silhouette, around: point).parts.map(\.nearest)
      best = max(best, distances.min() ?? .pi)
    }
    return best
  }
}

extension CoveredArcs {
  /// The middle of the widest stretch that is not covered; nil when nothing is left.
  var widestGap: Double? {
    guard !isWhole else { return nil }
    guard let last = arcs.last else { return 0 }
    var previous = last.upperBound - 2 * .pi
    var (widest, middle) = (0.0, 0.0)
    for arc in arcs {
      if arc.lowerBound - previous > widest {
        (widest, middle) = (arc.lowerBound - previous, (arc.lowerBound + previous) / 2)
      }
      previous = arc.upperBound
    }
    return middle
  }
}
