import Foundation
import TestSupport
import Testing

@testable import Imagery

@Suite("Header cards of others")
struct ForeignHeaderTests {
  /// Cards no program of ours would write, each as it stands in a file.
  private static let records: [String] = [
    "OBJECT  = 'Sun     '           / what is seen",
    "EXPTIME =               1.5000 / [s] trailing zeros",
    "CROTA2  =    1.2345678901234567890123456789E+01 / more digits than a double has",
    "BIGINT  = 123456789012345678901234567890",
    "HUGE    =               1.E400 / beyond any double",
    "FORTRAN =        -3.25D-02     / an exponent of old",
    "COMPLEX = (1.0, -2.0)          / two numbers",
    "        blank keyword, text behind it",
    "",
    "COMMENT   indented remark / with a slash",
    "HISTORY= not a value",
    "HIERARCH ESO DET CHIP1 ID = 'ccd''s' / name of a chip",
    "HIERARCH just words",
    "UNDEF   =                      / undefined value",
    "Exptime =                  2.5 / small letters",
    "WEIRD.K =                    7 / a dot in the keyword",
    "TWICE   =                    1 / first",
    "TWICE   =                    2 / second",
    "NOVALUE   just text without equals",
    "NOSPACE =5",
    "QUOTED  = '5.5'",
    "OPEN    = 'no closing quote",
    "PC1_2   = -0.0",
    "CD1_1   =         1.2500000E-3",
    "LOGIC   =                    f / a small letter is no truth",
    "LONG    = 'the first part of a text, an ampersand at its end says it goes on&'",
    "CONTINUE  ' and on, 100% it''s&'",
    "CONTINUE  '' / its comment",
    "CONTINUE  'continues nothing'",
    "ENDING  =                    4 / begins like END",
  ]

  private func file(_ records: [String], data: [UInt8] = []) -> [UInt8] {
    let layout = [
      "SIMPLE  =                    T", "BITPIX  =                    8",
      "NAXIS   =                    2", "NAXIS1  =                    2",
      "NAXIS2  =                    2",
    ]
    var bytes: [UInt8] = []
    for record in layout + records + ["END"] {
      bytes += Array(record.utf8) + [UInt8](repeating: 0x20, count: 80 - record.utf8.count)
    }
    bytes += [UInt8](repeating: 0x20, count: (2880 - bytes.count % 2880) % 2880)
    return bytes + [1, 2, 3, 4] + [UInt8](repeating: 0, count: 2876)
  }

  @Test("Every card of others is written as it was read, in its place")
  func cardsSurvive() throws {
    let read = try FITSFile(bytes: file(Self.records))
    let unit = try read.unit()
    let padded = Self.records.map { $0 + String(repeating: " ", count: 80 - $0.utf8.count) }
    #expect(unit.header.records == padded)
    let samples = try read.samples(unit)
    #expect(samples.samples == [1, 2, 3, 4])
    let written = try FITSEncoder.encode(primary: FITSHDU(.float64(samples), header: unit.header))
    let again = try FITSFile(bytes: written)
    #expect(try again.unit().header.records == padded)
    #expect(try again.samples(again.unit()) == samples)
    #expect(try FITSDecoder.checksumsAreValid(written))
    // The reader of old keeps them as well.
    #expect(try FITSDecoder.decode(written).header.records == padded)
  }

