import Foundation
import TestSupport
import Testing

@testable import Imagery

@Suite("Layout of FITS files read without their data")
struct FITSLayoutTests {
  private func folder() throws -> TemporaryFolder { try TemporaryFolder() }

  private func write(_ bytes: [UInt8], _ folder: TemporaryFolder) throws -> String {
    let path = folder.path + "/cube.fits"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  @Test("An array is told by its place, axes, type, scale and cards, and tables by their numbers")
  func layout() throws {
    let folder = try folder()
    let samples: [Int16] = [1, 2, 3, 4, 5, 6]
    let cube =
      HandMadeFITS.primary(bitsPerSample: 16, lengths: [3, 2]) + [
        ("BSCALE", "0.5"), ("BZERO", "7.0"), ("BLANK", "-1"), ("BUNIT", "'cm-3'"),
      ]
    let path = try write(
      HandMadeFITS.unit(cube, HandMadeFITS.bytes(samples))
        + HandMadeFITS.unit(
          HandMadeFITS.image(bitsPerSample: -64, lengths: [3], name: "RADII"),
          HandMadeFITS.bytes([1.0, 1.5, 4]))
        + HandMadeFITS.unit(
          HandMadeFITS.table(rows: 2, column: "R", name: "GRID") + [("TUNIT1", "'solRad'")],
          HandMadeFITS.bytes([2.5, 3.5])), folder)
    let arrays = try FITSLayoutReader.arrays(path)
    #expect(arrays.map(\.unit) == [0, 1])
    let array = try #require(arrays.first)
    #expect(array.lengths == [3, 2] && array.bitsPerSample == 16 && array.byteOffset == 2880)
    #expect(array.scale == 0.5 && array.zero == 7 && array.blank == -1)
    #expect(array.sampleCount == 6 && array.byteCount == 12)
    #expect(array.header.string("BUNIT") == "cm-3")
    let file = try MappedFile(path)
    #expect(Array(file.bytes[array.byteOffset..<array.byteOffset + 4]) == [0, 1, 0, 2])
    let radii = try FITSLayoutReader.numbers(path, extensionName: "RADII", column: nil)
    #expect(radii.values == [1, 1.5, 4] && radii.unit == nil)
    let column = try FITSLayoutReader.numbers(path, extensionName: "GRID", column: "r")
    #expect(column.values == [2.5, 3.5] && column.unit == "solRad")
    for (name, column, words) in [
      ("NONE", nil, "no unit has that EXTNAME"), ("GRID", nil, "name the column as well"),
      ("GRID", "Q", "no column 'Q'"),
    ] as [(String, String?, String)] {
      let error = #expect(throws: ImageryError.self) {
        try FITSLayoutReader.numbers(path, extensionName: name, column: column)
      }
      #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }
    #expect(throws: ImageryError.self) {
      try FITSLayoutReader.numbers(path, extensionName: "RADII", column: nil, limit: 2)
    }
  }

  @Test("A file that is cut short, packed, no FITS file or not there is refused in words")
  func refusals() throws {
    let folder = try folder()
    let whole = HandMadeFITS.unit(
      HandMadeFITS.primary(bitsPerSample: -32, lengths: [40, 40, 40]),
      HandMadeFITS.bytes([Float](repeating: 1, count: 64000)))
    for (bytes, words) in [
      (Array(whole.dropLast(10_000)), "the file is cut short"),
      (Array(whole.prefix(2880)), "the file is cut short"),
      ([0x1F, 0x8B] + whole, "it is packed; unpack it with gunzip"),
      (Array("a text".utf8), "this is not a FITS file"), ([], "it is empty"),
      (
        HandMadeFITS.unit(
          HandMadeFITS.primary(
            bitsPerSample: -64, lengths: [2_000_000_000, 2_000_000_000, 2_000_000_000]), []),
        "larger than any file"
      ),
    ] {
      let path = try write(bytes, folder)
      let error = #expect(throws: ImageryError.self) { try FITSLayoutReader.arrays(path) }
      #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }
    let missing = #expect(throws: ImageryError.self) {
      try FITSLayoutReader.arrays(folder.path + "/none.fits")
    }
    #expect(missing?.message.contains("No such file") == true)
    #expect(throws: ImageryError.self) { try FITSLayoutReader.arrays(folder.path) }
  }

  @Test("Damaged headers never crash the reader")
  func damage() throws {
    let folder = try folder()
    let whole = HandMadeFITS.unit(
      HandMadeFITS.primary(bitsPerSample: -32, lengths: [4, 4, 4]),
      HandMadeFITS.bytes([Float](repeating: 1, count: 64)))
    var state: UInt64 = 7
    func next() -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33)
    }
    for _ in 0..<300 {
      var bytes = whole
      for _ in 0..<(1 + next() % 4) { bytes[next() % 480] = UInt8(0x2D + next() % 13) }
      _ = try? FITSLayoutReader.arrays(try write(bytes, folder))
    }
  }

  @Test("Pieces put together are the file, and a changed file is found out")
  func pieces() throws {
    let folder = try folder()
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let path = try write(bytes, folder)
    let file = try MappedFile(path)
    var together: [UInt8] = []
    try file.forEachPiece { offset, piece in
      #expect(offset == together.count)
      together += piece
    }
    #expect(together == bytes)
    try file.checkUnchanged()
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try handle.truncate(atOffset: 1_000_000)
    try handle.close()
    let error = #expect(throws: ImageryError.self) { try file.checkUnchanged() }
    #expect(error?.message.contains("changed while the program used it") == true)
    #expect(throws: ImageryError.self) { try file.forEachPiece { _, _ in } }
  }
}
