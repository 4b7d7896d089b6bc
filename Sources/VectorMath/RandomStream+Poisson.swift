internal import RealModule

extension RandomStream {
  /// A number of the Poisson distribution, exact for means up to 1e12.
  ///
  /// Below a mean of 10 the distribution is inverted by adding up its terms; above it, transformed
  /// rejection: W. Hörmann, "The transformed rejection method for generating Poisson random variables",
  /// Insurance: Mathematics and Economics 12, 39 (1993), algorithm PTRS. Each trial takes the next block
  /// of the member. Beyond 1e12, where the skewness is below 1e-6, a rounded normal deviate stands in.
  ///
  /// - Parameters:
  ///   - mean: the expected number; at or below zero and for what is no number the answer is 0.
  ///   - index: which member of the stream.
  /// - Returns: a whole number; a `Double`, since counts of light may be larger than integers hold.
  public func poisson(mean: Double, at index: UInt64) -> Double {
    poisson(mean: mean, at: index, first: uniforms(at: index))
  }

  /// The same with the member's first pair of uniform numbers already at hand.
  ///
  /// - Parameters:
  ///   - mean: of the numbers, 0 or more.
  ///   - index: the member of the stream.
  ///   - first: what ``uniforms(at:block:)`` gives for the index and block 0.
  public func poisson(mean: Double, at index: UInt64, first: SIMD2<Double>) -> Double {
    guard mean > 0 else { return 0 }
    guard mean < .infinity else { return mean }
    if mean < 10 { return Self.invertedPoisson(mean, first.x) }
    guard mean <= 1e12 else {
      let normal = normals(at: index).x
      return max(0, (mean + mean.squareRoot() * normal).rounded())
    }
    return rejectedPoisson(mean, index, first)
  }

  /// The smallest count whose cumulative probability exceeds a uniform number.
  private static func invertedPoisson(_ mean: Double, _ uniform: Double) -> Double {
    var term = Double.exp(-mean)
    var rest = uniform - term
    var count = 0.0
    // Beyond 100 the terms are below 1e-60, less than the rounding of the sum.
    while rest > 0, count < 100 {
      count += 1
      term *= mean / count
      rest -= term
    }
    return count
  }

  private func rejectedPoisson(_ mean: Double, _ index: UInt64, _ first: SIMD2<Double>) -> Double {
    // The constants are Hörmann's.
    let b = 0.931 + 2.53 * mean.squareRoot()
    let a = -0.059 + 0.02483 * b
    let acceptance = 0.9277 - 3.6224 / (b - 2)
    var uniform = first
    var block: UInt32 = 0
    while true {
      let u = uniform.x - 0.5
      let v = uniform.y
      let distance = 0.5 - u.magnitude
      let count = ((2 * a / distance + b) * u + mean + 0.43).rounded(.down)
      if distance >= 0.07, v <= acceptance { return count }
      if count >= 0, distance >= 0.013 || v <= distance {
        let inverse = 1.1239 + 1.1328 / (b - 3.4)
        let density = v * inverse / (a / (distance * distance) + b)
        if Double.log(density) <= Self.logProbability(count, mean) { return count }
      }
      block &+= 1
      uniform = uniforms(at: index, block: block)
    }
  }

  /// Logarithm of the probability of a count, by Stirling's series about the count itself.
  private static func logProbability(_ count: Double, _ mean: Double) -> Double {
    if count < 10 {
      return count * Double.log(mean) - mean - logFactorials[Int(count)]
    }
    let inverse = 1 / count
    let square = inverse * inverse
    // First neglected term 1/(1188 k⁹): 1e-12 at ten.
    let series =
      inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680)))
    return count * Double.log(mean / count) + (count - mean)
      - 0.5 * Double.log(2 * Double.pi * count) - series
  }

  private static let logFactorials: [Double] = (0..<10).map { count in
    (0..<count).reduce(0.0) { $0 + Double.log(Double($1 + 1)) }
  }
}
