public import Astronomy
internal import RealModule
internal import VectorMath

/// The covered fraction of the Sun's light for one limb-darkening law.
///
/// Rings on the sphere: with θ the ring's radius, `sin(emission) = sin θ / sin a` exactly, and the
/// occulter covers an arc of half-angle Φ given by the spherical triangle (θ, c, b). The variable is
/// the half-angle's sine `x = sin(θ/2)`, in which everything but Φ itself is algebraic: with the
/// versine `h = 1 − cos θ = 2x²`, `h₁ = 1 − cos(c − b)` and `h₂ = 1 − cos(c + b)`,
/// `tan Φ = √((h − h₁)(h₂ − h)) / (cos b − cos θ cos c)`, from the Gram determinant of the triangle,
/// `sin²θ sin²c − (cos b − cos θ cos c)² = (h − h₁)(h₂ − h)`; and `sin θ dθ = 4x dx`. Absolute error
/// below 1e-11 (quadrature of 32 nodes, square-root ends mapped away).
public struct LimbDarkenedObscuration: Sendable {
  /// The law of the photosphere's radiance.
  public let law: LimbDarkening
  /// The law's coefficients, highest power first.
  private let descending: [Double]

  /// A calculator for one law.
  public init(law: LimbDarkening) {
    self.law = law
    descending = law.coefficients.reversed()
  }

  /// The covered fraction of the light, 0...1; not a number where a number of the discs is not one.
  public func fraction(_ discs: ApparentDiscs) -> Double {
    if discs.anyDepth <= 0 { return 0 }
    if discs.totalDepth >= 0 { return 1 }
    guard !discs.anyDepth.isNaN else { return .nan }
    let (a, b, c) = (discs.sunRadius, discs.occulterRadius, discs.separation)
    let sun = SunRings(radius: a)
    // Rings inside the occulter's far edge are covered all round.
    var covered = b > c ? light(within: b - c, sun) : 0
    let lower = Double.sin((c - b) / 2).magnitude
    let far = Double.sin((b + c) / 2)
    let upper = min(far, sun.halfSine)
    if upper > lower {
      let span = RingSpan(
        lower: lower, upper: upper, far: far,
        start: Double.sin(c) * Double.sin(c - b), slope: Double.cos(c))
      covered += ringSum(span, sun)
    }
    return min(1, max(0, covered / light(within: a, sun)))
  }

  /// Light from inside a ring over 2π: `∫ I(μ) sin θ dθ`, integrated in μ, where it is smooth.
  func light(within radius: Double, _ sun: SunRings) -> Double {
    let lowest = sun.cosine(onRing: radius)
    let half = (1 - lowest) / 2
    var sum = Double8.zero
    for index in 0..<RingRules.core.count {
      let node = RingRules.core[index]
      let mu = Double8.multiplyAdd(node.abscissa, half, Double8(repeating: lowest + half))
      let cosine = Double8.sqrt(1 - sun.squaredSine * (1 - mu * mu))
      sum = Double8.multiplyAdd(node.weight, radiance(mu) * mu / cosine, sum)
    }
    return sum.sum() * half * sun.squaredSine
  }

  /// Light from the covered arcs of the rings of a span, over 2π.
  private func ringSum(_ span: RingSpan, _ sun: SunRings) -> Double {
    let width = span.upper - span.lower
    let (beyond, toLimb) = (span.far - span.upper, sun.halfSine - span.upper)
    var sum = Double8.zero
    for index in 0..<RingRules.ring.count {
      let node = RingRules.ring[index]
      // Differences to the ends are formed from the nodes, so that they keep their digits.
      let past = node.squaredSine * width
      let left = node.squaredCosine * width
      let x = past + span.lower
      let fromLower = 2 * past * (x + span.lower)
      let across = Double8.sqrt(fromLower * (left + beyond) * (2 * (x + span.far)))
      let along = Double8.multiplyAdd(fromLower, span.slope, Double8(repeating: span.start))
      let half = Double8.arcTangent(y: across, x: along)
      let mu = sun.cosine(x, toLimb: left + toLimb)
      sum = Double8.multiplyAdd(node.weight, radiance(mu) * half * x, sum)
    }
    return 4 * sum.sum() * width / Double.pi
  }

  @inline(__always)
  private func radiance(_ mu: Double8) -> Double8 {
    var sum = Double8.zero
    for coefficient in descending { sum = Double8.multiplyAdd(sum, mu, coefficient) }
    return sum
  }
}

/// The Sun's radius in the forms the ring integrals want.
struct SunRings {
  /// `sin(a/2)`.
  let halfSine: Double
  /// `sin² a`.
  let squaredSine: Double

  init(radius: Double) {
    halfSine = Double.sin(radius / 2)
    squaredSine = 4 * halfSine * halfSine * (1 - halfSine) * (1 + halfSine)
  }

  /// The cosine of the emission angle on a ring.
  func cosine(onRing radius: Double) -> Double {
    let x = Double.sin(radius / 2)
    let toLimb = max(0, halfSine - x)
    return cosine(Double8(repeating: x), toLimb: Double8(repeating: toLimb))[0]
  }

  /// The cosine of the emission angle on rings of half-angle sine `x`, `toLimb` short of the Sun's.
  ///
  /// `sin²a − sin²θ = sin(a − θ) sin(a + θ) = 4 (x_a² − x²)(1 − x_a² − x²)`.
  @inline(__always)
  func cosine(_ x: Double8, toLimb: Double8) -> Double8 {
    let difference = toLimb * (x + halfSine)
    let sum = (1 - halfSine * halfSine) - x * x
    return Double8.sqrt(difference * sum * (4 / squaredSine))
  }
}

/// The rings that an occulter's limb crosses, by the sines of their half-angles.
private struct RingSpan {
  /// The smallest and the largest ring on the Sun.
  var lower: Double
  var upper: Double
  /// The one that the occulter's far edge touches, on the Sun or beyond.
  var far: Double
  /// `cos b − cos θ cos c` on the smallest ring, and how it grows with the versine.
  var start: Double
  var slope: Double
}

/// Nodes of the quadratures, in groups of eight.
enum RingRules {
  struct RingNode {
    var squaredSine: Double8
    var squaredCosine: Double8
    var weight: Double8
  }
  struct CoreNode {
    var abscissa: Double8
    var weight: Double8
  }

  /// `x = lower + width sin²u`, 32 Gauss–Legendre nodes in u: square roots at the ends become smooth.
  static let ring: [RingNode] = {
    let nodes = GaussLegendre(order: 32).nodes(from: 0, to: Double.pi / 2)
    return stride(from: 0, to: nodes.count, by: 8).map { first in
      var group = RingNode(squaredSine: .zero, squaredCosine: .zero, weight: .zero)
      for lane in 0..<8 {
        let node = nodes[first + lane]
        let (sine, cosine) = (Double.sin(node.abscissa), Double.cos(node.abscissa))
        group.squaredSine[lane] = sine * sine
        group.squaredCosine[lane] = cosine * cosine
        group.weight[lane] = 2 * sine * cosine * node.weight
      }
      return group
    }
  }()

  /// Eight nodes: the integrand is a polynomial of low degree times a function nearly constant.
  static let core: [CoreNode] = {
    let nodes = GaussLegendre(order: 8).nodes
    var group = CoreNode(abscissa: .zero, weight: .zero)
    for lane in 0..<8 {
      group.abscissa[lane] = nodes[lane].abscissa
      group.weight[lane] = nodes[lane].weight
    }
    return [group]
  }()
}
