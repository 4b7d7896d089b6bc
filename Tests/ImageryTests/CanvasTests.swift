import Testing

@testable import Imagery

@Suite("Canvas")
struct CanvasTests {
  @Test("Shapes colour exactly the pixels they cover")
  func shapes() throws {
    let red = Colour(255, 0, 0)
    let canvas = try Canvas(width: 40, height: 30, background: Colour(10, 20, 30))
    canvas.rectangle(x: 5, y: 6, width: 10, height: 4, fill: red)
    canvas.circle(centre: CanvasPoint(x: 30, y: 15), radius: 6, fill: .white)
    canvas.line(
      from: CanvasPoint(x: 0, y: 28.5), to: CanvasPoint(x: 40, y: 28.5), Stroke(red, width: 1))
    let picture = try canvas.picture()
    #expect(picture[4, 6] == Colour(10, 20, 30))
    #expect(picture[5, 6] == red && picture[14, 9] == red)
    #expect(picture[15, 9] == Colour(10, 20, 30) && picture[14, 10] == Colour(10, 20, 30))
    #expect(picture[30, 15] == .white && picture[37, 15] == Colour(10, 20, 30))
    #expect(picture[20, 28] == red && picture[20, 27] == Colour(10, 20, 30))
  }

  @Test("Dashes leave gaps, clipping keeps drawing inside, opacity mixes")
  func strokesAndClips() throws {
    let canvas = try Canvas(width: 20, height: 10, background: .black)
    canvas.line(
      from: CanvasPoint(x: 0, y: 1.5), to: CanvasPoint(x: 20, y: 1.5),
      Stroke(.white, width: 1, dashes: [5, 5]))
    canvas.clipped(x: 0, y: 4, width: 10, height: 6) {
      canvas.rectangle(x: 0, y: 0, width: 20, height: 10, fill: .white.opacity(0.5))
    }
    let picture = try canvas.picture()
    #expect(picture[2, 1] == .white && picture[7, 1] == .black && picture[12, 1] == .white)
    #expect(picture[15, 6] == .black && picture[5, 3] == .black)
    #expect(abs(Int(picture[5, 6].red) - 128) <= 1)
  }

  @Test("A picture is copied pixel by pixel, or smoothly when asked")
  func pictures() throws {
    let small = try RGBPicture(width: 2, height: 1, bytes: [255, 0, 0, 0, 0, 255])
    let canvas = try Canvas(width: 8, height: 8, background: .white)
    try canvas.draw(small, x: 0, y: 0, width: 8, height: 4, isSmooth: false)
    try canvas.draw(small, x: 0, y: 4, width: 8, height: 4)
    let picture = try canvas.picture()
    #expect(picture[3, 3] == Colour(255, 0, 0) && picture[4, 0] == Colour(0, 0, 255))
    #expect(picture[0, 7].red > 240 && picture[7, 7].blue > 240)
    #expect(picture[4, 6].red > 20 && picture[4, 6].blue > 20)
    #expect(throws: ImageryError.self) {
      try canvas.draw(small, x: 0, y: 0, width: 0, height: 4)
    }
  }

  @Test("Text has the measured width, stands on its line and turns counter-clockwise")
  func text() throws {
    let style = TextStyle(size: 20, colour: .white)
    let canvas = try Canvas(width: 120, height: 120, background: .black)
    let width = canvas.width(of: "HHHH", style)
    #expect(width > 40 && width < 90)
    canvas.text("HHHH", at: CanvasPoint(x: 10, y: 30), style)
    canvas.text("HHHH", at: CanvasPoint(x: 110, y: 115), rotationRadians: .pi / 2, style)
    let picture = try canvas.picture()
    let lit = (0..<120).flatMap { y in (0..<120).map { (x: $0, y: y) } }
      .filter { picture[$0.x, $0.y].red > 100 }
    let flat = lit.filter { $0.y < 40 }
    #expect(flat.map(\.y).max() == 29 && flat.map(\.x).min() ?? 0 >= 10)
    #expect(Double(flat.map(\.x).max() ?? 0) < 10 + width)
    let upright = lit.filter { $0.y >= 40 }
    #expect(upright.map(\.x).max() ?? 0 <= 110)
    #expect(upright.map(\.y).min() ?? 0 >= Int(115 - width))
    let (short, _) = canvas.fitted("A long line of words", style, width: 60, smallest: 18)
    #expect(short.hasSuffix("…"))
  }

  @Test("Surfaces of no or enormous size are refused")
  func sizes() {
    for (width, height) in [(0, 1), (1, -1), (40_000, 2), (30_000, 30_000)] {
      #expect {
        try Canvas(width: width, height: height, background: .black)
      } throws: {
        ($0 as? ImageryError)?.code == .badSize
      }
    }
  }

  @Test("Text is cut where it no longer fits, megabytes of it as quickly as a line")
  func fitted() throws {
    let canvas = try Canvas(width: 600, height: 40, background: .black)
    let style = TextStyle(size: 14, colour: .white)
    let words = "Corona of the Sun behind Apollo as Soyuz saw it on 19 July 1975"
    #expect(canvas.fitted(words, style, width: 590, smallest: 9).0 == words)
    for limit in [40.0, 100, 200] {
      let (cut, small) = canvas.fitted(words, style, width: limit, smallest: 9)
      #expect(small.size == 9 && cut.hasSuffix("…") && words.hasPrefix(cut.dropLast()))
      #expect(canvas.width(of: cut, small) <= limit)
      // One letter more would be too many.
      let longer = words.prefix(cut.count) + "…"
      #expect(canvas.width(of: String(longer), small) > limit)
    }
    for letter in ["m", "i", "שׁ", "e\u{301}"] {
      let begin = ContinuousClock.now
      let (cut, small) = canvas.fitted(
        String(repeating: letter, count: 200_000), style, width: 300, smallest: 9)
      #expect(canvas.width(of: cut, small) <= 300 && cut.hasSuffix("…"))
      // One letter after the other took minutes.
      #expect(ContinuousClock.now - begin < .seconds(5))
    }
    #expect(canvas.fitted("word", style, width: 0, smallest: 9).0 == "…")
  }
}
