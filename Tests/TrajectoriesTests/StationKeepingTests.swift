import Astronomy
import Foundation
import Testing
import Trajectories

@Suite("Holding the Sun line")
struct StationKeepingTests {
  private let mu = PhysicalConstants.earthGravitationalParameter

  /// PROBA-3's orbit, 600 by 60530 km, with the apogee three hours after the epoch.
  private func proba3() throws -> RelativeScene {
    let epoch = try Instant.parse("2025-03-01T00:00:00Z").instant
    let (perigee, apogee) = (6_978_137.0, 66_908_137.0)
    let axis = (perigee + apogee) / 2
    let n = (mu / (axis * axis * axis)).squareRoot()
    return RelativeScene(
      epoch: epoch,
      observer: try KeplerTrajectory(
        elements: KeplerElements(
          semiMajorAxis: axis, eccentricity: (apogee - perigee) / (apogee + perigee),
          inclination: 59 * Angles.degree, ascendingNode: 153 * Angles.degree,
          argumentOfPerigee: 188 * Angles.degree, meanAnomaly: .pi - n * 10_800),
        epoch: epoch, frame: .gcrf, propagator: .kepler))
  }

  @Test("The acceleration needed is what the held path lacks in free fall")
  func lacksInFreeFall() throws {
    let place = SunLinePlace(range: 144.348, north: 3, west: -5)
    let keeping = try StationKeeping(place: place)
    for scene in [try RelativeScene.soyuz(), try proba3()] {
      for seconds in [0.0, 700, 2200, 9000] {
        func held(_ time: Double) -> Vector3 {
          let sun = scene.context(time).sun.direction
          let pole = SolarOrientation.northPole
          let north = (pole - sun * pole.dot(sun)).normalized
          return sun * place.range + north * place.north + sun.cross(north) * place.west
        }
        func gravity(_ r: Vector3) -> Vector3 { r * (-mu / (r.length * r.lengthSquared)) }
        let now = scene.context(seconds)
        let r = now.observer.position
        let h = 20.0
        let second = (held(seconds + h) + held(seconds - h) - held(seconds) * 2) * (1 / (h * h))
        let demand = keeping.demand(in: now)
        let sun = RelativeComponents(
          RelativeState(position: second, velocity: gravity(r + held(seconds)) - gravity(r)),
          in: now
        ).sunLine
        // Left out are the squares of the rates of turning: the Sun's yearly 2e-7 rad/s toward us,
        // and its product with the 3e-8 rad/s of aberration across.
        let gap = demand.turning - sun.position
        #expect(Vector3(gap.x, gap.y, 0).length < 4 * 2e-7 * 3e-8 * 144.5)
        #expect(gap.z > 0 && gap.z < 5e-14 * 144.5)
        #expect((demand.tide + sun.velocity).length < 1e-14)
      }
    }
  }

  @Test("PROBA-3 at apogee needs two tenths of a micrometre per second squared against the tide")
  func proba3Apogee() throws {
    let scene = try proba3()
    let keeping = try StationKeeping(place: SunLinePlace(range: 144.348))
    let now = scene.context(10_800)
    let r = now.observer.position.length
    #expect(abs(r - 66_908_137) < 1)
    let demand = keeping.demand(in: now)
    // μ/r³ d √(1 + 3 cos²) with the angle between the Sun line and the radius: to first order.
    let cosine = now.sun.direction.dot(now.observer.position) / r
    let tide = mu / (r * r * r) * 144.348 * (1 + 3 * cosine * cosine).squareRoot()
    #expect(abs(demand.tide.length - tide) < 1e-5 * tide)
    #expect(tide > 1.9e-7 && tide < 3.9e-7)
    // Six hours about apogee: between that and the value three hours away.
    let budget = try keeping.budget(
      over: scene.epoch...scene.epoch.advanced(bySeconds: 21_600),
      context: { scene.context(at: $0) })
    #expect(budget.deltaV > 21_600 * 1.9e-7 && budget.deltaV < 21_600 * 6e-7)
    #expect(budget.quadratureError < 1e-9 * budget.deltaV)
    #expect(abs(budget.deltaV - budget.tide) < 1e-4 * budget.deltaV)
    #expect(budget.peakAcceleration >= budget.deltaV / 21_600)
    // Our own value, so that it does not change unseen.
    #expect(abs(budget.deltaV - 0.008_811_616) < 1e-8)
  }

