import RealModule
import Testing
import VectorMath

@Suite("Gauss-Legendre quadrature")
struct GaussLegendreTests {
  @Test("The five-point rule has the published nodes and weights")
  func fivePoints() {
    // Abramowitz & Stegun, table 25.4.
    let published = [
      (-0.906179845938664, 0.236926885056189), (-0.538469310105683, 0.478628670499366),
      (0, 0.568888888888889), (0.538469310105683, 0.478628670499366),
      (0.906179845938664, 0.236926885056189),
    ]
    let nodes = GaussLegendre(order: 5).nodes
    #expect(nodes.count == 5)
    for (node, expected) in zip(nodes, published) {
      #expect(abs(node.abscissa - expected.0) < 6e-16 && abs(node.weight - expected.1) < 6e-16)
    }
  }

  @Test(
    "A rule of order n integrates powers up to 2n − 1", arguments: [1, 2, 3, 7, 16, 24, 64, 200])
  func exactness(order: Int) {
    let rule = GaussLegendre(order: order)
    for power in [0, 1, order, 2 * order - 2, 2 * order - 1] where power < 2 * order {
      let found = rule.integral(from: 0, to: 1) { Double.pow($0, power) }
      #expect(abs(found * Double(power + 1) - 1) < 2e-14, "power \(power)")
    }
  }

  @Test("Nodes ascend and mirror each other about the middle of the interval")
  func symmetry() {
    let nodes = GaussLegendre(order: 17).nodes(from: 2, to: 6)
    for (node, mirrored) in zip(nodes, nodes.reversed()) {
      #expect(abs(node.abscissa + mirrored.abscissa - 8) < 1e-14 && node.weight == mirrored.weight)
    }
    #expect(zip(nodes, nodes.dropFirst()).allSatisfy { $0.abscissa < $1.abscissa })
  }
}
