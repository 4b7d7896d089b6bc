import Astronomy
import Testing
import Trajectories

@Suite("Trajectories in segments")
struct SegmentedTests {
  private let epoch: Instant
  private let orbit: KeplerTrajectory

  init() throws { (epoch, orbit) = try KeplerTrajectory.ofTables() }

  /// The orbit over a stretch of seconds, moved aside by some metres.
  private func table(_ seconds: ClosedRange<Double>, aside: Double = 0) throws
    -> TabulatedTrajectory
  {
    let times = stride(from: seconds.lowerBound, through: seconds.upperBound, by: 20).map {
      epoch.advanced(bySeconds: $0)
    }
    let states = times.map { orbit.state(at: $0) }
    return try TabulatedTrajectory(
      times: times, positions: states.map { $0.position + Vector3(aside, 0, 0) },
      velocities: states.map(\.velocity))
  }

  private func segments(_ tables: TabulatedTrajectory...) throws -> SegmentedTrajectory {
    var list: [SegmentedTrajectory.Segment] = []
    for table in tables { list.append(try .init(table)) }
    return try SegmentedTrajectory(list)
  }

  private func aside(_ trajectory: SegmentedTrajectory, at seconds: Double) -> Double {
    let t = epoch.advanced(bySeconds: seconds)
    return (trajectory.state(at: t).position.x - orbit.state(at: t).position.x).rounded()
  }

  private func span(_ from: Double, _ to: Double) -> ClosedRange<Instant> {
    epoch.advanced(bySeconds: from)...epoch.advanced(bySeconds: to)
  }

  @Test("Gaps are what no segment covers, and their ends are covered")
  func gaps() throws {
    let trajectory = try segments(table(0...200), table(300...500), table(500...600))
    #expect(trajectory.coverage == span(0, 600))
    #expect(trajectory.gaps == [span(200, 300)])
    #expect(aside(trajectory, at: 200) == 0)
    #expect(aside(trajectory, at: 300) == 0)
    #expect(!trajectory.state(at: epoch.advanced(bySeconds: 250)).position.isFinite)
    #expect(!span(100, 200).overlapsInside(span(200, 300)))
    #expect(span(100, 200.001).overlapsInside(span(200, 300)))
    #expect(span(220, 220).overlapsInside(span(200, 300)))
    #expect(try segments(table(0...200)).gaps.isEmpty)
  }

