import RealModule
import Testing

@testable import Sensors

@Suite struct FilmGrainTests {
  private func design(clumps: Double = 0, pitch: Double = 20) throws -> FilmDesign {
    var design = try plainFilm()
    design.pitch = pitch
    design.granularity = 30
    design.clumpSize = clumps
    design.bits = 32
    design.scale = .density(fullScale: 5)
    return design
  }

  /// Densities of ten thousand pixels that are lit alike, and the density without grain.
  private func densities(_ design: FilmDesign, lux: Double) throws -> (even: Double, [Double]) {
    let film = try PhotographicFilm(design)
    let light = [Double](repeating: lux, count: design.format.count)
    let exposure = try Exposure(seconds: 1, frame: 2, seed: 2485)
    let frame = try film.expose(light, exposure, wantsExpectation: true)
    let unit = 5 / 4_294_967_295.0
    return (try #require(frame.expectation)[0] * unit, frame.values.map { $0 * unit })
  }

  @Test(arguments: [(0.01, 20.0), (0.1, 20), (1, 20), (0.1, 10), (0.1, 48)])
  func deviationFollowsSelwynAndTheDensity(lux: Double, pitch: Double) throws {
    let (even, grainy) = try densities(design(pitch: pitch), lux: lux)
    // The notes: G/1000 √(A48/A) √(D − fog), A48 the circle 48 µm across.
    let square = 0.03 * 0.03 * .pi * 576 / (pitch * pitch) * (even - 0.25)
    #expect(Sample(grainy, about: even).agrees(mean: even, variance: square))
    let film = try PhotographicFilm(design(pitch: pitch))
    #expect((film.grainDeviation(density: even) - square.squareRoot()).magnitude < 1e-12)
  }

  @Test func meanOfManyPixelsScattersBySelwynsLawToo() throws {
    for clumps in [0.0, 30] {
      let (even, grainy) = try densities(design(clumps: clumps), lux: 0.1)
      // Squares of 20 × 20 pixels, 400 µm: much more than the clumps.
      var sums = [Double](repeating: 0, count: 25)
      for (index, density) in grainy.enumerated() {
        sums[index / 100 / 20 * 5 + index % 100 / 20] += (density - even) / 400
      }
      let square = 0.03 * 0.03 * .pi * 576 / 160_000 * (even - 0.25)
      let found = sums.reduce(0) { $0 + $1 * $1 } / 25
      // Clumps cut by the edge of a square lose some variance, a tenth of it here.
      let expected = clumps > 0 ? square * 0.84 : square
      #expect((found / expected - 1).magnitude < 3 * (2.0 / 25).squareRoot())
    }
  }

  @Test func clumpsCorrelateNeighbours() throws {
    let design = try design(clumps: 30)
    let grain = FilmGrain(design)
    let exposure = try Exposure(seconds: 1, frame: 2, seed: 2485)
    var products = [0.0, 0, 0, 0]
    var count = 0.0
    for frame in 0..<20 {
      let noise = grain.noise(
        design.format, try Exposure(seconds: 1, frame: frame, seed: 5), rows: 0..<100)
      for index in 0..<9_900 where index % 100 < 90 {
        count += 1
        for (place, shift) in [0, 1, 3, 9].enumerated() {
          products[place] += noise[index] * noise[index + shift]
        }
      }
    }
    // Twenty frames hold some 20 · 9900 / (4π 1.5²) independent clumps: 1.2 %.
    let variance = products[0] / count
    #expect((variance / grain.variance - 1).magnitude < 3 * 0.019)
    // A Gaussian spread of 1.5 pixels correlates as a Gaussian of √2 times that.
    for (place, shift) in [(1, 1.0), (2, 3), (3, 9)] {
      let expected = Double.exp(-shift * shift / (4 * 1.5 * 1.5))
      #expect((products[place] / products[0] - expected).magnitude < 3 * 0.012)
    }
    #expect(grain.variance < 0.1)
    let whole = grain.noise(design.format, exposure, rows: 0..<100)
    let parts = [60..<100, 13..<60, 0..<13].map {
      grain.noise(design.format, exposure, rows: $0)
    }
    #expect(Array(parts.reversed().joined()) == whole)
  }

  @Test func framesDifferAndRepeat() throws {
    let film = try PhotographicFilm(design())
    let light = [Double](repeating: 0.1, count: 10_000)
    func numbers(_ frame: Int, _ seed: UInt64) throws -> [UInt32] {
      try film.expose(light, Exposure(seconds: 1, frame: frame, seed: seed)).numbers
    }
    #expect(try numbers(0, 1) == numbers(0, 1))
    #expect(try numbers(0, 1) != numbers(1, 1))
    #expect(try numbers(0, 1) != numbers(0, 2))
    var even = try design()
    even.effects.remove(.grain)
    let flat = try PhotographicFilm(even).expose(light, Exposure(seconds: 1, frame: 0, seed: 1))
    #expect(Set(flat.numbers).count == 1)
  }
}
