import Testing

@testable import Imagery

@Suite("Charts over distance")
struct RadialChartTests {
  private func chart(
    radii: ClosedRange<Double> = 1...10, values: ClosedRange<Double> = 1e-10...1e-4
  ) -> RadialChart {
    var chart = RadialChart(title: "light", subtitle: "of a test", radii: radii, values: values)
    chart.curves = [
      .init(
        "a line", [.init(radius: 1, value: 1e-10), .init(radius: 10, value: 1e-4)],
        Stroke(Colour(255, 0, 0), width: 4))
    ]
    return chart
  }

  @Test("Equal factors are equal lengths, and a power law is a straight line on the picture")
  func powerLaw() throws {
    let layout = RadialLayout(chart())
    #expect(abs((layout.x(2) - layout.x(1)) - (layout.x(8) - layout.x(4))) < 1e-9)
    #expect(abs((layout.y(1e-8) - layout.y(1e-7)) - (layout.y(1e-5) - layout.y(1e-4))) < 1e-9)
    let picture = try RadialDrawing.picture(chart())
    #expect(picture.width == 1400 && picture.height == layout.height)
    // 1e-10 R^6: the middle of the picture, at √10 radii, is 1e-7.
    for radius in [2.0, 3.1622776601683795, 7] {
      let value = 1e-10 * (0..<6).reduce(1) { product, _ in product * radius }
      let (column, row) = (Int(layout.x(radius)), Int(layout.y(value)))
      let start = 3 * (row * picture.width + column)
      #expect(picture.bytes[start] > 200 && picture.bytes[start + 1] < 80, "\(radius)")
    }
  }

  @Test("Errors are a band about the curve, and angles have equal steps")
  func errors() throws {
    var chart = chart()
    chart.hasEqualSteps = true
    chart.radii = 0...360
    chart.curves = [
      .init(
        "even", [.init(radius: 0, value: 1e-7), .init(radius: 360, value: 1e-7)],
        Stroke(Colour(255, 0, 0), width: 4))
    ]
    let plain = try RadialDrawing.picture(chart)
    chart.curves[0].errors = [9e-8, 9e-8]
    let banded = try RadialDrawing.picture(chart)
    let layout = RadialLayout(chart)
    #expect(abs(layout.x(180) - (layout.x(0) + layout.x(360)) / 2) < 1e-9)
    // Between 1e-8 and 1.9e-7, and beyond.
    for (value, isInside) in [(1.5e-8, true), (1.7e-7, true), (8e-9, false), (2.2e-7, false)] {
      let start = 3 * (Int(layout.y(value)) * plain.width + Int(layout.x(100)))
      let isSame = plain.bytes[start + 1] == banded.bytes[start + 1]
      #expect(isSame != isInside, "\(value)")
    }
    chart.curves[0].errors = [1]
    #expect(throws: ImageryError.self) { try RadialDrawing.picture(chart) }
  }

  @Test("Ticks are round, within the range, and never too many")
  func ticks() {
    #expect(RadialTicks.decades(1e-10...1e-4) == [-10, -9, -8, -7, -6, -5, -4])
    #expect(RadialTicks.decades(2e-3...9e-3).isEmpty)
    #expect(RadialTicks.decades(1e-60...1).count <= 13)
    #expect(
      RadialTicks.distances(1...10).map(\.text) == ["1", "2", "3", "5", "7", "10"])
    #expect(RadialTicks.distances(2...3).map(\.text).first == "2.0")
    for (value, _) in RadialTicks.distances(1.7...31) { #expect((1.7...31).contains(value)) }
  }

  @Test("Axes without a logarithm and widths without a picture are refused")
  func refusals() {
    var wide = chart()
    wide.width = 9000
    var scaled = chart()
    scaled.rightScale = .init(label: "DN/s", factor: 0)
    var endless = chart()
    endless.curves[0].points[0].radius = .infinity
    for wrong in [
      chart(radii: 0...1), chart(values: -1...1), chart(radii: 2...2), wide, scaled, endless,
    ] {
      #expect(throws: ImageryError.self) { try RadialDrawing.picture(wrong) }
    }
  }
}
