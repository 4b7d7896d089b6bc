internal import Astronomy
internal import Geometry
internal import Imagery
internal import Trajectories

/// The visible Sun at places of the plane through the observer, square to the shadow's axis.
///
/// Every place is a pupil of its own: it sees the occulter and the Sun from where it is, so nothing
/// but the geometry of the real view goes into a sample.
struct ShadowGrid {
  /// Samples along a side.
  let side: Int
  /// Half the side's length, m; the axis of the shadow is in the middle.
  let extent: Double
  /// The visible fraction of the light, row by row from the south, from east to west.
  let fractions: [Double]
  /// For bodies that are not round: how far the outline is from covering a part of the Sun and from
  /// covering all of it, radians; positive in penumbra and umbra.
  let depths: (partial: [Double], total: [Double])?

  /// The place of a sample from the axis, m.
  func place(_ index: Double) -> Double { (2 * (index + 0.5) / Double(side) - 1) * extent }

  /// The distance of two samples, m.
  var step: Double { 2 * extent / Double(side) }

  init(_ answer: ShadowAnswer, shadow: ShadowCone, extent: Double) {
    let formation = answer.scenario.formation
    let isRound = formation.shape.isRound
    // Outlines of any shape cost more: half the samples along a side.
    side = isRound ? 480 : 240
    self.extent = extent
    let light = LimbDarkenedObscuration(law: answer.scenario.law)
    let context = answer.view.context
    let axis = context.sun.direction
    let attitude = formation.attitude.rotation(in: context)
    let sunRadius = answer.view.discs.sunRadius
    var fractions: [Double] = []
    var depths: (partial: [Double], total: [Double]) = ([], [])
    let step = 2 * extent / Double(side)
    for row in 0..<side {
      for column in 0..<side {
        let here =
          answer.orientation.skyWest * ((Double(column) + 0.5) * step - extent)
          + answer.orientation.skyNorth * ((Double(row) + 0.5) * step - extent)
        let occulter = axis * shadow.distance - here
        let sun = axis * context.sun.distance - here
        if isRound, let radius = formation.shape.angularRadius(at: occulter.length) {
          let discs = ApparentDiscs(
            sunRadius: sunRadius, occulterRadius: radius, separation: occulter.angle(to: sun))
          fractions.append(1 - light.fraction(discs))
        } else if !isRound,
          let outline = try? formation.shape.silhouette(at: occulter, attitude: attitude)
        {
          let direction = sun.normalized
          fractions.append(1 - light.fraction(of: outline, sun: direction, sunRadius: sunRadius))
          let nearest = outline.nearest(to: direction)
          depths.partial.append(sunRadius - nearest)
          depths.total.append(-nearest - sunRadius)
        } else {
          // Inside the body there is no light.
          fractions.append(0)
          depths.partial.append(sunRadius)
          depths.total.append(sunRadius)
        }
      }
    }
    self.fractions = fractions
    self.depths = isRound ? nil : depths
  }

  /// The fractions as an image, row 0 at the southern edge.
  func image() throws -> Image {
    try Image(width: side, height: side, samples: fractions)
  }

  /// The edges of penumbra and umbra of a body that is not round.
  var edges: [ShadowMapAnnotation.Edge] {
    guard let depths else { return [] }
    return [
      ("penumbra", depths.partial, ShadowMapAnnotation.Ring.penumbra(radiusMetres: 1).colour),
      ("umbra", depths.total, ShadowMapAnnotation.Ring.umbra(radiusMetres: 1).colour),
    ].compactMap { name, values, colour in
      let pieces = ContourLines.zeros(of: values, width: side).map { piece in
        ShadowMapAnnotation.Edge.Piece(
          from: SIMD2(place(piece.start.x), place(piece.start.y)),
          to: SIMD2(place(piece.end.x), place(piece.end.y)))
      }
      return pieces.isEmpty ? nil : .init(name, pieces, colour: colour)
    }
  }
}
