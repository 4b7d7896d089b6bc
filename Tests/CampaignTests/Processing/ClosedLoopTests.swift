import Foundation
import Processing
import TestSupport
import Testing

@testable import Campaign

@Suite("Closed loop")
struct ClosedLoopTests {
  /// A steady eclipse by a disc of 1 m at 100 m, seen through a pupil of 2 cm.
  private static func scenario(_ sensor: String) throws -> Scenario {
    let text = SampleScenario.text(
      more: SampleScenario.frames(
        camera:
          "size = [64, 64]\npixel_scale_arcsec = 150\naperture_m = 0.02\npassband_nm = [540, 570]",
        output: "annotated = false\npreview = false")
        + "\n[optics]\nring = false\nf_number = 2.8\n[sensor]\n\(sensor)\n")
    return try Scenario(ConfigurationDocument(text: text, name: "loop.toml"))
  }

  private static func run(_ sensor: String, in folder: TemporaryFolder? = nil) async throws
    -> ClosedLoopAnswer
  {
    let folder = try folder ?? TemporaryFolder()
    let scenario = try scenario(sensor)
    let loop = try ClosedLoop(
      scenario, try scenario.frame(0), folder: folder.path("run"), calibrations: 8,
      range: 2.6...4)
    return try await loop.run(jobs: 1) { _ in }
  }

  @Test("A detector with noise gives back brightness, polarised brightness and density")
  func polarised() async throws {
    let answer = try await Self.run(
      "kind = \"aspiics\"\npolariser_deg = [0, 60, 120]\nexposures_s = [0.1, 1, 10]")
    let brightness = try #require(answer.brightness?.whole)
    #expect(brightness.count > 200)
    #expect(abs(brightness.bias) < 0.02 && brightness.error < 0.05, "\(brightness)")
    #expect(brightness.pullDeviation > 0.5 && brightness.pullDeviation < 2, "\(brightness)")
    let polarised = try #require(answer.polarised?.whole)
    #expect(polarised.error < 0.05, "\(polarised)")
    let density = try #require(answer.density)
    #expect(density.error < 0.05 && density.errorOfTruth < 0.05, "\(density.error)")
    // The sample's corona is round: the inversion alone is no further from it, and all of it counts.
    #expect(density.errorOfInversion < 0.05 && density.roundShare == 1, "\(density)")
    #expect(density.errorWhereRound == density.error)
    #expect(answer.text().contains("so that this part of the error is the model's shape"))
    #expect(answer.text().contains("pB: median error"))
    #expect(answer.csv().hasPrefix("quantity,from_rsun,to_rsun,pixels,median_error"))
    let document = try JSONValue.parse(answer.json())
    #expect(document["schema"] == .string("totality.closed-loop/1"))
    #expect(try answer.png().count > 1000)
  }

  @Test("Without chance a perfect counter gives back the light to the rounding of its numbers")
  func exact() async throws {
    let answer = try await Self.run("kind = \"ideal\"\nnoise = false\nexposures_s = [1, 100]")
    let light = try #require(answer.light?.whole)
    #expect(light.error < 2e-3, "\(light)")
    #expect(answer.polarised == nil && answer.density == nil)
    #expect(answer.text().contains("n_e: not found; the sensor needs three polarisers"))
  }

  @Test("Film gives back the light but for what film does, and says what that is")
  func film() async throws {
    let folder = try TemporaryFolder()
    let answer = try await Self.run(
      "kind = \"film-70mm\"\nexposures_s = [0.001, 0.01, 0.1]", in: folder)
    // Nothing is taken that the chain of film does not use.
    let taken = try FileManager.default.contentsOfDirectory(
      atPath: folder.path("run/simulated/calibration"))
    #expect(taken.contains { $0.contains("wedge") } && !taken.contains { $0.contains("flat") })
    let light = try #require(answer.light?.whole)
    let film = try #require(answer.film)
    #expect(light.count > 200)
    // What is left is halation, grain and the measured curve, each as the device tells it.
    #expect(light.error < 0.6745 * film.grain + abs(film.halation) + film.curve, "\(light) \(film)")
    #expect(abs(light.bias - film.halation) < film.grain / 4 + film.curve, "\(light) \(film)")
    #expect(light.pullDeviation > 0.5 && light.pullDeviation < 1.5, "\(light)")
    #expect(answer.density == nil && answer.polarised == nil)
    let text = answer.text()
    #expect(text.contains("n_e: not found; film without polarisers tells B alone"))
    #expect(text.contains("film, from the device itself: halation changes light by"))
    #expect(!text.contains("goal"))
    #expect(try JSONValue.parse(answer.json())["film"] != nil)
    #expect(try answer.png().count > 1000)
  }

