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
    let null: NullWeights
  }

  /// A point above the photosphere, by its distance `t` along the sightline.
  struct DiscNode: Sendable {
    let distance: Double
    let weight: Double
    let null: NullWeights
  }

  /// A point behind the observer at `r = d / v²`.
  struct TailNode: Sendable {
    /// `d / r = v²`.
    let ratio: Double
    /// `dr/d` times the node's weight.
    let weight: Double
    let null: NullWeights
  }

  let pairs: [PairNode]
  /// Which of `pairs` make up each panel.
  let pairPanels: [Range<Int>]
  let disc: [DiscNode]
  let discPanels: [Range<Int>]
  /// Points of a panel behind the observer, and how many panels a wide tail has.
  let tailOrder: Int
  let tailPieces: Int
  /// The points behind the observer: in one panel, and in all that a wide tail has.
  let shortTail: [TailNode]
  let longTail: [TailNode]
  /// The panels of densities with creases.
  let creased: CreasedRules
  /// The panels of thin and small structures.
  let localised: LocalisedRule

  /// The rule of a quality.
  ///
  /// - Parameter width: the angle over which the density changes most quickly, radians. Panels are
  ///   divided until the narrowest belt is resolved as the quality asks; one radian divides nothing.
  init(_ quality: Quality, width: Double = 1) {
    func pieces(_ resolved: Double) -> Int {
      width < resolved ? Int((resolved / Swift.max(width, 0.005)).rounded(.up)) : 1
    }
    switch quality {
    case .preview:
      self.init(
        pairs: Self.pairs(GaussLegendre(order: 8), smoothing: 0, pieces: pieces(0.3)),
        disc: Self.disc(GaussLegendre(order: 12), pieces: pieces(0.2)), tailOrder: 8,
        tailPieces: pieces(0.3), creasedOrder: 10,
        localised: LocalisedRule(octetCount: 1, length: 6))
    case .standard:
      self.init(
        pairs: Self.pairs(GaussLegendre(order: 16), smoothing: 0.75, pieces: pieces(0.45)),
        disc: Self.disc(GaussLegendre(order: 24), pieces: pieces(0.3)), tailOrder: 10,
        tailPieces: pieces(0.45), creasedOrder: 18,
        localised: LocalisedRule(octetCount: 1, length: 3))
    case .reference:
      self.init(panelOrder: 20, tailOrder: 64, creasedOrder: 40, pieces: pieces(0.2))
    }
  }

  /// What the errors of the others are scaled by: `reference` with twice the panels.
  static func scaling(width: Double) -> SightlineRule {
    let pieces = width < 0.2 ? Int((0.2 / Swift.max(width, 0.005)).rounded(.up)) : 1
    return SightlineRule(panelOrder: 20, tailOrder: 64, creasedOrder: 40, pieces: 2 * pieces)
  }

  /// For tests: `reference` with any number of pieces of its panels.
  init(refined pieces: Int) {
    self.init(panelOrder: 20, tailOrder: 200, creasedOrder: 40, pieces: pieces)
  }

  /// The coarser companion of `reference`, whose distance from it bounds the error.
  static func referenceCheck(width: Double) -> SightlineRule {
    let pieces = width < 0.2 ? Int((0.2 / Swift.max(width, 0.005)).rounded(.up)) : 1
    return SightlineRule(panelOrder: 16, tailOrder: 48, creasedOrder: 32, pieces: pieces)
  }

  /// The rule of a picture's profiles: as `reference`, but for the last digits that fits do not keep.
  static func profile(width: Double) -> SightlineRule {
    let pieces = width < 0.2 ? Int((0.2 / Swift.max(width, 0.005)).rounded(.up)) : 1
    return SightlineRule(panelOrder: 16, tailOrder: 24, creasedOrder: 32, pieces: pieces)
  }

  private init(panelOrder: Int, tailOrder: Int, creasedOrder: Int, pieces: Int) {
    let rule = GaussLegendre(order: panelOrder)
    self.init(
      pairs: Self.panelledPairs(rule, pieces: pieces),
      disc: Self.panelledDisc(rule, pieces: pieces), tailOrder: tailOrder, tailPieces: pieces,
      creasedOrder: creasedOrder,
      localised: LocalisedRule(octetCount: 2, length: panelOrder < 20 ? 3 : 2))
  }

  private init(
    pairs: [[PairNode]], disc: [[DiscNode]], tailOrder: Int, tailPieces: Int, creasedOrder: Int,
    localised: LocalisedRule
  ) {
    self.pairs = pairs.flatMap { $0 }
    pairPanels = Self.ranges(pairs.map(\.count))
    self.disc = disc.flatMap { $0 }
    discPanels = Self.ranges(disc.map(\.count))
    self.tailOrder = tailOrder
    self.tailPieces = tailPieces
    shortTail = Self.tail(order: tailOrder, pieces: 1)
    longTail = tailPieces == 1 ? shortTail : Self.tail(order: tailOrder, pieces: tailPieces)
    creased = CreasedRules(order: creasedOrder)
    self.localised = localised
  }

  private static func ranges(_ counts: [Int]) -> [Range<Int>] {
    var start = 0
    return counts.map { count in
      defer { start += count }
      return start..<start + count
    }
  }

  private static func pair(angle: Double, weight: Double, _ null: NullWeights) -> PairNode {
    let cosine = Double.cos(angle)
    return PairNode(
      cosine: cosine, sine: Double.sin(angle), secant: 1 / cosine,
      logarithmOfSecant: -Double.log(cosine), weight: weight / (cosine * cosine), null: null)
  }

  /// One panel, `θ = π/2 [(1−a) v + a v² (3 − 2v)]`.
  ///
  /// Pulling nodes to both ends serves two singularities at once: the photosphere, which lies close to
  /// the tangent point in the complex plane near the limb, and the broken powers of `cos θ` that
  /// densities such as `r^−2.14` leave at infinity. `a = 3/4` balances them at sixteen nodes.
  private static func pairs(
    _ rule: GaussLegendre, smoothing a: Double, pieces: Int
  ) -> [[PairNode]] {
    (0..<pieces).map { piece in
      let lower = Double(piece) / Double(pieces)
      let upper = Double(piece + 1) / Double(pieces)
      return zip(rule.nodes, rule.nodes(from: lower, to: upper)).map { original, node in
        let v = node.abscissa
        let shape = (1 - a) * v + a * v * v * (3 - 2 * v)
        let slope = (1 - a) + 6 * a * v * (1 - v)
        return pair(
          angle: 0.5 * Double.pi * shape, weight: 0.5 * Double.pi * slope * node.weight,
          NullWeights(count: rule.nodes.count, abscissa: original.abscissa))
      }
    }
  }

  /// Five panels, narrow at the tangent point, the last with its nodes drawn to infinity.
  private static func panelledPairs(_ rule: GaussLegendre, pieces: Int) -> [[PairNode]] {
    let null = rule.nodes.map { NullWeights(count: rule.nodes.count, abscissa: $0.abscissa) }
    func divided(_ lower: Double, _ upper: Double) -> [(Double, Double)] {
      (0..<pieces).map { piece in
        let step = (upper - lower) / Double(pieces)
        return (lower + step * Double(piece), lower + step * Double(piece + 1))
      }
    }
    let inner = [(0, 0.03)] + divided(0.03, 0.2) + divided(0.2, 0.6) + divided(0.6, 1.1)
    let panels = inner.map { lower, upper in
      zip(rule.nodes(from: lower, to: upper), null).map {
        pair(angle: $0.abscissa, weight: $0.weight, $1)
      }
    }
    let length = 0.5 * Double.pi - 1.1
    let outer = divided(0, 1).map { lower, upper in
      zip(rule.nodes(from: lower, to: upper), null).map { node, null in
        let rest = 1 - node.abscissa
        return pair(
          angle: 0.5 * Double.pi - length * rest * rest, weight: 2 * length * rest * node.weight,
          null)
      }
    }
    return panels + outer
  }

  /// One panel, `t = ½ v² / (1 − v)`: quadratic at the photosphere, where the cosine of the
  /// half-angle of the Sun starts as a square root.
  private static func disc(_ rule: GaussLegendre, pieces: Int) -> [[DiscNode]] {
    divided(rule, pieces: pieces) { v in
      let rest = 1 - v
      return (0.5 * v * v / rest, 0.5 * v * (2 - v) / (rest * rest))
    }
  }

  /// Four panels, `t = [v / (1 − v)]² / 5`.
  private static func panelledDisc(_ rule: GaussLegendre, pieces: Int) -> [[DiscNode]] {
    divided(rule, pieces: 4 * pieces) { v in
      let rest = 1 - v
      let ratio = v / rest
      return (0.2 * ratio * ratio, 0.4 * ratio / (rest * rest))
    }
  }

  /// Equal panels in `v`, from the distance above the photosphere and its slope there.
  private static func divided(
    _ rule: GaussLegendre, pieces: Int, _ place: (Double) -> (distance: Double, slope: Double)
  ) -> [[DiscNode]] {
    (0..<pieces).map { piece in
      let lower = Double(piece) / Double(pieces)
      let upper = Double(piece + 1) / Double(pieces)
      return zip(rule.nodes, rule.nodes(from: lower, to: upper)).map { original, node in
        let (distance, slope) = place(node.abscissa)
        return DiscNode(
          distance: distance, weight: slope * node.weight,
          null: NullWeights(count: rule.nodes.count, abscissa: original.abscissa))
      }
    }
  }

  /// Points behind the observer in equal panels of `v`.
  private static func tail(order: Int, pieces: Int) -> [TailNode] {
    let rule = GaussLegendre(order: order)
    return (0..<pieces).flatMap { piece in
      let lower = Double(piece) / Double(pieces)
      let upper = Double(piece + 1) / Double(pieces)
      return zip(rule.nodes, rule.nodes(from: lower, to: upper)).map { original, node in
        let v = node.abscissa
        return TailNode(
          ratio: v * v, weight: 2 / (v * v * v) * node.weight,
          null: NullWeights(count: order, abscissa: original.abscissa))
      }
    }
  }
}
