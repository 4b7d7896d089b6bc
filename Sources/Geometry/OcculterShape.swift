public import Astronomy
internal import RealModule

/// The body of an occulting spacecraft; lengths in metres in the body frame.
public enum OcculterShape: Sendable, Hashable {
  /// A sphere of a radius in metres: seen under the arc sine of radius over distance.
  case sphere(radius: Double)
  /// A thin disc of a radius in metres that faces the observer: seen under the arc tangent.
  ///
  /// At PROBA-3's distance the two differ by 5.9e-8 rad, 8.6 µm in the shadow.
  case facingDisc(radius: Double)
  /// A thin round disc square to a direction of the body frame.
  case disc(radius: Double, normal: Vector3)
  /// An ellipsoid with its half-axes along those of the body frame.
  case ellipsoid(semiAxes: Vector3)
  /// A thin flat plate with straight edges, given by the corners in order.
  case polygon(vertices: [Vector3])
  /// A body of triangles.
  case mesh(TriangleMesh)
  /// A body of simple pieces; what any of them covers is covered.
  case composite([BodyPart])

  /// The radius of the smallest sphere about the body frame's origin known to hold the body, m.
  public var radius: Double {
    switch self {
    case .sphere(let radius), .facingDisc(let radius), .disc(let radius, _): return radius
    case .ellipsoid(let axes): return axes.max()
    case .polygon(let vertices): return vertices.map(\.length).max() ?? 0
    case .mesh(let mesh): return mesh.vertices.map(\.length).max() ?? 0
    case .composite(let parts): return parts.map(\.ball.reach).max() ?? 0
    }
  }

  /// Whether it is seen as a circle from everywhere, so that its attitude does not matter.
  public var isRound: Bool {
    switch self {
    case .sphere, .facingDisc: return true
    default: return false
    }
  }

  /// Refuses a body that is not round where only the shadow of a round one is understood.
  func checkIsRound(for what: String) throws(GeometryError) {
    guard isRound else {
      throw GeometryError(
        .impossibleShape,
        "\(what) by closed forms needs a round occulter, a sphere or a disc that faces the observer, not "
          + "one of kind \(name); ask ShapedPupilInUmbra, which takes any shape with its attitude")
    }
  }

  /// The same shape with another radius, m; a body that is not round is scaled about its origin.
  public func withRadius(_ radius: Double) -> OcculterShape {
    switch self {
    case .sphere: return .sphere(radius: radius)
    case .facingDisc: return .facingDisc(radius: radius)
    default: return scaled(by: radius / self.radius)
    }
  }

  /// The word for the shape in scenarios and headers.
  public var name: String {
    switch self {
    case .sphere: return "sphere"
    case .facingDisc: return "disc"
    case .disc: return "tilted-disc"
    case .ellipsoid: return "ellipsoid"
    case .polygon: return "polygon"
    case .mesh: return "mesh"
    case .composite: return "composite"
    }
  }

  /// The angular radius seen from a distance to the centre in metres, or nil from inside.
  ///
  /// Of the sphere that holds the body, for shapes that are not round.
  public func angularRadius(at distance: Double) -> Double? {
    if case .facingDisc(let radius) = self {
      return distance > 0 ? Double.atan(radius / distance) : nil
    }
    return distance > radius ? Double.asin(radius / distance) : nil
  }

  /// A bound in rad/s of how fast the depth functions can change: `|ċ| + |ḃ|` for a round shape, the
  /// motion of any point of the body on the sky for any other.
  ///
  /// Round: with `r` the distance, v⊥ and vᵣ the speeds across and along the line of sight,
  /// `|ċ| ≤ v⊥/r` and `|ḃ| = vᵣ/r · tan b` (sphere) or `vᵣ/r · sin b cos b` (disc);
  /// v⊥² + vᵣ² ≤ v². Otherwise no point is slower than `v + ωR` or nearer than `r − R`, and the
  /// distance to a set of directions changes no faster than its points move.
  ///
  /// - Parameters:
  ///   - r: least distance to the body frame's origin, m.
  ///   - v: greatest speed of that origin, m/s.
  ///   - turnRate: greatest rate of the body's turning, rad/s.
  public func maximumRate(
    minimumDistance r: Double, maximumSpeed v: Double, maximumTurnRate turnRate: Double = 0
  ) -> Double {
    guard isRound else {
      let R = radius
      return r > R ? (v + turnRate * R) / (r - R) : .infinity
    }
    guard let b = angularRadius(at: r) else { return .infinity }
    let growth =
      if case .sphere = self { Double.tan(b) } else { Double.sin(b) * Double.cos(b) }
    return v / r * (1 + growth * growth).squareRoot()
  }
}
