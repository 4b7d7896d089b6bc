import Astronomy
import TestSupport
import Testing

@testable import Trajectories

@Suite("States of SPK kernels")
struct SPKStateTests {
  static let kernels = ["chebyshev", "lagrange", "hermite", "planets", "segments"]

  @Test("Positions are those of SPICE to the last digits of a double", arguments: kernels)
  func positions(name: String) throws {
    let kernel = try SPKFixture.kernel(name)
    for row in try SPKFixture.rows() where row.kernel == name {
      let t = EphemerisClock.instant(row.epoch)
      let trajectory = try kernel.trajectory(of: row.target, about: row.center, over: t...t)
      // Four units in the last place of the Moon's 27-day circle, of which SPICE's own arithmetic
      // takes one; 1.7e-8 m is for high degrees (25 of type 2, 11 at the end of an uneven table).
      let rounding = 7e-16 * row.position.length + 1.7e-8
      let error = (trajectory.state(at: t).position - row.position).length
      #expect(error <= rounding, "\(name), \(row.target) about \(row.center) at \(row.epoch)")
    }
  }

  @Test(
    "Velocities are those of SPICE where SPICE takes the derivative, too, and close elsewhere",
    arguments: [
      ("chebyshev", -901, 3e-11), ("chebyshev", -902, 6e-11), ("hermite", -901, 2e-11),
      ("hermite", -902, 4e-11), ("hermite", -903, 3e-11), ("hermite", -904, 2e-11),
      ("planets", 301, 3e-12), ("planets", 10, 7e-11),
      // Types 3, 8 and 9 interpolate the velocity apart: what differs is its interpolation error,
      // smaller the higher the degree.
      ("chebyshev", -903, 2.4e-5), ("lagrange", -901, 1.2e-5), ("lagrange", -902, 5.4e-8),
      ("lagrange", -903, 8.8e-9), ("lagrange", -904, 4.6e-2),
    ])
  func velocities(name: String, target: Int, error: Double) throws {
    let kernel = try SPKFixture.kernel(name)
    for row in try SPKFixture.rows()
    where row.kernel == name && row.target == target && row.center == 399 {
      let t = EphemerisClock.instant(row.epoch)
      let trajectory = try kernel.trajectory(of: target, over: t...t)
      #expect((trajectory.state(at: t).velocity - row.velocity).length < error)
    }
  }

  @Test("Both byte orders give the same numbers", arguments: kernels)
  func byteOrders(name: String) throws {
    let little = try SPKFixture.kernel(name)
    let big = try SPKFixture.kernel(name + "-big")
    #expect(little.segments == big.segments)
    #expect(little.comments == big.comments)
    for row in try SPKFixture.rows() where row.kernel == name {
      let t = EphemerisClock.instant(row.epoch)
      let states = try [little, big].map {
        try $0.trajectory(of: row.target, about: row.center, over: t...t).state(at: t)
      }
      #expect(states[0] == states[1])
    }
  }

  @Test("A trajectory made for a long span gives the same states as one made for an instant")
  func spans() throws {
    for name in ["chebyshev", "lagrange", "hermite"] {
      let kernel = try SPKFixture.kernel(name)
      for target in [-901, -902] {
        let whole = try kernel.trajectory(of: target, over: SPKFixture.span(110, 10_690))
        #expect(whole.coverage == SPKFixture.span(110, 10_690))
        for second in stride(from: 111.0, to: 10_690, by: 97.31) {
          let t = SPKFixture.span(second, second).lowerBound
          let one = try kernel.trajectory(of: target, over: t...t).state(at: t)
          // The clock's own table differs by less than a picosecond.
          #expect((whole.state(at: t).position - one.position).length < 1e-8)
        }
      }
    }
  }

  @Test("The velocity is the derivative of the position, by TDB", arguments: kernels)
  func derivative(name: String) throws {
    let kernel = try SPKFixture.kernel(name)
    let (target, h) = name == "planets" ? (301, 60.0) : (-901, 0.02)
    let trajectory = try kernel.trajectory(of: target, over: SPKFixture.span(0, 3600))
    for second in stride(from: 101.0, to: 3500, by: 133) {
      let t = SPKFixture.span(second, second).lowerBound
      let slope =
        (trajectory.state(at: t.advanced(bySeconds: h)).position
          - trajectory.state(at: t.advanced(bySeconds: -h)).position) / (2 * h)
      #expect((slope - trajectory.state(at: t).velocity).length < 1e-5)
    }
  }

