internal import Foundation
internal import Imagery
internal import Optics

/// Light that the lenses spread of the whole picture, as one plane; it is made when the picture is there.
struct SpreadLight: SkyLight, SkyLayer {
  let plane: String
  let meaning: String
  let cards: [SkyLightCard]

  /// What is scattered of the sky.
  static func scatter(_ law: HarveyScatter) -> SpreadLight {
    SpreadLight(
      plane: "SKYSCAT", meaning: "scatter of the sky past the occulter",
      cards: [
        SkyLightCard(
          keyword: "SCATSUM", value: String(format: "%.4e", law.total),
          comment: "share of all light that is scattered")
      ])
  }

  /// What ghosts hold.
  static func ghosts(_ ghosts: [Ghost]) -> SpreadLight {
    let total = ghosts.reduce(0) { $0 + $1.share }
    return SpreadLight(
      plane: "GHOST", meaning: "images reflected between surfaces",
      cards: [
        SkyLightCard(
          keyword: "GHOSTSUM", value: String(format: "%.4e", total),
          comment: "share of all light that makes ghosts")
      ]
        + ghosts.enumerated().map { index, ghost in
          SkyLightCard(
            keyword: "GHOST\(index + 1)", value: ghost.provenance, comment: "reflected image")
        })
  }

  var isDiffuse: Bool { false }
  var isBeforeOcculter: Bool { true }
  var isFinished: Bool { true }

  func layer(_ moment: SkyMoment) -> any SkyLayer { self }

  func light(on band: SkyBand) -> SkyLayerLight {
    let nothing = [Double](repeating: 0, count: band.rows.count * band.camera.width)
    return SkyLayerLight(intensity: nothing, passing: nothing)
  }
}
