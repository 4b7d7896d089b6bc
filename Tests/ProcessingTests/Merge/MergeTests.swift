import Imagery
import Processing
import RealModule
import Testing
import VectorMath

/// Brackets joined into one picture that is honest at every pixel.
@Suite("Merging exposures")
struct MergeTests {
  /// The detector of the vectors: its README and the numbers of `calibr_data.json` of ASPIICS.
  private static let cards = [
    "GAIN": 0.1, "READNOIS": 70, "A_PHOT": 2.36e10, "SATURATE": 16_383, "BIASLEVL": 0,
  ]

  private func bracket(_ planes: [Plane], cards: [String: Double] = cards) throws -> [Observation] {
    try zip(planes, [0.1, 1, 10]).map { plane, seconds in
      var one = try observation(
        plane.samples, width: plane.width, cards: cards, seconds: seconds, name: "t\(seconds)")
      one.group = "bracket"
      return one
    }
  }

  private func calibrated(_ exposures: [Observation]) throws -> [Observation] {
    var observations = try run(SaturateStep.self, exposures, ["margin": .number(0)])
    observations = try run(BiasStep.self, observations)
    observations = try run(GainStep.self, observations)
    return try run(BrightnessStep.self, observations)
  }

  @Test("The merged bracket of the vectors is as wrong as it says, at every brightness")
  func vectors() throws {
    let truth = try planes(ofFixture: "hdr/truth.fits")[0].samples
    let exposures = try bracket(planes(ofFixture: "hdr/exposures_dn.fits"))
    let merged = try run(MergeStep.self, calibrated(exposures))
    #expect(merged.count == 1)
    let result = merged[0]
    let sigma = try #require(result.uncertainty).samples
    let pulls = truth.indices.map { (result.light.samples[$0] - truth[$0]) / sigma[$0] }
    let all = moments(pulls)
    // chain_expected.json: mean −0.0033, deviation 0.9977 by another implementation; wanted: 0.02.
    #expect(abs(all.mean) < 0.02)
    #expect(abs(all.deviation - 1) < 0.02)
    // chain_expected.json: 367 pixels saturated in all exposures.
    #expect(result.light.samples.count { $0.isNaN } == 367)
    #expect(result.mask.count(of: .saturated) == 367)
    let used = try #require(result.exposureCount).samples
    let histogram = (0...3).map { number in used.count { $0 == Double(number) } }
    // The vectors' histogram, up to pixels at the very end of the feather: the vectors judge saturation by
    // each exposure's own number, this step by the light expected of the pixel.
    #expect(zip(histogram, [367, 2069, 2375, 60725]).allSatisfy { abs($0 - $1) <= 4 })
    for decade in -10 ... -6 {
      let within = truth.indices.filter {
        Double.log10(truth[$0]).rounded(.down) == Double(decade)
      }
      let part = moments(within.map { pulls[$0] })
      // Three standard errors of a mean and of a deviation.
      let count = Double(part.count)
      #expect(abs(part.mean) < 3 / count.squareRoot(), "decade \(decade)")
      #expect(abs(part.deviation - 1) < 3 / (2 * count).squareRoot(), "decade \(decade)")
    }
    #expect(result.level == .measured)
    #expect(result.group == "bracket")
  }

  @Test("Means of ten thousand draws are honest at every brightness from noise to full scale")
  func honestAtEveryBrightness() throws {
    // 60 brightnesses over five decades, ten thousand pixels each.
    let stream = RandomStream(seed: 4, stream: 1)
    let (rows, width) = (60, 10_000)
    let truth = (0..<rows).map { 1e-10 * Double.exp(Double($0) * 0.19) }
    var exposures: [Plane] = []
    for (number, seconds) in [0.1, 1, 10].enumerated() {
      var samples: [Double] = []
      for row in 0..<rows {
        let electrons = truth[row] * 2.36e11 * seconds
        for first in stride(from: 0, to: width, by: 8) {
          let member = UInt64(number * rows * width + row * width + first)
          let normal = stream.normals8(from: member).x
          for lane in 0..<min(8, width - first) {
            let photons = stream.poisson(mean: electrons, at: 1 << 40 | (member + UInt64(lane)))
            samples.append(min(16_383, ((photons + 70 * normal[lane]) * 0.1).rounded()))
          }
        }
      }
      exposures.append(try Plane(width: width, height: rows, samples: samples))
    }
    // Neighbours along a row share their light, those of other rows do not: pixels' own expectations.
    let result = try run(MergeStep.self, calibrated(bracket(exposures)))[0]
    let sigma = try #require(result.uncertainty).samples
    var tested = 0
    for row in 0..<rows {
      let pulls = (row * width..<(row + 1) * width).map { index -> Double in
        (result.light.samples[index] - truth[row]) / sigma[index]
      }
      let part = moments(pulls)
      guard part.count == width else { continue }
      tested += 1
      // Wanted: 0.02 of both; ten thousand draws know the mean to 0.01 and the deviation to 0.007.
      #expect(abs(part.mean) < 0.035, "brightness \(truth[row]): \(part.mean)")
      #expect(abs(part.deviation - 1) < 0.025, "brightness \(truth[row]): \(part.deviation)")
    }
    #expect(tested >= 55)
  }
}