  @Test("Where segments overlap the later one holds, in whatever order they stand")
  func overlaps() throws {
    let first = try segments(table(0...400, aside: 10), table(200...600, aside: 20))
    #expect([0, 199, 200, 201, 400, 600].map { aside(first, at: $0) } == [10, 10, 20, 20, 20, 20])
    let second = try segments(table(200...600, aside: 20), table(0...400, aside: 10))
    #expect(
      [0, 199, 201, 399, 401, 600].map { aside(second, at: $0) } == [10, 10, 10, 10, 20, 20])
    let inside = try segments(table(0...600, aside: 10), table(200...400, aside: 20))
    #expect(
      [0, 199, 201, 399, 401, 600].map { aside(inside, at: $0) } == [10, 10, 20, 20, 10, 10])
    #expect(inside.gaps.isEmpty)
    let hidden = try segments(table(200...400, aside: 20), table(0...600, aside: 10))
    #expect([199, 300, 401].map { aside(hidden, at: $0) } == [10, 10, 10])
  }

  @Test("A segment holds only over its usable times, which it must cover")
  func usable() throws {
    let whole = try table(0...600)
    let trajectory = try SegmentedTrajectory([
      .init(whole, usable: span(20, 100)), .init(whole, usable: span(200, 300)),
    ])
    #expect(trajectory.coverage == span(20, 300))
    #expect(trajectory.gaps == [span(100, 200)])
    let error = #expect(throws: TrajectoryError.self) {
      try SegmentedTrajectory.Segment(whole, usable: span(0, 601))
    }
    #expect(
      error?.description.contains("12:10:01.000Z has states only from 1975-07-19T12:00") == true)
    let endless = #expect(throws: TrajectoryError.self) { try SegmentedTrajectory.Segment(orbit) }
    #expect(endless?.description.contains("a segment without limits") == true)
    let gappy = #expect(throws: TrajectoryError.self) {
      try SegmentedTrajectory.Segment(trajectory)
    }
    #expect(gappy?.description.contains("gaps of its own") == true)
    let none = #expect(throws: TrajectoryError.self) { try SegmentedTrajectory([]) }
    #expect(none?.description.contains("no segments") == true)
  }

  @Test("Bounds hold across a jump from one segment to the next")
  func jumps() throws {
    let trajectory = try segments(table(0...200), table(200...400, aside: 5000))
    for width in [0.1, 10, 100, 300] {
      for start in stride(from: 0, through: 400 - width, by: 3.7) {
        let begin = epoch.advanced(bySeconds: start)
        let bounds = trajectory.bounds(over: begin...begin.advanced(bySeconds: width))
        let middle = trajectory.state(at: begin.advanced(bySeconds: width / 2))
        for part in 0...20 {
          let state = trajectory.state(at: begin.advanced(bySeconds: width * Double(part) / 20))
          let way = (state.position - middle.position).length
          #expect(state.position.length >= bounds.minimumRadius)
          #expect(way <= bounds.maximumSpeed * width / 2 + 1e-8)
          #expect(
            way <= (middle.velocity.length + bounds.maximumAcceleration * width / 2) * width / 2
              + 1e-8)
        }
      }
    }
    #expect(trajectory.bounds(over: span(10, 20)).maximumSpeed < 7800)
    #expect(trajectory.bounds(over: span(199, 201)).maximumSpeed > 5000)
  }

  @Test("Two messages on the same nodes are interpolated as their difference")
  func difference() throws {
    let a = try segments(table(0...200, aside: 100), table(300...500, aside: 100))
    let b = try segments(table(0...200), table(300...500))
    let motion = TrajectoryDifference(occulter: a, observer: b)
    #expect(motion.gaps == [span(200, 300)])
    let t = epoch.advanced(bySeconds: 77.7)
    let context = FormationContext(
      instant: t, observer: b.state(at: t),
      sun: SunSight(direction: Vector3(1, 0, 0), distance: 1.5e11))
    // Subtracting the joined positions would leave a nanometre of rounding.
    #expect((motion.position(in: context) - Vector3(100, 0, 0)).length < 1.1e-9)
    let bounds = motion.bounds(
      over: span(70, 80), around: context, observer: b.bounds(over: span(70, 80)), sunRate: 2e-7)
    #expect(bounds.maximumSpeed < 1e-9)
  }

  @Test("Tables of different useable times are interpolated as their difference, too")
  func differentUseableTimes() throws {
    let whole = try table(0...500)
    let moved = try table(0...500, aside: 100)
    let pairs: [(any Trajectory, any Trajectory)] = [
      (moved, try SegmentedTrajectory([.init(whole, usable: span(20, 480))])),
      (try segments(table(0...200, aside: 100), table(200...500, aside: 100)), whole),
      (
        try SegmentedTrajectory([.init(moved, usable: span(10, 490))]),
        try segments(table(0...300), table(300...500))
      ),
    ]
    for (occulter, observer) in pairs {
      let motion = TrajectoryDifference(occulter: occulter, observer: observer)
      for time in [77.7, 200, 301] {
        let t = epoch.advanced(bySeconds: time)
        let context = FormationContext(
          instant: t, observer: observer.state(at: t),
          sun: SunSight(direction: Vector3(1, 0, 0), distance: 1.5e11))
        #expect((motion.position(in: context) - Vector3(100, 0, 0)).length < 1e-8)
        let near = span(time - 5, time + 5)
        let bounds = motion.bounds(
          over: near, around: context, observer: observer.bounds(over: near), sunRate: 2e-7)
        // The difference stands still; the sum of two speeds would be 15 km/s.
        #expect(bounds.maximumSpeed < 1e-6 && bounds.minimumDistance > 99.99)
      }
    }
  }
}
