internal import Astronomy

/// One stretch of relative flight about a reference orbit frozen at its beginning.
///
/// The state is known in the radial, along-track and cross-track axes of the reference orbit, and is
/// laid into those of the observer's actual motion: where the observer follows its Kepler orbit the
/// two are the same; where it feels more, the occulter is taken to feel the same. That keeps a
/// formation together over revolutions, but also tilts it with the observer's plane: an observer
/// drifting by the oblateness on the orbit of Soyuz 19 costs a coast 8 cm at 220 m after 220 s, where
/// two ellipses that stay as they are cost 1 cm.
struct RelativeArc: Sendable {
  enum Solution: Sendable {
    case linear(YamanakaAnkersenSolution)
    case twoBody(TwoBodyDifference)
    case thrust(ThrustArc)
  }

  let epoch: Instant
  let orbit: ReferenceOrbit
  let solution: Solution

  /// A coast from a state in the local frame at the epoch.
  init(
    epoch: Instant, observer: StateVector, start: RelativeState, gravity: DifferentialGravity
  ) throws(TrajectoryError) {
    self.epoch = epoch
    let orbit = try ReferenceOrbit(observer)
    self.orbit = orbit
    switch gravity {
    case .linear: solution = .linear(YamanakaAnkersenSolution(orbit: orbit, start: start))
    case .twoBody:
      solution = .twoBody(
        try TwoBodyDifference(orbit: orbit, start: orbit.inertial(start)))
    }
  }

  init(epoch: Instant, orbit: ReferenceOrbit, thrust: ThrustArc) {
    self.epoch = epoch
    self.orbit = orbit
    solution = .thrust(thrust)
  }

  /// The state in the local frame, the velocity as seen in it.
  func local(after seconds: Double) -> RelativeState {
    local(after: seconds, at: orbit.place(after: seconds))
  }

  private func local(after seconds: Double, at place: ReferenceOrbit.Place) -> RelativeState {
    switch solution {
    case .linear(let law): law.local(after: seconds, at: place)
    case .twoBody(let law): place.local(law.state(after: seconds, at: place))
    case .thrust(let law): place.local(law.state(after: seconds))
    }
  }

  /// The relative state in GCRF axes.
  func inertial(in context: FormationContext) -> RelativeState {
    LocalVerticalFrame(context.observer)
      .inertial(local(after: context.instant.seconds(since: epoch)))
  }

  /// Bounds of the relative vector in inertial axes between two times of the arc.
  ///
  /// - Parameters:
  ///   - begin: seconds after the epoch.
  ///   - end: seconds after the epoch, not before `begin`.
  ///   - turning: that of the observer's frame over an interval which holds the two times.
  func bounds(from begin: Double, to end: Double, turning: ObserverTurning) -> RelativeBounds {
    let half = (end - begin) / 2
    let place = orbit.place(after: begin + half)
    let state = local(after: begin + half, at: place)
    let bounds = growth(of: state, at: place, halfInterval: half)
    // The observer's frame and that of the reference orbit turn at slightly different rates.
    let difference =
      (turning.rate - place.rate).magnitude + turning.spread
      + orbit.turningSpread(around: place, halfInterval: half)
    let farthest = state.position.length + bounds.maximumSpeed * half
    let total = bounds.maximumSpeed + difference * farthest
    guard total.isFinite else { return .unknown }
    // In the observer's axes the velocity turns with what the two frames differ by, too.
    let change = bounds.velocityChange.map {
      $0 + difference * (bounds.maximumSpeed * half + farthest)
    }
    return RelativeBounds(
      minimumDistance: bounds.minimumDistance, maximumSpeed: total, velocityChange: change)
  }

  /// Bounds in the inertial axes of the reference orbit.
  func inertialBounds(from begin: Double, to end: Double) -> RelativeBounds {
    let half = (end - begin) / 2
    let place = orbit.place(after: begin + half)
    return growth(of: local(after: begin + half, at: place), at: place, halfInterval: half)
  }

  /// The same from the law of attraction and the state at the middle.
  private func growth(
    of state: RelativeState, at place: ReferenceOrbit.Place, halfInterval half: Double
  ) -> RelativeBounds {
    let distance = state.position.length
    let speed = place.inertialSpeed(state)
    let least = orbit.minimumRadius(around: place, halfInterval: half)
    var thrust = 0.0
    var gravity = DifferentialGravity.twoBody
    var perigee: Double?
    switch solution {
    case .linear: gravity = .linear
    case .twoBody(let law): perigee = law.perigee
    case .thrust(let law): (thrust, gravity) = (law.maximumThrust, law.gravity)
    }
    /// The tide is at most 2 μ/r³ a metre, with r the least radius on the line between the two.
    func law(_ radius: Double) -> RelativeBounds {
      let gradient = 2 * ReferenceOrbit.mu / (radius * radius * radius)
      return .growing(
        distance: distance, speed: speed, halfInterval: half, gradient: gradient, damping: 0,
        offset: thrust)
    }
    if gravity == .linear { return law(least) }
    // As long as the distance stays below half the radius the law for that radius holds; if it
    // keeps the distance there, it has held all the time, and a better radius is known.
    let loose = law(least / 2)
    let farthest = distance + loose.maximumSpeed * half
    if farthest < least / 2 { return law(least - farthest) }
    guard let perigee else { return .unknown }
    let own = ReferenceOrbit.mu / (perigee * perigee) + ReferenceOrbit.mu / (least * least)
    return .growing(
      distance: distance, speed: speed, halfInterval: half, gradient: 0, damping: 0, offset: own)
  }
}

extension ReferenceOrbit {
  /// A state in the inertial axes of the orbit's plane, from one seen in the local frame at the epoch.
  func inertial(_ state: RelativeState) -> RelativeState {
    let rate = momentum / (radius * radius)
    let r = state.position
    return RelativeState(
      position: r, velocity: state.velocity + Vector3(-rate * r.y, rate * r.x, 0))
  }
}
