import Foundation
import Imagery
import Processing
import TestSupport
import Testing

@testable import Campaign

/// The rules of the runs, and how to make them longer, stand at `FuzzRun`.
@Suite("Damaged chains, headers and column maps")
struct PictureFuzzTests {
  private func check(_ run: FuzzRun) {
    #expect(run.faults.isEmpty, "\(run.faults.joined(separator: "\n"))")
    #expect(run.isMeaningful, "\(run.read) read, \(run.refused) refused")
  }

  @Test("Damaged chain files are refused with file and line, or read")
  func chains() {
    func fault(_ error: any Error) -> String? {
      guard let error = error as? ConfigurationError else {
        return error is CampaignError || error is ProcessingError ? nil : "not typed: \(error)"
      }
      return error.problems.allSatisfy { $0.description.hasPrefix("c.toml") }
        ? nil : "no place: \(error)"
    }
    let chain = """
      [[chain]]
      step = "saturate"
      [[chain]]
      step = "bias"
      level = 300.5
      [[chain]]
      step = "linearity"
      law = "curve"
      curve = [0, 0, 100, 99, 1000, 970]
      [[chain]]
      step = "flat"
      master = ["a.fits", "b.fits"]
      [[chain]]
      step = "register"
      method = "structure"
      annulus = [1.3, 4.5]
      resample = true
      [[chain]]
      step = "merge"
      [[chain]]
      step = "enhance"
      filter = "mgn"
      sigmas = [1.25, 2.5, 5]

      """
    let words = [
      "[[chain]]\n", "step = ", "\"enhance\"", "\"invert\"", "[1, 2, 3]", "1e999", "nan", "-inf",
      "true", "0x7FFFFFFFFFFFFFFF", "\"../../x.fits\"", "chain = 1\n", "chain.step = 1\n",
    ]
    check(
      FuzzRun(
        "chain", share: 0.1,
        FileMutations(
          [Array(chain.utf8)], words: words, openers: ["[", "{", "[[", "a = [", "a = {a = "]),
        fault: fault,
        { bytes in
          let document = try ConfigurationDocument(
            ScenarioFile(name: "c.toml", bytes: bytes, folder: "/data"))
          let requests = try ChainFile.read(document, registry: StepRegistry.all)
          _ = try Chain(requests)
        }))
  }

  /// Cards as they stand in headers of SOHO, K-Cor, ASPIICS and PUNCH.
  private static let cards = [
    "CTYPE1  = 'HPLN-TAN'", "CTYPE2  = 'HPLT-TAN'", "CUNIT1  = 'arcsec'", "CUNIT2  = 'arcsec'",
    "CRPIX1  = 2.5", "CRPIX2  = 2.5", "CRVAL1  = 0.0", "CRVAL2  = 0.0", "CDELT1  = 190.4",
    "CDELT2  = 190.4", "PC1_1   = 1.0 / [deg] a matrix", "CROTA2  = 0.475331",
    "SC_ROLL = 180.00 / s/c roll (deg., Solar north + CCW from nominal)",
    "HEC_X   = -139130208.00 / s/c heliocentric ecliptic x (km)", "HEC_Y   = 46576272.00",
    "HEC_Z   = -94896.31", "RSUN_OBS= 974.35 / [arcsec] radius", "SOLAR_R = 372.27",
    "DSUN_OBS= 150710702390.32825 / [m] S/C distance from Sun", "DATE-OBS= '2001/04/05'",
    "TIME-OBS= '12:34:56.789'", "DATE_OBS= '11-DEC-96'", "TIMESYS = 'UTC     '",
    "EXPTIME = 25.1262079357 / [s] exposure", "BUNIT   = '2.009e+07 W/(m2 sr)'",
    "BSUN_DEF= 2.009e7", "LEVEL   = '1.0     '", "POLAR   = -999", "POLAROFF= 0.0",
    "TELESCOP= 'SOHO    '", "INSTRUME= 'ASPIICS'", "X_IO    = 2.5", "Y_IO    = 2.5",
    "R_IO    = 1.0", "OCC_RAD = 2017.205", "PV1_3   = 180.0", "LONPOLE = 180.0",
    "BTYPE   = 'Polarized brightness'", "FRAMEIDX= 17", "WAVELNTH= 171",
  ]

