internal import Astronomy
internal import Foundation
internal import Geometry
internal import Imagery
internal import Optics
internal import Trajectories

extension CameraOptics {
  /// The line on the edge, as a plane of light.
  ///
  /// - Parameter law: what internal occulter and Lyot stop leave of it; nil without them.
  static func light(
    of ring: RingImage, _ samples: [Float], _ camera: Camera, law: String?
  ) -> PlaneLight {
    var cards = [
      card(
        "RING_E", String(format: "%.4e", ring.pupilIrradiance),
        "irradiance in the pupil over sunlight")
    ]
    if ring.directIrradiance != 0 {
      let direct = String(format: "%.4e", ring.directIrradiance)
      cards.append(card("RING_SUN", direct, "the same before the Sun, in no plane"))
    }
    if let law { cards.append(card("RING_LAW", law, "what is left of it")) }
    return PlaneLight(
      plane: "RING", meaning: "line on the occulter's edge", cards: cards, samples: samples,
      width: camera.width, isFinished: true, isIncoming: true)
  }

  /// What makes the planes of stray light but those made of the picture; those of the line are left out where
  /// there is none.
  ///
  /// The veil is that of line and photosphere; the picture's own comes to it later (``FramePlanes``).
  /// With an internal occulter, too, all of the line's light is scattered: by the lens before it. What veils is
  /// reflected behind it.
  static func planes(
    _ stray: StrayLightSettings, _ ring: RingImage?, _ passing: Passing, _ sees: SeenSun,
    veiling photosphere: Double, _ sun: SolarSource, _ wavelength: Double, _ camera: Camera
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
    if let veil = stray.veil {
      planes.append { try light(of: veil, try await passing.flux() + photosphere, camera) }
    }
    if let cloud = stray.particles {
      let light = try ParticleGlow(
        column: cloud.columnPerSquareMetre, medianRadius: cloud.medianRadiusMetres,
        spread: cloud.spread, wavelength: wavelength, sun: sun, map: cloud.map?.relative)
      let source = cloud.map.map { ", map \($0.name)" } ?? ""
      // Between the camera and the occulter lies the umbra: only what is farther is lit.
      planes.append {
        PlaneLight(
          plane: "GLOW", meaning: "glow of particles, parametric",
          cards: [card("GLOW_LAW", light.provenance + source, "particles")],
          samples: samples(of: light, camera), width: camera.width, isBeforeOcculter: false)
      }
    }
    return planes
  }

  /// The veil of line and photosphere, mean solar brightness times steradians, as a plane of light.
  private static func light(
    of veil: StrayLightSettings.Veil, _ flux: Double, _ camera: Camera
  ) throws -> PlaneLight {
    let light = try Veil(share: veil.share, of: flux, over: veil.steradians)
    return PlaneLight(
      plane: "VEIL", meaning: "veil", cards: [card("VEIL_LAW", light.provenance, "veil")],
      samples: samples(of: light, camera), width: camera.width, isFinished: true)
  }

  /// The Earth on the axes west, north and toward the Sun.
  static func limb(
    _ view: FormationView, _ orientation: SolarOrientation
  ) throws(OpticsError) -> EarthLimb {
    func onAxes(_ vector: Vector3) -> SIMD3<Double> {
      SIMD3(
        vector.dot(orientation.skyWest), vector.dot(orientation.skyNorth),
        vector.dot(view.context.sun.direction))
    }
    let earth = Spheroid.earth(at: view.context.instant)
    return try EarthLimb(
      earth: onAxes(view.context.observer.position * -1), pole: onAxes(earth.pole),
      equatorialRadius: earth.equatorialRadius, polarRadius: earth.polarRadius)
  }

  /// The air over the Earth's limb, which lies behind the occulter.
  static func plane(
    _ air: StrayLightSettings.Twilight, _ limb: EarthLimb, _ camera: Camera
  ) throws -> @Sendable () async throws -> PlaneLight {
    let light = try TwilightLimb(
      limb, peak: air.brightness, scaleHeight: air.scaleHeightMetres, isSunlit: air.isSunlit)
    return {
      PlaneLight(
        plane: "TWILIGHT", meaning: "air over the Earth's limb",
        cards: [card("TWILIGHT", light.provenance, "Earth's limb")],
        samples: samples(of: light, camera), width: camera.width, isBeforeOcculter: false)
    }
  }

  /// How much of what lies behind the Earth comes to each pixel, 0 to 1; nil where pictures leave it out.
  func openSky(_ directions: [Vector3], _ camera: Camera) -> [Double]? {
    guard let earth else { return nil }
    return directions.map {
      earth.openShare(toward: SIMD3($0.x, $0.y, $0.z), width: camera.pixelScale)
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
          Float(light.brightness(toward: SIMD3(direction.x, direction.y, direction.z))))
      }
    }
    return samples
  }

  private static func card(_ keyword: String, _ value: String, _ comment: String) -> SkyLightCard {
    SkyLightCard(keyword: keyword, value: value, comment: comment)
  }
}
