internal import RealModule

/// The Moon, the Sun and resonance with the rotating Earth, for periods of 225 minutes and more.
///
/// Source: Spacetrack Report No. 3, §7; AIAA 2006-6753 (`dscom`, `dsinit`, `dspace`, `dpper`).
struct DeepSpace: Sendable {
  private let sun: ThirdBodyEffect
  private let moon: ThirdBodyEffect
  private let rates: ThirdBodyEffect.Rates
  private let resonance: Resonance?
  private let mode: SGP4Mode

  init(
    _ orbit: EpochOrbit, rates secular: SecularRates, mode: SGP4Mode,
    resonanceKeptFor minutes: ClosedRange<Double>
  ) {
    // Days since 1899-12-31 12h.
    let day = orbit.daysSince1950 + 18_261.5
    let node = orbit.node.sineAndCosine
    let perigee = orbit.argumentOfPerigee.sineAndCosine
    sun = ThirdBodyEffect(.sun(daysSince1900: day, node: node), on: orbit, perigee: perigee)
    moon = ThirdBodyEffect(.moon(daysSince1900: day, node: node), on: orbit, perigee: perigee)
    rates = sun.rates + moon.rates
    resonance = Resonance(orbit, rates: secular, third: rates, keptFor: minutes)
    self.mode = mode
  }

  /// Adds the drifts and the resonance to the mean elements.
  @inline(__always)
  func drift<Number: PropagationNumber>(_ mean: inout MeanState<Number>, at t: Number) {
    mean.eccentricity = mean.eccentricity + t * rates.eccentricity
    mean.inclination = mean.inclination + t * rates.inclination
    mean.argumentOfPerigee = mean.argumentOfPerigee + t * rates.argumentOfPerigee
    mean.node = mean.node + t * rates.node
    mean.meanAnomaly = mean.meanAnomaly + t * rates.meanAnomaly
    resonance?.swing(&mean, at: t)
  }

  /// Adds the periodic effects of the Moon and the Sun.
  ///
  /// Below 0.2 rad of inclination Lyddane's form is used, which does not divide by its sine; where
  /// the inclination crosses that value the model's position jumps.
  @inline(__always)
  func disturb<Number: PropagationNumber>(_ mean: inout MeanState<Number>, at t: Number) {
    let change: ThirdBodyEffect.Periodics<Number> = sun.periodics(at: t) + moon.periodics(at: t)
    mean.inclination = mean.inclination + change.inclination
    mean.eccentricity = mean.eccentricity + change.eccentricity
    mean.meanAnomaly = mean.meanAnomaly + change.longitude
    let tilt = mean.inclination.sineAndCosine
    let limit = 0.2
    let isSteep = mean.inclination.middle >= limit
    var (perigee, node) =
      isSteep ? steep(change, tilt) : lyddane(change, tilt, node: mean.node, at: t)
    if mean.inclination.lower < limit, mean.inclination.upper >= limit {
      let (otherPerigee, otherNode) =
        isSteep ? lyddane(change, tilt, node: mean.node, at: t) : steep(change, tilt)
      perigee = perigee.joined(with: otherPerigee, during: t)
      node = node.joined(with: otherNode, during: t)
    }
    mean.argumentOfPerigee = mean.argumentOfPerigee + perigee
    mean.node = mean.node + node
  }

  /// Changes of perigee and node away from the equator.
  @inline(__always)
  private func steep<Number: PropagationNumber>(
    _ change: ThirdBodyEffect.Periodics<Number>, _ tilt: Direction<Number>
  ) -> (perigee: Number, node: Number) {
    let node = change.node / tilt.sine
    return (change.perigee - tilt.cosine * node, node)
  }

  /// Changes of perigee and node near the equator.
  ///
  /// Lyddane's variables `sin i sin Ω` and `sin i cos Ω` are changed and turned back into a node;
  /// seen from the old node the result lies at `(sin i + δi cos i, δΩ sin i)`. The node itself, not
  /// only its change, enters the perigee, so that the model jumps where it passes zero.
  @inline(__always)
  private func lyddane<Number: PropagationNumber>(
    _ change: ThirdBodyEffect.Periodics<Number>, _ tilt: Direction<Number>, node: Number,
    at t: Number
  ) -> (perigee: Number, node: Number) {
    let shift = Number.arcTangent(
      y: change.node, x: tilt.sine + change.inclination * tilt.cosine)
    let turns = wholeTurns(node.middle)
    var wrapped = node - turns * (2 * Double.pi)
    for end in [wholeTurns(node.lower), wholeTurns(node.upper)] where end != turns {
      wrapped = wrapped.joined(with: node - end * (2 * Double.pi), during: t)
    }
    return (change.perigee - tilt.cosine * shift - change.inclination * tilt.sine * wrapped, shift)
  }

  /// The whole turns that are taken from the node: it counts from zero up in one mode and keeps its
  /// sign in the other.
  private func wholeTurns(_ node: Double) -> Double {
    let turns = node * (1 / (2 * Double.pi))
    return turns.rounded(mode == .afspc ? .down : .towardZero)
  }
}