  @Test("Values of others are understood as far as they mean something")
  func valuesAreUnderstood() throws {
    let header = try FITSFile(bytes: file(Self.records)).unit().header
    #expect(header.double("CROTA2") == 12.345678901234567)
    #expect(header.double("EXPTIME") == 1.5)
    #expect(header.cards[1].unit == "s")
    #expect(header.double("BIGINT") == 1.2345678901234568e29)
    #expect(header.string("HUGE") == "1.E400" && header.double("HUGE") == nil)
    #expect(header.double("FORTRAN") == -0.0325)
    #expect(header.string("COMPLEX") == "(1.0, -2.0)")
    #expect(header.string("HIERARCH ESO DET CHIP1 ID") == "ccd's")
    #expect(header["UNDEF"] == FITSCard.Value.none && header.integer("TWICE") == 1)
    #expect(header.string("QUOTED") == "5.5" && header.string("OPEN") == "no closing quote")
    #expect(
      header.string("LONG")
        == "the first part of a text, an ampersand at its end says it goes on and on, 100% it's")
    #expect(header.integer("ENDING") == 4 && header.string("LOGIC") == "f")
  }

  @Test("A card that is changed is written anew, its neighbours stay")
  func changedCards() throws {
    var header = try FITSFile(bytes: file(Self.records)).unit().header
    try header.set(try FITSCard("EXPTIME", .double(3), unit: "s", "new"))
    header.remove("HIERARCH ESO DET CHIP1 ID")
    #expect(header.records[1].hasPrefix("EXPTIME =                  3.0 / [s] new"))
    #expect(header.records[0].hasPrefix("OBJECT  = 'Sun     '"))
    #expect(header.cards.count == Self.records.count - 3)
  }

  @Test("Bytes that are no ASCII become question marks, and the file can be written")
  func foreignLetters() throws {
    var bytes = file(["OBSERVER= 'Jos\u{e9} R.'", "COMMENT tab\there"])
    // Latin-1 as older programs wrote it: one byte.
    if let place = bytes.firstIndex(of: 0xC3) {
      bytes.replaceSubrange(place..<place + 2, with: [0xE9])
      bytes.insert(0x20, at: (place / 80 + 1) * 80 - 1)
    }
    let unit = try FITSFile(bytes: bytes).unit()
    #expect(unit.header.string("OBSERVER") == "Jos? R.")
    let written = try FITSEncoder.encode(
      primary: FITSHDU(.float64(try FITSFile(bytes: bytes).samples(unit)), header: unit.header))
    #expect(try FITSFile(bytes: written).unit().header == unit.header)
  }

  @Test("A cube of doubles comes back bit for bit, and in singles where singles are asked for")
  func doubles() throws {
    let values: [Double] = [1.0 / 3, -0.0, .infinity, .nan, 5e-324, 1e300]
    let arrays = try [values, values.reversed()].map {
      try SampleArray(width: 3, height: 2, samples: $0)
    }
    let bytes = try FITSEncoder.encode(
      primary: FITSHDU(.float64Cube(arrays)), extensions: [FITSHDU(.float64(arrays[1]))])
    let file = try FITSFile(bytes: bytes)
    #expect(file.units.map(\.bitsPerSample) == [-64, -64])
    #expect(try file.samples(file.units[0], plane: 0) == arrays[0])
    #expect(try file.samples(file.units[0], plane: 1) == arrays[1])
    #expect(try file.samples(file.units[1]) == arrays[1] && arrays[1].blankCount == 1)
    #expect(try FITSDecoder.checksumsAreValid(bytes))
    guard case .float32Cube(let images) = try FITSDecoder.decode(bytes).content else {
      Issue.record("no cube")
      return
    }
    #expect(images[0].samples[0] == Float(1.0 / 3))
    #expect(throws: ImageryError.self) {
      let narrow = try SampleArray(width: 2, height: 3, samples: values)
      return try FITSEncoder.encode(primary: FITSHDU(.float64Cube([arrays[0], narrow])))
    }
  }

  @Test("Cards that pack an image into a table do not reach the header of the image")
  func packingIsLeftOut() throws {
    let folder = ReferenceData.repositoryPath("Fixtures/fits")
    for name in ["fpack_rice_dither2", "tiled_hcompress_f32", "fpack_rice_u16"] {
      let header = try FITSFile("\(folder)/\(name).fits").unit().header
      let left = header.cards.map(\.keyword).filter { $0.hasPrefix("Z") || $0.hasPrefix("T") }
      #expect(left.isEmpty, "\(left)")
      #expect(header.string("EXTNAME") != "COMPRESSED_IMAGE")
    }
  }
}
