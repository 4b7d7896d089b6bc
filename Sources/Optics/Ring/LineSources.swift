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
  }

  private(set) var points: [Point]
  /// Tables one after the other: light thrown in all, by where in the pupil it goes, from −1 to 1 pupil
  /// radii along the normal.
  private(set) var tables: [Float]
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

  /// Divides pieces that are longer than asked for.
  mutating func divide(longest: Float) {
    guard points.contains(where: { $0.length > longest }) else { return }
    points = points.flatMap { point -> [Point] in
      let count = Int(min(max(1, (point.length / longest).rounded(.up)), Self.mostParts))
      return (0..<count).map { part in
        let along = ((Float(part) + 0.5) / Float(count) - 0.5) * point.length
        var piece = point
        piece.column -= along * point.normalUp
        piece.row += along * point.normalAcross
        piece.length /= Float(count)
        piece.factor /= Float(count)
        return piece
      }
    }
  }

  /// Joins neighbours along a line into points no longer than asked for.
  mutating func merge(longest: Float) {
    guard points.count > 1,
      zip(points, points.dropFirst()).contains(where: {
        $0.length + $1.length <= longest
      })
    else { return }
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
    (points, tables) = (joined, sums)
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
