import Astronomy
import Foundation
import Imagery
import Sensors
import TestSupport
import Testing

@testable import Campaign

/// The numbers that a frame's sensor would have recorded.
@Suite("Raw numbers of frames")
struct RawFrameTests {
  private static let camera = """
    size = [48, 40]
    pixel_scale_arcsec = 200
    aperture_m = 0.05
    passband_nm = [545, 555]
    """

  private func sample(
    _ sensor: String, optics: String = "ring = false\nvignetting = false",
    camera: String = camera, workers: Int = 1
  ) async throws -> RenderedSample {
    try await RenderedSample(
      camera: camera, more: "[optics]\n\(optics)\n[sensor]\n\(sensor)", workers: workers)
  }

  /// The samples and the header of one exposure's file.
  private func raw(
    _ sample: RenderedSample, _ number: Int = 1
  ) throws -> (numbers: [Double], header: FITSHeader, mask: Mask) {
    let bytes = try sample.bytes("raw\(number)")
    #expect(try FITSDecoder.checksumsAreValid(bytes))
    let unit = try FITSDecoder.decode(bytes)
    guard case .float32(let image) = unit.content,
      case .uint8(let mask) = try FITSDecoder.decode(bytes, unit: 1).content
    else { throw CampaignError(.damagedRun, "no numbers in the file") }
    return (image.samples.map { Double($0) }, unit.header, mask)
  }

