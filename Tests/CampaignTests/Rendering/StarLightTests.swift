import Astronomy
import Corona
import Foundation
import Geometry
import Imagery
import TestSupport
import Testing
import Trajectories

@testable import Campaign

/// Stars in frames; they are put where a test wants them by a catalogue of its own.
@Suite("Stars and planets in frames")
struct StarLightTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A star some seconds of arc west and north of the Sun, where the sample is photographed.
  private struct Put {
    var west: Double
    var north: Double
    var magnitude: Double
  }

  /// Renders the sample with stars and without planets.
  private func sample(
    _ stars: [Put], aside: Bool = false,
    camera: String = "size = [64, 60]\npixel_scale_arcsec = 100",
    more: String = "", workers: Int = 1
  ) async throws -> RenderedSample {
    let trajectory =
      aside
      ? SampleScenario.drift(west: [5, 5], seconds: [0, 600]) : SampleScenario.heldAt100
    // The Sun's axes do not depend on the stars: the first rendering finds them.
    let bare = try await RenderedSample(trajectory: trajectory, camera: "size = [8, 8]")
    let (sun, axes) = (bare.scene.view.context.sun.direction, bare.scene.orientation)
    let rows = stars.enumerated().map { index, star in
      let seen =
        (sun + axes.skyWest * (star.west * Angles.arcsecond)
        + axes.skyNorth * (star.north * Angles.arcsecond)).normalized
      let ra = atan2(seen.y, seen.x) / Angles.degree
      return "S\(index),\(ra < 0 ? ra + 360 : ra),\(asin(seen.z) / Angles.degree),\(star.magnitude)"
    }
    try folder.write(
      "name,ra_j2000_deg,dec_j2000_deg,v_mag\n" + rows.joined(separator: "\n") + "\n",
      to: "stars.csv")
    return try await RenderedSample(
      trajectory: trajectory, camera: camera,
      more: "[sky]\nstars = \"stars.csv\"\nplanets = false\n" + more, folder: folder.path,
      workers: workers)
  }

  private func stars(_ sample: RenderedSample) throws -> Image {
    try #require(sample.frame.layers.first { $0.plane == "STARS" }).image
  }

  /// The light of a plane, radiance times solid angle, mean solar brightness times steradians.
  private func flux(_ plane: Image, _ camera: Camera) -> Double {
    var sum = 0.0
    for row in 0..<camera.height {
      for column in 0..<camera.width {
        // The cube of the cosine, as Calabretta and Greisen have it for TAN.
        let cosine = camera.projection.direction(column: Double(column), row: Double(row))
          .dot(camera.projection.boresight)
        sum += Double(plane[column, row]) * cosine * cosine * cosine
      }
    }
    return sum * camera.pixelScale * camera.pixelScale
  }

  @Test("A star of the Sun's magnitude is the Sun's disc as it shines from one astronomical unit")
  func sunAsStar() async throws {
    let sample = try await sample(
      [Put(west: 2100, north: 1300, magnitude: -26.76)], aside: true,
      camera: "size = [96, 96]\npixel_scale_arcsec = 60")
    let distance = sample.scene.view.context.sun.distance / PhysicalConstants.astronomicalUnit
    let ratio =
      flux(try stars(sample), sample.camera) / flux(sample.frame.photosphere, sample.camera)
    // The disc drawn with pixels of 60″ is good to a thousandth.
    #expect(abs(ratio / (distance * distance) - 1) < 2e-3)
    #expect(distance > 1.01)
  }

  @Test("The light of a star is kept and its centre too, at the field's edge as in its middle")
  func fluxAndCentroid() async throws {
    for (west, north) in [(1210.0, 730.0), (-2930.0, 2840.0), (37.0, -2222.0)] {
      let sample = try await sample([Put(west: west, north: north, magnitude: 2)])
      let plane = try stars(sample)
      let radius = 695_700_000 / PhysicalConstants.astronomicalUnit
      let expected = Double.pi * radius * radius * pow(10, -0.4 * (2 + 26.76))
      #expect(abs(flux(plane, sample.camera) / expected - 1) < 1e-6)
      let body = try #require(sample.scene.skyBodies?.first)
      let place = try #require(sample.camera.projection.pixel(of: body.place))
      var (sum, centre) = (0.0, SIMD2<Double>.zero)
      for row in 0..<sample.camera.height {
        for column in 0..<sample.camera.width where plane[column, row] > 0 {
          sum += Double(plane[column, row])
          centre += SIMD2(Double(column), Double(row)) * Double(plane[column, row])
        }
      }
      let error = centre / sum - place
      #expect((error * error).sum().squareRoot() < 1e-4)
      // Aberration apart, 20″, it stands where it was put.
      let (x, y) = (place.x - 31.5, place.y - 29.5)
      #expect(hypot(x * 100 - west, y * 100 - north) < 25)
    }
  }

  @Test(
    "A star behind the occulter is in the truth and not in the picture; one beside it is in both")
  func behindTheOcculter() async throws {
    // The disc of 1 m at 100 m reaches to 2063″.
    let sample = try await sample([
      Put(west: 1500, north: 0, magnitude: 0), Put(west: -2400, north: 0, magnitude: 0),
    ])
    let plane = try stars(sample)
    let radius = 695_700_000 / PhysicalConstants.astronomicalUnit
    let one = Double.pi * radius * radius * pow(10, -0.4 * 26.76)
    #expect(abs(flux(plane, sample.camera) / (2 * one) - 1) < 1e-6)
    let bodies = try #require(sample.scene.skyBodies)
    #expect(bodies.map(\.cover) == [.occulter, nil])
    let without = try await RenderedSample(camera: "size = [64, 60]\npixel_scale_arcsec = 100")
    var extra = 0.0
    for (index, value) in sample.frame.brightness.samples.enumerated() where !value.isNaN {
      extra += Double(value) - Double(without.frame.brightness.samples[index])
    }
    #expect(abs(extra * pow(sample.camera.pixelScale, 2) / one - 1) < 1e-3)
  }

  @Test("A star near the occulter's edge is seen whole, though its pixel is half covered")
  func atTheEdge() async throws {
    // A row of stars across the edge at 2063″: the first that is seen is within 10″ of it.
    let sample = try await sample(
      stride(from: 2030.0, to: 2130, by: 10).map { Put(west: $0, north: 0, magnitude: -3) })
    let bodies = try #require(sample.scene.skyBodies).sorted { $0.place.x < $1.place.x }
    #expect(bodies.contains { $0.cover == .occulter })
    let body = try #require(bodies.first { $0.cover == nil })
    let place = try #require(sample.camera.projection.pixel(of: body.place))
    let (column, row) = (Int(place.x.rounded()), Int(place.y.rounded()))
    #expect(sample.frame.mask[column, row].contains(.vignetted))
    let radius = 695_700_000 / PhysicalConstants.astronomicalUnit
    let share =
      (1 - abs(place.x - Double(column))) * (1 - abs(place.y - Double(row)))
      * Double.pi * radius * radius * pow(10, -0.4 * 23.76) / pow(sample.camera.pixelScale, 2)
    let bare = try await RenderedSample(camera: "size = [64, 60]\npixel_scale_arcsec = 100")
    let gain = sample.frame.brightness[column, row] - bare.frame.brightness[column, row]
    #expect(Double(gain) > 0.999 * share && share > 0)
  }

  @Test("A star behind a companion is hidden by it, wholly or not at all where it cuts a pixel")
  func behindCompanion() async throws {
    // A sphere of 0.2 m at 1.35 m of 100 m: 413″ about a place 2784″ west.
    let drone = """
      [[companion]]
      name = "drone"
      [companion.shape]
      kind = "sphere"
      radius_m = 0.2
      [companion.trajectory.sun_line_table]
      epoch = 2000-06-01T00:00:00Z
      t_s = [0, 600]
      range_m = [100, 100]
      west_m = [1.35, 1.35]
      """
    let camera = "size = [80, 60]\npixel_scale_arcsec = 100"
    let edge = stride(from: 2330.0, to: 2430, by: 10).map {
      Put(west: $0, north: 0, magnitude: -3)
    }
    let sample = try await sample(
      [Put(west: 2784, north: 0, magnitude: -3), Put(west: -2784, north: 0, magnitude: -3)] + edge,
      camera: camera, more: drone)
    let bare = try await RenderedSample(camera: camera, more: drone)
    let bodies = try #require(sample.scene.skyBodies)
    let centre = Vector3(sin(atan(0.0135)), 0, cos(atan(0.0135)))
    let radius = asin(0.2 / (100 * hypot(1, 0.0135)))
    for body in bodies {
      // The sun line's own axes turn by less than a thousandth of a degree against the sky's.
      let isBehind = body.place.angle(to: centre) < radius
      #expect(body.cover == (isBehind ? .body("drone") : nil), "\(body.name)")
    }
    #expect(bodies.count { $0.cover == nil } > 2 && bodies.count { $0.cover != nil } > 2)
    #expect(sample.scene.bodiesInView(of: sample.camera).allSatisfy { $0.body.cover == nil })
    let flux = Double.pi * pow(695_700_000 / PhysicalConstants.astronomicalUnit, 2)
    let open = try StarLayer(
      bodies: bodies.filter { $0.cover == nil }, solarFlux: flux, optics: .none
    ).light(
      on: SkyBand(
        directions: try SkyDirections(west: [], north: []), rows: 0..<60, camera: sample.camera)
    ).intensity
    var cut = 0
    for (index, value) in sample.frame.brightness.samples.enumerated() where !value.isNaN {
      let gain = Double(value) - Double(bare.frame.brightness.samples[index])
      #expect(abs(gain - open[index]) <= 1e-3 * open[index] + 1e-12)
      if open[index] > 0, sample.frame.mask[index % 80, index / 80].contains(.vignetted) {
        cut += 1
      }
    }
    #expect(cut > 0)
  }

  @Test("What stands behind the Sun gives no light at all")
  func behindTheSun() async throws {
    let sample = try await sample([Put(west: 300, north: 300, magnitude: 0)], aside: true)
    #expect(try stars(sample).samples.allSatisfy { $0 == 0 })
    #expect(try #require(sample.scene.skyBodies).map(\.cover) == [.sun])
  }

  @Test("Stars outside the picture change nothing, and bands divide no star's light")
  func borders() async throws {
    let far = try await sample([Put(west: 20_000, north: 0, magnitude: 0)])
    #expect(try stars(far).samples.allSatisfy { $0 == 0 })
    // Between rows 15 and 16, where two bands meet.
    let puts = [
      Put(west: 2400, north: -1400, magnitude: 1), Put(west: 0, north: 2500, magnitude: 1),
    ]
    let one = try await sample(puts)
    let four = try await sample(puts, workers: 4)
    #expect(try stars(one).samples == stars(four).samples)
    let radius = 695_700_000 / PhysicalConstants.astronomicalUnit
    let expected = 2 * Double.pi * radius * radius * pow(10, -0.4 * 27.76)
    #expect(abs(flux(try stars(one), one.camera) / expected - 1) < 1e-6)
  }

  @Test("The planes file holds the stars, and headers tell the catalogue and how many are in view")
  func products() async throws {
    let sample = try await sample([
      Put(west: 1500, north: 0, magnitude: 0), Put(west: -2400, north: 0, magnitude: 0),
      Put(west: -2400, north: 900, magnitude: 9),
    ])
    let header = try FITSDecoder.decode(try sample.bytes("frame")).header
    #expect(header.string("STARCAT") == "stars.csv")
    #expect(header.string("PLANETS") == "none")
    #expect(header.integer("NSTARS") == 1)
    #expect(header.integer("NPLANETS") == 0)
    #expect(header.double("STARMLIM") == 8)
    let unit = try FITSDecoder.decode(try sample.bytes("planes"), unit: 5)
    #expect(unit.header.string("EXTNAME") == "STARS")
    #expect(unit.header.string("BNAME") == "stars and planets without occulter (truth)")
  }

  @Test("A catalogue's name in any script makes a card")
  func cardsInAscii() throws {
    let scenario = try Samples.read(SampleScenario.text(more: "[sky]"))
    let sky = try #require(scenario.sky)
    let bodies = SkyBodies(
      catalogue: StarCatalogue(name: "\u{E9}toiles \u{661F}.csv", stars: sky.catalogue.stars),
      planets: nil, limitingMagnitude: 8, earth: sky.earth, treatment: sky.treatment)
    let value = try #require(StarLight(bodies: bodies, sunRadius: 7e8).cards.first).value
    #expect(value.utf8.allSatisfy { (0x20..<0x7F).contains($0) } && value.contains("toiles"))
  }

  @Test("Without [sky] a frame has no plane of stars and no card about them")
  func withoutSky() async throws {
    let sample = try await RenderedSample()
    #expect(sample.frame.layers.map(\.plane) == ["F"])
    let header = try FITSDecoder.decode(try sample.bytes("frame")).header
    #expect(header.string("STARCAT") == nil && header.integer("NSTARS") == nil)
  }
}
