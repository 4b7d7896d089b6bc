internal import Astronomy
internal import Corona
internal import Imagery

/// The pixels next to a band of a frame: a row below and one above, a column left and one right, whether
/// or not the camera has them.
struct BandSurroundings {
  let width: Int
  let rows: Range<Int>

  /// Where the middles of those pixels look: the row below, the row above, then left and right of every
  /// row.
  func directions(_ projection: SkyProjection) throws -> SkyDirections {
    var west: [Double] = []
    var north: [Double] = []
    func add(_ column: Int, _ row: Int) {
      let direction = projection.direction(column: Double(column), row: Double(row))
      west.append(direction.x)
      north.append(direction.y)
    }
    for row in [rows.lowerBound - 1, rows.upperBound] {
      for column in 0..<width { add(column, row) }
    }
    for row in rows {
      add(-1, row)
      add(width, row)
    }
    return try SkyDirections(west: west, north: north)
  }

  /// The band with its surroundings in rows of `width + 2`; the four corners, which nobody asks for, are
  /// zero.
  func padded(_ inside: [Double], _ outside: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: (width + 2) * (rows.count + 2))
    for column in 0..<width {
      result[column + 1] = outside[column]
      result[(rows.count + 1) * (width + 2) + column + 1] = outside[width + column]
    }
    for row in 0..<rows.count {
      let start = (row + 1) * (width + 2)
      result[start] = outside[2 * width + 2 * row]
      result[start + width + 1] = outside[2 * width + 2 * row + 1]
      for column in 0..<width { result[start + 1 + column] = inside[row * width + column] }
    }
    return result
  }

  /// The mean over a pixel by its four neighbours, in light that was ``padded(_:_:)``.
  func mean(of padded: [Double], at pixel: Int) -> Double {
    let stride = width + 2
    let place = (pixel / width + 1) * stride + pixel % width + 1
    let middle = padded[place]
    let around =
      padded[place - 1] + padded[place + 1] + padded[place - stride] + padded[place + stride]
    return middle + (around - 4 * middle) / 24
  }
}
