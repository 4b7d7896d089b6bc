import Astronomy
import Testing
import Trajectories

/// What a trajectory does over an interval, found by dense sampling, beside its bounds.
struct BoundsSample {
  let bounds: MotionBounds
  /// Least distance from the Earth's centre, m.
  private(set) var radius = Double.infinity
  /// Greatest velocity given and greatest rate of the position, m/s.
  private(set) var speed = 0.0
  /// Greatest derivative of the velocity given and second derivative of the position, m/s².
  private(set) var acceleration = 0.0
  /// Greatest difference between the rate of the position and the velocity in the middle, m/s.
  private(set) var departure = 0.0
  /// Greatest difference between the rate of the position and the velocity given there, m/s.
  private(set) var mismatch = 0.0
  private let half: Double

  init(_ orbit: some Trajectory, from start: Instant, seconds width: Double) {
    half = width / 2
    bounds = orbit.bounds(over: start...start.advanced(bySeconds: width))
    let center = orbit.state(at: start.advanced(bySeconds: half)).velocity
    let count = width > 1000 ? 200 : 20
    let step = min(0.5, half)
    for index in 0...count {
      let seconds = width * Double(index) / Double(count)
      let state = orbit.state(at: start.advanced(bySeconds: seconds))
      radius = min(radius, state.position.length)
      speed = max(speed, state.velocity.length)
      // Differences stay inside the interval.
      let now = start.advanced(bySeconds: min(max(seconds, step), width - step))
      let before = orbit.state(at: now.advanced(bySeconds: -step))
      let here = orbit.state(at: now)
      let after = orbit.state(at: now.advanced(bySeconds: step))
      let slope = (after.position - before.position) / (2 * step)
      let turn = (after.velocity - before.velocity) / (2 * step)
      let bend = (after.position - here.position * 2 + before.position) / (step * step)
      // Kepler's equation is solved to 1e-12 rad and minutes are rounded, which differences show:
      // some 1e-8 m on a low orbit.
      let noise = 2e-8 * (1 + state.position.length / 1e7)
      speed = max(speed, slope.length - noise / step)
      acceleration = max(acceleration, turn.length - 0.1 * noise / step)
      if step >= 0.5 { acceleration = max(acceleration, bend.length - 2 * noise / (step * step)) }
      // The middle of a chord stands for the tangent up to the change of the acceleration.
      let sag = bounds.maximumAcceleration * step * 1e-2 + noise / step
      mismatch = max(mismatch, (slope - here.velocity).length - sag)
      departure = max(departure, (slope - center).length - noise / step)
    }
  }

  /// Every bound holds, to the rounding of the states.
  func expectBounds(_ what: String) {
    #expect(bounds.minimumRadius <= radius, "\(what): radius")
    #expect(speed <= bounds.maximumSpeed, "\(what): speed")
    #expect(acceleration <= bounds.maximumAcceleration, "\(what): acceleration")
    #expect(
      departure <= bounds.maximumAcceleration * half + bounds.velocityMismatch,
      "\(what): rate about the middle")
    #expect(mismatch <= bounds.velocityMismatch, "\(what): velocity given")
    #expect(bounds.maximumSpeed.isFinite && bounds.maximumAcceleration.isFinite, "\(what)")
  }
}
