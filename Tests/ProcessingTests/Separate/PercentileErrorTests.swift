import RealModule
import Testing
import VectorMath

@testable import Processing

/// Whether the error told of a percentile over time is what noise makes of it.
@Suite("Errors of a background by percentile")
struct PercentileErrorTests {
  @Test("The scatter of the least of normal numbers is the published one")
  func orderStatistics() {
    // H. L. Harter, Ann. Math. Statist. 32, 151 (1961), and tables of the variances of the least of n: n = 2, 3, 5, 10, 20.
    for (count, variance) in [
      (2, 0.681690), (3, 0.559467), (5, 0.447534), (10, 0.344344), (20, 0.275668),
    ] {
      let found = PercentileNoise.deviation(share: 0, count: count)
      #expect(abs(found / variance.squareRoot() - 1) < 0.075, "\(count): \(found)")
    }
    // Medians: 0.286834 of five, Sarhan and Greenberg 1962.
    #expect(
      abs(PercentileNoise.deviation(share: 0.5, count: 5) / 0.286834.squareRoot() - 1) < 0.025)
    #expect(abs(PercentileNoise.normalQuantile(0.025) + 1.959963985) < 1e-9)
  }

  @Test("Light above a background is as uncertain as told", arguments: [6, 20, 60])
  func pulls(count: Int) throws {
    let (side, sigma) = (6000, 2e-10)
    let pictures = try (0..<count).map { number -> Observation in
      let noise = RandomStream(seed: 6, stream: 20).normals(count: side, at: UInt64(number))
      var one = try observation(
        noise.map { 1e-8 + sigma * $0 }, width: side, unit: .meanSolarBrightness,
        name: "t\(number)")
      one.uncertainty = Plane(like: one.light, repeating: sigma)
      return one
    }
    let made = try run(DustSubtractStep.self, pictures, ["method": .text("percentile")])
    var deviations: [Double] = []
    for one in made {
      let told = try #require(one.uncertainty).samples
      // Noise lowers the percentile for all pixels alike: a bias, which no error tells.
      let lift = moments(one.light.samples).mean
      deviations.append(
        moments(zip(one.light.samples, told).map { ($0 - lift) / $1 }).deviation)
    }
    // 6000 pixels know a deviation to 0.9 %, all pictures together better.
    #expect(abs(moments(deviations).mean - 1) < 0.03, "\(count): \(moments(deviations).mean)")
    #expect(made[0].commonErrors.map(\.source) == ["background of \(count) pictures from t0"])
    // The mean of all has the background's error whole, with its sign.
    let mean = (0..<side).map { index in
      made.reduce(0) { $0 + $1.light.samples[index] } / Double(count)
    }
    var sum = CommonErrorSum(of: made)
    for number in made.indices { sum.add(number, weight: 1 / Double(count), at: 7) }
    let own = sigma * sigma / Double(count) * (1 - 2 / Double(count))
    let told = (sum.variance(at: 7) + own).squareRoot()
    // Noise that lowers the background lowers the mean, too, which one error for all and one for each cannot
    // tell: of the mean of all, some 2/N of its own variance is told too much, never too little.
    let exact = (told * told - 2 * sigma * sigma / Double(count) * (1 - 1 / Double(count)))
      .squareRoot()
    let found = moments(mean).deviation
    #expect(found < 1.03 * told && abs(found / exact - 1) < 0.06, "\(found), \(exact), \(told)")
  }

  @Test("The error of a master in all pictures goes with the background")
  func master() throws {
    let master = CommonError(source: "flat", extent: .pixels, deviation: .uniform(3e-10))
    let pictures = try (0..<5).map { number -> Observation in
      var one = try observation(
        [1e-8, 2e-8], width: 2, unit: .meanSolarBrightness, name: "t\(number)")
      one.uncertainty = Plane(like: one.light, repeating: 1e-11)
      one.add([master])
      return one
    }
    let made = try run(DustSubtractStep.self, pictures, ["method": .text("percentile")])
    let left = try #require(made[2].commonErrors.first { $0.source == "flat" })
    #expect(abs(left.deviation[1]) < 1e-20)
    #expect(try #require(made[2].uncertainty).samples[1] < 2e-11)
    // Without errors there is nothing to tell.
    let bare = try (0..<5).map {
      try observation([1, 2], width: 2, unit: .meanSolarBrightness, name: "t\($0)")
    }
    let plain = try run(DustSubtractStep.self, bare, ["method": .text("percentile")])
    #expect(plain[0].uncertainty == nil && plain[0].commonErrors.isEmpty)
  }
}
