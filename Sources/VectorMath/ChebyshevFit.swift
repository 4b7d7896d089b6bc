internal import RealModule

/// Polynomials through the Chebyshev points of −1...1: near-best fits without a linear system.
public enum ChebyshevFit {
  /// The roots of the Chebyshev polynomial of a degree, ascending.
  ///
  /// - Parameter count: how many, at least one.
  public static func nodes(_ count: Int) -> [Double] {
    (0..<count).map { -Double.cos(Double.pi * (Double($0) + 0.5) / Double(count)) }
  }

  /// The Chebyshev coefficients of the polynomial through values at ``nodes(_:)``, lowest first.
  public static func coefficients(ofValues values: [Double]) -> [Double] {
    let count = values.count
    return (0..<count).map { degree in
      var sum = 0.0
      for (index, value) in values.enumerated() {
        let angle = Double.pi * (Double(count - 1 - index) + 0.5) / Double(count)
        sum += value * Double.cos(Double(degree) * angle)
      }
      return sum * (degree == 0 ? 1 : 2) / Double(count)
    }
  }

  /// The same polynomial by powers of its variable, lowest first.
  ///
  /// On −1...1 nothing is lost as long as the Chebyshev coefficients fall faster than `0.41ᵏ`.
  public static func powers(ofCoefficients coefficients: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: coefficients.count)
    guard let first = coefficients.first else { return result }
    result[0] = first
    // Tₖ₊₁ = 2x Tₖ − Tₖ₋₁.
    var previous: [Double] = [1]
    var current: [Double] = [0, 1]
    for coefficient in coefficients.dropFirst() {
      for (power, factor) in current.enumerated() { result[power] += coefficient * factor }
      var next = [0] + current.map { 2 * $0 }
      for (power, factor) in previous.enumerated() { next[power] -= factor }
      (previous, current) = (current, next)
    }
    return result
  }

  /// For each node the polynomial that is one there and zero at the others, by powers, lowest first.
  ///
  /// Many fits of the same order are sums of these times their values.
  public static func cardinalPowers(count: Int) -> [[Double]] {
    (0..<count).map { node in
      var values = [Double](repeating: 0, count: count)
      values[node] = 1
      return powers(ofCoefficients: coefficients(ofValues: values))
    }
  }

  /// The polynomial near a function on −1...1, by powers of its variable, lowest first.
  public static func powers(count: Int, of function: (Double) -> Double) -> [Double] {
    powers(ofCoefficients: coefficients(ofValues: nodes(count).map(function)))
  }
}
