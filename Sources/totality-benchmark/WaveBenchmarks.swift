import Foundation
import Optics

/// Point sources behind a disc and a toothed outline, on the points where other programs are asked, too.
///
/// A hundred Fresnel zones: as many as grids of pixels can follow. Waves are left in a folder as
/// little-endian doubles, real and imaginary part in turn, row by row from the bottom, relative to the free
/// wave; the outline as its corners' x and y.
enum WaveBenchmarks {
  /// Metres.
  private static let radius = 0.05
  private static let wavelength = 550e-9
  /// Metres; a Fresnel number of 100.
  private static let distance = 0.05 * 0.05 / (100 * 550e-9)
  /// Points a side about the axis, and how far apart they are, metres: a pupil of 25 mm.
  private static let side = 128
  private static let step = 0.1 / 512

  static func run(_ bench: inout Bench, folder: String?) throws {
    let places = (0..<side * side).map { index in
      SIMD2(Double(index % side - side / 2), Double(index / side - side / 2)) * step
    }
    try disc(&bench, places, folder)
    try teeth(&bench, places, folder)
  }

  private static func disc(
    _ bench: inout Bench, _ places: [SIMD2<Double>], _ folder: String?
  ) throws {
    let disc = try DiscDiffraction(radius: radius, distance: distance, wavelength: wavelength)
    let radii = places.map { ($0 * $0).sum().squareRoot() }
    var wave: [ComplexAmplitude] = []
    let name = "wave behind a disc, 128² points"
    bench.measure(name, "ms") {
      wave = disc.amplitudes(at: radii)
      return wave[0].real
    }
    let integral = try BoundaryIntegral(
      outline: .disc(radius: radius, distance: distance), wavelength: wavelength)
    var worst = 0.0
    for index in stride(from: 0, to: places.count, by: 37) {
      let exact = try integral.amplitude(x: places[index].x, y: places[index].y)
      worst = max(
        worst, hypot(wave[index].real - exact.real, wave[index].imaginary - exact.imaginary))
    }
    bench.note(String(format: "within %.0e of the line integral", worst))
    try write(wave.flatMap { [$0.real, $0.imaginary] }, name, folder)
  }

  private static func teeth(
    _ bench: inout Bench, _ places: [SIMD2<Double>], _ folder: String?
  ) throws {
    let outline = try DiffractingOutline.serrated(
      radius: radius, teeth: 12, depth: 0.01, distance: distance)
    let integral = try BoundaryIntegral(outline: outline, wavelength: wavelength)
    var wave: [ComplexAmplitude] = []
    let name = "wave behind 12 teeth, 128² points"
    try bench.measure(name, "ms") {
      wave = try places.map { try integral.amplitude(x: $0.x, y: $0.y) }
      return wave[0].real
    }
    let bound = integral.amplitudeError(x: places[0].x, y: places[0].y)
    bench.note(String(format: "line integral, error below %.0e", bound))
    try write(wave.flatMap { [$0.real, $0.imaginary] }, name, folder)
    guard case .polygon(let corners) = outline.loops[0] else { return }
    try write(corners.flatMap { [$0.x, $0.y] }, "12 teeth", folder)
  }

  private static func write(_ values: [Double], _ name: String, _ folder: String?) throws {
    guard let folder else { return }
    let bytes = values.withUnsafeBufferPointer { Data(buffer: $0) }
    try bytes.write(to: URL(fileURLWithPath: "\(folder)/\(name).f64"))
  }
}