  /// A picture of 4 × 4 pixels under cards; each line of the text is one, cut or filled to 80 bytes.
  private static func file(_ text: [UInt8], samples: [Float]) -> [UInt8] {
    var bytes: [UInt8] = []
    for card in HandMadeFITS.primary(bitsPerSample: -32, lengths: [4, 4]) {
      let record = Array((card.keyword + String(repeating: " ", count: 8)).utf8.prefix(8))
      bytes += record + Array("= \(card.value)".utf8)
      bytes += [UInt8](repeating: 0x20, count: (80 - bytes.count % 80) % 80)
    }
    for line in text.split(separator: 0x0A).prefix(200) {
      bytes += line.prefix(80)
      bytes += [UInt8](repeating: 0x20, count: (80 - bytes.count % 80) % 80)
    }
    bytes += Array("END".utf8)
    bytes += [UInt8](repeating: 0x20, count: (2880 - bytes.count % 2880) % 2880)
    let data = HandMadeFITS.bytes(samples)
    return bytes + data + [UInt8](repeating: 0, count: 2880 - data.count % 2880)
  }

  private static let words = [
    "'", "= ", "/", "CD1_1   = 1.0\n", "CDELT1  = 0\n", "CRPIX1  = 1E308\n", "HPLN-ARC", "deg",
    "SIMULATD= T\n", "CONTINUE  'x&'\n", "HIERARCH a b = 1\n", "BLANK   = 0\n", "END\n", "1E400",
    "'1.0D+05'", "(1.0, 2.0)", "NAXIS   = 3\n", "BZERO   = 1E300\n", "EXTNAME = 'PB'\n",
  ]

  @Test("Damaged header cards are read as pictures with notes, or refused with words")
  func headers() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.fits")
    let samples = (0..<16).map { Float($0 % 3) * 1e-9 }
    check(
      FuzzRun(
        "header cards", share: 0.2,
        FileMutations(
          [Array(Self.cards.joined(separator: "\n").utf8)], words: Self.words, openers: ["'", "("]),
        fault: { error in
          error is ImageryError || error is CampaignError || error is ProcessingError
            ? nil : "not typed: \(error)"
        },
        { bytes in
          try Data(Self.file(bytes, samples: samples)).write(to: URL(fileURLWithPath: path))
          let reading = try ObservationReader.read(path)
          for note in reading.notes where note.utf8.count > 2000 {
            throw CampaignError(.damagedInput, "\u{1}a note of \(note.utf8.count) bytes")
          }
          // What stands in a header must not make a filter fall over.
          let step = try EnhanceStep(
            StepValues(["filter": .text("power")], for: EnhanceStep.description))
          _ = try step.process([reading.observation], [:])
        }))
  }

  @Test("Damaged column maps are refused with the file's name, or read")
  func columnMaps() {
    let cards =
      Self.cards.prefix(10).joined(separator: "\n") + "\nBUNIT   = 'm-2'\n"
    let samples = (0..<16).map { Float($0) * 1e6 }
    let whole = Self.file(Array(cards.utf8), samples: samples)
    func fault(_ error: any Error) -> String? {
      String(describing: error).contains("a.fits") ? nil : "no place: \(error)"
    }
    func use(_ map: ColumnMap) throws {
      let relative = map.relative
      for (x, y) in [(0.0, 0.0), (0.002, -0.001), (1e9, -1e9)] {
        guard (0...1.000001).contains(relative(x, y)) else {
          throw CampaignError(.badRequest, "\u{1}a column of \(relative(x, y))")
        }
      }
    }
    check(
      FuzzRun(
        "column maps, cards", share: 0.1,
        FileMutations([Array(cards.utf8)], words: Self.words, openers: ["'", "("]), fault: fault,
        { bytes in
          try use(try ColumnMap(Self.file(bytes, samples: samples), file: "a.fits"))
        }))
    // Samples of any bits under a header that is whole.
    let header = Array(whole.prefix(whole.count - 2880))
    check(
      FuzzRun(
        "column maps, samples", share: 0.05,
        FileMutations([HandMadeFITS.bytes(samples)], .binary), fault: fault,
        { bytes in
          let data = bytes.prefix(64) + [UInt8](repeating: 0, count: max(0, 64 - bytes.count))
          let file = header + data + [UInt8](repeating: 0, count: 2816)
          try use(try ColumnMap(file, file: "a.fits"))
        }))
  }
}
