import Imagery
import RealModule
import Testing
import VectorMath

@testable import Processing

/// Errors that exposures share do not average away, and cancel where they must.
@Suite("Common errors")
struct CommonErrorTests {
  private static let side = 96
  private static let gain = 0.5
  private static let cards = [
    "GAIN": 0.5, "READNOIS": 20, "A_PHOT": 1e10, "SATURATE": 60_000,
  ]

  /// Numbers of a camera with an offset, dark charge and unequal pixels.
  private struct Camera {
    let random = RandomStream(seed: 11, stream: 3)
    var taken: UInt64 = 0

    private func hash(_ index: Int, _ number: Double) -> Double {
      let x = Double.sin(Double(index) * number) * 1e4
      return x - x.rounded(.down)
    }
    func response(_ index: Int) -> Double { 1 + 0.1 * (hash(index, 12.9898) - 0.5) }

    mutating func exposure(
      of electrons: (Int) -> Double, seconds: Double, name: String
    ) throws -> Observation {
      let count = side * side
      let begin = taken * UInt64(count)
      taken += 1
      let samples = (0..<count).map { index -> Double in
        let at = begin + UInt64(index)
        let dark = (2 + 3 * hash(index, 78.233)) * seconds
        let charge = electrons(index) * response(index) + dark
        let photons = charge > 0 ? random.poisson(mean: charge, at: 1 << 40 | at) : 0
        let read = 20 * random.normals(at: at).x
        let offset = 500 + 40 * hash(index, 4.1414)
        return ((photons + read) * gain + offset).rounded()
      }
      var one = try observation(
        samples, width: side, cards: cards, seconds: seconds, name: name)
      one.sky = sky(arcsecondsPerPixel: 20, centre: SIMD2(repeating: Double(side) / 2))
      return one
    }

    mutating func master(
      _ name: String, of electrons: Double, seconds: Double,
      after steps: (Observation) throws -> Observation
    ) throws -> Observation {
      var stack = ExposureStack()
      for number in 0..<8 {
        let one = try exposure(of: { _ in electrons }, seconds: seconds, name: "\(name)\(number)")
        try stack.add(try steps(one))
      }
      return try #require(stack.mean(named: name))
    }
  }

  /// Brightness through three polarisers, two exposures each, with masters of eight exposures.
  private func demodulated() throws -> [Observation] {
    var camera = Camera()
    let bias = try camera.master("bias", of: 0, seconds: 1e-9) { $0 }
    func electrons(_ one: Observation, dark: Observation?) throws -> Observation {
      var made = try run(BiasStep.self, one, ["master": .text("bias")], ["bias": bias])
      made = try run(GainStep.self, made)
      guard let dark else { return made }
      return try run(DarkStep.self, made, ["master": .text("dark")], ["dark": dark])
    }
    let dark = try camera.master("dark", of: 0, seconds: 10) { try electrons($0, dark: nil) }
    let flat = try camera.master("flat", of: 20_000, seconds: 1) {
      try electrons($0, dark: dark)
    }
    var exposures: [Observation] = []
    for angle in [0.0, 60, 120] {
      for seconds in [2.0, 10] {
        // Q = −0.3 I: light polarised across solar north.
        let light = 1500 * 0.5 * (1 - 0.3 * Double.cos(2 * angle * .pi / 180)) * seconds
        var one = try camera.exposure(
          of: { _ in light }, seconds: seconds, name: "p\(angle)t\(seconds)")
        one = try electrons(one, dark: dark)
        one = try run(
          FlatStep.self, one, ["master": .text("flat"), "normalise": .text("median")],
          ["flat": flat])
        one = try run(BrightnessStep.self, one)
        (one.group, one.polariserDegrees) = ("g", angle)
        exposures.append(one)
      }
    }
    return try run(DemodulateStep.self, run(MergeStep.self, exposures), ["stokes": .boolean(true)])
  }

