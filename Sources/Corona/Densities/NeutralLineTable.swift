internal import RealModule
internal import VectorMath

/// A neutral line ready for the hot loop: the distance from it for eight directions at once.
///
/// The two functions of longitude are cubics in the diamond angle `y/(|x| + |y|)`, counted on from
/// quadrant to quadrant: one division instead of an arc tangent. Values and slopes at the nodes are
/// exact, so the table is smooth to the first derivative and follows ``NeutralLine`` to 1e-6.
struct NeutralLineTable: Sendable {
  private static let cellsPerQuadrant = 256

  /// For every cell the coefficients of `R` and `H`, taking turns, the constants first.
  private let cells: [SIMD8<Double>]
  /// How many times the line winds about a great circle, by the root mean squares of `R` and its slope;
  /// zero for a great circle.
  let waves: Double
  private let firstCosine: Double
  private let firstSine: Double
  private let firstSquared: Double

  init(_ line: NeutralLine) {
    firstCosine = line.firstCosine
    firstSine = line.firstSine
    firstSquared = line.firstCosine * line.firstCosine + line.firstSine * line.firstSine
    let step = 1 / Double(Self.cellsPerQuadrant)
    /// `R` and `H` and their slopes per cell at a node.
    func node(_ index: Int) -> (value: SIMD2<Double>, slope: SIMD2<Double>) {
      let quadrant = index / Self.cellsPerQuadrant
      let t = Double(index % Self.cellsPerQuadrant) * step
      let longitude = Double(quadrant) * Double.pi / 2 + Double.atan2(y: t, x: 1 - t)
      let shape = line.shape(atLongitude: longitude)
      // dλ/dt of λ = atan2(t, 1 − t).
      let rate = step / (t * t + (1 - t) * (1 - t))
      return (SIMD2(shape.r, shape.h), SIMD2(shape.rSlope, shape.hSlope) * rate)
    }
    cells = (0..<4 * Self.cellsPerQuadrant).map { index in
      let (start, end) = (node(index), node((index + 1) % (4 * Self.cellsPerQuadrant)))
      let rise = end.value - start.value
      let second = 3 * rise - 2 * start.slope - end.slope
      let third = start.slope + end.slope - 2 * rise
      return SIMD8(
        lowHalf: SIMD4(lowHalf: start.value, highHalf: start.slope),
        highHalf: SIMD4(lowHalf: second, highHalf: third))
    }
    waves = Self.waves(of: line)
  }

  private static func waves(of line: NeutralLine) -> Double {
    let count = 4 * cellsPerQuadrant
    var (square, slopeSquare) = (0.0, 0.0)
    for index in 0..<count {
      let shape = line.shape(atLongitude: 2 * Double.pi * Double(index) / Double(count))
      square += shape.r * shape.r
      slopeSquare += shape.rSlope * shape.rSlope
    }
    // Rounding of the spline is no warp.
    return square > 1e-12 * Double(count) ? (slopeSquare / square).squareRoot() : 0
  }

  /// `R` and `H` in the cell whose number stands in the low bits of `shifted`.
  @inline(__always)
  private func cell(_ shifted: Int64, _ t: Double) -> SIMD2<Double> {
    let mask = Int64(4 * Self.cellsPerQuadrant - 1)
    let cell = cells[Int(truncatingIfNeeded: shifted & mask)]
    var value = cell.highHalf.highHalf * t + cell.highHalf.lowHalf
    value = value * t + cell.lowHalf.highHalf
    return value * t + cell.lowHalf.lowHalf
  }

  /// The squared sine of the angular distance from the line.
  @inline(__always)
  func squaredSine(_ u: CoronalDirections) -> Double8 {
    let x = u.x.replacing(with: -u.x, where: u.x .< 0)
    let y = u.y.replacing(with: -u.y, where: u.y .< 0)
    // At the very pole any longitude will do.
    let diamond = u.y / (x + y + 1e-300)
    var angle = diamond.replacing(with: 2 - diamond, where: u.x .< 0)
    angle.replace(with: 4 + diamond, where: (u.x .>= 0) .& (u.y .< 0))
    let place = angle * Double(Self.cellsPerQuadrant)
    // Adding 1.5 × 2^52 rounds to an integer and leaves it in the low mantissa bits, which wrap around
    // like the angle; nothing traps on what is no number.
    let shifted = (place - 0.5) + 0x1.8p52
    let t = place - (shifted - 0x1.8p52)
    let (r, h) = lanePairs(unsafeBitCast(shifted, to: SIMD8<Int64>.self), t) { cell($0, $1) }
    let squared = u.x * u.x + u.y * u.y
    let circle = firstCosine * u.x + firstSine * u.y
    let beyond = Double8.sqrt(squared) * r
    let tangent = circle + beyond
    var rest = 1 - squared - tangent * tangent
    rest.replace(with: 0, where: rest .< 0)
    let restSquared = rest * rest
    let fade = 1 - restSquared * restSquared
    let height = u.z - circle - fade * beyond
    return height * height / (1 + firstSquared + fade * fade * h)
  }
}
