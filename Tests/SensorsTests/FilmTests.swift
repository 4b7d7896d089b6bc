import RealModule
import Testing

@testable import Sensors

/// A film of medium contrast on a scan of 20 µm.
func plainFilm(width: Int = 100, height: Int = 100) throws -> FilmDesign {
  let curve = try SoftCurve(
    fog: 0.25, gamma: 0.65, toe: -2.4, shoulder: 0.8, toeWidth: 0.45, shoulderWidth: 0.6)
  return FilmDesign(
    format: try FrameFormat(width: width, height: height), pitch: 20, curve: .soft(curve))
}

@Suite struct FilmTests {
  @Test func longExposuresCountForLess() throws {
    var design = try plainFilm(width: 1, height: 1)
    design.schwarzschildExponent = 0.9
    let film = try PhotographicFilm(design)
    #expect(film.effectiveSeconds(0.01) == 0.01 && film.effectiveSeconds(1) == 1)
    #expect((film.effectiveSeconds(9) - Double.pow(9, 0.9)).magnitude < 1e-14)
    design.reciprocityLimit = 0.1
    #expect(
      (try PhotographicFilm(design).effectiveSeconds(10) - 0.1 * Double.pow(100, 0.9)).magnitude
        < 1e-14)
    design.effects.remove(.reciprocityFailure)
    #expect(try PhotographicFilm(design).effectiveSeconds(10) == 10)
  }

  @Test(arguments: [(0.02, 8.0), (0.5, 16), (4, 32)])
  func blurKeepsTheContrastOfItsTransferFunction(length: Double, period: Double) throws {
    // Cosines that are symmetric about the edges: eigenfunctions of the reflecting frame.
    let format = try FrameFormat(width: 64, height: 48)
    let frequency = 1000 / (2 * Double.pi * length * 20)
    let blur = try FilmBlur(frequency: frequency, pitch: 20)
    let phase = 2 * Double.pi / period
    var light = (0..<format.count).map { index in
      10 + Double.cos(phase * (Double(index % 64) + 0.5))
    }
    let before = light
    blur.apply(&light, format)
    let kept = blur.transfer(cosines: (Double.cos(phase), 1))
    for (found, source) in zip(light, before) {
      #expect((found - 10 - kept * (source - 10)).magnitude < 2e-9)
    }
    // The emulsion's own transfer at this frequency, cycles per mm.
    let cycles = 1 / (period * 0.020)
    let own = 1 / (1 + (cycles / frequency) * (cycles / frequency))
    #expect((kept - own).magnitude < 0.012)
  }

  @Test func blurKeepsTheLightOfAPointAndIsRound() throws {
    let format = try FrameFormat(width: 61, height: 61)
    let blur = try FilmBlur(frequency: 8, pitch: 20)
    var light = [Double](repeating: 0, count: format.count)
    light[30 * 61 + 30] = 1e6
    blur.apply(&light, format)
    let sum = light.reduce(0, +)
    #expect((sum - 1e6).magnitude < 1e-2)
    #expect(light.allSatisfy { $0 > -1e-3 })
    #expect((light[30 * 61 + 35] - light[35 * 61 + 30]).magnitude < 1e-6)
    // 3 and 4 pixels across and 5 along lie on one circle.
    #expect((light[33 * 61 + 34] / light[30 * 61 + 35] - 1).magnitude < 0.03)
  }

  @Test func halationMakesARingWhereTheBaseReflectsAll() throws {
    let format = try FrameFormat(width: 200, height: 200)
    let halation = Halation(share: 0.1, baseThickness: 130)
    let ring = HalationRing(halation, pitch: 20, format: format)
    var light = [Double](repeating: 0, count: format.count)
    light[100 * 200 + 100] = 1e6
    ring.apply(&light, format)
    #expect(light[100 * 200 + 100] >= 0.9e6)
    let sum = light.reduce(0, +)
    #expect((sum - 1e6).magnitude < 1)
    // The ring begins at 2 t / √(n² − 1) = 11.9 pixels; inside it is dark, outside it fades.
    let radius = 260 / (1.48 * 1.48 - 1).squareRoot() / 20
    #expect((radius - 11.9).magnitude < 0.05)
    let profile = (0..<60).map { light[100 * 200 + 100 + $0] }
    let peak = try #require(profile[2...].max())
    let place = try #require(profile.firstIndex(of: peak))
    #expect(Double(place) > radius - 1 && Double(place) < radius + 6)
    #expect(profile[2...6].allSatisfy { $0 < 0.05 * peak })
    #expect(profile[40] < 0.3 * peak && profile[40] > 0)
    #expect(profile[58] == 0)
  }

  @Test func evenLightHasNoHalation() throws {
    let format = try FrameFormat(width: 200, height: 200)
    let ring = HalationRing(
      Halation(share: 0.2, baseThickness: 130), pitch: 20, format: format)
    var light = [Double](repeating: 5, count: format.count)
    ring.apply(&light, format)
    // The ring, a fifth of the light, is summed in single precision.
    #expect((light[100 * 200 + 100] - 5).magnitude < 1e-6)
    #expect((light[70 * 200 + 130] - 5).magnitude < 1e-6)
  }

  @Test func transmittanceAndDensityScalesAreEachOthersLogarithm() throws {
    var design = try plainFilm(width: 3, height: 1)
    design.bits = 32
    let light = [0, 0.1, 10]
    let exposure = try Exposure(seconds: 1, frame: 0, seed: 0)
    let densities = try PhotographicFilm(design).densities(light, exposure)
    let film = try PhotographicFilm(design)
    let frame = try film.expose(light, exposure)
    #expect(frame.numbers[0] == .max)
    for (number, density) in zip(frame.values, densities) {
      let found = try #require(film.density(number: number))
      #expect((found - density).magnitude < 1e-8)
    }
    let back = try #require(film.illuminance(number: frame.values[1], seconds: 1))
    #expect((back / 0.1 - 1).magnitude < 1e-7)
    #expect(film.illuminance(number: frame.values[0], seconds: 1) == nil)
    design.scale = .density(fullScale: 4)
    let other = try PhotographicFilm(design).expose(light, exposure, wantsExpectation: true)
    for (number, density) in zip(other.values, densities) {
      #expect((number / 4_294_967_295 * 4 - density).magnitude < 1e-8)
    }
    #expect(other.expectation?.count == 3)
  }

  @Test func printTurnsTheScaleRound() throws {
    var design = try plainFilm(width: 2, height: 1)
    let exposure = try Exposure(seconds: 1, frame: 0, seed: 0)
    let negative = try PhotographicFilm(design).expose([0.01, 0.5], exposure).numbers
    #expect(negative[0] > negative[1])
    let paper = try SoftCurve(
      fog: 0.1, gamma: 1.8, toe: -1.2, shoulder: 0.3, toeWidth: 0.25, shoulderWidth: 0.35)
    design.print = FilmPrint(curve: .soft(paper), logExposureThroughFog: 0)
    let film = try PhotographicFilm(design)
    let positive = try film.expose([0.01, 0.5], exposure).numbers
    #expect(positive[0] < positive[1])
    #expect(film.density(number: 100) == nil)
    // By hand: the negative's density above fog is taken off the print's exposure.
    let density = try film.densities([0.01, 0.5], exposure)[0]
    let printed = paper.density(0.25 - density)
    #expect(Double(positive[0]) == (4095 * Double.exp10(0.1 - printed)).rounded())
  }

  @Test func brightPixelsAreFlaggedOnTheShoulder() throws {
    let film = try PhotographicFilm(plainFilm(width: 3, height: 1))
    let frame = try film.expose([0.1, 10, 1000], Exposure(seconds: 1, frame: 0, seed: 0))
    #expect(frame.flags == [[], [], .saturated])
  }

  private func refusal(_ change: (inout FilmDesign) -> Void) throws -> String {
    var design = try plainFilm()
    change(&design)
    return message { () throws(SensorsError) in _ = try PhotographicFilm(design) }
  }

  @Test func impossibleFilmsAreRefused() throws {
    #expect(
      try refusal { $0.pitch = 0 }
        == "side of a scanned pixel: found 0.0 micrometres, must lie within 0.1...1000.0 micrometres"
    )
    #expect(
      try refusal { $0.schwarzschildExponent = 1.5 }
        == "Schwarzschild's exponent of the film: found 1.5, must lie within 0.01...1.0")
    #expect(
      try refusal { $0.halfContrastFrequency = -3 }
        == "half-contrast frequency of the film: found -3.0 cycles per mm, must be above 0")
    #expect(
      try refusal { $0.halfContrastFrequency = 0.5 }.hasPrefix(
        "half-contrast frequency of the film: 0.5 cycles per mm spread light over 15.9"))
    #expect(
      try refusal { $0.halation = Halation(share: 0.9, baseThickness: 130) }
        == "share of the film's halation: found 0.9, must lie within 0.0...0.5")
    #expect(
      try refusal { $0.granularity = .nan }
        == "granularity of the film: found nan, must lie within 0.0...1000.0")
    #expect(
      try refusal { $0.bits = 40 } == "bits of the densitometer: found 40, must lie within 1...32")
    #expect(
      try refusal { $0.grainlessDensity = 3 }
        == "density of the film without grain: found 3.0, must lie within 0.0...0.25")
    #expect(
      try refusal { $0.scale = .density(fullScale: 0) }
        == "full scale of the densitometer: found 0.0, must lie within 0.01...10.0")
  }
}
