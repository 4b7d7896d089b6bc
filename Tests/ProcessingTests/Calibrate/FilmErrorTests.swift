import Imagery
import RealModule
import Testing
import VectorMath

@testable import Processing

/// Whether the errors told of film are those that it has: seeded realisations of each source by itself.
@Suite("Errors of film's calibration")
struct FilmErrorTests {
  /// A wedge of 15 fields, 0.2 decades apart, on a film of gamma 0.65 with a toe and a shoulder.
  private static let logs = (0..<15).map { -2 + 0.2 * Double($0) }
  private static func density(_ log: Double) -> Double {
    FilmCurve(
      fog: 0.25, gamma: 0.65, toe: -2.4, shoulder: 0.8, toeWidth: 0.45, shoulderWidth: 0.6
    ).density(log)
  }

  private static func table(_ errors: [Double], moved: [Double]) -> MeasuredTable {
    MeasuredTable(
      name: "RESPONSE", columns: ["LOGH", "DENSITY", "DENSERR"],
      rows: logs.indices.map {
        [logs[$0], density(logs[$0]) + moved[$0] * errors[$0], errors[$0]]
      })
  }

  /// A scan of densities on a scale of density, 4 being the largest number.
  private static func scan(_ densities: [Double], name: String = "frame") throws -> Observation {
    var one = try observation(
      densities.map { $0 / 4 * 1e9 }, width: densities.count,
      cards: ["SCANMAX": 1e9, "SCANFULL": 4, "FOG": 0.25, "GRANULAR": 0, "PIXPITCH": 12],
      name: name)
    try one.header.append("SENSOR", "film-70mm")
    return one
  }

  @Test("Errors of a curve's points move exposures as far as they are told to")
  func curve() throws {
    let errors = Self.logs.indices.map { 0.004 + 0.0004 * Double($0) }
    let exposures = (0..<40).map { -1.7 + 0.05 * Double($0) }
    // Three pixels of each, of which the middle one counts: what lies about it is as dense.
    let scan = try Self.scan(exposures.flatMap { [Double](repeating: Self.density($0), count: 3) })
    let middles = exposures.indices.map { 3 * $0 + 1 }
    // The curve through the points is not the film's law: what it reads without errors is the truth.
    let still = errors.map { _ in 0.0 }
    func read(_ moved: [Double]) throws -> Observation {
      var curve = scan
      curve.response = Self.table(errors, moved: moved)
      return try run(
        LinearityStep.self, scan, ["law": .text("film"), "table": .text("c")], ["c": curve])
    }
    let truth = try read(still).light.samples
    var squares = exposures.map { _ in 0.0 }
    var (sum, pairs, told) = (0.0, 0.0, 0.0)
    let count = 400
    for number in 0..<count {
      let moved = RandomStream(seed: 6, stream: 1).normals(count: errors.count, at: UInt64(number))
      let made = try read(moved)
      let sigma = try #require(made.uncertainty).samples
      let pulls = middles.map { (made.light.samples[$0] - truth[$0]) / sigma[$0] }
      for index in pulls.indices {
        sum += pulls[index]
        squares[index] += pulls[index] * pulls[index]
      }
      // A difference of two densities a tenth of a decade apart, half of the fields' distance.
      let difference = made.light.samples[61] / truth[61] - made.light.samples[67] / truth[67]
      pairs += difference * difference
      told += made.commonErrors.reduce(0) {
        let part = $1.deviation[61] / truth[61] - $1.deviation[67] / truth[67]
        return $0 + part * part
      }
    }
    // 400 realisations know a deviation to 3.5 %, 40 of them together to 1 % and better.
    let deviations = squares.map { ($0 / Double(count)).squareRoot() }
    #expect(abs(sum / Double(count * exposures.count)) < 0.03)
    #expect(deviations.allSatisfy { abs($0 - 1) < 0.14 }, "\(deviations)")
    #expect(abs(moments(deviations).mean - 1) < 0.03, "\(moments(deviations).mean)")
    #expect(abs((pairs / told).squareRoot() - 1) < 0.1, "\((pairs / told).squareRoot())")
    let made = try read(still)
    #expect(made.commonErrors.count == 3)
    #expect(made.commonErrors.allSatisfy { $0.extent == .picture })
    #expect(made.commonErrors[0].source.hasPrefix("density curve frame, points 1, 4"))
  }

  @Test("A curve without DENSERR, or of zeros, adds no error")
  func noErrors() throws {
    let scan = try Self.scan([0.6, 0.8])
    for errors in [[Double](repeating: 0, count: 15), nil] {
      var curve = scan
      var table = Self.table(errors ?? Self.logs.map { _ in 0.01 }, moved: Self.logs.map { _ in 0 })
      if errors == nil {
        table = MeasuredTable(
          name: "RESPONSE", columns: ["LOGH", "DENSITY"], rows: table.rows.map { Array($0[0...1]) })
      }
      curve.response = table
      let made = try run(
        LinearityStep.self, scan, ["law": .text("film"), "table": .text("c")], ["c": curve])
      #expect(made.commonErrors.isEmpty)
    }
  }

  @Test(
    "The noise of unexposed film is an error that all pictures evened by it have",
    arguments: [true, false])
  func unexposed(isDensity: Bool) throws {
    let side = 4000
    let noise = RandomStream(seed: 6, stream: 2).normals(count: side, at: 0)
    func scan(_ densities: [Double], _ name: String) throws -> Observation {
      var one = try observation(
        densities.map { isDensity ? $0 / 4 * 1e9 : Double.exp10(0.25 - $0) * 1e9 }, width: side,
        cards: [
          "SCANMAX": 1e9, "FOG": 0.25, "GAMMA": 0.65, "TOE": -2.4, "SHOULDER": 0.8,
          "TOEWIDTH": 0.45, "SHOUWIDT": 0.6, "GRANULAR": 0, "PIXPITCH": 12,
        ], name: name)
      if isDensity { try one.header.append("SCANFULL", 4.0) }
      try one.header.append("SENSOR", "film-70mm")
      return one
    }
    let sigma = 0.004
    var clear = try scan(noise.map { 0.25 + sigma * $0 }, "clear")
    let factor = isDensity ? 1e9 / 4 : 1e9 * Double.log(10)
    clear.uncertainty = Plane(like: clear.light, repeating: sigma * factor)
    let density = Self.density(-0.5)
    let made = try ["a", "b"].map { name in
      try run(
        LinearityStep.self, scan([Double](repeating: density, count: side), name),
        ["unexposed": .text("u")], ["u": clear])
    }
    let told = try #require(made[0].uncertainty).samples
    let pulls = moments(
      zip(made[0].light.samples, told).map { ($0 - Double.exp10(-0.5)) / $1 })
    // 4000 pixels know the deviation to 1.1 %; the transmittance of thick film is noisier by 1 %.
    #expect(abs(pulls.mean) < 0.06 && abs(pulls.deviation - 1) < 0.035, "\(pulls)")
    #expect(made[0].commonErrors.map(\.source) == ["clear"])
    #expect(made[0].commonErrors[0].extent == .pixels)
    // Its sign is that by which the master's own noise moves the light.
    let alike = zip(made[0].light.samples, noise).reduce(0) {
      $0 + ($1.0 - Double.exp10(-0.5)) * $1.1
    }
    let sign = isDensity ? 1.0 : -1
    #expect(alike < 0 && made[0].commonErrors[0].deviation[5] * sign < 0)
    // What both have in common cancels in their difference.
    let own = try #require(made[0].ownVariance())
    #expect(own[7] < 0.01 * told[7] * told[7])
  }
}
