/// Lines of one level through a grid of numbers.
public enum ContourLines {
  /// A straight piece in columns and rows from the centre of the first sample.
  public struct Piece: Sendable, Hashable {
    /// One end: column and row.
    public var start: SIMD2<Double>
    /// The other end.
    public var end: SIMD2<Double>
  }

  /// The pieces on which the numbers, joined by straight lines along the edges of cells, are zero.
  ///
  /// Marching squares (Lorensen & Cline, SIGGRAPH 21 (1987) 163, in the plane); a saddle is parted by
  /// the mean of its corners. Cells with a corner that is no number have no line.
  ///
  /// - Parameters:
  ///   - values: row by row.
  ///   - width: numbers in a row, at least 2; rows that are not full are left out.
  public static func zeros(of values: [Double], width: Int) -> [Piece] {
    guard width >= 2 else { return [] }
    let height = values.count / width
    guard height >= 2 else { return [] }
    var pieces: [Piece] = []
    for row in 0..<(height - 1) {
      for column in 0..<(width - 1) {
        let low = row * width + column
        let corners = [values[low], values[low + 1], values[low + width + 1], values[low + width]]
        guard !corners.contains(where: \.isNaN) else { continue }
        let origin = SIMD2(Double(column), Double(row))
        let crossings = crossings(corners, at: origin)
        if crossings.count == 2 {
          pieces.append(Piece(start: crossings[0], end: crossings[1]))
        } else if crossings.count == 4 {
          // Edges are crossed in turn about the cell; the middle tells which pairs belong together.
          let isAlike = (corners.reduce(0, +) > 0) == (corners[0] > 0)
          let (a, b) = isAlike ? (1, 3) : (3, 1)
          pieces.append(Piece(start: crossings[0], end: crossings[a]))
          pieces.append(Piece(start: crossings[2], end: crossings[b]))
        }
      }
    }
    return pieces
  }

  /// Where the sign changes on the edges of a cell: below, right, above, left.
  private static func crossings(
    _ corners: [Double], at origin: SIMD2<Double>
  ) -> [SIMD2<Double>] {
    let places: [SIMD2<Double>] = [SIMD2(0, 0), SIMD2(1, 0), SIMD2(1, 1), SIMD2(0, 1)]
    var found: [SIMD2<Double>] = []
    for edge in 0..<4 {
      let (a, b) = (corners[edge], corners[(edge + 1) % 4])
      guard (a > 0) != (b > 0) else { continue }
      let (from, to) = (places[edge], places[(edge + 1) % 4])
      found.append(origin + from + (to - from) * (a / (a - b)))
    }
    return found
  }
}
