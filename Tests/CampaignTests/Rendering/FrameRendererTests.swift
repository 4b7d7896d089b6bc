import Astronomy
import Corona
import Foundation
import Geometry
import Imagery
import TestSupport
import Testing
import Trajectories

@testable import Campaign

@Suite("Frame renderer")
struct FrameRendererTests {
  @Test("A pixel of a spherical corona is the profile's K at its impact parameter")
  func profile() async throws {
    let sample = try await RenderedSample(
      camera: "size = [48, 40]\npixel_scale_arcsec = 200\npixel = \"centre\"")
    let corona = sample.scene.corona
    let observer = sample.scene.coronalObserver
    for (column, row) in [(0, 0), (47, 0), (5, 20), (24, 39), (30, 33), (9, 39)] {
      let direction = sample.camera.projection.direction(
        column: Double(column), row: Double(row))
      let sine = (direction.x * direction.x + direction.y * direction.y).squareRoot()
      let expected = try corona.profile(
        impactParameters: [observer.distanceSolarRadii * sine],
        positionAngleRadians: atan2(-direction.x, direction.y), from: observer)
      let value = Double(sample.frame.electrons[column, row])
      #expect(abs(value / expected[0].total - 1) < 1e-5, "\(column), \(row)")
      let polarized = Double(sample.frame.polarized[column, row])
      #expect(abs(polarized / expected[0].polarized - 1) < 1e-5, "\(column), \(row)")
    }
  }

