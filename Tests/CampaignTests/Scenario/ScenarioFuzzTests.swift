import Foundation
import Optics
import TestSupport
import Testing

@testable import Campaign

/// The rules of the runs, and how to make them longer, stand at `FuzzRun`.
@Suite("Damaged scenarios, outlines and tables of heights")
struct ScenarioFuzzTests {
  private static let words = [
    "[[corona.part]]", "[span]", "[observer", "schema = 1\n", "=", "\"\"\"", "'''",
    "{ power_law = 2 }",
    "\\u0000", "\\U0010FFFF", "1e999", "nan", "-inf", "0x7FFFFFFFFFFFFFFF", "0b1", "1979-05-27",
    "07:32:00", "a.a.a.a.a.a.a.a = 1\n", "\"..\" = 1\n", "true", "../../../etc/passwd", "/dev/zero",
  ]

  private static let openers = ["[", "{", "[[", "a = [", "a = {a = ", "a.", "\"a\".", "[a."]

  /// Whether an error is of those that tell a user where and what.
  private static func fault(_ error: any Error) -> String? {
    guard let error = error as? ConfigurationError else { return "not typed: \(error)" }
    let isPlaced = error.problems.allSatisfy { $0.description.hasPrefix("a.toml") }
    return error.problems.isEmpty || !isPlaced ? "no place: \(error)" : nil
  }

  private func check(_ run: FuzzRun) {
    #expect(run.faults.isEmpty, "\(run.faults.joined(separator: "\n"))")
    #expect(run.isMeaningful, "\(run.read) read, \(run.refused) refused")
  }

  private static func document(_ bytes: [UInt8]) throws -> ConfigurationDocument {
    try ConfigurationDocument(ScenarioFile(name: "a.toml", bytes: bytes, folder: ""))
  }

  @Test("Damaged TOML is refused with file and line, or read")
  func documents() {
    let texts = [Preset.proba3, .astp1975].map { Array($0.text.utf8) }
    check(
      FuzzRun(
        "TOML", share: 0.05,
        FileMutations(texts, words: Self.words, openers: Self.openers), fault: Self.fault,
        { _ = try Self.document($0) }))
  }

  @Test("Damaged scenarios are refused with file and line, or read")
  func scenarios() {
    let corona = """
      [corona]
      electrons = "saito1977"
      quality = "preview"
      [corona.streamer_belt]
      enhancement = 2.0
      half_width_deg = 14.0
      [camera]
      size = [8, 8]
      pixel_scale_arcsec = 400
      exposure_s = 1.0
      [sequence]
      at = [2000-06-01T00:05:00Z]
      [[sweep]]
      key = "camera.exposure_s"
      values = [1, 2, 3]

      """
    let texts = [SampleScenario.text(more: corona), SampleScenario.bare]
    check(
      FuzzRun(
        "scenario", share: 0.05,
        FileMutations(
          texts.map { Array($0.utf8) }, words: Self.words, openers: Self.openers),
        fault: Self.fault,
        { bytes in _ = try Scenario(try Self.document(bytes)) }))
  }

  @Test("Damaged outlines and tables of heights are refused with file and line, or read")
  func tables() {
    func fault(_ error: any Error) -> String? {
      String(describing: error).contains("a.csv") ? nil : "no place: \(error)"
    }
    let outline =
      "x_m,y_m,z_m,loop\n-1,-1,10,a\n1,-1,10,a\n1,1,10.5,a\n-1,1,10,a\n0,0,9,b\n0,.1,9,b\n.1,0,9,b\n"
    check(
      FuzzRun(
        "outline", share: 0.02,
        FileMutations([Array(outline.utf8)], words: ["loop", ",", "x_m", "0,0,1,a\n"]),
        fault: fault,
        { _ = try OutlineFile.parse($0, file: "a.csv", distance: nil) }))
    let heights =
      "# a front\nutc,height_rsun\n2000-06-01T00:00:00Z,2\n2000-06-01T01:00:00Z,4.5\n2000-06-01T02:00:00Z,7.5\n"
    check(
      FuzzRun(
        "heights", share: 0.02,
        FileMutations([Array(heights.utf8)], words: ["utc", ",", "height_rsun"]), fault: fault,
        { bytes in
          _ = try HeightTable.parse(String(decoding: bytes, as: UTF8.self), file: "a.csv")
        }))
  }

  @Test("A data file that is a pipe, a device, a folder or too large is refused, never waited for")
  func files() throws {
    let folder = try TemporaryFolder()
    let pipe = folder.path + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    let large = folder.path + "/large"
    try Data().write(to: URL(fileURLWithPath: large))
    #expect(truncate(large, 300 << 20) == 0)
    for (file, reason) in [
      (pipe, "it is a pipe or a device; copy it into a file first"),
      ("/dev/zero", "it is a pipe or a device; copy it into a file first"),
      (folder.path, "it is a folder"),
      (large, "it has 314572800 bytes, at most 256 MiB are read; is it the right file?"),
    ] {
      let text = SampleScenario.text(more: "[sky]\nstars = \"\(file)\"")
      let problems = Samples.problems(text)
      #expect(
        problems.contains {
          $0.contains("sky.stars: the star catalogue '\(file)' cannot be read (")
            && $0.contains(reason)
        }, "\(problems)")
    }
  }
}
