import Astronomy
import Optics
import Testing

@testable import Wave

@Suite("A part of a coronagraph's profile in strands")
struct StrandTests {
  @Test("Strands make the part together, and make it alike every time", arguments: [1, 2, 3])
  func sum(strands: Int) async throws {
    let disc = try DiscDiffraction(radius: 0.71, distance: 144.348, wavelength: 550e-9)
    let design = try LyotCoronagraph(
      disc: disc, pupilRadius: 0.004, internalOcculter: 0.00529, lyotFraction: 0.97)
    let sun = try SolarSource(angularRadius: 16.0 / 60 * .pi / 180, limbDarkening: .uniform)
    let angles = (1...40).map { 2e-4 * Double($0) }
    let run = try CoronagraphRun(design, sun: sun, sources: 8, angles: angles)
    let whole = run.profile([run.part(0)])
    let parts = await run.parts(0, strands: strands)
    #expect(parts.count == strands)
    let found = run.profile(parts)
    #expect(found.pupilIrradiance == whole.pupilIrradiance)
    for index in angles.indices {
      for column in [\RadialProfile.afterLyot, \.focusInfinity, \.focusOcculter] {
        let (one, other) = (found[keyPath: column][index], whole[keyPath: column][index])
        #expect((one / other - 1).magnitude < 1e-12, "\(index)")
      }
    }
    let again = run.profile(await run.parts(0, strands: strands))
    #expect(again.afterLyot == found.afterLyot)
  }
}
