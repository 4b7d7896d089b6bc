internal import Astronomy
internal import RealModule

/// Linear relative motion about an elliptic orbit in closed form.
///
/// The state-transition matrix of K. Yamanaka & F. Ankersen, "New State Transition Matrix for
/// Relative Motion on an Arbitrary Elliptical Orbit", J. Guidance, Control, and Dynamics 25 (2002)
/// 60: the fundamental matrix in ρ, s, c and J, its inverse at the epoch, and the transformation of
/// the coordinates by ρ. Their axes are x along the track, y against the angular momentum and z
/// toward the Earth; ours are radial −z, along-track x, cross-track −y.
struct YamanakaAnkersenSolution: Sendable {
  private let orbit: ReferenceOrbit
  /// `k² = h/p²`, rad/s.
  private let scale: Double
  /// The pseudo-initial state: x̄, z̄ and their derivatives by the true anomaly.
  private let constants: SIMD4<Double>
  /// The transformed cross-track coordinate and its derivative at the epoch.
  private let crossTrack: Double
  private let crossTrackRate: Double

  init(orbit: ReferenceOrbit, start: RelativeState) {
    self.orbit = orbit
    let parameter = orbit.momentum * orbit.momentum / ReferenceOrbit.mu
    let scale = orbit.momentum / (parameter * parameter)
    self.scale = scale
    let place = orbit.place(after: 0)
    let phase = Phase(orbit: orbit, place: place)
    let e = orbit.eccentricity
    let (rho, s, c) = (phase.rho, phase.s, phase.c)
    func transformed(_ position: Double, _ velocity: Double) -> (Double, Double) {
      (rho * position, velocity / (scale * rho) - phase.radialPart * position)
    }
    let (x, vx) = transformed(start.position.y, start.velocity.y)
    let (z, vz) = transformed(-start.position.x, -start.velocity.x)
    (crossTrack, crossTrackRate) = transformed(start.position.z, start.velocity.z)
    let inverse = 1 / rho
    let share = 1 / ((1 - e) * (1 + e))
    constants = SIMD4(
      x
        + share
        * (3 * e * s * inverse * (1 + inverse) * z - e * s * (1 + inverse) * vx
          + (2 - e * c) * vz),
      share
        * (-3 * s * inverse * (1 + e * e * inverse) * z + s * (1 + inverse) * vx
          + (c - 2 * e) * vz),
      share * (-3 * (c * inverse + e) * z + (c * (1 + inverse) + e) * vx - s * vz),
      share * ((3 * rho + e * e - 1) * z - rho * rho * vx + e * s * vz))
  }

  /// The state in the local frame, the velocity as seen in it.
  func local(after seconds: Double, at place: ReferenceOrbit.Place) -> RelativeState {
    let phase = Phase(orbit: orbit, place: place)
    let e = orbit.eccentricity
    let (rho, s, c) = (phase.rho, phase.s, phase.c)
    let k = constants
    let J = scale * seconds
    let secular = s * J
    let inverse = 1 / rho
    let x = k[0] - c * (1 + inverse) * k[1] + s * (1 + inverse) * k[2] + 3 * rho * rho * J * k[3]
    let z = s * k[1] + c * k[2] + (2 - 3 * e * secular) * k[3]
    let vx = 2 * s * k[1] + (2 * c - e) * k[2] + 3 * (1 - 2 * e * secular) * k[3]
    let vz =
      phase.sRate * k[1] + phase.cRate * k[2]
      - 3 * e * (phase.sRate * J + s * inverse * inverse) * k[3]
    let y = crossTrack * place.turnCosine + crossTrackRate * place.turnSine
    let vy = crossTrackRate * place.turnCosine - crossTrack * place.turnSine
    func rate(_ position: Double, _ derivative: Double) -> Double {
      scale * (phase.radialPart * position + rho * derivative)
    }
    return RelativeState(
      position: Vector3(-z, x, y) * inverse,
      velocity: Vector3(-rate(z, vz), rate(x, vx), rate(y, vy)))
  }

  /// The functions of the true anomaly in which the matrix is written.
  private struct Phase {
    /// `1 + e cos θ`.
    let rho: Double
    /// `e sin θ`.
    let radialPart: Double
    /// `ρ sin θ`, `ρ cos θ` and their derivatives by θ.
    let s: Double
    let c: Double
    let sRate: Double
    let cRate: Double

    init(orbit: ReferenceOrbit, place: ReferenceOrbit.Place) {
      let e = orbit.eccentricity
      let E = orbit.startAnomaly + place.anomaly
      let halfSine = Double.sin(E / 2)
      // r/a, without the cancellation of 1 − e cos E near the perigee of a long ellipse.
      let distance = (1 - e) + 2 * e * halfSine * halfSine
      let sine = ((1 - e) * (1 + e)).squareRoot() * Double.sin(E) / distance
      let cosine = ((1 - e) - 2 * halfSine * halfSine) / distance
      rho = (1 - e) * (1 + e) / distance
      radialPart = e * sine
      s = rho * sine
      c = rho * cosine
      sRate = cosine + e * (cosine - sine) * (cosine + sine)
      cRate = -sine * (1 + 2 * e * cosine)
    }
  }
}
