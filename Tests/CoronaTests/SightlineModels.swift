import Astronomy
import Corona
import RealModule
import VectorMath

/// Saito 1970 by its formula: kinks and a square-root cusp on the equator.
struct CreasedSaito: ElectronDensity {
  let name = "saito1970 (test)"
  let source = "Saito 1970, Annals of the Tokyo Astronomical Observatory 12, 53"
  let fittedRadii = 1.0...5
  var isCreaseTold = true

  func electronsPerCubicCentimetre(at points: CoronalPoints) -> SIMD8<Double> {
    let x = points.radii.inverse
    let z = points.directions.z
    let sine = z.replacing(with: -z, where: z .< 0)
    let x2 = x * x
    let x6 = x2 * x2 * x2
    let x16 = x6 * x6 * x2 * x2
    let x25 = x2 * Double8.sqrt(x)
    let inner: Double8 = (3.09e8 * x16) * (1 - 0.5 * sine)
    let middle: Double8 = (1.58e8 * x6) * (1 - 0.95 * sine)
    let outer: Double8 = (2.51e6 * x25) * (1 - Double8.sqrt(sine))
    return inner + middle + outer
  }

  var symmetry: DensitySymmetry { .axial(axis: Vector3(0, 0, 1)) }
  var creases: [DensityCrease] { isCreaseTold ? [.plane(normal: Vector3(0, 0, 1))] : [] }
}

/// A spherical skin, `n₀ exp(−((r − R)/σ)²)`, cut at four σ.
struct ShellSkin: LocalisedDensity {
  let name = "skin (test)"
  let source = "test"
  let fittedRadii = 1.0...100
  let radius: Double
  let sigma: Double
  let density = 1e6

  func electronsPerCubicCentimetre(at points: CoronalPoints) -> SIMD8<Double> {
    let z = (points.radii.radius - radius) / sigma
    return (density * Double8.exp(-(z * z))).replacing(with: 0, where: (z * z) .> 16)
  }

  func stretches(along sightline: Sightline) -> [SightlineStretch] {
    let rho = sightline.impactParameter
    let (inner, outer) = (radius - 4 * sigma, radius + 4 * sigma)
    guard rho < outer else { return [] }
    let far = ((outer - rho) * (outer + rho)).squareRoot()
    let near = rho < inner ? ((inner - rho) * (inner + rho)).squareRoot() : 0
    return [-far ... -near, near...far].map {
      SightlineStretch($0, scale: sigma / 2.0.squareRoot())
    }
  }
}

/// A blend by the squared cosine of the latitude about any axis.
struct TiltedBlend: ElectronDensity {
  let name = "tilted blend (test)"
  let source = "test"
  let fittedRadii = 1.0...10
  let axis: Vector3

  func electronsPerCubicCentimetre(at points: CoronalPoints) -> SIMD8<Double> {
    let u = points.directions
    let sine = u.x * axis.x + u.y * axis.y + u.z * axis.z
    let pole = PowerLawDensity.saito1977PolarHole.electronsPerCubicCentimetre(at: points)
    let belt = PowerLawDensity.leblanc1998.electronsPerCubicCentimetre(at: points)
    return pole + belt * (1 - sine * sine)
  }

  var symmetry: DensitySymmetry { .axial(axis: axis) }
  var separableParts: [SeparablePart]? {
    [
      SeparablePart(weight: 1, terms: PowerLawDensity.saito1977PolarHole.terms, shape: .sphere),
      SeparablePart(
        weight: 1, terms: PowerLawDensity.leblanc1998.terms,
        shape: AngularShape(axis: axis, profile: .cosinePower(halfPower: 1))),
    ]
  }
}

/// Neutral lines with warps.
enum WarpedLine {
  /// Two warps, 20° and 9° high; with `waves` not zero a third one, 17° high.
  static func line(waves: Int = 0) throws -> NeutralLine {
    try NeutralLine(
      (0..<72).map { index in
        let longitude = Double(index) * 2 * Double.pi / 72
        let gentle = 0.35 * Double.sin(longitude) + 0.16 * Double.cos(3 * longitude)
        let third = waves == 0 ? 0 : 0.3 * Double.sin(Double(waves) * longitude + 1)
        return NeutralLine.Point(longitudeRadians: longitude, latitudeRadians: gentle + third)
      })
  }
}

