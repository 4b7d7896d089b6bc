import Astronomy
import Foundation
import Imagery
import Processing
import TestSupport
import Testing

/// Rings beyond the circle inscribed in the frame.
@Suite("Incomplete rings of filters")
struct IncompleteRingTests {
  private static let side = 256

  /// A square frame of 4 solar radii each way, or one whose Sun is off the middle.
  private func sky(_ shift: Double = 0) -> SkyGeometry {
    SkyGeometry(
      projection: SkyProjection(
        pointing: SIMD2(0, 0), matrix: (SIMD2(1, 0), SIMD2(0, 1)), scale: 0.0046 / 32,
        centre: SIMD2(127.5 + shift, 127.5), kind: .tan),
      solarRadius: 0.0046)
  }

  /// A power law, brighter toward the sides of the frame than toward its corners, with noise.
  private func corona(_ grid: RadialGrid) throws -> Plane {
    var generator = SeededGenerator(seed: 11)
    return try Plane(
      width: Self.side, height: Self.side,
      samples: zip(grid.radius, grid.angle).map { radius, angle in
        pow(max(radius, 0.3), -3) * (1 + 0.4 * cos(4 * angle))
          * (1 + 0.05 * Double.random(in: -1...1, using: &generator))
      })
  }

  /// The mean toward the corners between two radii.
  private func mean(_ plane: Plane, _ grid: RadialGrid, _ from: Double, _ to: Double) -> Double {
    let inside = plane.samples.indices.filter {
      cos(4 * grid.angle[$0]) < -0.98 && grid.radius[$0] >= from && grid.radius[$0] < to
    }
    return inside.reduce(0) { $0 + plane.samples[$1] } / Double(inside.count)
  }

  /// By how much values toward the corners change from just within the inscribed circle to well beyond.
  private func jump(
    _ shift: Double = 0, _ filter: (Plane, RadialGrid) throws -> Plane
  ) throws -> Double {
    let grid = try RadialGrid(
      width: Self.side, height: Self.side, sky: sky(shift), withAngles: true)
    let result = try filter(corona(grid), grid)
    let circle = (127.5 - abs(shift)) / 32
    return mean(result, grid, circle + 0.2, circle + 0.8)
      - mean(result, grid, circle - 0.3, circle - 0.05)
  }

  @Test("No filter shows the inscribed circle", arguments: [0.0, 20])
  func noEdge(shift: Double) throws {
    let bins = try RadialBins(lower: 1, upper: 5.8, count: 150)
    let wide = try RadialBins(lower: 1, upper: 5.8, count: 31)
    let jumps = try [true, false].map { completes in
      var nrgf = NormalizingRadialGradedFilter(bins: bins)
      nrgf.completesRings = completes
      var rhef = RadialHistogramEqualizingFilter(bins: bins)
      rhef.completesRings = completes
      var fnrgf = FourierNormalizingRadialGradedFilter(bins: wide)
      fnrgf.order = 3
      (fnrgf.meanAttenuation, fnrgf.deviationAttenuation) = ((1, 0), (1, 0))
      fnrgf.completesRings = completes
      return try (
        nrgf: jump(shift) { try nrgf.apply($0, grid: $1).light },
        rhef: jump(shift) { try rhef.apply($0, grid: $1) },
        fnrgf: jump(shift) { try fnrgf.apply($0, grid: $1) }
      )
    }
    // In deviations of the ring, and in ranks.
    #expect(abs(jumps[0].nrgf) < 0.03)
    #expect(abs(jumps[0].rhef) < 0.02)
    #expect(abs(jumps[0].fnrgf) < 0.25)
    // As it was: the corners' own statistics.
    #expect(abs(jumps[1].nrgf) > 8 * abs(jumps[0].nrgf))
    #expect(abs(jumps[1].rhef) > 4 * abs(jumps[0].rhef))
    #expect(abs(jumps[1].fnrgf) > 8 * abs(jumps[0].fnrgf))
  }

  @Test("A grid without angles leaves the rings as they are")
  func withoutAngles() throws {
    let bins = try RadialBins(lower: 1, upper: 5.8, count: 150)
    let full = try RadialGrid(width: Self.side, height: Self.side, sky: sky(), withAngles: true)
    let bare = try RadialGrid(width: Self.side, height: Self.side, sky: sky())
    let plane = try corona(full)
    var plain = NormalizingRadialGradedFilter(bins: bins)
    plain.completesRings = false
    let expected = try plain.apply(plane, grid: full).light.samples
    let ours = try NormalizingRadialGradedFilter(bins: bins).apply(plane, grid: bare).light.samples
    #expect(zip(ours, expected).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN })
  }

  @Test("A frame in which no ring is whole is filtered as it is")
  func noneWhole() throws {
    let away = SkyGeometry(
      projection: SkyProjection(
        pointing: SIMD2(0, 0), matrix: (SIMD2(1, 0), SIMD2(0, 1)), scale: 0.0046 / 32,
        centre: SIMD2(-40, 127.5), kind: .tan),
      solarRadius: 0.0046)
    let grid = try RadialGrid(width: Self.side, height: Self.side, sky: away, withAngles: true)
    let plane = try corona(grid)
    let bins = try RadialBins(lower: 1.2, upper: 10, count: 200)
    let ours = try NormalizingRadialGradedFilter(bins: bins).apply(plane, grid: grid).light
    let values = ours.samples.filter { !$0.isNaN }
    #expect(values.count > 60_000)
    #expect(abs(values.reduce(0, +) / Double(values.count)) < 0.05)
  }
}
