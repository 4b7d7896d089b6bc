import Foundation
import TestSupport
import Testing

@testable import Imagery

#if canImport(Glibc)
  import Glibc
#endif

@Suite("FITS files that lie")
struct HostileFITSTests {
  private func message(_ bytes: [UInt8], choice: FITSUnitChoice = .firstPicture) -> String {
    do {
      let file = try FITSFile(bytes: bytes, path: "x.fits")
      let unit = try file.unit(choice)
      return "read \(try file.samples(unit).samples.count) samples"
    } catch {
      return "\(error)"
    }
  }

  private func array(_ bits: Int, _ lengths: [Int], _ more: [HandMadeFITS.Card] = []) -> [UInt8] {
    HandMadeFITS.unit(HandMadeFITS.primary(bitsPerSample: bits, lengths: lengths) + more, [])
  }

  @Test("Sizes no file has are refused before memory is taken")
  func sizes() {
    let huge = Int.max
    for (bytes, words) in [
      (array(-64, [huge, huge]), "the data are larger than any file"),
      (array(8, [huge, 1, 1]), "the data are larger than any file"),
      (array(16, [1_000_000_000, 1_000_000_000]), "more than the 268435456 allowed"),
      (array(16, [100_000, 100_000]), "10000000000 samples are more than"),
      (array(16, [10_000, 10_000]), "the file is cut short: it ends before byte 200002880"),
      (array(17, [4, 4]), "BITPIX is 17; 8, 16, 32, 64, -32 and -64 are known"),
      (array(16, [-4, 4]), "NAXIS1 is -4; a whole number from 0"),
      (array(16, [4, 4], [("BSCALE", "0.0")]), "BSCALE is 0"),
      (array(16, [4, 4], [("BZERO", "'zero'")]), "BZERO is 'zero'; a number is expected"),
      (array(16, [4, 4], [("BLANK", "1.5")]), "BLANK is 1.5; a whole number"),
    ] {
      #expect(
        message(bytes).contains(words.replacing("10000000000", with: "100000 × 100000")),
        "\(message(bytes))")
    }
    var noAxes = HandMadeFITS.primary(bitsPerSample: 8, lengths: [])
    noAxes[2] = ("NAXIS", "999")
    #expect(message(HandMadeFITS.unit(noAxes, [])).contains("NAXIS1 is missing"))
    noAxes[2] = ("NAXIS", "1000")
    #expect(message(HandMadeFITS.unit(noAxes, [])).contains("NAXIS is 1000; a whole number"))
    noAxes.remove(at: 1)
    #expect(message(HandMadeFITS.unit(noAxes, [])).contains("BITPIX is missing"))
  }

  @Test("PCOUNT and GCOUNT that are negative, huge or too large for a number are refused")
  func parameterCounts() throws {
    let primary = HandMadeFITS.unit([("SIMPLE", "T"), ("BITPIX", "8"), ("NAXIS", "0")], [])
    for (keyword, value, words) in [
      ("PCOUNT", "-2880", "PCOUNT is -2880"), ("PCOUNT", "9223372036854775807", "larger than any"),
      ("GCOUNT", "9223372036854775807", "larger than any"),
      ("PCOUNT", "9223372036854775000", "larger than any"),
      ("PCOUNT", "99999999999999999999", "PCOUNT is 1e+20"),
    ] {
      var cards = HandMadeFITS.image(bitsPerSample: 16, lengths: [4, 4], name: "A")
      cards = cards.map { $0.keyword == keyword ? (keyword, value) : $0 }
      let found = message(primary + HandMadeFITS.unit(cards, [0, 0]))
      #expect(found.contains("no unit holds a picture") && found.contains(words), "\(found)")
    }
    // What lies in front of the damage is read, and the damage is told.
    var cards = HandMadeFITS.image(bitsPerSample: 16, lengths: [4, 4], name: "A")
    cards[4] = ("NAXIS2", "-1")
    let file = try FITSFile(
      bytes: HandMadeFITS.unit(
        HandMadeFITS.primary(bitsPerSample: 8, lengths: [2, 2]), [1, 2, 3, 4])
        + HandMadeFITS.unit(cards, []))
    #expect(file.units.count == 1 && file.problem?.message.contains("NAXIS2 is -1") == true)
    #expect(try file.samples(file.unit()).samples == [1, 2, 3, 4])
  }

  @Test("Headers without end, and files that end inside one, are refused")
  func headers() {
    let first = Array("SIMPLE  =                    T".utf8)
    let endless = first + [UInt8](repeating: 0x20, count: 10_000_000)
    #expect(message(endless).contains("the header has no END within 8386560 bytes"))
    #expect(message(Array(endless.prefix(5000))).contains("ends inside the header"))
    #expect(message([]).contains("it does not begin with SIMPLE"))
    #expect(message(Array("a text".utf8)).contains("this is not a FITS file"))
    // A text continued ten thousand times takes no more time than its length.
    var cards =
      "SIMPLE  =                    T".padded + "BITPIX  = 8".padded
      + "NAXIS   = 0".padded + "LONG    = '\(String(repeating: "x", count: 67))&'".padded
    cards += String(
      repeating: "CONTINUE  '\(String(repeating: "y", count: 67))&'".padded, count: 60_000)
    cards += "END".padded
    #expect(message(Array(cards.utf8)).contains("no unit holds a picture"))
  }

  @Test(
    "Other packings are named with what unpacks them",
    arguments: [
      ([0x42, 0x5A, 0x68, 0x39], "bunzip2"), ([0x1F, 0x9D, 0x90, 0], "uncompress"),
      ([0xFD, 0x37, 0x7A, 0x58], "unxz"), ([0x50, 0x4B, 3, 4], "unzip"),
      ([0x28, 0xB5, 0x2F, 0xFD], "unzstd"),
    ] as [([UInt8], String)])
  func packings(magic: [UInt8], tool: String) {
    #expect(message(magic + [UInt8](repeating: 0, count: 100)).contains("unpack it with \(tool)"))
    #expect(message([0x1F, 0x8B, 8, 0] + magic).contains("the gzip stream is"))
  }

  @Test("Folders, pipes and missing files are refused without waiting")
  func places() throws {
    let folder = try TemporaryFolder()
    mkfifo(folder.path("pipe"), 0o600)
    for (name, words) in [
      ("pipe", "it is no regular file"), (".", "it is no regular file"),
      ("none.fits", "No such file"),
    ] {
      let error = #expect(throws: ImageryError.self) { try FITSFile(folder.path(name)) }
      #expect(error?.code == .file && error?.description.contains(words) == true)
    }
  }

  @Test("A band of a picture far larger than the memory is read at once")
  func largeFile() throws {
    // 200 GB that take no space on the disk.
    let folder = try TemporaryFolder()
    let header = HandMadeFITS.unit(
      HandMadeFITS.primary(bitsPerSample: -32, lengths: [250_000, 200_000]), [])
    let path = folder.path("large.fits")
    try Data(header).write(to: URL(fileURLWithPath: path))
    let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    let end = UInt64(2880 + 250_000 * 200_000 * 4)
    do {
      try handle.truncate(atOffset: end)
    } catch {
      print("SKIPPED: this file system holds no sparse file of 200 GB")
      return
    }
    try handle.seek(toOffset: end - 4)
    try handle.write(contentsOf: Data(HandMadeFITS.bytes([Float(1.5)])))
    try handle.close()
    let file = try FITSFile(path)
    let unit = try file.unit()
    let band = try file.samples(unit, rows: 199_998..<200_000)
    #expect(band.samples.last == 1.5 && band.samples.dropLast().allSatisfy { $0 == 0 })
    #expect(throws: ImageryError.self) { try file.samples(unit) }
  }

  @Test("Tiny tiles with huge rows of their table take no memory for them")
  func largeRows() throws {
    let folder = try TemporaryFolder()
    let table: [HandMadeFITS.Card] = [
      ("XTENSION", "'BINTABLE'"), ("BITPIX", "8"), ("NAXIS", "2"), ("NAXIS1", "1048576"),
      ("NAXIS2", "300"), ("PCOUNT", "0"), ("GCOUNT", "1"), ("TFIELDS", "2"),
      ("TTYPE1", "'COMPRESSED_DATA'"), ("TFORM1", "'1PB(1)'"), ("TTYPE2", "'PADDING'"),
      ("TFORM2", "'1048568B'"), ("ZIMAGE", "T"), ("ZBITPIX", "16"), ("ZNAXIS", "2"),
      ("ZNAXIS1", "150"), ("ZNAXIS2", "2"), ("ZTILE1", "1"), ("ZTILE2", "1"),
      ("ZCMPTYPE", "'RICE_1'"),
    ]
    let header =
      HandMadeFITS.unit([("SIMPLE", "T"), ("BITPIX", "8"), ("NAXIS", "0")], [])
      + HandMadeFITS.unit(table, [])
    let path = folder.path("rows.fits")
    try Data(header).write(to: URL(fileURLWithPath: path))
    let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    // 300 MiB that take no space on the disk.
    try handle.truncate(atOffset: UInt64(header.count + 300 * 1_048_576 + 2880))
    try handle.close()
    let file = try FITSFile(path)
    let unit = try file.unit()
    let error = #expect(throws: ImageryError.self) { try file.samples(unit) }
    #expect(
      error?.message.contains("300 tiles have table rows of 1048576 bytes, 268435456 in all are")
        == true,
      "\(error?.description ?? "none")")
  }

  @Test("A file that unpacks to far more than it is takes no memory for it")
  func gzipBomb() throws {
    // 0.1 MB of gzip that hold 100 MB of zeros behind a header, made by repeating a member.
    let folder = try TemporaryFolder()
    let header = HandMadeFITS.unit(
      HandMadeFITS.primary(bitsPerSample: 8, lengths: [100_000, 1_000]), [])
    try Data(header).write(to: URL(fileURLWithPath: folder.path("header")))
    try Data(count: 20_000_000).write(to: URL(fileURLWithPath: folder.path("zeros")))
    let packed = try ["header", "zeros"].map { name in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = ["gzip", "-n", folder.path(name)]
      try process.run()
      process.waitUntilExit()
      return try folder.bytes(name + ".gz")
    }
    let bytes = packed[0] + (0..<5).flatMap { _ in packed[1] }
    #expect(bytes.count < 200_000)
    let file = try FITSFile(bytes: bytes)
    #expect(file.units[0].isComplete)
    let band = try file.samples(file.unit(), rows: 500..<501)
    #expect(band.width == 100_000 && band.samples.allSatisfy { $0 == 0 })
  }

  @Test("Going back in a gzip stream again and again comes to an end")
  func backward() throws {
    let folder = try TemporaryFolder()
    try Data(count: 1_000_000).write(to: URL(fileURLWithPath: folder.path("zeros")))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-n", folder.path("zeros")]
    try process.run()
    process.waitUntilExit()
    let stream = GzipStream(
      .memory(try folder.bytes("zeros.gz")), path: "x.fits.gz", worthOfGoingBack: 2_000_000)
    // Three times the furthest place and two million more: five ways back, and not a sixth.
    for _ in 0..<6 {
      #expect(try stream.bytes(999_999..<1_000_000).count == 1)
    }
    let error = #expect(throws: ImageryError.self) { try stream.bytes(999_999..<1_000_000) }
    #expect(
      error?.description.contains("unpacked again and again; unpack the file with gunzip") == true,
      "\(error?.description ?? "none")")
  }

  @Test("Tiles that lie are refused with the number of the tile")
  func tiles() throws {
    let folder = ReferenceData.repositoryPath("Fixtures/fits")
    func changed(_ name: String, _ keyword: String, _ value: String) throws -> String {
      var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name).fits")))
      let card = Array(keyword.padding(toLength: 8, withPad: " ", startingAt: 0).utf8)
      let places = stride(from: 0, to: bytes.count - 79, by: 80).filter {
        bytes[$0..<$0 + 8].elementsEqual(card)
      }
      let place = try #require(places.last)
      bytes.replaceSubrange(place + 10..<place + 80, with: Array(value.padded.utf8.prefix(70)))
      return message(bytes, choice: .number(1))
    }
    for (name, keyword, value, words) in [
      ("tiled_rice_i16", "ZCMPTYPE", "'ZSTD_1'", "RICE_1, GZIP_1, GZIP_2, PLIO_1"),
      ("tiled_rice_i16", "ZVAL2", "3", "BYTEPIX is 3"),
      ("tiled_rice_i16", "ZVAL1", "0", "BLOCKSIZE 0"),
      ("tiled_rice_i16", "ZTILE1", "0", "ZTILE1 is 0"),
      ("tiled_rice_i16", "ZNAXIS2", "16", "the image has 16 tiles, the table 15 rows"),
      ("tiled_rice_i16", "ZNAXIS1", "100000000", "samples are more than the 268435456 allowed"),
      ("tiled_rice_i16", "ZNAXIS1", "10000000", "the image has 8333340 tiles, the table 15"),
      ("tiled_rice_i16", "ZTILE1", "17", "the image has 30 tiles, the table 15 rows"),
      ("tiled_rice_i16", "ZVAL2", "4", "tile 1 is damaged: its packed bytes end too early"),
      ("tiled_rice_i16", "TFORM1", "'1PX(3)'", "tile 1 is damaged: it has no data"),
      ("tiled_rice_i16", "TFORM1", "'9999PB'", "the columns take more than the 8 bytes of a row"),
      ("tiled_rice_i16", "TFORM1", "'nonsense'", "TFORM1 is 'nonsense', no column of FITS"),
      ("tiled_rice_i16", "NAXIS2", "999999", "the file is cut short"),
      ("tiled_rice_i16", "PCOUNT", "20", "lie outside the heap of 20 bytes"),
      ("tiled_rice_f32_dither1", "ZQUANTIZ", "'SOMEHOW'", "ZQUANTIZ is 'SOMEHOW'"),
      ("tiled_rice_f32_dither1", "ZDITHER0", "20000", "ZDITHER0 is 20000"),
      ("tiled_rice_f32_dither1", "ZQUANTIZ", "'NONE'", "ZSCALE is missing"),
      ("tiled_plio_i16", "ZCMPTYPE", "'HCOMPRESS_1'", "its packed bytes end too early"),
      ("tiled_rice_i32", "ZCMPTYPE", "'HCOMPRESS_1'", "it does not begin as HCOMPRESS data do"),
      ("tiled_hcompress_i32", "ZNAXIS1", "17", "it claims 15 × 18 samples where there are"),
      ("tiled_gzip1_i16", "ZBITPIX", "-64", "it unpacks to 360 bytes instead of"),
      ("tiled_gzip1_i16", "ZCMPTYPE", "'PLIO_1'", "its pixel list claims"),
    ] {
      let found = try changed(name, keyword, value)
      #expect(found.contains(words), "\(name) \(keyword) = \(value): \(found)")
    }
  }
}

extension String {
  fileprivate var padded: String { self + String(repeating: " ", count: max(0, 80 - utf8.count)) }
}
