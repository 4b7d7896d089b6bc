internal import Corona
internal import Foundation
internal import Synchronization

/// The F corona as light of the sky.
struct DustLight: SkyLight {
  let dust: any DustCorona

  init(_ dust: any DustCorona) {
    self.dust = dust
  }

  var plane: String { "F" }
  var meaning: String { "F corona" }
  var cards: [SkyLightCard] {
    let range = dust.tabulatedRadii
    var cards = [
      SkyLightCard(keyword: "F_MODEL", value: dust.name, comment: "dust corona"),
      SkyLightCard(
        keyword: "F_RANGE",
        value: String(format: "%g to %g R_sun", range.lowerBound, range.upperBound),
        comment: "extrapolated outside"),
    ]
    guard let sum = dust as? LineOfSightDust else { return cards }
    let degrees = 180 / Double.pi
    cards += [
      SkyLightCard(
        keyword: "F_FAN",
        value: String(format: "%@, nu = %g", sum.fan.name, sum.fan.radialExponent),
        comment: "density of the dust"),
      SkyLightCard(
        keyword: "F_SCATT", value: "Lamy & Perrin 1986, times \(sum.scale)",
        comment: "volume scattering function"),
      SkyLightCard(
        keyword: "F_LEVEL",
        value: String(
          format: sum.level == 1 ? "as published" : "times %.5g, Koutchmy & Lamy 1985 at 3 R_sun",
          sum.level),
        comment: "level of the dust"),
      SkyLightCard(
        keyword: "F_PLANE",
        value: String(
          format: "i %.3f deg, node %.3f deg, J2000", sum.plane.inclinationRadians * degrees,
          sum.plane.ascendingNodeRadians * degrees),
        comment: "symmetry plane of the dust"),
    ]
    return cards
  }

  func layer(_ moment: SkyMoment) throws -> any SkyLayer {
    Layer(dust: dust, observer: moment.coronalObserver)
  }

  /// The dust of one frame.
  ///
  /// What is common to its pixels is computed with the first band, when the camera is known: every
  /// band gets the same numbers whichever comes first.
  private final class Layer: SkyLayer {
    private let dust: any DustCorona
    private let observer: CoronalObserver
    private let prepared = Mutex<(reach: Double, dust: any DustCorona)?>(nil)

    init(dust: any DustCorona, observer: CoronalObserver) {
      self.dust = dust
      self.observer = observer
    }

    func light(on band: SkyBand) throws -> SkyLayerLight {
      let radiance = ready(for: band.camera).radiance(of: band.directions, from: observer)
      return SkyLayerLight(
        intensity: radiance.intensity, extrapolatedPixels: radiance.extrapolatedCount)
    }

    private func ready(for camera: Camera) -> any DustCorona {
      let angle = min(camera.halfDiagonalRadians + camera.offPointingRadians, Double.pi / 2)
      let reach = observer.distanceSolarRadii * sin(angle)
      return prepared.withLock { found in
        if let found, found.reach == reach { return found.dust }
        let made = dust.prepared(for: observer, impactParametersUpTo: reach)
        found = (reach, made)
        return made
      }
    }
  }
}
