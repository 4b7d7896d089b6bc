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
  /// From 1e-11 of a solar radius to 1e13 solar radii: below, the kernel does not change any more;
  /// above, `T r²` and `P r²` do not.
  private static let octaves = -36..<44
  private static let cellsAnOctave = 8

  private let cells: [Cell]

  /// The table of a kernel.
  init(_ kernel: ThomsonKernel) {
    let nodes = ChebyshevFit.nodes(7)
    cells = Self.octaves.flatMap { octave in
      (0..<Self.cellsAnOctave).map { cell in
        let values = nodes.map { node in
          let fraction = (Double(cell) + 0.5 * (node + 1)) / Double(Self.cellsAnOctave)
          let height = Double.exp2(Double(octave)) * (1 + fraction)
          let (t, p) = kernel.coefficients(atHeight: height)
          let square = (1 + height) * (1 + height)
          return (t: t * square, p: p * square)
        }
        let t = ChebyshevFit.powers(
          ofCoefficients: ChebyshevFit.coefficients(ofValues: values.map(\.t)))
        let p = ChebyshevFit.powers(
          ofCoefficients: ChebyshevFit.coefficients(ofValues: values.map(\.p)))
        func pair(_ power: Int) -> SIMD2<Double> { SIMD2(t[power], p[power]) }
        return Cell(
          c0: pair(0), c1: pair(1), c2: pair(2), c3: pair(3), c4: pair(4), c5: pair(5), c6: pair(6))
      }
    }
  }

  /// `T` and `P` at eight heights above the photosphere, each lane independent of its neighbours.
  @inline(__always)
  func coefficients(
    atHeight height: Double8, inverseRadius: Double8
  ) -> (t: Double8, p: Double8) {
    let bits = unsafeBitCast(height, to: SIMD8<UInt64>.self)
    // Exponent and the first three bits of the mantissa number the cell; the others tell the place.
    let number = bits &>> SIMD8<UInt64>(repeating: 49)
    let rest = (bits &<< SIMD8<UInt64>(repeating: 3)) & SIMD8<UInt64>(repeating: 0xF_FFFF_FFFF_FFFF)
    let x = 2 * unsafeBitCast(rest | SIMD8<UInt64>(repeating: 0x3FF0 << 48), to: Double8.self) - 3
    let first = (1023 + Self.octaves.lowerBound) * Self.cellsAnOctave
    var t = Double8.zero
    var p = Double8.zero
    for lane in 0..<8 {
      // A height below zero by rounding has its sign bit set and must count as the lowest cell.
      let signed = Int(truncatingIfNeeded: number[lane] & 0x7FFF)
      let isNegative = number[lane] > 0x3FFF
      let index = isNegative ? 0 : Swift.min(Swift.max(signed - first, 0), cells.count - 1)
      let value = cells[index].value(x[lane])
      t[lane] = value.x
      p[lane] = value.y
    }
    let y = inverseRadius * inverseRadius
    return (t * y, p * y)
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
