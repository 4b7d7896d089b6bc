internal import RealModule

/// How well the median of a line's pixels without light tells its offset.
///
/// The variance of the median of n normal numbers of variance s² is `π s² / (2 n + π − 2)`, exact to 2 % for odd n and
/// a little too large for even (J. S. Maritz & R. G. Jarrett, JASA 73, 194, 1978, has the exact ones); s² is that about
/// the medians of all lines together, in which a line has n − 1 of its own. Whole numbers have a whole median: their
/// rounding adds 1/12, or 1/48 where two of them are averaged.
struct OverscanScatter {
  private var residuals: [Double] = []
  private var free = 0
  private var counts = 0
  private var lines = 0
  private var areWhole = true

  /// Counts the pixels of a line that see no light.
  mutating func add(_ dark: [Double]) {
    let known = dark.filter(\.isFinite)
    guard known.count > 1, let middle = Statistics.median(known) else { return }
    residuals += known.map { $0 - middle }
    free += known.count - 1
    counts += known.count
    lines += 1
    areWhole = areWhole && known.allSatisfy { $0 == $0.rounded() }
  }

  /// Standard deviation of a line's median, numbers; nil where lines have fewer than two pixels.
  var errorOfMedian: Double? {
    guard lines > 0, free > 0 else { return nil }
    // What stands far out, such as a cosmic ray, moves no median.
    let typical = 1.4826 * (Statistics.median(residuals.map(\.magnitude)) ?? 0) + 0.5
    let kept = residuals.filter { $0.magnitude <= 6 * typical }
    let variance =
      kept.reduce(0) { $0 + $1 * $1 } / max(1, Double(free - (residuals.count - kept.count)))
    let count = Double(counts) / Double(lines)
    let rounding = areWhole ? (Int(count.rounded()).isMultiple(of: 2) ? 1.0 / 48 : 1.0 / 12) : 0
    return (Double.pi * variance / (2 * count + Double.pi - 2) + rounding).squareRoot()
  }
}
