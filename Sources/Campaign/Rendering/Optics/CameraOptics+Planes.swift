internal import Astronomy
internal import Foundation
internal import Imagery
internal import Optics

extension CameraOptics {
  /// The line on the edge, as a plane of light.
  static func light(of ring: RingImage, _ samples: [Float], _ camera: Camera) -> PlaneLight {
    PlaneLight(
      plane: "RING", meaning: "line on the occulter's edge",
      cards: [
        SkyLightCard(
          keyword: "RING_E", value: String(format: "%.4e", ring.pupilIrradiance),
          comment: "irradiance in the pupil over sunlight")
      ], samples: samples, width: camera.width, isFinished: true)
  }

  /// What makes the planes of stray light; those of the line are left out where there is none.
  ///
  /// With an internal occulter, too, all of the line's light is scattered: by the lens before it.
  static func planes(
    _ stray: StrayLightSettings, _ ring: RingImage?, _ sun: SolarSource, _ wavelength: Double,
    _ grid: PixelGrid, _ camera: Camera
  ) throws -> [@Sendable () async throws -> PlaneLight] {
    var planes: [@Sendable () async throws -> PlaneLight] = []
    if let ring, let law = stray.scatter {
      let light = ScatteredLight(of: ring, by: law)
      planes.append {
        PlaneLight(
          plane: "SCATTER", meaning: "scatter of the line on the edge",
          cards: [card("SCAT_LAW", light.provenance, "scatter of the optics")],
          samples: try light.plane(on: grid), width: camera.width, isFinished: true)
      }
    }
    if let ring, let veil = stray.veil {
      let light = try Veil(share: veil.share, of: ring.flux, over: veil.steradians)
      planes.append {
        PlaneLight(
          plane: "VEIL", meaning: "veil", cards: [card("VEIL_LAW", light.provenance, "veil")],
          samples: samples(of: light, camera), width: camera.width, isFinished: true)
      }
    }
    if let cloud = stray.particles {
      let light = try ParticleGlow(
        column: cloud.columnPerSquareMetre, medianRadius: cloud.medianRadiusMetres,
        spread: cloud.spread, wavelength: wavelength, sun: sun)
      // Between the camera and the occulter lies the umbra: only what is farther is lit.
      planes.append {
        PlaneLight(
          plane: "GLOW", meaning: "glow of particles, parametric",
          cards: [card("GLOW_LAW", light.provenance, "particles")],
          samples: samples(of: light, camera), width: camera.width, isBeforeOcculter: false)
      }
    }
    return planes
  }

  /// The occulter's dark side in the Earth's light.
  static func light(
    of earthshine: StrayLightSettings.Earthshine, _ sun: SolarSource
  ) throws -> DarkSideLight {
    let fill = try EarthshineFill(
      albedo: earthshine.albedo, irradiance: earthshine.irradiance, sun: sun)
    return DarkSideLight(
      brightness: fill.brightness,
      cards: [
        card(
          "DARKSIDE", String(format: "%.4e", fill.brightness), "B/Bsun of the dark side, parametric"
        )
      ])
  }

  private static func samples(of light: any DirectionalStrayLight, _ camera: Camera) -> [Float] {
    let projection = camera.projection
    var samples: [Float] = []
    samples.reserveCapacity(camera.width * camera.height)
    for row in 0..<camera.height {
      for column in 0..<camera.width {
        let direction = projection.direction(column: Double(column), row: Double(row))
        samples.append(
          Float(light.brightness(x: direction.x / direction.z, y: direction.y / direction.z)))
      }
    }
    return samples
  }

  private static func card(_ keyword: String, _ value: String, _ comment: String) -> SkyLightCard {
    SkyLightCard(keyword: keyword, value: value, comment: comment)
  }
}
