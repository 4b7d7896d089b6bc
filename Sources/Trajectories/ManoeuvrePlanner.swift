internal import Astronomy

/// Carries a relative state from step to step and lays down the segments of the motion.
struct ManoeuvrePlanner {
  private(set) var motion: SegmentedMotion
  private(set) var records: [ManoeuvreRecord] = []

  private let model: CoastModel
  private let treatment: SunTreatment
  private let coverage: ClosedRange<Instant>?
  private let gaps: [ClosedRange<Instant>]
  private let context: (Instant) -> FormationContext
  private var time: Instant
  /// The relative state at that time in GCRF axes.
  private var state: RelativeState
  /// The flight from that time on, when nothing more is done.
  private var arc: RelativeArc
  /// Whether a step without end has been reached.
  private var isOver = false

  init(
    epoch: Instant, initial: RelativeStart, model: CoastModel, treatment: SunTreatment,
    coverage: ClosedRange<Instant>?, gaps: [ClosedRange<Instant>],
    context: @escaping (Instant) -> FormationContext
  ) throws(TrajectoryError) {
    try Self.check("the epoch is", epoch, coverage, gaps)
    let first = context(epoch)
    let local = try initial.localState(in: first)
    arc = try RelativeArc(
      epoch: epoch, observer: first.observer, start: local, gravity: model.gravity)
    motion = SegmentedMotion(initial, arc: arc)
    state = LocalVerticalFrame(first.observer).inertial(local)
    time = epoch
    self.model = model
    self.treatment = treatment
    self.coverage = coverage
    self.gaps = gaps
    self.context = context
  }

  mutating func perform(_ manoeuvre: Manoeuvre, step: Int) throws(TrajectoryError) {
    guard !isOver else {
      throw TrajectoryError(
        .valueOutOfRange, "step \(step + 1) follows a step without an end; give that an end")
    }
    switch manoeuvre {
    case .impulse(let deltaV, let frame): try kick(deltaV, frame, step)
    case .burn(let acceleration, let frame, let seconds):
      try burn(acceleration, frame, seconds, step)
    case .coast(let end): try coast(end, step)
    case .hold(let end): try hold(end, step)
    }
  }

  private mutating func kick(
    _ deltaV: Vector3, _ frame: ManoeuvreFrame, _ step: Int
  ) throws(TrajectoryError) {
    guard deltaV.isFinite else {
      throw TrajectoryError(
        .valueOutOfRange, "step \(step + 1): the change of velocity must be finite")
    }
    let now = context(time)
    let change = frame.gcrf(deltaV, in: now)
    state.velocity += change
    records.append(
      ManoeuvreRecord(
        step: step, kind: .impulse, start: time, end: time, deltaV: deltaV.length,
        direction: SunLineFrame(sun: now.sun.direction).components(change)))
    try fly(now)
  }

  private mutating func burn(
    _ acceleration: Vector3, _ frame: ManoeuvreFrame, _ seconds: Double, _ step: Int
  ) throws(TrajectoryError) {
    guard acceleration.isFinite, seconds > 0, seconds.isFinite else {
      throw TrajectoryError(
        .valueOutOfRange,
        "step \(step + 1): a burn needs a finite acceleration and a positive duration, found "
          + "\(seconds) s")
    }
    let end = time.advanced(bySeconds: seconds)
    try checkCoverage(end, step)
    try checkGaps(until: end, step)
    let now = context(time)
    let orbit = try ReferenceOrbit(now.observer)
    let start = time
    let local = LocalVerticalFrame(now.observer).state(ofInertial: state)
    let thrust = try ThrustArc(
      orbit: orbit, start: orbit.inertial(local), seconds: seconds, gravity: model.gravity,
      maximumThrust: acceleration.length
    ) { elapsed in
      if frame == .localVertical { return acceleration }
      let then = context(start.advanced(bySeconds: elapsed))
      return LocalVerticalFrame(then.observer).axes.applied(to: frame.gcrf(acceleration, in: then))
    }
    let burning = RelativeArc(epoch: time, orbit: orbit, thrust: thrust)
    motion.append(.flight(burning), from: time)
    records.append(
      ManoeuvreRecord(
        step: step, kind: .burn, start: time, end: end, deltaV: acceleration.length * seconds,
        direction: SunLineFrame(sun: now.sun.direction)
          .components(frame.gcrf(acceleration, in: now))))
    let after = context(end)
    state = burning.inertial(in: after)
    time = end
    try fly(after)
  }

  private mutating func coast(_ end: StepEnd, _ step: Int) throws(TrajectoryError) {
    var record = ManoeuvreRecord(
      step: step, kind: .coast, start: time, end: nil, deltaV: 0, direction: .zero)
    if end == .never {
      records.append(record)
      isOver = true
      return
    }
    var until: Instant
    if case .distance(let metres) = end {
      let begin = time.seconds(since: arc.epoch)
      guard metres > 0, let seconds = arc.firstTime(atDistance: metres, from: begin) else {
        throw TrajectoryError(
          .valueOutOfRange,
          "step \(step + 1): the coast does not reach a distance of \(metres) m within a day")
      }
      until = arc.epoch.advanced(bySeconds: seconds)
    } else {
      until = try instant(of: end, step)
    }
    try checkCoverage(until, step)
    record.end = until
    records.append(record)
    state = arc.inertial(in: context(until))
    time = until
  }

