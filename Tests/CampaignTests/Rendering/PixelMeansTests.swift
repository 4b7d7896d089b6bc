import Astronomy
import Foundation
import Imagery
import TestSupport
import Testing

@testable import Campaign
@testable import Corona

/// What a pixel tells of light that changes across it.
@Suite("Means over pixels")
struct PixelMeansTests {
  /// The mean brightness of pixels over 60 × 60 points.
  private func bruteForce(
    columns: ClosedRange<Int>, rows: ClosedRange<Int>, of sample: RenderedSample
  ) throws -> [SIMD2<Int>: Double] {
    let side = 60
    var result: [SIMD2<Int>: Double] = [:]
    let projection = sample.camera.projection
    for row in rows {
      for column in columns {
        var west: [Double] = []
        var north: [Double] = []
        for i in 0..<side * side {
          let direction = projection.direction(
            column: Double(column) + (Double(i % side) + 0.5) / Double(side) - 0.5,
            row: Double(row) + (Double(i / side) + 0.5) / Double(side) - 0.5)
          west.append(direction.x)
          north.append(direction.y)
        }
        let light = sample.scene.corona.radiance(
          of: try SkyDirections(west: west, north: north), from: sample.scene.coronalObserver)
        result[SIMD2(column, row)] = light.I.reduce(0, +) / Double(side * side)
      }
    }
    return result
  }

  @Test("Means agree with 60 × 60 points, through the limb within the jump's share")
  func means() async throws {
    let sample = try await RenderedSample(camera: "size = [48, 40]\npixel_scale_arcsec = 80")
    let exact = try bruteForce(columns: 20...47, rows: 18...34, of: sample)
    let pixel = sample.camera.pixelScale * sample.scene.coronalObserver.distanceSolarRadii
    var (worst, worstAtLimb) = (0.0, 0.0)
    for (place, value) in exact {
      let direction = sample.camera.projection.direction(
        column: Double(place.x), row: Double(place.y))
      let radius =
        (direction.x * direction.x + direction.y * direction.y).squareRoot()
        * sample.scene.coronalObserver.distanceSolarRadii
      let error = abs(Double(sample.frame.electrons[place.x, place.y]) / value - 1)
      if abs(radius - 1) < 0.75 * pixel {
        worstAtLimb = max(worstAtLimb, error)
      } else {
        worst = max(worst, error)
      }
    }
    #expect(worst < 3e-5, "\(worst)")
    #expect(worstAtLimb < 0.02, "\(worstAtLimb)")
  }

  @Test("The middle alone is what the pixel tells when the scenario asks for it")
  func middle() async throws {
    let lines = "size = [24, 20]\npixel_scale_arcsec = 200\n"
    let mean = try await RenderedSample(camera: lines)
    let middle = try await RenderedSample(camera: lines + "pixel = \"centre\"")
    let (column, row) = (16, 10)
    let direction = middle.camera.projection.direction(column: Double(column), row: Double(row))
    let light = middle.scene.corona.radiance(
      of: try SkyDirections(west: [direction.x], north: [direction.y]),
      from: middle.scene.coronalObserver)
    #expect(middle.frame.electrons[column, row] == Float(light.I[0]))
    #expect(mean.frame.electrons[column, row] > 1.0001 * middle.frame.electrons[column, row])
  }