  @Test("Masters of eight exposures leave B, Q and U through three polarisers as wrong as they say")
  func masters() throws {
    let made = try demodulated()
    let unit = 1500 / (1e10 / Self.gain)
    for (kind, truth) in [("B", unit), ("Q", -0.3 * unit), ("U", 0)] {
      let plane = try #require(made.first { $0.kind == kind })
      let sigma = try #require(plane.uncertainty).samples
      let pull = moments(sigma.indices.map { (plane.light.samples[$0] - truth) / sigma[$0] })
      // 9216 pulls know their deviation to 0.0074: four of them.
      #expect(abs(pull.deviation - 1) < 0.03, "\(kind): \(pull.mean) \(pull.deviation)")
      #expect(abs(pull.mean) < 0.1, "\(kind): \(pull.mean)")
      if kind == "B" {
        // Without what is common the error would be told a tenth too small.
        let own = moments(try #require(plane.ownVariance()))
        let all = moments(sigma.map { $0 * $0 })
        #expect(all.mean > 1.15 * own.mean)
      }
    }
    let sources = Set(try #require(made.first).commonErrors.map(\.source))
    #expect(sources == ["bias", "dark", "flat"])
  }

  @Test("An error of one source adds with its sign; what is subtracted twice cancels")
  func signs() throws {
    func picture(_ deviation: Double, _ source: String) throws -> Observation {
      var one = try observation([4, 4], width: 2, unit: .meanSolarBrightness)
      one.uncertainty = Plane(like: one.light, repeating: 3)
      one.add([CommonError(source: source, extent: .pixels, deviation: .uniform(deviation))])
      return one
    }
    // Own error 3, common 4: 5 in all.
    let one = try picture(4, "flat")
    #expect(one.uncertainty?.samples == [5, 5])
    var alone = one
    alone.add([CommonError(source: "flat", extent: .pixels, deviation: .uniform(-4))])
    #expect(alone.uncertainty?.samples == [3, 3])
    // Two pictures: own 3/√2; common of one source 4, of two 4/√2.
    let same = try run(MergeStep.self, [one, one])[0]
    #expect(abs((same.uncertainty?.samples[0] ?? 0) - (4.5 + 16).squareRoot()) < 1e-12)
    let other = try run(MergeStep.self, [one, picture(4, "another flat")])[0]
    #expect(abs((other.uncertainty?.samples[0] ?? 0) - 12.5.squareRoot()) < 1e-12)
    #expect(other.commonErrors.count == 2)
  }

  @Test("Models leave an error of the whole picture, which a mean over pixels keeps")
  func wholePicture() throws {
    var one = try observation(
      [Double](repeating: 4, count: 400), width: 20, unit: .meanSolarBrightness)
    one.uncertainty = Plane(like: one.light, repeating: 3)
    one.add([CommonError(source: "F", extent: .picture, deviation: .uniform(4))])
    var errors = SumVariance(one)
    let all = (0..<400).map { Int32($0) }[...]
    let variance = try #require(errors?.variance(all) { _ in 1.0 / 400 })
    #expect(abs(variance - (16 + 9.0 / 400)) < 1e-12)
  }

  @Test(
    "A pixel of unknown error keeps its cell's error unknown beside an error of the whole picture")
  func unknownPixel() throws {
    var one = try observation(
      [Double](repeating: 4, count: 9), width: 3, unit: .meanSolarBrightness)
    one.uncertainty = Plane(like: one.light, repeating: 5)
    one.uncertainty?.samples[4] = .nan
    one.commonErrors = [CommonError(source: "F", extent: .picture, deviation: .uniform(4))]
    var errors = try #require(SumVariance(one))
    #expect(errors.variance([3, 4, 5]) { _ in 1 }.isNaN)
    // Own error 3, common 4.
    #expect(abs(errors.variance([0, 1]) { _ in 1 } - (18 + 64)) < 1e-12)
    #expect(errors.sharedVariances([[0, 1], [4]]) { _, _ in 1 }[1].isNaN)
  }

  @Test("A source that a picture names twice counts with both deviations when pictures are joined")
  func namedTwice() throws {
    var one = try observation([4, 4], width: 2, unit: .meanSolarBrightness)
    let plane = Plane(like: one.light, samples: [1, 2])
    one.commonErrors = [
      CommonError(source: "flat", extent: .pixels, deviation: .uniform(3)),
      CommonError(source: "flat", extent: .pixels, deviation: .each(plane)),
      CommonError(source: "flat", extent: .pixels, deviation: .uniform(0.5)),
    ]
    var sum = CommonErrorSum(of: [one])
    for index in 0..<2 { sum.add(0, weight: 1, at: index) }
    #expect([sum.variance(at: 0), sum.variance(at: 1)] == [4.5 * 4.5, 5.5 * 5.5])
  }

  @Test("Masters of one name from two files have errors of their own, which average")
  func sameNames() throws {
    let masters = try ["0123456789abcdef", "fedcba9876543210", nil].map { digest -> Observation in
      var master = try observation([0, 0], width: 2, name: "master_bias")
      master.uncertainty = Plane(like: master.light, repeating: 4)
      master.digest = digest
      return master
    }
    let sources = masters.map { $0.errorsAsMaster(times: .uniform(-1))[0].source }
    #expect(
      sources == [
        "master_bias (0123456789ab)", "master_bias (fedcba987654)", "master_bias",
      ])
  }
}
