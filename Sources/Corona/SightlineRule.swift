internal import RealModule
internal import VectorMath

/// The nodes of every integral along a sightline, for one quality.
///
/// Off the disc, `s = ρ tan θ` from the tangent point; a node stands for the pair ±θ, which shares its
/// distance from the Sun. On the disc, `s = √(1 − ρ²) + t` from the photosphere outwards. Behind an
/// observer at a finite distance `d` the integral to infinity is taken back, with `r = d / v²`.
struct SightlineRule: Sendable {
  /// A pair of points at angles ±θ from the tangent point, seen from the Sun.
  struct PairNode: Sendable {
    let cosine: Double
    let sine: Double
    let secant: Double
    let logarithmOfSecant: Double
    /// The node's weight times `sec² θ`: length along the sightline per impact parameter.
    let weight: Double
  }

  /// A point above the photosphere, by its distance `t` along the sightline.
  struct DiscNode: Sendable {
    let distance: Double
    let weight: Double
  }

  /// A point behind the observer at `r = d / v²`.
  struct TailNode: Sendable {
    /// `d / r = v²`.
    let ratio: Double
    /// `dr/d` times the node's weight.
    let weight: Double
  }

  let pairs: [PairNode]
  let disc: [DiscNode]
  let tail: [TailNode]

  private init(pairs: [PairNode], disc: [DiscNode], tail: [TailNode]) {
    self.pairs = pairs
    self.disc = disc
    self.tail = tail
  }

  /// The rule of a quality.
  init(_ quality: Quality) {
    switch quality {
    case .preview:
      self.init(
        pairs: Self.pairs(GaussLegendre(order: 8), smoothing: 0),
        disc: Self.disc(GaussLegendre(order: 12)), tail: Self.tail(order: 8))
    case .standard:
      self.init(
        pairs: Self.pairs(GaussLegendre(order: 16), smoothing: 0.75),
        disc: Self.disc(GaussLegendre(order: 24)), tail: Self.tail(order: 10))
    case .reference:
      self.init(panelOrder: 20, tailOrder: 64)
    }
  }

  /// The coarser companion of `reference`, whose distance from it bounds the error.
  static let referenceCheck = SightlineRule(panelOrder: 16, tailOrder: 48)

  private init(panelOrder: Int, tailOrder: Int) {
    let rule = GaussLegendre(order: panelOrder)
    self.init(
      pairs: Self.panelledPairs(rule), disc: Self.panelledDisc(rule),
      tail: Self.tail(order: tailOrder))
  }

  private static func pair(angle: Double, weight: Double) -> PairNode {
    let cosine = Double.cos(angle)
    return PairNode(
      cosine: cosine, sine: Double.sin(angle), secant: 1 / cosine,
      logarithmOfSecant: -Double.log(cosine), weight: weight / (cosine * cosine))
  }

  /// One panel, `θ = π/2 [(1−a) v + a v² (3 − 2v)]`.
  ///
  /// Pulling nodes to both ends serves two singularities at once: the photosphere, which lies close to
  /// the tangent point in the complex plane near the limb, and the broken powers of `cos θ` that
  /// densities such as `r^−2.14` leave at infinity. `a = 3/4` balances them at sixteen nodes.
  private static func pairs(_ rule: GaussLegendre, smoothing a: Double) -> [PairNode] {
    rule.nodes(from: 0, to: 1).map { node in
      let v = node.abscissa
      let shape = (1 - a) * v + a * v * v * (3 - 2 * v)
      let slope = (1 - a) + 6 * a * v * (1 - v)
      return pair(angle: 0.5 * Double.pi * shape, weight: 0.5 * Double.pi * slope * node.weight)
    }
  }

  /// Five panels, narrow at the tangent point, the last with its nodes drawn to infinity.
  private static func panelledPairs(_ rule: GaussLegendre) -> [PairNode] {
    var nodes: [PairNode] = []
    for (lower, upper) in [(0, 0.03), (0.03, 0.2), (0.2, 0.6), (0.6, 1.1)] {
      nodes += rule.nodes(from: lower, to: upper).map {
        pair(angle: $0.abscissa, weight: $0.weight)
      }
    }
    let length = 0.5 * Double.pi - 1.1
    nodes += rule.nodes(from: 0, to: 1).map { node in
      let rest = 1 - node.abscissa
      return pair(
        angle: 0.5 * Double.pi - length * rest * rest, weight: 2 * length * rest * node.weight)
    }
    return nodes
  }

  /// One panel, `t = ½ v² / (1 − v)`: quadratic at the photosphere, where the cosine of the
  /// half-angle of the Sun starts as a square root.
  private static func disc(_ rule: GaussLegendre) -> [DiscNode] {
    rule.nodes(from: 0, to: 1).map { node in
      let v = node.abscissa
      let rest = 1 - v
      return DiscNode(
        distance: 0.5 * v * v / rest,
        weight: 0.5 * v * (2 - v) / (rest * rest) * node.weight)
    }
  }

  /// Four panels, `t = [v / (1 − v)]² / 5`.
  private static func panelledDisc(_ rule: GaussLegendre) -> [DiscNode] {
    stride(from: 0, to: 1, by: 0.25).flatMap { lower in
      rule.nodes(from: lower, to: lower + 0.25).map { node in
        let rest = 1 - node.abscissa
        let ratio = node.abscissa / rest
        return DiscNode(
          distance: 0.2 * ratio * ratio, weight: 0.4 * ratio / (rest * rest) * node.weight)
      }
    }
  }

  private static func tail(order: Int) -> [TailNode] {
    GaussLegendre(order: order).nodes(from: 0, to: 1).map { node in
      let v = node.abscissa
      return TailNode(ratio: v * v, weight: 2 / (v * v * v) * node.weight)
    }
  }
}
