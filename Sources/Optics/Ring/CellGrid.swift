internal import RealModule

/// Square cells over a picture on which light from points is summed: pixels, coarser cells, or the finer
/// ones that pixels are made of.
struct CellGrid {
  /// Pixels of the picture, or coarse cells, in rows.
  private(set) var values: [Float]

  private let layout: Layout

  /// Enough cells beyond the picture for the interpolation onto cells half as large with as many.
  private static let coarseBorder = 7
  /// Lagrange's weights of six cells in a row a quarter of a cell from the third toward the fourth.
  private static let weights: [Float] = [
    77.0 / 8192, -693.0 / 8192, 6930.0 / 8192, 2310.0 / 8192, -495.0 / 8192, 63.0 / 8192,
  ]

  /// The pixels themselves, which cells finer by a power of 2 are summed into.
  init(_ plane: [Float], _ width: Int, _ height: Int, divisions: Int) {
    values = plane
    layout = Layout(
      columns: width, rows: height, border: 0, cell: 1 / Float(divisions), divisions: divisions)
  }

  /// Cells larger than a pixel, dark at first.
  init(_ width: Int, _ height: Int, pixelsInCell: Int) {
    layout = Layout(
      columns: (width + pixelsInCell - 1) / pixelsInCell + 2 * Self.coarseBorder,
      rows: (height + pixelsInCell - 1) / pixelsInCell + 2 * Self.coarseBorder,
      border: Self.coarseBorder, cell: Float(pixelsInCell), divisions: 1)
    values = [Float](repeating: 0, count: layout.columns * layout.rows)
  }

  /// Adds the light of points within a shell, taken in the cells' middles.
  mutating func add(_ sources: LineSources, _ shell: Shell) {
    let layout = layout
    values.withUnsafeMutableBufferPointer { values in
      shell.table.withUnsafeBufferPointer { radial in
        sources.tables.withUnsafeBufferPointer { tables in
          for point in sources.points {
            let strengths = tables[point.table..<point.table + sources.entries]
            layout.add(point, UnsafeBufferPointer(rebasing: strengths), shell, radial, values)
          }
        }
      }
    }
  }

  /// Adds cells twice as large, by interpolation in both directions.
  ///
  /// A cell's middle lies a quarter of a large cell off the middle of the nearest: Lagrange's weights there.
  mutating func addInterpolated(_ coarse: CellGrid) {
    let weights = Self.weights
    let (columns, rows, border) = (layout.columns, layout.rows, layout.border)
    let from = coarse.layout
    // First along the rows, for every row of the coarse grid.
    var wide = [Float](repeating: 0, count: columns * from.rows)
    for row in 0..<from.rows {
      for column in 0..<columns {
        let (nearest, side) = Self.nearest(column - border, from.border)
        var sum: Float = 0
        for tap in weights.indices {
          sum += weights[tap] * coarse.values[row * from.columns + nearest + side * (tap - 2)]
        }
        wide[row * columns + column] = sum
      }
    }
    for row in 0..<rows {
      let (nearest, side) = Self.nearest(row - border, from.border)
      for tap in weights.indices {
        let (weight, source) = (weights[tap], (nearest + side * (tap - 2)) * columns)
        for column in 0..<columns {
          values[row * columns + column] += weight * wide[source + column]
        }
      }
    }
  }

  /// The large cell that holds a cell, and the side on which the cell lies in it.
  private static func nearest(_ cell: Int, _ border: Int) -> (index: Int, side: Int) {
    // Shifting rounds down also below 0.
    ((cell >> 1) + border, cell.isMultiple(of: 2) ? -1 : 1)
  }
}

/// How cells lie over a picture.
private struct Layout {
  let columns: Int
  let rows: Int
  /// Cells beyond the picture on each side.
  let border: Int
  /// Width of a cell in pixels.
  let cell: Float
  /// Cells across one value, 1 or the divisions of a pixel.
  let divisions: Int

