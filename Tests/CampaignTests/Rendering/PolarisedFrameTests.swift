import Foundation
import Imagery
import Optics
import Sensors
import TestSupport
import Testing

@testable import Campaign

/// Raw numbers behind polarisers.
@Suite("Raw numbers through polarisers and filters")
struct PolarisedFrameTests {
  private static let camera = """
    size = [48, 40]
    pixel_scale_arcsec = 200
    aperture_m = 0.05
    passband_nm = [545, 555]
    """

  private func sample(
    _ sensor: String, camera: String = camera, more: String = ""
  ) async throws -> RenderedSample {
    try await RenderedSample(
      camera: camera,
      more: "[optics]\nring = false\nvignetting = false\n[sensor]\nnoise = false\n\(sensor)\n"
        + more)
  }

  private func raw(
    _ sample: RenderedSample, _ number: Int
  ) throws -> (numbers: [Double], header: FITSHeader) {
    let unit = try FITSDecoder.decode(try sample.bytes("raw\(number)"))
    guard case .float32(let image) = unit.content else {
      throw CampaignError(.damagedRun, "no numbers in the file")
    }
    return (image.samples.map { Double($0) }, unit.header)
  }

  @Test("A corona that vibrates along the limb is brightest through an axis along the limb")
  func tangential() async throws {
    // Odd sides: a column and a row through the Sun.
    let sample = try await sample(
      "exposures_s = [1]\npolariser_deg = [0, 90, 45, -45]",
      camera: Self.camera.replacing("[48, 40]", with: "[49, 41]"))
    let images = try (1...4).map { try raw(sample, $0).numbers }
    func numbers(_ right: Int, _ up: Int) -> [Double] {
      images.map { $0[(20 + up) * 49 + 24 + right] }
    }
    // North of the Sun the limb runs east–west (axis 90°), west of it north–south (0°), and north-east
    // (left in the picture) from north-west to south-east (-45°).
    let places = [(0, 14), (14, 0), (-12, 12)]
    let seen = places.map { numbers($0.0, $0.1) }
    let (north, west, northEast) = (seen[0], seen[1], seen[2])
    let contrasts = [
      (north[1] - north[0]) / (north[1] + north[0]), (west[0] - west[1]) / (west[0] + west[1]),
      (northEast[3] - northEast[2]) / (northEast[3] + northEast[2]),
    ]
    for (contrast, place) in zip(contrasts, places) {
      let pixel = (20 + place.1) * 49 + 24 + place.0
      let polarised = Double(sample.frame.polarized.samples[pixel])
      let expected = polarised / Double(sample.frame.brightness.samples[pixel])
      #expect(expected > 0.05 && abs(contrast / expected - 1) < 1e-3, "\(contrast) \(expected)")
    }
    // Across the limb's direction neither of the axes at 45° from it is preferred.
    #expect(abs(north[2] / north[3] - 1) < 1e-3 && abs(west[2] / west[3] - 1) < 1e-3)
    // Crossed axes share the light.
    for place in [north, west, northEast] {
      #expect(abs((place[0] + place[1]) / (place[2] + place[3]) - 1) < 1e-4)
    }
  }

  @Test(
    "Three polarisers tell brightness and polarised brightness by the formulas of Billings 1966")
  func demodulation() async throws {
    let sample = try await sample("exposures_s = [1]\npolariser_deg = [10, 70, 130]")
    let files = try (1...3).map { try raw(sample, $0) }
    let factor = try #require(files[0].header.double("A_PHOT"))
    var (count, worst) = (0, (total: 0.0, polarised: 0.0))
    for pixel in sample.frame.brightness.samples.indices {
      let truth = (
        total: Double(sample.frame.brightness.samples[pixel]),
        polarised: Double(sample.frame.polarized.samples[pixel])
      )
      guard truth.polarised > 1e-10, sample.frame.mask.bits[pixel] == 0 else { continue }
      let parts = files.map { $0.numbers[pixel] / factor }
      let sum = parts.reduce(0, +)
      let pairs = parts[0] * parts[1] + parts[1] * parts[2] + parts[2] * parts[0]
      // The picture darkens away from its middle by some parts in a thousand; the ratio does not.
      let total = 2 / 3.0 * sum
      let polarised = 4 / 3.0 * (sum * sum - 3 * pairs).squareRoot()
      worst.total = max(worst.total, abs(total / truth.total - 1))
      worst.polarised = max(
        worst.polarised, abs(polarised / total / (truth.polarised / truth.total) - 1))
      count += 1
    }
    #expect(count > 500)
    #expect(worst.total < 2e-3 && worst.polarised < 1e-3, "\(worst)")
  }

