import Foundation
import Testing

@testable import Imagery

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Timelines")
struct TimelineTests {
  private let red = Colour(200, 0, 0)

  private func chart() -> TimelineChart {
    var chart = TimelineChart(
      title: "One & two", subtitle: "a < b", from: 0, to: 100)
    chart.panels = [
      .init(
        left: PlotScale("angle, solar radii", from: 0, to: 10),
        curves: [
          .init(
            "separation",
            [.init(seconds: 0, value: 5), .init(seconds: 100, value: 5)], Stroke(red, width: 6))
        ], weight: 1),
      .init(left: PlotScale("hidden, %", from: 0, to: 100), curves: [], weight: 1),
    ]
    chart.bands = [
      .init(from: 40, to: 60, Colour(0, 0, 200), name: "total"),
      .init(from: 80, to: 90, Colour(0, 120, 0), isHatched: true, name: "Earth's umbra"),
    ]
    chart.marks = [
      .init("C2", text: "12:00:40.0", atSeconds: 40, Colour(90, 0, 90)),
      .init("C3", text: "12:01:00.0", atSeconds: 60, Colour(90, 0, 90)),
    ]
    chart.lane = .init(
      "Earth", background: .white, bands: [],
      marks: [.init("sunrise", text: "12:00:20", atSeconds: 20, red)])
    chart.ticks = [.init(atSeconds: 0, text: "12:00"), .init(atSeconds: 60, text: "12:01")]
    chart.timeLabel = "UTC"
    chart.listTitle = "windows"
    chart.list = ["1", "2", "3", "4"]
    chart.footer = ["constants"]
    return chart
  }

  @Test("Curves and bands lie where their numbers say")
  func places() throws {
    let chart = chart()
    let layout = TimelineLayout(chart)
    let picture = try TimelineDrawing.picture(chart)
    #expect(picture.width == 1400 && picture.height == layout.height)
    let (first, second) = (layout.panels[0], layout.panels[1])
    // Half of ten: the middle of the panel, over the band too.
    for seconds in [10.0, 50, 70] {
      let pixel = picture[Int(layout.x(seconds)), Int(first.y + first.height / 2)]
      #expect(pixel == red, "at \(seconds) s")
    }
    let quarter = Int(second.y + second.height * 0.37)
    #expect(picture[Int(layout.x(50)), quarter] == Colour(0, 0, 200))
    #expect(picture[Int(layout.x(30)), quarter] == ShadowMap.paperColour)
    let hatch = (0..<60).map { picture[Int(layout.x(82)) + $0, quarter] }
    #expect(hatch.contains(ShadowMap.paperColour))
    #expect(hatch.contains { Int($0.green) > Int($0.red) + 40 })
  }

  @Test("The SVG is well-formed, names itself, and is the same whatever was drawn before")
  func vectors() throws {
    let lines = ["C2 12:00:40", "a < b & c\u{1}"]
    let svg = try TimelineDrawing.svg(chart(), description: lines)
    _ = try TimelineDrawing.picture(chart())
    _ = try Canvas(width: 3, height: 3, background: .black)
    #expect(try TimelineDrawing.svg(chart(), description: lines) == svg)
    let parser = XMLParser(data: Data(svg))
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    let text = String(decoding: svg, as: UTF8.self)
    #expect(text.contains("<title>One &amp; two</title>"))
    #expect(text.contains("<desc>C2 12:00:40\na &lt; b &amp; c</desc>"))
    #expect(text.contains("viewBox=\"0 0 1400 "))
    #expect(!text.contains("<image"))
  }

  @Test("Ids that count the surfaces of the process are counted anew, and nothing else is touched")
  func renumbering() {
    let text =
      ##"<g id="surface41"/><use href="#surface41"/><use href="#surface57"/> surface9 "surf"##
    let expected =
      ##"<g id="surface1"/><use href="#surface1"/><use href="#surface2"/> surface9 "surf"##
    #expect(SVGText.renumbered(Array(text.utf8)) == Array(expected.utf8))
    #expect(SVGText.renumbered(Array("\"surface".utf8)) == Array("\"surface".utf8))
  }

