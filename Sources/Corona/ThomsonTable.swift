internal import RealModule
internal import VectorMath

/// The Thomson kernel as piecewise polynomials in the height above the photosphere.
///
/// Every octave of the height `r − 1` is cut into eight cells, which follow from the bits of the
/// number; in each, `T r²` and `P r²` are polynomials of degree six. Their singularities, the
/// photosphere and the Sun's inside, are at least eight cells away, so that a fit loses less than
/// 1e-10. Both polynomials run side by side in one register of two doubles, which every processor has.
struct ThomsonTable: Sendable {
  /// Coefficients of one cell, `T r²` in the first lane and `P r²` in the second.
  private struct Cell: Sendable {
    var c0, c1, c2, c3, c4, c5, c6: SIMD2<Double>

    @inline(__always)
    func value(_ x: Double) -> SIMD2<Double> {
      let z = SIMD2(repeating: x)
      var sum = c6
      sum = sum * z + c5
      sum = sum * z + c4
      sum = sum * z + c3
      sum = sum * z + c2
      sum = sum * z + c1
      return sum * z + c0
    }
  }

  /// The octaves covered, as powers of two.
  ///
  /// From 1.5e-8 of a solar radius to a million: below, the kernel hardly changes any more; above,
  /// `T r²` and `P r²` do not.
  private static let octaves = -26..<20
  private static let cellsAnOctave = 8

  private let cells: [Cell]

  /// The table of a kernel.
  init(_ kernel: ThomsonKernel) {
    let nodes = ChebyshevFit.nodes(7)
    let cardinals = ChebyshevFit.cardinalPowers(count: 7)
    cells = Self.octaves.flatMap { octave in
      (0..<Self.cellsAnOctave).map { cell in
        var height = Double8.zero
        for lane in 0..<8 {
          let place = 0.5 * (nodes[Swift.min(lane, 6)] + 1)
          let fraction = (Double(cell) + place) / Double(Self.cellsAnOctave)
          height[lane] = Double.exp2(Double(octave)) * (1 + fraction)
        }
        let radius = 1 + height
        let values = kernel.coefficients(atHeight: height, inverseRadius: 1 / radius)
        let (t, p) = (values.t * radius * radius, values.p * radius * radius)
        func pair(_ power: Int) -> SIMD2<Double> {
          var sum = SIMD2<Double>.zero
          for node in 0..<7 { sum += SIMD2(t[node], p[node]) * cardinals[node][power] }
          return sum
        }
        return Cell(
          c0: pair(0), c1: pair(1), c2: pair(2), c3: pair(3), c4: pair(4), c5: pair(5), c6: pair(6))
      }
    }
  }

  /// `T` and `P` at eight heights above the photosphere, each lane independent of its neighbours.
  @inline(never)
  func coefficients(
    atHeight height: Double8, inverseRadius: Double8
  ) -> (t: Double8, p: Double8) {
    let bits = unsafeBitCast(height, to: SIMD8<UInt64>.self)
    let number = unsafeBitCast(height, to: SIMD8<Int64>.self)
    // Exponent and the first three bits of the mantissa number the cell; the others tell the place.
    let rest = (bits &<< SIMD8<UInt64>(repeating: 3)) & SIMD8<UInt64>(repeating: 0xF_FFFF_FFFF_FFFF)
    let x = 2 * unsafeBitCast(rest | SIMD8<UInt64>(repeating: 0x3FF0 << 48), to: Double8.self) - 3
    let (t, p) = lanePairs(number, x) { value($0, $1) }
    let y = inverseRadius * inverseRadius
    return (y * t, y * p)
  }

  /// Numbers below the table, negative ones by rounding among them, count as its lowest cell; numbers
  /// above it, and what is not a number, as its highest.
  @inline(__always)
  private func value(_ bits: Int64, _ x: Double) -> SIMD2<Double> {
    let first = (1023 + Self.octaves.lowerBound) * Self.cellsAnOctave
    let index = Int(truncatingIfNeeded: bits >> 49) &- first
    return cells[Swift.min(Swift.max(index, 0), cells.count &- 1)].value(x)
  }
}

/// The kernel as a quality asks for it: exact, or from the table.
struct ScatteringWeights: Sendable {
  let kernel: ThomsonKernel
  let table: ThomsonTable?

  /// `T` and `P` at eight heights above the photosphere.
  @inline(__always)
  func coefficients(
    atHeight height: Double8, inverseRadius: Double8
  ) -> (t: Double8, p: Double8) {
    if let table { return table.coefficients(atHeight: height, inverseRadius: inverseRadius) }
    return kernel.coefficients(atHeight: height, inverseRadius: inverseRadius)
  }
}
