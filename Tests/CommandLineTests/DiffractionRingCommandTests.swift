import Foundation
import Imagery
import TestSupport
import Testing

@Suite("Command line: diffraction ring")
struct DiffractionRingCommandTests {
  private static let aspiics = [
    "diffraction", "ring", "--radius", "0.71", "--distance", "144.348", "--pupil-mm", "50",
    "--pixel-arcsec", "3", "--to", "2",
  ]

  /// Rows of a CSV as numbers.
  private func rows(_ csv: String) -> [[Double]] {
    csv.split(separator: "\n").dropFirst().map { line in
      line.split(separator: ",").map { Double($0) ?? .nan }
    }
  }

  @Test("diffraction ring answers with the full wave's peak where the notes have it")
  func disc() throws {
    let program = try Program()
    let csv = try program.run(Self.aspiics)
    #expect(csv.status == 0, "\(csv.messages)")
    #expect(csv.output.hasPrefix("theta_rad,theta_rsun,B_msb\n"))
    let rows = rows(csv.output)
    #expect(rows.count == 641)
    // Full wave, focus at infinity: 1.43e-3 at 1.033 solar radii.
    let peak = rows.max { $0[2] < $1[2] } ?? []
    #expect((peak[1] - 1.033).magnitude < 0.004 && (peak[2] / 1.43e-3 - 1).magnitude < 0.05)
    let json = try program.run(Self.aspiics + ["--format", "json"])
    let document = try JSONValue.parse(json.output)
    #expect(document["rows"]?.array?.count == 641)
    // Notes: the pupil's mean irradiance, 1.3545e-4.
    let irradiance = document["pupil_irradiance"]?.number ?? .nan
    #expect((irradiance / 1.3545e-4 - 1).magnitude < 1e-3)
  }

  @Test("Outside the umbra the ring is told with what diffraction takes from direct sunlight")
  func penumbra() throws {
    let outcome = try Program().run([
      "diffraction", "ring", "--radius", "0.71", "--distance", "144.348", "--pupil-mm", "0.2",
      "--pupil-at", "0.05:0", "--pixel-arcsec", "60", "--format", "json",
    ])
    #expect(outcome.status == 0, "\(outcome.messages)")
    #expect(outcome.messages.contains("A part of the Sun is seen"))
    let document = try JSONValue.parse(outcome.output)
    let ring = document["pupil_irradiance"]?.number ?? .nan
    let direct = document["direct_irradiance"]?.number ?? .nan
    // The notes' table at 50 mm: all the light less the geometric.
    #expect(((ring + direct) / (2.715996e-3 - 2.644595e-3) - 1).magnitude < 0.03)
    #expect(ring > 1e-4 && direct < 0)
  }

  @Test("An uneven ring tells its least and most, and a picture is written")
  func lopsided() throws {
    let program = try Program()
    let outcome = try program.run([
      "diffraction", "ring", "--radius", "1.955", "--distance", "220", "--pupil-mm", "28.6",
      "--pupil-at", "0.62:0", "--pixel-arcsec", "25", "--wavelength-nm", "500,600",
      "--weights", "1,2", "--picture", "ring.fits", "--pixels", "160", "-o", "ring.csv",
    ])
    #expect(outcome.status == 0, "\(outcome.messages)")
    let csv = String(decoding: try program.folder.bytes("ring.csv"), as: UTF8.self)
    #expect(csv.hasPrefix("theta_rad,theta_rsun,B_msb,B_least_msb,B_most_msb\n"))
    #expect(rows(csv).allSatisfy { $0[3] <= $0[2] * 1.000001 && $0[2] <= $0[4] * 1.000001 })
    let picture = try program.folder.bytes("ring.fits")
    #expect(picture.count % 2880 == 0 && picture.count > 160 * 160 * 4)
    let grey = try program.run(Self.aspiics + ["--picture", "ring.PNG", "--pixels", "120"])
    #expect(grey.status == 0, "\(grey.messages)")
    #expect(try PNGDecoder.decode(try program.folder.bytes("ring.PNG")).width == 120)
  }

  @Test(
    "Wrong values end with 64 and say what is allowed",
    arguments: [
      (["--pupil-mm", "0"], "diameter of the pupil 0.0 m"),
      (["--pupil-mm", "100", "--pupil-at", "150:0"], "more than 45 degrees"),
      (["--pupil-mm", "50", "--focus", "-3"], "distance in focus -3.0 m"),
      (["--pupil-mm", "50", "--blur-arcsec", "-1"], "Gaussian blur"),
      (["--pupil-mm", "50", "--pixel-arcsec", "0"], "--pixel-arcsec 0.0"),
      (["--pupil-mm", "50", "--to", "1e9"], "must make a profile of 1 to 200000 steps"),
      (["--pupil-mm", "50", "--pupil-at", "1"], "--pupil-at: found \"1\""),
      (["--pupil-mm", "50", "--weights", "1,2"], "2 for 1 wavelengths"),
      (["--pupil-mm", "50", "--outline", "a.csv"], "leave one out"),
      (["--pupil-mm", "50", "--picture", "a.fits", "--pixels", "0"], "--pixels 0"),
      (["--pupil-mm", "50", "--picture", "a.jpg"], "\"a.jpg\": give the name the ending .fits or"),
      (["--pupil-mm", "50", "--picture", "png"], "\"png\": give the name the ending .fits or"),
    ])
  func refused(arguments: [String], words: String) throws {
    let outcome = try Program().run(
      ["diffraction", "ring", "--radius", "0.71", "--distance", "144.348"] + arguments)
    #expect(outcome.status == 64, "\(outcome.messages)")
    #expect(outcome.messages.contains(words), "\(outcome.messages)")
    #expect(outcome.output.isEmpty)
  }
}
