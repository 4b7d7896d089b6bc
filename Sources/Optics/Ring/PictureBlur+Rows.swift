extension PictureBlur {
  /// Rows of a picture after the pupil's pattern has acted.
  ///
  /// - Parameters:
  ///   - rows: which; the result does not depend on how they are divided.
  ///   - plane: the picture, rows of `width`, every sample a number.
  ///   - width: columns of the picture.
  public func patterned(_ rows: Range<Int>, of plane: [Float], width: Int) -> [Float] {
    let height = plane.count / width
    let side = 2 * reach + 1
    var result = [Float](repeating: 0, count: rows.count * width)
    var padded = [Float](repeating: 0, count: width + 2 * reach)
    result.withUnsafeMutableBufferPointer { result in
      for row in rows {
        let sum = UnsafeMutableBufferPointer(
          rebasing: result[(row - rows.lowerBound) * width..<(row - rows.lowerBound + 1) * width])
        for up in 0..<side {
          let source = min(max(row + up - reach, 0), height - 1)
          fill(&padded, plane, start: source * width, width)
          padded.withUnsafeBufferPointer { padded in
            for across in 0..<side {
              let share = shares[up * side + across]
              for column in 0..<width { sum[column] += share * padded[column + across] }
            }
          }
        }
      }
    }
    return result
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
