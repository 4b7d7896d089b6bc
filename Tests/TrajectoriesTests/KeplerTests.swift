import Astronomy
import Foundation
import Testing
import Trajectories

@Suite("Kepler orbits")
struct KeplerTests {
  private let epoch: Instant

  init() throws { epoch = try Instant.parse("1975-07-19T12:03:20Z").instant }

  private func soyuz(_ propagator: OrbitPropagator) throws -> KeplerTrajectory {
    let degree = Angles.degree
    return try KeplerTrajectory(
      elements: KeplerElements(
        semiMajorAxis: 6_603_137, eccentricity: 0.0001, inclination: 51.78 * degree,
        ascendingNode: 105 * degree, argumentOfPerigee: 0,
        meanAnomaly: KeplerElements.meanAnomaly(trueAnomaly: 281 * degree, eccentricity: 0.0001)),
      epoch: epoch, frame: .trueOfDate, propagator: propagator)
  }

  @Test("Vallado's example 2-4 is carried forty minutes on to the printed digits")
  func valladoPropagation() throws {
    let orbit = try KeplerTrajectory(
      state: StateVector(
        position: Vector3(1131.340, -2282.343, 6672.423) * 1000,
        velocity: Vector3(-5.64305, 4.30333, 2.42879) * 1000),
      epoch: epoch, propagator: .kepler)
    let state = orbit.state(at: epoch.advanced(bySeconds: 2400))
    #expect((state.position / 1000 - Vector3(-4219.7527, 4363.0292, -3958.7666)).length < 1e-3)
    #expect((state.velocity / 1000 - Vector3(3.689866, -1.916735, -6.112511)).length < 2e-6)
  }

  @Test("Vallado's example 2-5 gives the printed elements")
  func valladoElements() throws {
    let elements = try KeplerElements(
      position: Vector3(6524.834, 6862.875, 6448.296) * 1000,
      velocity: Vector3(4.901327, 5.533756, -1.976341) * 1000)
    #expect(abs(elements.semiMajorAxis / 1000 - 36127.343) < 2e-2)
    #expect(abs(elements.eccentricity - 0.832853) < 1e-6)
    #expect(abs(elements.inclination / Angles.degree - 87.870) < 1e-3)
    #expect(abs(elements.ascendingNode / Angles.degree + 360 - 227.898) < 1e-3)
    #expect(abs(elements.argumentOfPerigee / Angles.degree - 53.38) < 6e-3)
  }

  @Test("State and elements convert back and forth, also for circular and equatorial orbits")
  func roundTrip() throws {
    for e in [0.0, 1e-9, 0.1, 0.81, 0.99] {
      for inclination in [0.0, 0.5, 1.6, 3.1] {
        for anomaly in stride(from: -3.0, through: 3.0, by: 0.75) {
          let elements = KeplerElements(
            semiMajorAxis: 36_000_000 / (1 - e), eccentricity: e, inclination: inclination,
            ascendingNode: 1.1, argumentOfPerigee: 0.4, meanAnomaly: anomaly)
          let (r, v) = elements.state
          let again = try KeplerElements(position: r, velocity: v).state
          #expect((again.position - r).length < 1e-10 * r.length)
          #expect((again.velocity - v).length < 1e-10 * v.length)
        }
      }
    }
  }

  @Test("The node of Soyuz 19 regresses by 5.460° a day and its nodal period is 88.927 minutes")
  func oblateness() throws {
    let orbit = try soyuz(.j2)
    let toTrueOfDate = ReferenceFrame.trueOfDate.rotationToGCRF(at: epoch).inverse
    // Height above the equator crosses zero upward once in a nodal period.
    func height(_ seconds: Double) -> Double {
      toTrueOfDate.applied(to: orbit.state(at: epoch.advanced(bySeconds: seconds)).position).z
    }
    var crossings: [(time: Double, longitude: Double)] = []
    for second in stride(from: 0.0, to: 12_000, by: 1)
    where height(second) <= 0 && height(second + 1) > 0 {
      let time = second + height(second) / (height(second) - height(second + 1))
      let place = toTrueOfDate.applied(
        to: orbit.state(at: epoch.advanced(bySeconds: time)).position)
      crossings.append((time, atan2(place.y, place.x)))
    }
    let period = crossings[1].time - crossings[0].time
    let turn = (crossings[1].longitude - crossings[0].longitude) / Angles.degree
    #expect(abs(turn * 86_400 / period - -5.460) < 1e-3)
    #expect(abs(period / 60 - 88.927) < 2e-3)
  }

