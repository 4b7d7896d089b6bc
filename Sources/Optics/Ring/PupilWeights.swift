internal import RealModule

/// How much each place along the pupil counts in all the light of a spread, as ``RadialSum`` takes it.
///
/// A piece of edge whose strength varies along its normal must give its mean over the pupil in all. What the
/// mean and the variance of the place tell is exact for a quadratic variation; these weights tell what comes
/// of any other, so that it can be made up for.
struct PupilWeights {
  /// For the entries of a table of strengths; they sum to 1.
  let weights: [Float]

  private static let directions = 16

  init(_ spread: PointSpread) {
    var sums = [Double](repeating: 0, count: PupilStrengths.places)
    for index in spread.table.indices {
      let angle = Double(index) * spread.step
      let local = spread.table[index].local
      Self.add(local, 2 * .pi * angle * spread.step * Double(local.x), to: &sums)
    }
    let rest = 1 - spread.encircledEnergy(within: spread.reach)
    Self.add(SIMD4(1, 0, 1, 0), rest, to: &sums)
    let sum = sums.reduce(0, +)
    weights = sums.map { Float($0 / sum) }
  }

  /// Adds light with a mean and variances, from all directions.
  private static func add(_ local: SIMD4<Float>, _ light: Double, to sums: inout [Double]) {
    for direction in 0..<directions {
      let cosine = Double.cos(2 * .pi * (Double(direction) + 0.5) / Double(directions))
      let square = cosine * cosine
      let mean = Double(local.y) * cosine
      let spread = (Double(local.z) * square + Double(local.w) * (1 - square)).squareRoot()
      for place in [mean - spread, mean + spread] {
        let last = Double(sums.count - 1)
        let entry = min(max(0, (place + 1) / 2 * last), last - 1e-6)
        let index = Int(entry)
        let share = light / Double(2 * directions)
        sums[index] += share * (1 - entry + Double(index))
        sums[index + 1] += share * (entry - Double(index))
      }
    }
  }
}
