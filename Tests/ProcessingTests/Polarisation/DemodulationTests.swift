import Imagery
import Processing
import RealModule
import Testing

/// Light through polarisers told apart into B, pB and pB'.
@Suite("Demodulating polarisers")
struct DemodulationTests {
  private func frames(_ planes: [Plane], _ degrees: [Double], sigma: Double? = nil) throws
    -> [Observation]
  {
    try zip(planes, degrees).map { plane, angle in
      var frame = try observation(
        plane.samples, width: plane.width, unit: .meanSolarBrightness, name: "p\(angle)")
      frame.polariserDegrees = angle
      frame.group = "scene"
      frame.sky = sky(
        arcsecondsPerPixel: 80, centre: SIMD2(63.5, 63.5), solarRadiusArcseconds: 943.96)
      frame.uncertainty = sigma.map { Plane(like: plane, repeating: $0) }
      return frame
    }
  }

  private func result(_ kind: String, _ all: [Observation]) throws -> Observation {
    try #require(all.first { $0.kind == kind })
  }

  @Test("B and pB are those of solpolpy to 1e-10")
  func solpolpy() throws {
    // polar_check.txt: solpolpy 0.8.0 gives these planes of B and pB to 1.2e-16 and 3.5e-12.
    let all = try planes(ofFixture: "polar/mzp.fits")
    let made = try run(DemodulateStep.self, frames(Array(all[0..<3]), [-60, 0, 60]))
    #expect(made.map(\.kind) == ["B", "PB", "PBP"])
    for (kind, expected) in [("B", all[3]), ("PB", all[4])] {
      let plane = try result(kind, made).light
      let worst = zip(plane.samples, expected.samples).map { abs($0 / $1 - 1) }.max() ?? 1
      #expect(worst < 1e-10, "\(kind): \(worst)")
    }
    // The corona of the vectors is Thomson light: nothing at 45 degrees.
    let cross = try result("PBP", made).light.samples.map { abs($0) }.max() ?? 1
    #expect(cross < 1e-10 * 2.7e-6)
  }

  @Test("What is separated from merged brackets rests on every exposure and on the time of all")
  func brackets() throws {
    let plane = try Plane(
      width: 128, height: 128, samples: [Double](repeating: 2, count: 128 * 128))
    var exposures = try frames(
      [Plane](repeating: plane, count: 6), [-60, -60, 0, 0, 60, 60], sigma: 0.1)
    for index in exposures.indices {
      exposures[index].name = "raw\(index + 1)"
      exposures[index].exposureSeconds = index % 2 == 0 ? 1 : 10
    }
    var run = try ChainRun(
      Chain([StepRequest("merge"), StepRequest("register"), StepRequest("demod")]), exposures)
    try run.advance()
    #expect(run.outcomes.map(\.sources) == [[0, 1], [2, 3], [4, 5]])
    #expect(run.outcomes.map(\.observation.exposureSeconds) == [11, 11, 11])
    // Three pictures of one name, told apart by their polarisers alone.
    try run.advance()
    #expect(run.outcomes.map(\.sources) == [[0, 1], [2, 3], [4, 5]])
    try run.finish()
    #expect(run.outcomes.map(\.sources) == [[Int]](repeating: Array(0..<6), count: 3))
    #expect(run.outcomes.map(\.observation.exposureSeconds) == [33, 33, 33])
  }

  /// A polarised field I, Q, U through polarisers of an efficiency.
  private func seen(_ angle: Double, efficiency: Double, i: Double, q: Double, u: Double) -> Double
  {
    let double = 2 * angle * .pi / 180
    return (i + efficiency * (q * Double.cos(double) + u * Double.sin(double))) / 2
  }

