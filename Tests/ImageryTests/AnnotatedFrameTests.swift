import Foundation
import Testing

@testable import Imagery

@Suite("Annotated frames")
struct AnnotatedFrameTests {
  @Test("An occulter inside the field shows its dark disc at the centre, corona around it")
  func occulterInTheField() throws {
    var corona = SyntheticCorona(size: 512, sunRadius: 53, occulterRadius: 53 * 2.14)
    corona.rollRadians = 12.5 * .pi / 180
    let image = try corona.image()
    let picture = try AnnotatedFrame.render(image, corona.annotation())
    try keep(picture, "annotated_soyuz")
    let size = AnnotatedFrame.size(side: 1080)
    #expect(picture.width == size.width && picture.height == size.height)
    let top = AnnotatedFrame.headerHeight(1080)
    #expect(picture[540, top + 545] == AnnotatedFrame.blankColour)
    let beside = picture[540 + 260, top + 540]
    #expect(beside.red > 150 && beside.red > beside.blue)
    let isSame = try AnnotatedFrame.render(image, corona.annotation()) == picture
    #expect(isSame)
  }

  @Test("Solar north is up: a bright spot at position angle 90 appears on the left")
  func northIsUp() throws {
    let roll = 40 * Double.pi / 180
    var image = try Image(width: 201, height: 201, repeating: 1e-9)
    // East is −HPLN: west = cos·dx − sin·dy = −60, north = sin·dx + cos·dy = 0.
    let (dx, dy) = (-60 * cos(roll), 60 * sin(roll))
    for row in -4...4 {
      for column in -4...4 {
        image[100 + Int(dx.rounded()) + column, 100 + Int(dy.rounded()) + row] = 1e-7
      }
    }
    var annotation = FrameAnnotation(
      title: "", subtitle: "", sun: .init(x: 101, y: 101, radius: 10))
    annotation.rollRadians = roll
    annotation.scale = try LogScale(low: -9.5, high: -7)
    annotation.colourMap = .gray
    let picture = try AnnotatedFrame.render(image, annotation)
    let top = AnnotatedFrame.headerHeight(1080)
    let zoom = 1080.0 / 201
    #expect(picture[540 - Int(60 * zoom), top + 532] == Colour(255, 255, 255))
    #expect(picture[540 + Int(60 * zoom), top + 532].red < 100)
  }

  @Test("The edge of what is masked is smooth in small images, and as large as the mask")
  func smoothEdges() throws {
    let size = 32
    var image = try Image(width: size, height: size, repeating: 1e-8)
    var masked = 0
    for row in 0..<size {
      for column in 0..<size {
        let (x, y) = (Double(column) - 15.5, Double(row) - 15.5)
        guard (x * x + y * y).squareRoot() < 9.3 else { continue }
        image[column, row] = .nan
        masked += 1
      }
    }
    let side = 640
    let view = SkyView(image: image, side: side, rollRadians: 0)
    let (blank, map) = (Colour(0, 0, 0), ColourMap.gray)
    let picture = try view.picture(
      scale: .logarithmic(try LogScale(low: -10, high: -8)), map: map, blank: blank, outside: blank)
    var (dark, mixed) = (0.0, 0)
    var reach: [Double] = []
    for row in 0..<side {
      for column in 0..<side {
        let share = 1 - Double(picture[column, row].red) / 255
        dark += share
        if share > 0.02, share < 0.98 { mixed += 1 }
        if abs(share - 0.5) < 0.3 {
          let (x, y) = (Double(column) - 319.5, Double(row) - 319.5)
          reach.append((x * x + y * y).squareRoot() / 20)
        }
      }
    }
    // As many pixels of the image as are masked, 400 pixels of the picture each.
    #expect(abs(dark / 400 / Double(masked) - 1) < 0.02)
    // A line of one pixel, not a step of a pixel's blocks: stairs reach 0.71 to both sides of the circle.
    #expect(mixed > 500 && mixed < 4000)
    #expect(reach.allSatisfy { abs($0 - 9.3) < 0.62 })
  }

