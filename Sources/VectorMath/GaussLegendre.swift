internal import RealModule

/// The Gauss-Legendre rule of any order: exact for polynomials up to degree `2 order − 1`.
///
/// Nodes and weights come from Newton iteration on the Legendre recurrence, correct to about 1e-15
/// for orders up to some hundreds.
public struct GaussLegendre: Sendable, Hashable {
  /// One abscissa with its weight.
  public struct Node: Sendable, Hashable {
    /// Where the integrand is evaluated.
    public let abscissa: Double
    /// What its value is multiplied by.
    public let weight: Double

    /// A node from its parts.
    public init(abscissa: Double, weight: Double) {
      self.abscissa = abscissa
      self.weight = weight
    }
  }

  /// The nodes on −1...1, ascending; their weights sum to two.
  public let nodes: [Node]

  /// The rule with `order` nodes.
  ///
  /// - Parameter order: the number of nodes, at least one; smaller values count as one.
  public init(order: Int) {
    let count = Swift.max(order, 1)
    var nodes = [Node](repeating: Node(abscissa: 0, weight: 2), count: count)
    for index in 0..<(count + 1) / 2 {
      let isMiddle = 2 * index + 1 == count
      // Tricomi's asymptotic place of the root, good enough for Newton from order two on.
      var x =
        isMiddle ? 0 : Double.cos(Double.pi * (Double(index) + 0.75) / (Double(count) + 0.5))
      var slope = Self.legendre(count, at: x).slope
      for _ in 0..<100 where !isMiddle {
        let (value, derivative) = Self.legendre(count, at: x)
        let step = value / derivative
        x -= step
        slope = Self.legendre(count, at: x).slope
        if abs(step) <= 1e-16 { break }
      }
      let weight = 2 / ((1 - x) * (1 + x) * slope * slope)
      nodes[index] = Node(abscissa: -x, weight: weight)
      nodes[count - 1 - index] = Node(abscissa: x, weight: weight)
    }
    self.nodes = nodes
  }

  /// The nodes carried to the interval from `lower` to `upper`.
  public func nodes(from lower: Double, to upper: Double) -> [Node] {
    let middle = 0.5 * (lower + upper)
    let half = 0.5 * (upper - lower)
    return nodes.map { Node(abscissa: middle + half * $0.abscissa, weight: half * $0.weight) }
  }

  /// The integral of a function from `lower` to `upper` by this rule.
  public func integral(
    from lower: Double, to upper: Double, of function: (Double) -> Double
  ) -> Double {
    nodes(from: lower, to: upper).reduce(0) { $0 + $1.weight * function($1.abscissa) }
  }

  /// The Legendre polynomial and its derivative inside −1...1, by the three-term recurrence.
  private static func legendre(_ degree: Int, at x: Double) -> (value: Double, slope: Double) {
    var previous = 1.0
    var current = x
    for n in stride(from: 2, through: degree, by: 1) {
      let next = (Double(2 * n - 1) * x * current - Double(n - 1) * previous) / Double(n)
      previous = current
      current = next
    }
    return (current, Double(degree) * (previous - x * current) / ((1 - x) * (1 + x)))
  }
}
