import Foundation
import Testing

@testable import Imagery

@Suite("Shadow maps")
struct ShadowMapTests {
  /// The share of a disc visible past another one, both seen from a place off the axis.
  private func fractions(_ size: Int, extent: Double, umbra: Double, penumbra: Double) throws
    -> Image
  {
    var samples: [Double] = []
    for row in 0..<size {
      for column in 0..<size {
        let x = (Double(column) + 0.5) / Double(size) * 2 * extent - extent
        let y = (Double(row) + 0.5) / Double(size) * 2 * extent - extent
        let share = min(1, max(0, (hypot(x, y) - umbra) / (penumbra - umbra)))
        samples.append(share * share * (3 - 2 * share))
      }
    }
    return try Image(width: size, height: size, samples: samples)
  }

  private func annotation() -> ShadowMapAnnotation {
    var words = ShadowMapAnnotation(
      title: "Shadow of Apollo 200 m behind the disc",
      subtitle: "1975-07-19 12:06:40.500 UTC  ·  limb-darkened Sun", extentMetres: 6)
    words.rings = [
      .umbra(radiusMetres: 1.04), .halfLight(radiusMetres: 1.89), .penumbra(radiusMetres: 2.87),
    ]
    words.pupil = .init(xMetres: 0.3, yMetres: -0.12, radiusMetres: 0.025)
    words.pupilLabel = "camera pupil"
    words.track = (0...8).map { index in
      let x = -4.5 + 8.7 * Double(index) / 8
      return .init(
        xMetres: x, yMetres: -1.2 + 2.2 * Double(index) / 8, label: "12:06:\(20 + 5 * index)")
    }
    words.footer = [
      "Totality 0.1.0  ·  run 20261121T000000Z-0123abcd  ·  soyuz-1975.toml sha256 ee26f4137f88e240…",
      "plane perpendicular to the shadow axis through the camera",
    ]
    return words
  }

  @Test("The map is dark in the umbra, light outside the penumbra, and deterministic")
  func drawsTheShadow() throws {
    let image = try fractions(400, extent: 6, umbra: 1.04, penumbra: 2.87)
    let picture = try ShadowMap.render(image, annotation())
    try keep(picture, "shadow_soyuz")
    let size = ShadowMap.size(width: 1080)
    #expect(picture.width == size.width && picture.height == size.height)
    // 0.5 m left and 0.5 m above the axis; then a corner.
    let metre = 920.0 / 12
    let dark = picture[Int(112 + 460 - 0.5 * metre), Int(106 + 460 - 0.5 * metre)]
    let light = picture[112 + 40, 106 + 40]
    #expect(dark.green < 40)
    #expect(light.green > 200)
    let isSame = try ShadowMap.render(image, annotation()) == picture
    #expect(isSame)
  }

  @Test("Row 0 of the grid is drawn at the bottom")
  func rowsRunUpwards() throws {
    var image = try Image(width: 10, height: 10, repeating: 0)
    for column in 0..<10 { for row in 5..<10 { image[column, row] = 1 } }
    let picture = try ShadowMap.render(image, ShadowMapAnnotation(title: "", extentMetres: 1))
    #expect(picture[150, 150].green > 200)
    #expect(picture[150, 980].green < 40)
  }

  @Test("Planet-sized shadows, circles beyond the plot and crowded tracks still draw")
  func extremes() throws {
    var words = annotation()
    words.extentMetres = 4.0e6
    words.rings = [.umbra(radiusMetres: 8.5e4), .penumbra(radiusMetres: 3.4e6)]
    words.pupil = nil
    words.track = (0..<60).map {
      .init(xMetres: Double($0 - 30) * 6e4, yMetres: Double($0 - 30) * 1e4, label: "17:\($0)")
    }
    let image = try fractions(64, extent: 4e6, umbra: 8.5e4, penumbra: 3.4e6)
    try keep(try ShadowMap.render(image, words), "shadow_moon")
    words.extentMetres = 0.01
    words.track = []
    words.width = 600
    try keep(try ShadowMap.render(image, words), "shadow_tiny")
  }

  @Test("Grids that are not square and numbers that are not finite are refused")
  func badInput() throws {
    let image = try Image(width: 4, height: 4, repeating: 0)
    #expect(throws: ImageryError.self) {
      try ShadowMap.render(try Image(width: 4, height: 5, repeating: 0), annotation())
    }
    let changes: [(inout ShadowMapAnnotation) -> Void] = [
      { $0.extentMetres = 0 }, { $0.extentMetres = .nan }, { $0.width = 10 },
      { $0.rings[0].radiusMetres = -1 }, { $0.track[0].xMetres = .infinity },
      { $0.pupil = .init(xMetres: 0, yMetres: .nan, radiusMetres: 0.1) },
    ]
    for change in changes {
      var words = annotation()
      change(&words)
      #expect(throws: ImageryError.self) { try ShadowMap.render(image, words) }
    }
  }

  @Test("Axis ticks are round numbers written without rounding noise")
  func ticks() {
    #expect(AxisTicks.step(span: 12, count: 8) == 2)
    #expect(AxisTicks.values(from: -6, to: 6, step: 2) == [-6, -4, -2, 0, 2, 4, 6])
    #expect(AxisTicks.text(-0.30000000000000004, step: 0.1) == "−0.3")
    #expect(AxisTicks.text(1, step: 0.25) == "1.0")
    #expect(AxisTicks.metres(1.04) == "1.04 m")
    #expect(AxisTicks.metres(85_000) == "85.0 km")
    #expect(AxisTicks.metres(0.05) == "50.0 mm")
  }
}