  @Test("Any three or more angles and any efficiency give back Stokes I, Q, U")
  func anyAngles() throws {
    let (i, q, u) = (3.0, 0.4, -0.7)
    for degrees in [[0, 45, 90, 135], [10, 55, 100], [-60, 0, 60, 60, 20]] as [[Double]] {
      let planes = try degrees.map { angle in
        try Plane(
          width: 2, height: 2,
          samples: [Double](
            repeating: seen(angle, efficiency: 0.8, i: i, q: q, u: u), count: 4))
      }
      let made = try run(
        DemodulateStep.self, frames(planes, degrees),
        ["efficiency": .number(0.8), "stokes": .boolean(true)])
      for (kind, value) in [("B", i), ("Q", q), ("U", u)] {
        #expect(abs(try result(kind, made).light.samples[0] - value) < 1e-13)
      }
      let angle = try result("ANGLE", made).light.samples[0]
      #expect(abs(angle - Double.atan2(y: u, x: q) * 90 / .pi) < 1e-12)
    }
  }

  @Test("Light polarised along the limb has positive pB on every side of the Sun")
  func tangential() throws {
    let degrees = [-60.0, 0, 60]
    let geometry = sky(arcsecondsPerPixel: 80, centre: SIMD2(63.5, 63.5))
    let planes = try degrees.map { angle -> Plane in
      var samples: [Double] = []
      for row in 0..<8 {
        for column in 0..<8 {
          let direction = geometry.projection.direction(column: Double(column), row: Double(row))
          let position = Double.atan2(y: -direction.x, x: direction.y)
          // Electric vector along the limb: position angle plus a right angle.
          let along = position + .pi / 2
          samples.append(
            seen(
              angle, efficiency: 1, i: 1, q: 0.3 * Double.cos(2 * along),
              u: 0.3 * Double.sin(2 * along)))
        }
      }
      return try Plane(width: 8, height: 8, samples: samples)
    }
    let made = try run(DemodulateStep.self, frames(planes, degrees))
    #expect(try result("PB", made).light.samples.allSatisfy { abs($0 - 0.3) < 1e-13 })
    #expect(try result("PBP", made).light.samples.allSatisfy { abs($0) < 1e-13 })
  }

  @Test("Uncertainties follow from those of the frames")
  func uncertainty() throws {
    let plane = try Plane(width: 2, height: 2, samples: [1, 1, 1, 1])
    let made = try run(
      DemodulateStep.self, frames([plane, plane, plane], [-60, 0, 60], sigma: 0.1))
    // I = 2/3 ΣI: 2/√3 σ. pB = 4/3 ΣI cos²: 4/3 √(3/2) σ at any position angle.
    let b = try #require(try result("B", made).uncertainty).samples[3]
    #expect(abs(b - 0.1 * 2 / 3.0.squareRoot()) < 1e-15)
    let pb = try #require(try result("PB", made).uncertainty).samples[3]
    #expect(abs(pb - 0.1 * 4 / 3 * 1.5.squareRoot()) < 1e-15)
  }

  @Test("What is known of no frame is refused with what to do")
  func refusals() throws {
    let plane = try Plane(width: 2, height: 2, samples: [1, 1, 1, 1])
    var made = try frames([plane, plane, plane], [-60, 0, 120])
    #expect(
      refusal(DemodulateStep.self, made)?.description
        == "demod, p-60.0: has pictures through polarisers at -60.0, 0.0, 120.0 degrees only, needs "
        + "three different angles within 180; give all pictures of the scene")
    made[2].polariserDegrees = 0.01
    #expect(refusal(DemodulateStep.self, made)?.code == .noSolution)
    made[2].polariserDegrees = nil
    #expect(refusal(DemodulateStep.self, made)?.code == .missingKnowledge)
    made = try frames([plane, plane, plane], [-60, 0, 60])
    made[1].sky = nil
    made[0].sky = nil
    #expect(refusal(DemodulateStep.self, made)?.code == .missingKnowledge)
    let small = try Plane(width: 1, height: 4, samples: [1, 1, 1, 1])
    made[2] = try frames([small], [60])[0]
    #expect(
      refusal(DemodulateStep.self, made)?.description
        == "demod, p60.0: has 1 × 4 pixels, p-60.0 has 2 × 2 pixels; register them to one size before"
    )
  }
}
