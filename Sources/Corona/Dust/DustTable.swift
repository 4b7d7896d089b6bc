internal import RealModule

/// The integral over the dust for every sightline of one observer, interpolated.
///
/// The table runs over the elongation and over `v = ±(|c| / c_max)^(1/5)`, which opens the cusp that dust
/// shows along its plane. A fan that takes the sightline's own angle without its sign has a kink where
/// sightlines run along the plane: it gets one surface for each sign, both smooth.
struct DustTable: Sendable {
  /// The surfaces for a sightline's own angle above and below the plane, or one for both.
  private let above: ChebyshevSurface?
  private let below: ChebyshevSurface?
  private let aspect: DustAspect

  init(
    of integral: DustIntegral, aspect: DustAspect, elongations: ClosedRange<Double>,
    hasTwoSides: Bool
  ) {
    self.aspect = aspect
    let largest = aspect.across
    // The scattering function changes its law at its first sample, one degree.
    let degree = Double.pi / 180
    var edges = [elongations.lowerBound]
    while let last = edges.last, last < elongations.upperBound {
      let next = Swift.min(2 * last, elongations.upperBound)
      edges.append(last < degree && next > degree ? degree : next)
    }
    func surface(_ range: ClosedRange<Double>, side: Double?) -> ChebyshevSurface? {
      guard range.lowerBound < range.upperBound else { return nil }
      let middle = range.contains(0) && range.lowerBound != 0 && range.upperBound != 0 ? [0.0] : []
      return ChebyshevSurface(
        xEdges: edges, yEdges: [range.lowerBound] + middle + [range.upperBound]
      ) { elongation, v in
        integral.value(
          elongation: elongation, towards: aspect.towards, across: largest * v * v * v * v * v,
          side: side)
      }
    }
    guard hasTwoSides else {
      (above, below) = (surface(-1...1, side: nil), nil)
      return
    }
    // Sightlines run along the plane where c = o / tan ε; each side needs its part of the sky only.
    let limits = [elongations.lowerBound, elongations.upperBound].map {
      Self.root(aspect.towards / Double.tan($0), largest)
    }
    above = surface(Swift.min(limits[0], limits[1])...1, side: 1)
    below = surface(-1...Swift.max(limits[0], limits[1]), side: -1)
  }

  /// The number of sightlines kept in the table.
  var nodeCount: Int { (above?.coefficientCount ?? 0) + (below?.coefficientCount ?? 0) }

  /// The integral of a sightline, or nil outside the table.
  func value(elongation: Double, across: Double) -> Double? {
    let v = Self.root(across, aspect.across)
    guard let below else { return above?.value(elongation, v) }
    let own = DustIntegral.sightline(
      Double.sin(elongation), Double.cos(elongation), towards: aspect.towards, across: across)
    return own < 0 ? below.value(elongation, v) : above?.value(elongation, v)
  }

  /// `v` of a part `c`, within ±1.
  private static func root(_ across: Double, _ largest: Double) -> Double {
    let size = largest > 0 ? Swift.min(abs(across) / largest, 1) : 0
    let root = size > 0 ? Double.exp(0.2 * Double.log(size)) : 0
    return across < 0 ? -root : root
  }
}
