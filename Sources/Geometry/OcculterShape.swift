internal import RealModule

/// The outline of an occulting spacecraft.
public enum OcculterShape: Sendable, Hashable {
  /// A sphere of a radius in metres: seen under the arc sine of radius over distance.
  case sphere(radius: Double)
  /// A thin disc of a radius in metres that faces the observer: seen under the arc tangent.
  ///
  /// At PROBA-3's distance the two differ by 5.9e-8 rad, 8.6 µm in the shadow.
  case facingDisc(radius: Double)

  /// The radius, m.
  public var radius: Double {
    switch self {
    case .sphere(let radius), .facingDisc(let radius): return radius
    }
  }

  /// The same shape with another radius, m.
  public func withRadius(_ radius: Double) -> OcculterShape {
    switch self {
    case .sphere: return .sphere(radius: radius)
    case .facingDisc: return .facingDisc(radius: radius)
    }
  }

  /// The word for the shape in scenarios and headers.
  public var name: String {
    switch self {
    case .sphere: return "sphere"
    case .facingDisc: return "disc"
    }
  }

  /// The angular radius seen from a distance to the centre in metres, or nil from inside.
  public func angularRadius(at distance: Double) -> Double? {
    switch self {
    case .sphere(let radius):
      return distance > radius ? Double.asin(radius / distance) : nil
    case .facingDisc(let radius):
      return distance > 0 ? Double.atan(radius / distance) : nil
    }
  }

  /// A bound of `|ċ| + |ḃ|` in rad/s: how fast direction and size together can change.
  ///
  /// With `r` the distance, v⊥ and vᵣ the speeds across and along the line of sight, `|ċ| ≤ v⊥/r` and
  /// `|ḃ| = vᵣ/r · tan b` (sphere) or `vᵣ/r · sin b cos b` (disc); v⊥² + vᵣ² ≤ v².
  func maximumRate(minimumDistance r: Double, maximumSpeed v: Double) -> Double {
    guard let b = angularRadius(at: r) else { return .infinity }
    let growth =
      switch self {
      case .sphere: Double.tan(b)
      case .facingDisc: Double.sin(b) * Double.cos(b)
      }
    return v / r * (1 + growth * growth).squareRoot()
  }
}
