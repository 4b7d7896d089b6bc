import Astronomy
import Corona
import Foundation

/// Lines of sight through the K corona and the F corona, on one core, and whole pictures on two.
enum CoronaBenchmarks {
  static func run(_ bench: inout Bench) async throws {
    let observer = try CoronalObserver(
      distanceSolarRadii: 215.03, heliographicLatitudeRadians: 0.08,
      carringtonLongitudeRadians: 3.0, eclipticNorthPositionAngleRadians: 0.1)
    let kernel = try ThomsonKernel(limbDarkening: .linear(0.63))
    let sky = try directions(side: 256)
    for (name, density) in try models() {
      for quality in [Quality.preview, .standard] {
        let corona = KCorona(density: density, kernel: kernel, quality: quality)
        let samples = corona.samplesPerSightline
        let row = "K corona, \(name), \(quality.rawValue)"
        bench.measure(row, "ns", count: sky.count) {
          corona.radiance(of: sky, from: observer).I[1000]
        }
        bench.note(
          try accuracy(corona, observer)
            + ", \(samples) samples a sightline: "
            + String(format: "%.0f M samples/s", Double(samples) * 1e3 / bench.lastMedian))
      }
    }
    try scalar(&bench, observer, kernel)
    try await pictures(&bench, observer, kernel)
    let dust = FCorona()
    bench.measure("F corona", "ns", count: sky.count, note: "a sightline, of 256 × 256") {
      dust.radiance(of: sky, from: observer).intensity[1000]
    }
  }

  /// The models of the table; what the catalogue does not hold is left out.
  private static func models() throws -> [(String, any ElectronDensity)] {
    let blend = LatitudeBlendedDensity.saito1977
    var models: [(String, any ElectronDensity)] = [
      ("saito1977", blend), ("saito1977 + belt", try tilted()),
    ]
    models.append(("saito1977 + warped belt", try warped()))
    models.append(
      ("saito1977 + gcs", try SumDensity([.init(density: blend), .init(density: try shell())])))
    for name in ["saito1970", "guhathakurta1996-sheet"] where DensityCatalogue.names.contains(name)
    {
      models.append((name, try DensityCatalogue.model(named: name)))
    }
    return models
  }

  /// A tilted belt, 12° half-wide, over a background.
  private static func tilted() throws -> SumDensity {
    try SumDensity([
      .init(density: LatitudeBlendedDensity.saito1977),
      .init(
        density: StreamerBelt(
          enhancement: 2, halfWidthRadians: 0.21, tiltRadians: 0.35, tiltLongitudeRadians: 1.3)),
    ])
  }

  /// A neutral line with two warps, 20° and 9° high.
  private static func warpedLine() throws -> NeutralLine {
    try NeutralLine(
      (0..<72).map { index in
        let longitude = Double(index) * 2 * Double.pi / 72
        return NeutralLine.Point(
          longitudeRadians: longitude,
          latitudeRadians: 0.35 * sin(longitude) + 0.16 * cos(3 * longitude))
      })
  }

  /// A belt along that line, 12° half-wide, over a background.
  private static func warped() throws -> SumDensity {
    try SumDensity([
      .init(density: LatitudeBlendedDensity.saito1977),
      .init(
        density: NeutralLineBelt(
          following: warpedLine(), enhancement: 4, halfWidthRadians: 0.21)),
    ])
  }

  /// A flux rope at five solar radii near the western limb.
  private static func shell() throws -> GraduatedCylindricalShell {
    try GraduatedCylindricalShell(
      leadingEdgeSolarRadii: 5, halfAngleRadians: 0.44, aspect: 0.4,
      placement: EjectionPlacement(
        latitudeRadians: 0.1, longitudeRadians: 4.2, tiltRadians: 0.7),
      skin: EjectionSkin(
        electronsPerCubicCentimetre: 1e5, outerSolarRadii: 0.1, innerSolarRadii: 0.2))
  }

  /// Errors against reference quality on a sample of sightlines, on and off the disc.
  private static func accuracy(_ corona: KCorona, _ observer: CoronalObserver) throws -> String {
    let sky = try directions(side: 24)
    let reference = KCorona(
      density: corona.density, kernel: corona.kernel, quality: .reference
    ).radiance(of: sky, from: observer)
    let light = corona.light(of: sky, from: observer)
    let worst = sky.west.indices.map { abs(light.planes.I[$0] / reference.I[$0] - 1) }.max() ?? .nan
    return String(format: "error ≤ %.1e (told %.1e)", worst, light.largestRelativeError)
  }

