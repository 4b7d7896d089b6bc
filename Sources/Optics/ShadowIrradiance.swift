internal import RealModule

/// The irradiance in the shadow of an occulter before the extended, limb-darkened Sun.
///
/// From the deep umbra to full light, relative to the whole Sun's irradiance. The light that geometry lets
/// pass is exact; to it comes what the edge diffracts, by EQ 1 and in the deep umbra its limit EQ 2
/// (``EdgeGlow``),
///
///     E = E_geo + ∮ dl ∫ [I_F(d) − H(−d)] L̂ dd
///
/// with `I_F` the Fresnel irradiance behind a straight edge: every piece of the edge is an incoherent
/// source, its curvature cancelled by the overlap of neighbouring chords. A single round disc square to
/// the line to the Sun has a sum over rings of its own, which keeps the focusing toward the axis.
///
/// Scalar diffraction at a thin, sharp, black edge in Fresnel's approximation (within 1e-4 of the
/// diffracted light of the integral of Maggi and Rubinowicz). A single knife edge leaves out: rounded
/// edges, which are darker (the creeping wave loses light), so that the umbra of a convex body is no
/// brighter than this; edges one behind another, such as double discs and cones; and reflection by sunlit
/// parts that the observer sees: a dish's rim of 0.4 m radius and 0.8 m length at 220 m may add 2e-6 of
/// the Sun's irradiance, a fifth of the whole ring. Teeth finer than `√(λz)`, a centimetre at 200 m, are
/// outside the model. The largest uncertainty is the Sun's limb: a uniform Sun gives 31 % more than a
/// darkened one where the occulter is just larger than the Sun.
public struct ShadowIrradiance: Sendable {
  /// Where a place lies in the shadow.
  public enum Regime: String, Sendable, Hashable, CaseIterable {
    /// The whole Sun is covered, its limb more than `√(λz)` inside the outline.
    case umbra
    /// The whole Sun is covered, but its limb is within `√(λz)` of the outline.
    case umbraEdge = "umbra-edge"
    /// A part of the Sun is covered.
    case penumbra
    /// Nothing of the Sun is covered.
    case lit
  }

  /// How the diffracted light is summed.
  public enum Method: String, Sendable, Hashable, CaseIterable {
    /// Rings where the outline is a single disc, edges for every other.
    case automatic
    /// Over the pieces of the edge, for any outline.
    case edges
    /// Over rings about the axis of a single disc.
    case rings
  }

  /// The irradiance at a place.
  public struct Value: Sendable, Hashable {
    /// Relative to the whole Sun's.
    public var irradiance: Double
    /// The part that geometry alone lets pass, 0...1.
    public var geometric: Double
    /// Where the place lies.
    public var regime: Regime
    /// Estimate of the sum's error against the exact scalar field of the same sharp edge; what the knife
    /// edge leaves out is not in it.
    public var error: Double
  }

  /// The occulter's edge.
  public let outline: DiffractingOutline
  /// The Sun.
  public let source: SolarSource
  /// The light's wavelength, metres.
  public let wavelengthMetres: Double

  private let planar: PlanarObscuration
  private let sum: DiffractedSum

  private enum DiffractedSum: Sendable {
    case edges(DiffractedEdges)
    case rings(DiscShadow, x: Double, y: Double)
  }

  /// The shadow of an outline in light of one wavelength.
  ///
  /// - Parameters:
  ///   - outline: the edge.
  ///   - source: the Sun, with its limb darkening.
  ///   - wavelengthMetres: 1 nm to 1 mm.
  ///   - method: how the diffracted light is summed.
  /// - Throws: `OpticsError` for a wavelength out of range, an outline too near, too small for its edges to
  ///   be apart, or of too many corners, and rings asked of an outline that is not a single disc.
  public init(
    outline: DiffractingOutline, source: SolarSource, wavelengthMetres: Double,
    method: Method = .automatic
  ) throws(OpticsError) {
    self.outline = outline
    self.source = source
    self.wavelengthMetres = wavelengthMetres
    try DiffractionRange.check(wavelength: wavelengthMetres)
    try DiffractionRange.check(
      edgeOfReach: outline.reach, distance: outline.nearestDistance, wavelength: wavelengthMetres)
    planar = PlanarObscuration(source: source)
    if method != .edges, outline.loops.count == 1,
      case .circle(let x, let y, let radius, let distance) = outline.loops[0]
    {
      sum = .rings(
        DiscShadow(
          radius: radius, distance: distance, source: source, wavelengthMetres: wavelengthMetres),
        x: x, y: y)
      return
    }
    guard method != .rings else {
      throw OpticsError(
        .outsideValidity,
        "the sum over rings is for one disc square to the line to the Sun, and this outline is not one; "
          + "take the sum over edges")
    }
    sum = .edges(
      try DiffractedEdges(outline: outline, source: source, wavelengthMetres: wavelengthMetres))
  }

  /// The irradiance at a place of the pupil's plane.
  ///
  /// - Parameters:
  ///   - x: metres, up to a thousand million kilometres.
  ///   - y: metres.
  /// - Throws: `OpticsError` when a number is not finite or beyond.
  public func irradiance(atX x: Double, y: Double) throws(OpticsError) -> Value {
    guard x.magnitude <= 1e12, y.magnitude <= 1e12 else {
      throw OpticsError(
        .valueOutOfRange, "place in the shadow (\(x), \(y)) m: both must lie in -1e12...1e12 m")
    }
    let geometric = planar.openFraction(past: outline, atX: x, y: y)
    let (excess, error, gap): (Double, Double, Double)
    switch sum {
    case .rings(let disc, let centreX, let centreY):
      let place = Double.hypot(x - centreX, y - centreY)
      excess = disc.excess(at: place)
      (error, gap) = (disc.error(of: excess), disc.gap(at: place))
    case .edges(let edges):
      gap = edges.gap(atX: x, y: y)
      (excess, error) = edges.excess(atX: x, y: y, gap: gap)
    }
    let regime: Regime =
      geometric >= 1 ? .lit : geometric > 0 ? .penumbra : gap < 1 ? .umbraEdge : .umbra
    // Where the Sun's limb crosses the outline the pieces of the edge are felt.
    let quadrature = (regime == .penumbra ? 3e-7 : 1e-8) * geometric
    return Value(
      irradiance: max(0, geometric + excess), geometric: geometric, regime: regime,
      error: error + quadrature)
  }
}