  @Test("Sunlight pushes by P C A/m on each craft, at the Sun's distance, and not in the umbra")
  func radiation() throws {
    let scene = try RelativeScene.soyuz()
    let forces = DifferentialForces(
      occulter: try PushedCraft(mass: 200, sunlitArea: 2, radiationCoefficient: 1.5),
      observer: try PushedCraft(mass: 340, sunlitArea: 1.7, radiationCoefficient: 1.2))
    // Sunrise is 25 s before the epoch (history.md §1.3); ten minutes earlier it is night.
    #expect(forces.radiation(in: scene.context(-600)) == .zero)
    let now = scene.context(900)
    let scale = pow(PhysicalConstants.astronomicalUnit / now.sun.distance, 2)
    let expected = 4.56e-6 * scale * (1.5 * 2 / 200 - 1.2 * 1.7 / 340)
    let push = forces.radiation(in: now)
    #expect((push + now.sun.direction * expected).length < 1e-15 * 1e-3)
    // The Sun of July is 1.0162 au away (history.md §2.2).
    #expect(abs(scale - 1 / (1.016218 * 1.016218)) < 1e-4)
    let keeping = try StationKeeping(place: SunLinePlace(range: 220), forces: forces)
    #expect(abs(keeping.demand(in: now).radiation.z - expected) < 1e-18)
    // Night and day: the umbra's edges cost the quadrature some digits, and it says so.
    let revolution = try keeping.budget(
      over: scene.epoch...scene.epoch.advanced(bySeconds: 5340), context: { scene.context(at: $0) })
    // history.md §1.3: night is 37.0 of 88.9 minutes.
    #expect(abs(revolution.radiation / (expected * 5340) - (1 - 37.0 / 88.9)) < 0.02)
    #expect(revolution.quadratureError > 0)
  }

  @Test("Drag is half the density times the square of the speed through the turning air")
  func drag() throws {
    let scene = try RelativeScene.soyuz()
    let forces = DifferentialForces(
      occulter: try PushedCraft(mass: 14_768, dragArea: 12, dragCoefficient: 2.2),
      observer: try PushedCraft(mass: 6790, dragArea: 6), air: .given(1.4e-10))
    let now = scene.context(300)
    let (r, v) = (now.observer.position, now.observer.velocity)
    // The rate of IS-GPS-200 and WGS 84, rad/s.
    let flow = v - Vector3(0, 0, 7.292_115_146_7e-5).cross(r)
    let expected =
      flow * (0.5 * 1.4e-10 * flow.length * 2.2 * (6 / 6790.0 - 12 / 14_768.0))
    #expect((forces.drag(in: now) - expected).length < 1e-12 * expected.length)
    // The table's own density there: 225 km over the equator's radius, less over the flattened south.
    let modelled = DifferentialForces(
      occulter: forces.occulter, observer: forces.observer, air: .exponential)
    let ratio = modelled.drag(in: now).length / expected.length * 1.4e-10
    #expect(ratio < ExponentialAtmosphere.density(height: 224_000))
    #expect(ratio > ExponentialAtmosphere.density(height: 247_000))
  }

  @Test("The table of the atmosphere continues from each layer to the next")
  func atmosphere() {
    // Vallado's layers join: a digit mistyped would show as a step. Published values at the joints.
    #expect(ExponentialAtmosphere.density(height: 0) == 1.225)
    #expect(ExponentialAtmosphere.density(height: 200_000) == 2.789e-10)
    #expect(ExponentialAtmosphere.density(height: 500_000) == 6.967e-13)
    for kilometres in [25, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150, 180, 200, 250]
      + [300, 350, 400, 450, 500, 600, 700, 800, 900, 1000]
    {
      let height = Double(kilometres) * 1000
      let below = ExponentialAtmosphere.density(height: height - 1e-3)
      let above = ExponentialAtmosphere.density(height: height)
      #expect(abs(below / above - 1) < 2e-3, "at \(kilometres) km")
    }
    // Vallado, example 8-4: 747.2119 km above the Earth.
    #expect(abs(ExponentialAtmosphere.density(height: 747_211.9) - 2.1219854e-14) < 1e-20)
  }

