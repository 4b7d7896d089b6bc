internal import Astronomy
internal import Foundation
internal import Geometry
internal import Optics

/// What the pupil sees of the photosphere, as a picture of the disc alone: the source of what optics scatter
/// and spread of it.
struct SeenSun: Sendable {
  /// Where the samples lie: the disc fills the picture.
  let grid: PixelGrid
  /// Mean solar brightness, the mean over the pupil; empty in the umbra.
  let plane: [Float]
  /// Brightness summed over the sky, mean solar brightness times steradians.
  let flux: Double

  /// Samples across the disc: an error of a hundredth of what a half-covered Sun sends.
  private static let side = 96

  /// - Parameters:
  ///   - outline: what stands before the Sun.
  ///   - view: tells at once where the whole Sun is covered or open.
  init(
    _ sun: SolarSource, past outline: DiffractingOutline, pupilRadius: Double, _ view: FormationView
  ) throws {
    let radius = tan(sun.angularRadius)
    let side = Self.side
    grid = try PixelGrid(width: side, height: side, scale: 2 * radius / Double(side))
    // A Sun well covered needs no picture: the pupil's rim looks this far past the edge.
    let parallax = pupilRadius / outline.nearestDistance
    let isCovered =
      view.outline == nil
      && view.discs.separation + view.discs.sunRadius + 1.01 * parallax
        < view.discs.occulterRadius
    guard !isCovered else {
      (plane, flux) = ([], 0)
      return
    }
    let vignetting = try Vignetting(outline: outline, pupilRadius: pupilRadius)
    let law = sun.limbDarkening
    var samples = [Float](repeating: 0, count: side * side)
    var sum = 0.0
    for row in 0..<side {
      for column in 0..<side {
        let place = grid.place(column: Double(column), row: Double(row))
        let ratio = hypot(place.x, place.y) / radius
        guard ratio < 1 else { continue }
        let open = vignetting.transmission(tangentX: place.x, tangentY: place.y)
        guard open > 0 else { continue }
        let radiance = law.radiance(cosine: ((1 - ratio) * (1 + ratio)).squareRoot()) / law.discMean
        samples[row * side + column] = Float(radiance * open)
        sum += radiance * open
      }
    }
    (plane, flux) = (samples, sum * grid.pixelSolidAngle)
  }
}
