internal import VectorMath

/// The cells in which eight coordinates lie: the hot half of the interpolation.
struct CubeCells {
  /// The number of the cell's lower knot, a whole number from zero.
  var lower: Double8
  /// How far into the cell the coordinate lies, 0...1.
  var fraction: Double8
}

extension CubeAxis {
  /// 1.5 × 2⁵²: adding it rounds to a whole number and leaves that in the low bits of the mantissa.
  @inline(__always) static var rounding: Double { 0x1.8p52 }

  /// The cells of eight coordinates; those beyond the ends, and NaN, count as the ends.
  @inline(__always)
  func cells(of coordinate: Double8, logarithm: Double8) -> CubeCells {
    switch spacing {
    case .uniform: return uniformCells((coordinate - origin) * inverseStep)
    case .logarithmic:
      var cells = uniformCells((logarithm - origin) * inverseStep)
      setFractions(&cells, of: coordinate)
      return cells
    case .table:
      var cells = CubeCells(lower: .zero, fraction: .zero)
      for lane in 0..<8 { cells.lower[lane] = Double(cell(of: coordinate[lane])) }
      setFractions(&cells, of: coordinate)
      return cells
    }
  }

  @inline(__always)
  private func uniformCells(_ position: Double8) -> CubeCells {
    let last = Double(inverseWidths.count)
    var t = position.replacing(with: 0, where: .!(position .> 0))
    t.replace(with: last, where: t .> last)
    // Rounding t − ½ is the floor, but for whole numbers, which may count to the cell below.
    var lower = (t - 0.5 + Self.rounding) - Self.rounding
    lower.replace(with: last - 1, where: lower .> last - 1)
    return CubeCells(lower: lower, fraction: t - lower)
  }

  /// Fractions linear in the coordinate, for cells that differ in width.
  @inline(__always)
  private func setFractions(_ cells: inout CubeCells, of coordinate: Double8) {
    for lane in 0..<8 {
      let index = Int(cells.lower[lane])
      cells.fraction[lane] = (coordinate[lane] - knots[index]) * inverseWidths[index]
    }
    cells.fraction.replace(with: 0, where: .!(cells.fraction .> 0))
    cells.fraction.replace(with: 1, where: cells.fraction .> 1)
  }

  /// The cell of one coordinate in a table: a bucket, then halving among its knots.
  private func cell(of coordinate: Double) -> Int {
    let position = (coordinate - origin) * inverseStep
    guard position > 0 else { return 0 }
    guard position < Double(buckets.count - 1) else { return knots.count - 2 }
    let bucket = Int(position)
    var low = Int(buckets[bucket])
    var high = min(Int(buckets[bucket + 1]) + 1, knots.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if knots[middle] <= coordinate { low = middle } else { high = middle }
    }
    return low
  }
}
