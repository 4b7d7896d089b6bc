import Corona
import Foundation
import Imagery

/// Densities interpolated in a mapped cube, on one core.
enum CubeBenchmarks {
  private static let side = 256

  static func run(_ bench: inout Bench) throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("totality-benchmark-\(UUID().uuidString).cube").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let grid = try sphericalGrid()
    try write(grid, to: path)
    let columns = 4096
    let sightlines = alongSightlines(columns)
    let points = scattered(100_000)
    let file = try MappedFile(path)
    let samples = try CubeSamples(
      file.bytes, owner: file, format: .float32, count: grid.count)
    for (name, law) in [
      ("trilinear", CubeDensity.RadialLaw.linear), ("power law between radii", .powerLaw),
    ] {
      let cube = try CubeDensity(
        name: "cube", source: "benchmark", grid: grid, samples: samples, radialLaw: law)
      bench.measure(
        "density cube 256³, \(name)", "ns", count: 8 * sightlines.count,
        note: "a sample, along \(columns) groups of sightlines"
      ) { sum(cube, sightlines) }
    }
    let cube = try CubeDensity(name: "cube", source: "benchmark", grid: grid, samples: samples)
    bench.measure(
      "density cube 256³, trilinear, scattered", "ns", count: 8 * points.count,
      note: "a sample, anywhere in the cube"
    ) { sum(cube, points) }
  }

  private static func sphericalGrid() throws -> CubeGrid {
    let step = log(30.0) / Double(side - 1)
    return try .spherical(
      radius: CubeAxis(logarithmicFrom: 0, step: step, count: side),
      colatitude: CubeAxis(
        uniformFrom: 0.5 * .pi / Double(side), step: .pi / Double(side), count: side),
      longitude: CubeAxis(uniformFrom: 0, step: 2 * .pi / Double(side), count: side))
  }

  /// The Saito corona, one meridian at a time, with something that depends on longitude.
  private static func write(_ grid: CubeGrid, to path: String) throws {
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw CocoaError(.fileWriteUnknown) }
    defer { try? handle.close() }
    let model = LatitudeBlendedDensity.saito1977
    let meridian = grid.second.knots.flatMap { colatitude in
      grid.first.knots.map { radius in
        model.electronsPerCubicCentimetre(
          radius: radius, latitudeRadians: .pi / 2 - colatitude, longitudeRadians: 0)
      }
    }
    for longitude in grid.third.knots.dropLast() {
      let factor = 1 + 0.5 * cos(3 * longitude)
      let bytes = meridian.flatMap { value in
        withUnsafeBytes(of: Float(value * factor).bitPattern.bigEndian) { [UInt8]($0) }
      }
      try handle.write(contentsOf: bytes)
    }
  }

  /// Groups of eight neighbouring sightlines, 40 points along each, as a picture asks for them.
  private static func alongSightlines(_ groups: Int) -> [CoronalPoints] {
    (0..<groups).flatMap { group in
      let across = 1.1 + 6 * Double(group % 64) / 64
      let angle = 2 * Double.pi * Double(group / 64) / Double(groups / 64)
      return (0..<40).map { step in
        let along = across * tan(1.3 * (Double(step) - 19.5) / 20)
        return points { lane in
          let rho = across + 0.01 * Double(lane)
          return (rho * cos(angle), along, rho * sin(angle))
        }
      }
    }
  }

  /// Points anywhere within the cube.
  private static func scattered(_ count: Int) -> [CoronalPoints] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in
      points { _ in
        let z = Double.random(in: -1...1, using: &generator)
        let angle = Double.random(in: 0...(2 * .pi), using: &generator)
        let radius = Double.random(in: 1.01...29, using: &generator)
        let across = radius * (1 - z * z).squareRoot()
        return (across * cos(angle), across * sin(angle), radius * z)
      }
    }
  }

  private static func points(_ place: (Int) -> (Double, Double, Double)) -> CoronalPoints {
    var (x, y, z, r) = (SIMD8<Double>(), SIMD8<Double>(), SIMD8<Double>(), SIMD8<Double>())
    for lane in 0..<8 {
      let (a, b, c) = place(lane)
      r[lane] = (a * a + b * b + c * c).squareRoot()
      (x[lane], y[lane], z[lane]) = (a / r[lane], b / r[lane], c / r[lane])
    }
    return CoronalPoints(
      radii: CoronalRadii(radius: r), directions: CoronalDirections(x: x, y: y, z: z))
  }

  private static func sum(_ cube: any ElectronDensity, _ points: [CoronalPoints]) -> Double {
    var total = SIMD8<Double>()
    for point in points { total += cube.electronsPerCubicCentimetre(at: point) }
    return total.sum()
  }
}
