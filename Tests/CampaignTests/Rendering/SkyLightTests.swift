import Astronomy
import Corona
import Imagery
import TestSupport
import Testing

@testable import Campaign

/// Dust and emission as planes of a frame.
@Suite("Light of the sky in frames")
struct SkyLightTests {
  private func sample(
    _ corona: String, camera: String = "size = [48, 40]\npixel_scale_arcsec = 200", workers: Int = 1
  ) async throws -> RenderedSample {
    // The electrons' value is followed by further lines of [corona].
    try await RenderedSample(
      camera: camera + "\npixel = \"centre\"", electrons: "leblanc1998\"\n" + corona + "\n# \"",
      workers: workers)
  }

  @Test("Dust along sightlines in a frame is the model's own sum, however many tasks draw it")
  func dust() async throws {
    let one = try await sample("dust = \"line-of-sight\"")
    let image = try one.dust()
    let observer = one.scene.coronalObserver
    let place = try #require(observer.eclipticPlace)
    // On 1 June the Earth stands at ecliptic longitude 251°; the orbit lifts nobody out of the ecliptic.
    #expect(abs(place.longitudeRadians * 180 / .pi - 250.9) < 0.5)
    #expect(abs(place.latitudeRadians) < 1e-4)
    let projection = one.camera.projection
    for (column, row) in [(0, 0), (5, 30), (47, 39), (40, 3), (24, 0)] {
      let direction = projection.direction(column: Double(column), row: Double(row))
      let sky = try SkyDirections(west: [direction.x], north: [direction.y])
      let expected = LineOfSightDust.standard.radiance(of: sky, from: observer).intensity[0]
      #expect(abs(Double(image[column, row]) - expected) < 2e-6 * expected, "\(column) \(row)")
    }
    let two = try await sample("dust = \"line-of-sight\"", workers: 3)
    #expect(try two.dust() == image)
  }

  @Test("A line adds to the brightness what its plane shows, and is unpolarised")
  func emission() async throws {
    let emission = """
      [corona.emission]
      line = "fe-xiv"
      filter = { window_nm = [530.09, 530.67] }
      strength = { equivalent_width_nm = 1, radius_rsun = 1.2, position_angle_deg = 90 }
      """
    let with = try await sample(emission)
    let without = try await sample("")
    let plane = try #require(with.frame.layers.first { $0.plane == "E" }).image
    var largest = 0.0
    for row in 0..<40 {
      for column in 0..<48 where with.frame.mask[column, row] == [] {
        let difference = Double(
          with.frame.brightness[column, row] - without.frame.brightness[column, row])
        let light = Double(plane[column, row])
        #expect(abs(difference - light) <= 2e-7 * Double(with.frame.brightness[column, row]))
        largest = max(largest, light)
      }
    }
    #expect(largest > 0)
    #expect(with.frame.stokesQ == without.frame.stokesQ)
    #expect(with.frame.polarized == without.frame.polarized)
  }

  @Test("Frames tell the models of their light")
  func header() async throws {
    let sample = try await sample(
      """
      dust = "line-of-sight"
      [corona.emission]
      line = "he-i-d3"
      filter = { window_nm = [586.52, 588.72], transmission = 0.4 }
      strength = { collisional = 1e-20 }
      """)
    let text = String(decoding: try sample.bytes("frame").prefix(28_800), as: UTF8.self)
    for words in [
      "F_MODEL = 'line-of-sight'", "F_FAN   = 'lamy-perrin1986, nu = 1'",
      "F_PLANE = 'i 3.000 deg, node 87.000 deg, J2000'", "E_LINE  = 'He I D3 587.6'",
      "E_FILTER= '586.52 to 588.72 nm, 0.4'", "E_STREN = 'n_e^2 G + n_e W g, G = 1e-20, g = 0'",
    ] {
      #expect(text.contains(words), "\(words)")
    }
  }
}