/// Summands that hide what they know, so that only the general path is left.
struct Hidden: ElectronDensity {
  let inner: any ElectronDensity
  var name: String { inner.name }
  var source: String { inner.source }
  var fittedRadii: ClosedRange<Double> { inner.fittedRadii }

  func electronsPerCubicCentimetre(at points: CoronalPoints) -> SIMD8<Double> {
    inner.electronsPerCubicCentimetre(at: points)
  }
}

/// The light of one sightline by brute force: Gauss-Legendre panels halved towards every cut.
///
/// The plain sum that every other path is held against: one point at a time, no symmetry used.
struct BruteForce {
  let density: any ElectronDensity
  let kernel: ThomsonKernel

  private static let rule = GaussLegendre(order: 14)

  /// Integrals of total and polarised light, electrons per cubic centimetre times solar radii.
  ///
  /// - Parameter cuts: where the density has creases, solar radii from the tangent point.
  func integral(along sightline: Sightline, cuts: [Double] = []) -> (
    total: Double, polarized: Double
  ) {
    let far = sightline.reach.lowerBound
    let near = sightline.reach.upperBound
    let rho = sightline.impactParameter
    // s = ½ w/(1−w) on either side of the tangent point, or of the photosphere.
    let origin = rho < 1 ? far : 0
    func place(_ s: Double) -> Double {
      let t = s - origin
      guard t.isFinite else { return t < 0 ? -1 : 1 }
      return t / (abs(t) + 0.5)
    }
    var ends = ([far, near, origin] + cuts).map(place)
      .filter { $0 >= place(far) && $0 <= place(near) }
    ends.sort()
    var sum = (total: 0.0, polarized: 0.0)
    for (a, b) in zip(ends, ends.dropFirst()) where b > a {
      for (lower, upper) in Self.halved(a, b) {
        for node in Self.rule.nodes(from: lower, to: upper) {
          let rest = 1 - abs(node.abscissa)
          let s = origin + 0.5 * node.abscissa / rest
          let light = self.light(sightline, s, origin: origin)
          sum.total += light.total * node.weight * 0.5 / (rest * rest)
          sum.polarized += light.polarized * node.weight * 0.5 / (rest * rest)
        }
      }
    }
    return sum
  }

  /// Panels of an interval that halve towards both ends.
  private static func halved(_ a: Double, _ b: Double) -> [(Double, Double)] {
    let half = 0.5 * (b - a)
    let fractions = [0] + (0...26).map { Double.exp2(Double($0 - 26)) }
    let left = zip(fractions, fractions.dropFirst()).map { (a + half * $0, a + half * $1) }
    let right = zip(fractions, fractions.dropFirst()).map { (b - half * $1, b - half * $0) }
    return left + right
  }

  private func light(
    _ sightline: Sightline, _ s: Double, origin: Double
  ) -> (total: Double, polarized: Double) {
    let rho = sightline.impactParameter
    let radius = (s * s + rho * rho).squareRoot()
    let excess = rho < 1 ? (s - origin) * (s + origin) : s * s + (rho - 1) * (rho + 1)
    let (t, p) = kernel.coefficients(atHeight: excess / (radius + 1))
    let point = sightline.point(at: s) * (1 / radius)
    func lanes(_ x: Double) -> Double8 { Double8(repeating: x) }
    let electrons = density.electronsPerCubicCentimetre(
      at: CoronalPoints(
        radii: CoronalRadii(radius: lanes(radius)),
        directions: CoronalDirections(x: lanes(point.x), y: lanes(point.y), z: lanes(point.z))))[0]
    let sine2 = rho * rho / (radius * radius)
    return (electrons * (2 * t - p * sine2), electrons * p * sine2)
  }
}
