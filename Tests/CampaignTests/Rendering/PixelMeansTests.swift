import Astronomy
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
    #expect(plain.frame.electronErrors == nil)
    let sample = try await RenderedSample(output: "annotated = false\nerrors = true")
    let errors = try #require(sample.frame.electronErrors)
    var largest = 0.0
    for (error, light) in zip(errors.samples, sample.frame.electrons.samples) {
      #expect(error >= 0 && error.isFinite)
      largest = max(largest, Double(error) / Double(light))
    }
    #expect(largest > 0 && largest < 1e-5)
    let told = sample.frame.largestElectronError
    #expect(told >= 0.5 * largest, "\(told), \(largest)")
    let planes = try await sample.bytes("planes")
    let names = try (1...6).map { unit in
      try FITSDecoder.decode(planes, unit: unit).header.string("EXTNAME") ?? ""
    }
    #expect(names == ["Q", "U", "K", "KERR", "F", "PHOTOSPH"])
    let same = plain.frame.largestElectronError
    #expect(same == told)
  }
}
