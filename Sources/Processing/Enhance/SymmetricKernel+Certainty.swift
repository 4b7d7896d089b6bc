/// Where the weights of means differ from one, without summing where they do not.
extension SymmetricKernel {
  /// A line has more gaps than this: then it is summed tap by tap.
  static let mostGaps = 16

  /// The sums of the weights up to each tap, from one before the first to the last.
  ///
  /// Number `d + reach + 1` is the sum of the taps from −reach to d.
  var cumulativeWeights: [Double] {
    var sums = [0.0]
    for tap in -(weights.count - 1)...(weights.count - 1) {
      sums.append((sums.last ?? 0) + weights[abs(tap)])
    }
    return sums
  }

  /// Convolves a line of ones with gaps of zeros: one less the kernel's weight in the gaps.
  ///
  /// A gap at an end of the line goes on beyond it, as ``Edge/nearest`` has it. The work is that of the places
  /// that feel a gap, whatever the number of taps.
  ///
  /// - Returns: whether it was done; not for lines with many gaps and kernels with holes or another edge.
  func convolveGaps(
    _ line: UnsafePointer<Double>, _ count: Int, into target: UnsafeMutablePointer<Double>,
    _ sums: [Double]
  ) -> Bool {
    guard edge == .nearest, spacing == 1 else { return false }
    var gaps: [Range<Int>] = []
    var place = 0
    while place < count {
      if line[place] != 0 {
        place += 1
        continue
      }
      let begin = place
      while place < count, line[place] == 0 { place += 1 }
      gaps.append(begin..<place)
      if gaps.count > Self.mostGaps { return false }
    }
    target.update(repeating: 1, count: count)
    let reach = weights.count - 1
    for gap in gaps {
      let isFirst = gap.lowerBound == 0
      let isLast = gap.upperBound == count
      for index in max(0, gap.lowerBound - reach)..<min(count, gap.upperBound + reach) {
        let above = isLast ? reach : min(reach, gap.upperBound - 1 - index)
        let below = isFirst ? -reach - 1 : max(-reach - 1, gap.lowerBound - 1 - index)
        target[index] -= sums[above + reach + 1] - sums[below + reach + 1]
      }
    }
    for gap in gaps {
      // Rounding may have left a little less than nothing.
      for index in gap where target[index] < 0 { target[index] = 0 }
    }
    return true
  }

  /// Which lines of a block are within the kernel's reach of one that is not all ones; none when all are.
  func linesNearGaps(
    _ block: UnsafePointer<Double>, lines: Int, width: Int, reach: Int
  ) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    for line in 0..<lines {
      var isOne = true
      for index in line * width..<(line + 1) * width where block[index] != 1 { isOne = false }
      guard !isOne else { continue }
      let (begin, end) = (max(0, line - reach), min(lines, line + reach + 1))
      if let last = ranges.last, last.upperBound >= begin {
        ranges[ranges.count - 1] = last.lowerBound..<end
      } else {
        ranges.append(begin..<end)
      }
    }
    return ranges
  }
}
