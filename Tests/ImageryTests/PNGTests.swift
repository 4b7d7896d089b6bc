import Foundation
import Testing

@testable import Imagery

@Suite("PNG files")
struct PNGTests {
  private let scale: LogScale

  init() throws { scale = try LogScale(low: -10, high: -6) }

  private func image() throws -> Image {
    let samples: [Float] = [
      1e-10, 1e-9, 1e-8, .nan, 1e-6, 1e-3, 1e-12, 0, -1, .infinity, 3e-7, 2e-9,
    ]
    return try Image(width: 4, height: 3, samples: samples)
  }

  @Test("A 16-bit preview holds round(1 + 65534 t), 0 for no data, the last row on top")
  func previewMatchesTheFormula() throws {
    let image = try image()
    let picture = try PNGDecoder.decode(try PNGEncoder.grey16(image, scale: scale))
    #expect(picture.width == 4 && picture.height == 3)
    #expect(picture.bitDepth == 16 && picture.channels == 1)
    for row in 0..<3 {
      for column in 0..<4 {
        let value = Double(image[column, row])
        let place = min(1, max(0, (log10(value) + 10) / 4))
        let expected: UInt16 =
          value.isNaN ? 0 : value <= 0 ? 1 : UInt16((1 + 65534 * place).rounded())
        #expect(picture.samples[(2 - row) * 4 + column] == expected)
      }
    }
    // The top row is the last of the image: −1, infinity, 3e-7, 2e-9.
    #expect(picture.samples[0] == 1 && picture.samples[1] == 65535)
  }

  @Test("The preview can be turned back into brightness to a ten-thousandth")
  func previewIsInvertible() throws {
    let picture = try PNGDecoder.decode(try PNGEncoder.grey16(try image(), scale: scale))
    let found = pow(10, -10 + 4 * (Double(picture.samples[2 * 4 + 1]) - 1) / 65534)
    #expect(abs(found / 1e-9 - 1) < 1e-4)
  }

  @Test("Texts, sRGB and gamma are in the file; a date only when one is given")
  func metadata() throws {
    let texts = [
      try PNGText("Title", "Soyuz 19"), try PNGText("Description", "R☉ = 15.73′"),
      try PNGText("totality:wcs", "{\"CRPIX1\":128.5}"), try PNGText("totality:run", "{}"),
    ]
    let file = try PNGEncoder.grey16(try image(), scale: scale, texts: texts)
    let picture = try PNGDecoder.decode(file)
    #expect(Array(picture.texts.dropFirst()) == texts)
    #expect(picture.texts[0].keyword == "totality:scale")
    #expect(picture.texts[0].text.contains("\"low\":-10.0,\"high\":-6.0"))
    #expect(picture.isSRGB && abs(picture.gamma - 0.45455) < 1e-9)
    #expect(!picture.hasTime)
    let dated = try PNGEncoder.grey16(
      try image(), scale: scale, time: try PNGTime(year: 1975, month: 7, day: 19))
    #expect(try PNGDecoder.decode(dated).hasTime)
    for chunk in ["iTXttotality:wcs", "tEXtTitle", "sRGB", "gAMA", "cHRM", "sBIT", "pHYs"] {
      #expect(Data(file).range(of: Data(chunk.utf8)) != nil, "\(chunk)")
    }
  }

  @Test("A colour picture comes back byte for byte, and twice the same file is written")
  func colourPictures() throws {
    let bytes = (0..<(37 * 11 * 3)).map { UInt8(truncatingIfNeeded: $0 * 7) }
    let picture = try RGBPicture(width: 37, height: 11, bytes: bytes)
    let file = try PNGEncoder.rgb8(picture, texts: [try PNGText("Software", "totality")])
    let isSame = try PNGEncoder.rgb8(picture, texts: [try PNGText("Software", "totality")]) == file
    #expect(isSame)
    let decoded = try PNGDecoder.decode(file)
    let isEqual = decoded.samples.map { UInt8($0) } == bytes
    #expect(isEqual && decoded.channels == 3 && decoded.bitDepth == 8)
    #expect(throws: ImageryError.self) { try RGBPicture(width: 2, height: 2, bytes: [1]) }
  }

  @Test("Damaged files, bad keywords, bad dates and bad scales give typed errors")
  func badInput() throws {
    let file = try PNGEncoder.grey16(try image(), scale: scale)
    #expect { try PNGDecoder.decode(Array(file.prefix(60)), path: "x.png") } throws: {
      "\($0)".contains("cannot read PNG picture x.png: libpng says: the file is cut short")
    }
    #expect(throws: ImageryError.self) { try PNGDecoder.decode([]) }
    #expect(throws: ImageryError.self) { try PNGText("", "x") }
    #expect(throws: ImageryError.self) { try PNGText("Grüße", "x") }
    #expect(throws: ImageryError.self) { try PNGText("Title", "a\0b") }
    #expect(throws: ImageryError.self) { try PNGTime(year: 1975, month: 13, day: 1) }
    #expect(throws: ImageryError.self) { try LogScale(low: -6, high: -6) }
    #expect(throws: ImageryError.self) { try LogScale(low: .nan, high: 0) }
  }

  @Test("Lightness grows through every colour map and unknown names list the known ones")
  func colourMaps() throws {
    for map in ColourMap.all {
      #expect(map.table.count == 256)
      let lightness = map.table.map {
        0.2126 * Double($0.red) + 0.7152 * Double($0.green) + 0.0722 * Double($0.blue)
      }
      for (darker, lighter) in zip(lightness, lightness.dropFirst()) {
        #expect(lighter >= darker - 1.5, "\(map.name)")
      }
      #expect(map.colour(at: .nan) == map.table[0])
      #expect(map.colour(at: 7) == map.table[255])
    }
    #expect { try ColourMap.named("jet") } throws: { "\($0)".contains("gray, corona") }
  }
}
