import Imagery
import Processing
import Testing

@testable import Campaign

@Suite("Pictures of products")
struct PreviewTests {
  private static func png(_ samples: [Double], _ unit: LightUnit) throws -> PNGDecoder.Picture {
    let observation = try Observation(
      name: "t", light: try Plane(width: samples.count, height: 1, samples: samples), unit: unit,
      level: .measured, kind: "NRGF")
    return try PNGDecoder.decode(try Preview(observation).png())
  }

  @Test("Filtered pictures are grey in the middle where they are zero")
  func symmetric() throws {
    let picture = try Self.png([-2, 0, 1, .nan], .number("filtered"))
    let words = picture.texts.first { $0.keyword == "totality:scale" }?.text ?? ""
    #expect(words.contains("\"type\":\"linear\",\"low\":-2.0,\"high\":2.0"))
  }

  @Test("Brightness has a logarithmic scale of at most five decades")
  func logarithmic() throws {
    let picture = try Self.png([1e-12, 1e-8, 1e-7, 1e-6], .meanSolarBrightness)
    let words = picture.texts.first { $0.keyword == "totality:scale" }?.text ?? ""
    #expect(words.contains("\"type\":\"log10\"") && words.contains("\"high\":-6.0"))
  }

  @Test("A picture without any light is drawn, too")
  func empty() throws {
    for samples in [[Double.nan, .nan], [0, 0]] {
      for unit in [LightUnit.meanSolarBrightness, .number("filtered")] {
        _ = try Self.png(samples, unit)
      }
    }
  }
}
