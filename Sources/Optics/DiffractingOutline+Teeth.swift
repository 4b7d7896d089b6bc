internal import RealModule

/// Outlines made to spread or cancel the light they diffract.
///
/// A disc's rim sends its light to the axis in phase. Teeth send each straight flank's light off to the
/// side; petals weigh the zones of Fresnel so that they cancel. Both are finer than `√(λz)`, which the edge
/// integral for the Sun does not resolve: ask for their wave with `BoundaryIntegral`.
extension DiffractingOutline {
  /// Most corners of an outline made here.
  static let mostCorners = 2_000_000

  /// A disc with triangular teeth around its rim.
  ///
  /// - Parameters:
  ///   - radius: of the tips, metres.
  ///   - teeth: their number, 3...1 000 000.
  ///   - depth: from the tips to the valleys between, metres, above 0 and below the radius.
  ///   - distance: from the observer's plane, metres above 0.
  /// - Throws: `OpticsError` for values out of range.
  public static func serrated(
    radius: Double, teeth: Int, depth: Double, distance: Double
  ) throws(OpticsError) -> Self {
    try DiffractionRange.check(radius: radius)
    try DiffractionRange.check(distance: distance)
    guard teeth >= 3, teeth <= mostCorners / 2 else {
      throw OpticsError(
        .impossibleOutline, "serrated disc: \(teeth) teeth; must be 3...\(mostCorners / 2)")
    }
    guard depth > 0, depth < radius else {
      throw OpticsError(
        .impossibleOutline,
        "serrated disc: teeth \(depth) m deep on a radius of \(radius) m; the depth must be above 0 and "
          + "below the radius")
    }
    let corners = (0..<2 * teeth).map { index in
      corner(
        index.isMultiple(of: 2) ? radius : radius - depth,
        halfTurns: Double(index) / Double(teeth), distance)
    }
    return try DiffractingOutline(loops: [.polygon(corners)])
  }

  /// A star shade: a disc with petals whose width follows a profile.
  ///
  /// At a radius the petals together cover the share of the circle that the profile says. On the axis the
  /// wave is that of a screen with this transmission's complement, however many petals there are
  /// (Vanderbei, Cady & Kasdin 2007, ApJ 665, 794).
  ///
  /// - Parameters:
  ///   - petals: their number, 3...10 000.
  ///   - inner: where the petals begin, metres above 0.
  ///   - outer: where they end, metres above `inner`.
  ///   - distance: from the observer's plane, metres above 0.
  ///   - flank: straight pieces along each flank of a petal, 1...100 000; pieces must be shorter than the
  ///     zones of Fresnel at the tips, `λz/2r`, to shade as the profile does.
  ///   - profile: the share of the circle covered at a radius in metres, from at most 1 at `inner` down to at
  ///     least 0 at `outer`, nowhere rising. Where it ends above 0 the tips are cut straight.
  /// - Throws: `OpticsError` for values out of range and a profile that is none, with the radius.
  public static func petals(
    _ petals: Int, inner: Double, outer: Double, distance: Double, flank: Int,
    profile: (_ radius: Double) -> Double
  ) throws(OpticsError) -> Self {
    try DiffractionRange.check(distance: distance)
    guard (3...10_000).contains(petals), (1...100_000).contains(flank),
      petals * (2 * flank + 2) <= mostCorners
    else {
      throw OpticsError(
        .impossibleOutline,
        "star shade: \(petals) petals with \(flank) pieces a flank; 3...10000 petals, 1...100000 pieces, "
          + "at most \(mostCorners) corners in all")
    }
    guard inner > 0, outer > inner, outer.isFinite else {
      throw OpticsError(
        .impossibleOutline,
        "star shade: petals from \(inner) m to \(outer) m; must begin above 0 and end farther out")
    }
    var shares: [(radius: Double, share: Double)] = []
    for index in 0...flank {
      let radius = inner + (outer - inner) * Double(index) / Double(flank)
      let share = profile(radius)
      guard share >= 0, share <= shares.last?.share ?? 1 else {
        throw OpticsError(
          .impossibleOutline,
          "star shade: the profile is \(share) at \(radius) m; it must fall from at most 1 to at least 0"
        )
      }
      shares.append((radius, share))
    }
    var corners: [Vertex] = []
    corners.reserveCapacity(petals * (2 * flank + 2))
    for petal in 0..<petals {
      let middle = 2 * Double(petal) / Double(petals)
      func add(_ place: (radius: Double, share: Double), _ side: Double) {
        let next = corner(
          place.radius, halfTurns: middle + side * place.share / Double(petals), distance)
        // Petals that touch at the root, and flanks that meet in a tip, share a corner.
        if corners.last != next { corners.append(next) }
      }
      for place in shares { add(place, -1) }
      for place in shares.reversed() { add(place, 1) }
    }
    return try DiffractingOutline(loops: [.polygon(corners)])
  }

  /// The profile of Cash's star shades: `exp(−((r − a)/b)ⁿ)` beyond `a`, 1 within.
  ///
  /// Cash 2006, Nature 442, 51: with `a = b` some tens of Fresnel zones wide and `n = 6` the shadow is 1e-10
  /// deep.
  ///
  /// - Parameters:
  ///   - radius: metres.
  ///   - full: `a`, up to where the screen is whole, metres.
  ///   - width: `b`, metres above 0.
  ///   - order: `n`, above 0.
  public static func hypergaussianShare(
    at radius: Double, full: Double, width: Double, order: Double
  ) -> Double {
    guard radius > full else { return 1 }
    return Double.exp(-Double.pow((radius - full) / width, order))
  }

  private static func corner(
    _ radius: Double, halfTurns: Double, _ distance: Double
  ) -> Vertex {
    let angle = Double.pi * halfTurns
    return Vertex(
      x: radius * Double.cos(angle), y: radius * Double.sin(angle), distance: distance)
  }
}
