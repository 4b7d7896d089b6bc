import Sensors
import Testing

@Suite struct PresetTests {
  @Test func aspiicsCarriesItsFlightNumbers() throws {
    let design = DetectorDesign.aspiics
    #expect(design.format.width == 2048 && design.format.height == 2048)
    #expect(design.gain == 0.1 && design.bits == 14 && design.quantumEfficiency == 0.65)
    // Seven numbers are seventy electrons.
    #expect((design.readNoise * design.gain - 7).magnitude < 1e-12)
    let sensor = try SolidStateSensor(design)
    #expect(sensor.largestNumber == 16_383)
    #expect(sensor.darkRate == 10)
    #expect(design.cosmicRays != nil)
    // Bent by two per cent where the calibration ends.
    let curve = try #require(design.nonLinearity)
    #expect((curve(134_000) / 134_000 - 0.98).magnitude < 1e-6)
  }

  @Test func aspiicsFrameScattersAsItsPartsSay() throws {
    var design = DetectorDesign.aspiics
    design.format = try FrameFormat(width: 100, height: 100)
    design.effects.subtract([.cosmicRays, .hotPixels, .fixedPattern, .nonLinearity])
    let sensor = try SolidStateSensor(design)
    // 1e-7 MSB for 0.1 s in the wide band: A_PHOT 2.36e10 numbers a second and MSB.
    let photons = 1e-7 * 2.36e10 / (0.1 * 0.65)
    let frame = try sensor.expose(
      [Double](repeating: photons, count: 10_000), Exposure(seconds: 0.1, frame: 0, seed: 7),
      wantsExpectation: true)
    let electrons = 2360.0
    let square = 0.01 * (electrons + 1e-4 * electrons * electrons + 1 + 4900) + 1.0 / 12
    #expect(
      Sample(frame.values, about: 536.1).agrees(mean: 300 + 236 + 0.1, variance: square))
  }

  @Test func aspiicsSaturatesAtItsConverterAndSaysSo() throws {
    var design = DetectorDesign.aspiics
    design.format = try FrameFormat(width: 4, height: 4)
    design.effects.remove(.cosmicRays)
    let frame = try SolidStateSensor(design).expose(
      [Double](repeating: 1e7, count: 16), Exposure(seconds: 1, frame: 0, seed: 7))
    #expect(frame.flags.allSatisfy { $0.contains(.saturated) })
    #expect(frame.numbers.allSatisfy { $0 > 16_000 && $0 <= 16_383 })
  }

  @Test func idealCountsPhotons() throws {
    var design = DetectorDesign.ideal(format: try FrameFormat(width: 100, height: 100))
    let light = [Double](repeating: 50, count: 10_000)
    let exposure = try Exposure(seconds: 2, frame: 0, seed: 1)
    let frame = try SolidStateSensor(design).expose(light, exposure, wantsExpectation: true)
    #expect(
      Sample(frame.values, about: 100).agrees(mean: 100, variance: 100, fourth: 30_100))
    #expect(frame.expectation == [Double](repeating: 100, count: 10_000))
    design.effects.remove(.photonNoise)
    let exact = try SolidStateSensor(design).expose(light, exposure)
    #expect(exact.numbers.allSatisfy { $0 == 100 })
  }

  @Test func illustrativeFilmRecordsTheCoronaBetweenFogAndShoulder() throws {
    let design = try FilmDesign.illustrative70mm(format: FrameFormat(width: 1024, height: 16))
    #expect((design.pitch - 54.6875).magnitude < 1e-12)
    let film = try PhotographicFilm(design)
    let light = (0..<1024 * 16).map { 0.0017 * Double(1 + $0 % 1024) }
    let exposure = try Exposure(seconds: 1, frame: 0, seed: 1)
    let densities = try film.densities(light, exposure)
    #expect(densities.allSatisfy { $0 > 0.25 && $0 < 2.33 })
    let speed = try #require(design.curve.speedPoint)
    #expect(0.8 / speed > 150 && 0.8 / speed < 250)
    #expect(
      message { () throws(SensorsError) in
        _ = try FilmDesign.illustrative70mm(format: FrameFormat(width: 50, height: 50))
      }
        == "side of a scanned pixel: found 1120.0 micrometres, must lie within 0.1...1000.0 micrometres"
    )
  }
}
