import Foundation

@testable import Imagery

/// A corona made of a power law, an equatorial belt and some rays: good enough to look at.
struct SyntheticCorona {
  var width = 512
  var height = 512
  var sun: FrameAnnotation.Circle
  var occulter: FrameAnnotation.Circle?
  var rollRadians = 0.0
  /// The brightness of the uncovered photosphere.
  var photosphere = 1.0

  init(size: Int, sunRadius: Double, occulterRadius: Double?) {
    width = size
    height = size
    let centre = Double(size + 1) / 2
    sun = .init(x: centre, y: centre, radius: sunRadius)
    occulter = occulterRadius.map { .init(x: centre, y: centre, radius: $0) }
  }

  func image(masksOcculter: Bool = true) throws -> Image {
    var samples = [Float](repeating: 0, count: width * height)
    for row in 0..<height {
      for column in 0..<width {
        samples[row * width + column] = value(column + 1, row + 1, masksOcculter)
      }
    }
    return try Image(width: width, height: height, samples: samples)
  }

  private func value(_ column: Int, _ row: Int, _ masksOcculter: Bool) -> Float {
    if let occulter,
      hypot(Double(column) - occulter.x, Double(row) - occulter.y) < occulter.radius
    {
      return masksOcculter ? .nan : 0
    }
    let (dx, dy) = (Double(column) - sun.x, Double(row) - sun.y)
    let west = cos(rollRadians) * dx - sin(rollRadians) * dy
    let north = sin(rollRadians) * dx + cos(rollRadians) * dy
    let distance = hypot(west, north) / sun.radius
    if distance < 1 { return Float(photosphere * (1 - 0.6 * (1 - sqrt(1 - distance * distance)))) }
    let angle = atan2(-west, north)
    let smooth = 4e-7 * pow(distance, -7) + 3e-8 * pow(distance, -3)
    var rays = 0.35
    for (place, breadth, strength) in [
      (1.40, 0.22, 1.6), (1.95, 0.10, 0.9), (4.55, 0.18, 1.8), (4.05, 0.08, 1.0), (5.3, 0.07, 0.8),
      (0.75, 0.06, 0.5),
    ] {
      let offset = remainder(angle - place, 2 * .pi)
      rays += strength * exp(-offset * offset / (2 * breadth * breadth))
    }
    let plumes = 1 + 0.12 * cos(36 * angle) * exp(-pow(sin(angle) / 0.4, 2))
    return Float(smooth * rays * plumes + 4e-10 * pow(distance, -2.2))
  }

  /// An annotation that fits.
  func annotation() -> FrameAnnotation {
    var words = FrameAnnotation(
      title: "Soyuz 19 — artificial eclipse by Apollo",
      subtitle: "1975-07-19 12:06:40.500 UTC  (mid-exposure)", sun: sun)
    words.badge = "SYNTHETIC"
    words.productLines = ["total brightness K + F + stray light, L2", "frame 17 of 40  ·  1.0 s"]
    words.sunLabel = ["Sun  1 R☉ = 15.73′"]
    words.occulter = occulter
    words.occulterLabel = ["Apollo", "2.14 R☉ = 33.62′"]
    words.rollRadians = rollRadians
    words.pixelScaleArcseconds = 12.89
    words.footer = [
      "Totality 0.1.0  ·  run 20261121T000000Z-0123abcd  ·  soyuz-1975.toml sha256 ee26f4137f88e240…"
    ]
    return words
  }
}

/// Keeps a picture for the eye when TOTALITY_PICTURES names a directory.
func keep(_ picture: RGBPicture, _ name: String) throws {
  guard let directory = ProcessInfo.processInfo.environment["TOTALITY_PICTURES"] else { return }
  try AtomicFile.write(try PNGEncoder.rgb8(picture), to: "\(directory)/\(name).png")
}
