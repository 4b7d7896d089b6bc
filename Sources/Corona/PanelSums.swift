internal import RealModule
internal import VectorMath

/// What a node of a Gauss-Legendre panel adds to the panel's higher Legendre coefficients.
///
/// The contribution of a node times `(2k+1) Pₖ(x)`, summed over the panel, is twice the `k`-th
/// Legendre coefficient of the integrand: zero for every polynomial of a lower degree (a null rule).
struct NullWeights: Sendable {
  /// For the three highest degrees that the panel's nodes can tell, `n − 1`, `n − 2`, `n − 3`.
  let high: (Double, Double, Double)
  /// For two degrees in the middle, `n/2` and `n/2 − 1`.
  let middle: (Double, Double)

  /// The weights of a node at an abscissa in −1...1 of a panel with `count` nodes.
  init(count: Int, abscissa x: Double) {
    var values = [1.0, x]
    for n in 2..<Swift.max(count, 3) {
      values.append(
        (Double(2 * n - 1) * x * values[n - 1] - Double(n - 1) * values[n - 2]) / Double(n))
    }
    func weight(_ degree: Int) -> Double {
      degree < 0 ? 0 : Double(2 * degree + 1) * values[degree]
    }
    high = (weight(count - 1), weight(count - 2), weight(count - 3))
    middle = (weight(count / 2), weight(count / 2 - 1))
  }
}

/// The sums of one panel: the two integrals, and null rules that tell how well the nodes resolve it.
struct PanelSums {
  var total = Double8.zero
  var polarized = Double8.zero
  private var high0 = Double8.zero
  private var high1 = Double8.zero
  private var high2 = Double8.zero

  @inline(__always)
  init() {}

  /// Adds a node: electrons times length, and the kernel there.
  @inline(__always)
  mutating func add(
    _ electrons: Double8, _ t: Double8, polarizing p: Double8, _ null: NullWeights
  ) {
    let light = electrons * (2 * t - p)
    total += light
    polarized = .multiplyAdd(electrons, p, polarized)
    high0 = .multiplyAdd(light, null.high.0, high0)
    high1 = .multiplyAdd(light, null.high.1, high1)
    high2 = .multiplyAdd(light, null.high.2, high2)
  }

  /// The root mean square of the highest Legendre coefficients that the nodes can tell.
  ///
  /// In the unit of the sums, and large where the panel is poorly resolved; ``SightlineErrorScale`` makes
  /// it an error.
  @inline(__always)
  var residual: Double8 {
    Double8.sqrt((high0 * high0 + high1 * high1 + high2 * high2) * (1.0 / 3))
  }
}
