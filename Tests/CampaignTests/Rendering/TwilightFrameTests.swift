import Astronomy
import Foundation
import Geometry
import Imagery
import Optics
import TestSupport
import Testing

@testable import Campaign

/// The Earth's limb in the picture: Soyuz at sunrise on 19 July 1975.
@Suite("The Earth's limb in frames")
struct TwilightFrameTests {
  private static func scenario(_ more: [String] = []) throws -> Scenario {
    try Scenario.read(
      "astp-1975",
      setting: [
        "camera.size=[96,96]", "camera.pixel_scale_arcsec=600", "camera.aperture_m=0.0286",
        "optics.ring=false", "optics.point_spread=false", "optics.vignetting=false",
        "output.annotated=false",
      ] + more)
  }

  private struct Sample {
    var scenario: Scenario
    var camera: Camera
    var scene: Scene
    var frame: RenderedFrame
  }

  private func sample(_ time: String, _ more: [String]) async throws -> Sample {
    let scenario = try Self.scenario(more)
    let camera = try #require(scenario.camera)
    let scene = try await Scene(
      at: try Instant.parse("1975-07-19T\(time)Z").instant, formation: scenario.formation,
      corona: try #require(scenario.corona), law: scenario.law, camera: camera,
      optics: scenario.optics, stray: scenario.strayLight)
    let frame = try await FrameRenderer(camera: camera).render(scene, workers: 2)
    return Sample(scenario: scenario, camera: camera, scene: scene, frame: frame)
  }

  private func plane(_ name: String, _ sample: Sample) throws -> Image {
    try #require(sample.frame.layers.first { $0.plane == name }).image
  }

  @Test(
    "The limb stands where the Sun's height above it says, and recedes by 4 degrees a minute",
    arguments: [("12:03:20", 1.7), ("12:03:45", 3.37)])
  func place(time: String, published: Double) async throws {
    let sample = try await sample(
      time, ["stray_light.twilight.brightness_msb=1e-5", "stray_light.twilight.scale_height_km=1"])
    let light = try plane("TWILIGHT", sample)
    // Another way to the same limb: the condition that searches sunrises, on the same spheroid.
    let margin = try #require(
      sample.scenario.sunAboveEarthLimb(
        in: sample.scenario.formation.context(at: sample.scene.instant)))
    // The project's notes on diffraction, §6: 1.7 degrees from the Sun, whose lower limb is meant, at the
    // undocking, and 4 degrees a minute.
    let fromDisc = (margin - sample.scene.view.discs.sunRadius) / Angles.degree
    #expect(abs(fromDisc - published) < 0.05, "\(fromDisc)")
    var nearest = Double.infinity
    for (index, sampleLight) in light.samples.enumerated() where sampleLight > 0.9e-5 {
      let direction = sample.camera.projection.direction(
        column: Double(index % 96), row: Double(index / 96))
      nearest = min(nearest, direction.angle(to: Vector3(0, 0, 1)))
    }
    // Pixels of a sixth of a degree; the nearest middle below the limb lies within one of it.
    #expect(
      nearest > margin - 1e-4 && nearest < margin + 0.17 * Angles.degree, "\(nearest) \(margin)")
  }

  @Test(
    "The Earth hides the corona behind it, is dark where it is night, and leaves the rest alone")
  func hidden() async throws {
    let plain = try await sample("12:03:45", [])
    let limb = try await sample(
      "12:03:45", ["stray_light.twilight.brightness_msb=3e-6"])
    let light = try plane("TWILIGHT", limb)
    let dust = try plane("F", limb)
    var (above, below, night) = (0, 0, 0)
    let earth = try #require(limb.scene.optics.earth)
    for index in light.samples.indices {
      let direction = limb.camera.projection.direction(
        column: Double(index % 96), row: Double(index / 96))
      let passage = earth.passage(toward: SIMD3(direction.x, direction.y, direction.z))
      let shown = limb.frame.brightness.samples[index]
      let air = light.samples[index]
      // Behind the occulter nothing changes; behind the Earth there is no sky to measure either.
      let flags = limb.frame.mask[index % 96, index / 96]
      let plainFlags = plain.frame.mask[index % 96, index / 96]
      guard plainFlags.isEmpty else {
        #expect(flags.subtracting(.earth) == plainFlags)
        continue
      }
      if passage.height > 20e3 {
        above += 1
        #expect(flags.isEmpty)
        let sky = limb.frame.electrons.samples[index] + dust.samples[index]
        #expect(abs(shown - sky - air) < 1e-6 * shown)
        if air == 0 { #expect(shown == plain.frame.brightness.samples[index]) }
      } else if passage.height < -20e3 {
        below += 1
        #expect(flags == .earth)
        #expect(shown == air)
        // The Sun 3.6 degrees over the limb lights the ground 3.6 degrees of arc on this side of it. Where it
        // stands 4.6 degrees under the horizon, only air above 20 km is lit.
        if passage.sunElevationSine < -0.08 {
          night += 1
          #expect(air < 3e-7)
        }
      }
      #expect(air <= 3e-6)
    }
    #expect(above > 2000 && below > 1000 && night > 100, "\(above) \(below) \(night)")
  }

  @Test("Airglow shines by night, too, and an observer on the ground has no limb")
  func airglow() async throws {
    let glow = try await sample(
      "12:03:45",
      ["stray_light.twilight.brightness_msb=1e-12", "stray_light.twilight.sunlit=false"])
    let light = try plane("TWILIGHT", glow)
    let least = light.samples.filter { $0 > 0.99e-12 }.count
    #expect(least > 1000, "\(least)")
  }

  @Test("Frames in the Earth's shadow are told to show a limb")
  func warning() throws {
    let scenario = try Self.scenario([
      "stray_light.twilight.brightness_msb=1e-6", "sequence.start=1975-07-19T12:02:10Z",
      "span.start=1975-07-19T12:00:00Z",
    ])
    let told = scenario.warnings.filter { $0.contains("the Earth stands before the Sun in") }
    #expect(told.count == 1, "\(scenario.warnings)")
    #expect(
      told.allSatisfy { $0.hasSuffix("the line on the occulter's edge is that of a Sun above it") })
  }
}
