import Astronomy
import Testing
import Trajectories

@Suite("Interpolation of tables")
struct InterpolationTests {
  private let epoch: Instant
  private let orbit: KeplerTrajectory

  init() throws { (epoch, orbit) = try KeplerTrajectory.ofTables() }

  static let kinds: [TableInterpolation] =
    [.quintic, .linear] + [1, 2, 3, 6, 7, 15].map { .lagrange(degree: $0) }
    + [1, 3, 5, 7, 15].map { .hermite(degree: $0) }

  /// The orbit at evenly spaced nodes.
  private func table(
    step: Double, nodes: Int = 101, _ interpolation: TableInterpolation
  ) throws -> TabulatedTrajectory {
    let times = (0..<nodes).map { epoch.advanced(bySeconds: Double($0) * step) }
    let states = times.map { orbit.state(at: $0) }
    return try TabulatedTrajectory(
      times: times, positions: states.map(\.position), velocities: states.map(\.velocity),
      interpolation: interpolation)
  }

  /// The greatest departure from the orbit, m, over a stretch of the nodes.
  private func worst(_ table: TabulatedTrajectory, step: Double, _ nodes: Range<Double>) -> Double {
    stride(from: nodes.lowerBound, to: nodes.upperBound, by: 0.05).map { node in
      let t = epoch.advanced(bySeconds: node * step)
      return (table.state(at: t).position - orbit.state(at: t).position).length
    }.max() ?? .nan
  }

  @Test(
    "The error on a low orbit is the one theory gives, and the estimate says so",
    arguments: [
      // h²/8 r″, h⁴/384 r⁗ (0.43 m in the notes) and h⁶/46080 r⁽⁶⁾; the orbit is not quite circular.
      (TableInterpolation.linear, 60.0, 4083.7, 4124),
      (.hermite(degree: 3), 60, 0.4224, 0.431), (.hermite(degree: 3), 20, 5.21e-3, 5.31e-3),
      (.quintic, 60, 2.5e-5, 4.5e-5), (.quintic, 20, 2.6e-8, 3.0e-8),
      (.hermite(degree: 5), 60, 1.65e-4, 1.64e-4), (.hermite(degree: 7), 60, 9.36e-8, 8.3e-8),
      (.lagrange(degree: 3), 60, 6.79, 6.39), (.lagrange(degree: 7), 60, 5.98e-5, 4.93e-5),
      (.lagrange(degree: 8), 60, 3.3e-6, 2.7e-6),
    ])
  func theory(kind: TableInterpolation, step: Double, error: Double, estimate: Double) throws {
    let table = try table(step: step, kind)
    #expect(abs(worst(table, step: step, 0..<100) / error - 1) < 0.05)
    #expect(abs(try #require(table.estimatedError) / estimate - 1) < 0.05)
  }

  @Test("A cubic on 60 s of a circular low orbit is off by h⁴ a n⁴ / 384")
  func cubicTheory() throws {
    let a = 6_603_137.0
    let n = (PhysicalConstants.earthGravitationalParameter / (a * a * a)).squareRoot()
    let circular = try KeplerTrajectory(
      state: StateVector(position: Vector3(a, 0, 0), velocity: Vector3(0, 0, a * n)), epoch: epoch,
      propagator: .kepler)
    let times = (0...20).map { epoch.advanced(bySeconds: Double($0) * 60) }
    let states = times.map { circular.state(at: $0) }
    let table = try TabulatedTrajectory(
      times: times, positions: states.map(\.position), velocities: states.map(\.velocity),
      interpolation: .hermite(degree: 3))
    let middle = epoch.advanced(bySeconds: 330)
    let found = (table.state(at: middle).position - circular.state(at: middle).position).length
    let h = 60 * n
    #expect(abs(found / (a * h * h * h * h / 384) - 1) < 1e-3)
  }

