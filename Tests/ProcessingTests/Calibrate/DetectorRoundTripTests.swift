import Imagery
import Processing
import RealModule
import Sensors
import Testing

/// The calibration is the inverse of the detector that the program simulates.
@Suite("From a detector's numbers back to its light")
struct DetectorRoundTripTests {
  private static let format = 64
  /// Photons a second and pixel of one mean solar brightness.
  private static let photons = 3.63e11

  private func design() throws -> DetectorDesign {
    var design = DetectorDesign.aspiics
    design.format = try FrameFormat(width: Self.format, height: Self.format)
    design.deviceSeed = 11
    design.effects.subtract(.noise)
    design.darkCurrent = .quadratic(a: 30, b: 1, c: 0.02)
    design.hotPixels = HotPixels(share: 0.01, meanMultiple: 30)
    return design
  }

  /// Brightness that falls from some 4e-7 to 1e-9 across the picture.
  private let brightness = (0..<64 * 64).map { (index: Int) -> Double in
    let (column, row) = (Double(index % 64), Double(index / 64))
    let fall: Double = Double.exp(-column / 12)
    return 4e-7 * fall * (1 + row / 320)
  }

  private func cards(_ device: SolidStateSensor) -> [String: Double] {
    let design = device.design
    return [
      "GAIN": design.gain, "READNOIS": design.readNoise, "BIASLEVL": device.bias,
      "DARKRATE": device.darkRate, "SATURATE": Double(device.fullNumber),
      "A_PHOT": Self.photons * design.quantumEfficiency * design.gain, "APS_TEMP": -13,
      "NLSHARE": 0.02, "NLRANGE": 134_000,
    ]
  }

  /// A noise-free picture of the device, numbers not rounded: what a perfect master holds.
  private func master(
    _ device: SolidStateSensor, light: Double, seconds: Double, name: String
  ) throws -> Observation {
    let frame = try device.expose(
      [Double](repeating: light, count: device.format.count),
      Exposure(seconds: seconds, frame: 0, seed: 1), wantsExpectation: true)
    return try observation(
      try #require(frame.expectation), width: Self.format, cards: cards(device), seconds: seconds,
      name: name)
  }

  /// All steps to electrons without dark charge.
  private func electrons(
    _ raw: Observation, bias: Observation, dark: Observation?
  ) throws -> Observation {
    var one = try run(SaturateStep.self, raw)
    one = try run(BiasStep.self, one, ["master": .text("bias")], ["bias": bias])
    one = try run(GainStep.self, one)
    one = try run(LinearityStep.self, one)
    guard let dark else { return one }
    return try run(DarkStep.self, one, ["master": .text("dark")], ["dark": dark])
  }

  @Test("Every pattern of the ASPIICS detector is undone to within one step of its converter")
  func roundTrip() throws {
    let device = try SolidStateSensor(design())
    let bias = try master(device, light: 0, seconds: 1e-9, name: "bias")
    let dark = try electrons(
      master(device, light: 0, seconds: 20, name: "dark"), bias: bias, dark: nil)
    let flat = try electrons(
      master(device, light: 6e4, seconds: 1, name: "flat"), bias: bias, dark: dark)
    for seconds in [0.1, 1, 10] {
      let frame = try device.expose(
        brightness.map { $0 * Self.photons }, Exposure(seconds: seconds, frame: 3, seed: 5))
      let raw = try observation(
        frame.numbers.map { Double($0) }, width: Self.format, cards: cards(device), seconds: seconds
      )
      var one = try electrons(raw, bias: bias, dark: dark)
      one = try run(
        FlatStep.self, one, ["master": .text("flat"), "normalise": .text("mean")], ["flat": flat])
      one = try run(BrightnessStep.self, one)
      #expect(one.unit == .meanSolarBrightness)
      #expect(one.level == .calibrated)
      // The flat is known over its own mean only: the mean response of these pixels is not quite one.
      let rate = Self.photons * 0.65
      let light = try #require(Statistic.mean(of: flat.light)) / (6e4 * 0.65)
      // A step of the converter is ten electrons, some more where the response bends or is weak.
      let step = 10 / (rate * seconds) * 1.1
      var known = 0
      for index in brightness.indices where !one.light.samples[index].isNaN {
        known += 1
        #expect(abs(one.light.samples[index] / light - brightness[index]) < step)
      }
      let full = frame.flags.count { $0.contains(.saturated) }
      #expect(one.mask.count(of: .saturated) >= full)
      // All that is not near full scale is known.
      let bright = brightness.count { $0 * rate * seconds > 155_000 }
      #expect(known >= brightness.count - bright - 60)
      #expect(known > 2000)
    }
  }

