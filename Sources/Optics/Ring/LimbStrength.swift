internal import RealModule

/// How strongly a piece of edge shines where the Sun's limb comes to it, and what of that is direct sunlight.
///
/// By EQ 1 a metre of edge adds `∫ [I_F(d) − H(−d)] L̂ dd` to the geometric light, `I_F` the Fresnel
/// irradiance behind a half-plane (``FresnelChord``); with the limb farther than `√(2λz)` from the edge that
/// is EQ 2 (``EdgeGlow``), to a thousandth or two of all the light there. Beside the Sun's disc the addition
/// is light that is seen on the edge, and belongs to the ring. Before the disc it is of either sign, mostly
/// negative: there the edge's wave meets direct light, and by `∫ (I_F − H) dd = 0` what it throws into the
/// shadow is taken from the light that passes. It belongs to the picture of the Sun's visible part, not to
/// the ring; 12 mm outside ASPIICS' umbra it takes half of what the ring brings. So do the fringes, where
/// negative, of a limb just clear of the edge.
struct LimbStrength {
  /// Additions per metre of edge, relative to the whole Sun's irradiance.
  struct Value {
    /// The ring's, never negative.
    var ring = 0.0
    /// The direct light's, of either sign.
    var direct = 0.0
  }

  /// Where the Sun's disc stands to a piece.
  enum Place {
    /// At least `√(2λz)` from it along its normal, or beside the normal: EQ 2 holds.
    case clear
    /// Nearer, the piece still beside the disc.
    case near
    /// Behind the piece.
    case behind
  }

  private let glow: EdgeGlow
  private let chord: FresnelChord

  init(_ glow: EdgeGlow) {
    self.glow = glow
    chord = FresnelChord(source: glow.source, wavelengthMetres: glow.wavelengthMetres)
  }

  /// Where the Sun stands as seen from a place in the pupil's plane, metres.
  func place(of element: DiffractingOutline.Element, atX x: Double, y: Double) -> Place {
    let radius = glow.source.projectedRadius(at: element.distance)
    let (middle, aside) = element.place(x, y)
    guard aside.magnitude < radius else { return .clear }
    let gap = middle.magnitude - ((radius - aside) * (radius + aside)).squareRoot()
    if gap < 0 { return .behind }
    return gap * gap < 2 * glow.wavelengthMetres * element.distance ? .near : .clear
  }

  /// The additions of a metre of a piece at a place in the pupil's plane, metres.
  func value(of element: DiffractingOutline.Element, atX x: Double, y: Double) -> Value {
    let place = place(of: element, atX: x, y: y)
    if place == .clear { return Value(ring: glow.strength(of: element, atX: x, y: y)) }
    let (middle, aside) = element.place(x, y)
    let excess = chord.excess(middle: middle, aside: aside, distance: element.distance)
    if place == .behind { return Value(direct: excess) }
    return Value(ring: max(0, excess), direct: min(0, excess))
  }
}

/// A piece of edge as the places of a pupil see it and the Sun.
struct LimbPupil {
  private let limb: LimbStrength
  private let element: DiffractingOutline.Element
  private let radius: Double
  private let x: Double
  private let y: Double

  /// Gauss places along a chord of the pupil and their weights.
  static let chord = [(-0.6.squareRoot(), 5.0 / 18), (0, 8.0 / 18), (0.6.squareRoot(), 5.0 / 18)]

  /// The pupil's radius and middle in metres.
  init(
    _ limb: LimbStrength, _ element: DiffractingOutline.Element, radius: Double, x: Double,
    y: Double
  ) {
    (self.limb, self.element) = (limb, element)
    (self.radius, self.x, self.y) = (radius, x, y)
  }

  /// The place on a chord across the piece's normal.
  private func point(_ along: Double, _ across: Double) -> (x: Double, y: Double) {
    let (down, aside) = (
      along * radius, across * radius * max(0, 1 - along * along).squareRoot()
    )
    return (
      x + down * element.inwardX - aside * element.inwardY,
      y + down * element.inwardY + aside * element.inwardX
    )
  }

  /// How near the Sun comes to the piece, at places along its inward normal in pupil radii.
  func sees(_ nodes: [Double]) -> LimbStrength.Place {
    var nearest = LimbStrength.Place.clear
    for node in nodes {
      for (across, _) in Self.chord {
        let point = point(node, across)
        switch limb.place(of: element, atX: point.x, y: point.y) {
        case .clear: continue
        case .near: nearest = .near
        case .behind: return .behind
        }
      }
    }
    return nearest
  }

  /// The additions at places along the inward normal, mean along the pupil's chord at each.
  func values(_ nodes: [Double]) -> [LimbStrength.Value] {
    nodes.map { node in
      Self.chord.reduce(into: LimbStrength.Value()) { sum, place in
        let point = point(node, place.0)
        let value = limb.value(of: element, atX: point.x, y: point.y)
        sum.ring += place.1 * value.ring
        sum.direct += place.1 * value.direct
      }
    }
  }
}
