/// A Gaussian blur by three running means, in a time that does not grow with its width.
///
/// Three boxes of odd widths, chosen so that the sum of their variances is as near as such widths allow: for
/// deviations from 3 pixels on it is off by a ninth at most, which a high pass does not feel. Beyond the
/// picture is nothing: divide by the blur of the weights. Source: Kovesi 2010, DICTA, 120; Wells 1986, IEEE
/// Trans. PAMI 8, 234.
struct RunningMeanBlur {
  private let halves: [Int]

  init(deviation: Double) {
    // Widths 2h + 1 whose variances (w² − 1)/12 sum to the Gaussian's.
    let ideal = (4 * max(0, deviation) * max(0, deviation) + 1).squareRoot()
    var lower = max(1, Int(ideal.rounded(.down)))
    if lower.isMultiple(of: 2) { lower -= 1 }
    let w = Double(lower)
    let number =
      (12 * deviation * deviation - 3 * w * w - 12 * w - 9) / (-4 * w - 4)
    let narrow = min(3, max(0, Int(number.rounded())))
    halves = (0..<3).map { ($0 < narrow ? lower : lower + 2) / 2 }
  }

  func apply(_ values: inout [Double], width: Int, height: Int) {
    var other = values
    for half in halves where half > 0 {
      Self.rows(values, &other, width, height, half)
      Self.columns(other, &values, width, height, half)
    }
  }

  private static func rows(
    _ source: [Double], _ target: inout [Double], _ width: Int, _ height: Int, _ half: Int
  ) {
    let scale = 1 / Double(2 * half + 1)
    for row in 0..<height {
      let start = row * width
      var sum = 0.0
      for column in 0..<min(half, width) { sum += source[start + column] }
      for column in 0..<width {
        if column + half < width { sum += source[start + column + half] }
        if column - half - 1 >= 0 { sum -= source[start + column - half - 1] }
        target[start + column] = sum * scale
      }
    }
  }

  private static func columns(
    _ source: [Double], _ target: inout [Double], _ width: Int, _ height: Int, _ half: Int
  ) {
    let scale = 1 / Double(2 * half + 1)
    var sums = [Double](repeating: 0, count: width)
    for row in 0..<min(half, height) {
      for column in 0..<width { sums[column] += source[row * width + column] }
    }
    for row in 0..<height {
      if row + half < height {
        let start = (row + half) * width
        for column in 0..<width { sums[column] += source[start + column] }
      }
      if row - half - 1 >= 0 {
        let start = (row - half - 1) * width
        for column in 0..<width { sums[column] -= source[start + column] }
      }
      let start = row * width
      for column in 0..<width { target[start + column] = sums[column] * scale }
    }
  }
}
