/// The ring of light that the back of a film's base throws round what is bright.
///
/// Light scattered into the base as by a matt surface returns at `r = 2 t tan θ` with the irradiance
/// `cos⁴θ / (π (2t)² (1 − 1/n²))` beyond the angle of total reflection, `sin θ = 1/n`: Lambert's cosine,
/// the solid angle, and the slant, normalised to the light that is reflected. What returns within that
/// angle, some per cent, and what returns beyond four radii of the ring are left out. The ring is wide and
/// soft, so that it is computed on cells of a quarter of its radius or a little more.
struct HalationRing {
  /// Share of the light that returns.
  let share: Double
  /// Pixels along the side of a cell.
  let cell: Int
  /// How far the kernel reaches, cells.
  let reach: Int
  /// Shares of the returned light by cell, `2 reach + 1` to a row.
  let kernel: [Double]

  /// The ring of a base, on pixels of a pitch in micrometres.
  init(_ halation: Halation, pitch: Double, format: FrameFormat) {
    share = halation.share
    let index = halation.refractiveIndex
    let doubled = 2 * halation.baseThickness / pitch
    let inner = doubled / (index * index - 1).squareRoot()
    cell = max(1, min(Int((inner / 4).rounded(.up)), max(format.width, format.height)))
    let scale = Double(cell)
    reach = max(1, min(Int((4 * inner / scale).rounded(.up)), 17))
    kernel = Self.kernel(doubled / scale, inner / scale, reach)
  }

  /// The ring on cells, summed to one, each cell by 8 × 8 points.
  private static func kernel(_ doubled: Double, _ inner: Double, _ reach: Int) -> [Double] {
    let side = 2 * reach + 1
    var values = [Double](repeating: 0, count: side * side)
    let points = 8
    for row in 0..<side * points {
      let y = (Double(row) + 0.5) / Double(points) - 0.5 - Double(reach)
      for column in 0..<side * points {
        let x = (Double(column) + 0.5) / Double(points) - 0.5 - Double(reach)
        let square = x * x + y * y
        guard square > inner * inner, square < 16 * inner * inner else { continue }
        let slant = 1 + square / (doubled * doubled)
        values[row / points * side + column / points] += 1 / (slant * slant)
      }
    }
    let sum = values.reduce(0, +)
    // A ring finer than the points stays in its pixel.
    guard sum > 0 else {
      values[reach * side + reach] = 1
      return values
    }
    return values.map { $0 / sum }
  }

  /// Adds the ring to the light of a frame; even light stays as it is, but at the frame's edges.
  func apply(_ light: inout [Double], _ format: FrameFormat) {
    guard share > 0 else { return }
    let columns = (format.width + cell - 1) / cell
    let rows = (format.height + cell - 1) / cell
    let coarse = coarsened(light, format, columns, rows)
    let spread = convolved(coarse, columns, rows)
    for row in 0..<format.height {
      let y = Self.place(row, cell, rows)
      for column in 0..<format.width {
        let x = Self.place(column, cell, columns)
        let (first, second) = (y.index * columns, y.next * columns)
        let upper = spread[first + x.index] * (1 - x.share) + spread[first + x.next] * x.share
        let lower = spread[second + x.index] * (1 - x.share) + spread[second + x.next] * x.share
        let ring = upper * (1 - y.share) + lower * y.share
        let pixel = row * format.width + column
        light[pixel] = (1 - share) * light[pixel] + share * ring
      }
    }
  }

  /// Means of cells; cells that reach beyond the frame count what lies there as dark.
  private func coarsened(
    _ light: [Double], _ format: FrameFormat, _ columns: Int, _ rows: Int
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: columns * rows)
    let scale = 1 / Double(cell * cell)
    for row in 0..<format.height {
      let begin = row / cell * columns
      for column in 0..<columns {
        let first = row * format.width + column * cell
        let last = min(first + cell, (row + 1) * format.width)
        var sum = 0.0
        for index in first..<last { sum += light[index] }
        sums[begin + column] += sum * scale
      }
    }
    return sums
  }

  /// The ring round every cell; single precision, since all terms are positive.
  private func convolved(_ coarse: [Double], _ columns: Int, _ rows: Int) -> [Double] {
    let side = 2 * reach + 1
    // Dark cells beside each row and up to whole blocks, so that the inner loop needs no bounds.
    let blocks = (columns + 15) / 16
    let stride = blocks * 16 + 2 * reach
    var taps: [(place: Int, weight: Float)] = []
    for shift in 0...reach {
      for tap in 0..<side {
        let weight = Float(kernel[(reach + shift) * side + tap])
        if weight > 0 { taps.append((shift * stride + tap, weight)) }
      }
    }
    var lines = [Float](repeating: 0, count: (reach + 1) * stride)
    var result = [Double](repeating: 0, count: columns * rows)
    for row in 0..<rows {
      fold(coarse, columns, rows, about: row, into: &lines, stride)
      lines.withUnsafeBytes { bytes in
        for block in 0..<blocks {
          var sums = (SIMD8<Float>.zero, SIMD8<Float>.zero)
          for tap in taps {
            let place = 4 * (tap.place + block * 16)
            sums.0 += tap.weight * bytes.loadUnaligned(fromByteOffset: place, as: SIMD8.self)
            sums.1 += tap.weight * bytes.loadUnaligned(fromByteOffset: place + 32, as: SIMD8.self)
          }
          let begin = row * columns + block * 16
          for lane in 0..<min(16, columns - block * 16) {
            result[begin + lane] = Double(lane < 8 ? sums.0[lane] : sums.1[lane - 8])
          }
        }
      }
    }
    return result
  }

  /// Sums of the rows above and below a row, by distance: the ring is the same on both sides.
  private func fold(
    _ coarse: [Double], _ columns: Int, _ rows: Int, about row: Int, into lines: inout [Float],
    _ stride: Int
  ) {
    for shift in 0...reach {
      let above = row >= shift ? (row - shift) * columns : -1
      let below = shift > 0 && row + shift < rows ? (row + shift) * columns : -1
      let begin = shift * stride + reach
      for column in 0..<columns {
        let first = above >= 0 ? coarse[above + column] : 0
        let second = below >= 0 ? coarse[below + column] : 0
        lines[begin + column] = Float(first + second)
      }
    }
  }

  /// The two cells whose middles lie about a pixel's, and how far it is from the first.
  @inline(__always)
  private static func place(
    _ pixel: Int, _ cell: Int, _ count: Int
  ) -> (index: Int, next: Int, share: Double) {
    let position = (Double(pixel) + 0.5) / Double(cell) - 0.5
    let index = min(max(0, Int(position)), count - 1)
    let next = min(index + 1, count - 1)
    return (index, next, min(1, max(0, position - Double(index))))
  }
}
