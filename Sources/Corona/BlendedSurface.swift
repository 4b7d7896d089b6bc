internal import Synchronization

/// Brightness of one picture of a sequence: the panels of its interval, blended for its time.
///
/// Coefficients are linear in the brightness, so that the blend of the nodes' panels is a panel like any
/// other, and reading it costs no more.
final class BlendedSurface: Sendable {
  private let interval: SequenceInterval
  private let weights: [Double]
  private let distance: Double
  /// What the observer's place adds to errors, relative to the brightness.
  private let deviation: Double
  /// The panels that were asked for so far.
  private let blended: Mutex<PictureSurfaceReader>

  init(
    _ interval: SequenceInterval, weights: [Double], distance: Double, deviation: Double
  ) {
    self.interval = interval
    self.weights = weights
    self.distance = distance
    self.deviation = deviation
    blended = Mutex(PictureSurfaceReader(interval.panels))
  }

  /// The panels that some sightlines need, blended where they are not yet.
  func reader(for directions: SkyDirections) -> PictureSurfaceReader {
    let isNeeded = interval.panels.holding(directions, distance: distance)
    let needed = interval.panels.indices.filter { isNeeded[$0] }
    let missing = blended.withLock { reader in needed.filter { !reader.knows($0) } }
    // Not under the lock: some may have to be integrated.
    let panels = interval.panels(missing)
    return blended.withLock { reader in
      if reader.size == 0 { reader.reserve(interval.largest.load(ordering: .relaxed)) }
      for (index, panel) in panels where !reader.knows(index) {
        reader.add(
          blending: panel.nodes, weights, error: panel.error + deviation, at: index)
      }
      interval.largest.max(reader.size, ordering: .relaxed)
      return reader
    }
  }
}
