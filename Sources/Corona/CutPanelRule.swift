internal import VectorMath

/// Nodes of a panel between two cuts of a sightline, on 0...1.
///
/// `x = αv + (3 − 2α − β) v² + (α + β − 2) v³` has the slopes `α` and `β` at its ends. Zero at a crease
/// turns the kinks and square-root cusps there into polynomials of `v`; the tangent point and infinity
/// are milder and need their nodes less crowded.
struct CutPanelRule: Sendable {
  struct Node: Sendable {
    let abscissa: Double
    let weight: Double
    let null: NullWeights
  }

  let nodes: [Node]

  init(order: Int, slopes: (lower: Double, upper: Double)) {
    let rule = GaussLegendre(order: order)
    let (a, b) = slopes
    nodes = zip(rule.nodes, rule.nodes(from: 0, to: 1)).map { original, node in
      let v = node.abscissa
      return Node(
        abscissa: v * (a + v * ((3 - 2 * a - b) + v * (a + b - 2))),
        weight: (a + v * (2 * (3 - 2 * a - b) + 3 * v * (a + b - 2))) * node.weight,
        null: NullWeights(count: order, abscissa: original.abscissa))
    }
  }
}

/// The rules of the panels of a sightline with creases.
struct CreasedRules: Sendable {
  /// From the tangent point to the first crease.
  let first: CutPanelRule
  /// Between creases.
  let middle: CutPanelRule
  /// From the last crease to the observer or to infinity.
  let last: CutPanelRule
  /// Behind the observer, on the far side only.
  let beyond: CutPanelRule
  /// On the disc, up to a crease and to the observer.
  let discMiddle: CutPanelRule
  let discLast: CutPanelRule

  init(order: Int) {
    first = CutPanelRule(order: order, slopes: (0.25, 0))
    middle = CutPanelRule(order: order, slopes: (0, 0))
    last = CutPanelRule(order: order, slopes: (0, 1))
    beyond = CutPanelRule(order: Swift.max(order / 2, 6), slopes: (0, 0))
    // On the disc one panel may hold all but nothing of the sightline's light, or all of it.
    let discOrder = order + order / 2
    discMiddle = CutPanelRule(order: discOrder, slopes: (0, 0))
    discLast = CutPanelRule(order: discOrder, slopes: (0, 1))
  }

  /// The rule of a panel off the disc; the last two lie before and behind the observer.
  func rule(_ panel: Int, of count: Int) -> CutPanelRule {
    panel == count - 1 ? beyond : panel == count - 2 ? last : panel == 0 ? first : middle
  }
}

/// A panel of eight or sixteen nodes for thin and small structures, eight nodes to a vector.
struct LocalisedRule: Sendable {
  struct Octet: Sendable {
    /// Abscissae on 0...1 and their weights.
    let abscissa: Double8
    let weight: Double8
    /// What the nodes add to the highest and middle Legendre coefficients.
    let null: (Double8, Double8, Double8, Double8, Double8)
  }

  let octets: [Octet]
  /// The longest panel, in lengths over which the density changes.
  let length: Double
  /// What the square of the highest coefficients is multiplied by.
  private let squareFactor: Double
  /// Mean square of a panel's error over that of its highest Legendre coefficients, for kinks.
  private let kinkFactor: Double

  /// - Parameter octetCount: one or two.
  init(octetCount: Int, length: Double) {
    let count = 8 * octetCount
    let rule = GaussLegendre(order: count)
    let null = rule.nodes.map { NullWeights(count: count, abscissa: $0.abscissa) }
    octets = (0..<octetCount).map { octet in
      func lanes(_ value: (Int) -> Double) -> Double8 {
        var result = Double8.zero
        for lane in 0..<8 { result[lane] = value(8 * octet + lane) }
        return result
      }
      return Octet(
        abscissa: lanes { 0.5 + 0.5 * rule.nodes[$0].abscissa },
        weight: lanes { 0.5 * rule.nodes[$0].weight },
        null: (
          lanes { null[$0].high.0 }, lanes { null[$0].high.1 }, lanes { null[$0].high.2 },
          lanes { null[$0].middle.0 }, lanes { null[$0].middle.1 }
        ))
    }
    self.length = length
    squareFactor = length > 3 ? 0.15 : 0.03
    kinkFactor = Self.kinkFactor(rule, null)
  }

  /// Mean square of the error of a rule over that of its three highest Legendre coefficients, for an
  /// integrand whose slope jumps at a place that is as likely anywhere in the panel.
  ///
  /// Jumps at several such places, each as likely up as down, add the same ratio: mean squares of
  /// independent sums add. So the ratio knows nothing of the integrand but that it has kinks: 0.057² for
  /// eight nodes, 0.049² for sixteen.
  private static func kinkFactor(_ rule: GaussLegendre, _ null: [NullWeights]) -> Double {
    let places = 512
    var (errors, coefficients) = (0.0, 0.0)
    for place in 0..<places {
      let kink = 2 * (Double(place) + 0.5) / Double(places) - 1
      // On 0...1: half of the integral over −1...1.
      var error = -(1 - kink) * (1 - kink) / 4
      var high = (0.0, 0.0, 0.0)
      for (node, weights) in zip(rule.nodes, null) where node.abscissa > kink {
        let value = 0.5 * node.weight * (node.abscissa - kink)
        error += value
        high.0 += value * weights.high.0
        high.1 += value * weights.high.1
        high.2 += value * weights.high.2
      }
      errors += error * error
      coefficients += (high.0 * high.0 + high.1 * high.1 + high.2 * high.2) / 3
    }
    return errors / coefficients
  }

  /// The expected square of a panel's error where the integrand has kinks, from its Legendre
  /// coefficients times the sum.
  ///
  /// Across kinks coefficients fall as a power of the degree: the ones that make the error are as large
  /// as the highest known ones, however far below the middle ones these are. ``error(total:null:)``
  /// would take the fall from the middle, which a steep smooth density makes, for a promise.
  func kinkVariance(null: (Double, Double, Double, Double, Double)) -> Double {
    kinkFactor * (null.0 * null.0 + null.1 * null.1 + null.2 * null.2) / 3
  }

  /// How far a panel's integral may be off, from its sum and its Legendre coefficients times the sum.
  ///
  /// Between the ends that a model tells it is smooth, and Legendre coefficients fall geometrically: the
  /// nodes see them up to degree `n`, the error comes from those beyond `2n`, which are as far below
  /// the highest known ones as these are below the sum. Where the middle ones are hardly larger than
  /// the highest, the panel is not resolved, and the highest themselves count. See Berntsen and Espelid
  /// 1991, ACM Transactions on Mathematical Software 17, 233, on null rules and their decline.
  func error(total: Double, null: (Double, Double, Double, Double, Double)) -> Double {
    let size = Swift.max(abs(total), 1e-140)
    let square = (null.0 * null.0 + null.1 * null.1 + null.2 * null.2) / (3 * size * size)
    let middle = (null.3 * null.3 + null.4 * null.4) / (2 * size * size)
    let ratio = Swift.min(square / Swift.max(middle, 1e-280), 1)
    return (squareFactor * square + square.squareRoot() * ratio * ratio + 1e-14) * abs(total)
  }
}