  @Test("Rates and levels from the header do it where pixels are alike")
  func headerAlone() throws {
    var plain = try design()
    plain.effects.subtract([.responsePattern, .fixedPattern, .hotPixels])
    plain.darkDeviation = 0
    let device = try SolidStateSensor(plain)
    let frame = try device.expose(
      brightness.map { $0 * Self.photons }, Exposure(seconds: 1, frame: 3, seed: 5))
    var one = try observation(
      frame.numbers.map { Double($0) }, width: Self.format, cards: cards(device), seconds: 1)
    for step in [
      SaturateStep.self, BiasStep.self, GainStep.self, LinearityStep.self, DarkStep.self,
      BrightnessStep.self,
    ] as [any ProcessingStep.Type] {
      one = try run(step, one)
    }
    let step = 10 / (Self.photons * 0.65) * 1.05
    #expect(zip(one.light.samples, brightness).allSatisfy { $0.isNaN || abs($0 - $1) < step })
    #expect(one.light.samples.count { $0.isNaN } < 700)
    #expect(one.steps.map(\.step) == ["saturate", "bias", "gain", "linearity", "dark", "msb"])
    // The law of temperature gives the same as the rate: A + B T + C T² at −13 °C is 20.38.
    let electrons = try observation(
      [100, 100, 100, 100], width: 2, unit: .electrons, cards: cards(device), seconds: 2)
    let byLaw = try run(DarkStep.self, electrons, ["law": .numbers([30, 1, 0.02])])
    #expect(abs(byLaw.light.samples[0] - (100 - 2 * 20.38)) < 1e-12)
    #expect(abs(device.darkRate - 20.38) < 1e-12)
  }

  @Test(
    "With all noise the pulls have mean 0 and deviation 1 where light is bright and where it is faint"
  )
  func pulls() throws {
    var noisy = try design()
    noisy.format = try FrameFormat(width: 300, height: 300)
    noisy.effects = .all
    noisy.effects.subtract([.cosmicRays, .responsePattern, .fixedPattern, .hotPixels])
    noisy.darkDeviation = 0
    let device = try SolidStateSensor(noisy)
    for electrons in [5, 300, 20_000, 140_000] as [Double] {
      let light = [Double](repeating: electrons / 0.65, count: 90_000)
      let frame = try device.expose(light, Exposure(seconds: 1, frame: 0, seed: 9))
      var one = try observation(
        frame.numbers.map { Double($0) }, width: 300, cards: cards(device), seconds: 1)
      for step in [BiasStep.self, GainStep.self, LinearityStep.self, DarkStep.self]
        as [any ProcessingStep.Type]
      {
        one = try run(step, one)
      }
      let sigma = try #require(one.uncertainty).samples
      let pull = moments(zip(one.light.samples, sigma).map { ($0 - electrons) / $1 })
      // 90 000 pixels know the mean to 0.0033 and the deviation to 0.0024.
      #expect(abs(pull.mean) < 0.012, "\(electrons): \(pull.mean)")
      #expect(abs(pull.deviation - 1) < 0.01, "\(electrons): \(pull.deviation)")
    }
  }
}

/// The mean of a plane.
private enum Statistic {
  static func mean(of plane: Plane) -> Double? {
    let known = plane.samples.filter { !$0.isNaN }
    return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
  }
}
