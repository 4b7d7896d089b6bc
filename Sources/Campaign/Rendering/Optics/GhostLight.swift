internal import Foundation
internal import Imagery
internal import Optics

/// Second images of all that the camera sees, as one plane; it is made when the picture is there.
struct GhostLight: SkyLight, SkyLayer {
  let cards: [SkyLightCard]

  init(_ ghosts: [Ghost]) {
    let total = ghosts.reduce(0) { $0 + $1.share }
    cards =
      [
        SkyLightCard(
          keyword: "GHOSTSUM", value: String(format: "%.4e", total),
          comment: "share of all light that ghosts take from B, Q, U")
      ]
      + ghosts.enumerated().map { index, ghost in
        SkyLightCard(
          keyword: "GHOST\(index + 1)", value: ghost.provenance, comment: "reflected image")
      }
  }

  var plane: String { "GHOST" }
  var meaning: String { "images reflected between surfaces" }
  var isDiffuse: Bool { false }
  var isBeforeOcculter: Bool { true }
  var isFinished: Bool { true }

  func layer(_ moment: SkyMoment) -> any SkyLayer { self }

  func light(on band: SkyBand) -> SkyLayerLight {
    let nothing = [Double](repeating: 0, count: band.rows.count * band.camera.width)
    return SkyLayerLight(intensity: nothing, passing: nothing)
  }
}

extension FramePlanes {
  /// Adds what is reflected of the whole picture, and takes it from there: brightness, Q and U.
  ///
  /// The other planes of light hold what comes in, before ghosts take their share. What lies outside the picture
  /// or the instrument's field makes no ghosts.
  mutating func addGhosts(_ ghosts: [Ghost], _ camera: Camera, _ lights: [any SkyLight]) {
    let kept = Float(1 - ghosts.reduce(0) { $0 + $1.share })
    func reflected(_ plane: [Float]) -> [Float] {
      var sum = [Float](repeating: 0, count: plane.count)
      for ghost in ghosts {
        let image = ghost.picture(
          of: plane, width: width, axis: camera.projection.centre, pixel: camera.pixelScale)
        for index in sum.indices { sum[index] += image[index] }
      }
      return sum
    }
    func ghosted(_ plane: [Float], _ image: [Float]) -> [Float] {
      zip(plane, image).map { kept * $0 + $1 }
    }
    let image = reflected(brightness)
    brightness = ghosted(brightness, image)
    stokesQ = ghosted(stokesQ, reflected(stokesQ))
    stokesU = ghosted(stokesU, reflected(stokesU))
    if let index = lights.firstIndex(where: { $0 is GhostLight }) { setLayer(index, image) }
    findPolarized(camera)
  }
}