  @Test("Inside the table no degree up to 27 loses more than the rounding of the orbit itself")
  func noLoss() throws {
    for degree in 9...27 {
      let table = try table(step: 20, .lagrange(degree: degree))
      #expect(worst(table, step: 20, 30..<70) < 6e-9)
    }
    for degree in stride(from: 9, through: 27, by: 2) {
      let table = try table(step: 20, .hermite(degree: degree))
      #expect(worst(table, step: 20, 30..<70) < 6e-9)
    }
  }

  @Test("What windows at the ends make of rounding is in the estimate, which is nil without nodes")
  func magnifiedRounding() throws {
    for kind in [TableInterpolation.lagrange(degree: 27), .lagrange(degree: 20)] {
      let table = try table(step: 20, kind)
      let found = worst(table, step: 20, 0..<100)
      let estimate = try #require(table.estimatedError)
      // The orbit's own states are wrong by a few units of their last digit, not by half of one.
      #expect(found < 3 * estimate)
      #expect(estimate < found)
    }
    #expect(try table(step: 20, nodes: 8, .lagrange(degree: 7)).estimatedError == nil)
  }

  @Test("Windows are those of SPICE: about the step when even, about the nearest state when odd")
  func windows() throws {
    let seconds = [0.0, 1, 3, 4, 7, 8, 10, 11, 15]
    let values = [2.0, 3, -1, 4, 4, 0, 7, 1, 5]
    for degree in 1...8 {
      let table = try TabulatedTrajectory(
        times: seconds.map { epoch.advanced(bySeconds: $0) },
        positions: values.map { Vector3($0, 1e7 + $0, 0) }, velocities: nil,
        interpolation: .lagrange(degree: degree))
      for time in stride(from: 0.05, to: 15, by: 0.1) {
        let size = degree + 1
        let before = seconds.lastIndex { $0 <= time } ?? 0
        let nearest = seconds.indices.min { abs(seconds[$0] - time) < abs(seconds[$1] - time) } ?? 0
        let begin = size % 2 == 0 ? before - (size / 2 - 1) : nearest - size / 2
        let first = min(max(begin, 0), seconds.count - size)
        var expected = 0.0
        for i in first..<(first + size) {
          var term = values[i]
          for j in first..<(first + size) where j != i {
            term *= (time - seconds[j]) / (seconds[i] - seconds[j])
          }
          expected += term
        }
        let found = table.state(at: epoch.advanced(bySeconds: time)).position
        #expect(abs(found.x - expected) < 1e-10, "degree \(degree) at \(time)")
        #expect(abs(found.y - 1e7 - expected) < 3e-8)
      }
    }
  }

  @Test("A polynomial of the degree asked for is met everywhere, also on uneven nodes")
  func polynomials() throws {
    let seconds = [0.0, 1, 3, 4, 7, 8, 10, 11, 15, 16, 18, 21, 22, 25]
    func value(_ t: Double, _ degree: Int) -> (Double, Double) {
      let x = (t - 12) / 13
      var (f, slope) = (0.0, 0.0)
      for power in stride(from: degree, through: 0, by: -1) {
        slope = slope * x + f
        f = f * x + 1 / Double(power + 1)
      }
      return (f, slope / 13)
    }
    for (kind, degree) in (1...9).map({ (TableInterpolation.lagrange(degree: $0), $0) })
      + [1, 3, 5, 7, 9].map({ (TableInterpolation.hermite(degree: $0), $0) })
    {
      let table = try TabulatedTrajectory(
        times: seconds.map { epoch.advanced(bySeconds: $0) },
        positions: seconds.map { Vector3(value($0, degree).0, 0, 1) },
        velocities: seconds.map { Vector3(value($0, degree).1, 0, 0) }, interpolation: kind)
      for time in stride(from: 0.0, through: 25, by: 0.25) {
        let state = table.state(at: epoch.advanced(bySeconds: time))
        let (f, slope) = value(time, degree)
        #expect(abs(state.position.x - f) < 1e-13, "\(kind) at \(time)")
        #expect(abs(state.velocity.x - slope) < 1e-13, "\(kind) at \(time)")
      }
    }
  }

