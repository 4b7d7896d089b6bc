internal import Astronomy
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
    guard !shape.isRound else {
      let discs = try discs(in: context, occulter: offset)
      return (SIMD3(discs.anyDepth, discs.totalDepth, discs.annularDepth), discs.sunRadius)
    }
    try checkSunIsBeyond(offset.length, in: context)
    let radius = angularRadius(ofSphere: sunRadius, at: context.sun.distance)
    let outline = try silhouette(in: context, occulter: offset)
    let local = LocalSilhouette(outline, around: context.sun.direction)
    return (
      local.searchDepths(sunRadius: radius, sun: context.sun.direction, outline), radius
    )
  }

  /// A bound of how fast the directions of the body's points move against the Sun, rad/s.
  ///
  /// Piece by piece, each in its ball: a point moves at no more than `v + ω|p|` and is no nearer than
  /// the ball's near side after half the interval.
  func pointRate(
    in middle: FormationContext, occulter offset: Vector3, relative: RelativeBounds,
    turnRate: Double, halfInterval half: Double
  ) -> Double {
    let rotation = attitude.rotation(in: middle)
    var rate = 0.0
    for ball in shape.balls {
      let centreSpeed = relative.maximumSpeed + turnRate * ball.centre.length
      let distance = (offset + rotation.applied(to: ball.centre)).length - ball.radius
      let nearest = max(
        distance - centreSpeed * half, relative.minimumDistance - ball.reach)
      guard nearest > 0 else { return .infinity }
      rate = max(rate, (relative.maximumSpeed + turnRate * ball.reach) / nearest)
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
  /// only together the total depth is given as nearly nothing, and the search halves on.
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
    let total = -nearest - a
    let hardly = 1e-15
    let settled: Double
    if parts.count <= 1, areSteady {
      settled = total
    } else if total > 0 {
      settled = -ofParts - a > 0 ? -ofParts - a : areSteady ? hardly : total
    } else {
      settled = -max(uncoveredDepth(sunRadius: a, sun: sun, silhouette), hardly)
    }
    return SIMD3(a - ofParts, settled, a - farthest)
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
