import Testing

@testable import Imagery

@Suite("Maps over position angle and distance")
struct PolarMapTests {
  @Test("Angles grow to the right, distance upwards, and a linear scale shows zero as middle grey")
  func places() throws {
    // Four columns of 90 degrees, two rows.
    let image = try Image(width: 4, height: 2, samples: [-1, 0, 1, Float.nan, 1, 1, 1, 1])
    var map = PolarMap(title: "map", subtitle: "", image: image, radii: 1...3)
    map.linearScale = -1...1
    map.colourMap = ColourMap.gray
    let picture = try map.picture()
    #expect(picture.width == 1400)
    func grey(_ share: Double, _ up: Double) -> UInt8 {
      let (x, y) = (92 + (1360 - 92) * share, 100 + 620 * (1 - up))
      return picture.bytes[3 * (Int(y) * picture.width + Int(x))]
    }
    // Away from the lines of the axes.
    #expect(grey(0.1, 0.15) == 0 && grey(0.3, 0.15) == 128 && grey(0.6, 0.15) == 255)
    #expect(grey(0.9, 0.15) == AnnotatedFrame.blankColour.red && grey(0.1, 0.85) == 255)
  }

  @Test("Maps that cannot be drawn are refused")
  func refused() throws {
    let image = try Image(width: 4, height: 2, samples: [Float](repeating: 1, count: 8))
    var map = PolarMap(title: "", subtitle: "", image: image, radii: 1...3)
    map.linearScale = 2...2
    #expect(throws: ImageryError.self) { try map.picture() }
    map.linearScale = nil
    map.width = 10
    #expect(throws: ImageryError.self) { try map.picture() }
  }
}
