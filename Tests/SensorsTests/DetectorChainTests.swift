import RealModule
import Testing

@testable import Sensors

@Suite struct DetectorChainTests {
  private func full() throws -> DetectorDesign {
    var design = try plainDesign(width: 37, height: 50)
    design.responseDeviation = 0.01
    design.darkCurrent = .doubling(rate: 30, reference: 20, step: 7)
    design.darkDeviation = 0.1
    design.hotPixels = HotPixels(share: 0.01, meanMultiple: 100)
    design.readNoise = 10
    design.bias = 100
    design.columnDeviation = 3
    design.columnsAlternate = true
    design.rowDeviation = 1
    return design
  }

  private func light(_ count: Int) -> [Double] {
    (0..<count).map { 0.01 * Double($0 * $0 % 100_003) }
  }

  @Test func rowsMayBeDoneInAnyPartsAndOrder() throws {
    let sensor = try SolidStateSensor(full())
    let light = light(37 * 50)
    let exposure = try Exposure(seconds: 2, frame: 9, seed: 77)
    let whole = sensor.gather(light, exposure, rows: 0..<50, .all)
    let numbers = sensor.read(whole, exposure, rows: 0..<50)
    for cuts in [[0, 1, 2, 50], [0, 7, 18, 33, 50], Array(0...50)] {
      // Last part first.
      let parts = zip(cuts, cuts.dropFirst()).map { $0..<$1 }.reversed()
      let gathered = parts.map { sensor.gather(light, exposure, rows: $0, .all) }
      #expect(Array(gathered.reversed().joined()) == whole)
      let read = parts.map { rows in
        sensor.read(Array(whole[rows.lowerBound * 37..<rows.upperBound * 37]), exposure, rows: rows)
      }
      #expect(Array(read.reversed().joined()) == numbers)
    }
    #expect(try sensor.expose(light, exposure).numbers == numbers)
  }

  @Test func seedsFramesPixelsAndEffectsAreIndependent() throws {
    var design = try plainDesign()
    design.bias = 1000
    design.readNoise = 50
    let light = [Double](repeating: 400, count: 10_000)
    let sensor = try SolidStateSensor(design)
    func noise(_ frame: Int, _ seed: UInt64, without: DetectorEffects = []) throws -> [Double] {
      var design = design
      design.effects.subtract(without)
      return try SolidStateSensor(design)
        .expose(light, Exposure(seconds: 1, frame: frame, seed: seed)).values.map { $0 - 1400 }
    }
    let base = try noise(0, 1)
    #expect(
      try sensor.expose(light, Exposure(seconds: 1, frame: 0, seed: 1)).values.map { $0 - 1400 }
        == base)
    func correlation(_ first: [Double], _ second: [Double]) -> Double {
      let product = zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
      let squares = first.reduce(0) { $0 + $1 * $1 } * second.reduce(0) { $0 + $1 * $1 }
      return product / squares.squareRoot()
    }
    let others = [
      try noise(1, 1), try noise(0, 2), Array(base.dropFirst()), Array(base.dropFirst(2)),
      Array(base.dropFirst(100)),
    ]
    for other in others { #expect(correlation(base, other).magnitude < 0.035) }
    let photons = try noise(0, 1, without: .readNoise)
    let amplifier = try noise(0, 1, without: .photonNoise)
    #expect(correlation(photons, amplifier).magnitude < 0.035)
    // The same electrons come whether the amplifier is noisy or not.
    #expect(correlation(base, photons) > 0.3)
  }

  @Test func bloomingKeepsChargeInItsColumn() throws {
    let format = try FrameFormat(width: 5, height: 41)
    var charge = [Double](repeating: 100, count: format.count)
    charge[20 * 5 + 2] = 100 + 10_000
    var flags = [PixelFlags](repeating: [], count: format.count)
    let lost = Blooming.bloom(&charge, &flags, format, fullWell: 1000, drained: 0)
    #expect(lost == 0)
    let kept = charge.reduce(0, +)
    #expect(kept == 30_500)
    let column = (0..<41).map { charge[$0 * 5 + 2] }
    #expect(column == column.reversed())
    // 4550 electrons each way into wells with room for 900.
    #expect(Array(column[20...27]) == [1000, 1000, 1000, 1000, 1000, 1000, 150, 100])
    let touched = flags.indices.filter { flags[$0].contains(.bloomed) }
    let rows = [14, 15, 16, 17, 18, 19, 21, 22, 23, 24, 25, 26]
    #expect(touched == rows.map { $0 * 5 + 2 })
    #expect(flags[102] == .saturated)
    #expect(flags[127] == [.saturated, .bloomed])
  }

