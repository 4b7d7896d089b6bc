public import Astronomy
internal import RealModule
internal import Trajectories

/// One of the three functions whose zeros are the contacts.
public enum DepthFunction: Int, Sendable, Hashable, CaseIterable {
  /// Anything covered, `a + b − c`: first and fourth contact.
  case any = 0
  /// All covered, `b − a − c`: the ends of totality.
  case total = 1
  /// The occulter wholly before the Sun, `a − b − c`: the ends of annularity.
  case annular = 2

  /// The signs with which the Sun's and the occulter's angular radius enter; the separation has −1.
  var signs: (sun: Double, occulter: Double) {
    switch self {
    case .any: (1, 1)
    case .total: (-1, 1)
    case .annular: (1, -1)
    }
  }

  /// Its value for two circles, radians.
  public func value(_ discs: ApparentDiscs) -> Double {
    switch self {
    case .any: discs.anyDepth
    case .total: discs.totalDepth
    case .annular: discs.annularDepth
    }
  }
}

/// How a depth function answers to its parameters at one instant.
///
/// With ρ the vector from observer to occulter, r its length, û its direction, ŝ the Sun's and t̂ the
/// unit vector square to û toward the Sun:
/// `∂c/∂ρ = −t̂/r` (the occulter moved toward the Sun closes the gap), `∂b/∂ρ = −û tan b/r` (sphere,
/// from sin b = R/r) or `−û sin b cos b/r` (disc, tan b = R/r), `∂b/∂R = 1/(r cos b)` or `cos²b/r`,
/// `∂a/∂R☉ = 1/(D cos a)`. All follow from the definitions of the three angles by differentiation.
/// For a body that is not round they are central differences of the outline's own distances.
public struct DepthGradient: Sendable, Hashable {
  /// The function.
  public let function: DepthFunction
  /// By the occulter's place relative to the observer, rad/m, GCRF.
  public let position: Vector3
  /// By a turn of the occulter about its own axes x, y and z, right-handed, radians for each radian;
  /// zero for a round one.
  public let attitude: Vector3
  /// By the occulter's radius, rad/m.
  public let occulterRadius: Double
  /// By the Sun's radius, rad/m.
  public let sunRadius: Double
  /// By a displacement of the Sun on the sky toward the occulter: one radian for each radian.
  public let sunTowardOcculter: Double
  /// By the Sun's distance, rad/m.
  public let sunDistance: Double
  /// From occulter to Sun on the sky, unit vector square to the line of sight, GCRF; zero where the
  /// two centres coincide.
  public let towardSun: Vector3

  /// The derivatives of a depth function for what is seen.
  ///
  /// Where the centres coincide the separation has no derivative; zero stands for it.
  public init(_ function: DepthFunction, of view: FormationView, shape: OcculterShape) {
    if shape.isRound {
      self.init(function, ofRound: view, shape: shape)
    } else {
      self.init(function, differencing: view, shape: shape)
    }
  }

  private init(_ function: DepthFunction, ofRound view: FormationView, shape: OcculterShape) {
    self.function = function
    let signs = function.signs
    let r = view.occulter.length
    let direction = view.occulter / r
    let sun = view.context.sun
    // Twice crossed with the line of sight: small components keep their digits.
    let across = direction.cross(sun.direction).cross(direction)
    let length = across.length
    towardSun = length > 0 ? across / length : .zero
    let b = view.discs.occulterRadius
    let growth: Double
    if case .sphere = shape {
      growth = Double.tan(b)
      occulterRadius = signs.occulter / (r * Double.cos(b))
    } else {
      growth = Double.sin(b) * Double.cos(b)
      occulterRadius = signs.occulter * Double.cos(b) * Double.cos(b) / r
    }
    position = towardSun * (1 / r) - direction * (signs.occulter * growth / r)
    attitude = .zero
    let a = view.discs.sunRadius
    self.sunRadius = signs.sun / (sun.distance * Double.cos(a))
    sunDistance = -signs.sun * Double.tan(a) / sun.distance
    sunTowardOcculter = length > 0 ? 1 : 0
  }
}

extension DepthGradient {
  /// The derivatives for a body of any shape, by central differences.
  ///
  /// The distances are smooth but where another point of the outline becomes the nearest; a step of
  /// 1e-5 of the body is far below what an uncertainty means there. Not a number where a step leads
  /// into the body.
  private init(
    _ function: DepthFunction, differencing view: FormationView, shape: OcculterShape
  ) {
    let sight = view.context.sun
    func depth(
      _ offset: Vector3, _ shape: OcculterShape, toward sun: Vector3, turned: Vector3 = .zero
    ) -> Double {
      let attitude = view.bodyToGCRF.afterTurning(by: turned)
      guard let outline = try? shape.silhouette(at: offset, attitude: attitude) else { return .nan }
      return function.value(outline.discs(sun: sun, sunRadius: view.discs.sunRadius))
    }
    func slope(_ step: Double, _ value: (Double) -> Double) -> Double {
      (value(step) - value(-step)) / (2 * step)
    }
    let (place, size) = (view.occulter, shape.radius)
    let step = 1e-5 * size
    self.function = function
    position = Vector3(
      slope(step) { depth(place + Vector3($0, 0, 0), shape, toward: sight.direction) },
      slope(step) { depth(place + Vector3(0, $0, 0), shape, toward: sight.direction) },
      slope(step) { depth(place + Vector3(0, 0, $0), shape, toward: sight.direction) })
    func turn(_ axis: Vector3) -> Double {
      slope(1e-5) { depth(place, shape, toward: sight.direction, turned: axis * $0) }
    }
    attitude = Vector3(
      turn(Vector3(1, 0, 0)), turn(Vector3(0, 1, 0)), turn(Vector3(0, 0, 1)))
    occulterRadius = slope(step) {
      depth(place, shape.withRadius(size + $0), toward: sight.direction)
    }
    let frame = Rotation(around: sight.direction)
    let angle = step / place.length
    let bySun =
      frame.xAxis
      * slope(angle) { depth(place, shape, toward: sight.direction + frame.xAxis * $0) }
      + frame.yAxis
      * slope(angle) { depth(place, shape, toward: sight.direction + frame.yAxis * $0) }
    let length = bySun.length
    towardSun = length > 0 ? -bySun / length : .zero
    sunTowardOcculter = length
    let a = view.discs.sunRadius
    sunRadius = function.signs.sun / (sight.distance * Double.cos(a))
    sunDistance = -function.signs.sun * Double.tan(a) / sight.distance
  }

  /// The derivatives for a formation at an instant.
  ///
  /// - Throws: `GeometryError` as for ``Formation/view(at:)``.
  public init(
    _ function: DepthFunction, of formation: Formation, at instant: Instant
  ) throws(GeometryError) {
    self.init(function, of: try formation.view(at: instant), shape: formation.shape)
  }
}