  /// The plain path: one point at a time, no symmetry, the same nodes in `s` as everybody's.
  private static func scalar(
    _ bench: inout Bench, _ observer: CoronalObserver, _ kernel: ThomsonKernel
  ) throws {
    let density = LatitudeBlendedDensity.saito1977
    let radii = stride(from: 1.1, through: 6, by: 0.35).map { $0 }
    let samples = 400
    var sums: [Double] = []
    bench.measure(
      "K corona, saito1977, plain scalar", "ns", count: radii.count,
    ) {
      sums = radii.map { rho in
        let step = 40.0 / Double(samples)
        return (0..<samples).reduce(0) { sum, index in
          let s = -20 + (Double(index) + 0.5) * step
          let radius = (rho * rho + s * s).squareRoot()
          let (t, p) = kernel.coefficients(atRadius: radius)
          let sine = rho * rho / (radius * radius)
          let electrons = density.electronsPerCubicCentimetre(
            radius: radius, latitudeRadians: asin(s * sin(0.08) / radius), longitudeRadians: 0)
          return sum + electrons * (2 * t - p * sine) * step
        }
      }
      return sums[0]
    }
    let scale =
      CoronaConstants.codata2022.scatteringPerElectronColumn / kernel.discMean
    let parallel = try KCorona(density: density, kernel: kernel).profile(
      impactParameters: radii, positionAngleRadians: Double.pi / 2, from: observer,
      perspective: .parallel)
    let worst = zip(sums, parallel).map { abs($0 * scale / $1.total - 1) }.max() ?? .nan
    bench.note(
      String(
        format: "error ≤ %.1e, %d uniform samples a sightline: %.1f M samples/s", worst, samples,
        Double(samples) * 1e3 / bench.lastMedian))
  }

  /// Whole pictures in bands on two tasks, what they share included, by the processor time of both.
  private static func pictures(
    _ bench: inout Bench, _ observer: CoronalObserver, _ kernel: ThomsonKernel
  ) async throws {
    let blend = LatitudeBlendedDensity.saito1977
    for (name, density, side) in [
      ("spherical", PowerLawDensity.leblanc1998 as any ElectronDensity, 512),
      ("axisymmetric", blend, 512), ("axisymmetric", blend, 2048),
      ("smooth 3-D", try tilted(), 512), ("warped belt", try warped(), 512),
      ("with gcs", try SumDensity([.init(density: blend), .init(density: try shell())]), 512),
    ] {
      let sky = try directions(side: side)
      let perRadius = Double(side) / (2 * halfWidthRadians * observer.distanceSolarRadii)
      let perSquareRadius = perRadius * perRadius
      let rows = 16
      try await bench.measureTasks("K corona, \(side)² \(name)", "ms") {
        let corona = KCorona(density: density, kernel: kernel)
        let prepared = corona.prepared(
          for: observer, sightlines: sky.count, perSquareRadius: perSquareRadius)
        return try await withThrowingTaskGroup(of: Double.self) { group in
          for worker in 0..<2 {
            group.addTask {
              var sum = 0.0
              for band in stride(from: worker, to: side / rows, by: 2) {
                let start = band * rows * side
                sum += prepared.radiance(of: sky[start..<start + rows * side]).I[0]
              }
              return sum
            }
          }
          var sum = 0.0
          for try await part in group { sum += part }
          return sum
        }
      }
      let corona = KCorona(density: density, kernel: kernel)
      let sample = try directions(side: 24)
      let light = corona.prepared(
        for: observer, sightlines: sky.count, perSquareRadius: perSquareRadius
      ).light(of: sample)
      let reference = KCorona(density: density, kernel: kernel, quality: .reference)
        .radiance(of: sample, from: observer)
      let worst =
        sample.west.indices.map { abs(light.planes.I[$0] / reference.I[$0] - 1) }.max() ?? .nan
      bench.note(
        String(
          format: "both tasks, tables included: half on two cores; error ≤ %.1e (told %.1e)", worst,
          light.largestRelativeError))
    }
  }

  /// Half the field of the pictures: out to seven solar radii from one astronomical unit.
  private static let halfWidthRadians = 0.032

  private static func directions(side: Int) throws -> SkyDirections {
    var west: [Double] = []
    var north: [Double] = []
    for row in 0..<side {
      for column in 0..<side {
        west.append(halfWidthRadians * (2 * (Double(column) + 0.5) / Double(side) - 1))
        north.append(halfWidthRadians * (2 * (Double(row) + 0.5) / Double(side) - 1))
      }
    }
    return try SkyDirections(west: west, north: north)
  }
}
