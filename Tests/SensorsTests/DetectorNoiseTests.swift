import RealModule
import Sensors
import Testing

@Suite struct DetectorNoiseTests {
  private let exposure: Exposure

  init() throws { exposure = try Exposure(seconds: 1, frame: 3, seed: 1975) }

  private func numbers(_ design: DetectorDesign, light: Double) throws -> [Double] {
    try SolidStateSensor(design)
      .expose([Double](repeating: light, count: design.format.count), exposure).values
  }

  @Test(arguments: [0.03, 0.7, 8, 60, 1e3, 1e5, 1e7])
  func photonNoiseIsPoisson(mean: Double) throws {
    let sample = Sample(try numbers(plainDesign(), light: mean), about: mean)
    #expect(sample.agrees(mean: mean, variance: mean, fourth: 3 * mean * mean + mean))
  }

  @Test func onePixelScattersFromFrameToFrameAsManyPixelsDoInOne() throws {
    var design = try plainDesign(width: 1, height: 1)
    design.gain = 0.5
    design.readNoise = 12
    design.bias = 200
    let sensor = try SolidStateSensor(design)
    let numbers = try (0..<10_000).map { frame in
      try sensor.expose([30], Exposure(seconds: 2, frame: frame, seed: 3)).values[0]
    }
    let square = 0.25 * (60 + 144) + 1.0 / 12
    #expect(Sample(numbers, about: 230).agrees(mean: 230, variance: square))
  }

  @Test func quantumEfficiencyThinsThePhotons() throws {
    var design = try plainDesign()
    design.quantumEfficiency = 0.65
    let sample = Sample(try numbers(design, light: 40), about: 26)
    #expect(sample.agrees(mean: 26, variance: 26, fourth: 3 * 26 * 26 + 26))
  }

  @Test func darkChargeIsPoissonAndDoublesWithItsStep() throws {
    var design = try plainDesign()
    design.darkCurrent = .doubling(rate: 20, reference: 10, step: 7)
    for (temperature, mean) in [(10.0, 20.0), (17, 40), (-4, 5)] {
      design.temperature = temperature
      let sample = Sample(try numbers(design, light: 0), about: mean)
      #expect(sample.agrees(mean: mean, variance: mean, fourth: 3 * mean * mean + mean))
    }
  }

  @Test func readNoiseAddsToTheRoundingNoise() throws {
    var design = try plainDesign()
    design.readNoise = 70
    design.gain = 0.1
    design.bias = 300
    let square = 49 + 1.0 / 12
    let sample = Sample(try numbers(design, light: 0), about: 300)
    #expect(sample.agrees(mean: 300, variance: square))
  }

  @Test func responsePatternHasItsDeviation() throws {
    var design = try plainDesign()
    design.responseDeviation = 0.02
    design.effects.remove(.photonNoise)
    design.deviceSeed = 4
    let numbers = try numbers(design, light: 1e6)
    #expect(Sample(numbers, about: 1e6).agrees(mean: 1e6, variance: 4e8))
    // The pattern is the device's: the same in the next frame, another in another device.
    let next = try SolidStateSensor(design).expose(
      [Double](repeating: 1e6, count: 10_000), Exposure(seconds: 1, frame: 4, seed: 5))
    #expect(next.values == numbers)
    design.deviceSeed = 5
    #expect(try self.numbers(design, light: 1e6) != numbers)
  }

  @Test func darkPatternAndOffsetsHaveTheirDeviations() throws {
    var design = try plainDesign(width: 10_000, height: 1)
    design.darkCurrent = .quadratic(a: 1e6, b: 0, c: 0)
    design.darkDeviation = 0.03
    design.effects.remove(.darkNoise)
    #expect(
      Sample(try numbers(design, light: 0), about: 1e6).agrees(mean: 1e6, variance: 9e8))
    design.darkDeviation = 0
    design.columnDeviation = 500
    #expect(
      Sample(try numbers(design, light: 0), about: 1e6)
        .agrees(mean: 1e6, variance: 250_000 + 1.0 / 12))
    design.format = try FrameFormat(width: 1, height: 10_000)
    design.columnDeviation = 0
    design.rowDeviation = 500
    #expect(
      Sample(try numbers(design, light: 0), about: 1e6)
        .agrees(mean: 1e6, variance: 250_000 + 1.0 / 12))
  }

  @Test func roundingIsEvenlySpreadOverOneNumber() throws {
    var design = try plainDesign()
    design.effects.remove(.photonNoise)
    let light = (0..<10_000).map { 1000 + 0.618_033_988_749_895 * Double($0) }
    let frame = try SolidStateSensor(design).expose(light, exposure, wantsExpectation: true)
    #expect(frame.expectation == light)
    let errors = zip(frame.numbers, light).map { Double($0) - $1 }
    #expect(errors.allSatisfy { $0.magnitude <= 0.5 })
    // The fourth moment of an even spread is 1/80.
    #expect(Sample(errors).agrees(mean: 0, variance: 1.0 / 12, fourth: 1.0 / 80))
  }

  @Test func hotPixelsAreAsManyAndAsHotAsAskedFor() throws {
    var design = try plainDesign()
    design.darkCurrent = .doubling(rate: 1000, reference: 20, step: 7)
    design.hotPixels = HotPixels(share: 0.1, meanMultiple: 50)
    design.effects.remove(.darkNoise)
    let frame = try SolidStateSensor(design).expose(
      [Double](repeating: 0, count: 10_000), exposure)
    let hot = frame.numbers.indices.filter { frame.flags[$0].contains(.hot) }
    // A binomial number: mean 1000, deviation 30.
    #expect((910...1090).contains(hot.count))
    let excess = hot.map { frame.values[$0] - 1000 }
    // An exponential distribution: fourth central moment nine squared variances.
    #expect(
      Sample(excess, about: 50_000)
        .agrees(mean: 50_000, variance: 2.5e9, fourth: 9 * 2.5e9 * 2.5e9))
    let cold = frame.numbers.indices.filter { !frame.flags[$0].contains(.hot) }
    #expect(cold.allSatisfy { frame.numbers[$0] == 1000 })
  }

  @Test func wholeChainHasTheVarianceOfItsParts() throws {
    var design = try plainDesign()
    design.gain = 0.1
    design.responseDeviation = 0.01
    design.darkCurrent = .doubling(rate: 3000, reference: 20, step: 7)
    design.readNoise = 70
    design.bias = 300
    let mean = 20_000.0
    let frame = try SolidStateSensor(design).expose(
      [Double](repeating: mean, count: 10_000), exposure, wantsExpectation: true)
    // The notes: g² (μ + (PRNU μ)² + dark t + σ²) + 1/12.
    let square = 0.01 * (mean + 0.0001 * mean * mean + 3000 + 4900) + 1.0 / 12
    #expect(
      Sample(frame.values, about: 2600).agrees(mean: 2600, variance: square))
    // Without the pattern of the device, which the expectation holds too.
    let expected = try #require(frame.expectation)
    let noise = zip(frame.values, expected).map { $0 - $1 }
    #expect(
      Sample(noise).agrees(mean: 0, variance: 0.01 * (mean + 3000 + 4900) + 1.0 / 12))
  }
}
