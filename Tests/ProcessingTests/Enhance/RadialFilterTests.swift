import Astronomy
import Foundation
import Imagery
import Processing
import Testing

/// Radial filters on coronas whose filtered picture can be written down.
@Suite("Radial filters")
struct RadialFilterTests {
  private let side = 300
  private let sky = SkyGeometry(
    projection: SkyProjection(
      pointing: SIMD2(0, 0), matrix: (SIMD2(1, 0), SIMD2(0, 1)), scale: 8e-5,
      centre: SIMD2(149.5, 149.5), kind: .tan),
    solarRadius: 0.0046)

  private func grid() throws -> RadialGrid {
    try RadialGrid(width: side, height: side, sky: sky, withAngles: true)
  }

  /// A picture made of radius, angle and place.
  private func plane(_ brightness: (Double, Double, Int) -> Double) throws -> Plane {
    let grid = try grid()
    return try Plane(
      width: side, height: side,
      samples: grid.radius.indices.map { brightness(grid.radius[$0], grid.angle[$0], $0) })
  }

  /// The root mean square of the difference from what is expected, over the pixels that have a value.
  private func error(_ plane: Plane, _ expected: (Double) -> Double) throws -> Double {
    let angles = try grid().angle
    let squares = zip(plane.samples, angles).filter { !$0.0.isNaN }.map { sample, angle in
      (sample - expected(angle)) * (sample - expected(angle))
    }
    return (squares.reduce(0, +) / Double(squares.count)).squareRoot()
  }

  @Test("What falls alike in all directions leaves only the angle, without circles")
  func nrgf() throws {
    // Mean and deviation of 1 + 0.3 cos φ are 1 and 0.3/√2.
    let corona = try plane { radius, angle, _ in pow(radius, -4) * (1 + 0.3 * cos(angle)) }
    let bins = try RadialBins(lower: 1.1, upper: 2.5, count: 60)
    let smooth = try NormalizingRadialGradedFilter(bins: bins).apply(corona, grid: grid()).light
    let stepped = try NormalizingRadialGradedFilter.sunkit(bins: bins, applicationRadius: 1)
      .apply(corona, grid: grid()).light
    let ours = try error(smooth) { 2.squareRoot() * cos($0) }
    let constant = try error(stepped) { 2.squareRoot() * cos($0) }
    #expect(ours < 0.01)
    #expect(constant > 6 * ours)
  }

  @Test("Ranks follow the angle, not the place of a pixel within its ring")
  func rhef() throws {
    let corona = try plane { radius, angle, _ in pow(radius, -4) * (1 + 0.02 * cos(angle)) }
    let bins = try RadialBins(lower: 1.1, upper: 2.5, count: 60)
    // The share of a ring where the cosine is less: 1 − |φ|/π.
    func rank(_ angle: Double) -> Double { 1 - min(angle, 2 * Double.pi - angle) / Double.pi }
    var filter = RadialHistogramEqualizingFilter(bins: bins, upsilon: (1, 1))
    let ours = try error(filter.apply(corona, grid: grid()), rank)
    filter.isDetrended = false
    let plain = try error(filter.apply(corona, grid: grid()), rank)
    #expect(ours < 0.06)
    #expect(plain > 4 * ours)
  }

  @Test("The Fourier filter brings structure on any background to one contrast")
  func fnrgf() throws {
    // A chequered pattern whose strength changes round the Sun: plus and minus one deviation.
    let corona = try plane { radius, angle, index in
      let sign = (index % side + index / side).isMultiple(of: 2) ? 1.0 : -1
      return pow(radius, -4) * (1 + 0.3 * cos(angle) + sign * 0.2 * (1 + 0.5 * sin(angle)))
    }
    var filter = FourierNormalizingRadialGradedFilter(
      bins: try RadialBins(lower: 1.1, upper: 2.5, count: 20))
    filter.order = 4
    filter.segments = 60
    let result = try filter.apply(corona, grid: grid())
    let sizes = result.samples.filter { !$0.isNaN }.map { abs($0) }.sorted()
    #expect(abs(sizes[sizes.count / 2] - 1) < 0.02)
    #expect(sizes[sizes.count / 100] > 0.8)
    #expect(sizes[sizes.count * 99 / 100] < 1.2)
  }

  @Test("A deviation whose Fourier sum crosses zero does not blow a picture up")
  func leastDeviation() throws {
    let corona = try plane { radius, angle, index in
      let noise = Double((index &* 7919) % 101) / 101 - 0.5
      // Strong structure in one narrow direction.
      return 10 / radius + noise * (abs(angle - 3) < 0.1 ? 5 : 0.01)
    }
    var filter = FourierNormalizingRadialGradedFilter(
      bins: try RadialBins(lower: 1.1, upper: 2.5, count: 20))
    filter.order = 5
    let held = try filter.apply(corona, grid: grid()).samples.filter { !$0.isNaN }
    filter.leastDeviation = 0
    let free = try filter.apply(corona, grid: grid()).samples.filter { !$0.isNaN }
    let (most, freeMost) = (held.map { abs($0) }.max() ?? 0, free.map { abs($0) }.max() ?? 0)
    #expect(most < 40)
    #expect(freeMost > 3 * most)
  }

  @Test("Radii are the angle from the Sun's centre", arguments: CameraProjection.allCases)
  func radii(kind: CameraProjection) throws {
    for (scale, pointing) in [
      (1e-4, SIMD2(0.0, 0)), (1e-4, SIMD2(0.02, -0.01)), (8e-3, SIMD2(0.1, 0.2)),
    ] {
      let projection = SkyProjection(
        pointing: pointing, matrix: (SIMD2(0.8, -0.6), SIMD2(0.6, 0.8)), scale: scale,
        centre: SIMD2(20, 17.3), kind: kind)
      let sky = SkyGeometry(projection: projection, solarRadius: 0.0046)
      let grid = try RadialGrid(width: 43, height: 37, sky: sky, withAngles: true)
      for index in grid.radius.indices {
        let direction = projection.direction(
          column: Double(index % 43), row: Double(index / 43))
        let elongation = direction.angle(to: Vector3(0, 0, 1))
        #expect(abs(grid.radius[index] * 0.0046 - elongation) < 4e-16 + 1e-15 * elongation)
        let angle = atan2(direction.y, direction.x)
        #expect(abs(remainder(grid.angle[index] - angle, 2 * Double.pi)) < 1e-12)
      }
    }
  }

  @Test("Sunkit-image's radius exceeds the elongation by 5e-5 at 7.6 solar radii")
  func conventions() throws {
    let theirs = try FilterVectors.sunkitGrid()
    let ours = try RadialGrid(width: 256, height: 256, sky: FilterVectors.sky)
    #expect(abs(theirs.radius[0] - ours.radius[0]) > 2e-5)
    #expect(abs(theirs.radius[0] - ours.radius[0]) < 2e-3)
    // The corner: 127.5 pixels of 40″ both ways.
    let tangent = 127.5 * 40 * FilterVectors.arcsecond
    let corner = atan(tangent * 2.squareRoot()) / FilterVectors.sky.solarRadius
    #expect(abs(ours.radius[0] - corner) < 1e-14)
    let longitude = atan(tangent)
    let latitude = atan2(tangent, (1 + tangent * tangent).squareRoot())
    let theirCorner = hypot(longitude, latitude) / FilterVectors.sky.solarRadius
    #expect(abs(theirs.radius[0] - theirCorner) < 1e-14)
  }
}