  @Test("Up to a knife edge the corona is as bright as it is, and the edge is drawn where it is")
  func knifeEdge() throws {
    let (size, radius, middle) = (48, 14.3, 23.7)
    let light = 1e-8
    // Every pixel as a pinhole has it: the mean over what is seen, and no data where nothing is.
    let samples = (0..<size * size).map { place -> Float in
      var seen = 0
      for index in 0..<1024 {
        let x = Double(place % size) + (Double(index % 32) + 0.5) / 32 - middle
        let y = Double(place / size) + (Double(index / 32) + 0.5) / 32 - middle
        if (x * x + y * y).squareRoot() > radius { seen += 1 }
      }
      return seen == 0 ? .nan : Float(light * Double(seen) / 1024)
    }
    let image = try Image(width: size, height: size, samples: samples)
    let side = 960
    let view = SkyView(image: image, side: side, rollRadians: 0)
    let scale = ColourScale.logarithmic(try LogScale(low: -9, high: -8))
    let blank = Colour(0, 0, 0)
    let picture = try view.picture(
      scale: scale, map: .gray, blank: blank, outside: blank,
      edge: .init(x: middle + 0.5, y: middle + 0.5, radius: radius))
    var dark = 0.0
    for row in 0..<side {
      for column in 0..<side {
        let share = Double(picture[column, row].red) / 255
        dark += 1 - share
        let x = (Double(column) + 0.5) / 20 - middle
        let y = Double(size) - (Double(row) + 0.5) / 20 - middle
        let apart = (x * x + y * y).squareRoot() - radius
        // A tenth of a pixel beyond the edge there is the whole light, but where less than a tenth of a pixel is seen.
        if apart > 0.45 { #expect(share > 0.93) }
        if apart < -0.1 { #expect(share == 0) }
      }
    }
    // As dark as the disc is large, to two in a hundred.
    #expect(abs(dark / 400 / (Double.pi * radius * radius) - 1) < 0.02)
  }

  @Test("An occulter over the whole field is told in words and has no brightness scale")
  func everythingCovered() throws {
    let corona = SyntheticCorona(size: 256, sunRadius: 60, occulterRadius: 400)
    let dark = try AnnotatedFrame.render(try corona.image(), corona.annotation())
    try keep(dark, "annotated_dark")
    let top = AnnotatedFrame.headerHeight(1080)
    #expect(dark[540, top + 545] == AnnotatedFrame.blankColour)
    let zero = try AnnotatedFrame.render(
      try corona.image(masksOcculter: false), corona.annotation())
    try keep(zero, "annotated_zero")
    #expect(zero[540, top + 545] == ColourMap.corona.table[0])
  }

  @Test("The caption tells what share of the pixels lies below the scale and what above")
  func outsideTheScale() throws {
    var image = try Image(width: 10, height: 10, repeating: 1e-8)
    for column in 0..<10 { image[column, 0] = 1e-11 }
    for column in 0..<5 { image[column, 1] = 1e-3 }
    for column in 0..<20 { image[column % 10, 2 + column / 10] = .nan }
    let scale = try LogScale(low: -9, high: -7)
    let (below, above) = FrameBorders.sharesOutside(.logarithmic(scale), image)
    #expect(below == 10.0 / 80 && above == 5.0 / 80)
    #expect(
      FrameBorders.outside(below: below, above: above)
        == "  ·  12.5 % below and 6.25 % above the scale")
    #expect(
      FrameBorders.outside(below: 1e-6, above: 0)
        == "  ·  less than 0.01 % below the scale")
    #expect(FrameBorders.outside(below: 0, above: 0).isEmpty)
  }