  @Test("A scenario without a detector is refused")
  func refused() throws {
    let bare = try Scenario(
      ConfigurationDocument(text: SampleScenario.bare, name: "bare.toml"))
    let task = FrameTask(index: nil, instant: bare.span.lowerBound)
    let error = #expect(throws: CampaignError.self) {
      try ClosedLoop(bare, task, folder: "x")
    }
    #expect(error?.description.hasPrefix("the scenario has no [sensor]") == true)
  }

  @Test("Distances beyond the camera's field are refused before a frame is rendered")
  func rangeOutside() async throws {
    let folder = try TemporaryFolder()
    let scenario = try Self.scenario("kind = \"ideal\"\nexposures_s = [1]")
    let loop = try ClosedLoop(
      scenario, try scenario.frame(0), folder: folder.path("run"), range: 12...20)
    let error = await #expect(throws: CampaignError.self) {
      _ = try await loop.run(jobs: 1) { _ in }
    }
    #expect(
      error?.description.hasPrefix("--range 12,20: the camera sees nothing beyond 7.1") == true,
      "\(String(describing: error))")
    #expect(!FileManager.default.fileExists(atPath: folder.path("run")))
  }

  @Test("From the limb on, light is compared where it is seen, and why no density is found is told")
  func fromLimb() async throws {
    let folder = try TemporaryFolder()
    let scenario = try Self.scenario(
      "kind = \"aspiics\"\npolariser_deg = [0, 60, 120]\nexposures_s = [0.1, 1, 10]")
    for (range, words) in [
      (
        1.0...3.0,
        "n_e: not found; none of 36 sectors can be inverted; the first: 5 points with light for 7"
      ), (6.0...7.0, "n_e: not found; too little"),
    ] {
      let loop = try ClosedLoop(
        scenario, try scenario.frame(0), folder: folder.path("run\(range.lowerBound)"),
        calibrations: 2, range: range)
      let answer = try await loop.run(jobs: 1) { _ in }
      let text = answer.text()
      #expect(text.contains("\n" + words), "\(text)")
      #expect(!text.contains("nan"), "\(text)")
      if range.lowerBound == 1 {
        // The disc of 1 m at 100 m hides all below 2.15 solar radii: light is compared beyond it alone.
        let (light, polarised) = (try #require(answer.light), try #require(answer.polarised))
        #expect(
          text.contains("the occulter reaches to 2.18 solar radii: give --range from beyond it"))
        #expect((light.whole?.count ?? 0) > 400 && (light.whole?.error ?? 1) < 0.005)
        #expect((polarised.whole?.error ?? 1) < 0.03)
        for ring in light.rings + polarised.rings {
          #expect(ring.radii.upperBound > 2.15, "\(ring)")
        }
      }
      #expect(try JSONValue.parse(answer.json())["schema"] != nil)
    }
  }

  @Test("Errors are medians over rings, pulls are in standard deviations")
  func rings() throws {
    var picture = try ProcessingSamples.picture([1, 1.1, 0.8, .nan])
    picture.uncertainty = Plane(like: picture.light, repeating: 0.1)
    let truth = Plane(like: picture.light, repeating: 1)
    let errors = RadialErrors(picture, truth: truth, edges: [0, 100], range: 0...100)
    let ring = try #require(errors.whole)
    #expect(ring.count == 3 && abs(ring.error - 0.1) < 1e-12 && abs(ring.bias) < 1e-12)
    #expect(abs(ring.pullMean + 1 / 3.0) < 1e-9)
    #expect(errors.rings.count == 1)
  }
}
