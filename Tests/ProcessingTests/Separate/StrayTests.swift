import Imagery
import Processing
import RealModule
import Testing
import VectorMath

/// The ring of an occulter taken away by its model.
@Suite("Subtracting stray light")
struct StrayTests {
  private static let side = 200

  /// Brightness by distance from the middle in solar radii and position angle.
  private func picture(_ name: String, _ law: (Double, Double) -> Double) throws -> Observation {
    var samples: [Double] = []
    for row in 0..<Self.side {
      for column in 0..<Self.side {
        let (x, y) = (Double(column) - 99.5, Double(row) - 99.5)
        let radius = (x * x + y * y).squareRoot() * 30 / 959.63
        samples.append(radius < 1.1 ? .nan : law(radius, Double.atan2(y: y, x: x)))
      }
    }
    var one = try observation(
      samples, width: Self.side, unit: .meanSolarBrightness, name: name)
    one.sky = sky(arcsecondsPerPixel: 30, centre: SIMD2(99.5, 99.5))
    return one
  }

  private func ring(_ radius: Double, _ angle: Double) -> Double {
    2e-8 * Double.exp(-(radius - 1.1) / 0.05) * (1 + 0.3 * Double.cos(angle))
  }

  /// Baumbach's corona with three streamers.
  private func corona(_ radius: Double, _ angle: Double) -> Double {
    let shape = 1.425 * Double.pow(radius, -7) + 0.0532 * Double.pow(radius, -2.5)
    return 1e-6 * 0.1 * shape * (1 + 0.3 * Double.cos(3 * angle))
  }

  @Test("The fitted amplitude leaves less than 2 % of the ring, and knows how far it is off")
  func fitted() throws {
    let stream = RandomStream(seed: 5, stream: 3)
    var one = try picture("frame") { corona($0, $1) + 0.73 * ring($0, $1) }
    var sigma = one.light.samples
    for index in sigma.indices {
      sigma[index] = (1e-20 + one.light.samples[index] * 2e-12).squareRoot()
      one.light.samples[index] += sigma[index] * stream.normals8(from: UInt64(index)).x[0]
    }
    one.uncertainty = try Plane(width: Self.side, height: Self.side, samples: sigma)
    let model = try picture("ring", ring)
    let made = try run(
      StrayStep.self, one, ["model": .text("ring"), "fit": .numbers([1.1, 2])], ["ring": model])
    let left = zip(made.light.samples, one.light.samples).enumerated().compactMap {
      index, pair -> Double? in
      let share = (pair.1 - pair.0) / model.light.samples[index] / 0.73
      return model.light.samples[index] > 1e-13 ? share : nil
    }
    #expect(left.count > 1_000)
    #expect(left.allSatisfy { abs($0 - 1) < 0.02 }, "\(left[0])")
    #expect(made.steps.last?.result.hasPrefix("ring times 0.7") == true)
    let before = try #require(one.uncertainty).samples
    let after = try #require(made.uncertainty).samples
    #expect(zip(after, before).allSatisfy { $0.isNaN || $0 >= $1 })
  }

  @Test("Without a fit the model is subtracted as it is, and unknown where the model is")
  func asItIs() throws {
    let one = try picture("frame") { corona($0, $1) + ring($0, $1) }
    var model = try picture("ring", ring)
    model.light[5, 5] = .nan
    let made = try run(StrayStep.self, one, ["model": .text("ring")], ["ring": model])
    #expect(made.light[5, 5].isNaN && made.mask[5, 5] == .noData)
    #expect(abs(made.light[150, 99] / corona(50.502_475 * 30 / 959.63, 0) - 1) < 1e-3)
  }

  @Test("What a fit cannot tell is refused")
  func refusals() throws {
    let one = try picture("frame", corona)
    let model = try picture("model") { radius, _ in Double.pow(radius, -2.5) }
    let error = refusal(
      StrayStep.self, [one], ["model": .text("m"), "fit": .numbers([1.2, 2])], ["m": model])
    #expect(error?.code == .noSolution)
    #expect(
      refusal(StrayStep.self, [one])?.description
        == "stray, frame: no model of stray light is given; give model, the path of a picture, or leave "
        + "the step out")
    let small = try observation([1, 2], width: 1, unit: .meanSolarBrightness, name: "small")
    #expect(
      refusal(StrayStep.self, [one], ["model": .text("m")], ["m": small])?.description
        == "stray, frame: model m has 1 × 2 pixels, the picture 200 × 200 pixels; both must be the same"
    )
    #expect(
      refusal(StrayStep.self, [one], ["fit": .numbers([2, 1.2])])?.description
        == "stray: fit is 2.0 to 1.2 solar radii, must rise from above 0")
  }
}