  @Test("A crescent of photosphere 10⁸ times brighter does not turn the corona black")
  func crescent() throws {
    var corona = SyntheticCorona(size: 512, sunRadius: 80, occulterRadius: 86)
    corona.occulter?.x += 22
    corona.occulter?.y += 9
    let image = try corona.image()
    let picture = try AnnotatedFrame.render(image, corona.annotation())
    try keep(picture, "annotated_crescent")
    let scale = try #require(LogScale.automatic(for: image))
    #expect(scale.high < -5.5 && scale.low < -8)
    let top = AnnotatedFrame.headerHeight(1080)
    #expect(picture[540 - 159, top + 560].green > 200)
    #expect(picture[540 - 260, top + 540].red > 120)
  }

  @Test("Images of 64² and 4096² give pictures of the same size", arguments: [64, 4096])
  func smallAndLarge(size: Int) throws {
    let sunRadius = Double(size) / 14
    let corona = SyntheticCorona(
      size: size, sunRadius: sunRadius, occulterRadius: sunRadius * 1.4)
    // Computing 16 million pixels takes too long: a small corona is repeated pixel by pixel.
    let factor = max(1, size / 512)
    let base = try SyntheticCorona(
      size: size / factor, sunRadius: sunRadius / Double(factor),
      occulterRadius: sunRadius * 1.4 / Double(factor)
    ).image()
    let samples = (0..<size * size).map { index in
      base.samples[index / size / factor * base.width + index % size / factor]
    }
    let image = try Image(width: size, height: size, samples: samples)
    let picture = try AnnotatedFrame.render(image, corona.annotation())
    try keep(picture, "annotated_\(size)")
    #expect(picture.width == 1080)
    let top = AnnotatedFrame.headerHeight(1080)
    #expect(picture[540, top + 548] == AnnotatedFrame.blankColour)
  }

  @Test("An off-centre Sun, a wide field, a narrow panel and long words still draw")
  func oddLayouts() throws {
    var corona = SyntheticCorona(size: 400, sunRadius: 6, occulterRadius: 14)
    corona.sun.x = 90
    corona.sun.y = 320
    corona.occulter?.x = 92
    corona.occulter?.y = 318
    corona.height = 300
    corona.sun.y = 200
    corona.occulter?.y = 199
    var annotation = corona.annotation()
    annotation.title += " with a title that goes on and on, far beyond what any header can hold"
    annotation.side = 720
    let picture = try AnnotatedFrame.render(try corona.image(), annotation)
    try keep(picture, "annotated_odd")
    #expect(picture.width == 720)
    annotation.sun = .init(x: -5000, y: 100, radius: 30)
    annotation.occulter = nil
    annotation.scale = try LogScale(low: -9.3, high: -8.6)
    try keep(try AnnotatedFrame.render(try corona.image(), annotation), "annotated_no_sun")
    annotation.sun = .init(x: 200, y: 150, radius: 1000)
    try keep(try AnnotatedFrame.render(try corona.image(), annotation), "annotated_huge_sun")
  }

  @Test("Pictures drawn in several tasks at once are the same as one drawn alone")
  func drawingIsConcurrent() async throws {
    let corona = SyntheticCorona(size: 128, sunRadius: 12, occulterRadius: 20)
    let image = try corona.image()
    var annotation = corona.annotation()
    annotation.side = 400
    let words = annotation
    let alone = try AnnotatedFrame.render(image, words)
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<12 {
        group.addTask { try AnnotatedFrame.render(image, words) == alone }
      }
      for try await isSame in group { #expect(isSame) }
    }
  }

  @Test("Numbers with which nothing can be drawn are refused")
  func badNumbers() throws {
    let corona = SyntheticCorona(size: 32, sunRadius: 5, occulterRadius: 10)
    let image = try corona.image()
    let changes: [(inout FrameAnnotation) -> Void] = [
      { $0.side = 100 }, { $0.side = 100_000 }, { $0.sun.radius = 0 }, { $0.sun.radius = .nan },
      { $0.rollRadians = .infinity }, { $0.occulter?.radius = -1 }, { $0.sun.x = .nan },
      { $0.pixelScaleArcseconds = 0 },
    ]
    for change in changes {
      var annotation = corona.annotation()
      change(&annotation)
      #expect(throws: ImageryError.self) { try AnnotatedFrame.render(image, annotation) }
    }
  }
}
