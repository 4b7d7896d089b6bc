internal import RealModule

/// A smooth function of two variables as Chebyshev series on rectangles.
///
/// A rectangle is halved, across the direction whose last coefficients are larger, until the last two
/// orders in both directions are below ``tolerance`` of the largest coefficient. The error of the
/// series is of that order; functions with cusps lose more, and are measured where they are used.
struct ChebyshevSurface: Sendable {
  /// The share of the function at which the last coefficients count as small.
  static let tolerance = 2e-7
  /// Terms along x and along y.
  private static let terms = (x: 8, y: 10)
  /// Halvings at most, so that no function can keep the machine busy for ever.
  private static let deepest = 9

  private let xEdges: [Double]
  private let yEdges: [Double]
  /// A tree for each rectangle of the edges, those along y running fastest.
  private let roots: [Int]
  private let cells: [Cell]
  private let coefficients: [Double]

  private struct Cell: Sendable {
    var lower: SIMD2<Double>
    var upper: SIMD2<Double>
    /// Where the coefficients start, in a leaf.
    var start = 0
    /// The first of two children, or zero in a leaf; they meet halfway along `splitsY ? y : x`.
    var child = 0
    var splitsY = false
  }

  /// How many coefficients the surface keeps.
  var coefficientCount: Int { coefficients.count }

  /// The surface of a function.
  ///
  /// - Parameters:
  ///   - xEdges: rising, at least two; the function may be broken at each.
  ///   - yEdges: the same along y.
  init(xEdges: [Double], yEdges: [Double], of function: (Double, Double) -> Double) {
    var builder = Builder()
    var roots: [Int] = []
    for x in 1..<xEdges.count {
      for y in 1..<yEdges.count {
        roots.append(builder.cells.count)
        builder.cells.append(
          Cell(
            lower: SIMD2(xEdges[x - 1], yEdges[y - 1]), upper: SIMD2(xEdges[x], yEdges[y])))
        builder.fill(roots[roots.count - 1], depth: Self.deepest, function)
      }
    }
    self.xEdges = xEdges
    self.yEdges = yEdges
    self.roots = roots
    cells = builder.cells
    coefficients = builder.coefficients
  }

  /// The function at a place, or nil outside the surface.
  func value(_ x: Double, _ y: Double) -> Double? {
    guard let column = Self.interval(x, xEdges), let row = Self.interval(y, yEdges) else {
      return nil
    }
    var cell = cells[roots[column * (yEdges.count - 1) + row]]
    let place = SIMD2(x, y)
    while cell.child != 0 {
      let middle = 0.5 * (cell.lower + cell.upper)
      let isUpper = cell.splitsY ? y > middle.y : x > middle.x
      cell = cells[cell.child + (isUpper ? 1 : 0)]
    }
    let local = (2 * place - cell.lower - cell.upper) / (cell.upper - cell.lower)
    return sum(from: cell.start, at: local)
  }

  private static func interval(_ place: Double, _ edges: [Double]) -> Int? {
    guard place >= edges[0], place <= edges[edges.count - 1] else { return nil }
    var index = 0
    while index < edges.count - 2, place > edges[index + 1] { index += 1 }
    return index
  }

  /// `Σ aᵢₖ Tᵢ(x) Tₖ(y)` by Clenshaw's recurrence in both directions.
  private func sum(from start: Int, at place: SIMD2<Double>) -> Double {
    let table = coefficients.span
    let (outer, inner) = Self.terms
    let (twoX, twoY) = (2 * place.x, 2 * place.y)
    var (next, afterNext) = (0.0, 0.0)
    for i in stride(from: outer - 1, through: 0, by: -1) {
      let base = start + i * inner
      var (b, c) = (0.0, 0.0)
      for k in stride(from: inner - 1, to: 0, by: -1) {
        (b, c) = (table[base + k] + twoY * b - c, b)
      }
      let term = table[base] + place.y * b - c
      (next, afterNext) = (term + (i > 0 ? twoX : place.x) * next - afterNext, next)
    }
    return next
  }

  /// Fills the trees.
  private struct Builder {
    var cells: [Cell] = []
    var coefficients: [Double] = []
    private let xNodes = Builder.nodes(ChebyshevSurface.terms.x)
    private let yNodes = Builder.nodes(ChebyshevSurface.terms.y)

    mutating func fill(_ index: Int, depth: Int, _ function: (Double, Double) -> Double) {
      let (lower, upper) = (cells[index].lower, cells[index].upper)
      let series = series(lower, upper, function)
      let (alongX, alongY) = Self.tails(series)
      guard depth > 0, Swift.max(alongX, alongY) > ChebyshevSurface.tolerance else {
        cells[index].start = coefficients.count
        coefficients += series
        return
      }
      let middle = 0.5 * (lower + upper)
      let splitsY = alongY > alongX
      cells[index].splitsY = splitsY
      cells[index].child = cells.count
      cells.append(
        Cell(
          lower: lower,
          upper: splitsY ? SIMD2(upper.x, middle.y) : SIMD2(middle.x, upper.y)))
      cells.append(
        Cell(
          lower: splitsY ? SIMD2(lower.x, middle.y) : SIMD2(middle.x, lower.y), upper: upper))
      for child in 0...1 { fill(cells[index].child + child, depth: depth - 1, function) }
    }

    /// The coefficients on a rectangle, those along y running fastest.
    private func series(
      _ lower: SIMD2<Double>, _ upper: SIMD2<Double>, _ function: (Double, Double) -> Double
    ) -> [Double] {
      let (middle, half) = (0.5 * (lower + upper), 0.5 * (upper - lower))
      let alongY = xNodes.map { x in
        Self.transform(
          yNodes.map { y in function(middle.x + half.x * x, middle.y + half.y * y) })
      }
      let alongBoth = yNodes.indices.map { k in Self.transform(alongY.map { $0[k] }) }
      return xNodes.indices.flatMap { i in alongBoth.map { $0[i] } }
    }

    /// The largest of the last two orders in each direction, over the largest coefficient.
    private static func tails(_ series: [Double]) -> (x: Double, y: Double) {
      let (outer, inner) = ChebyshevSurface.terms
      var (largest, x, y) = (0.0, 0.0, 0.0)
      for i in 0..<outer {
        for k in 0..<inner {
          let size = abs(series[i * inner + k])
          largest = Swift.max(largest, size)
          if i >= outer - 2 { x = Swift.max(x, size) }
          if k >= inner - 2 { y = Swift.max(y, size) }
        }
      }
      return largest > 0 ? (x / largest, y / largest) : (0, 0)
    }

    /// Chebyshev's nodes of the first kind.
    private static func nodes(_ count: Int) -> [Double] {
      (0..<count).map { Double.cos(Double.pi * (Double($0) + 0.5) / Double(count)) }
    }

    /// The coefficients of the polynomial through values at Chebyshev's nodes.
    private static func transform(_ values: [Double]) -> [Double] {
      let count = values.count
      return (0..<count).map { k in
        let sum = (0..<count).reduce(0.0) { sum, j in
          sum + values[j] * Double.cos(Double.pi * Double(k) * (Double(j) + 0.5) / Double(count))
        }
        return sum * (k == 0 ? 1 : 2) / Double(count)
      }
    }
  }
}
