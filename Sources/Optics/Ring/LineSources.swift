internal import RealModule

/// Short pieces of lines that throw light, in the pixels of a picture.
struct LineSources {
  /// A piece as a point in its middle.
  struct Point {
    /// Place in pixels, column and row.
    var column: Float
    var row: Float
    /// Unit vector along which the strength varies, in the pixels' axes.
    var normalAcross: Float
    var normalUp: Float
    /// Length in pixels.
    var length: Float
    /// Where its table of strengths begins.
    var table: Int
    /// What its table must be multiplied by.
    var factor: Float

    /// Whether it lies within a distance of a picture.
    func isNear(_ width: Float, _ height: Float, _ reach: Float) -> Bool {
      column > -reach && column < width + reach && row > -reach && row < height + reach
    }

    /// Equal parts along the line.
    func parts(_ longest: Float, _ most: Float) -> [Point] {
      let count = Int(min(max(1, (length / longest).rounded(.up)), most))
      return (0..<count).map { part in
        let along = ((Float(part) + 0.5) / Float(count) - 0.5) * length
        var piece = self
        piece.column -= along * normalUp
        piece.row += along * normalAcross
        piece.length /= Float(count)
        piece.factor /= Float(count)
        return piece
      }
    }
  }

  let points: [Point]
  /// Tables one after the other: light thrown in all, by where in the pupil it goes, from −1 to 1 pupil
  /// radii along the normal.
  let tables: [Float]
  /// Entries of a table; 1 where the whole pupil gets the same.
  let entries: Int

  init(points: [Point], tables: [Float], entries: Int) {
    (self.points, self.tables, self.entries) = (points, tables, entries)
  }

  /// The largest distance from a point to a corner of the picture, pixels.
  func farthest(width: Float, height: Float) -> Double {
    points.reduce(1) { farthest, point in
      let across = max(point.column.magnitude, (width - point.column).magnitude)
      let up = max(point.row.magnitude, (height - point.row).magnitude)
      return max(farthest, Double((across * across + up * up).squareRoot()))
    }
  }

  /// Most points that one piece is divided into.
  private static let mostParts: Float = 65_536

  /// The pieces that are felt in a picture as points no longer than asked for: long ones divided, neighbours
  /// along a line joined.
  ///
  /// - Parameters:
  ///   - reach: pixels beyond which a piece is not felt.
  func points(longest: Float, reach: Float, width: Float, height: Float) -> LineSources {
    let near = points.filter { $0.isNear(width, height, reach + $0.length) }
    let pieces = near.flatMap { point -> [Point] in
      guard point.length > longest else { return [point] }
      return point.parts(longest, Self.mostParts).filter { $0.isNear(width, height, reach) }
    }
    return LineSources(points: pieces, tables: tables, entries: entries).merged(longest: longest)
  }

  /// Joins neighbours along a line into points no longer than asked for.
  private func merged(longest: Float) -> LineSources {
    let canMerge = zip(points, points.dropFirst()).contains { $0.length + $1.length <= longest }
    guard canMerge else { return self }
    var joined = [Point]()
    var sums = [Float]()
    var start = 0
    while start < points.count {
      var end = start + 1
      var length = points[start].length
      while end < points.count, length + points[end].length <= longest,
        isNeighbour(points[end - 1], points[end])
      {
        length += points[end].length
        end += 1
      }
      joined.append(join(start..<end, length: length, into: &sums))
      start = end
    }
    return LineSources(points: joined, tables: sums, entries: entries)
  }

  private func isNeighbour(_ a: Point, _ b: Point) -> Bool {
    let (across, up) = (a.column - b.column, a.row - b.row)
    let apart = (across * across + up * up).squareRoot()
    return apart <= 0.75 * (a.length + b.length) + 1e-3
  }

  /// The point in the middle of the light of some, with the sum of their tables.
  private func join(_ range: Range<Int>, length: Float, into sums: inout [Float]) -> Point {
    var point = points[range.lowerBound]
    let start = sums.count
    sums.append(contentsOf: repeatElement(0, count: entries))
    var (column, row, across, up): (Float, Float, Float, Float) = (0, 0, 0, 0)
    for index in range {
      let piece = points[index]
      let share = piece.length / length
      column += share * piece.column
      row += share * piece.row
      across += share * piece.normalAcross
      up += share * piece.normalUp
      for entry in 0..<entries {
        sums[start + entry] += piece.factor * tables[piece.table + entry]
      }
    }
    let norm = (across * across + up * up).squareRoot()
    if norm > 1e-3 { (point.normalAcross, point.normalUp) = (across / norm, up / norm) }
    (point.column, point.row, point.length) = (column, row, length)
    (point.table, point.factor) = (start, 1)
    return point
  }
}