  @Test("The velocity is the derivative of the position, with and without oblateness")
  func velocityIsDerivative() throws {
    for propagator in OrbitPropagator.allCases {
      let orbit = try soyuz(propagator)
      for minutes in stride(from: 0.0, to: 300, by: 17) {
        let t = epoch.advanced(bySeconds: minutes * 60)
        let slope =
          (orbit.state(at: t.advanced(bySeconds: 0.05)).position
            - orbit.state(at: t.advanced(bySeconds: -0.05)).position) / 0.1
        #expect((slope - orbit.state(at: t).velocity).length < 1e-4)
      }
    }
  }

  @Test("After ten years two craft on one orbit still keep their distance to nanometres")
  func longSpans() throws {
    for propagator in OrbitPropagator.allCases {
      let leader = try soyuz(propagator)
      var elements = leader.elements
      elements.meanAnomaly -= 4.5e-5
      let follower = try KeplerTrajectory(
        elements: elements, epoch: epoch, frame: .trueOfDate, propagator: propagator)
      // 297 m that grow and shrink by a part in 5000 a turn: in 40 ms by 3 µm, evenly.
      let late = epoch.advanced(bySeconds: 10 * 365.25 * 86_400)
      let distances = (0...40).map { step -> Double in
        let instant = late.advanced(bySeconds: Double(step) / 1000)
        return (leader.state(at: instant).position - follower.state(at: instant).position).length
      }
      for (index, here) in distances.enumerated().dropFirst().dropLast() {
        let bend = distances[index - 1] + distances[index + 1] - 2 * here
        // Positions of 6600 km are rounded to 1e-9 m in each component.
        #expect(abs(bend) < 1e-8, "\(bend) m")
      }
    }
  }

  @Test("An anomaly without its whole turns is the same angle")
  func turns() throws {
    let orbit = try soyuz(.kepler)
    let period = 2 * Double.pi / orbit.elements.meanMotion
    // A thousand turns on, told by the period, the craft is where it was.
    let there = orbit.state(at: epoch.advanced(bySeconds: 1000 * period)).position
    // The instant is rounded to 1e-9 s of the way, the period's rounding counts a thousand times.
    #expect((there - orbit.state(at: epoch).position).length < 2e-5)
  }

  @Test("The bounds hold at every sampled instant of an eccentric orbit with oblateness")
  func boundsHold() throws {
    let orbit = try KeplerTrajectory(
      elements: KeplerElements(
        semiMajorAxis: 36_943_000, eccentricity: 0.8111, inclination: 59 * Angles.degree,
        ascendingNode: 1, argumentOfPerigee: 3, meanAnomaly: 0.2),
      epoch: epoch, frame: .trueOfDate, propagator: .j2)
    for start in stride(from: -40_000.0, to: 60_000, by: 3571) {
      for width in [10.0, 300, 5000] {
        let begin = epoch.advanced(bySeconds: start)
        let bounds = orbit.bounds(over: begin...begin.advanced(bySeconds: width))
        let mu = PhysicalConstants.earthGravitationalParameter
        for step in 0...20 {
          let t = begin.advanced(bySeconds: width * Double(step) / 20)
          let state = orbit.state(at: t)
          let h = 0.5
          let acceleration =
            (orbit.state(at: t.advanced(bySeconds: h)).velocity
              - orbit.state(at: t.advanced(bySeconds: -h)).velocity) / (2 * h)
          let radius = state.position.length
          let attraction = state.position * (-mu / (radius * radius * radius))
          #expect(radius >= bounds.minimumRadius * (1 - 1e-12))
          #expect(state.velocity.length <= bounds.maximumSpeed * (1 + 1e-12))
          #expect(acceleration.length <= bounds.maximumAcceleration * (1 + 1e-4))
          let perturbation = try #require(bounds.maximumPerturbation)
          #expect((acceleration - attraction).length <= perturbation + 1e-4 * attraction.length)
        }
      }
    }
  }

  @Test(
    "Orbits that are none are refused with the reason",
    arguments: [
      (Vector3(7_000_000, 0, 0), Vector3(0, 12_000, 0), "not an elliptic orbit"),
      (Vector3(7_000_000, 0, 0), Vector3(0, 5000, 0), "below its surface"),
      (Vector3(7000, 0, 0), Vector3(0, 7.5, 0), "below its surface"),
      (Vector3(7_000_000, 0, 0), Vector3(1000, 0, 0), "not an elliptic orbit"),
      (Vector3(.nan, 0, 0), Vector3(0, 7500, 0), "not an elliptic orbit"),
    ])
  func refusedOrbits(position: Vector3, velocity: Vector3, reason: String) {
    let error = #expect(throws: TrajectoryError.self) {
      try KeplerTrajectory(
        state: StateVector(position: position, velocity: velocity), epoch: epoch,
        propagator: .kepler)
    }
    #expect(error?.description.contains(reason) == true)
  }
}
