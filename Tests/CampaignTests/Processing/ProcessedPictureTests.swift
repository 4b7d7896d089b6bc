import Imagery
import Processing
import Testing

@testable import Campaign

@Suite("Scales of processed pictures")
struct ProcessedPictureTests {
  private static func scale(
    _ samples: [Double], _ kind: String, _ unit: LightUnit
  ) throws -> ProcessedPicture.Scale {
    let plane = try Plane(width: samples.count, height: 1, samples: samples)
    let observation = try Observation(
      name: "t", light: plane, unit: unit, level: .measured, kind: kind)
    return ProcessedPicture(observation, source: FITSHeader()).scale
  }

  @Test("Brightness is drawn by its logarithm, differences as far to both sides of nothing")
  func kinds() throws {
    let light = LightUnit.meanSolarBrightness
    #expect(try Self.scale([1e-9, 1e-8, .nan], "B", light) == .logarithmic)
    #expect(try Self.scale([-1e-9, 3e-9, .nan], "PBP", light) == .linear(-3e-9...3e-9))
    #expect(try Self.scale([-4, 3], "DIFF", light) == .linear(-4...4))
    #expect(try Self.scale([0.5, 1.25], "RATIO", .number("ratio")) == .linear(0.5...1.5))
    #expect(try Self.scale([-2, 5], "NRGF", .number("deviations")) == .linear(-2...5))
  }

  @Test("A picture of one value or none has a scale, too")
  func empty() throws {
    for samples in [[Double.nan, .nan], [0, 0], [3, 3]] {
      for kind in ["B", "DIFF", "NRGF", "RATIO"] {
        let unit = kind == "B" ? LightUnit.meanSolarBrightness : .number("filtered")
        if case .linear(let range) = try Self.scale(samples, kind, unit) {
          #expect(range.lowerBound < range.upperBound)
        }
      }
    }
  }
}
