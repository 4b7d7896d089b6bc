internal import Astronomy

/// Radial, along-track and cross-track axes of an orbiting observer.
struct LocalVerticalFrame {
  /// The rotation from the GCRF to the three axes.
  let axes: Rotation
  /// Its rate of turn about the cross-track axis, rad/s.
  let rate: Double

  init(_ state: StateVector) {
    let momentum = state.position.cross(state.velocity)
    let radial = state.position.normalized
    let cross = momentum.normalized
    axes = Rotation(xAxis: radial, yAxis: cross.cross(radial), zAxis: cross)
    rate = momentum.length / state.position.lengthSquared
  }

  /// The state seen in the rotating frame, of a relative state in GCRF axes.
  func state(ofInertial state: RelativeState) -> RelativeState {
    let position = axes.applied(to: state.position)
    return RelativeState(
      position: position, velocity: axes.applied(to: state.velocity) - spin(position))
  }

  /// The relative state in GCRF axes, of one seen in the rotating frame.
  func inertial(_ state: RelativeState) -> RelativeState {
    RelativeState(
      position: axes.undone(on: state.position),
      velocity: axes.undone(on: state.velocity + spin(state.position)))
  }

  /// The velocity that the turning of the frame gives to a point fixed in it.
  private func spin(_ position: Vector3) -> Vector3 {
    Vector3(-rate * position.y, rate * position.x, 0)
  }
}

/// How fast the observer's radial, along-track and cross-track frame turns during an interval.
struct ObserverTurning {
  /// The turning about the cross-track axis at the middle, rad/s.
  let rate: Double
  /// How far the turning departs from that anywhere in the interval, rad/s.
  let spread: Double

  /// Bounds from the observer's own.
  ///
  /// The frame turns at `ω = h/r²` about the cross-track axis and at `r a⊥/h` about the radial one,
  /// with `a⊥` the acceleration out of the plane. `ω̇ = (τ − 2 ṙ h/r)/r²`, the torque per mass
  /// `|τ| ≤ r a'`, where `a'` is the departure from central attraction.
  ///
  /// Where the velocity given is not the rate of change of the position but off by up to ε, the frame
  /// made of the two turns by up to ε/r more about the normal, and by ε v/h more about the others:
  /// `d(r × w)/dt = (w + ε) × w + r × ẇ`.
  init(middle: StateVector, observer: MotionBounds, halfInterval half: Double) {
    let frame = LocalVerticalFrame(middle)
    rate = frame.rate
    let least = observer.minimumRadius
    let speed = observer.maximumSpeed
    let push = observer.maximumPerturbation ?? observer.maximumAcceleration
    let radius = middle.position.length
    let climb = min(
      speed,
      (middle.position.dot(middle.velocity) / radius).magnitude
        + half * (speed * speed / least + observer.maximumAcceleration) + observer.velocityMismatch)
    let change = push / least + 2 * speed * climb / (least * least)
    let momentum =
      rate * radius * radius - half
      * ((radius + speed * half) * push + Self.mismatchTorque(observer))
    let tilt = momentum > 0 ? (radius + speed * half) * push / momentum : .infinity
    // The frame's normal turns by what the momentum's direction does, its radius by the true motion.
    let mismatch = observer.velocityMismatch
    let slip =
      mismatch > 0
      ? mismatch / least + (momentum > 0 ? mismatch * speed / momentum : .infinity)
        + half * 2 * mismatch * speed / (least * least) : 0
    let total = half * change + tilt + slip
    spread = total.isFinite ? total : .infinity
  }

  /// What a mismatch of the velocity adds to the rate of change of the momentum, m²/s².
  private static func mismatchTorque(_ observer: MotionBounds) -> Double {
    observer.velocityMismatch * observer.maximumSpeed
  }
}
