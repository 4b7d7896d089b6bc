import Foundation
import Optics

/// Diffraction at the occulter.
enum OpticsBenchmarks {
  static func run(_ bench: inout Bench) throws {
    fresnel(&bench)
    try disc(&bench)
    try outlines(&bench)
    try vignetting(&bench)
  }

  private static func fresnel(_ bench: inout Bench) {
    // From the edge to deep shadow, both fits in turn.
    let arguments = (0..<100_000).map { 1e-3 * Double(($0 &* 7919) % 20_000) }
    bench.measure("Fresnel f and g", "ns", count: arguments.count) {
      arguments.reduce(0) { sum, w in
        let (f, g) = Fresnel.auxiliary(w)
        return sum + f + g
      }
    }
    bench.measure("Fresnel f and g, eight at once", "ns", count: arguments.count) {
      var sum = SIMD8<Double>.zero
      for start in stride(from: 0, to: arguments.count, by: 8) {
        var w = SIMD8<Double>.zero
        for lane in 0..<8 { w[lane] = arguments[start + lane] }
        let (f, g) = Fresnel.auxiliary(w)
        sum += f + g
      }
      return sum.sum()
    }
  }

  private static func disc(_ bench: inout Bench) throws {
    let disc = try DiscDiffraction(radius: 0.71, distance: 144.348, wavelength: 550e-9)
    // The pupil of 50 mm without the millimetre about the axis, and as far as the Sun's limb.
    let radii = (0..<100_000).map { 0.0012 + 0.7 * Double($0) / 100_000 }
    bench.measure("disc amplitude, closed form", "ns", count: radii.count) {
      radii.reduce(0) { $0 + disc.amplitude(at: $1).real }
    }
    bench.measure("disc amplitude, closed form, many radii", "ns", count: radii.count) {
      disc.amplitudes(at: radii).reduce(0) { $0 + $1.real }
    }
    bench.measure("disc intensity without fringes", "ns", count: radii.count) {
      radii.reduce(0) { $0 + disc.meanIntensity(at: $1) }
    }
    bench.measure("disc amplitude, series at v < 60", "ns", count: 1000) {
      (0..<1000).reduce(0) { $0 + disc.amplitude(at: 1e-6 * Double($1)).real }
    }
    try bench.measure("disc amplitude, series at the edge", "µs", note: "v = 39 895") {
      try disc.exactAmplitude(at: 0.71).real
    }
  }

  private static func outlines(_ bench: inout Bench) throws {
    let circle = try BoundaryIntegral(
      outline: .disc(radius: 0.71, distance: 144.348), wavelength: 550e-9)
    try bench.measure("line integral round a disc, at 0.6 m", "µs") {
      try circle.amplitude(x: 0.6, y: 0).real
    }
    let corners = [(0.71, 0.71), (-0.71, 0.71), (-0.71, -0.71), (0.71, -0.71)].map {
      DiffractingOutline.Vertex(x: $0.0, y: $0.1, distance: 144.348)
    }
    let square = try BoundaryIntegral(
      outline: DiffractingOutline(loops: [.polygon(corners)]), wavelength: 550e-9)
    try bench.measure("line integral round a square, at 0.36 m", "µs") {
      try square.amplitude(x: 0.3, y: -0.2).real
    }
    let sides = try BoundaryIntegral(
      outline: DiffractingOutline(loops: [polygon(3000, radius: 1.955, distance: 220)]),
      wavelength: 550e-9)
    try bench.measure("line integral round 3000 edges, at 0.02 m", "µs") {
      try sides.amplitude(x: 0.02, y: 0).real
    }
  }

  private static func vignetting(_ bench: inout Bench) throws {
    let tangents = (0..<10_000).map { 1e-6 * Double($0) }
    let disc = try Vignetting(
      outline: .disc(radius: 1.955, distance: 220), pupilRadius: 0.0125)
    bench.measure("vignetting by a disc", "ns", count: tangents.count) {
      tangents.reduce(0) { $0 + disc.transmission(tangentX: $1, tangentY: 0) }
    }
    let sides = try Vignetting(
      outline: DiffractingOutline(loops: [polygon(600, radius: 1.955, distance: 220)]),
      pupilRadius: 0.0125)
    bench.measure("vignetting by 600 edges", "µs", count: 100) {
      tangents.prefix(100).reduce(0) { $0 + sides.transmission(tangentX: 0.0088, tangentY: $1) }
    }
  }

  private static func polygon(
    _ count: Int, radius: Double, distance: Double
  ) -> DiffractingOutline.Loop {
    .polygon(
      (0..<count).map { index in
        let angle = 2 * .pi * Double(index) / Double(count)
        return .init(x: radius * cos(angle), y: radius * sin(angle), distance: distance)
      })
  }
}
