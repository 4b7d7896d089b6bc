internal import RealModule
internal import Synchronization

/// A vector that moves smoothly over one stretch of time, as a Chebyshev series.
struct ChebyshevPath: Sendable {
  /// Coefficients by degree.
  private let coefficients: [Vector3]
  /// Half the stretch, s.
  private let halfWidth: Double

  /// A fit through the Chebyshev nodes.
  ///
  /// - Parameters:
  ///   - degree: degree of the series, at least 1.
  ///   - halfWidth: half the stretch, s.
  ///   - sampling: the exact vector a number of seconds from the middle of the stretch.
  init(degree: Int, halfWidth: Double, sampling: (Double) -> Vector3) {
    let count = degree + 1
    let angles = (0..<count).map { Double.pi * (Double($0) + 0.5) / Double(count) }
    let samples = angles.map { sampling(halfWidth * Double.cos($0)) }
    self.halfWidth = halfWidth
    coefficients = (0..<count).map { order in
      var sum = Vector3.zero
      for (sample, angle) in zip(samples, angles) {
        sum += sample * Double.cos(Double(order) * angle)
      }
      return sum * ((order == 0 ? 1 : 2) / Double(count))
    }
  }

  /// The vector some seconds from the middle of the stretch.
  func vector(at seconds: Double) -> Vector3 {
    let x = seconds / halfWidth
    var (next, afterNext) = (Vector3.zero, Vector3.zero)
    var order = coefficients.count - 1
    while order > 0 {
      (next, afterNext) = (coefficients[order] + next * (2 * x) - afterNext, next)
      order -= 1
    }
    return coefficients[0] + next * x - afterNext
  }

  /// The vector, and how fast it changes in a second, some seconds from the middle of the stretch.
  func value(at seconds: Double) -> (vector: Vector3, rate: Vector3) {
    let x = seconds / halfWidth
    // Clenshaw's recurrence and its derivative, Numerical Recipes §5.8.
    var (next, afterNext) = (Vector3.zero, Vector3.zero)
    var (slope, slopeAfter) = (Vector3.zero, Vector3.zero)
    var order = coefficients.count - 1
    while order > 0 {
      (slope, slopeAfter) = (next * 2 + slope * (2 * x) - slopeAfter, slope)
      (next, afterNext) = (coefficients[order] + next * (2 * x) - afterNext, next)
      order -= 1
    }
    return (
      coefficients[0] + next * x - afterNext, (next + slope * x - slopeAfter) / halfWidth
    )
  }
}

/// A smooth vector function of time that is costly to compute, kept as it is asked for.
///
/// Time is cut into stretches that begin at fixed instants, so an answer never depends on what was
/// asked before or on the span of a scenario.
final class ChebyshevTable: Sendable {
  private let stretchSeconds: Int64
  private let degree: Int
  private let exact: @Sendable (Instant) -> Vector3
  private let known = Mutex(Known())

  /// What has been computed, by the start of the stretch.
  private struct Known {
    /// The path asked for last, which is mostly the next one too.
    var latest: (start: Int64, path: ChebyshevPath)?
    var paths: [Int64: ChebyshevPath] = [:]

    mutating func path(_ start: Int64) -> ChebyshevPath? {
      if let latest, latest.start == start { return latest.path }
      guard let path = paths[start] else { return nil }
      latest = (start, path)
      return path
    }
  }

  /// A table of a function.
  ///
  /// - Parameters:
  ///   - stretchSeconds: length of a stretch, s.
  ///   - degree: degree of each series.
  ///   - exact: the function itself.
  init(stretchSeconds: Int64, degree: Int, exact: @escaping @Sendable (Instant) -> Vector3) {
    self.stretchSeconds = stretchSeconds
    self.degree = degree
    self.exact = exact
  }

  /// The vector and its rate of change per second at an instant.
  func value(at instant: Instant) -> (vector: Vector3, rate: Vector3) {
    let (path, seconds) = stretch(around: instant)
    return path.value(at: seconds)
  }

  /// The vector at an instant.
  func vector(at instant: Instant) -> Vector3 {
    let (path, seconds) = stretch(around: instant)
    return path.vector(at: seconds)
  }

  /// The path over the stretch of an instant, and the instant's place from its middle, s.
  private func stretch(around instant: Instant) -> (path: ChebyshevPath, seconds: Double) {
    let rest = instant.wholeSeconds % stretchSeconds
    let inside = rest < 0 ? rest + stretchSeconds : rest
    let half = Double(stretchSeconds) / 2
    return (
      path(startingAt: instant.wholeSeconds - inside), (Double(inside) - half) + instant.fraction
    )
  }

  private func path(startingAt start: Int64) -> ChebyshevPath {
    if let path = known.withLock({ $0.path(start) }) { return path }
    // Two threads may both compute it; they find the same.
    let half = Double(stretchSeconds) / 2
    let middle = Instant(wholeSeconds: start, fraction: half)
    let path = ChebyshevPath(
      degree: degree, halfWidth: half, sampling: { exact(middle.advanced(bySeconds: $0)) })
    known.withLock { $0.paths[start] = path }
    return path
  }
}
