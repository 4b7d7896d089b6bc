internal import RealModule

/// How strong a given pattern is in a picture, with a smooth corona beside it.
///
/// Least squares of `a M + Σ c_k r^{−k}`: M the pattern, and for the corona the powers 2.5, 7 and 17 of
/// S. Baumbach, Astron. Nachr. 263, 121 (1937), as many as asked for. Weights are the mean variance of each
/// ring about the Sun: with those of single pixels bright streamers would count for less than the gaps
/// between them, and what they are above the mean corona would not cancel round the ring.
struct AmplitudeFit {
  /// The amplitude a.
  let amplitude: Double
  /// Its standard deviation, by what the fit leaves.
  let deviation: Double
  /// Pixels that took part.
  let count: Int

  static let powers = [2.5, 7.0, 17.0]

  /// - Parameters:
  ///   - radii: of the pixels, solar radii.
  ///   - terms: powers of the corona, 0...3.
  /// - Returns: nil with fewer than 50 pixels, or a pattern that is no different from a corona.
  init?(
    _ light: Plane, _ uncertainty: Plane?, pattern: Plane, radii: [Double],
    within range: ClosedRange<Double>, terms: Int
  ) {
    let size = 1 + terms
    let sigmas = Self.ringSigmas(light, uncertainty, radii, range)
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
    var right = [Double](repeating: 0, count: size)
    var square = 0.0
    var count = 0
    var row = [Double](repeating: 0, count: size)
    for index in light.samples.indices where range.contains(radii[index]) {
      let (value, shape) = (light.samples[index], pattern.samples[index])
      let sigma = sigmas[Self.ring(radii[index], range)]
      guard !value.isNaN, !shape.isNaN, sigma > 0, sigma < .infinity else { continue }
      row[0] = shape / sigma
      for term in 0..<terms {
        row[term + 1] = Double.pow(radii[index] / range.lowerBound, -Self.powers[term]) / sigma
      }
      for first in 0..<size {
        for second in 0..<size { matrix[first][second] += row[first] * row[second] }
        right[first] += row[first] * value / sigma
      }
      square += value * value / (sigma * sigma)
      count += 1
    }
    // Unit columns, so that the test for likeness does not depend on units.
    let scales = (0..<size).map { matrix[$0][$0].squareRoot() }
    guard count >= 50, scales.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    for first in 0..<size {
      for second in 0..<size { matrix[first][second] /= scales[first] * scales[second] }
      right[first] /= scales[first]
    }
    guard let inverse = NormalEquations.inverse(matrix), inverse[0][0] < 1e8,
      let solution = NormalEquations.solve(matrix, right)
    else { return nil }
    amplitude = solution[0] / scales[0]
    let left = max(square - zip(solution, right).reduce(0) { $0 + $1.0 * $1.1 }, 0)
    deviation = (inverse[0][0] * left / Double(count - size)).squareRoot() / scales[0]
    self.count = count
  }

  private static let rings = 64

  private static func ring(_ radius: Double, _ range: ClosedRange<Double>) -> Int {
    let share = (radius - range.lowerBound) / (range.upperBound - range.lowerBound)
    return min(max(Int(share * Double(rings)), 0), rings - 1)
  }

  /// Root of the mean variance in each ring; one where no uncertainty is known.
  private static func ringSigmas(
    _ light: Plane, _ uncertainty: Plane?, _ radii: [Double], _ range: ClosedRange<Double>
  ) -> [Double] {
    guard let uncertainty else { return [Double](repeating: 1, count: rings) }
    var sums = [Double](repeating: 0, count: rings)
    var counts = sums
    for index in light.samples.indices where range.contains(radii[index]) {
      let sigma = uncertainty.samples[index]
      guard sigma > 0, sigma < .infinity, !light.samples[index].isNaN else { continue }
      sums[ring(radii[index], range)] += sigma * sigma
      counts[ring(radii[index], range)] += 1
    }
    return zip(sums, counts).map { $1 > 0 ? ($0 / $1).squareRoot() : .nan }
  }
}