  private mutating func hold(_ end: StepEnd, _ step: Int) throws(TrajectoryError) {
    let now = context(time)
    let frame = SunLineFrame(sun: now.sun.direction)
    let offsets = frame.components(state.position)
    let place = SunLinePlace(range: offsets.z, north: offsets.y, west: offsets.x)
    let keeping = try StationKeeping(place: place, treatment: treatment)
    let stop = velocity(of: place, at: time) - state.velocity
    records.append(
      ManoeuvreRecord(
        step: step, kind: .stop, start: time, end: time, deltaV: stop.length,
        direction: frame.components(stop)))
    motion.append(.held(place), from: time)
    var record = ManoeuvreRecord(
      step: step, kind: .hold, start: time, end: nil, deltaV: nil,
      direction: keeping.demand(in: now).total)
    if end == .never {
      records.append(record)
      isOver = true
      return
    }
    let until = try instant(of: end, step)
    try checkCoverage(until, step)
    try checkGaps(until: until, step)
    record.end = until
    record.deltaV = try keeping.budget(over: time...until, context: context).deltaV
    records.append(record)
    let after = context(until)
    state = RelativeState(
      position: place.vector(toward: after.sun), velocity: velocity(of: place, at: until))
    time = until
    try fly(after)
  }

  /// Free flight from here on.
  private mutating func fly(_ now: FormationContext) throws(TrajectoryError) {
    arc = try RelativeArc(
      epoch: time, observer: now.observer,
      start: LocalVerticalFrame(now.observer).state(ofInertial: state), gravity: model.gravity)
    motion.append(.flight(arc), from: time)
  }

  /// The velocity of a place that turns with the Sun line, m/s, GCRF.
  private func velocity(of place: SunLinePlace, at instant: Instant) -> Vector3 {
    Differencing(at: instant, within: coverage.map { [$0] } ?? [], outside: gaps)
      .rate { place.vector(toward: context($0).sun) }
  }

  private func instant(of end: StepEnd, _ step: Int) throws(TrajectoryError) -> Instant {
    switch end {
    case .after(let seconds):
      guard seconds >= 0, seconds.isFinite else {
        throw TrajectoryError(
          .valueOutOfRange,
          "step \(step + 1) lasts \(seconds) s: must be zero or more")
      }
      return time.advanced(bySeconds: seconds)
    case .at(let instant):
      guard instant >= time else {
        throw TrajectoryError(
          .valueOutOfRange,
          "step \(step + 1) ends at \(instant.text(fractionDigits: 3)), before it begins at "
            + time.text(fractionDigits: 3))
      }
      return instant
    case .distance, .never:
      throw TrajectoryError(
        .valueOutOfRange, "step \(step + 1): a hold keeps its distance; give it an instant to end")
    }
  }

  private func checkCoverage(_ instant: Instant, _ step: Int) throws(TrajectoryError) {
    try Self.check("step \(step + 1) ends at", instant, coverage, gaps)
  }

  /// Burns and holds need the observer's motion all the time; a coast only at its end.
  private func checkGaps(until end: Instant, _ step: Int) throws(TrajectoryError) {
    for gap in gaps where gap.lowerBound < end && time < gap.upperBound {
      throw TrajectoryError(
        .outsideCoverage,
        "step \(step + 1) runs into a gap of the observer's trajectory, \(gap.text); coast over it")
    }
  }

  private static func check(
    _ what: String, _ instant: Instant, _ coverage: ClosedRange<Instant>?,
    _ gaps: [ClosedRange<Instant>]
  ) throws(TrajectoryError) {
    if let coverage, !coverage.contains(instant) {
      throw TrajectoryError(
        .outsideCoverage,
        "\(what) \(instant.text(fractionDigits: 3)), outside the observer's trajectory, "
          + coverage.text)
    }
    for gap in gaps where gap.lowerBound < instant && instant < gap.upperBound {
      throw TrajectoryError(
        .outsideCoverage,
        "\(what) \(instant.text(fractionDigits: 3)), in a gap of the observer's trajectory, "
          + gap.text)
    }
  }
}

extension ClosedRange where Bound == Instant {
  fileprivate var text: String {
    "\(lowerBound.text(fractionDigits: 3)) to \(upperBound.text(fractionDigits: 3))"
  }
}

extension RelativeArc {
  /// The first time, in seconds after the epoch, when the distance has a value; nil if it is not
  /// reached within a day.
  ///
  /// The search moves by no more than the greatest speed allows, so that it passes over nothing.
  func firstTime(atDistance wanted: Double, from begin: Double) -> Double? {
    var time = begin
    for _ in 0..<100_000 where time - begin < 86_400 {
      let gap = (local(after: time).position.length - wanted).magnitude
      if gap < 1e-9 * (1 + wanted) { return time }
      let reach = 100.0
      let speed = inertialBounds(from: time, to: time + reach).maximumSpeed
      // Where a hundred seconds are too long for a bound, a second always is short enough.
      let near = speed.isFinite ? speed : inertialBounds(from: time, to: time + 1).maximumSpeed
      guard near.isFinite, near > 0 else { return nil }
      time += min(speed.isFinite ? reach : 1, gap / near)
    }
    return nil
  }
}
