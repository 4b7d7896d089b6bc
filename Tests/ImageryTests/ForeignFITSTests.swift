import Foundation
import TestSupport
import Testing

@testable import Imagery

@Suite("FITS files of others")
struct ForeignFITSTests {
  /// The folder with files made by astropy 8.0.2 and CFITSIO 4.2.0's fpack, see
  /// Scripts/make_fits_fixtures.py.
  ///
  /// TOTALITY_FITS names another folder with such files.
  static let folder =
    ProcessInfo.processInfo.environment["TOTALITY_FITS"]
    ?? ReferenceData.repositoryPath("Fixtures/fits")

  /// Every file with the samples astropy reads from it beside it.
  static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".f64") }.map { String($0.dropLast(4)) }.sorted()

  /// What astropy reads, as doubles.
  static func expected(_ name: String) throws -> [Double] {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name).f64")))
    return stride(from: 0, to: bytes.count, by: 8).map { place in
      Double(
        bitPattern: bytes[place..<place + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }
  }

  /// How many samples differ, not counting which NaN stands for a missing one.
  static func differences(_ left: [Double], _ right: [Double]) -> Int {
    guard left.count == right.count else { return max(left.count, right.count) }
    return zip(left, right).reduce(0) { $0 + ($1.0 == $1.1 || $1.0.isNaN && $1.1.isNaN ? 0 : 1) }
  }

  static func allPlanes(_ file: FITSFile, _ unit: FITSUnitSummary) throws -> [Double] {
    try (0..<unit.planeCount).flatMap { try file.samples(unit, plane: $0).samples }
  }

  @Test("Every type, packing and kind of unit is read as astropy reads it", arguments: names)
  func samplesAreAstropys(name: String) throws {
    let file = try FITSFile("\(Self.folder)/\(name).fits")
    #expect(file.problem == nil)
    let unit = try file.unit()
    let samples = try Self.allPlanes(file, unit)
    let expected = try Self.expected(name)
    #expect(Self.differences(samples, expected) == 0)
    // Bytes in memory and the file on the disk are the same thing.
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(Self.folder)/\(name).fits")))
    let again = try FITSFile(bytes: bytes)
    #expect(Self.differences(try Self.allPlanes(again, again.unit()), expected) == 0)
  }

  @Test("There are files of every type and packing")
  func fixturesAreThere() {
    #expect(Self.names.count >= 40)
  }

  @Test("A band of rows is what these rows are in the whole", arguments: names)
  func bandsOfRows(name: String) throws {
    let file = try FITSFile("\(Self.folder)/\(name).fits")
    let unit = try file.unit()
    let plane = unit.planeCount - 1
    let whole = try file.samples(unit, plane: plane)
    for rows in [0..<1, 4..<9, whole.height - 1..<whole.height] {
      let band = try file.samples(unit, plane: plane, rows: rows)
      #expect(band.height == rows.count && band.width == whole.width)
      let part = whole.samples[rows.lowerBound * whole.width..<rows.upperBound * whole.width]
      #expect(Self.differences(band.samples, Array(part)) == 0)
    }
  }

  @Test(
    "A file packed by gzip gives what it gives unpacked", arguments: ["units", "tiled_rice_i16"])
  func gzip(name: String) throws {
    let file = try FITSFile("\(Self.folder)/\(name).fits.gz")
    #expect(file.problem == nil)
    #expect(
      file.units.map(\.description)
        == (try FITSFile("\(Self.folder)/\(name).fits")).units
        .map(\.description))
    #expect(
      Self.differences(try Self.allPlanes(file, file.unit()), try Self.expected(name)) == 0)
    var bytes = [UInt8](
      try Data(contentsOf: URL(fileURLWithPath: "\(Self.folder)/\(name).fits.gz")))
    bytes.removeLast(bytes.count / 3)
    #expect { try FITSFile(bytes: bytes).unit().isComplete } throws: {
      "\($0)".contains("cut short")
    }
  }

  @Test("Units are listed with number, name, kind and size, and chosen by number or name")
  func unitsAreListed() throws {
    let file = try FITSFile("\(Self.folder)/units.fits")
    #expect(
      file.units.map(\.description) == [
        "0: empty", "1 'LOG': table 13 × 4", "2 'CUBE': image 18 × 15 × 3",
        "3 'UNCERT': image 18 × 15", "4 'UNCERT': image 18 × 15", "5 'LINE': image 5",
      ])
    #expect(try file.unit().number == 2)
    #expect(try file.unit(FITSUnitChoice("4")).number == 4)
    #expect(try file.unit(FITSUnitChoice("uncert")).number == 3)
    #expect(try file.unit(FITSUnitChoice("UNCERT,2")).number == 4)
    let line = try file.samples(file.unit(FITSUnitChoice("LINE")))
    #expect(line.samples == [0, 1, 2, 3, 4] && line.height == 1)
    for (choice, words) in [
      ("7", "there is no unit 7. The file has 0: empty; 1 'LOG': table 13 × 4; 2 'CUBE'"),
      ("MASK", "no unit has EXTNAME 'MASK'"), ("UNCERT,3", "and EXTVER 3"),
      ("-1", "there is no unit -1"),
    ] {
      let error = #expect(throws: ImageryError.self) { try file.unit(FITSUnitChoice(choice)) }
      #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }
    let cube = try file.unit(.name("CUBE", version: nil))
    for (plane, rows, words) in [
      (3, nil, "the planes count from 0 to 2"), (-1, nil, "the planes count from 0 to 2"),
      (0, 10..<16, "the rows count from 0 to 14"),
    ] as [(Int, Range<Int>?, String)] {
      let error = #expect(throws: ImageryError.self) {
        try file.samples(cube, plane: plane, rows: rows)
      }
      #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }
    #expect { try file.samples(try file.unit(.number(1))) } throws: {
      "\($0)".contains("it holds no array but: table")
    }
  }

  @Test("Whole numbers of 64 bits are exact up to 2⁵³, and those rounded are counted")
  func longNumbers() throws {
    let file = try FITSFile("\(Self.folder)/plain_u64.fits")
    let samples = try file.samples(file.unit())
    #expect(Array(samples.samples[..<3]) == [0, 0x1p64, 5])
    #expect(samples.roundedCount > 200)
    let narrow = try FITSFile("\(Self.folder)/plain_i32.fits")
    let exact = try narrow.samples(narrow.unit())
    #expect(Array(exact.samples[..<3]) == [-0x1p31, 0x1p31 - 1, 5] && exact.roundedCount == 0)
  }

  @Test("BLANK becomes NaN and is counted, beside BSCALE and BZERO")
  func blanks() throws {
    let file = try FITSFile("\(Self.folder)/scaled_i16.fits")
    let samples = try file.samples(file.unit())
    #expect(samples.blankCount == 5 && samples[4, 2].isNaN && !samples[9, 2].isNaN)
  }
}
