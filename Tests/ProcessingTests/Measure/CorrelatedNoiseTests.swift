import Foundation
import Imagery
import Testing
import VectorMath

@testable import Processing

/// Averages over pixels that were moved are as uncertain as they say.
@Suite("Averages of correlated noise")
struct CorrelatedNoiseTests {
  private static let (side, draws) = (72, 200)

  /// Registered pictures of one corona with seeded noise, shifted by part of a pixel, turned and rescaled.
  private static func registered(
    kernel: String, scale: Double?, kind: String = "B"
  ) throws -> [Observation] {
    let random = RandomStream(seed: 31, stream: 4)
    let arcsecond = Double.pi / 648_000
    let geometry = RegisterFixtures.sky(
      centre: SIMD2(35.83, 35.29), scale: 110, roll: scale == nil ? 0 : 0.3)
    let light = (0..<side * side).map { index -> Double in
      let d = geometry.projection.direction(
        column: Double(index % side), row: Double(index / side))
      let radius = atan2(hypot(d.x, d.y), d.z) / geometry.solarRadius
      return 1e-7 * pow(max(radius, 0.8), -3)
    }
    var values: [String: StepValue] = ["kernel": .text(kernel)]
    if let scale { values["scale"] = .number(scale * geometry.projection.scale / arcsecond) }
    return try (0..<draws).map { draw in
      let samples = light.indices.map { index in
        light[index] * 0.05 * random.normals(at: UInt64(draw * side * side + index)).x
          + light[index]
      }
      var one = try observation(
        samples, width: side, unit: .meanSolarBrightness, name: "draw\(draw)")
      (one.sky, one.kind, one.level) = (geometry, kind, .measured)
      one.uncertainty = Plane(
        like: one.light, samples: light.map { 0.05 * $0 })
      return try run(RegisterStep.self, one, values)
    }
  }

  /// The scatter of every row's value over the mean error told, squared and averaged over rows.
  private func ratio(_ tables: [MeasuredTable], value: Int, sigma: Int) -> (Double, count: Int) {
    var (sum, count) = (0.0, 0)
    for row in tables[0].rows.indices {
      let values = tables.map { $0.rows[row][value] }
      let told = moments(tables.map { $0.rows[row][sigma] * $0.rows[row][sigma] }).mean
      guard values.allSatisfy(\.isFinite), told > 0 else { continue }
      let scatter = moments(values).deviation
      sum += scatter * scatter / told * Double(values.count) / Double(values.count - 1)
      count += 1
    }
    return ((sum / Double(count)).squareRoot(), count)
  }

  @Test(
    "Means of rings and sectors scatter as they say after pixels were moved",
    arguments: [("lanczos", nil), ("linear", nil), ("cubic", 0.8), ("linear", 1.3)]
      as [(String, Double?)])
  func profiles(kernel: String, scale: Double?) throws {
    let pictures = try Self.registered(kernel: kernel, scale: scale)
    #expect(pictures[0].noiseCorrelation.area > 1.05)
    func tables(_ values: [String: StepValue]) throws -> [MeasuredTable] {
      try pictures.map { try #require(try run(MeasureStep.self, $0, values).tables.last) }
    }
    let range = StepValue.numbers([1.2, 3.4])
    for (values, value, sigma) in [
      (["range": range, "bins": .number(8), "sectors": .number(6)], 2, 5),
      (["profile": .text("annuli"), "range": range, "bins": .number(5)], 2, 3),
      (
        ["profile": .text("azimuthal"), "radii": .numbers([1.8, 2.8]), "angles": .number(24)], 2, 5
      ),
    ] as [([String: StepValue], Int, Int)] {
      let (found, count) = ratio(try tables(values), value: value, sigma: sigma)
      // A deviation of 200 draws is known to 0.05; neighbouring cells are nearly independent.
      let allowed = 3 * 0.05 / Double(count).squareRoot() + 0.02
      #expect(abs(found - 1) < allowed, "\(values["profile"]?.words ?? "radial"): \(found)")
    }
  }

  @Test("Densities from moved pixels scatter as they say")
  func densities() throws {
    let pictures = try Self.registered(kernel: "linear", scale: nil, kind: "PB")
    let values: [String: StepValue] = [
      "range": .numbers([1.3, 3.3]), "bins": .number(12), "sectors": .number(4),
      "basis": .text("powers"),
    ]
    let tables = try pictures.map {
      try #require(try run(InvertStep.self, $0, values).tables.last)
    }
    let light = ratio(tables, value: 4, sigma: 5)
    #expect(abs(light.0 - 1) < 3 * 0.05 / Double(light.count).squareRoot() + 0.02, "\(light)")
    let density = ratio(tables, value: 2, sigma: 3)
    // Rows of a sector rest on a few coefficients: four sectors are some sixteen independent numbers. The
    // covariance is that of the functions above zero, whose choice draws of noise change.
    #expect((0.85...1.1).contains(density.0), "\(density)")
  }

  @Test("Pixels that stay where they are stay independent; a table's form is checked")
  func unmoved() throws {
    let geometry = RegisterFixtures.sky(centre: SIMD2(35.5, 35.5), scale: 110)
    var one = try observation(
      [Double](repeating: 1, count: 72 * 72), width: 72, unit: .meanSolarBrightness)
    one.sky = geometry
    one.uncertainty = Plane(like: one.light, repeating: 0.1)
    #expect(try run(RegisterStep.self, one).noiseCorrelation == .none)
    one.sky = RegisterFixtures.sky(centre: SIMD2(35, 35.5), scale: 110)
    let half = try run(RegisterStep.self, one, ["kernel": .text("linear")])
    // Half a pixel read linearly: both neighbours have half of the variance in common, the area is two.
    #expect(abs(half.noiseCorrelation.area - 2) < 1e-3)
    #expect(abs((half.uncertainty?[30, 30] ?? 0) - 0.1 / 2.0.squareRoot()) < 1e-6)
    #expect(NoiseCorrelation(side: 2, values: [1, 0, 0, 0]) == nil)
    #expect(NoiseCorrelation(side: 1, values: [2]) == nil)
    #expect(NoiseCorrelation(side: 3, values: [0, 0, 0, 0.5, 1, 0.5, 0, 0, 0])?.area == 2)
  }
}
