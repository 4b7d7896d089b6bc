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

  @Test("Exposures moved to a common grid stay as honest: the noise moves with them")
  func registered() throws {
    let (side, electrons) = (120, [300.0, 3000, 30_000])
    let stream = RandomStream(seed: 6, stream: 1)
    var exposures: [Observation] = []
    for (number, mean) in electrons.enumerated() {
      let samples = (0..<side * side).map { index -> Double in
        let member = UInt64(number * side * side + index)
        let photons = stream.poisson(mean: mean, at: 1 << 40 | member)
        return ((photons + 70 * stream.normals8(from: member).x[0]) * 0.1).rounded()
      }
      var one = try observation(
        samples, width: side, cards: Self.cards, seconds: mean / 3000, name: "e\(number)")
      one.group = "bracket"
      one.sky = sky(
        arcsecondsPerPixel: 20, centre: SIMD2(59.5 + 0.37 * Double(number), 60.1))
      exposures.append(one)
    }
    let moved = try run(RegisterStep.self, calibrated(exposures))
    let shares = try #require(moved[1].noise).averaging
    guard case .each(let plane) = shares else {
      Issue.record("the resampled noise is not known")
      return
    }
    // Interpolation averages, so that some of the variance is gone.
    let middle = plane[60, 60]
    #expect(middle > 0.2 && middle < 1)
    let result = try run(MergeStep.self, moved)[0]
    let sigma = try #require(result.uncertainty).samples
    let truth = 3000 / (2.36e10 / 0.1)
    let inner = (10..<110).flatMap { row in (10..<110).map { row * side + $0 } }
    let pull = moments(inner.map { (result.light.samples[$0] - truth) / sigma[$0] })
    // Neighbours share pixels, so that ten thousand pulls are fewer: three errors of some 2000.
    #expect(abs(pull.mean) < 0.07, "\(pull.mean)")
    #expect(abs(pull.deviation - 1) < 0.05, "\(pull.deviation)")
  }

  @Test("Exposures that disagree by a factor and an offset are fitted to the longest")
  func equalised() throws {
    let stream = RandomStream(seed: 7, stream: 1)
    let truth = (0..<4096).map { 1e-9 * Double.exp(Double($0 % 64) / 16) }
    var exposures: [Observation] = []
    for (number, (factor, offset)) in [(1.0, 0.0), (1.08, 2e-10)].enumerated() {
      let sigma = truth.map { ($0 * 1e-12).squareRoot() }
      let samples = truth.indices.map { index -> Double in
        let member = UInt64(number * 4096 + index)
        let noise = sigma[index] * stream.normals8(from: member).x[0]
        return (truth[index] + noise - offset) / factor
      }
      var one = try observation(
        samples, width: 64, unit: .meanSolarBrightness, seconds: number == 0 ? 10 : 1,
        name: "e\(number)")
      one.group = "bracket"
      one.uncertainty = try Plane(width: 64, height: 64, samples: sigma)
      exposures.append(one)
    }
    let result = try run(MergeStep.self, exposures, ["equalise": .text("affine")])[0]
    let sigma = try #require(result.uncertainty).samples
    let pull = moments(truth.indices.map { (result.light.samples[$0] - truth[$0]) / sigma[$0] })
    #expect(abs(pull.mean) < 0.05)
    #expect(abs(pull.deviation - 1) < 0.05)
    #expect(result.steps.last?.result.contains("e1 times 1.0") == true)
    let raw = try run(MergeStep.self, exposures)[0]
    let off = moments(truth.indices.map { (raw.light.samples[$0] - truth[$0]) / sigma[$0] })
    #expect(abs(off.mean) > 1)
  }

  @Test("Groups and polarisers are joined apart, different sizes in a group refused")
  func groups() throws {
    func one(_ name: String, _ group: String, _ angle: Double?, width: Int = 2) throws
      -> Observation
    {
      var made = try observation(
        [Double](repeating: 1, count: 4), width: width, unit: .meanSolarBrightness, name: name)
      made.uncertainty = Plane(like: made.light, repeating: 0.1)
      (made.group, made.polariserDegrees) = (group, angle)
      return made
    }
    let many = try [one("a", "x", nil), one("b", "y", 0), one("c", "x", nil), one("d", "y", 60)]
    let made = try run(MergeStep.self, many)
    #expect(made.map(\.group) == ["x", "y", "y"])
    #expect(made.map { $0.exposureCount?.samples[0] } == [2, 1, 1])
    #expect(abs((made[0].uncertainty?.samples[0] ?? 0) - 0.1 / 2.0.squareRoot()) < 1e-15)
    #expect(made[0].steps.last?.result.contains("full scale not known, nothing feathered") == true)
    let rolled = try [one("a", "x", 90), one("b", "x", -89.997), one("c", "x", 30)]
    #expect(try run(MergeStep.self, rolled).count == 2)
    let odd = try [one("a", "x", nil), one("b", "x", nil, width: 4)]
    #expect(
      refusal(MergeStep.self, odd)?.description
        == "merge, b: has 4 × 1 pixels, a of the same group has 2 × 2 pixels; exposures of a group must be "
        + "of one size")
    #expect(
      refusal(MergeStep.self, odd, ["feather": .numbers([0.97, 0.9])])?.description
        == "merge: feather is 0.97 to 0.9, must rise; swap its numbers")
    // Noise that was left behind by a change of size is not believed.
    var moved = try one("a", "x", nil)
    let wide = try Plane(width: 8, height: 1, samples: [Double](repeating: 1, count: 8))
    moved.noise = DetectorNoise(
      lightPerElectron: .each(wide), fixedVariance: .uniform(1), numbersPerElectron: 1)
    let alone = try run(MergeStep.self, moved)
    #expect(abs((alone.uncertainty?.samples[0] ?? 0) - 0.1) < 1e-15)
    moved.uncertainty = wide
    #expect(refusal(MergeStep.self, [moved])?.code == .unsuitableInput)
    var bare = try one("a", "x", nil)
    bare.uncertainty = nil
    #expect(refusal(MergeStep.self, [bare])?.code == .missingKnowledge)
  }
}