  @Test("The velocity is the derivative of the position, whatever the kind", arguments: kinds)
  func velocityIsDerivative(kind: TableInterpolation) throws {
    let table = try table(step: 60, nodes: 40, kind)
    for minute in stride(from: 0.23, to: 39, by: 0.7) {
      let t = epoch.advanced(bySeconds: minute * 60)
      let slope =
        (table.state(at: t.advanced(bySeconds: 0.01)).position
          - table.state(at: t.advanced(bySeconds: -0.01)).position) / 0.02
      #expect((slope - table.state(at: t).velocity).length < 1e-6)
    }
  }

  @Test("Bounds hold between nodes and across jumps, whatever the kind", arguments: kinds)
  func boundsHold(kind: TableInterpolation) throws {
    let table = try table(step: 60, nodes: 40, kind)
    for width in [0.01, 1, 25, 100, 700] {
      for start in stride(from: 0.0, through: 2340 - width, by: 29.99) {
        let begin = epoch.advanced(bySeconds: start)
        let bounds = table.bounds(over: begin...begin.advanced(bySeconds: width))
        let middle = table.state(at: begin.advanced(bySeconds: width / 2))
        for part in 0...16 {
          let state = table.state(at: begin.advanced(bySeconds: width * Double(part) / 16))
          #expect(state.position.length >= bounds.minimumRadius)
          #expect(state.velocity.length <= bounds.maximumSpeed)
          let way = (state.position - middle.position).length
          let rounding = 1e-8
          #expect(way <= bounds.maximumSpeed * width / 2 + rounding)
          let carried = middle.velocity.length + bounds.maximumAcceleration * width / 2
          #expect(way <= carried * width / 2 + rounding)
        }
      }
    }
  }

  @Test("Bounds approach the motion at an instant as the stretch shrinks")
  func boundsAreTight() throws {
    for kind in [TableInterpolation.quintic, .hermite(degree: 7), .lagrange(degree: 9)] {
      let table = try table(step: 60, kind)
      for (width, slack) in [(60.0, 2e-3), (6, 2e-5), (0.6, 2e-7), (0.06, 2e-9)] {
        let begin = epoch.advanced(bySeconds: 3033)
        let bounds = table.bounds(over: begin...begin.advanced(bySeconds: width))
        let samples = (0...100).map {
          table.state(at: begin.advanced(bySeconds: width * Double($0) / 100))
        }
        let nearest = samples.map(\.position.length).min() ?? 0
        let fastest = samples.map(\.velocity.length).max() ?? 0
        #expect(bounds.minimumRadius > nearest * (1 - slack))
        #expect(bounds.maximumSpeed < fastest * (1 + slack))
      }
    }
  }

  @Test("The least radius holds for a path that bends away from the Earth, too")
  func bendingAway() throws {
    let seconds = [-180.0, -60, 60, 180]
    let table = try TabulatedTrajectory(
      times: seconds.map { epoch.advanced(bySeconds: $0) },
      positions: seconds.map { Vector3(500 * $0, 7e6 + 4 * $0 * $0, 0) },
      velocities: seconds.map { Vector3(500, 8 * $0, 0) })
    for half in [1.0, 20, 50] {
      let bounds = table.bounds(
        over: epoch.advanced(bySeconds: -half)...epoch.advanced(bySeconds: half))
      // The nearest point is in the middle, below the chord by 4 m/s² times the square of the half.
      #expect(bounds.minimumRadius <= 7e6)
      #expect(bounds.minimumRadius > 7e6 - 1)
    }
  }

