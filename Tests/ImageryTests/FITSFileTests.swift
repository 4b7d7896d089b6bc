import Foundation
import TestSupport
import Testing

@testable import Imagery

@Suite("FITS files")
struct FITSFileTests {
  @Test("An image comes back bit for bit, NaN payloads and infinities included")
  func imagesRoundTrip() throws {
    let file = try Samples.wholeFile()
    let image = try Samples.awkwardImage()
    #expect(file.count % 2880 == 0)
    #expect(try FITSDecoder.unitCount(file) == 4)
    for unit in [0, 1] {
      #expect(try FITSDecoder.decode(file, unit: unit).content == .float32(image))
    }
    guard case .uint8(let mask) = try FITSDecoder.decode(file, unit: 2).content else {
      Issue.record("unit 2 is no mask")
      return
    }
    #expect(mask[6, 4] == [.occulted, .star])
    #expect(mask.count(of: .occulted) == 1)
  }

  @Test("SIMPLE stands first, then the layout, then the caller's cards in order, checksums last")
  func cardsAreInOrder() throws {
    let records = Samples.records(try Samples.wholeFile())
    #expect(
      records.prefix(6).map { String($0.prefix(30)) } == [
        "SIMPLE  =                    T", "BITPIX  =                  -32",
        "NAXIS   =                    2", "NAXIS1  =                    7",
        "NAXIS2  =                    5", "EXTEND  =                    T",
      ])
    #expect(Array(records[6..<records.count - 2]) == (try Samples.referenceHeader().records))
    #expect(records[records.count - 2].hasPrefix("CHECKSUM= '"))
    #expect(records[records.count - 1].hasPrefix("DATASUM = '"))
    #expect(records.suffix(2).allSatisfy { !$0.contains("20") || !$0.contains(":") })
  }

  @Test("Decoding and encoding again gives the same bytes")
  func decodingLosesNothing() throws {
    let file = try Samples.wholeFile()
    let units = try (0..<4).map { try FITSDecoder.decode(file, unit: $0) }
    #expect(units[0].header == (try Samples.referenceHeader()))
    let again = try FITSEncoder.encode(primary: units[0], extensions: Array(units[1...]))
    let isSame = again == file
    #expect(isSame)
  }

  @Test("Two encodes are byte-identical and CFITSIO finds every checksum valid")
  func filesAreReproducible() throws {
    let first = try Samples.wholeFile()
    Thread.sleep(forTimeInterval: 1.1)
    let isSame = try Samples.wholeFile() == first
    #expect(isSame)
    #expect(try FITSDecoder.checksumsAreValid(first))
    var damaged = first
    damaged[first.count - 2880 + 5] ^= 1
    #expect(try !FITSDecoder.checksumsAreValid(damaged))
  }

  @Test("fitsverify finds neither warnings nor errors")
  func fitsverifyIsContent() throws {
    let directory = try Samples.directory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let path = directory + "/whole.fits"
    try AtomicFile.write(try Samples.wholeFile(), to: path)
    guard let verdict = try FITSVerify.verdict(onFile: path) else { return }
    #expect(verdict.isClean, "\(verdict.words)")
  }

  @Test("Encoding and failing in many tasks at once mixes up neither bytes nor errors")
  func encodingIsConcurrent() async throws {
    let expected = try Samples.wholeFile()
    let corrupt = Array(expected.prefix(2880))
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<64 {
        group.addTask {
          if number % 4 == 0 {
            do {
              _ = try FITSDecoder.decode(corrupt, unit: 1 + number, path: "file\(number)")
              return false
            } catch let error as ImageryError {
              return error.path == "file\(number)" && error.code == .fits
            }
          }
          return try Samples.wholeFile() == expected
        }
      }
      for try await isRight in group { #expect(isRight) }
    }
  }

  @Test("A text table keeps every line, widens for long ones and marks itself as no observation")
  func textTables() throws {
    let decoded = try FITSDecoder.decode(try Samples.wholeFile(), unit: 3)
    #expect(decoded.header.integer("OBS_HDU") == 0)
    guard case .table(let table) = decoded.content else {
      Issue.record("no table")
      return
    }
    #expect(table.rowCount == 4)
    #expect(table.columns[0].width == 90)
    #expect(table.columns[0].cells[2] == "name = \"Soyuz\"  # 12.5deg")
    #expect(throws: ImageryError.self) { try FITSTextTable.Column("A", ["two\nlines"]) }
    #expect(throws: ImageryError.self) { try FITSTextTable(columns: []) }
  }

  @Test("A cube keeps its planes, an empty primary is allowed, a primary table is not")
  func otherLayouts() throws {
    let image = try Samples.awkwardImage()
    let cube = FITSHDU(.float32Cube([image, image, image]))
    let file = try FITSEncoder.encode(primary: FITSHDU(.empty), extensions: [cube])
    #expect(try FITSDecoder.decode(file).content == .empty)
    #expect(try FITSDecoder.decode(file, unit: 1).content == cube.content)
    #expect(try FITSDecoder.checksumsAreValid(file))
    let table = FITSHDU(.table(try FITSTextTable(name: "A", lines: [])))
    #expect(throws: ImageryError.self) { try FITSEncoder.encode(primary: table) }
    let small = try Image(width: 2, height: 2, repeating: 0)
    #expect(throws: ImageryError.self) {
      try FITSEncoder.encode(primary: FITSHDU(.float32Cube([image, small])))
    }
  }

  @Test("Two units of one name are refused")
  func namesAreUnique() throws {
    var header = FITSHeader()
    try header.append("EXTNAME", "B")
    let unit = FITSHDU(.float32(try Samples.awkwardImage()), header: header)
    #expect { try FITSEncoder.encode(primary: unit, extensions: [unit]) } throws: {
      ($0 as? ImageryError)?.code == .wrongHDU
    }
  }

  @Test("Bytes that are no FITS file, cut short or missing give a typed error")
  func damagedFilesAreRefused() throws {
    let file = try Samples.wholeFile()
    #expect(throws: ImageryError.self) { try FITSDecoder.decode([]) }
    #expect(throws: ImageryError.self) { try FITSDecoder.decode(Array("hello".utf8)) }
    #expect(throws: ImageryError.self) { try FITSDecoder.decode(file, unit: 4) }
    #expect(throws: ImageryError.self) { try FITSDecoder.decode(file, unit: -1) }
    #expect(throws: ImageryError.self) { try FITSDecoder.decode(Array(file.prefix(2880))) }
    #expect { try FITSDecoder.read("/nowhere/file.fits") } throws: {
      ($0 as? ImageryError)?.path == "/nowhere/file.fits"
    }
  }

  @Test("The reference frame of astropy reads with its header and its statistics")
  func readsTheReferenceFrame() throws {
    guard let reference = ProcessInfo.processInfo.environment["TOTALITY_REFERENCE"] else {
      print("SKIPPED: TOTALITY_REFERENCE is not set")
      return
    }
    let frame = try FITSDecoder.read(reference + "/computed/imaging/frame_b.fits")
    guard case .float32(let image) = frame.content else {
      Issue.record("no image")
      return
    }
    #expect(image.width == 256 && image.height == 256)
    #expect(frame.header.double("CDELT1") == 40)
    #expect(frame.header.string("CTYPE1") == "HPLN-TAN")
    #expect(frame.header.string("BUNIT") == "")
    #expect(frame.header.double("PC1_2") == -0.21643961393810288)
    let statistics = ImageStatistics(image)
    #expect(statistics.invalidCount == 8000)
    #expect(abs(statistics.minimum / 4.86846313992342e-10 - 1) < 1e-6)
    #expect(abs(statistics.maximum / 4.58813976442453e-08 - 1) < 1e-6)
    #expect(abs(statistics.mean / 3.42872759915274e-09 - 1) < 1e-6)
    #expect(abs(statistics.median / 2.02670900675228e-09 - 1) < 1e-6)

    // Written again by us it says the same: every card, every sample, valid sums.
    let again = try FITSEncoder.encode(primary: frame)
    let isSame = try FITSDecoder.decode(again) == frame
    #expect(isSame)
    #expect(try FITSDecoder.checksumsAreValid(again))
    if let directory = ProcessInfo.processInfo.environment["TOTALITY_PICTURES"] {
      try AtomicFile.write(again, to: directory + "/frame_b.fits")
    }
  }
}
