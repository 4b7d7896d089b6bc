/// The H-transform undone: from sums and differences of blocks of 2 × 2 to the samples.
///
/// White 1992 (see ``HTransformTile``). At each level h0 is the sum of four samples, hx and hy the
/// differences along the slow and the fast axis, hc the difference across; the low bits that the
/// forward transform rounded away follow from each other, so that whole numbers come back exactly.
struct InverseHTransform {
  let rows: Int
  let columns: Int
  var values: [Int]
  /// The largest change that smoothing may make, 0 for none.
  let smoothing: Int

  mutating func run() -> [Int] {
    let levels = HTransformTile.levels(max(rows, columns))
    guard levels > 0 else { return values }
    // h0 of the whole tile is kept to four of the lowest unit, hx and hy to two, hc to one.
    var unit = 1 << (levels - 1)
    values[0] = InverseHTransform.rounded(values[0], to: unit &<< 2, half: (unit &<< 2) >> 1)
    var (height, width) = (1, 1)
    var (restRows, restColumns) = (rows, columns)
    var size = 1 << levels
    for level in stride(from: levels - 1, through: 0, by: -1) {
      size >>= 1
      height *= 2
      width *= 2
      if restRows <= size { height -= 1 } else { restRows -= size }
      if restColumns <= size { width -= 1 } else { restColumns -= size }
      interleave(height, width)
      if smoothing > 0 { smooth(height, width) }
      combine(height, width, unit: unit, isLast: level == 0)
      unit >>= 1
    }
    return values
  }

  /// Rounds to a multiple of a power of two, halves away from zero.
  @inline(__always)
  private static func rounded(_ value: Int, to unit: Int, half: Int) -> Int {
    (value &+ (value >= 0 ? half : half - 1)) & ~(unit &- 1)
  }

  /// Brings sums and differences, which lie in separate quadrants, next to each other.
  private mutating func interleave(_ height: Int, _ width: Int) {
    var line = [Int](repeating: 0, count: max(height, width))
    for row in 0..<height {
      let start = row * columns
      let half = (width + 1) / 2
      for column in 0..<width {
        line[column] = values[start + (column & 1 == 0 ? column / 2 : half + column / 2)]
      }
      for column in 0..<width { values[start + column] = line[column] }
    }
    let half = (height + 1) / 2
    for column in 0..<width {
      for row in 0..<height {
        line[row] = values[(row & 1 == 0 ? row / 2 : half + row / 2) * columns + column]
      }
      for row in 0..<height { values[row * columns + column] = line[row] }
    }
  }

  private mutating func combine(_ height: Int, _ width: Int, unit: Int, isLast: Bool) {
    let shift = isLast ? 2 : 1
    let (bit0, bit1) = (unit, unit &<< 1)
    let (half0, half1) = (bit0 >> 1, bit1 >> 1)
    for row in stride(from: 0, to: height - 1, by: 2) {
      var here = row * columns
      var next = here + columns
      for _ in stride(from: 0, to: width - 1, by: 2) {
        var hx = InverseHTransform.rounded(values[next], to: bit1, half: half1)
        var hy = InverseHTransform.rounded(values[here + 1], to: bit1, half: half1)
        // At the last level the unit is 1 and there is nothing to round.
        let hc =
          isLast
          ? values[next + 1]
          : InverseHTransform.rounded(values[next + 1], to: bit0, half: half0)
        let low0 = hc & bit0
        hx = hx >= 0 ? hx &- low0 : hx &+ low0
        hy = hy >= 0 ? hy &- low0 : hy &+ low0
        let low1 = (hc ^ hx ^ hy) & bit1
        var h0 = values[here]
        if h0 >= 0 {
          h0 = h0 &+ low0 &- low1
        } else {
          h0 = h0 &+ (low0 == 0 ? low1 : low0 &- low1)
        }
        values[next + 1] = (h0 &+ hx &+ hy &+ hc) >> shift
        values[next] = (h0 &+ hx &- hy &- hc) >> shift
        values[here + 1] = (h0 &- hx &+ hy &- hc) >> shift
        values[here] = (h0 &- hx &- hy &+ hc) >> shift
        here += 2
        next += 2
      }
      if width % 2 == 1 { combinePair(here, next, bit1, half1, shift) }
    }
    guard height % 2 == 1 else { return }
    var here = (height - 1) * columns
    for _ in stride(from: 0, to: width - 1, by: 2) {
      combinePair(here, here + 1, bit1, half1, shift)
      here += 2
    }
    if width % 2 == 1 { values[here] >>= shift }
  }

  /// A sum and one difference, at an edge of odd length.
  @inline(__always)
  private mutating func combinePair(
    _ first: Int, _ second: Int, _ bit1: Int, _ half1: Int, _ shift: Int
  ) {
    let difference = InverseHTransform.rounded(values[second], to: bit1, half: half1)
    let low1 = difference & bit1
    let sum = values[first] >= 0 ? values[first] &- low1 : values[first] &+ low1
    values[second] = (sum &+ difference) >> shift
    values[first] = (sum &- difference) >> shift
  }
}
