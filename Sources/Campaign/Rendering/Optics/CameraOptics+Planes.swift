internal import Astronomy
internal import Foundation
internal import Geometry
internal import Imagery
internal import Optics
internal import Trajectories

extension CameraOptics {
  /// The line on the edge, as a plane of light.
  static func light(of ring: RingImage, _ samples: [Float], _ camera: Camera) -> PlaneLight {
    var cards = [
      card(
        "RING_E", String(format: "%.4e", ring.pupilIrradiance),
        "irradiance in the pupil over sunlight")
    ]
    if ring.directIrradiance != 0 {
      let direct = String(format: "%.4e", ring.directIrradiance)
      cards.append(card("RING_SUN", direct, "the same before the Sun, in no plane"))
    }
    return PlaneLight(
      plane: "RING", meaning: "line on the occulter's edge", cards: cards, samples: samples,
      width: camera.width, isFinished: true)
  }

  /// What makes the planes of stray light; those of the line are left out where there is none.
  ///
  /// With an internal occulter, too, all of the line's light is scattered: by the lens before it.
  static func planes(
    _ stray: StrayLightSettings, _ ring: RingImage?, _ sees: SeenSun, _ sun: SolarSource,
    _ wavelength: Double, _ camera: Camera
  ) throws -> [@Sendable () async throws -> PlaneLight] {
    var planes: [@Sendable () async throws -> PlaneLight] = []
    if let ring, let law = stray.scatter {
      let light = ScatteredLight(of: ring, by: law)
      planes.append {
        PlaneLight(
          plane: "SCATTER", meaning: "scatter of the line on the edge",
          cards: [card("SCAT_LAW", light.provenance, "scatter of the optics")],
          samples: try camera.sunCentred { try light.plane(on: $0) }, width: camera.width,
          isFinished: true)
      }
    }
    if let law = stray.scatter, sees.flux > 0 {
      let light = try ScatteredLight(of: sees.plane, on: sees.grid, by: law)
      let flux = String(format: "%.4e", sees.flux)
      planes.append {
        PlaneLight(
          plane: "SUNSCAT", meaning: "scatter of the photosphere",
          cards: [card("SUN_FLUX", flux, "photosphere past the occulter, MSB sr")],
          samples: try camera.sunCentred { try light.plane(on: $0) }, width: camera.width,
          isFinished: true)
      }
    }
    if let veil = stray.veil, ring != nil || sees.flux > 0 {
      let light = try Veil(
        share: veil.share, of: (ring?.flux ?? 0) + sees.flux, over: veil.steradians)
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

  /// The air over the Earth's limb, which lies behind the occulter.
  static func plane(
    _ air: StrayLightSettings.Twilight, _ view: FormationView, _ orientation: SolarOrientation,
    _ camera: Camera
  ) throws -> @Sendable () async throws -> PlaneLight {
    let earth = view.context.observer.position * -1
    // The limb is that of the sphere of the equator's radius: heights are known no better.
    let radius = Spheroid.earth(at: view.context.instant).equatorialRadius
    let limb = max(0, earth.length * earth.length - radius * radius).squareRoot()
    let light = try TwilightLimb(
      earth: (
        earth.dot(orientation.skyWest), earth.dot(orientation.skyNorth),
        earth.dot(view.context.sun.direction)
      ), earthRadius: asin(min(1, radius / earth.length)), peak: air.brightness,
      scaleAngle: max(1e-6, air.scaleHeightMetres / max(limb, air.scaleHeightMetres)))
    return {
      PlaneLight(
        plane: "TWILIGHT", meaning: "air over the Earth's limb",
        cards: [card("TWILIGHT", light.provenance, "Earth's limb")],
        samples: samples(of: light, camera), width: camera.width, isBeforeOcculter: false)
    }
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
