public import Astronomy

/// An occulter held exactly on the apparent Sun line, receding or approaching at a constant rate.
public struct SunLineMotion: RelativeMotion {
  /// When the rate sets in; before, the range keeps its first value.
  public let epoch: Instant
  /// Range up to the epoch, m.
  public let range: Double
  /// Rate of change of the range after the epoch, m/s; positive recedes.
  public let rate: Double
  /// The range at which the occulter stops and holds, m; nil for none.
  public let stopRange: Double?

  /// A motion along the Sun line.
  ///
  /// - Throws: `TrajectoryError` when the range is not positive, or the stop is never reached.
  public init(
    epoch: Instant, range: Double, rate: Double, stopRange: Double? = nil
  ) throws(TrajectoryError) {
    guard range > 0, range.isFinite else {
      throw TrajectoryError(.valueOutOfRange, "range \(range) m: must be positive")
    }
    guard rate.isFinite else {
      throw TrajectoryError(.valueOutOfRange, "rate \(rate) m/s: must be a finite number")
    }
    if let stop = stopRange {
      guard stop > 0, (stop - range) * rate >= 0 else {
        throw TrajectoryError(
          .valueOutOfRange,
          "stop range \(stop) m is never reached from \(range) m at \(rate) m/s")
      }
    } else if rate < 0 {
      throw TrajectoryError(
        .valueOutOfRange,
        "rate \(rate) m/s brings the occulter into the observer; give a stop range")
    }
    self.epoch = epoch
    self.range = range
    self.rate = rate
    self.stopRange = stopRange
  }

  /// The range at an instant, m.
  public func range(at instant: Instant) -> Double {
    let moved = range + rate * max(0, instant.seconds(since: epoch))
    guard let stopRange else { return moved }
    return rate >= 0 ? min(moved, stopRange) : max(moved, stopRange)
  }

  public func position(in context: FormationContext) -> Vector3 {
    context.sun.direction * range(at: context.instant)
  }

  public func bounds(
    over interval: ClosedRange<Instant>, around middle: FormationContext,
    observer: MotionBounds, sunRate: Double
  ) -> RelativeBounds {
    let first = range(at: interval.lowerBound)
    let last = range(at: interval.upperBound)
    let moving = first != last
    let isSteady = !moving || (interval.lowerBound >= epoch && last != stopRange)
    return RelativeBounds(
      minimumDistance: min(first, last),
      maximumSpeed: moving ? rate.magnitude : 0, followsSun: true,
      velocityChange: isSteady ? 0 : nil)
  }
}

/// An occulter given by a table of ranges along the Sun line and offsets across it.
///
/// Between rows every column runs straight.
public struct SunLineTable: RelativeMotion {
  /// One row of the table.
  public struct Row: Sendable, Hashable {
    /// Seconds after the epoch.
    public var seconds: Double
    /// Range along the apparent Sun line, m.
    public var range: Double
    /// Offset of the occulter across the line toward solar north, as seen on the sky, m.
    public var north: Double
    /// Offset of the occulter across the line toward solar west, as seen on the sky, m.
    public var west: Double

    /// A row in seconds and metres.
    public init(seconds: Double, range: Double, north: Double = 0, west: Double = 0) {
      self.seconds = seconds
      self.range = range
      self.north = north
      self.west = west
    }
  }

  /// The instant at which the seconds count from zero.
  public let epoch: Instant
  /// The rows, in order of time.
  public let rows: [Row]

  /// A table of at least two rows in order of time.
  ///
  /// - Throws: `TrajectoryError` for fewer rows, times out of order, or a range that is not positive.
  public init(epoch: Instant, rows: [Row]) throws(TrajectoryError) {
    guard rows.count >= 2 else {
      throw TrajectoryError(
        .malformedTable, "the table has \(rows.count) row(s); it needs at least two")
    }
    for (index, row) in rows.enumerated() {
      let numbers = [row.seconds, row.range, row.north, row.west]
      guard numbers.allSatisfy(\.isFinite), row.range > 0 else {
        throw TrajectoryError(
          .valueOutOfRange, "row \(index): all numbers must be finite and the range positive")
      }
      guard index == 0 || row.seconds > rows[index - 1].seconds else {
        throw TrajectoryError(
          .malformedTable,
          "row \(index): its time \(row.seconds) s does not come after \(rows[index - 1].seconds) s"
        )
      }
    }
    self.epoch = epoch
    self.rows = rows
  }

  public var coverage: ClosedRange<Instant>? {
    epoch.advanced(
      bySeconds: rows[0].seconds)...epoch.advanced(
        bySeconds: rows[rows.count - 1].seconds)
  }

  public func position(in context: FormationContext) -> Vector3 {
    let seconds = context.instant.seconds(since: epoch)
    let index = segment(at: seconds)
    let (a, b) = (rows[index], rows[index + 1])
    let x = (seconds - a.seconds) / (b.seconds - a.seconds)
    return SunLineFrame(sun: context.sun.direction).vector(
      range: a.range + (b.range - a.range) * x, north: a.north + (b.north - a.north) * x,
      west: a.west + (b.west - a.west) * x)
  }

  public func bounds(
    over interval: ClosedRange<Instant>, around middle: FormationContext,
    observer: MotionBounds, sunRate: Double
  ) -> RelativeBounds {
    let first = segment(at: interval.lowerBound.seconds(since: epoch))
    let last = segment(at: interval.upperBound.seconds(since: epoch))
    var speed = 0.0
    for index in first...last {
      let (a, b) = (rows[index], rows[index + 1])
      let step = Vector3(b.range - a.range, b.north - a.north, b.west - a.west)
      speed = max(speed, step.length / (b.seconds - a.seconds))
    }
    // Distance and separation do not feel the turning of the frame with the Sun.
    let half = interval.upperBound.seconds(since: interval.lowerBound) / 2
    return RelativeBounds(
      minimumDistance: max(0, position(in: middle).length - speed * half), maximumSpeed: speed,
      followsSun: true, velocityChange: first == last ? 0 : nil)
  }

  private func segment(at seconds: Double) -> Int {
    var (low, high) = (0, rows.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if rows[middle].seconds <= seconds { low = middle } else { high = middle }
    }
    return low
  }
}
