internal import RealModule
internal import VectorMath

/// How thick the interplanetary dust lies: a power of the distance times a fan about its plane.
///
/// The dust's share at a place is `(1 au / r)^ν g(β)`, one in the plane at 1 au; `β` is the angle above
/// the plane of symmetry, seen from the Sun.
public struct DustFan: Sendable, Hashable {
  /// The law `g(β)` by which dust thins out above its plane.
  public enum Shape: Sendable, Hashable {
    /// `exp(−2.6 |sin β|^1.3)`.
    case leinert1976
    /// `exp(−3.5 |sin β|^(0.775 + 0.624 |sin β'|))`, `β'` the angle of the sightline from the plane.
    case lamyPerrin1986
    /// `(1 + A² sin² β)^−0.65`.
    case lamy2019(flattening: Double)
    /// `exp(−4.14 h^0.942)`, `h = ζ²/2μ` for `ζ = |sin β|` below `μ = 0.189`, else `ζ − μ/2`.
    case dirbe
  }

  /// The name as written in scenarios and headers.
  public let name: String
  /// Where the law comes from.
  public let source: String
  /// The law above the plane.
  public let shape: Shape
  /// The power `ν` of `1/r`.
  public let radialExponent: Double

  private init(name: String, source: String, shape: Shape, radialExponent: Double) {
    self.name = name
    self.source = source
    self.shape = shape
    self.radialExponent = radialExponent
  }

  /// Leinert and others 1976 (A&A 47, 221, equation 3).
  public static let leinert1976 = DustFan(
    name: "leinert1976", source: "Leinert et al. 1976, A&A 47, 221, eq. 3", shape: .leinert1976,
    radialExponent: 1)

  /// Lamy and Perrin 1986 (A&A 163, 269, section 7.1), made together with their scattering function.
  public static let lamyPerrin1986 = DustFan(
    name: "lamy-perrin1986", source: "Lamy & Perrin 1986, A&A 163, 269, sect. 7.1",
    shape: .lamyPerrin1986, radialExponent: 1)

  /// Lamy's model of 2019 as in SCRaytrace, with the flattening `A = 4.5` (the source says 4.5 to 6.5).
  ///
  /// Its steep radial law would not keep the brightness with the scattering function of 1986; see
  /// ``LineOfSightDust/level``.
  public static let lamy2019 = DustFan(
    name: "lamy2019", source: "Lamy 2019 (communicated, SCRaytrace model 80), A = 4.5",
    shape: .lamy2019(flattening: 4.5), radialExponent: 1.3)

  /// The smooth cloud of the DIRBE team (Kelsall and others 1998, ApJ 508, 44), without its offset
  /// from the Sun.
  public static let dirbe = DustFan(
    name: "dirbe", source: "Kelsall et al. 1998, ApJ 508, 44, smooth cloud without offset",
    shape: .dirbe, radialExponent: 1.34)

  /// Every fan, in the order in which they are listed to users.
  public static let all: [DustFan] = [.leinert1976, .lamyPerrin1986, .lamy2019, .dirbe]

  /// The same fan with another radial law.
  ///
  /// - Parameter exponent: the power `ν` of `1/r`, 0...3.
  /// - Throws: `CoronaError` for an exponent outside its range.
  public func withRadialExponent(_ exponent: Double) throws(CoronaError) -> DustFan {
    try CoronaError.require(exponent, in: 0...3, "radial exponent of dust", "must lie in 0...3")
    return DustFan(name: name, source: source, shape: shape, radialExponent: exponent)
  }

  /// The sines of `β` at which the law or its slope is broken, besides zero.
  var brokenSines: [Double] {
    switch shape {
    case .dirbe: [Self.dirbeJoint, -Self.dirbeJoint]
    default: []
    }
  }

  /// Whether the law has a kink or a cusp in the plane itself.
  var isBrokenInPlane: Bool {
    if case .lamy2019 = shape { return false }
    return true
  }

  /// Whether the law depends on the sightline's own angle from the plane.
  var dependsOnSightline: Bool { shape == .lamyPerrin1986 }

  private static let dirbeJoint = 0.189

  /// `g` at eight places.
  ///
  /// - Parameters:
  ///   - sine: `sin β`.
  ///   - sightline: `|sin β'|` of the sightline on which all eight lie.
  @inline(__always)
  func share(sine: Double8, sightline: Double) -> Double8 {
    switch shape {
    case .leinert1976: return .exp(-2.6 * Self.power(sine, 1.3))
    case .lamyPerrin1986:
      return .exp(-3.5 * Self.power(sine, 0.775 + 0.624 * sightline))
    case .lamy2019(let flattening):
      return .exp(-0.65 * Double8.log(1 + (flattening * flattening) * (sine * sine)))
    case .dirbe:
      let size = sine.replacing(with: -sine, where: sine .< 0)
      let inner = size * size / (2 * Self.dirbeJoint)
      let h = (size - 0.5 * Self.dirbeJoint).replacing(
        with: inner, where: size .< Self.dirbeJoint)
      return .exp(-4.14 * Self.power(h, 0.942))
    }
  }

  /// `|x|^exponent`; the floor keeps the logarithm of zero away and costs 1e-150.
  @inline(__always)
  private static func power(_ x: Double8, _ exponent: Double) -> Double8 {
    let size = x.replacing(with: -x, where: x .< 0)
    return .exp(exponent * Double8.log(size.replacing(with: 1e-200, where: size .< 1e-200)))
  }
}