  @Test("Tables on different nodes give a difference whose own speed is bounded")
  func differentNodes() throws {
    let other = try KeplerTrajectory(
      state: StateVector(
        position: Vector3(6_603_037, 100, 0), velocity: Vector3(0.1, 4800, 6106)), epoch: epoch,
      propagator: .kepler)
    let times = (0...150).map { epoch.advanced(bySeconds: Double($0) * 17.3) }
    let states = times.map { other.state(at: $0) }
    let occulter = try TabulatedTrajectory(
      times: times, positions: states.map(\.position), velocities: states.map(\.velocity),
      interpolation: .hermite(degree: 9))
    let observer = try table(step: 30, .lagrange(degree: 12))
    let motion = TrajectoryDifference(occulter: occulter, observer: observer)
    for second in stride(from: 0.0, through: 2590, by: 7.7) {
      let t = epoch.advanced(bySeconds: second)
      let context = FormationContext(
        instant: t, observer: observer.state(at: t),
        sun: SunSight(direction: Vector3(1, 0, 0), distance: 1.5e11))
      let difference = occulter.state(at: t).position - observer.state(at: t).position
      #expect((motion.position(in: context) - difference).length < 4e-9)
      let relative = other.state(at: t).velocity - orbit.state(at: t).velocity
      let interval = t.advanced(bySeconds: -0.5)...t.advanced(bySeconds: 0.5)
      let bounds = motion.bounds(
        over: interval, around: context, observer: observer.bounds(over: interval), sunRate: 2e-7)
      #expect(bounds.maximumSpeed < relative.length + 1e-3)
      #expect(bounds.maximumSpeed > relative.length - 1e-6)
      #expect(bounds.minimumDistance <= difference.length)
    }
  }

  @Test(
    "What cannot be interpolated is refused with the reason",
    arguments: [
      (TableInterpolation.lagrange(degree: 0), "degree 0: the degree must lie in 1...27"),
      (.lagrange(degree: 28), "degree 28: the degree must lie in 1...27"),
      (.lagrange(degree: .max), "the degree must lie in 1...27"),
      (.hermite(degree: -3), "Hermite interpolation of degree -3: the degree must lie in 1...27"),
      (.hermite(degree: 8), "degree 8: position and velocity of n states make degree 2n - 1"),
      (.lagrange(degree: 7), "a table of 5 state(s): at least 8 are needed for Lagrange"),
      (.hermite(degree: 11), "at least 6 are needed for Hermite interpolation of degree 11; give"),
    ])
  func refused(kind: TableInterpolation, reason: String) {
    let error = #expect(throws: TrajectoryError.self) { try table(step: 60, nodes: 5, kind) }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
  }

  @Test("States that make no sense are refused with their number and instant")
  func refusedStates() throws {
    let times = (0..<4).map { epoch.advanced(bySeconds: Double($0)) }
    func message(
      times: [Instant], positions: [Vector3]? = nil, velocities: [Vector3]? = nil,
      _ kind: TableInterpolation = .quintic
    ) -> String {
      let error = #expect(throws: TrajectoryError.self) {
        try TabulatedTrajectory(
          times: times, positions: positions ?? times.map { _ in Vector3(7e6, 0, 0) },
          velocities: velocities, interpolation: kind)
      }
      return error?.description ?? ""
    }
    let bad = [Vector3](repeating: .zero, count: 3) + [Vector3(0, .nan, 0)]
    #expect(
      message(times: times, positions: bad).hasPrefix(
        "state 3 at 1975-07-19T12:00:03.000Z: the position"))
    #expect(message(times: times, velocities: bad).contains("the velocity is not finite"))
    #expect(
      message(times: [times[0], times[2], times[2]]).contains(
        "state 2: its time 1975-07-19T12:00:02"))
    #expect(message(times: [times[1], times[0], times[2]]).hasPrefix("state 1"))
    #expect(
      message(times: times, positions: []).contains("4 time(s), 0 position(s) and no velocities"))
    #expect(message(times: times, .hermite(degree: 3)).contains("needs velocities"))
    #expect(message(times: [times[0]], .linear).contains("1 state(s): at least 2"))
    #expect(message(times: []).contains("0 state(s): at least 3"))
    #expect(
      message(times: [times[0]], velocities: [.zero], .hermite(degree: 1)).contains("at least 2"))
  }
}
