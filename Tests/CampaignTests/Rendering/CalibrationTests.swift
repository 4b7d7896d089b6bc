import Astronomy
import Foundation
import Imagery
import Sensors
import TestSupport
import Testing

@testable import Campaign

/// Raw numbers can be turned back into brightness from what their files tell, and from darks, flats and
/// biases of the same device.
@Suite("Calibration of raw numbers")
struct CalibrationTests {
  private static let camera = """
    size = [48, 40]
    pixel_scale_arcsec = 200
    aperture_m = 0.05
    passband_nm = [545, 555]
    """

  private struct File {
    var numbers: [Double]
    var header: FITSHeader
    /// The columns of the table RESPONSE.
    var response: [String: [Double]] = [:]

    init(_ bytes: [UInt8], response number: Int) throws {
      let unit = try FITSDecoder.decode(bytes)
      guard case .float32(let image) = unit.content,
        case .table(let table) = try FITSDecoder.decode(bytes, unit: number).content
      else { throw CampaignError(.damagedRun, "no numbers in the file") }
      numbers = image.samples.map { Double($0) }
      header = unit.header
      for column in table.columns {
        response[column.name] = column.cells.compactMap {
          Double($0.trimmingCharacters(in: .whitespaces))
        }
      }
    }

    func number(_ keyword: String) throws -> Double { try #require(header.double(keyword)) }

    /// Where one column has a value, by the other.
    func look(_ from: String, _ value: Double, _ to: String) throws -> Double {
      var (x, y) = (try #require(response[from]), try #require(response[to]))
      if x[0] > x[x.count - 1] { (x, y) = (x.reversed(), y.reversed()) }
      let next = min(max(x.firstIndex { $0 > value } ?? x.count - 1, 1), x.count - 1)
      let share = (value - x[next - 1]) / (x[next] - x[next - 1])
      return y[next - 1] + share * (y[next] - y[next - 1])
    }
  }

  private func sample(_ sensor: String, optics: String = "") async throws -> RenderedSample {
    try await RenderedSample(
      camera: Self.camera,
      more: "[optics]\nring = false\nvignetting = false\n\(optics)\n[sensor]\n\(sensor)")
  }

  private func falloff(_ sample: RenderedSample, _ pixel: Int) -> Double {
    let projection = sample.camera.projection
    let cosine = projection.direction(
      column: Double(pixel % sample.camera.width), row: Double(pixel / sample.camera.width)
    ).dot(projection.boresight)
    return cosine * cosine * cosine * cosine
  }

  @Test("The cards and the response of a scan tell the light that film met")
  func film() async throws {
    let sample = try await sample(
      "kind = \"film-70mm\"\nexposures_s = [0.02, 4]\nnoise = false", optics: "f_number = 2.8")
    for (kind, seconds) in [("raw1", 0.02), ("raw2", 4)] {
      let file = try File(try sample.bytes(kind), response: 2)
      #expect(file.header.string("FALLOFF") == "cos(t)**4")
      #expect(file.header.string("EXPUNIT") == "lx s" && file.header.string("SCANSCAL") != nil)
      // Four seconds count for 4^0.9.
      #expect(abs(try file.number("EXPEFF") / (seconds > 1 ? pow(4, 0.9) : seconds) - 1) < 1e-12)
      let saturated = try file.number("SATURATE")
      var ratios: [Double] = []
      for (pixel, number) in file.numbers.enumerated() {
        let truth = Double(sample.frame.brightness.samples[pixel])
        // Numbers that tell something: well below those of fog, well above those of the end.
        guard truth > 0, number > max(2 * saturated, 40), number < 3500 else { continue }
        let logExposure = try file.look("DN", number, "LOGH")
        let lux = pow(10, logExposure) / (try file.number("EXPEFF"))
        ratios.append(lux / (try file.number("A_LUX")) / falloff(sample, pixel) / truth)
      }
      try #require(ratios.count > 20, "\(kind) \(ratios.count)")
      // Light from neighbours, by halation and blur, moves single pixels.
      let median = ratios.sorted()[ratios.count / 2]
      #expect(abs(median - 1) < 0.02, "\(kind) \(median) of \(ratios.count)")
    }
  }

  @Test("The cards and the response of a detector tell the light, but for the device's own pattern")
  func detector() async throws {
    let sample = try await sample(
      "kind = \"aspiics\"\nexposures_s = [4e-3]\nnoise = false")
    let file = try File(try sample.bytes("raw1"), response: 2)
    let (bias, seconds) = (try file.number("BIASLEVL"), try file.number("EXPTIME"))
    let perElectron = try file.number("A_PHOT") / file.number("GAIN")
    var ratios: [Double] = []
    for (pixel, number) in file.numbers.enumerated() {
      let truth = Double(sample.frame.brightness.samples[pixel])
      guard truth > 0, number > bias + 1000, number < (try file.number("SATURATE")) - 10 else {
        continue
      }
      let charge = try file.look("DN", number - bias, "ELECTRON")
      let light = (charge - seconds * (try file.number("DARKRATE"))) / (perElectron * seconds)
      ratios.append(light / falloff(sample, pixel) / truth)
    }
    try #require(ratios.count > 100)
    let mean = ratios.reduce(0, +) / Double(ratios.count)
    let variance =
      ratios.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(ratios.count - 1)
    // Pixels differ by one per cent.
    #expect(abs(variance.squareRoot() - 0.01) < 0.002, "\(variance.squareRoot())")
    #expect(abs(mean - 1) < 4 * (variance / Double(ratios.count)).squareRoot(), "\(mean)")
  }

  @Test("Masters of darks, flats and biases take the device's pattern out of a frame, blind")
  func masters() async throws {
    let seconds = 5e-3
    let sample = try await sample("kind = \"aspiics\"\nexposures_s = [\(seconds)]")
    let folder = try TemporaryFolder()
    let runner = try CalibrationRunner(
      sample.scenario, folder: folder.path, count: 40, environment: ["SOURCE_DATE_EPOCH": "1"])
    let paths = try await runner.make(jobs: 2) { _, _ in }
    #expect(paths.count == 120 && Set(paths).count == 120)
    func master(_ kind: String, _ reduce: (Double) throws -> Double = { $0 }) throws -> [Double] {
      var sum = [Double](repeating: 0, count: 48 * 40)
      var count = 0.0
      for path in paths {
        let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
        let file = try File(bytes, response: 1)
        guard file.header.string("IMAGETYP") == kind else { continue }
        #expect(file.header.string("OBS_MODE") == kind && file.header.string("LEVEL") == "L0")
        count += 1
        for (pixel, number) in file.numbers.enumerated() { sum[pixel] += try reduce(number) }
      }
      #expect(count == 40)
      return sum.map { $0 / count }
    }
    let frame = try File(try sample.bytes("raw1"), response: 2)
    let (bias, dark) = (try master("BIAS"), try master("DARK"))
    let flat = try master("FLAT")
    func charge(_ number: Double) throws -> Double { try frame.look("DN", number, "ELECTRON") }
    let flatCharge = try zip(flat, bias).map { try charge($0 - $1) }
    // The flat holds the fall-off: light over the field's.
    let field = try File(
      [UInt8](
        Data(contentsOf: URL(fileURLWithPath: try #require(paths.last)))), response: 1
    ).number("FIELDMSB")
    #expect(abs(flatCharge[20 * 48 + 24] / 81_915 - 1) < 0.05)
    var chi: [Double] = []
    var ratios: [Double] = []
    for (pixel, number) in frame.numbers.enumerated() {
      let truth = Double(sample.frame.brightness.samples[pixel])
      guard truth > 0, number > 3000, number < 15_000 else { continue }
      let electrons = try charge(number - bias[pixel]) - (dark[pixel] - bias[pixel]) / 0.1
      let light = electrons / flatCharge[pixel] * field
      ratios.append(light / truth)
      // Poisson of the frame, read noise, and the flat's mean.
      let relative = (electrons + 4900) / (electrons * electrons) + 1.1 / (81_915 * 40)
      chi.append((light / truth - 1) * (light / truth - 1) / relative)
    }
    let count = Double(ratios.count)
    try #require(count > 50)
    let mean = ratios.reduce(0, +) / count
    #expect(abs(mean - 1) < 2e-3, "\(mean) of \(count)")
    let reduced = chi.reduce(0, +) / count
    #expect(abs(reduced - 1) < 4 * (2 / count).squareRoot(), "\(reduced) of \(count)")
  }

  @Test(
    "Calibrating exposures share no random number with frames, and do not depend on their count")
  func randomNumbers() async throws {
    let sample = try await sample("kind = \"aspiics\"\nexposures_s = [1, 2]")
    let raw = try #require(try sample.scenario.rawFrames(sample.camera))
    func files(_ count: Int) -> [String: Int] {
      Dictionary(
        uniqueKeysWithValues: raw.calibrationExposures(count: count, name: "a").map {
          ($0.file, $0.seriesNumber)
        })
    }
    let (few, many) = (files(3), files(1000))
    #expect(few.count == 12 && many.count == 4000 && Set(many.values).count == 4000)
    #expect(few.allSatisfy { many[$0.key] == $0.value })
    // The same light, time and number in both series.
    let channel = try #require(raw.channels.first)
    let dark = [Float](repeating: 0, count: 48 * 40)
    let frames = try ExposureSeries.allCases.map { series in
      try channel.sensor.expose(
        channel.light(dark, sample.camera),
        Exposure(seconds: 1, frame: 3, seed: UInt64(sample.scenario.seed), series: series)
      ).numbers
    }
    #expect(frames[0] != frames[1])
    let calibrated = try raw.calibrate(
      channel, brightness: 0, seconds: 1, number: 3, sample.camera)
    #expect(calibrated.numbers == frames[1])
  }

  @Test("A scenario without a sensor, and a count out of range, are told")
  func refusals() async throws {
    let plain = try Samples.read(SampleScenario.text(more: SampleScenario.frames()))
    let folder = try TemporaryFolder()
    let missing = #expect(throws: CampaignError.self) {
      _ = try CalibrationRunner(plain, folder: folder.path, count: 1)
    }
    #expect(
      missing?.description
        == "the scenario has no [sensor] behind a [camera]; add both, and [optics]")
    let many = #expect(throws: CampaignError.self) {
      _ = try CalibrationRunner(plain, folder: folder.path, count: 0)
    }
    #expect(many?.description == "--count 0: allowed are 1\u{2026}1000 of each kind")
  }
}
