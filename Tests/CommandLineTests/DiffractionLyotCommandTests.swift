import Foundation
import TestSupport
import Testing

@Suite("Command line: diffraction lyot")
struct DiffractionLyotCommandTests {
  /// A small telescope, a second of a processor.
  private static let small = [
    "diffraction", "lyot", "--radius", "0.05", "--distance", "9.5", "--pupil-mm", "6",
    "--internal-occulter-mm", "1.75", "--focal-length-mm", "300", "--sources", "12",
  ]

  /// Rows of a CSV as numbers.
  private func rows(_ csv: String) -> [[Double]] {
    csv.split(separator: "\n").dropFirst().map { line in
      line.split(separator: ",").map { Double($0) ?? .nan }
    }
  }

  @Test("diffraction lyot prints three images, the ring on the disc's edge and the masks at work")
  func images() throws {
    let program = try Program()
    let csv = try program.run(Self.small)
    #expect(csv.status == 0, "\(csv.messages)")
    #expect(
      csv.output.hasPrefix(
        "theta_rad,theta_rsun,B_focus_infinity,B_focus_occulter,B_after_lyot\n"))
    #expect(
      csv.messages.contains("energy: the image before the masks holds 0.99"), "\(csv.messages)")
    let rows = rows(csv.output)
    // Critical steps of λ/4a up to 2.1 solar radii.
    #expect(rows.count == Int((2.1 * 4.6542e-3 / (550e-9 / 12e-3)).rounded(.up)) + 1)
    // In focus the ring lies on the edge, R/z.
    let ring = rows.max { $0[3] < $1[3] } ?? []
    #expect((ring[0] / (0.05 / 9.5) - 1).magnitude < 0.01, "\(ring)")
    let (before, after) = (rows.map { $0[3] }.max() ?? 0, rows.map { $0[4] }.max() ?? 0)
    #expect(after < before / 20 && after > 0)
    let json = try program.run(Self.small + ["--format", "json", "-o", "lyot.json"])
    #expect(json.status == 0 && json.output.isEmpty, "\(json.messages)")
    let document = try JSONValue.parse(
      String(decoding: try program.folder.bytes("lyot.json"), as: UTF8.self))
    #expect(document["rows"]?.array?.count == rows.count)
    let light = document["light_focus_infinity"]?.number ?? .nan
    let irradiance = document["pupil_irradiance"]?.number ?? .nan
    #expect(light / irradiance < 1 && light / irradiance > 0.99)
    #expect(document["missing_share"]?.number?.magnitude ?? 1 < 1e-9)
  }

  @Test("Few samples are told not to hold the energy")
  func sparse() throws {
    let outcome = try Program().run(Self.small + ["--samples", "5"])
    #expect(outcome.status == 0 && rows(outcome.output).count == 5)
    #expect(outcome.messages.contains("warning: the samples are farther apart"))
  }

  @Test(
    "Wrong values end with 64 and say what is allowed",
    arguments: [
      (["--pupil-mm", "0"], "pupil radius 0.0 m: must be a number above 0"),
      (["--pupil-mm", "1500"], "the occulter must be larger than the pupil"),
      (["--pupil-mm", "900"], "at most 5000 are carried; take a smaller pupil"),
      (["--internal-occulter-mm", "-1"], "must lie in 0...0.1, 0 for none"),
      (
        ["--focal-length-mm", "0"], "--focal-length-mm 0.0: must be above 0 and below the distance"
      ),
      (["--focal-length-mm", "200000"], "which has no image otherwise"),
      (["--lyot", "1.5"], "Lyot stop of 1.5 pupil radii: must lie in 0.1...1"),
      (["--samples", "1"], "--samples 1: must lie in 2...20000"),
      (["--samples", "999999999999"], "must lie in 2...20000"),
      (["--sources", "0"], "0 points of the Sun: must lie in 1...1000"),
      (["--to", "-1"], "--to -1.0: must be a number of solar radii above 0"),
      (["--to", "50"], "end nearer or give --samples"),
      (["--to", "50", "--samples", "20"], "six times the wider occulter's"),
      (["--distance", "-1"], "distance -1.0 m"),
      (["--sun-radius-arcmin", "0"], "above 0 and below"),
      (["--wavelength-nm", "300"], "--limb-darkening: Neckel limb darkening at 300.0 nm"),
      (["--wavelength-nm", "0", "--limb-darkening", "uniform"], "wavelength 0.0 m"),
    ])
  func refused(arguments: [String], words: String) throws {
    var all = ["--radius", "0.71", "--distance", "144.348", "--pupil-mm", "50"]
    // The last of an option given twice would count: what is wrong takes the place of what is right.
    for (name, value) in zip(arguments, arguments.dropFirst()) where name.hasPrefix("--") {
      if let place = all.firstIndex(of: name) {
        all[place + 1] = value
      } else {
        all += [name, value]
      }
    }
    let outcome = try Program().run(["diffraction", "lyot"] + all)
    #expect(outcome.status == 64, "\(outcome.messages)")
    #expect(outcome.messages.contains(words), "\(words): \(outcome.messages)")
    #expect(outcome.output.isEmpty)
  }
}