  @Test("Bounds hold and are tight, for single segments and for chains")
  func bounds() throws {
    for (name, target, widths) in [
      ("chebyshev", -902, [0.1, 60, 2000]), ("lagrange", -901, [0.1, 60, 1000]),
      ("lagrange", -904, [0.1, 60, 1000]), ("hermite", -901, [0.1, 60, 1000]),
      ("planets", 301, [1, 600, 10_000]),
    ] {
      let trajectory = try SPKFixture.kernel(name).trajectory(
        of: target, over: SPKFixture.span(110, 10_690))
      for width in widths {
        for start in stride(from: 111.0, through: 10_690 - width, by: 411) {
          let begin = SPKFixture.span(start, start).lowerBound
          let bounds = trajectory.bounds(over: begin...begin.advanced(bySeconds: width))
          let middle = trajectory.state(at: begin.advanced(bySeconds: width / 2))
          for part in 0...8 {
            let state = trajectory.state(at: begin.advanced(bySeconds: width * Double(part) / 8))
            #expect(state.position.length >= bounds.minimumRadius)
            #expect(state.velocity.length <= bounds.maximumSpeed)
            let way = (state.position - middle.position).length
            #expect(way <= bounds.maximumSpeed * width / 2 + 1e-7)
          }
          if width <= 1, name != "lagrange" {
            #expect(bounds.maximumSpeed < middle.velocity.length * 1.04)
            #expect(bounds.minimumRadius > middle.position.length * 0.999)
          }
        }
      }
    }
  }

  @Test("The last of several segments counts, and the comments and the directory can be read")
  func precedence() throws {
    let kernel = try SPKFixture.kernel("segments")
    let hours = try kernel.trajectory(of: -902, over: SPKFixture.span(0, 10_800))
    #expect(hours.segmentNames == ["below", "above"])
    // 220 m apart along the orbit from the second hour on.
    let t = SPKFixture.span(0, 1800).upperBound
    let below = try kernel.trajectory(of: -902, over: t...t)
    #expect(hours.state(at: t) == below.state(at: t))
    #expect(
      kernel.segments.map(\.name) == [
        "first hour", "after the gap", "below", "above", "B1950", "two bodies, type 5",
      ])
    #expect(kernel.segments.map(\.dataType) == [9, 9, 9, 9, 9, 5])
    #expect(kernel.segments.map(\.frame) == [1, 1, 1, 1, 2, 1])
    #expect(kernel.segments[0].coverage == SPKFixture.span(0, 3600))
    #expect(kernel.comments == "Gaps, precedence, and what cannot be read.\n")
    let chebyshev = try SPKFixture.kernel("chebyshev")
    #expect(
      chebyshev.comments
        == "Totality test kernel.\n\nTypes 2 and 3, three hours of a low orbit.\n")
  }

  @Test("Kernels are read together, the last one first")
  func severalKernels() throws {
    let orbit = try SPKFixture.kernel("hermite")
    let planets = try SPKFixture.kernel("planets")
    let set = SPKKernelSet([planets, orbit])
    let t = SPKFixture.span(500, 500).lowerBound
    let fromSun = try set.trajectory(of: -901, about: 10, over: t...t).state(at: t)
    let fromEarth = try orbit.trajectory(of: -901, over: t...t).state(at: t)
    let earth = try planets.trajectory(of: 399, about: 10, over: t...t).state(at: t)
    #expect((fromSun.position - earth.position - fromEarth.position).length < 5e-5)
    let other = SPKKernelSet([orbit, try SPKFixture.kernel("lagrange")])
    #expect(try other.trajectory(of: -901, over: t...t).segmentNames == ["type 8, degree 7"])
    #expect(try orbit.trajectory(of: 399, over: t...t).state(at: t) == .geocentre)
  }

  @Test("The clock agrees with the exact TDB − TT and with labels in TDB")
  func clock() throws {
    let span = SPKFixture.span(0, 30 * 86_400)
    var worst = 0.0
    for day in stride(from: 0.01, to: 30, by: 0.037) {
      let t = span.lowerBound.advanced(bySeconds: day * 86_400)
      let reading = EphemerisClock.reading(t)
      // Counted from noon instead of midnight; TT − TAI is 32.184 s.
      let exact = Instant(
        wholeSeconds: t.wholeSeconds - 43_200, fraction: t.fraction + (32.184 + t.tdbMinusTT))
      worst = max(worst, reading.seconds(since: exact).magnitude)
      worst = max(worst, EphemerisClock.instant(reading).seconds(since: t).magnitude)
    }
    #expect(worst < 1e-12)
    let label = try Instant.parse("1975-07-19T12:00:00 TDB").instant
    #expect(abs(label.seconds(since: span.lowerBound)) < 1e-12)
    let j2000 = try Instant.parse("2000-01-01T12:00:00 TDB").instant
    #expect(abs(EphemerisClock.instant(0.0).seconds(since: j2000)) < 1e-12)
  }
}
