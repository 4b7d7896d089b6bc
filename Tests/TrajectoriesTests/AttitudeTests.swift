import Astronomy
import Foundation
import Testing
import Trajectories

@Suite("Attitude laws")
struct AttitudeTests {
  private let scene: RelativeScene
  private var epoch: Instant { scene.epoch }

  init() throws { scene = try .soyuz(.j2) }

  private func context(_ seconds: Double) -> FormationContext { scene.context(seconds) }

  private func isClose(_ a: Vector3, _ b: Vector3) -> Bool { (a - b).length < 1e-14 }

  @Test("A quaternion turns the body's axes as CCSDS 504.0 defines it, scalar last")
  func quaternion() throws {
    // A quarter turn about z carries the body's x to y.
    let half = 0.5.squareRoot()
    let quarter = try Rotation.quaternion(x: 0, y: 0, z: half, scalar: half)
    #expect(isClose(quarter.applied(to: Vector3(1, 0, 0)), Vector3(0, 1, 0)))
    #expect(isClose(quarter.applied(to: Vector3(0, 1, 0)), Vector3(-1, 0, 0)))
    // A third of a turn about the diagonal carries x to y, y to z, z to x.
    let third = try Rotation.quaternion(x: 0.5, y: 0.5, z: 0.5, scalar: 0.5)
    #expect(isClose(third.applied(to: Vector3(1, 2, 3)), Vector3(3, 1, 2)))
    let error = #expect(throws: TrajectoryError.self) {
      try Rotation.quaternion(x: 1, y: 1, z: 0, scalar: 0)
    }
    #expect(error?.description.contains("must be 1 within 0.001") == true)
    #expect(throws: TrajectoryError.self) {
      try Rotation.quaternion(x: .nan, y: 0, z: 0, scalar: 1)
    }
  }

  @Test("Yaw, pitch and roll turn about z, the new y and the new x in this order")
  func eulerAngles() {
    let all = Rotation.yawPitchRoll(yaw: 0.3, pitch: -0.4, roll: 1.1)
    // The body's x axis after yaw and pitch (roll does not move it).
    #expect(
      isClose(
        all.applied(to: Vector3(1, 0, 0)),
        Vector3(cos(0.3) * cos(-0.4), sin(0.3) * cos(-0.4), -sin(-0.4))))
    #expect(abs(all.applied(to: Vector3(0, 1, 0)).z - cos(-0.4) * sin(1.1)) < 1e-15)
  }

  @Test("Sun pointing holds the axis on the Sun and the reference at its position angle")
  func sunPointing() throws {
    for roll in [0, 30, -100] as [Double] {
      let law = try SunPointingAttitude(
        axis: Vector3(0, 0, -2), reference: Vector3(1, 0, 0.5), roll: roll * Angles.degree)
      let context = context(600)
      let rotation = law.rotation(in: context)
      #expect(isClose(rotation.applied(to: Vector3(0, 0, -1)), context.sun.direction))
      let orientation = SolarOrientation(
        at: context.instant, observer: context.observer, ephemeris: scene.ephemeris)
      let top = rotation.applied(to: Vector3(1, 0, 0))
      let angle = atan2(-top.dot(orientation.skyWest), top.dot(orientation.skyNorth))
      // The orientation carries north from the geometric Sun, the law takes it at the apparent one:
      // 1e-4 rad of aberration times the tangent of the pole's tilt, 0.13.
      #expect(abs(angle - roll * Angles.degree) < 1.3e-5)
      let across =
        top * cos(roll * Angles.degree)
        - context.sun.direction.cross(top) * -sin(roll * Angles.degree)
      #expect(abs(across.dot(context.sun.direction.cross(SolarOrientation.northPole))) < 1e-15)
    }
    let error = #expect(throws: TrajectoryError.self) {
      try SunPointingAttitude(axis: Vector3(0, 0, 1), reference: Vector3(0, 0, -3))
    }
    #expect(error?.description.contains("must not lie along one line") == true)
  }

  @Test("Local vertical keeps the body's x on the radius and its z on the orbit's normal")
  func localVertical() {
    let context = context(1234)
    let rotation = LocalVerticalAttitude().rotation(in: context)
    let state = context.observer
    #expect(isClose(rotation.applied(to: Vector3(1, 0, 0)), state.position.normalized))
    #expect(
      isClose(
        rotation.applied(to: Vector3(0, 0, 1)), state.position.cross(state.velocity).normalized))
  }

  @Test("A spin turns the body right-handed about its axis, once in its period")
  func spin() throws {
    let law = try SpinningAttitude(axis: Vector3(0, 0, 3), rate: 2 * .pi / 100, epoch: epoch)
    #expect(
      isClose(law.rotation(in: context(25)).applied(to: Vector3(1, 0, 0)), Vector3(0, 1, 0)))
    #expect(
      (law.rotation(in: context(100)).applied(to: Vector3(1, 0, 0)) - Vector3(1, 0, 0)).length
        < 1e-9)
    #expect(throws: TrajectoryError.self) {
      try SpinningAttitude(axis: .zero, rate: 1, epoch: epoch)
    }
  }

  @Test("No law turns faster than its bound, nor the bound more than an eighth faster than the law")
  func turnRates() throws {
    let laws: [(any Attitude, isTight: Bool)] = [
      (InertialAttitude(), false), (LocalVerticalAttitude(), true),
      (try SunPointingAttitude(axis: Vector3(1, 0, 0), reference: Vector3(0, 0, 1)), false),
      (
        try SpinningAttitude(
          base: LocalVerticalAttitude(), axis: Vector3(0, 0, 1), rate: 0.01, epoch: epoch), true
      ),
    ]
    let step = 0.5
    for (law, isTight) in laws {
      var fastest = 0.0
      for index in 0..<400 {
        let (a, b) = (
          law.rotation(in: context(Double(index))), law.rotation(in: context(Double(index) + step))
        )
        // |R − S|² of the axes is 8 sin²(angle/2).
        let difference =
          (a.xAxis - b.xAxis).lengthSquared + (a.yAxis - b.yAxis).lengthSquared
          + (a.zAxis - b.zAxis).lengthSquared
        fastest = max(fastest, 2 * asin((difference / 8).squareRoot()) / step)
      }
      let span = epoch...epoch.advanced(bySeconds: 400)
      let motion = scene.observer.bounds(over: span)
      let sunRate =
        (30_300 + motion.maximumSpeed) / context(200).sun.distance
        + motion.maximumAcceleration / PhysicalConstants.speedOfLight
      let bound = law.maximumTurnRate(
        over: span, around: context(200), observer: motion, sunRate: sunRate)
      #expect(fastest <= bound + 1e-14)
      if isTight { #expect(bound < 1.125 * fastest) }
    }
  }
}
