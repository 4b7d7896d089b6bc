import Foundation
import Imagery
import Processing
import TestSupport
import Testing
import VectorMath

/// Pixels that stand out, and pixels behind the occulter's edge.
@Suite("Spikes and vignetting")
struct SpikeAndVignetteTests {
  private static let side = 512

  /// A corona in electrons of ten seconds by the detector of ASPIICS, with its noise.
  private func corona(_ geometry: SkyGeometry) throws -> Observation {
    let stream = RandomStream(seed: 21, stream: 2)
    let (centre, radius) = (255.5, 60.0)
    var samples: [Double] = []
    var sigma: [Double] = []
    for row in 0..<Self.side {
      for column in 0..<Self.side {
        let (x, y) = (Double(column) - centre, Double(row) - centre)
        let r = max(1, (x * x + y * y).squareRoot() / radius)
        // Baumbach's powers with streamers.
        let shape = 1.425 / pow(r, 7) + 0.0532 / pow(r, 2.5)
        let electrons = 6e4 * shape * (1 + 0.4 * cos(3 * atan2(y, x)))
        let index = row * Self.side + column
        let normal = stream.normals8(from: UInt64(index)).x[0]
        let photons = stream.poisson(mean: electrons, at: 1 << 40 | UInt64(index))
        samples.append(photons + 70 * normal)
        sigma.append((electrons + 4900).squareRoot())
      }
    }
    var one = try observation(samples, width: Self.side, unit: .electrons)
    one.uncertainty = try Plane(width: Self.side, height: Self.side, samples: sigma)
    one.sky = geometry
    return one
  }

  @Test(
    "Of five hundred spikes 95 % are found, and one pixel in ten thousand at most is taken for one")
  func recall() throws {
    let geometry = sky(arcsecondsPerPixel: 16, centre: SIMD2(255.5, 255.5))
    var one = try corona(geometry)
    var generator = SeededGenerator(seed: 8)
    var spikes = Set<Int>()
    while spikes.count < 500 {
      spikes.insert(Int.random(in: 0..<Self.side * Self.side, using: &generator))
    }
    let sigma = try #require(one.uncertainty).samples
    for index in spikes {
      one.light.samples[index] += Double.random(in: 12...200, using: &generator) * sigma[index]
    }
    let made = try run(DespikeStep.self, one)
    let found = Set(made.light.samples.indices.filter { made.light.samples[$0].isNaN })
    #expect(Double(found.intersection(spikes).count) >= 0.95 * 500)
    #expect(Double(found.subtracting(spikes).count) <= 1e-4 * Double(Self.side * Self.side))
    #expect(made.mask.count(of: .badPixel) == found.count)
    // Filled, every pixel is a number near what it was, and the mark stays.
    let filled = try run(DespikeStep.self, one, ["fill": .text("median")])
    #expect(filled.light.samples.allSatisfy { !$0.isNaN })
    #expect(filled.mask.count(of: .badPixel) == found.count)
  }

  @Test("No spike is looked for where light is protected")
  func protected() throws {
    let geometry = sky(arcsecondsPerPixel: 16, centre: SIMD2(255.5, 255.5))
    var one = try corona(geometry)
    // 100 pixels of 16 arcsec are 1.67 solar radii; 200 are 3.33.
    one.light.samples[255 * Self.side + 355] += 1e6
    one.light.samples[255 * Self.side + 455] += 1e6
    let made = try run(DespikeStep.self, one, ["protect": .number(2)])
    #expect(!made.light[355, 255].isNaN)
    #expect(made.light[455, 255].isNaN)
    one.uncertainty = nil
    #expect(refusal(DespikeStep.self, [one])?.code == .missingKnowledge)
  }

  /// One row of pixels across the edge of an occulter.
  private func edge(_ occulter: SkyGeometry.Occulter, arcsecondsPerPixel: Double, count: Int) throws
    -> Observation
  {
    var one = try observation(
      [Double](repeating: 1, count: count), width: count, unit: .electrons)
    one.uncertainty = try Plane(
      width: count, height: 1, samples: [Double](repeating: 0.1, count: count))
    one.sky = sky(arcsecondsPerPixel: arcsecondsPerPixel, centre: SIMD2(0, 0), occulter: occulter)
    return one
  }

