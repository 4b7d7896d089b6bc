extension PictureBlur {
  /// Rows of a picture after the pupil's pattern has acted.
  ///
  /// The pattern is alike on all sides: rows as far up as down are added first, and places as far left as
  /// right, so that each share multiplies four pixels at once.
  ///
  /// - Parameters:
  ///   - rows: which; the result does not depend on how they are divided.
  ///   - plane: the picture, rows of `width`, every sample a number.
  ///   - width: columns of the picture.
  public func patterned(_ rows: Range<Int>, of plane: [Float], width: Int) -> [Float] {
    let height = plane.count / width
    let blocks = (width + 7) / 8
    let stride = 8 * blocks + 2 * reach
    var sums = [Float](repeating: 0, count: (reach + 1) * stride)
    var result = [Float](repeating: 0, count: rows.count * width)
    for row in rows {
      for up in 0...reach {
        let (low, high) = (max(row - up, 0) * width, min(row + up, height - 1) * width)
        addRows(&sums, at: up * stride, plane, low, up == 0 ? nil : high, width)
      }
      let place = (row - rows.lowerBound) * width
      sums.withUnsafeBytes { sums in
        for block in 0..<blocks {
          let sum = pattern(sums, stride: stride, at: 8 * block + reach)
          for lane in 0..<min(8, width - 8 * block) { result[place + 8 * block + lane] = sum[lane] }
        }
      }
    }
    return result
  }

  /// What the pattern makes of eight neighbours in a row.
  @inline(__always)
  private func pattern(
    _ sums: UnsafeRawBufferPointer, stride: Int, at place: Int
  ) -> SIMD8<Float> {
    @inline(__always)
    func eight(_ index: Int) -> SIMD8<Float> {
      sums.loadUnaligned(fromByteOffset: 4 * index, as: SIMD8<Float>.self)
    }
    var sum = SIMD8<Float>.zero
    for up in 0...reach {
      let (middle, share) = (up * stride + place, (reach + up) * (2 * reach + 1) + reach)
      sum += shares[share] * eight(middle)
      for across in 0..<reach {
        let pair = eight(middle - across - 1) + eight(middle + across + 1)
        sum += shares[share + across + 1] * pair
      }
    }
    return sum
  }

  /// Lays the sum of two rows, or one, into a line that goes on beyond their ends as at them.
  private func addRows(
    _ sums: inout [Float], at start: Int, _ plane: [Float], _ low: Int, _ high: Int?, _ width: Int
  ) {
    let first = start + reach
    for column in 0..<width {
      sums[first + column] = plane[low + column] + (high.map { plane[$0 + column] } ?? 0)
    }
    let (left, right) = (sums[first], sums[first + width - 1])
    for index in start..<first { sums[index] = left }
    for index in first + width..<first + width + reach { sums[index] = right }
  }

  /// Copies a row and goes on beyond its ends as at them.
  private func fill(_ padded: inout [Float], _ plane: [Float], start: Int, _ width: Int) {
    let border = (padded.count - width) / 2
    for index in padded.indices {
      padded[index] = plane[start + min(max(index - border, 0), width - 1)]
    }
  }

  /// Rows of a picture after the Gaussian has acted along them.
  public func blurredAcross(_ rows: Range<Int>, of plane: [Float], width: Int) -> [Float] {
    let border = gaussian.count - 1
    var result = [Float](repeating: 0, count: rows.count * width)
    var padded = [Float](repeating: 0, count: width + 2 * border)
    result.withUnsafeMutableBufferPointer { result in
      for row in rows {
        let sum = UnsafeMutableBufferPointer(
          rebasing: result[(row - rows.lowerBound) * width..<(row - rows.lowerBound + 1) * width])
        fill(&padded, plane, start: row * width, width)
        padded.withUnsafeBufferPointer { padded in
          for column in 0..<width { sum[column] = gaussian[0] * padded[column + border] }
          for step in 1..<max(1, gaussian.count) {
            let share = gaussian[step]
            let (left, right) = (border - step, border + step)
            for column in 0..<width {
              sum[column] += share * (padded[column + left] + padded[column + right])
            }
          }
        }
      }
    }
    return result
  }

  /// Rows of a picture after the Gaussian has acted across them.
  public func blurredUp(_ rows: Range<Int>, of plane: [Float], width: Int) -> [Float] {
    let height = plane.count / width
    var result = [Float](repeating: 0, count: rows.count * width)
    result.withUnsafeMutableBufferPointer { result in
      plane.withUnsafeBufferPointer { plane in
        for row in rows {
          let sum = UnsafeMutableBufferPointer(
            rebasing: result[
              (row - rows.lowerBound) * width..<(row - rows.lowerBound + 1) * width])
          for column in 0..<width { sum[column] = gaussian[0] * plane[row * width + column] }
          for step in 1..<max(1, gaussian.count) {
            let share = gaussian[step]
            let low = max(row - step, 0) * width
            let high = min(row + step, height - 1) * width
            for column in 0..<width {
              sum[column] += share * (plane[low + column] + plane[high + column])
            }
          }
        }
      }
    }
    return result
  }
}
