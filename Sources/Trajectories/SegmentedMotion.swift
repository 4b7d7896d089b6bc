internal import Astronomy

/// A relative motion pieced together of stretches in order of time.
///
/// The first stretch reaches back for ever, the last one goes on for ever.
struct SegmentedMotion: Sendable {
  enum Course: Sendable {
    /// Held in the axes of the Sun line.
    case held(SunLinePlace)
    /// Flying about the observer.
    case flight(RelativeArc)
  }

  struct Segment: Sendable {
    /// When it begins; the first segment has begun before all times.
    let start: Instant
    let course: Course
  }

  private(set) var segments: [Segment]

  /// A flight, held on the Sun line before it begins if it was docked there.
  init(_ start: RelativeStart, arc: RelativeArc) {
    segments = []
    if let docked = start.docked {
      segments.append(Segment(start: arc.epoch, course: .held(docked)))
    }
    segments.append(Segment(start: arc.epoch, course: .flight(arc)))
  }

  /// Adds a course, in place of one that would begin at the same instant.
  mutating func append(_ course: Course, from start: Instant) {
    let isEmpty = segments.count > 1 && segments[segments.count - 1].start == start
    if isEmpty { segments.removeLast() }
    segments.append(Segment(start: start, course: course))
  }

  /// The segment in which an instant lies; at a boundary the one that begins there.
  func index(at instant: Instant) -> Int {
    var (low, high) = (0, segments.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if segments[middle].start <= instant { low = middle } else { high = middle }
    }
    return low
  }

  func position(in context: FormationContext) -> Vector3 {
    switch segments[index(at: context.instant)].course {
    case .held(let place): place.vector(toward: context.sun)
    case .flight(let arc): arc.inertial(in: context).position
    }
  }

  /// The velocity in inertial axes; nil where the motion is tied to the Sun line.
  func velocity(in context: FormationContext) -> Vector3? {
    switch segments[index(at: context.instant)].course {
    case .held: nil
    case .flight(let arc): arc.inertial(in: context).velocity
    }
  }

  /// Bounds over an interval that may hold any number of boundaries.
  ///
  /// The position is continuous, so the largest speed of the parts bounds the whole.
  func bounds(
    over interval: ClosedRange<Instant>, around middle: FormationContext,
    observer: MotionBounds, sunRate: Double
  ) -> RelativeBounds {
    let (begin, end) = (interval.lowerBound, interval.upperBound)
    let first = index(at: begin)
    let last = index(at: end)
    if first == last, case .held(let place) = segments[first].course {
      return RelativeBounds(
        minimumDistance: place.distance, maximumSpeed: 0, followsSun: true,
        velocityChange: 0)
    }
    let turning = ObserverTurning(
      middle: middle.observer, observer: observer, halfInterval: end.seconds(since: begin) / 2)
    var total: RelativeBounds?
    for index in first...last {
      let part: RelativeBounds
      switch segments[index].course {
      case .held(let place):
        // North and west turn about the Sun line at most as fast as the line itself.
        part = RelativeBounds(
          minimumDistance: place.distance, maximumSpeed: 2 * place.distance * sunRate)
      case .flight(let arc):
        let from = index == first ? begin : segments[index].start
        let to = index == last ? end : segments[index + 1].start
        part = arc.bounds(
          from: from.seconds(since: arc.epoch), to: to.seconds(since: arc.epoch),
          turning: turning)
      }
      // Where one course follows another the velocity may jump.
      let isSteady = first == last && observer.isContinuous
      total = RelativeBounds(
        minimumDistance: min(total?.minimumDistance ?? .infinity, part.minimumDistance),
        maximumSpeed: max(total?.maximumSpeed ?? 0, part.maximumSpeed),
        velocityChange: isSteady ? part.velocityChange : nil)
    }
    return total ?? .unknown
  }
}
