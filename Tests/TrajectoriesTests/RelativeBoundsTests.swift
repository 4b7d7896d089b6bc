import Astronomy
import Foundation
import TestSupport
import Testing
import Trajectories

@Suite("Bounds of relative motion")
struct RelativeBoundsTests {
  static let widths = [1e-3, 0.1, 3, 30, 60, 200, 600, 6000]

  private func vector(_ size: Double, _ generator: inout SeededGenerator) -> Vector3 {
    Vector3(
      Double.random(in: -size...size, using: &generator),
      Double.random(in: -size...size, using: &generator),
      Double.random(in: -size...size, using: &generator))
  }

  @Test(
    "No coast leaves its bounds, on any ellipse, over a millisecond or 6000 seconds",
    arguments: OrbitPropagator.allCases)
  func coasts(_ propagator: OrbitPropagator) throws {
    var generator = SeededGenerator(seed: 20)
    for _ in 0..<12 {
      let scene = try RelativeScene.random(using: &generator, propagator: propagator)
      let sizes: [Double] = [10, 200, 5000]
      let size: Double = sizes[Int.random(in: 0..<3, using: &generator)]
      var start = RelativeStart.localVertical(
        position: vector(size, &generator), velocity: vector(size / 100, &generator))
      if Bool.random(using: &generator) {
        start = .sunLine(range: size, rate: size / 200, north: size / 100, west: -size / 50)
      }
      let epoch = scene.context(300)
      let motions: [any RelativeMotion] = [
        try YamanakaAnkersenMotion(epoch: epoch.instant, initial: start, context: epoch),
        try TwoBodyDifferenceMotion(epoch: epoch.instant, initial: start, context: epoch),
      ]
      for motion in motions {
        for width in Self.widths {
          let begin = Double.random(in: -200...8000, using: &generator)
          #expect(scene.breach(motion, begin, width) == nil)
          // Across the end of the docking.
          #expect(scene.breach(motion, 300 - width / 3, width) == nil)
        }
      }
    }
  }

  @Test("Nor beside an observer known only by a table, whose perturbations are unknown")
  func besideATable() throws {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<4 {
      let orbit = try RelativeScene.random(using: &generator, propagator: .j2)
      let times = (-10...160).map { orbit.epoch.advanced(bySeconds: 60 * Double($0)) }
      let states = times.map { orbit.observer.state(at: $0) }
      let table = try TabulatedTrajectory(
        times: times, positions: states.map(\.position), velocities: states.map(\.velocity))
      let scene = RelativeScene(epoch: orbit.epoch, observer: table)
      let here = scene.context(0)
      let start = RelativeStart.localVertical(
        position: vector(200, &generator), velocity: vector(1, &generator))
      for motion: any RelativeMotion in [
        try YamanakaAnkersenMotion(epoch: scene.epoch, initial: start, context: here),
        try TwoBodyDifferenceMotion(epoch: scene.epoch, initial: start, context: here),
      ] {
        for width in Self.widths.dropLast() + [3000] {
          let begin = Double.random(in: 0...6000, using: &generator)
          #expect(scene.breach(motion, begin, width) == nil)
        }
      }
    }
  }

  @Test("The bounds of a coast in low orbit are tight: within a tenth over a minute")
  func tight() throws {
    for propagator in OrbitPropagator.allCases {
      let scene = try RelativeScene.soyuz(propagator)
      let epoch = scene.epoch
      let start = RelativeStart.sunLine(range: 7, rate: 1, north: 0, west: 0)
      let here = scene.context(0)
      for motion: any RelativeMotion in [
        try YamanakaAnkersenMotion(epoch: epoch, initial: start, context: here),
        try TwoBodyDifferenceMotion(epoch: epoch, initial: start, context: here),
      ] {
        for begin in [30.0, 200, 900, 5000] {
          let bounds = scene.bounds(motion, begin, 60)
          let speed = try #require(motion.velocity(in: scene.context(begin + 30))).length
          let distance = motion.position(in: scene.context(begin + 30)).length
          #expect(bounds.maximumSpeed < 1.1 * speed)
          #expect(bounds.minimumDistance > distance - 33 * speed)
        }
      }
    }
  }
}
