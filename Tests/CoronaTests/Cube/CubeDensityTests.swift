import Astronomy
import Corona
import RealModule
import TestSupport
import Testing

@Suite("Density cubes")
struct CubeDensityTests {
  private let radii = [1.0, 1.2, 1.7, 2.9, 5]
  private let colatitudes = [0.2, 0.9, 1.5, 2.2, 2.9]
  private let longitudes = [0.3, 1.4, 2.9, 3.8, 4.9, 5.9]

  /// A grid of tables, its axes in some order and some of them falling.
  private func cube(
    order: [Int] = [0, 1, 2], falling: [Bool] = [false, false, false],
    _ density: (Double, Double, Double) -> Double
  ) throws -> CubeDensity {
    let axes = zip([radii, colatitudes, longitudes], falling).map { $1 ? $0.reversed() : $0 }
    return try CubeDensity(
      name: "cube", source: "test",
      grid: .spherical(
        radius: CubeAxis(at: axes[0]), colatitude: CubeAxis(at: axes[1]),
        longitude: CubeAxis(at: axes[2]), order: order),
      samples: CubeSamples(
        SampledCube.samples(axes[0], axes[1], axes[2], order: order, density)))
  }

  private func value(
    _ density: CubeDensity, _ radius: Double, _ colatitude: Double, _ longitude: Double
  ) -> Double {
    density.electronsPerCubicCentimetre(
      radius: radius, latitudeRadians: .pi / 2 - colatitude, longitudeRadians: longitude)
  }

  @Test("What is linear in the three coordinates comes back, between table knots too")
  func linear() throws {
    // Products of the coordinates are trilinear as well.
    func law(_ r: Double, _ theta: Double, _ phi: Double) -> Double {
      1e6 * (7 - r) * (4 + theta) * (9 - phi)
    }
    let cube = try cube(law)
    var worst = 0.0
    for r in [1.0, 1.1, 1.69, 2.0, 4.99, 5] {
      for theta in [0.2, 0.5, 1.5, 2.0, 2.9] {
        for phi in [0.3, 0.31, 1.4, 3.0, 4.5, 5.9] {
          worst = max(worst, relativeError(value(cube, r, theta, phi), law(r, theta, phi)))
        }
      }
    }
    // The samples are single precision.
    #expect(worst < 3e-7)
  }

