/// The coefficients, none negative, that bring a sum of columns nearest to a right-hand side.
///
/// The active-set method of Lawson and Hanson 1974, Solving Least Squares Problems, chapter 23: coefficients
/// enter one by one where the fit asks most for them, and leave when they would turn negative.
struct NonNegativeLeastSquares {
  /// One coefficient for each column, zero or more.
  let coefficients: [Double]
  /// The columns whose coefficient is above zero.
  let passive: [Int]

  /// - Parameter columns: each as long as `right`.
  /// - Returns: nil for columns of which none can be used: all zero, or not numbers.
  init?(columns: [[Double]], right: [Double]) {
    let count = columns.count
    let norms = columns.map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    guard norms.contains(where: { $0 > 0 }), norms.allSatisfy(\.isFinite),
      right.allSatisfy(\.isFinite)
    else { return nil }
    // Columns of length one: powers of the radius differ by many orders of magnitude.
    let scaled = zip(columns, norms).map { column, norm in
      norm > 0 ? column.map { $0 / norm } : column
    }
    var x = [Double](repeating: 0, count: count)
    var isPassive = [Bool](repeating: false, count: count)
    var refused = Set<Int>()
    let scale = right.reduce(0) { $0 + $1 * $1 }.squareRoot()
    for _ in 0..<(10 * count + 10) {
      let gradient = Self.gradient(scaled, right, x)
      let candidates = (0..<count).filter {
        !isPassive[$0] && norms[$0] > 0 && gradient[$0] > 1e-15 * scale && !refused.contains($0)
      }
      guard let entering = candidates.max(by: { gradient[$0] < gradient[$1] }) else { break }
      isPassive[entering] = true
      guard let next = Self.descend(scaled, right, x, &isPassive, entering) else {
        // It depends on the others, or would leave again at once: rounding, not need, let it in.
        isPassive[entering] = false
        refused.insert(entering)
        continue
      }
      if next == x { refused.insert(entering) } else { refused = [] }
      x = next
    }
    passive = (0..<count).filter { isPassive[$0] && x[$0] > 0 }
    coefficients = zip(x, norms).map { $1 > 0 ? $0 / $1 : 0 }
  }

  /// What the residual asks of each column.
  private static func gradient(_ columns: [[Double]], _ right: [Double], _ x: [Double])
    -> [Double]
  {
    var residual = right
    for (column, share) in zip(columns, x) where share != 0 {
      for i in residual.indices { residual[i] -= share * column[i] }
    }
    return columns.map { column in
      var sum = 0.0
      for i in residual.indices { sum += column[i] * residual[i] }
      return sum
    }
  }

  /// Goes to the best fit of the passive columns, or as far as none turns negative, dropping those that do.
  private static func descend(
    _ columns: [[Double]], _ right: [Double], _ start: [Double], _ isPassive: inout [Bool],
    _ entering: Int
  ) -> [Double]? {
    var x = start
    for round in 0...columns.count {
      let passive = columns.indices.filter { isPassive[$0] }
      guard let best = HouseholderSolver.solve(passive.map { columns[$0] }, right) else {
        return nil
      }
      if round == 0, let place = passive.firstIndex(of: entering), best[place] <= 0 { return nil }
      var step = 1.0
      for (place, index) in passive.enumerated() where best[place] <= 0 {
        step = min(step, x[index] / (x[index] - best[place]))
      }
      for (place, index) in passive.enumerated() { x[index] += step * (best[place] - x[index]) }
      if step == 1, best.allSatisfy({ $0 > 0 }) { return x }
      for (place, index) in passive.enumerated()
      where best[place] <= 0 && x[index] <= 1e-12 * abs(best[place]) + 1e-300 {
        isPassive[index] = false
        x[index] = 0
      }
      if !isPassive.contains(true) { return x }
    }
    return x
  }
}