  @Test("Brightness is not a number exactly where the mask says occulted")
  func mask() async throws {
    let sample = try await RenderedSample(
      trajectory: SampleScenario.drift(west: [0.4, 0.4], seconds: [0, 600]))
    let frame = sample.frame
    var counts = [0, 0, 0]
    for row in 0..<sample.camera.height {
      for column in 0..<sample.camera.width {
        let flags = frame.mask[column, row]
        let isOcculted = flags.contains(.occulted)
        counts[isOcculted ? 0 : flags.contains(.vignetted) ? 1 : 2] += 1
        for plane in [frame.brightness, frame.stokesQ, frame.stokesU, frame.polarized] {
          #expect(plane[column, row].isNaN == isOcculted)
        }
        for plane in [frame.electrons, try sample.dust(), frame.photosphere] {
          #expect(plane[column, row].isFinite && plane[column, row] >= 0)
        }
        let direction = sample.camera.projection.direction(
          column: Double(column), row: Double(row))
        let edge =
          direction.angle(to: sample.scene.occulterDirection)
          - sample.scene.view.discs.occulterRadius
        if edge < -sample.camera.pixelScale { #expect(isOcculted) }
        if edge > sample.camera.pixelScale { #expect(flags.isEmpty) }
      }
    }
    #expect(counts.allSatisfy { $0 > 20 })
  }

  @Test("Open pixels hold K + F + photosphere; pixels on the edge hold less of the corona")
  func sum() async throws {
    let sample = try await RenderedSample(
      trajectory: SampleScenario.drift(west: [0.9, 0.9], seconds: [0, 600]))
    let frame = sample.frame
    let dust = try sample.dust()
    var sunlit = 0
    for row in 0..<sample.camera.height {
      for column in 0..<sample.camera.width {
        let flags = frame.mask[column, row]
        if flags.contains(.occulted) { continue }
        let corona = frame.electrons[column, row] + dust[column, row]
        let photosphere = frame.photosphere[column, row]
        let value = frame.brightness[column, row]
        if flags.isEmpty {
          #expect(abs(value - (corona + photosphere)) <= 2e-7 * value)
          if photosphere > 0 { sunlit += 1 }
        } else {
          #expect(value >= photosphere && value <= (corona + photosphere) * 1.000_001)
        }
      }
    }
    #expect(sunlit > 10)
  }

  @Test("Q and U are those of light polarised along the limb")
  func stokes() async throws {
    let sample = try await RenderedSample(
      camera: "size = [48, 40]\npixel_scale_arcsec = 200\npixel = \"centre\"")
    let frame = sample.frame
    for row in 0..<sample.camera.height {
      for column in 0..<sample.camera.width
      where frame.mask[column, row].isEmpty {
        let direction = sample.camera.projection.direction(
          column: Double(column), row: Double(row))
        let angle = atan2(-direction.x, direction.y)
        let (q, u) = (
          Double(frame.stokesQ[column, row]), Double(frame.stokesU[column, row])
        )
        let polarized = Double(frame.polarized[column, row])
        #expect(polarized > 0)
        #expect(abs(q + polarized * cos(2 * angle)) < 1e-6 * polarized)
        #expect(abs(u + polarized * sin(2 * angle)) < 1e-6 * polarized)
        #expect(polarized < Double(frame.electrons[column, row]))
      }
    }
  }

  @Test("The whole Sun past an occulter far aside integrates to one")
  func wholeSun() async throws {
    let aside = SampleScenario.drift(west: [5, 5], seconds: [0, 600])
    for law in ["\"neckel\"", "\"uniform\"", "{linear = 0.6}"] {
      let sample = try await RenderedSample(
        trajectory: aside, camera: "size = [96, 96]\npixel_scale_arcsec = 22",
        sun: "[sun]\nlimb_darkening = \(law)")
      #expect(abs(sample.photosphericFraction - 1) < 1e-3, "\(law)")
      #expect(sample.frame.mask.count(of: [.occulted, .vignetted]) == 0)
    }
  }

  @Test(
    "What is left of the Sun integrates to one minus the limb-darkened obscuration",
    arguments: [
      ("a crescent", "radius_m = 1", 0.8), ("a sliver", "radius_m = 1", 0.6),
      ("a bite", "radius_m = 1", 1.3), ("a ring", "radius_m = 0.3", 0.0),
      ("a ring off centre", "radius_m = 0.3", 0.1),
    ])
  func partialSun(name: String, radius: String, west: Double) async throws {
    let sample = try await RenderedSample(
      trajectory: SampleScenario.drift(west: [west, west], seconds: [0, 600]),
      shape: "kind = \"disc\"\n" + radius,
      camera: "size = [96, 96]\npixel_scale_arcsec = 22\nroll_deg = 33")
    let covered = LimbDarkenedObscuration(law: sample.scenario.law)
      .fraction(sample.scene.view.discs)
    #expect(covered > 0 && covered < 1)
    let left = sample.photosphericFraction
    #expect(abs(left - (1 - covered)) < 2e-3, "\(name): \(left) of \(1 - covered)")
  }

  @Test("The disc is brighter in its middle than its mean, and dark outside the limb")
  func limbDarkening() async throws {
    let sample = try await RenderedSample(
      trajectory: SampleScenario.drift(west: [5, 5], seconds: [0, 600]),
      camera: "size = [33, 33]\npixel_scale_arcsec = 100",
      sun: "[sun]\nlimb_darkening = {linear = 0.6}")
    // Linear law: centre over mean is 1 / (1 - u / 3).
    #expect(abs(Double(sample.frame.photosphere[16, 16]) - 1 / 0.8) < 1e-6)
    #expect(sample.frame.photosphere[0, 16] == 0)
    // Five pixels, 500″, from the centre.
    let ratio = sin(500 * Angles.arcsecond) / sin(sample.scene.view.discs.sunRadius)
    let expected = (1 - 0.6 * (1 - (1 - ratio * ratio).squareRoot())) / 0.8
    #expect(abs(Double(sample.frame.photosphere[21, 16]) - expected) < 1e-5)
  }

  @Test("A total eclipse leaves no photosphere at all")
  func total() async throws {
    let sample = try await RenderedSample()
    #expect(sample.frame.photosphere.samples.allSatisfy { $0 == 0 })
  }

  @Test("The picture does not depend on how many bands are rendered at a time")
  func workers() async throws {
    let one = try await RenderedSample(electrons: "saito1977", workers: 1)
    let three = try await RenderedSample(electrons: "saito1977", workers: 3)
    #expect(
      one.frame.brightness.samples.map(\.bitPattern)
        == three.frame.brightness.samples.map(\.bitPattern))
    #expect(one.frame.mask == three.frame.mask)
  }
}
