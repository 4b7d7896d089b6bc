import Astronomy
import Optics
import Testing

@testable import Wave

@Suite("Lyot coronagraph behind a disc")
struct LyotCoronagraphTests {
  private static func aspiicsDisc() throws -> DiscDiffraction {
    try DiscDiffraction(radius: 0.71, distance: 144.348, wavelength: 550e-9)
  }

  @Test("Azimuthal orders give what plain double integrals give, plane by plane")
  func direct() throws {
    // 36 Fresnel zones, 23 azimuthal orders.
    let disc = try DiscDiffraction(radius: 0.01, distance: 5, wavelength: 550e-9)
    let parts = LyotCoronagraphParts(disc: disc, pupil: 0.001, mask: 2.3e-3, lyot: 0.9)
    let design = try LyotCoronagraph(
      disc: disc, pupilRadius: parts.pupil, internalOcculter: parts.mask, lyotFraction: parts.lyot
    )
    let sun = try SolarSource(angularRadius: 1.5e-3, limbDarkening: .uniform)
    let angles = [0, 0.7e-3, 1.6e-3, 2.05e-3, 2.6e-3, 3.5e-3]
    let run = try CoronagraphRun(design, sun: sun, sources: 8, angles: angles)
    let modes = PupilModes(disc: disc, angles: run.points.angles[0], sampling: run.sampling)
    for lane in [0, 5] {
      var one = SIMD8<Double>.zero
      one[lane] = 1
      var planes = CoronagraphPlanes(run)
      for order in stride(from: run.sampling.highestOrder, through: 0, by: -1) {
        planes.add(order, modes)
      }
      let part = planes.part(modes, weights: one)
      let plain = DirectPlanes(parts, angle: run.points.angles[0][lane])
      let area = Double.pi * parts.pupil * parts.pupil
      let scale = sun.solidAngle / (disc.wavelength * disc.wavelength * area)
      for (index, angle) in angles.enumerated() {
        let images = plain.intensities(at: angle / disc.wavelength)
        let found = [
          part.focusInfinity[index], part.focusOcculter[index],
          part.afterLyot[index] * parts.lyot * parts.lyot,
        ]
        for (value, image) in zip(found, images) {
          #expect((value / (scale * image) - 1).magnitude < 1e-6, "\(lane) \(angle) \(value)")
        }
      }
    }
  }

  @Test(
    "Impossible telescopes are refused with what is allowed",
    arguments: [
      (0.0, 5e-3, 0.97, "pupil radius 0.0 m: must be a number above 0"),
      (0.71, 5e-3, 0.97, "the occulter must be larger than the pupil"),
      (0.025, -1e-3, 0.97, "internal occulter of -0.001 rad about the axis: must lie in 0...0.1"),
      (0.025, 0.2, 0.97, "must lie in 0...0.1"), (0.025, .nan, 0.97, "must lie in 0...0.1"),
      (0.025, 5e-3, 0, "Lyot stop of 0.0 pupil radii: must lie in 0.1...1"),
      (0.025, 5e-3, 1.2, "must lie in 0.1...1"),
      (0.5, 5e-3, 0.97, "azimuthal orders, at most 5000 are carried; take a smaller pupil"),
    ])
  func refused(pupil: Double, mask: Double, lyot: Double, words: String) throws {
    let disc = try Self.aspiicsDisc()
    let error = #expect(throws: WaveError.self) {
      _ = try LyotCoronagraph(
        disc: disc, pupilRadius: pupil, internalOcculter: mask, lyotFraction: lyot)
    }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test("What would not fit into memory is refused before it is made")
  func tooLarge() throws {
    let design = try LyotCoronagraph(
      disc: Self.aspiicsDisc(), pupilRadius: 0.08, internalOcculter: 5.28e-3, lyotFraction: 0.97)
    let sun = try SolarSource(angularRadius: 4.65e-3, limbDarkening: .uniform)
    let angles = (0..<15_000).map { 0.02 * Double($0) / 15_000 }
    let error = #expect(throws: WaveError.self) {
      _ = try CoronagraphRun(design, sun: sun, sources: 8, angles: angles)
    }
    #expect(error?.code == .tooLarge)
    #expect(error?.description.contains("take fewer angles") == true)
  }

  @Test(
    "Counts and angles out of range are refused",
    arguments: [
      (0, [0, 1e-3], "0 points of the Sun: must lie in 1...1000"),
      (1001, [0, 1e-3], "must lie in 1...1000"), (8, [1e-3], "1 angles: must lie in 2...20000"),
      (8, [1e-3, 1e-3], "must ascend from 0 or above"), (8, [-1e-3, 1e-3], "must ascend"),
      (8, [0, 0.05], "six times the wider occulter's"), (8, [0, .nan], "must ascend"),
    ])
  func refused(sources: Int, angles: [Double], words: String) throws {
    let design = try LyotCoronagraph(
      disc: Self.aspiicsDisc(), pupilRadius: 0.025, internalOcculter: 5.28e-3, lyotFraction: 0.97)
    let sun = try SolarSource(angularRadius: 4.65e-3, limbDarkening: .uniform)
    let error = #expect(throws: WaveError.self) {
      _ = try CoronagraphRun(design, sun: sun, sources: sources, angles: angles)
    }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }
}