  @Test("The transmission of a straight edge is that of the vectors, its ramp 46.88 arcsec wide")
  func straightEdge() throws {
    let arcsecond = Double.pi / 648_000
    // chain_expected.json; a pupil of 5 cm at 220 m.
    let text = try String(
      contentsOfFile: ReferenceData.repositoryPath("Fixtures/imaging/chain_expected.json"),
      encoding: .utf8)
    let expected = try #require(try JSONValue.parse(text)["vignetting"])
    let half = 0.025 / 220
    for (x, transmission) in zip(
      try #require(expected["x"]?.array), try #require(expected["T"]?.array))
    {
      let (x, transmission) = (try #require(x.number), try #require(transmission.number))
      // The first pixel looks at the Sun's centre; the occulter's edge lies x half ramps before it.
      let radius = 1000 * arcsecond
      let occulter = SkyGeometry.Occulter(
        radius: radius, centre: SIMD2(-(radius + x * half), 0), distanceMetres: 220,
        pupilMetres: 0.05)
      let made = try run(
        VignetteStep.self, edge(occulter, arcsecondsPerPixel: 1, count: 1),
        ["edge": .text("straight"), "least": .number(0)])
      if transmission == 0 {
        #expect(made.light.samples[0].isNaN && made.mask[0, 0] == .occulted)
      } else {
        #expect(abs(1 / made.light.samples[0] - transmission) < 1e-10)
        #expect(abs(0.1 / (try #require(made.uncertainty).samples[0]) - transmission) < 1e-10)
      }
      let words = try #require(made.steps.last?.result)
      #expect(words.hasPrefix("ramp of 46.878"))
      #expect(abs(try #require(expected["width_arcsec_full"]?.number) - 46.878) < 1e-3)
    }
  }

  @Test(
    "The transmission of a round edge is that of the reference table, and little of it is too little"
  )
  func roundEdge() throws {
    let path = ReferenceData.repositoryPath("Fixtures/reference/vignetting_reference.csv")
    let rows = ReferenceData.rows(csv: try String(contentsOfFile: path, encoding: .utf8))
    var tested = 0
    for row in rows {
      func number(_ key: String) throws -> Double { try #require(row[key].flatMap { Double($0) }) }
      let (radius, pupil, distance) = (
        try number("R_m"), try number("rp_m"), try number("z_m")
      )
      let transmission = try number("T_exact_lens")
      let occulter = SkyGeometry.Occulter(
        radius: atan(radius / distance),
        centre: SIMD2(-atan(try number("d=z*theta_m") / distance), 0),
        distanceMetres: distance, pupilMetres: 2 * pupil)
      let made = try run(
        VignetteStep.self, edge(occulter, arcsecondsPerPixel: 1, count: 1), ["least": .number(0)])
      tested += 1
      guard transmission > 1e-6 else {
        #expect(made.light.samples[0].isNaN || 1 / made.light.samples[0] < 2e-6)
        continue
      }
      #expect(abs(1 / made.light.samples[0] - transmission) < 1e-10)
      let strict = try run(
        VignetteStep.self, edge(occulter, arcsecondsPerPixel: 1, count: 1))
      #expect(strict.light.samples[0].isNaN == (transmission < 0.5))
      #expect((strict.mask[0, 0] == .vignetted) == (transmission < 0.5))
    }
    #expect(tested > 10)
  }

  @Test("Without the occulter's distance the step says what to give")
  func refusals() throws {
    let one = try edge(
      SkyGeometry.Occulter(radius: 0.005, centre: SIMD2(0, 0), pupilMetres: 0.05),
      arcsecondsPerPixel: 1, count: 1)
    #expect(
      refusal(VignetteStep.self, [one])?.description
        == "vignette, frame: the header does not tell the occulter's distance and it is not given; "
        + "give distance, a number within 0.1...1000000000.0 metres")
    let twice = try run(VignetteStep.self, one, ["distance": .number(220)])
    #expect(refusal(VignetteStep.self, [twice])?.code == .unsuitableInput)
  }
}
