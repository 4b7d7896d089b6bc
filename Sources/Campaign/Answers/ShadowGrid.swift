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
  /// For several bodies, or one that is not round: how far the outline is from covering a part of the Sun and from
  /// covering all of it, radians; positive in penumbra and umbra.
  let depths: (partial: [Double], total: [Double])?

  /// The place of a sample from the axis, m.
  func place(_ index: Double) -> Double { (2 * (index + 0.5) / Double(side) - 1) * extent }

  /// The distance of two samples, m.
  var step: Double { 2 * extent / Double(side) }

  /// A grid from its rows, computed side by side; the same numbers on any number of cores.
  static func computed(
    for answer: ShadowAnswer, shadow: ShadowCone, extent: Double
  ) async -> ShadowGrid {
    let plane = Plane(answer, shadow: shadow, extent: extent)
    let bandHeight = 16
    let bands = await withTaskGroup(of: Band.self) { group in
      for first in stride(from: 0, to: plane.side, by: bandHeight) {
        group.addTask { plane.rows(first..<min(first + bandHeight, plane.side)) }
      }
      var bands: [Band] = []
      for await band in group { bands.append(band) }
      return bands.sorted { $0.first < $1.first }
    }
    return ShadowGrid(
      side: plane.side, extent: extent, fractions: bands.flatMap(\.fractions),
      depths: plane.isAlone ? nil : (bands.flatMap(\.partial), bands.flatMap(\.total)))
  }

  /// How far from the axis the penumbra of a body that is not round reaches along west or north, m.
  ///
  /// Found on a coarse grid over the shadow of the sphere that holds the body, and a cell more.
  static func penumbraReach(of answer: ShadowAnswer, shadow: ShadowCone) -> Double {
    let count = 64
    let plane = Plane(answer, shadow: shadow, extent: shadow.penumbraRadius)
    let step = 2 * shadow.penumbraRadius / Double(count)
    var reach = 0.0
    for row in 0...count {
      for column in 0...count {
        let x = Double(column) * step - shadow.penumbraRadius
        let y = Double(row) * step - shadow.penumbraRadius
        guard plane.isShaded(x, y) else { continue }
        reach = max(reach, x.magnitude, y.magnitude)
      }
    }
    return min(shadow.penumbraRadius, reach + step)
  }

  /// Some rows of the grid.
  private struct Band: Sendable {
    var first: Int
    var fractions: [Double] = []
    var partial: [Double] = []
    var total: [Double] = []
  }

  /// What the samples depend on.
  private struct Plane: Sendable {
    let side: Int
    /// Whether a round body alone throws the shadow.
    let isAlone: Bool
    /// Other bodies and their places from the middle of the plane, m.
    private let companions: [(body: Companion, place: Vector3, attitude: Rotation)]
    private let step: Double
    private let extent: Double
    private let formation: Formation
    private let light: LimbDarkenedObscuration
    private let attitude: Rotation
    private let orientation: SolarOrientation
    private let sunRadius: Double
    /// From the middle of the plane to the Sun and to the occulter, m.
    private let sun: Vector3
    private let occulter: Vector3

    init(_ answer: ShadowAnswer, shadow: ShadowCone, extent: Double) {
      formation = answer.scenario.formation
      isAlone = formation.shape.isRound && formation.companions.isEmpty
      // Outlines of any shape cost more: half the samples along a side.
      side = isAlone ? 480 : 240
      step = 2 * extent / Double(side)
      self.extent = extent
      light = LimbDarkenedObscuration(law: answer.scenario.law)
      let context = answer.view.context
      let pupil = answer.view.offsetFromAxis
      companions = formation.companions.map {
        ($0, pupil + $0.motion.position(in: context), $0.attitude.rotation(in: context))
      }
      attitude = formation.attitude.rotation(in: context)
      orientation = answer.orientation
      sunRadius = answer.view.discs.sunRadius
      sun = context.sun.direction * context.sun.distance
      occulter = context.sun.direction * shadow.distance
    }

    /// Whether any of the Sun is hidden at a place, m from the axis toward west and north.
    func isShaded(_ x: Double, _ y: Double) -> Bool {
      let here = orientation.skyWest * x + orientation.skyNorth * y
      guard let outline = outline(from: here) else { return true }
      return outline.nearest(to: (sun - here).normalized) < sunRadius
    }

    /// What all bodies hide at a place of the plane; nil inside one of them.
    private func outline(from here: Vector3) -> Silhouette? {
      let main = try? formation.shape.silhouette(at: occulter - here, attitude: attitude)
      guard var all = main else { return nil }
      for (body, place, turn) in companions {
        guard let other = try? body.shape.silhouette(at: place - here, attitude: turn) else {
          return nil
        }
        all = all.union(other)
      }
      return all
    }

    func rows(_ rows: Range<Int>) -> Band {
      var band = Band(first: rows.lowerBound)
      for row in rows {
        for column in 0..<side {
          let here =
            orientation.skyWest * ((Double(column) + 0.5) * step - extent)
            + orientation.skyNorth * ((Double(row) + 0.5) * step - extent)
          if isAlone {
            band.fractions.append(fraction(occulter: occulter - here, sun: sun - here))
          } else {
            add(from: here, sun: (sun - here).normalized, to: &band)
          }
        }
      }
      return band
    }

    /// The visible fraction behind a round body; inside it there is no light.
    private func fraction(occulter: Vector3, sun: Vector3) -> Double {
      guard let radius = formation.shape.angularRadius(at: occulter.length) else { return 0 }
      return 1
        - light.fraction(
          ApparentDiscs(
            sunRadius: sunRadius, occulterRadius: radius, separation: occulter.angle(to: sun)))
    }

    /// Adds the sample of a place behind any other body, or several.
    private func add(from here: Vector3, sun: Vector3, to band: inout Band) {
      guard let outline = outline(from: here) else {
        band.fractions.append(0)
        band.partial.append(sunRadius)
        band.total.append(sunRadius)
        return
      }
      let nearest = outline.nearest(to: sun)
      band.partial.append(sunRadius - nearest)
      band.total.append(-nearest - sunRadius)
      // The depths tell without a sum where nothing or everything is covered.
      band.fractions.append(
        nearest >= sunRadius
          ? 1
          : nearest <= -sunRadius
            ? 0 : 1 - light.fraction(of: outline, sun: sun, sunRadius: sunRadius))
    }
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