  @Test func overlappingTrailsAndEndsAreCountedToo() throws {
    let format = try FrameFormat(width: 1, height: 9)
    var charge = [0.0, 5000, 0, 0, 4000, 0, 0, 0, 0]
    var flags = [PixelFlags](repeating: [], count: 9)
    let lost = Blooming.bloom(&charge, &flags, format, fullWell: 900, drained: 0)
    let kept = charge.reduce(0, +)
    #expect((kept + lost - 9000).magnitude < 1e-9)
    #expect(charge.allSatisfy { $0 <= 900 })
    charge = [0, 5000, 0, 0, 4000, 0, 0, 0, 0]
    Blooming.bloom(&charge, &flags, format, fullWell: 900, drained: 1)
    #expect(charge == [0, 900, 0, 0, 900, 0, 0, 0, 0])
  }

  @Test func wellsAndConverterClip() throws {
    var design = try plainDesign(width: 4, height: 1)
    design.effects.remove(.photonNoise)
    design.fullWell = 5000
    design.bits = 12
    #expect(try SolidStateSensor(design).largestNumber == 4095)
    let light = [10.0, 4094, 4096, 9000]
    let exposure = try Exposure(seconds: 1, frame: 0, seed: 0)
    let frame = try SolidStateSensor(design).expose(light, exposure, wantsExpectation: true)
    #expect(frame.numbers == [10, 4094, 4095, 4095])
    #expect(frame.flags == [[], [], .saturated, .saturated])
    #expect(frame.expectation == [10, 4094, 4095, 4095])
    design.bits = 32
    #expect(try SolidStateSensor(design).expose(light, exposure).numbers == [10, 4094, 4096, 5000])
    design.effects.remove(.fullWell)
    #expect(try SolidStateSensor(design).expose(light, exposure).numbers[3] == 9000)
  }

  @Test func bentResponseBendsTheNumbers() throws {
    var design = try plainDesign(width: 3, height: 1)
    design.effects.remove(.photonNoise)
    design.nonLinearity = try MonotoneCurve(
      x: [0, 1000, 2000], y: [0, 1000, 1900], name: "response")
    let exposure = try Exposure(seconds: 1, frame: 0, seed: 0)
    let frame = try SolidStateSensor(design).expose([0, 1000, 2000], exposure)
    #expect(frame.numbers == [0, 1000, 1900])
    design.effects.remove(.nonLinearity)
    #expect(try SolidStateSensor(design).expose([0, 1000, 2000], exposure).numbers[2] == 2000)
  }

  @Test func biasFollowsTheTemperature() throws {
    var design = try plainDesign(width: 1, height: 1)
    (design.bias, design.biasPerDegree, design.temperature) = (200, 2, -13)
    let exposure = try Exposure(seconds: 1, frame: 0, seed: 0)
    #expect(try SolidStateSensor(design).expose([0], exposure).numbers == [174])
  }

  @Test func bracketGrowsTheSignalWithItsTimes() throws {
    var design = try plainDesign(width: 1, height: 1)
    design.effects.remove(.photonNoise)
    let sensor = try SolidStateSensor(design)
    let exposures = try ExposureBracket.aspiics.exposures(firstFrame: 6, seed: 2)
    #expect(exposures.map(\.frame) == [6, 7, 8])
    #expect(try exposures.map { try sensor.expose([500], $0).numbers[0] } == [50, 500, 5000])
    let stepped = try ExposureBracket.aspiics.exposures(firstFrame: 0, seed: 0, step: 0.000_123)
    #expect((stepped[0].seconds - 0.099_999).magnitude < 1e-9)
    #expect(ExposureBracket.aspiics.longestBelow(13_400, rate: 5000) == 1)
    #expect(ExposureBracket.aspiics.longestBelow(13_400, rate: 1e9) == 0.1)
  }
}
