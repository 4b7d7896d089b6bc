import Astronomy
import Corona
import Foundation

/// Lines of sight through the K corona and the F corona, on one core.
enum CoronaBenchmarks {
  static func run(_ bench: inout Bench) throws {
    let observer = try CoronalObserver(
      distanceSolarRadii: 215.03, heliographicLatitudeRadians: 0.08,
      carringtonLongitudeRadians: 3.0, eclipticNorthPositionAngleRadians: 0.1)
    let sky = try directions(side: 1024, halfWidthRadians: 0.032)
    let kernel = try ThomsonKernel(limbDarkening: .linear(0.63))
    let belt = try StreamerBelt(
      enhancement: 2, halfWidthRadians: 0.21, tiltRadians: 0.35, tiltLongitudeRadians: 1.3)
    let blend = LatitudeBlendedDensity.saito1977
    for quality in [Quality.preview, .standard] {
      for (name, density) in [
        ("saito1977", blend as any ElectronDensity),
        ("saito1977 + belt", try SumDensity([.init(density: blend), .init(density: belt)])),
      ] {
        let corona = KCorona(density: density, kernel: kernel, quality: quality)
        bench.measure(
          "K corona, \(name), \(quality.rawValue)", "ns", count: sky.count,
          note: "a sightline, of 1024 × 1024"
        ) { corona.radiance(of: sky, from: observer).I[1000] }
      }
    }
    let dust = FCorona()
    bench.measure("F corona", "ns", count: sky.count, note: "a sightline, of 1024 × 1024") {
      dust.radiance(of: sky, from: observer).intensity[1000]
    }
  }

  private static func directions(side: Int, halfWidthRadians: Double) throws -> SkyDirections {
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
