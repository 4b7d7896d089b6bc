import Testing

@testable import Imagery

@Suite struct ThumbnailTests {
  /// A ramp with a hole, brighter toward the right and the top.
  private func ramp(_ width: Int, _ height: Int) throws -> SampleArray {
    try SampleArray(
      width: width, height: height,
      samples: (0..<width * height).map { index in
        index == 0 ? .nan : Double(1 + index % width + 10 * (index / width))
      })
  }

  @Test func indexedPicturesReadBackWithTheColoursOfTheirPlaces() throws {
    let map = ColourMap.corona
    let places: [UInt8] = [0, 1, 2, 253, 254, 255, 7, 7, 7, 100, 200, 50]
    let file = try PNGEncoder.indexed8(places, width: 4, height: 3, palette: map.table)
    // libpng reads it, checksums included, and turns places into colours.
    let picture = try PNGDecoder.decode(file)
    #expect(picture.width == 4 && picture.height == 3 && picture.channels == 3)
    #expect(picture.isSRGB)
    let colours = places.map { map.table[Int($0)] }
    #expect(picture.samples == colours.flatMap { [$0.red, $0.green, $0.blue] }.map(UInt16.init))
  }

  @Test func picturesOfTooManyColoursAreRefused() throws {
    #expect(throws: ImageryError.self) {
      try PNGEncoder.indexed8([3], width: 1, height: 1, palette: [.black, .white])
    }
    #expect(throws: ImageryError.self) {
      try PNGEncoder.indexed8([0, 0], width: 1, height: 1, palette: [.black])
    }
  }

  @Test func samplesAreAveragedOverThePixelAndHolesLeftOut() throws {
    let thumbnail = Thumbnail(try ramp(4, 4), side: 2, from: 0, to: 102)
    // From the bottom: (2 + 11 + 12) / 3, (3 + 4 + 13 + 14) / 4; then 26.5 and 28.5; two and a half places for each 1.
    #expect(thumbnail.width == 2 && thumbnail.height == 2)
    #expect(thumbnail.places == [66, 71, 21, 21])
  }

  @Test func smallArraysKeepTheirSizeAndWideOnesTheirShape() throws {
    #expect(Thumbnail(try ramp(4, 2), side: 256, from: 0, to: 1).width == 4)
    let wide = Thumbnail(try ramp(40, 10), side: 20, from: 0, to: 1)
    #expect(wide.width == 20 && wide.height == 5)
    let thin = Thumbnail(try ramp(400, 1), side: 20, from: 0, to: 1)
    #expect(thin.width == 20 && thin.height == 1)
  }

  @Test func brightnessBeyondTheScaleTakesItsEnds() throws {
    let samples = try SampleArray(width: 5, height: 1, samples: [-1, 0, 1e-9, 1e-7, 1])
    let thumbnail = Thumbnail(samples, side: 5, scale: try LogScale(low: -9, high: -5))
    #expect(thumbnail.places == [0, 0, 0, 128, 255])
  }

  @Test func aPictureMadeSmallInBandsIsTheOneMadeAtOnce() throws {
    // Rows of 70 000 samples, of which no more than seven come at a time.
    for (width, height, side) in [(70_000, 31, 100), (37, 53, 16), (12, 9, 256)] {
      let samples = (0..<width * height).map { index in
        index % 97 == 0 ? Float.nan : Float(index % 1013) + 0.25
      }
      let image = try Image(width: width, height: height, samples: samples)
      let file = try FITSFile(
        bytes: try FITSEncoder.encode(primary: FITSHDU(.float32(image)), extensions: []))
      let unit = try file.unit()
      let reduced = try ReducedPicture(file, unit, side: side)
      let whole = try file.samples(unit)
      let small = PictureReduction(width: width, height: height, side: side)
      var means: [Double] = []
      for row in 0..<small.height {
        small.appendMeans(of: whole, startingAt: 0, row: row, to: &means)
      }
      let wanted = try SampleArray(width: small.width, height: small.height, samples: means)
      #expect(reduced.samples == wanted)
      let largest = try #require(reduced.histogram.quantile(1))
      let exact = samples.filter(\.isFinite).max() ?? 0
      #expect(abs(largest / exact - 1) < 0.008)
    }
  }

  @Test func darkPicturesAreToldApart() throws {
    let samples = try SampleArray(width: 2, height: 1, samples: [1e-12, .nan])
    #expect(Thumbnail(samples, side: 2, scale: try LogScale(low: -9, high: -5)).isDark)
    #expect(!Thumbnail(samples, side: 2, scale: try LogScale(low: -13, high: -5)).isDark)
  }
}