  @Test("Pixels and vectors are not mistaken for each other")
  func kinds() throws {
    let pixels = try Canvas(width: 4, height: 4, background: .white)
    #expect(throws: ImageryError.self) { try pixels.svg(title: "", description: []) }
    let vectors = try Canvas.vectors(width: 4, height: 4, background: .white)
    #expect(throws: ImageryError.self) { try vectors.picture() }
  }

  @Test("A chart that cannot be drawn is refused with the number in question")
  func mistakes() throws {
    func words(_ change: (inout TimelineChart) -> Void) -> String {
      var chart = chart()
      change(&chart)
      do {
        _ = try TimelineDrawing.svg(chart, description: [])
        return "accepted"
      } catch {
        return "\(error)"
      }
    }
    #expect(words { $0.width = 10 }.contains("a width of 10 pixels; 800 to 8192"))
    #expect(words { $0.end = 0 }.contains("from 0.0 s to 0.0 s"))
    #expect(words { $0.end = .nan }.contains("nan"))
    #expect(words { $0.panels = [] }.contains("there is no panel"))
    #expect(words { $0.panels[0].weight = 0 }.contains("weight of a panel is 0.0"))
    #expect(words { $0.panels[0].left.high = 0 }.contains("'angle, solar radii' reaches from 0.0"))
    #expect(words { $0.panels[0].left.isLogarithmic = true }.contains("logarithmic"))
    #expect(words { $0.panels[0].curves[0].points[0].seconds = .infinity }.contains("'separation'"))
    #expect(words { $0.marks[0].seconds = .nan }.contains("band, mark or tick"))
    // Values may be anything: what is no number breaks the curve, what is far off is cut.
    #expect(words { $0.panels[0].curves[0].points[0].value = .nan } == "accepted")
    #expect(words { $0.panels[0].curves[0].points[0].value = 1e300 } == "accepted")
  }

  @Test("Labels keep their order, stay inside and never overlap; too many are thinned")
  func labels() {
    var chart = chart()
    for count in [5, 12, 40, 400] {
      chart.marks = (0..<count).map { index in
        // Crowded at the left edge and in the middle.
        .init(
          "C\(index)", text: "12:00:40.00",
          atSeconds: index % 2 == 0 ? Double(index) / 1000 : 50 + Double(index) / 1000, red)
      }
      let layout = TimelineLayout(chart)
      let middles = layout.labels.map(\.middle)
      #expect(middles.count >= 5)
      for (one, next) in zip(middles, middles.dropFirst()) { #expect(next - one >= 9 * 11 - 1e-6) }
      for middle in middles { #expect(middle > layout.left && middle < layout.right) }
    }
    // Pool adjacent violators: the published example of Ayer et al. pools falling neighbours.
    #expect(MarkLabel.isotonic([1, 3, 2, 4, 3.5, 5]) == [1, 2.5, 2.5, 3.75, 3.75, 5])
    #expect(MarkLabel.isotonic([3, 2, 1]) == [2, 2, 2])
    #expect(MarkLabel.isotonic([]).isEmpty)
  }

  @Test("Ticks of logarithmic scales are round numbers inside, neither too few nor too many")
  func logarithmicTicks() {
    for (low, high) in [(5.0, 900.0), (0.3, 3), (1e-6, 1e9), (1, 1.5), (0.05, 900)] {
      let scale = PlotScale("", from: low, to: high, isLogarithmic: true)
      let ticks = scale.ticks(count: 5)
      #expect(!ticks.isEmpty && ticks.count <= 12, "\(low) to \(high): \(ticks.count)")
      for tick in ticks { #expect(tick.place >= -1e-9 && tick.place <= 1 + 1e-9) }
    }
    let scale = PlotScale("", from: 1, to: 100, isLogarithmic: true)
    #expect(abs(scale.place(10) - 0.5) < 1e-12)
    #expect(scale.place(0) < -100)
    #expect(scale.ticks(count: 4).map(\.text).contains("10"))
  }
}
