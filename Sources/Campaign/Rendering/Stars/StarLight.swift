internal import Astronomy
internal import Corona
internal import Foundation
internal import Imagery
internal import Optics

/// Stars and planets as light of the sky.
///
/// A star's brightness in a pixel, in mean solar brightness (MSB), is its irradiance over the pixel's
/// solid angle. The Sun's irradiance at distance d is the mean brightness of its disc times `π (R☉/d)²`,
/// so that a star of magnitude V has `π (R☉/1 au)² · 10^(−0.4 (V − V☉))` MSB sr: a radiance is the same
/// at every distance, but V☉ belongs to 1 au. Magnitudes are those of Johnson V: a star of the Sun's
/// colour is right in any passband, others where the passband is near V.
///
/// The light is shared between the four nearest pixels in the way that keeps both the whole of it and
/// its centre. Planets are points too: their discs, up to a minute of arc, are smaller than most pixels.
struct StarLight: SkyLight {
  let bodies: SkyBodies
  /// Radius of the photosphere, m.
  let sunRadius: Double

  /// Farther from the Sun than the corner of any picture, radians.
  static let reach = 65 * Angles.degree

  var plane: String { "STARS" }
  var meaning: String { "stars and planets" }
  var cards: [SkyLightCard] {
    [
      .init(
        keyword: "STARCAT",
        value: bodies.catalogue.stars.isEmpty
          ? "none" : String(FITSText.transliterated(bodies.catalogue.name).prefix(60)),
        comment: "star catalogue"),
      .init(
        keyword: "PLANETS", value: bodies.planets == nil ? "none" : "VSOP87",
        comment: "theory of the planets"),
      .init(
        keyword: "STARVSUN", value: "\(StellarPhotometry.solarVisualMagnitude)",
        comment: "V of the Sun at 1 au, ties stars to B_sun"),
    ]
  }

  func layer(_ moment: SkyMoment) throws -> any SkyLayer {
    let radius = sunRadius / PhysicalConstants.astronomicalUnit
    return StarLayer(
      bodies: bodies.seen(
        in: moment.view, moment.orientation, within: Self.reach, behind: moment.companions),
      solarFlux: Double.pi * radius * radius, optics: moment.optics)
  }
}

/// Stars and planets on the pixels of one frame.
struct StarLayer: SkyLayer {
  /// What stands near the Sun, seen or hidden.
  let bodies: [SkyBody]
  /// The Sun's irradiance at 1 au, mean solar brightness times steradians.
  let solarFlux: Double
  /// What the pupil sees past what stands before it.
  let optics: CameraOptics

  var isDiffuse: Bool { false }

  func light(on band: SkyBand) throws -> SkyLayerLight {
    let count = band.rows.count * band.camera.width
    var all = [Double](repeating: 0, count: count)
    var passing = all
    let projection = band.camera.projection
    for body in bodies where body.cover != .sun {
      guard let pixel = projection.pixel(of: body.place),
        // A pixel beyond the border still shares its light with the border's.
        pixel.x > -1, pixel.y > Double(band.rows.lowerBound) - 1,
        pixel.x < Double(band.camera.width), pixel.y < Double(band.rows.upperBound)
      else { continue }
      let flux =
        solarFlux * StellarPhotometry.fluxOverSun(visualMagnitude: body.visualMagnitude)
      let open = optics.share(of: body)
      for share in Self.shares(pixel) {
        guard band.rows.contains(share.row), 0..<band.camera.width ~= share.column else { continue }
        let index = (share.row - band.rows.lowerBound) * band.camera.width + share.column
        let light = flux * share.weight / projection.solidAngle(share.column, share.row)
        all[index] += light
        passing[index] += open * light
      }
    }
    return SkyLayerLight(intensity: all, passing: passing)
  }

  private struct Share {
    var column: Int
    var row: Int
    var weight: Double
  }

  /// The four pixels about a place, weighted by nearness: their sum is one, their centre the place.
  private static func shares(_ place: SIMD2<Double>) -> [Share] {
    let (left, low) = (place.x.rounded(.down), place.y.rounded(.down))
    let (across, up) = (place.x - left, place.y - low)
    return [
      Share(column: Int(left), row: Int(low), weight: (1 - across) * (1 - up)),
      Share(column: Int(left) + 1, row: Int(low), weight: across * (1 - up)),
      Share(column: Int(left), row: Int(low) + 1, weight: (1 - across) * up),
      Share(column: Int(left) + 1, row: Int(low) + 1, weight: across * up),
    ]
  }
}

extension CameraOptics {
  /// The share of the pupil that a star's or a planet's light reaches; a pinhole is reached or not.
  func share(of body: SkyBody) -> Double {
    switch body.cover {
    case .sun, .horizon, .body: return 0
    case nil, .occulter: break
    }
    guard let vignetting, body.place.z > 0 else {
      if let internalOcculter, internalOcculter.distance(of: body.place) < 0 { return 0 }
      return body.cover == nil ? 1 : 0
    }
    return vignetting.transmission(
      tangentX: body.place.x / body.place.z, tangentY: body.place.y / body.place.z)
  }
}

extension SkyProjection {
  /// The solid angle of a pixel, steradians.
  func solidAngle(_ column: Int, _ row: Int) -> Double {
    let direction = direction(column: Double(column), row: Double(row))
    return scale * scale * kind.relativeSolidAngle(atAngle: direction.angle(to: boresight))
  }
}

extension Scene {
  /// The stars and planets near the Sun; nil when the scenario draws none.
  var skyBodies: [SkyBody]? {
    layers.lazy.compactMap { ($0 as? StarLayer)?.bodies }.first
  }

  /// The bodies a camera sees, with their pixels, the first pixel's centre being (0, 0).
  func bodiesInView(of camera: Camera) -> [(body: SkyBody, pixel: SIMD2<Double>)] {
    (skyBodies ?? []).compactMap { body in
      guard optics.share(of: body) > 0,
        let pixel = camera.pixel(
          of: body, sunDistanceSolarRadii: coronalObserver.distanceSolarRadii)
      else { return nil }
      return (body, pixel)
    }
  }
}