  @Test("Numbers that make no sense are refused with the reason")
  func refused() throws {
    func message(_ body: () throws -> Void) -> String {
      do { try body() } catch { return "\(error)" }
      return "nothing thrown"
    }
    #expect(message { _ = try PushedCraft(mass: 0) }.contains("mass 0.0 kg: must be positive"))
    #expect(
      message { _ = try PushedCraft(mass: 1, sunlitArea: -2) }
        .contains("sunlit area -2.0 m²: must be zero or positive"))
    #expect(
      message { _ = try StationKeeping(place: SunLinePlace(range: 0)) }.contains("0.0 m away"))
    let scene = try RelativeScene.soyuz()
    let keeping = try StationKeeping(place: SunLinePlace(range: 220))
    #expect(
      message {
        _ = try keeping.budget(
          over: scene.epoch...scene.epoch.advanced(bySeconds: 1e9),
          context: { _ in scene.context(0) })
      }.contains("too long to sum up"))
  }

  @Test("Curtis' two spacecraft have the relative position and velocity he prints")
  func curtisComponents() throws {
    // H. Curtis, Orbital Mechanics for Engineering Students, example 7.1, km and km/s.
    func state(
      _ h: Double, _ e: Double, _ inclination: Double, _ perigee: Double
    ) -> StateVector {
      let axis = h * h / 398_600 / (1 - e * e) * 1000
      let (r, v) = KeplerElements(
        semiMajorAxis: axis, eccentricity: e, inclination: inclination * Angles.degree,
        ascendingNode: 40 * Angles.degree, argumentOfPerigee: perigee * Angles.degree,
        meanAnomaly: KeplerElements.meanAnomaly(trueAnomaly: 40 * Angles.degree, eccentricity: e)
      ).state
      return StateVector(position: r, velocity: v)
    }
    let first = state(52_059, 0.025724, 60, 30)
    let second = state(52_362, 0.0072696, 50, 120)
    let context = FormationContext(
      instant: try Instant.parse("2025-03-01T00:00:00Z").instant, observer: first,
      sun: SunSight(direction: Vector3(0, 1, 0), distance: 1.5e11))
    let components = RelativeComponents(
      RelativeState(
        position: second.position - first.position, velocity: second.velocity - first.velocity),
      in: context)
    let (r, v) = (components.localVertical.position, components.localVertical.velocity)
    #expect((r * 1e-3 - Vector3(-6701.2, 6828.3, -406.26)).length < 0.1)
    #expect((v * 1e-3 - Vector3(0.31667, 0.11199, 1.2470)).length < 1e-4)
    #expect(components.range == components.inertial.position.y)
    let square = components.range * components.range + components.lateral * components.lateral
    #expect(abs(square.squareRoot() - components.distance) < 1e-6)
  }

  @Test("The components of a motion on the Sun line keep its range, and its rate is differenced")
  func differencedComponents() throws {
    let scene = try proba3()
    let motion = try SunLineMotion(epoch: scene.epoch, range: 100, rate: 0.25, stopRange: 500)
    let instant = scene.epoch.advanced(bySeconds: 700)
    let around = instant.advanced(bySeconds: -5)...instant.advanced(bySeconds: 5)
    let cases: [(known: [ClosedRange<Instant>], gaps: [ClosedRange<Instant>])] = [
      ([], []), ([instant...around.upperBound], []), ([scene.epoch...instant], []),
      ([around], [instant...around.upperBound]), ([around], [around.lowerBound...instant]),
    ]
    for (known, gaps) in cases {
      let rate = Differencing(at: instant, within: known, outside: gaps).rate { time in
        for range in known { #expect(range.contains(time)) }
        for gap in gaps { #expect(!(gap.lowerBound < time && time < gap.upperBound)) }
        return motion.position(in: scene.context(at: time))
      }
      let now = scene.context(at: instant)
      let components = RelativeComponents(
        RelativeState(position: motion.position(in: now), velocity: rate), in: now)
      #expect(abs(components.range - 275) < 1e-9)
      #expect(components.lateral < 1e-9)
      #expect(abs(components.sunLine.velocity.z - 0.25) < 1e-9)
      // The line turns by about a degree a day: 2e-7 rad/s at 275 m.
      let turning = Vector3(
        components.sunLine.velocity.x, components.sunLine.velocity.y, 0
      ).length
      #expect(turning > 4e-5 && turning < 7e-5)
    }
    let alone = Differencing(at: instant, within: [instant...instant])
    #expect(alone.rate { motion.position(in: scene.context(at: $0)) } == .zero)
  }
}
