import Sensors
import Testing

/// Frames that must not change: other numbers would change every product made with the same seed.
@Suite struct FrozenFrameTests {
  private func numbers(_ sensor: any Sensor, _ brightest: Double) throws -> [UInt32] {
    let light = (0..<sensor.format.count).map { brightest / Double(1 + $0 * $0) }
    let exposure = try Exposure(seconds: 1.5, frame: 148, seed: 1975)
    let frame = try sensor.expose(light, exposure)
    // The same again, and with the expectation beside it.
    #expect(try sensor.expose(light, exposure, wantsExpectation: true).numbers == frame.numbers)
    #expect(frame.numbers.allSatisfy { $0 <= sensor.largestNumber })
    return frame.numbers
  }

  @Test func detectorFrameIsFrozen() throws {
    var design = DetectorDesign.aspiics
    design.format = try FrameFormat(width: 4, height: 3)
    design.hotPixels.share = 0.2
    let numbers = try numbers(SolidStateSensor(design), 2e5)
    #expect(numbers == [16289, 9695, 4308, 2287, 1440, 1050, 827, 713, 615, 540, 493, 458])
  }

  @Test func filmFrameIsFrozen() throws {
    let curve = try SoftCurve(
      fog: 0.25, gamma: 0.65, toe: -2.4, shoulder: 0.8, toeWidth: 0.45, shoulderWidth: 0.6)
    var design = FilmDesign(
      format: try FrameFormat(width: 4, height: 3), pitch: 20, curve: .soft(curve))
    design.granularity = 30
    design.clumpSize = 15
    design.halfContrastFrequency = 30
    design.halation = Halation(share: 0.02, baseThickness: 60)
    design.schwarzschildExponent = 0.9
    let numbers = try numbers(PhotographicFilm(design), 3)
    #expect(numbers == [61, 76, 126, 211, 223, 268, 354, 457, 618, 669, 768, 889])
  }
}
