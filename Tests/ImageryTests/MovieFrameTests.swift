import Testing

@testable import Imagery

@Suite("Frames of movies")
struct MovieFrameTests {
  private func image(_ value: (Int, Int) -> Float) throws -> Image {
    try Image(
      width: 64, height: 64,
      samples: (0..<64 * 64).map { value($0 % 64, $0 / 64) })
  }

  private func layout() throws -> MovieLayout {
    var layout = MovieLayout(title: "Soyuz 19 — artificial eclipse by Apollo")
    layout.badge = "SYNTHETIC"
    layout.scale = .logarithmic(try LogScale(low: -10, high: -6))
    layout.quantity = "brightness"
    layout.depthEnd = 2
    return layout
  }

  private func caption(_ magnitude: Double = 1.5) -> MovieCaption {
    var caption = MovieCaption(clock: "1975-07-19 12:04:40.0 UTC", counter: "frame 12 of 60")
    caption.depth = .init(magnitude: magnitude, word: "total")
    return caption
  }

  @Test("All frames have one even size, whatever they say")
  func sizesAreEven() throws {
    let image = try image { _, _ in 1e-8 }
    for side in [320, 333, 512] {
      var layout = try layout()
      layout.side = side
      layout.lineCount = 2
      let drawn = try MovieFrame.render(image, caption(), layout)
      let grey = try MovieFrame.missing(
        "frame 3 failed", reason: String(repeating: "reason ", count: 200), caption(), layout)
      #expect(drawn.width.isMultiple(of: 2) && drawn.height.isMultiple(of: 2))
      #expect(drawn.width == layout.size.width && drawn.height == layout.size.height)
      #expect(grey.width == drawn.width && grey.height == drawn.height)
    }
  }

  @Test("Equal brightness has the same colour in every frame, however bright the rest of it is")
  func scaleIsFixed() throws {
    let layout = try layout()
    let faint = try MovieFrame.render(
      try image { column, _ in column < 32 ? 1e-8 : 2e-10 }, caption(), layout)
    let bright = try MovieFrame.render(
      try image { column, _ in column < 32 ? 1e-8 : 5e-7 }, caption(), layout)
    let row = Int(layout.panelTop) + 300
    #expect(faint[100, row] == bright[100, row])
    // The middle of the scale: log10 1e-8 lies half-way from -10 to -6.
    #expect(faint[100, row] == ColourMap.corona.colour(at: 0.5))
    #expect(faint[400, row] != bright[400, row])
  }

  @Test("The bar of the magnitude fills in proportion, and the words do not hide the picture")
  func depthBarIsAMeasure() throws {
    let layout = try layout()
    let image = try image { _, _ in 1e-8 }
    func filled(_ magnitude: Double) throws -> Int {
      let picture = try MovieFrame.render(image, caption(magnitude), layout)
      let row = Int(layout.panelTop) + 512 + 34 + 7
      return (82..<82 + 284).count {
        let colour = picture[$0, row]
        return colour.blue > 200 && colour.red < 140
      }
    }
    let (none, half, full) = (try filled(0), try filled(1), try filled(2))
    #expect(none == 0)
    #expect(abs(half - 142) <= 3 && abs(full - 284) <= 3)
    #expect(try filled(17) == full)
  }

  @Test("A picture turned by the roll of its header has solar north up")
  func northIsUp() throws {
    // A bright quarter at the top of the picture; the camera is turned by a quarter of a circle.
    let image = try image { column, row in row > 48 ? 1e-6 : 1e-10 }
    var caption = caption()
    caption.place = .init(
      sun: .init(x: 32.5, y: 32.5, radius: 6), occulter: nil, rollRadians: .pi / 2)
    let layout = try layout()
    let turned = try MovieFrame.render(image, caption, layout)
    let row = Int(layout.panelTop) + 300
    // PC1_1 = cos 90°, PC1_2 = −1: west = −row, so the picture's top lies east, on the left.
    #expect(turned[30, row].green > 240)
    #expect(turned[480, row].green < 20)
  }

  @Test("A missing frame is grey, says why, and is no black picture")
  func missingFramesAreGrey() throws {
    let layout = try layout()
    let grey = try MovieFrame.missing(
      "frame 7 failed", reason: "the trajectory ends at 12:04", caption(), layout)
    #expect(grey[256, Int(layout.panelTop) + 20] == MovieFrame.missingColour)
    let other = try MovieFrame.missing(
      "frame 7 failed", reason: "another reason", caption(), layout)
    let isSame = grey == other
    #expect(!isSame)
  }

  @Test("The same input gives the same bytes")
  func bytesAreDetermined() throws {
    let image = try image { column, row in Float(column + row + 1) * 1e-9 }
    let (one, two) = (
      try MovieFrame.render(image, caption(), try layout()),
      try MovieFrame.render(image, caption(), try layout())
    )
    let isSame = one == two
    #expect(isSame)
  }

  @Test("Sizes and scales that cannot be drawn are refused in words")
  func badLayouts() throws {
    let image = try image { _, _ in 1 }
    var small = try layout()
    small.side = 100
    var flat = try layout()
    flat.scale = .linear(1...1)
    var deep = try layout()
    deep.depthEnd = .nan
    for (layout, words) in [(small, "320 to 4096"), (flat, "two numbers"), (deep, "1 or more")] {
      do {
        _ = try MovieFrame.render(image, caption(), layout)
        Issue.record("drawn")
      } catch { #expect(error.message.contains(words)) }
    }
  }

  @Test(
    "A histogram tells quantiles to 0.4 % over all numbers, and scales from many images as from one"
  )
  func histogramQuantiles() throws {
    var histogram = SampleHistogram()
    #expect(histogram.quantile(0.5) == nil && LogScale.automatic(for: histogram) == nil)
    let image = try image { column, row in
      let number = row * 64 + column
      return number == 0 ? .nan : Float(number) * (number.isMultiple(of: 2) ? 1e-9 : -1e-3)
    }
    histogram.add(image)
    let ordered = OrderStatistics(image.samples)
    for share in [0, 0.01, 0.3, 0.5, 0.7, 0.995, 1] {
      let exact = ordered.quantile(share)
      let found = try #require(histogram.quantile(share))
      #expect(abs(found - exact) <= 0.004 * abs(exact))
    }
    let positive = try #require(histogram.quantile(0, of: .positive))
    #expect(abs(positive / 2e-9 - 1) < 0.004)
    let zero = try self.image { _, _ in 0 }
    var nothing = SampleHistogram()
    nothing.add(zero)
    #expect(nothing.quantile(0.5) == 0 && nothing.quantile(0.5, of: .positive) == nil)

    // A crescent of photosphere in a hundredth of the pixels does not turn the corona black.
    var crescent = SampleHistogram()
    crescent.add(try self.image { column, row in row == 0 ? 0.8 : Float(column + 1) * 1e-9 })
    let scale = try #require(LogScale.automatic(for: crescent))
    #expect(scale.high < -7 && scale.low > -9.5)
  }
}
