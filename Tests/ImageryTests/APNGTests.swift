import Testing

@testable import Imagery

@Suite("Animated PNG files")
struct APNGTests {
  private let delay: APNGEncoder.Delay

  init() throws { delay = try APNGEncoder.Delay(framesPerSecond: 10) }

  private func picture(
    _ width: Int, _ height: Int, _ colour: (Int, Int) -> (Int, Int, Int)
  ) throws -> RGBPicture {
    var bytes: [UInt8] = []
    for row in 0..<height {
      for column in 0..<width {
        let (red, green, blue) = colour(column, row)
        bytes += [red, green, blue].map { UInt8(truncatingIfNeeded: $0) }
      }
    }
    return try RGBPicture(width: width, height: height, bytes: bytes)
  }

  private func file(
    _ pictures: [RGBPicture], plays: Int = 0, texts: [PNGText] = []
  ) throws -> [UInt8] {
    var encoder = try APNGEncoder(
      width: pictures[0].width, height: pictures[0].height, frameCount: pictures.count,
      delay: delay, plays: plays, texts: texts)
    var file: [UInt8] = []
    for picture in pictures { file += try encoder.encode(picture) }
    return file + (try encoder.end())
  }

  /// A gradient over which a square walks, whose inside is noise: nothing, little and much of it changes.
  private func walk() throws -> [RGBPicture] {
    var seed: UInt32 = 1975
    return try [0, 0, 3, 9, 20].map { step in
      try picture(41, 23) { column, row in
        seed = seed &* 1_664_525 &+ 1_013_904_223
        let isInside = (step..<step + 8).contains(column) && (5..<11).contains(row) && step > 0
        return isInside
          ? (Int(seed >> 24), Int(seed >> 16) & 255, step) : (column * 6, row * 11, 128)
      }
    }
  }

  @Test("A reader written after the standard finds every frame as it went in, first to last")
  func framesComeBack() throws {
    let pictures = try walk()
    let reader = try APNGReader(try file(pictures, plays: 3))
    #expect(reader.announcedFrames == 5 && reader.plays == 3)
    #expect(reader.controls.count == 5 && reader.width == 41 && reader.height == 23)
    for (found, picture) in zip(reader.pictures, pictures) {
      let isSame = found == picture.bytes
      #expect(isSame)
    }
    // Where nothing changed one clear pixel stands for the frame; then only the square is stored.
    #expect(reader.controls[1].width == 1 && reader.controls[1].height == 1)
    #expect((reader.controls[2].x, reader.controls[2].y) == (3, 5))
    #expect((reader.controls[2].width, reader.controls[2].height) == (8, 6))
    #expect(reader.controls.allSatisfy { $0.numerator == 1 && $0.denominator == 10 })
  }

  @Test("The animation is announced before the first picture, which any PNG reader shows")
  func firstFrameIsACommonPicture() throws {
    let pictures = try walk()
    let texts = [try PNGText("Title", "artificial eclipse"), try PNGText("totality:scale", "{}")]
    let bytes = try file(pictures, texts: texts)
    let types = try APNGReader(bytes).chunkTypes
    let order = ["IHDR", "acTL", "fcTL", "IDAT", "fcTL", "fdAT", "IEND"]
    let places = order.reduce(into: [Int]()) { places, type in
      places.append((types[((places.last ?? -1) + 1)...].firstIndex(of: type)) ?? -1)
    }
    #expect(places == places.sorted() && !places.contains(-1) && types.last == "IEND")
    #expect(types.filter { $0 == "IDAT" }.count == 1 && types.filter { $0 == "fdAT" }.count == 4)
    let still = try PNGDecoder.decode(bytes)
    let isFirst = still.samples.map { UInt8($0) } == pictures[0].bytes
    #expect(isFirst && still.texts == texts && still.isSRGB)
  }

  @Test("libpng, too, reads the data of each frame that is stored whole")
  func dataOfFramesAreThoseOfPictures() throws {
    let pictures = try (0..<3).map { step in
      try picture(16, 9) { column, row in (column * 16 + step, row * 20 + step, 7 + step) }
    }
    let reader = try APNGReader(try file(pictures))
    for (index, payload) in reader.payloads.enumerated() {
      #expect(reader.controls[index].blend == 0)
      var alone = PNGChunk.signature
      try PNGChunk.append(
        "IHDR", [0, 0, 0, 16, 0, 0, 0, 9, 8, 6, 0, 0, 0] as [UInt8], to: &alone)
      try PNGChunk.append("IDAT", payload, to: &alone)
      try PNGChunk.append("IEND", [] as [UInt8], to: &alone)
      let isSame =
        try PNGDecoder.decode(alone).samples.map { UInt8($0) } == pictures[index].bytes
      #expect(isSame)
    }
  }

  @Test("Pixels that did not change are left out where that takes fewer bytes")
  func unchangedPixelsAreClear() throws {
    var seed: UInt32 = 7
    func noise() -> Int {
      seed = seed &* 1_664_525 &+ 1_013_904_223
      return Int(seed >> 24)
    }
    let noisy = try picture(64, 64) { _, _ in (noise(), noise(), noise()) }
    // Two corners change, so that the rectangle is the whole picture.
    var bytes = noisy.bytes
    bytes[0] ^= 1
    bytes[bytes.count - 1] ^= 1
    let next = try RGBPicture(width: 64, height: 64, bytes: bytes)
    let file = try file([noisy, next])
    let reader = try APNGReader(file)
    #expect(reader.controls[1].blend == 1 && reader.controls[1].width == 64)
    #expect(reader.payloads[1].count * 50 < reader.payloads[0].count)
    let isSame = reader.pictures[1] == bytes
    #expect(isSame)
  }

  @Test("The same frames give the same bytes; rates become exact fractions")
  func bytesAreDetermined() throws {
    let isSame = try file(try walk()) == file(try walk())
    #expect(isSame)
    #expect(try APNGEncoder.Delay(framesPerSecond: 25).denominator == 25)
    let film = try APNGEncoder.Delay(framesPerSecond: 23.976)
    #expect(film.numerator == 1000 && film.denominator == 23976)
    #expect(abs(film.seconds - 1 / 23.976) < 1e-12)
  }

  @Test("Frames of another size, too many, too few and rates out of range are refused in words")
  func badInput() throws {
    let pictures = try walk()
    var encoder = try APNGEncoder(width: 41, height: 23, frameCount: 2, delay: delay)
    let other = try picture(4, 4) { _, _ in (1, 2, 3) }
    #expect(message { try encoder.encode(other) }.contains("all frames have 41 × 23"))
    _ = try encoder.encode(pictures[0])
    #expect(message { try encoder.end() }.contains("begun for 2 frames and got 1"))
    _ = try encoder.encode(pictures[1])
    #expect(message { try encoder.encode(pictures[2]) }.contains("begun for 2 frames"))
    let sizes = message {
      try APNGEncoder(width: 4, height: 4, frameCount: 0, delay: delay)
    }
    #expect(sizes.contains("0 frames"))
    for rate in [0, -1, 61, Double.nan, .infinity] {
      #expect(message { try APNGEncoder.Delay(framesPerSecond: rate) }.contains("0.02 to 60"))
    }
  }

  private func message(_ body: () throws -> some Any) -> String {
    do {
      _ = try body()
      return ""
    } catch { return String(describing: error) }
  }
}
