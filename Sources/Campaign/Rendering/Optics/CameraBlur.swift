internal import Imagery
internal import Optics

/// Lets a camera's blur act on whole planes, some rows at a time beside each other.
struct CameraBlur: Sendable {
  let blur: PictureBlur
  let width: Int
  let height: Int

  /// Rows that one task has; pictures do not depend on it.
  private static let rows = 32

  private struct Band: Sendable {
    var rows: Range<Int>
    var samples: [Float]
  }

  /// A plane after pupil, film and jitter.
  ///
  /// - Parameters:
  ///   - plane: rows from the bottom, every sample a number.
  ///   - workers: how many tasks at a time.
  func blurred(_ plane: [Float], workers: Int) async -> [Float] {
    var result = plane
    if blur.reach > 0 {
      result = await pass(workers, result) { blur, rows, plane, width in
        blur.patterned(rows, of: plane, width: width)
      }
    }
    return await jittered(result, workers: workers)
  }

  /// A plane after film and jitter alone, for light that has the pupil's pattern already.
  func jittered(_ plane: [Float], workers: Int) async -> [Float] {
    guard blur.gaussian.count > 1 else { return plane }
    let across = await pass(workers, plane) { blur, rows, plane, width in
      blur.blurredAcross(rows, of: plane, width: width)
    }
    return await pass(workers, across) { blur, rows, plane, width in
      blur.blurredUp(rows, of: plane, width: width)
    }
  }

  private func pass(
    _ workers: Int, _ plane: [Float],
    _ act: @escaping @Sendable (PictureBlur, Range<Int>, [Float], Int) -> [Float]
  ) async -> [Float] {
    let (blur, width, height) = (blur, width, height)
    return await withTaskGroup(of: Band.self) { group in
      var result = [Float](repeating: 0, count: plane.count)
      var start = 0
      func addTask() {
        guard start < height else { return }
        let rows = start..<min(start + Self.rows, height)
        start = rows.upperBound
        group.addTask { Band(rows: rows, samples: act(blur, rows, plane, width)) }
      }
      for _ in 0..<max(1, workers) { addTask() }
      while let band = await group.next() {
        addTask()
        let place = band.rows.lowerBound * width..<band.rows.upperBound * width
        result.replaceSubrange(place, with: band.samples)
      }
      return result
    }
  }
}
