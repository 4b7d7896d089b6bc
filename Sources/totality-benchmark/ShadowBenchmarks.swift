import Astronomy
import Foundation
import Optics

/// Irradiance in the shadow of discs and outlines.
enum ShadowBenchmarks {
  static func run(_ bench: inout Bench) throws {
    let source = try SolarSource(
      angularRadius: 15.74 / 60 * .pi / 180, limbDarkening: .neckel(wavelengthNanometres: 550))
    try glow(&bench, source)
    let disc = try DiffractingOutline.disc(radius: 1.955, distance: 220)
    for (name, method) in [("rings", ShadowIrradiance.Method.rings), ("edges", .edges)] {
      let shadow = try ShadowIrradiance(
        outline: disc, source: source, wavelengthMetres: 550e-9, method: method)
      for (regime, place) in [("umbra", 0.2), ("umbra's edge", 0.947), ("penumbra", 1.5)] {
        try bench.measure("shadow of a disc by \(name), \(regime)", "ms") {
          try shadow.irradiance(atX: place, y: 0).irradiance
        }
      }
    }
  }

  /// 3000 edges seen from 400 places of a pupil of 25 mm, and how far the closed form is from Gauss's rule.
  private static func glow(_ bench: inout Bench, _ source: SolarSource) throws {
    let glow = try EdgeGlow(source: source, wavelengthMetres: 550e-9)
    let pieces = try DiffractingOutline.disc(radius: 1.955, distance: 220)
      .elements(longest: 2 * .pi * 1.955 / 2999.5)
    let elements = EdgeElements(pieces)
    let pupil = (0..<400).map { index -> SIMD2<Double> in
      let (column, row) = (Double(index % 20), Double(index / 20))
      return SIMD2(0.00125 * (column - 9.5), 0.00125 * (row - 9.5))
    }
    let worst = stride(from: 0, to: pieces.count, by: 100).reduce(0.0) { worst, index in
      let expected = quadrature(pieces[index], glow, pupil[0].x, pupil[0].y)
      guard expected > 0 else { return worst }
      let found = glow.strength(of: pieces[index], atX: pupil[0].x, y: pupil[0].y)
      return max(worst, abs(found / expected - 1))
    }
    var strengths = [Double](repeating: 0, count: elements.count)
    let note = String(format: "within %.0e of quadrature", worst)
    bench.measure("edge strengths, \(elements.count) × 400", "ms", note: note) {
      pupil.reduce(0) { sum, place in
        glow.strengths(of: elements, atX: place.x, y: place.y, into: &strengths)
        return sum + strengths[0]
      }
    }
    bench.measure("light of 3000 edges, each", "ns", count: 400 * elements.count) {
      pupil.reduce(0) { $0 + glow.irradiance(of: elements, atX: $1.x, y: $1.y) }
    }
  }

  /// The chord's integral by 20 000 trapezia in `s = sin x`.
  private static func quadrature(
    _ element: DiffractingOutline.Element, _ glow: EdgeGlow, _ x: Double, _ y: Double
  ) -> Double {
    let law = glow.source.limbDarkening
    let radius = glow.source.projectedRadius(at: element.distance)
    let middle = (x - element.x) * element.inwardX + (y - element.y) * element.inwardY
    let aside = (y - element.y) * element.inwardX - (x - element.x) * element.inwardY
    let half = max(0, radius * radius - aside * aside).squareRoot()
    let sum = (0..<20_000).reduce(0.0) { sum, index in
      let angle = .pi * ((Double(index) + 0.5) / 20_000 - 0.5)
      let d = middle + half * sin(angle)
      return sum + law.radiance(cosine: half * cos(angle) / radius) * half * cos(angle) / (d * d)
    }
    return glow.wavelengthMetres * element.distance / (4 * .pi * .pi) * sum * .pi / 20_000
      / (.pi * law.discMean * radius * radius)
  }
}
