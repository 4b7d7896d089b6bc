import Astronomy
import Optics
import Testing

@testable import Wave

/// Apollo at 220 m through a lens of 25 mm, no masks, against Fourier transforms of 2048² pixels.
@Suite("A lens behind a disc as large as Apollo")
struct ApolloImageTests {
  @Test("Peak within 5 %, ring within 1 %, wings within 15 % where the table's pixels allow")
  func image() throws {
    let table = try ImageTable.rows("image_apollo220_N2048_s40_IO25")
    // Nearer to the middle and to the end its pixels soften the pupil's edge and its field folds over.
    let bands = [1.25, 1.4, 1.6, 1.8, 2.05, 2.2].compactMap { from in
      table.firstIndex { $0.sunRadii >= from }.map { Array($0..<$0 + 16) }
    }
    let core = table.indices.filter { (1.92...1.97).contains(table[$0].sunRadii) }
    let picked = Set(bands.joined()).union(core).sorted()
    let disc = try DiscDiffraction(radius: 1.955, distance: 220, wavelength: 550e-9)
    let design = try LyotCoronagraph(
      disc: disc, pupilRadius: 0.0125, internalOcculter: 0, lyotFraction: 1)
    let sun = try SolarSource(
      angularRadius: 15.74 / 60 * .pi / 180, limbDarkening: .neckel(wavelengthNanometres: 550))
    let run = try CoronagraphRun(
      design, sun: sun, sources: 8, angles: picked.map { table[$0].angle })
    let profile = run.profile([run.part(0)])
    // Without masks and with the whole pupil open the last image is the first.
    for (last, first) in zip(profile.afterLyot, profile.focusInfinity) {
      #expect((last / first - 1).magnitude < 1e-10)
    }
    func ratio(_ rows: [Int]) -> Double {
      let ours = zip(picked, profile.focusInfinity).filter { rows.contains($0.0) }
      return ours.reduce(0) { $0 + $1.1 } / rows.reduce(0) { $0 + table[$1].infinity }
    }
    for band in bands {
      #expect((ratio(band) - 1).magnitude < 0.15, "\(table[band[0]].sunRadii): \(ratio(band))")
    }
    #expect((ratio(core) - 1).magnitude < 0.01, "\(ratio(core))")
    // 1.46e-4 at 1.940 solar radii in the notes.
    let peak = try #require(profile.focusInfinity.max())
    #expect((peak / 1.46e-4 - 1).magnitude < 0.05, "\(peak)")
  }
}
