/// Piecewise polynomials of fifth degree through points of any spacing, repeating, with four continuous
/// derivatives.
///
/// Slope and second derivative at every point follow from the continuity of the third and fourth: two
/// equations a point, in which neighbours take part (de Boor, A Practical Guide to Splines, 1978,
/// chapter IX, writes them for B-splines). Why not cubics: their third derivative jumps at every point,
/// and rules for sightlines that cross such a jump lose 1e-6 and more.
struct PeriodicSpline: Sendable {
  /// Where the points lie, rising, without the one that closes the period.
  let knots: [Double]
  /// The values, slopes and second derivatives there.
  private let values: [Double]
  private let slopes: [Double]
  private let curvatures: [Double]
  private let period: Double

  /// What one point tells the others falls by 0.43 from point to point.
  private static let reach = 48

  /// The spline through points.
  ///
  /// - Parameter knots: rising, at least three, spanning less than the period.
  init(through knots: [Double], values: [Double], period: Double) {
    self.knots = knots
    self.values = values
    self.period = period
    // The equations of the points and of as many repetitions as still matter; what stands at their far
    // ends does not.
    let count = knots.count
    let indices = -Self.reach..<count + Self.reach
    func wrapped(_ index: Int) -> Int { ((index % count) + count) % count }
    let places = indices.map { index in
      knots[wrapped(index)] + period * Double((index - wrapped(index)) / count)
    }
    let heights = indices.map { values[wrapped($0)] }
    let solved = Self.solve(places, heights)
    slopes = solved[Self.reach..<Self.reach + count].map(\.x)
    curvatures = solved[Self.reach..<Self.reach + count].map(\.y)
  }

  /// Slopes and second derivatives at all places, by elimination over blocks of two equations.
  private static func solve(_ x: [Double], _ y: [Double]) -> [SIMD2<Double>] {
    var ratios = [Block(columns: .zero, .zero)]
    var result = [SIMD2<Double>.zero]
    for i in 1..<x.count - 1 {
      let row = Equations(before: x[i] - x[i - 1], after: x[i + 1] - x[i])
      let known = row.known(rises: y[i] - y[i - 1], y[i + 1] - y[i])
      let inverse = (row.middle - row.lower * ratios[i - 1]).inverse
      ratios.append(inverse * row.upper)
      result.append(inverse * (known - row.lower * result[i - 1]))
    }
    result.append(.zero)
    for i in stride(from: x.count - 2, to: 0, by: -1) {
      result[i] -= ratios[i] * result[i + 1]
    }
    return result
  }

  /// Value, slope and second derivative at a place.
  func value(at place: Double) -> (value: Double, slope: Double, curvature: Double) {
    let x = place - ((place - knots[0]) / period).rounded(.down) * period
    var (low, high) = (0, knots.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if knots[middle] <= x { low = middle } else { high = middle }
    }
    let next = (low + 1) % knots.count
    let step = next > 0 ? knots[next] - knots[low] : knots[0] + period - knots[low]
    let t = (x - knots[low]) / step
    // Hermite's quintic, by powers of t, from what both ends have beyond the first one's parabola.
    let (slope, half) = (slopes[low] * step, 0.5 * curvatures[low] * step * step)
    let rise = values[next] - values[low] - slope - half
    let turn = slopes[next] * step - slope - 2 * half
    let bend = curvatures[next] * step * step - 2 * half
    let c3 = 10 * rise - 4 * turn + 0.5 * bend
    let c4 = -15 * rise + 7 * turn - bend
    let c5 = 6 * rise - 3 * turn + 0.5 * bend
    let value = values[low] + t * (slope + t * (half + t * (c3 + t * (c4 + t * c5))))
    let first = slope + t * (2 * half + t * (3 * c3 + t * (4 * c4 + t * 5 * c5)))
    let second = 2 * half + t * (6 * c3 + t * (12 * c4 + t * 20 * c5))
    return (value, first / step, second / (step * step))
  }

  /// Two equations at a point for its neighbours' and its own slope and second derivative.
  ///
  /// The first makes the third derivative continuous, the second the fourth; both are scaled by the
  /// shorter of the two steps, as steps may differ by decades.
  private struct Equations {
    let lower: Block
    let middle: Block
    let upper: Block
    private let third: SIMD2<Double>
    private let fourth: SIMD2<Double>

    init(before a: Double, after b: Double) {
      let step = Swift.min(a, b)
      let (p, q) = (step / a, step / b)
      let (p2, q2) = (p * p, q * q)
      lower = Block(
        columns: SIMD2(-24 * p2, -168 * p2 * p), SIMD2(-3 * p, -24 * p2) * step)
      middle = Block(
        columns: SIMD2(36 * (q2 - p2), -192 * (p2 * p + q2 * q)),
        SIMD2(9 * (p + q), 36 * (p2 - q2)) * step)
      upper = Block(
        columns: SIMD2(24 * q2, -168 * q2 * q), SIMD2(-3 * q, 24 * q2) * step)
      third = SIMD2(-60 * p2 * p, 60 * q2 * q) / step
      fourth = SIMD2(-360 * p2 * p2, -360 * q2 * q2) / step
    }

    func known(rises before: Double, _ after: Double) -> SIMD2<Double> {
      SIMD2(
        third.x * before + third.y * after, fourth.x * before + fourth.y * after)
    }
  }

  /// A matrix of two rows and two columns.
  private struct Block {
    let first: SIMD2<Double>
    let second: SIMD2<Double>

    init(columns first: SIMD2<Double>, _ second: SIMD2<Double>) {
      self.first = first
      self.second = second
    }

    var inverse: Block {
      let factor = 1 / (first.x * second.y - second.x * first.y)
      return Block(
        columns: SIMD2(second.y, -first.y) * factor, SIMD2(-second.x, first.x) * factor)
    }

    static func * (a: Block, v: SIMD2<Double>) -> SIMD2<Double> { a.first * v.x + a.second * v.y }
    static func * (a: Block, b: Block) -> Block { Block(columns: a * b.first, a * b.second) }
    static func - (a: Block, b: Block) -> Block {
      Block(columns: a.first - b.first, a.second - b.second)
    }
  }
}