  @Test("Half of unpolarised light passes, whatever the axis")
  func unpolarised() async throws {
    let more = "[stray_light.veil]\n[stray_light.earthshine]\nalbedo = 1\nirradiance = 1"
    let clear = try await sample("exposures_s = [1e-3]", more: more)
    let through = try await sample(
      "exposures_s = [1e-3]\npolariser_deg = [0, 33]", more: more)
    let open = try raw(clear, 1).numbers
    let behind = try (1...2).map { try raw(through, $0).numbers }
    // Behind the occulter's middle nothing shines but its dark side.
    let middle = 20 * 48 + 24
    #expect(open[middle] > 1000)
    for numbers in behind { #expect(abs(numbers[middle] - open[middle] / 2) <= 1) }
  }

  @Test("Filters of ASPIICS are recorded one after the other, each with its own calibration")
  func filters() async throws {
    let sample = try await sample(
      """
      kind = "aspiics"
      filter = ["WB", "P0", "P60", "P120", "FeXIV"]
      exposures_s = [0.1, 1]
      """,
      camera: """
        size = [24, 20]
        pixel_scale_arcsec = 2.8172
        aperture_m = 0.05
        pointing_arcsec = [2500, 0]
        roll_deg = 40
        """)
    // calibr_data.json of the Royal Observatory of Belgium's level-2 processor.
    let factors = [2.36e10, 2.11e10, 2.09e10, 1.89e10, 3.63e8]
    let names = ["Wideband", "Polarizer 0", "Polarizer 60", "Polarizer 120", "Fe XIV"]
    // Rows point a quarter turn clockwise from columns, which point 40° from north.
    let axes: [Double?] = [nil, 130, 10, 70, nil]
    for number in 0..<10 {
      let header = try raw(sample, number + 1).header
      let channel = number / 2
      #expect(header.double("EXPTIME") == [0.1, 1][number % 2])
      #expect(header.string("FILTER") == names[channel])
      #expect(abs((header.double("A_PHOT") ?? 0) / factors[channel] - 1) < 1e-9)
      #expect(header.double("POLAR") == axes[channel])
      #expect(header.string("POLARREF") == (axes[channel] == nil ? nil : "Solar"))
      #expect(
        header.string("BTYPE")?.hasSuffix("phys.polarization.linear") == (axes[channel] != nil))
    }
    let wide = try raw(sample, 3).header
    #expect(wide.double("WAVEMIN") == 536 && wide.double("WAVEMAX") == 566)
    let line = try raw(sample, 9).header
    #expect(line.double("WAVELNTH") == 530.4 && line.double("WAVEMIN") == 530.09)
    #expect(line.double("QUANTEFF") == 0.61)
  }

  @Test("The budget counts half of the light behind a polariser")
  func budget() async throws {
    let clear = try await sample("exposures_s = [1]")
    let through = try await sample("exposures_s = [1]\npolariser_deg = 20")
    let signals = try [clear, through].map {
      try #require(try $0.scenario.rawFrames($0.camera)).signal(brightness: 1e-8, fieldAngle: 0.01)
    }
    #expect(abs(signals[1] / signals[0] - 0.5) < 1e-12)
    let answer = try await BudgetAnswer(
      through.scenario, at: through.scene.instant, radii: [5], workers: 1)
    #expect(
      answer.notes.contains(
        "recorded numbers are those through polariser with its axis at 20\u{00B0}, half of the light"
      ))
  }
}
