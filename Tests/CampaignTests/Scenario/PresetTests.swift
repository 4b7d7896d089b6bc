import Campaign
import Foundation
import TestSupport
import Testing

@Suite("Presets")
struct PresetTests {
  @Test("Every preset reads without a problem and can make frames", arguments: Preset.allCases)
  func reads(preset: Preset) throws {
    let scenario = try Samples.read(preset.text)
    #expect(scenario.name == preset.rawValue)
    #expect(scenario.camera != nil)
    #expect(scenario.contents.hasPrefix("windows and shadow, frames, a sequence of "))
  }

  @Test("A preset is its file in Fixtures, byte for byte", arguments: Preset.allCases)
  func isItsFile(preset: Preset) throws {
    let path = ReferenceData.repositoryPath("Fixtures/\(preset.rawValue).toml")
    let file = try Data(contentsOf: URL(fileURLWithPath: path))
    // Not inside the expectation, which would print both texts byte by byte.
    let isSame = Array(preset.text.utf8) == [UInt8](file)
    #expect(isSame)
  }

  @Test("The sequence of the founding case has at least 48 frames inside its span")
  func sequence() throws {
    let scenario = try Samples.read(Preset.astp1975.text)
    let sequence = try #require(scenario.sequence)
    #expect(sequence.count >= 48)
    #expect(scenario.span.contains(sequence.start))
    #expect(scenario.span.contains(sequence.instant(ofFrame: sequence.count - 1)))
  }

  @Test(
    "Every value of the founding case says whether it is documented, derived or assumed",
    arguments: [Preset.astp1975, .astp1975Hold, .astp1975MA148])
  func provenance(preset: Preset) {
    // A value may share the word of the comment above it, or of its own line.
    var spoken = false
    for line in preset.text.split(separator: "\n", omittingEmptySubsequences: false) {
      let comment =
        line.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        .dropFirst().first ?? ""
      let speaks = ["documented", "derived", "assumed", "reconstruct"].contains {
        comment.contains($0)
      }
      if line.hasPrefix("#") || line.hasPrefix("[") || line.isEmpty {
        spoken = line.isEmpty ? false : spoken || speaks
      } else if line.contains(" = "), !isLabel(line) {
        #expect(speaks || spoken, "\(line)")
      }
    }
  }

  /// Names, choices of ours about files and the format itself come from nowhere.
  private func isLabel(_ line: Substring) -> Bool {
    [
      "schema", "name", "description", "seed", "quality", "direction", "kind", "frame ",
      "propagator",
    ]
    .contains { line.hasPrefix($0) } || line.hasPrefix("scale_log10") || line.hasPrefix("frames")
      || line.hasPrefix("size")
  }
}
