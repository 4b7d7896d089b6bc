import Astronomy
import Foundation
import Imagery
import Processing
import TestSupport
import Testing

@testable import Campaign

/// What the chain gives back along the edge of an internal occulter, where a line of light outshines the sky.
@Suite("The internal occulter's edge after the chain")
struct OcculterEdgeTests {
  /// ASPIICS with its pixels binned two by two, a noiseless counter, three polarisers and a bracket.
  private static func scenario() throws -> Scenario {
    let text = SampleScenario.text(
      shape: "kind = \"disc\"\nradius_m = 0.71",
      trajectory: SampleScenario.heldAt100.replacing("100", with: "144.348"),
      more: SampleScenario.frames(
        camera: """
          size = [228, 228]
          pixel_scale_arcsec = 11.2688
          aperture_m = 0.05
          passband_nm = [540.54, 569.86]
          """, electrons: "baumbach-allen", output: "annotated = false\npreview = false")
          + """

          [optics]
          internal_occulter_mm = 1.758
          focal_length_mm = 330.348
          lyot_factor = 0.97
          [sensor]
          kind = "ideal"
          noise = false
          polariser_deg = [0, 60, 120]
          exposures_s = [1, 10]
          """)
    return try Scenario(ConfigurationDocument(text: text, name: "edge.toml"))
  }

  @Test(
    "What counts as known from 1.15 solar radii on is true to 5 %, and headers tell all exposures")
  func edge() async throws {
    let folder = try TemporaryFolder()
    let scenario = try Self.scenario()
    let outcome = try await FrameRunner(scenario, folder: folder.path("frames")).make(
      scenario.frame(0), workers: 2)
    let frame = try #require(outcome.paths.first)
    let raws = outcome.paths.filter { $0.contains("_raw") && $0.hasSuffix(".fits") }
    #expect(raws.count == 6)
    // The scene is that of one instant: every exposure is centred on it and tells its own length.
    for (number, path) in raws.enumerated() {
      let header = try FITSFile(path).units[0].header
      let seconds = number % 2 == 0 ? "09.500" : "05.000"
      #expect(header.string("DATE-AVG") == "2000-06-01T00:00:10.000")
      #expect(header.string("DATE-BEG") == "2000-06-01T00:00:" + seconds)
      #expect(header.double("XPOSURE") == (number % 2 == 0 ? 1 : 10))
    }

    let sources = try raws.map { try ObservationReader.read($0) }
    let chain = try Chain(StandardChain.requests(for: sources))
    let job = try ProcessingJob(chain, sources, ProcessingRequest(chain: nil, inputs: []))
    let paths = try job.results(into: folder.path("products")) { _ in }.paths
    let product = try ObservationReader.read(
      try #require(paths.first { $0.hasSuffix("_l3.fits") }))
    // Brightness rests on all six exposures: three polarisers of 11 s each.
    let header = product.observation.header
    #expect(header.string("PARENT6") != nil && header["PARENT7"] == nil)
    #expect(header.double("XPOSURE") == 33 && header.double("TELAPSE") == 10)
    #expect(header.string("DATE-BEG") == "2000-06-01T00:00:05.000")
    #expect(header.string("DATE-AVG") == "2000-06-01T00:00:10.000")
    #expect(header.string("DATE-END") == "2000-06-01T00:00:15.000")

    let truth = try TruthPlanes(frame: frame)
    let corona = try #require(
      truth.resampled(truth.visible(truth.corona), like: product.observation))
    let radii = try #require(product.observation.sky).impactParameters(like: corona)
    let light = product.observation.light.samples
    func errors(_ range: Range<Double>) -> [Double] {
      light.indices.compactMap { index in
        guard range.contains(radii[index]), light[index].isFinite else { return nil }
        return abs(light[index] / corona.samples[index] - 1)
      }
    }
    let (near, far) = (errors(1.15..<1.3), errors(1.2..<1.3))
    #expect(near.count > 7000 && far.count > 5000, "\(near.count) \(far.count)")
    #expect(try #require(near.max()) < 0.05)
    #expect(try #require(far.max()) < 0.02)
    // The arcs themselves are gone: nothing that is given stands nearer, and brighter, than that.
    #expect((errors(1..<1.15).max() ?? 0) < 0.05)
  }
}