  @inline(__always)
  func add(
    _ point: LineSources.Point, _ strengths: UnsafeBufferPointer<Float>, _ shell: Shell,
    _ radial: UnsafeBufferPointer<SIMD4<Float>>,
    _ values: UnsafeMutableBufferPointer<Float>
  ) {
    // Places in cells: the middle of pixel 0 is half a pixel, and the border, inside the grid.
    let column = (point.column + 0.5) / cell + Float(border) - 0.5
    let row = (point.row + 0.5) / cell + Float(border) - 0.5
    let (reach, hole) = (shell.reach / cell, shell.hole / cell)
    let lastColumn = Float(columns * divisions - 1)
    let lastRow = Float(rows * divisions - 1)
    let bottom = max(0, (row - reach).rounded(.up))
    let top = min(lastRow, (row + reach).rounded(.down))
    guard bottom <= top else { return }
    let factor = point.factor / Float(divisions * divisions)
    let place = Place(point, strengths, shell.entriesInPixel * cell, cell, factor, column)
    for line in Int(bottom)...Int(top) {
      let dy = Float(line) - row
      let half = (max(0, reach * reach - dy * dy)).squareRoot()
      let gap = dy.magnitude < hole ? (hole * hole - dy * dy).squareRoot() : -1
      let start = max(0, (column - half).rounded(.up))
      let end = min(lastColumn, (column + half).rounded(.down))
      guard start <= end else { continue }
      let offset = (line / divisions) * columns
      if gap < 0 {
        place.add(Int(start)...Int(end), dy, offset, divisions, radial, values)
        continue
      }
      let left = min(end, (column - gap).rounded(.down))
      let right = max(start, (column + gap).rounded(.up))
      if start <= left { place.add(Int(start)...Int(left), dy, offset, divisions, radial, values) }
      if right <= end { place.add(Int(right)...Int(end), dy, offset, divisions, radial, values) }
    }
  }
}

/// A point as seen from the cells of one grid.
private struct Place {
  let column: Float
  let normalAcross: Float
  let normalUp: Float
  let entriesInCell: Float
  let cellWidth: Float
  let factor: Float
  let strengths: UnsafeBufferPointer<Float>
  let middle: Float

  @inline(__always)
  init(
    _ point: LineSources.Point, _ strengths: UnsafeBufferPointer<Float>, _ entriesInCell: Float,
    _ cellWidth: Float, _ factor: Float, _ column: Float
  ) {
    (normalAcross, normalUp) = (point.normalAcross, point.normalUp)
    (self.strengths, self.entriesInCell) = (strengths, entriesInCell)
    (self.cellWidth, self.factor, self.column) = (cellWidth, factor, column)
    middle = Float(strengths.count - 1) / 2
  }

  /// Adds the point's light to the cells of a row.
  @inline(__always)
  func add(
    _ cells: ClosedRange<Int>, _ dy: Float, _ offset: Int, _ divisions: Int,
    _ radial: UnsafeBufferPointer<SIMD4<Float>>, _ values: UnsafeMutableBufferPointer<Float>
  ) {
    let last = Float(radial.count - 2)
    let shift = divisions.trailingZeroBitCount
    @inline(__always)
    func addEach(_ light: (SIMD4<Float>, Float, Float) -> Float) {
      for cell in cells {
        let dx = Float(cell) - column
        let distance = (dx * dx + dy * dy).squareRoot()
        let entry = min(distance * entriesInCell, last)
        let index = Int(entry)
        let thrown = radial[index] + (radial[index + 1] - radial[index]) * (entry - Float(index))
        values[offset + (cell >> shift)] += light(thrown, dx, distance)
      }
    }
    switch strengths.count {
    case 1:
      let strength = factor * strengths[0]
      addEach { thrown, _, _ in strength * thrown.x }
    case 3:
      let coefficients = factor * SIMD4(strengths[0], strengths[1], strengths[2], strengths[2])
      addEach { thrown, dx, _ in
        // The moments' table counts in pixels.
        let part = (dx * normalAcross + dy * normalUp) * cellWidth
        return (coefficients * thrown * SIMD4(1, part, 1, part * part)).sum()
      }
    default:
      addEach { thrown, dx, distance in
        factor * thrown.x * strength(thrown, dx, dy, distance)
      }
    }
  }

  /// The strength where the light comes from: the mean over two places with the local mean and variance.
  @inline(__always)
  private func strength(
    _ thrown: SIMD4<Float>, _ dx: Float, _ dy: Float, _ distance: Float
  ) -> Float {
    let cosine = (dx * normalAcross + dy * normalUp) / max(distance, 1e-6)
    let mean = thrown.y * cosine
    let square = cosine * cosine
    let spread = max(0, thrown.z * square + thrown.w * (1 - square)).squareRoot()
    return 0.5 * (lookUp(mean - spread) + lookUp(mean + spread))
  }

  @inline(__always)
  private func lookUp(_ place: Float) -> Float {
    let entry = min(max(0, (place + 1) * middle), 2 * middle - 0.001)
    let index = Int(entry)
    return strengths[index] + (strengths[index + 1] - strengths[index]) * (entry - Float(index))
  }
}
