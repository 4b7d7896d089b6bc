import Astronomy
import Optics
import Testing

@testable import Wave

@Suite("One point of the Sun against Fourier transforms of ever finer pixels")
struct ConvergenceTests {
  /// Means over rings of 0.1 solar radii of `Ω_s |F|²/λ²A` for a point at 0.9 solar radii, by numpy.
  ///
  /// Sun of 16′, ASPIICS, focus at infinity, grey pixels at the pupil's edge: 4096² pixels of 28 µm, as in
  /// the project's table, 4096² of 14 µm, 8192² of 7 µm.
  private static let rings: [(from: Double, means: [Double])] = [
    (0.1, [4.6471e-8, 5.4154e-8, 5.5865e-8]), (0.3, [5.9650e-8, 6.7328e-8, 6.9229e-8]),
    (0.5, [9.8443e-8, 1.0620e-7, 1.0819e-7]), (0.7, [2.5057e-7, 2.5837e-7, 2.6049e-7]),
    (0.8, [5.8292e-7, 5.8977e-7, 5.9205e-7]), (1.2, [4.2899e-7, 4.3319e-7, 4.3508e-7]),
    (1.4, [8.7916e-8, 9.2070e-8, 9.3517e-8]), (1.6, [3.4988e-8, 3.7446e-8, 3.8630e-8]),
    (1.9, [1.4910e-8, 1.4793e-8, 1.5720e-8]),
  ]

  @Test("With pixels of 28, 14 and 7 µm they come nearer and nearer, to within 3 % at last")
  func pixels() throws {
    let disc = try DiscDiffraction(radius: 0.71, distance: 144.348, wavelength: 550e-9)
    let design = try LyotCoronagraph(
      disc: disc, pupilRadius: 0.025, internalOcculter: 0, lyotFraction: 1)
    let sun = try SolarSource(angularRadius: 16.0 / 60 * .pi / 180, limbDarkening: .uniform)
    let reach = sun.projectedRadius(at: 1)
    let samples = 24
    let angles = Self.rings.flatMap { ring in
      (0..<samples).map { reach * (ring.from + 0.1 * (Double($0) + 0.5) / Double(samples)) }
    }
    let run = try CoronagraphRun(design, sun: sun, sources: 1, angles: angles)
    let modes = PupilModes(
      disc: disc, angles: .init(repeating: 0.9 * reach), sampling: run.sampling)
    var planes = CoronagraphPlanes(run)
    for order in stride(from: run.sampling.highestOrder, through: 0, by: -1) {
      planes.add(order, modes)
    }
    var first = SIMD8<Double>.zero
    first[0] = 1
    let image = planes.part(modes, weights: first).focusInfinity
    for (index, ring) in Self.rings.enumerated() {
      let range = index * samples..<(index + 1) * samples
      let mean =
        range.reduce(0) { $0 + image[$1] * angles[$1] } / range.reduce(0) { $0 + angles[$1] }
      let errors = ring.means.map { ($0 / mean - 1).magnitude }
      #expect(errors[2] < 0.03 && errors[2] < errors[0], "\(ring.from): \(mean) \(errors)")
    }
  }
}
