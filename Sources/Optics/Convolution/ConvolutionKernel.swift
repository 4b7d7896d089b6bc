internal import VectorMath

/// What a point throws onto the cells about it, alike in all four quadrants, ready to act on pictures.
///
/// Kept as its Fourier transform, which is real and alike in all quadrants, too: a quarter of it does.
struct ConvolutionKernel: Sendable {
  /// Cells of the grid that pictures are laid on, powers of two.
  let columns: Int
  let rows: Int
  /// The transform over the number of cells, for each frequency across a column of frequencies up.
  private let spectrum: [Double]

  /// The kernel on a grid.
  ///
  /// What it throws farther than half the grid is left out: the grid must be as wide as the cells that throw or
  /// receive light, and those between them.
  ///
  /// - Parameters:
  ///   - columns: of the grid, a power of two from 8.
  ///   - rows: of the grid, likewise.
  ///   - thrown: what a cell receives of the light of the one that many columns and rows away.
  init(columns: Int, rows: Int, thrown: (_ across: Int, _ up: Int) -> Double) {
    (self.columns, self.rows) = (columns, rows)
    let (wide, high) = (columns / 2 + 1, rows / 2 + 1)
    // First up each column; those on both sides of the middle are the same.
    var half = [Double](repeating: 0, count: wide * high)
    let up = FourierTransform8(length: rows)
    var (work, scratch) = (
      FourierTransform8.Columns(length: rows), FourierTransform8.Columns(length: rows)
    )
    for start in stride(from: 0, to: wide, by: 8) {
      let lanes = min(8, wide - start)
      for row in 0..<rows {
        (work.real[row], work.imaginary[row]) = (.zero, .zero)
        let distance = min(row, rows - row)
        for lane in 0..<lanes { work.real[row][lane] = thrown(start + lane, distance) }
      }
      up.forward(&work, scratch: &scratch)
      for row in 0..<high {
        for lane in 0..<lanes { half[(start + lane) * high + row] = work.real[row][lane] }
      }
    }
    let across = FourierTransform8(length: columns)
    (work, scratch) = (
      FourierTransform8.Columns(length: columns), FourierTransform8.Columns(length: columns)
    )
    var spectrum = half
    let factor = 1 / (Double(columns) * Double(rows))
    for start in stride(from: 0, to: high, by: 8) {
      let lanes = min(8, high - start)
      for column in 0..<columns {
        (work.real[column], work.imaginary[column]) = (.zero, .zero)
        let place = min(column, columns - column) * high + start
        for lane in 0..<lanes { work.real[column][lane] = half[place + lane] }
      }
      across.forward(&work, scratch: &scratch)
      for column in 0..<wide {
        for lane in 0..<lanes {
          spectrum[column * high + start + lane] = factor * work.real[column][lane]
        }
      }
    }
    self.spectrum = spectrum
  }

  /// The factors of eight frequencies up, at one across.
  @inline(__always)
  func factors(across column: Int, up row: Int) -> SIMD8<Double> {
    let (high, first) = (rows / 2 + 1, min(column, columns - column))
    var factors = SIMD8<Double>.zero
    for lane in 0..<8 {
      let place = row + lane
      factors[lane] = spectrum[first * high + min(place, rows - place)]
    }
    return factors
  }
}
