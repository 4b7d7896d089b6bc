import Foundation
import Imagery
import Testing
import VectorMath

@testable import Processing

/// What is left of a picture that is read between its pixels.
@Suite("Resampling")
struct ResamplerTests {
  private func moved(
    _ observation: Observation, by shift: SIMD2<Double>, _ kernel: ResamplingKernel
  )
    -> (light: [Double], variance: [Double]?, flags: [UInt8])
  {
    Resampler(observation, kernel).fill(
      width: observation.light.width, height: observation.light.height
    ) { row, places in
      for column in places.indices {
        places[column] = SIMD2(Double(column), Double(row)) + shift
      }
    }
  }

  private func observation(_ light: (Int, Int) -> Double, size: Int = 64) throws -> Observation {
    let samples = (0..<(size * size)).map { light($0 % size, $0 / size) }
    return try RegisterFixtures.observation(
      "a", Plane(width: size, height: size, samples: samples), nil)
  }

  @Test(
    "Kernels read constants and slopes exactly, cubic ones parabolas, too",
    arguments: ResamplingKernel.allCases)
  func moments(kernel: ResamplingKernel) {
    for number in 0...20 {
      let fraction = Double(number) / 20
      let weights = kernel.weights(fraction)
      var (sum, first, second) = (0.0, 0.0, 0.0)
      for tap in 0..<kernel.support {
        let x = Double(tap - (kernel.support / 2 - 1)) - fraction
        (sum, first, second) = (
          sum + weights[tap], first + weights[tap] * x, second + weights[tap] * x * x
        )
      }
      #expect(abs(sum - 1) < 1e-14)
      #expect(abs(first) < 1e-14)
      // Keys 1981: a = −1/2 makes the interpolation error third order.
      if kernel == .cubic { #expect(abs(second) < 1e-14) }
    }
  }

  @Test("A move by whole pixels and back changes nothing", arguments: ResamplingKernel.allCases)
  func whole(kernel: ResamplingKernel) throws {
    let source = try observation { column, row in sin(Double(column * row)) }
    let there = moved(source, by: SIMD2(3, -2), kernel)
    for row in 5..<60 {
      for column in 0..<60 {
        #expect(there.light[row * 64 + column] == source.light[column + 3, row - 2])
      }
    }
  }

  @Test(
    "A star keeps its light; how sharp it stays and how an edge rings is known",
    arguments: [
      (ResamplingKernel.linear, 0.8662, 0.0), (.cubic, 0.9641, 0.07), (.lanczos, 1.0085, 0.1175),
    ])
  func star(kernel: ResamplingKernel, peak: Double, ringing: Double) throws {
    // A Gaussian of 1.2 pixels, about as sharp as cameras sample.
    func star(_ x: Double, _ y: Double) -> Double { exp(-(x * x + y * y) / (2 * 1.2 * 1.2)) }
    let source = try observation { column, row in star(Double(column - 32), Double(row - 32)) }
    let result = moved(source, by: SIMD2(0.5, 0.5), kernel).light
    let inner = (8..<56).flatMap { row in (8..<56).map { result[row * 64 + $0] } }
    let total = inner.reduce(0, +) / (2 * Double.pi * 1.2 * 1.2)
    #expect(abs(total - 1) < 1e-4, "\(total)")
    #expect(abs((inner.max() ?? 0) / star(0.5, 0.5) - peak) < 1e-4)
    #expect((inner.min() ?? -1) > -5e-4)
    // A step from 0 to 1 between two pixels, sharper than any camera makes it.
    let edge = try observation { column, _ in column < 32 ? 0 : 1 }
    var overshoot = 0.0
    for number in 0..<16 {
      let light = moved(edge, by: SIMD2(Double(number) / 16, 0), kernel).light
      overshoot = max(overshoot, (20..<44).map { light[32 * 64 + $0] }.max() ?? 0)
    }
    #expect(abs(overshoot - 1 - ringing) < 0.005, "\(overshoot)")
  }

  @Test("Independent errors add as the squares of the weights")
  func variance() throws {
    let random = RandomStream(seed: 4, stream: 0)
    var source = try observation(
      { column, row in
        random.normals(at: UInt64(row * 256 + column)).x
      }, size: 256)
    source.uncertainty = Plane(like: source.light, repeating: 1)
    let result = moved(source, by: SIMD2(0.3, 0.45), .lanczos)
    let variance = try #require(result.variance)
    var (square, told, count) = (0.0, 0.0, 0.0)
    for row in 4..<250 {
      for column in 4..<250 {
        square += result.light[row * 256 + column] * result.light[row * 256 + column]
        told += variance[row * 256 + column]
        count += 1
      }
    }
    #expect(abs(square / told - 1) < 0.02, "\(square / told)")
    #expect((0.5...1).contains(told / count))
  }

  @Test("One unknown pixel stays one, its neighbours are read from those that are known")
  func unknown() throws {
    let source = try observation { column, row in
      column == 30 && row == 30 ? .nan : 2 + 0.01 * Double(column)
    }
    let result = moved(source, by: SIMD2(0.25, 0), .lanczos)
    let lost = result.light.indices.filter { result.light[$0].isNaN }
    #expect(lost == [30 * 64 + 30])
    #expect(Mask.Flags(rawValue: result.flags[30 * 64 + 30]).contains(.noData))
    for row in 27..<34 {
      for column in 26..<34 where !(column == 30 && row == 30) {
        #expect(abs(result.light[row * 64 + column] - 2 - 0.01 * (Double(column) + 0.25)) < 0.003)
        #expect(result.flags[row * 64 + column] == 0)
      }
    }
  }

  @Test("Flags go with every pixel that takes a hundredth of the light")
  func flags() throws {
    var source = try observation { _, _ in 1 }
    source.mask[20, 20] = .saturated
    let result = moved(source, by: SIMD2(0.4, 0), .cubic)
    let flagged = result.flags.indices.filter {
      result.flags[$0] & Mask.Flags.saturated.rawValue != 0
    }
    #expect(flagged == [20 * 64 + 19, 20 * 64 + 20])
  }

  @Test("A coarser grid takes means of pixels, not some of them")
  func coarser() throws {
    let sky = RegisterFixtures.sky(centre: SIMD2(63.5, 63.5), scale: 10)
    let random = RandomStream(seed: 4, stream: 3)
    let samples = (0..<(128 * 128)).map { 5 + random.normals(at: UInt64($0)).x }
    var fine = try RegisterFixtures.observation(
      "a", Plane(width: 128, height: 128, samples: samples), sky)
    fine.uncertainty = Plane(like: fine.light, repeating: 1)
    let grid = CommonGrid(width: 30, height: 30, scale: 40 * RegisterFixtures.arcsecond, kind: .tan)
    let coarse = try fine.resampled(to: grid, .cubic)
    let mean = coarse.light.samples.reduce(0, +) / 900
    let deviation = (coarse.light.samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 900)
      .squareRoot()
    #expect(abs(mean - 5) < 0.05)
    // Sixteen pixels each: a quarter of the noise, told as such.
    #expect(deviation < 0.27)
    #expect(abs(try #require(coarse.uncertainty)[15, 15] / deviation - 1) < 0.15)
  }

  @Test("A grid that sees nothing of the picture is refused")
  func nothing() throws {
    let sky = RegisterFixtures.sky(centre: SIMD2(900, 900))
    let far = try RegisterFixtures.observation("far", try RegisterFixtures.planes("limb")[0], sky)
    let error = #expect(throws: ProcessingError.self) {
      try RegisterStepTests.step(["size": .numbers([64])]).process([far], [:])
    }
    #expect(error?.code == .noSolution)
    #expect(
      error?.description
        == "register, far: no pixel of the picture falls on the grid of 64 × 64 pixels; check where the header says "
        + "that it looks (CRVAL, CRPIX, PC), or give a larger size")
  }
}