  @Test("Outside an instrument's field pixels hold no data, and say so")
  func field() async throws {
    let sample = try await RenderedSample(
      camera: "size = [48, 40]\npixel_scale_arcsec = 200\nfield_rsun = [2, 4]")
    let distance = sample.scene.coronalObserver.distanceSolarRadii
    var counts = [0, 0]
    for row in 0..<sample.camera.height {
      for column in 0..<sample.camera.width {
        let direction = sample.camera.projection.direction(
          column: Double(column), row: Double(row))
        let radius =
          distance * (direction.x * direction.x + direction.y * direction.y).squareRoot()
        let isInside = (2...4).contains(radius)
        counts[isInside ? 0 : 1] += 1
        #expect(sample.frame.mask[column, row].contains(.noData) == !isInside)
        if !isInside { #expect(sample.frame.brightness[column, row].isNaN) }
        #expect(sample.frame.electrons[column, row].isFinite)
      }
    }
    #expect(counts[0] > 100 && counts[1] > 100)
  }

  @Test("A preset stands for the keys that are left out, and says what is recollection")
  func preset() throws {
    let scenario = try Samples.read(
      SampleScenario.text(
        more: SampleScenario.frames(camera: "preset = \"lasco-c2\"\nexposure_s = 20")))
    let camera = try #require(scenario.camera)
    #expect((camera.width, camera.height) == (1024, 1024))
    #expect(camera.pixelScaleArcseconds == 11.8)
    #expect(camera.exposureSeconds == 20)
    #expect(camera.fieldSolarRadii == 2.0...6.0)
    #expect(camera.remarks.contains { $0.contains("recollection") })
  }

  @Test(
    "A wrong preset, projection, pixel or field is told at its key",
    arguments: [
      ("preset = \"lasco\"", "camera.preset: "), ("projection = \"sin\"", "camera.projection: "),
      ("pixel = \"median\"", "camera.pixel: "),
      ("field_rsun = [6, 2]", "camera.field_rsun: found a field that ends before it begins"),
      ("field_rsun = [6]", "camera.field_rsun: "),
    ])
  func wrong(lines: String, words: String) {
    let problems = Samples.problems(
      SampleScenario.text(more: SampleScenario.frames(camera: lines)))
    #expect(problems.count == 1)
    #expect(problems.first?.contains(words) == true, "\(problems)")
  }
}

/// The error that integration leaves in the K corona.
@Suite("Errors of the K corona in frames")
struct ElectronErrorTests {
  @Test("The plane of errors is there on request, and its largest part stands in the header")
  func plane() async throws {
    let plain = try await RenderedSample()
    let sample = try await RenderedSample(output: "annotated = false\nerrors = true")
    let errors = sample.frame.electronErrors
    #expect(errors == plain.frame.electronErrors)
    var largest = 0.0
    for (error, light) in zip(errors.samples, sample.frame.electrons.samples) {
      #expect(error >= 0 && error.isFinite)
      largest = max(largest, Double(error / light))
    }
    #expect(largest > 0 && largest < 1e-5)
    let told = sample.frame.relativeElectronErrors
    #expect(told.largest == largest)
    #expect(told.median > 0 && told.median <= told.largest)
    let planes = try sample.bytes("planes")
    let names = try (1...6).map { unit in
      try FITSDecoder.decode(planes, unit: unit).header.string("EXTNAME") ?? ""
    }
    #expect(names == ["Q", "U", "K", "KERR", "F", "PHOTOSPH"])
    let without = try plain.bytes("planes")
    #expect(try FITSDecoder.decode(without, unit: 4).header.string("EXTNAME") == "F")
  }
}

/// The unit and the constants of a frame's planes.
@Suite("Units of frames")
struct FrameUnitTests {
  private func plane(_ output: String, sun: String = "", electrons: String = "leblanc1998")
    async throws -> FITSHDU
  {
    let sample = try await RenderedSample(
      electrons: electrons, sun: sun, output: "annotated = false\n" + output)
    return try FITSDecoder.decode(try sample.bytes("planes"), unit: 3)
  }

  @Test(
    "Planes in another unit are those in mean solar brightness times what the header says",
    arguments: [
      ("disc-centre", "", 0.8), ("watts", "W m-2 sr-1", 2.003e7),
      ("photons", "ph s-1 cm-2 sr-1", 2e21),
    ])
  func units(name: String, symbol: String, about: Double) async throws {
    let plain = try await plane("")
    let other = try await plane("unit = \"\(name)\"")
    #expect(other.header.string("BUNIT") == symbol)
    let factor = try #require(other.header.double("BSUN_VAL"))
    #expect(abs(factor / about - 1) < 0.2, "\(factor)")
    guard case .float32(let first) = plain.content, case .float32(let second) = other.content
    else { throw ImageryError(.fits, "test", "no image") }
    for (a, b) in zip(first.samples, second.samples) {
      #expect(abs(Double(b) / (Double(a) * factor) - 1) < 2e-7)
    }
  }

  @Test("A J-map reads frames of any unit in mean solar brightness")
  func read() async throws {
    let folder = try TemporaryFolder()
    var pictures: [Image] = []
    for unit in ["msb", "watts"] {
      let sample = try await RenderedSample(output: "annotated = false\nunit = \"\(unit)\"")
      let path = folder.path + "/\(unit).fits"
      try Data(try sample.bytes("frame")).write(to: URL(fileURLWithPath: path))
      pictures.append(try FrameFile(path).brightness)
    }
    for (a, b) in zip(pictures[0].samples, pictures[1].samples) {
      #expect(a.isNaN == b.isNaN)
      if !a.isNaN { #expect(abs(b / a - 1) < 3e-7) }
    }
  }

  @Test("Sightlines are as long as the scenario's solar radius makes them")
  func radius() async throws {
    let plain = try await plane("", electrons: "saito1977")
    let larger = try await plane("", sun: "[sun]\nradius_km = 765270", electrons: "saito1977")
    #expect(larger.header.double("THOMRSUN") == 765_270_000)
    guard case .float32(let first) = plain.content, case .float32(let second) = larger.content
    else { throw ImageryError(.fits, "test", "no image") }
    // The same density in units of a radius a tenth larger, seen a tenth larger: at the corner, where
    // the corona falls as r^-3, brighter by 1.1 along the sightline and 1.1^3 across.
    let ratio = Double(second.samples[0] / first.samples[0])
    #expect(ratio > 1.1 * 1.2 && ratio < 1.1 * 1.6, "\(ratio)")
  }
}