  @Test("The same bytes come from any number of workers, and from every run")
  func reproducible() async throws {
    let sensor = "kind = \"aspiics\"\nexposures_s = [0.1, 1, 10]"
    let optics = "transmission = 0.5"
    let first = try await sample(sensor, optics: optics).products()
    #expect(
      first.map(\.kind) == ["frame", "planes", "raw1", "raw2", "raw3", "preview"])
    for workers in [1, 2] {
      let again = try await sample(sensor, optics: optics, workers: workers).products()
      for (one, other) in zip(first, again) {
        let isSame = one.bytes == other.bytes
        #expect(isSame && one.path == other.path, "\(one.kind)")
      }
    }
    let seeded = try await RenderedSample(
      camera: Self.camera, more: "[optics]\ntransmission = 0.5\n[sensor]\n" + sensor)
    let isOther = try raw(seeded, 1).numbers != raw(seeded, 2).numbers
    #expect(isOther)
  }

  @Test(
    "Chance moves the numbers about what they are without it",
    arguments: [("ideal", 1e-4), ("aspiics", 2e-4), ("film-70mm", 0.5)])
  func noise(kind: String, seconds: Double) async throws {
    let text = "kind = \"\(kind)\"\nexposures_s = [\(seconds)]\nnoise = "
    let optics = "ring = false\nvignetting = false\nf_number = 2.8"
    let noisy = try raw(try await sample(text + "true", optics: optics))
    let still = try raw(try await sample(text + "false", optics: optics))
    #expect(still.header.logical("NOISE") == false && noisy.header.logical("NOISE") == true)
    // Film has no number that is too bright for the scanner: 0 is.
    let isFilm = noisy.header.string("SATSENSE") == "below"
    let largest = isFilm ? 4096 : noisy.header.double("SATURATE") ?? 4096
    let differences = zip(noisy.numbers, still.numbers)
      .filter { $0.0 < largest && $0.1 < largest && $0.1 > 20 }.map { $0.0 - $0.1 }
    let count = Double(differences.count)
    #expect(count > 500)
    let mean = differences.reduce(0, +) / count
    let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    #expect(variance > 0.5)
    #expect(abs(mean) < 3 * (variance / count).squareRoot(), "\(mean) \(variance) \(count)")
  }

  @Test("A perfect counter counts as Poisson says, about brightness times A_PHOT times seconds")
  func poisson() async throws {
    let seconds = 1e-4
    let sample = try await sample("kind = \"ideal\"\nexposures_s = [\(seconds)]")
    let (numbers, header, _) = try raw(sample)
    let factor = try #require(header.double("A_PHOT")) * seconds
    let pairs = zip(numbers, sample.frame.brightness.samples)
      .map { (found: $0, mean: Double($1) * factor) }.filter { $0.mean > 30 && $0.mean < 60_000 }
    let count = Double(pairs.count)
    #expect(count > 500)
    let chi = pairs.reduce(0) { $0 + ($1.found - $1.mean) * ($1.found - $1.mean) / $1.mean } / count
    // The variance of (n − m)²/m is 2 + 1/m.
    #expect(abs(chi - 1) < 3 * (2.03 / count).squareRoot(), "\(chi) of \(count)")
    let dark = zip(numbers, sample.frame.brightness.samples)
      .filter { !(Double($0.1) * factor > 1e-9) }.map(\.0)
    #expect(!dark.isEmpty && dark.allSatisfy { $0 == 0 })
  }

  @Test(
    "Headers tell level, exposure and the factor from brightness to numbers of ASPIICS in flight")
  func headers() async throws {
    let sample = try await sample(
      "kind = \"aspiics\"\nfilter = \"WB\"\nexposures_s = [0.1, 1, 10]",
      camera: """
        size = [24, 20]
        pixel_scale_arcsec = 2.8172
        aperture_m = 0.05
        pointing_arcsec = [2500, 0]
        """)
    for (index, seconds) in [0.1, 1, 10].enumerated() {
      let (numbers, header, mask) = try raw(sample, index + 1)
      #expect(header.string("LEVEL") == "L0")
      #expect(header.double("EXPTIME") == seconds && header.double("XPOSURE") == seconds)
      #expect(header.string("SENSOR") == "aspiics")
      #expect(header.double("GAIN") == 0.1 && header.double("APS_TEMP") == -13)
      // The full well of 163 830 electrons through the bend of 2 % at 134 000, and the bias.
      #expect(header.integer("SATURATE") == 16_282)
      // calibr_data.json of the Royal Observatory of Belgium's level-2 processor.
      #expect(abs((header.double("A_PHOT") ?? 0) / 2.36e10 - 1) < 1e-9)
      #expect(numbers.allSatisfy { (0...16_383).contains($0) && $0 == $0.rounded() })
      #expect((mask.width, mask.height) == (24, 20))
    }
    // The exposures are centred on the frame's instant.
    let header = try raw(sample, 3).header
    #expect(header.string("DATE-AVG") == "2000-06-01T00:05:00.000")
    #expect(header.string("DATE-BEG") == "2000-06-01T00:04:55.000")
    #expect(try FITSDecoder.decode(try sample.bytes("frame")).header.string("LEVEL") == "L2")
  }

  @Test("Film is scanned with the pixels of the camera behind its lens")
  func film() async throws {
    let sample = try await sample(
      "kind = \"film-70mm\"\nexposures_s = [1]", optics: "f_number = 2.8",
      camera: """
        size = [24, 20]
        pixel_scale_arcsec = 25.8
        aperture_m = 0.02857142857142857
        """)
    let header = try raw(sample).header
    // 10 µm at 80 mm are 25.8″.
    #expect(abs((header.double("PIXPITCH") ?? 0) - 10) < 0.01)
    #expect(header.double("FNUMBER") == 2.8)
    let problem = await #expect(throws: (any Error).self) {
      try await self.sample(
        "kind = \"film-70mm\"", optics: "f_number = 100",
        camera: "size = [24, 20]\npixel_scale_arcsec = 200\naperture_m = 0.05")
    }
    let words = "\(problem.map { "\($0)" } ?? "")"
    #expect(words.contains("sensor: side of a scanned pixel: found 4848."), "\(words)")
  }

  @Test("What is too bright stops at SATURATE, and the mask says so")
  func saturation() async throws {
    let sample = try await sample("kind = \"aspiics\"\nexposures_s = [0.1]\nnoise = false")
    let (numbers, header, mask) = try raw(sample)
    let largest = try #require(header.double("SATURATE"))
    let full = numbers.indices.filter {
      Mask.Flags(rawValue: mask.bits[$0]).contains(.saturated)
    }
    #expect(full.count > 100 && full.count < numbers.count)
    // Columns differ by a number or so: five times that.
    #expect(full.allSatisfy { abs(numbers[$0] - largest) <= 5 })
    #expect(numbers.allSatisfy { $0 <= largest + 5 })
  }

  @Test("A perfect counter goes on beyond sixteen bits")
  func wideNumbers() async throws {
    let sample = try await sample("kind = \"ideal\"\nexposures_s = [1]\nnoise = false")
    let (numbers, header, _) = try raw(sample)
    let factor = try #require(header.double("A_PHOT"))
    let brightest = try #require(sample.frame.brightness.samples.filter { $0.isFinite }.max())
    #expect((numbers.max() ?? 0) > 65_535)
    // Decoded as single precision; the picture darkens by a part in a thousand away from its middle.
    #expect(abs((numbers.max() ?? 0) / (Double(brightest) * factor) - 1) < 2e-3)
  }

  @Test("Frames of no sequence have chance of their own, and the same one in every run")
  func instants() async throws {
    let sample = try await sample("kind = \"ideal\"\nexposures_s = [1e-3]")
    let raw = try #require(try sample.scenario.rawFrames(sample.camera))
    func numbers(_ seconds: Double, frame: Int?) throws -> [UInt32] {
      try raw.expose(
        sample.frame, number: 0, frameIndex: frame,
        at: sample.scene.instant.advanced(bySeconds: seconds), sample.camera
      ).numbers
    }
    let first = try numbers(0, frame: nil)
    #expect(try numbers(0, frame: nil) == first)
    #expect(try numbers(1, frame: nil) != first)
    #expect(try numbers(0, frame: 0) != first)
    #expect(try numbers(0, frame: 0) == numbers(1, frame: 0))
  }

  @Test("fitsverify finds neither warnings nor errors in raw files")
  func fitsverify() async throws {
    let sample = try await sample(
      "kind = \"film-70mm\"\nexposures_s = [1]",
      optics: "f_number = 2.8\n[stray_light.earthshine]")
    let folder = try TemporaryFolder()
    for kind in ["frame", "planes", "raw1"] {
      let path = folder.path(kind + ".fits")
      try AtomicFile.write(try sample.bytes(kind), to: path)
      guard let verdict = try FITSVerify.verdict(onFile: path) else { return }
      #expect(verdict.isClean, "\(kind): \(verdict.words)")
    }
  }
}