  @Test("The order of the axes and falling coordinates change nothing")
  func orders() throws {
    func law(_ r: Double, _ theta: Double, _ phi: Double) -> Double {
      1e7 / (r * r * r) * (1.5 + Double.sin(phi + theta))
    }
    let plain = try cube(law)
    let places = (0..<200).map { step in
      let t = Double(step)
      return (
        1 + 4 * (0.37 * t).truncatingRemainder(dividingBy: 1),
        Double.pi * (0.23 * t).truncatingRemainder(dividingBy: 1),
        2 * Double.pi * (0.71 * t).truncatingRemainder(dividingBy: 1)
      )
    }
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 2, 1]] {
      for falling in [[false, false, false], [true, true, true], [false, true, false]] {
        let other = try cube(order: order, falling: falling, law)
        for (r, theta, phi) in places {
          #expect(
            relativeError(value(other, r, theta, phi), value(plain, r, theta, phi)) < 1e-14,
            "order \(order), falling \(falling)")
        }
      }
    }
  }

  @Test("Between the last meridian and the first the density runs on, and 0° is 360°")
  func seam() throws {
    let cube = try cube { _, _, phi in 1e6 * (1 + phi) }
    // Across the seam from 5.9 (value 6.9e6) to 0.3 + 2π (1.3e6), linear in the angle.
    let width = 0.3 + 2 * Double.pi - 5.9
    for share in [0.0, 0.25, 0.5, 0.75, 1] {
      let phi = 5.9 + share * width
      let expected = 1e6 * (6.9 + share * (1.3 - 6.9))
      #expect(relativeError(value(cube, 2, 1.5, phi), expected) < 1e-6)
      #expect(relativeError(value(cube, 2, 1.5, phi - 2 * .pi), expected) < 1e-6)
      #expect(relativeError(value(cube, 2, 1.5, phi + 2 * .pi), expected) < 1e-6)
    }
  }

  @Test("A repeated last meridian and a left-out one are the same cube")
  func repeatedMeridian() throws {
    let model = try StreamerBelt(
      radialLaw: .leblanc1998, enhancement: 3, halfWidthRadians: 0.4, tiltRadians: 0.3,
      tiltLongitudeRadians: 1.1)
    func cube(count: Int, step: Double) throws -> CubeDensity {
      let radius = try CubeAxis(uniformFrom: 1, step: 0.5, count: 9)
      let colatitude = try CubeAxis(uniformFrom: 0, step: .pi / 18, count: 19)
      let longitude = try CubeAxis(uniformFrom: -.pi, step: step, count: count)
      return try CubeDensity(
        name: "cube", source: "test",
        grid: .spherical(radius: radius, colatitude: colatitude, longitude: longitude),
        samples: CubeSamples(
          SampledCube.samples(radius.knots, colatitude.knots, longitude.knots) {
            model.electronsPerCubicCentimetre(
              radius: $0, latitudeRadians: .pi / 2 - $1, longitudeRadians: $2)
          }))
    }
    let open = try cube(count: 36, step: .pi / 18)
    let closed = try cube(count: 37, step: .pi / 18)
    // A step rounded in a header, 10° less 2e-5.
    let rounded = try cube(count: 36, step: 9.99998 * .pi / 180)
    #expect(open.grid.count == closed.grid.count / 37 * 36)
    for phi in stride(from: -6.0, through: 7, by: 0.37) {
      let expected = value(open, 1.7, 1.4, phi)
      #expect(relativeError(value(closed, 1.7, 1.4, phi), expected) < 1e-6)
      #expect(relativeError(value(rounded, 1.7, 1.4, phi), expected) < 1e-4)
    }
  }

  @Test("At a pole between rings the density is the mean of the last ring from every side")
  func poles() throws {
    func law(_ r: Double, _ theta: Double, _ phi: Double) -> Double {
      1e6 / r * (2 + Double.sin(theta) * Double.cos(phi))
    }
    let cube = try cube(law)
    let spacing = [1.1, 1.5, 0.9, 1.1, 1.0, 2 * .pi - 5.6]
    // The mean of cos φ over the uneven meridians, each weighted by half its two neighbours' distance.
    var mean = 0.0
    for index in longitudes.indices {
      let weight = (spacing[index] + spacing[(index + 5) % 6]) / (4 * .pi)
      mean += weight * Double.cos(longitudes[index])
    }
    for (pole, ring) in [(1e-9, 0.2), (Double.pi - 1e-9, 2.9)] {
      let expected = 1e6 / 1.2 * (2 + Double.sin(ring) * mean)
      for phi in [0.0, 1, 2.5, 4, 6] {
        #expect(relativeError(value(cube, 1.2, pole, phi), expected) < 1e-6)
      }
    }
    // Half way in the gap: the mean of pole and ring.
    let half = value(cube, 1.2, 0.1, 1.4)
    let ends = value(cube, 1.2, 0, 1.4) + value(cube, 1.2, 0.2, 1.4)
    #expect(relativeError(half, ends / 2) < 1e-12)
  }

  @Test("Outside the radii there is nothing, or the power law that was asked for")
  func edges() throws {
    let model = PowerLawDensity.saito1977Equator
    for (outside, factor) in [
      (CubeDensity.Continuation.zero, 0.0), (.powerLaw(exponent: 2), Double.pow(4.0 / 9, 2)),
    ] {
      let cube = try SampledCube.sphere(
        of: model, radii: (1.5, 4, 20), rings: 6, meridians: 8, outside: outside)
      let edge = value(cube, 4, 1, 1)
      #expect(
        relativeError(edge, 1.36e6 * Double.pow(4, -2.14) + 1.68e8 * Double.pow(4, -6.13)) < 1e-6)
      #expect(abs(value(cube, 9, 1, 1) - edge * factor) <= 1e-14 * edge)
      #expect(value(cube, 1.4, 1, 1) == 0)
      #expect(abs(cube.fittedRadii.lowerBound - 1.5) + abs(cube.fittedRadii.upperBound - 4) < 1e-12)
    }
  }

  @Test("What is no density counts as zero, and every lane is its own")
  func badSamples() throws {
    var values = [Float](repeating: 3e6, count: 8 * 3 * 4)
    values[0] = .nan
    values[1] = -5
    values[2] = .infinity
    let radius = try CubeAxis(uniformFrom: 1, step: 1, count: 8)
    let colatitude = try CubeAxis(uniformFrom: 0, step: .pi / 2, count: 3)
    let longitude = try CubeAxis(uniformFrom: 0, step: .pi / 2, count: 4)
    let grid = try CubeGrid.spherical(radius: radius, colatitude: colatitude, longitude: longitude)
    let samples = try CubeSamples(values)
    let cube = try CubeDensity(name: "cube", source: "test", grid: grid, samples: samples)
    // The angles of a point are rounded, so that a neighbour may add a part in 1e16.
    #expect(abs(value(cube, 1, 0, 0)) < 1e-8)
    #expect(abs(value(cube, 2, 0, 0)) < 1e-8)
    #expect(abs(value(cube, 3, 0, 0)) < 1e-8)
    #expect(relativeError(value(cube, 3.5, 0, 0), 1.5e6) < 1e-14)
    #expect(value(cube, 4, 0, 0) == 3e6)
    var inspection = CubeInspection()
    inspection.add(samples, startingAt: 0, of: grid)
    #expect(inspection.missing == 1 && inspection.negative == 1 && inspection.infinite == 1)
    #expect(inspection.bad == 3 && inspection.firstBad == 0 && inspection.withinSun == 0)
    #expect(inspection.range == 3e6...3e6)
    // NaN and infinite points do not trap.
    let lanes = cube.electronsPerCubicCentimetre(
      at: CoronalPoints(
        radii: CoronalRadii(radius: [.nan, .infinity, 2, 3, 4, 5, 6, 7]),
        directions: CoronalDirections(
          x: [.nan, 0, 1, 0, 0, 0, 0, 0], y: [0, .nan, 0, 1, -1, 0, 0, 0],
          z: [0, 1, 0, 0, 0, 1, -1, 1])))
    #expect(lanes[3] == 3e6 && lanes[7] == 3e6)
  }

  @Test("Whole numbers with factor, offset and blank are decoded as FITS says")
  func integerSamples() throws {
    let stored: [Int16] = [100, 200, -32768, 300]
    let bytes = stored.flatMap {
      [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)]
    }
    let owner = Bytes(bytes)
    let samples = try CubeSamples(
      UnsafeRawBufferPointer(owner.buffer), owner: owner, format: .int16, count: 4, scale: 2,
      zero: 1000, blank: -32768)
    #expect(samples[0] == 1200 && samples[1] == 1400 && samples[3] == 1600)
    #expect(samples[2].isNaN && samples[4].isNaN && samples[-1].isNaN)
  }

  private final class Bytes: @unchecked Sendable {
    let buffer: UnsafeMutableRawBufferPointer
    init(_ bytes: [UInt8]) {
      buffer = .allocate(byteCount: bytes.count, alignment: 8)
      buffer.copyBytes(from: bytes)
    }
    deinit { buffer.deallocate() }
  }
}
