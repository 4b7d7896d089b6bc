import Foundation
import Imagery
import TestSupport

/// A picture of 32 × 32 pixels of 200 arc seconds that falls off from its middle.
enum SamplePicture {
  /// Writes the picture into a test's folder.
  static func write(
    _ name: String, in program: Program, level: String = "L2", unit: String = "MSB",
    polariser: Double? = nil
  ) throws {
    var header = FITSHeader()
    let cards: [(String, FITSCard.Value)] =
      [
        ("EXTNAME", .string("B")), ("BUNIT", .string(unit)), ("XPOSURE", .double(1)),
        ("LEVEL", .string(level)), ("DATE-AVG", .string("2000-06-01T00:00:10.000")),
        ("CTYPE1", .string("HPLN-TAN")), ("CTYPE2", .string("HPLT-TAN")),
        ("CUNIT1", .string("arcsec")), ("CUNIT2", .string("arcsec")), ("CRPIX1", .double(16.5)),
        ("CRPIX2", .double(16.5)), ("CRVAL1", .double(0)), ("CRVAL2", .double(0)),
        ("CDELT1", .double(200)), ("CDELT2", .double(200)), ("RSUN_OBS", .double(950)),
        ("RSUN_REF", .double(6.957e8)), ("DSUN_OBS", .double(1.5105e11)),
      ] + (polariser.map { [("POLAR", .double($0))] } ?? [])
    for (keyword, value) in cards { try header.append(FITSCard(keyword, value)) }
    let samples = (0..<1024).map { index -> Float in
      let (x, y) = (Double(index % 32) - 15.5, Double(index / 32) - 15.5)
      return Float(1e-7 / (1 + x * x + y * y))
    }
    let image = try Image(width: 32, height: 32, samples: samples)
    let bytes = try FITSEncoder.encode(primary: FITSHDU(.float32(image), header: header))
    try Data(bytes).write(to: URL(fileURLWithPath: program.folder.path(name)))
  }
}
