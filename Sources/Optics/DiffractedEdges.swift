internal import RealModule
internal import VectorMath

/// The diffracted light of an outline, summed over pieces of its edge by EQ 1 or EQ 2.
struct DiffractedEdges: Sendable {
  private let glow: EdgeGlow
  private let chord: FresnelChord
  /// Pieces for the deep umbra, some thousands: where an edge's normal passes the Sun's limb its strength
  /// begins as a root, which fewer would not sum to 1e-6.
  private let coarse: [EdgePiece]
  private let coarseLanes: EdgeElements
  /// Pieces that resolve the fringe zone, about `√(λz)/4` long.
  private let fine: [EdgePiece]
  private let fineLanes: EdgeElements
  /// Radius of a disc as large as the outline, for the error estimate, m.
  private let equivalentRadius: Double
  /// How much longer than wanted the pieces are, for want of memory; 1 or more.
  private let stretch: Double

  /// Most pieces of the finest set, about 100 MB.
  private static let mostPieces = 400_000.0

  init(
    outline: DiffractingOutline, source: SolarSource, wavelengthMetres: Double
  ) throws(OpticsError) {
    glow = try EdgeGlow(source: source, wavelengthMetres: wavelengthMetres)
    chord = FresnelChord(source: source, wavelengthMetres: wavelengthMetres)
    let unit = (wavelengthMetres * outline.nearestDistance).squareRoot()
    let perimeter = outline.perimeter
    let corners = Double(outline.cornerCount)
    guard corners < Self.mostPieces else {
      throw OpticsError(
        .outsideValidity,
        "the outline has \(outline.cornerCount) corners; at most \(Int(Self.mostPieces)) are taken: "
          + "join those closer than \(unit) m, which diffraction does not tell apart")
    }
    stretch = max(1, perimeter / (unit / 4) / Self.mostPieces)
    coarse = outline.quadraturePieces(spacing: min(unit / 2, perimeter / 4000) * stretch)
    fine = outline.quadraturePieces(spacing: unit / 4 * stretch)
    coarseLanes = EdgeElements(coarse.map(\.element))
    fineLanes = EdgeElements(fine.map(\.element))
    equivalentRadius = perimeter / (2 * .pi)
  }

  /// Least distance of the Sun's limb from an edge along its normal, in units of `√(λz)`.
  ///
  /// Below 0 where an edge stands before the Sun; infinite where no edge's normal meets it.
  func gap(atX x: Double, y: Double) -> Double {
    coarse.reduce(.infinity) { min($0, ends($1.element, x, y)?.gap ?? .infinity) }
  }

  /// Where the ends of the Sun's chord lie about an edge, in units of `√(λz)`; nil beside the Sun.
  private func ends(
    _ element: DiffractingOutline.Element, _ x: Double, _ y: Double
  ) -> (gap: Double, nearest: Double)? {
    let radius = glow.source.projectedRadius(at: element.distance)
    let (middle, aside) = element.place(x, y)
    guard aside.magnitude < radius else { return nil }
    let half = ((radius - aside) * (radius + aside)).squareRoot()
    let gap = middle.magnitude - half
    let unit = (glow.wavelengthMetres * element.distance).squareRoot()
    return (gap / unit, min(gap.magnitude, middle.magnitude + half) / unit)
  }

  /// The diffracted light and an estimate of its error.
  ///
  /// From ten Fresnel lengths on the next term of the edge's series, `0.13 (λz/d²)²`, bounds EQ 2; nearer, the
  /// curvature that one straight edge leaves out counts, measured as `0.045 √(λz)/R` to `0.07 √(λz)/R` of
  /// the diffracted light where the Sun's limb touches the outline of a disc. On the axis of a disc the
  /// waves of opposite edges, summed to the limb, leave `λz/4πRρ`, in no edge's light.
  func excess(atX x: Double, y: Double, gap: Double) -> (value: Double, error: Double) {
    let unit = (glow.wavelengthMetres * (fine.first?.element.distance ?? 1)).squareRoot()
    let curvature = unit / equivalentRadius
    if gap > 10 {
      let value = glow.irradiance(of: coarseLanes, atX: x, y: y)
      let square = gap * gap
      return (value, value * (0.13 / (square * square) + 0.2 * curvature * curvature + 1e-6))
    }
    let strengths = glow.strengths(of: fineLanes, atX: x, y: y)
    var (sum, size) = (0.0, 0.0)
    for (strength, piece) in zip(strengths, fine) {
      if let ends = ends(piece.element, x, y), ends.gap < 20 {
        // Where the limb crosses the fringes the strength changes with them along the edge.
        let parts = ends.nearest < 6.5 ? piece.parts(8) : [piece.element]
        let value = parts.reduce(0) { $0 + $1.length * chordExcess($1, x, y) }
        sum += value
        size += value.magnitude
      } else {
        sum += strength * piece.element.length
        size += strength * piece.element.length
      }
    }
    let nearness = max(gap, 0)
    let share = 0.1 * curvature / (1 + nearness * nearness * nearness)
    let quadrature = 1e-5 + (stretch - 1) / stretch
    return (sum, size * (share + 0.2 * curvature * curvature + quadrature))
  }

  private func chordExcess(
    _ element: DiffractingOutline.Element, _ x: Double, _ y: Double
  ) -> Double {
    let (middle, aside) = element.place(x, y)
    guard aside.magnitude < glow.source.projectedRadius(at: element.distance) else { return 0 }
    return chord.excess(middle: middle, aside: aside, distance: element.distance)
  }
}
