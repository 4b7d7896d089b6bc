internal import Astronomy
internal import Foundation
internal import Geometry
internal import Imagery
internal import Optics
internal import Trajectories

/// The brightness of everything an observer sees about the Sun, direction by direction, mean solar brightnesses.
///
/// Corona as frames have it, Sun, Earth and air, spacecraft lit by the Earth. Nothing is blurred and nothing
/// glares.
struct CrewSky {
  /// Whether the observer stands on the Earth.
  var isFromGround: Bool { zenith != nil }
  /// Whether the Sun's centre stands under the horizon of an observer on the Earth.
  var isSunDown: Bool { zenith.map { view.context.sun.direction.dot($0) < 0 } ?? false }

  /// What a line of sight meets.
  enum Thing: Equatable {
    case space, air, sun, occulter, earth
  }

  /// A part of the sky as a camera's pixels hold it.
  private struct Patch {
    var camera: Camera
    var light: [Float]

    func brightness(_ place: Vector3) -> Double? {
      guard let pixel = camera.projection.pixel(of: place) else { return nil }
      let (column, row) = (Int(pixel.x.rounded(.down)), Int(pixel.y.rounded(.down)))
      guard pixel.x >= 0, pixel.y >= 0, column < camera.width - 1, row < camera.height - 1 else {
        return nil
      }
      let (x, y) = (pixel.x - Double(column), pixel.y - Double(row))
      func at(_ right: Int, _ up: Int) -> Double {
        Double(light[(row + up) * camera.width + column + right])
      }
      return (1 - y) * ((1 - x) * at(0, 0) + x * at(1, 0)) + y * ((1 - x) * at(0, 1) + x * at(1, 1))
    }
  }

  let view: FormationView
  let orientation: SolarOrientation
  private let silhouette: Silhouette
  private let occulterReach: Double
  private let companions: [Silhouette]
  private let patches: [Patch]
  private let limb: EarthLimb?
  private let air: TwilightLimb?
  /// Up at a place on the ground, GCRF; nil for spacecraft.
  private let zenith: Vector3?
  /// The light of the air over a place on the ground; nil for spacecraft, and while the Sun is down.
  let daylight: DaylightSky?
  private let law: LimbDarkening
  /// The square of the Sun's radius over its distance: the light on a surface over that of the Sun's disc, and π.
  private let dilution: Double
  /// The radiance of the side of the spacecraft that looks at the camera.
  let hullBrightness: Double

  /// Reflected shares of sunlight: of the Earth with its clouds, and of a hull, which nobody wrote down.
  ///
  /// The Earth's is its Bond albedo (Stephens et al. 2015, Reviews of Geophysics 53, 141).
  static let (earthAlbedo, hullAlbedo) = (0.29, 0.5)
  /// Occulters smaller than this, metres, darken no sky: their shadow is narrower than the air is high, which stays lit
  /// around it.
  static let darkeningRadius = 50_000.0
  /// With more of the Sun's light than this in the sky nobody sees a corona: what dust scatters next to the Sun, left
  /// out here, outshines it.
  static let mostShareForCorona = 0.01
  /// The air's light at the limb under the Sun: the middle of what ``TwilightLimb`` tells.
  static let airBrightness = 3e-6

  init(_ scenario: Scenario, at instant: Instant, halfField: Double) async throws {
    let view = try scenario.formation.view(at: instant)
    let orientation = SolarOrientation(
      at: instant, observer: view.context.observer, ephemeris: scenario.formation.ephemeris,
      treatment: scenario.formation.treatment)
    (self.view, self.orientation) = (view, orientation)
    silhouette = view.silhouette
    occulterReach =
      view.outline?.farthest(from: view.occulter.normalized) ?? view.discs.occulterRadius
    law = scenario.law
    let union = try scenario.union(in: view)
    companions = union.members.dropFirst().prefix(scenario.formation.companions.count)
      .map(\.silhouette)
    let ratio = scenario.formation.sunRadius / view.context.sun.distance
    dilution = ratio * ratio
    patches = try await Self.patches(scenario, at: instant, halfField: halfField)
    let sun = view.context.sun.direction
    func components(_ vector: Vector3) -> SIMD3<Double> {
      SIMD3(vector.dot(orientation.skyWest), vector.dot(orientation.skyNorth), vector.dot(sun))
    }
    if let site = scenario.formation.observer as? GroundSite {
      func height(_ axis: Vector3) -> Double { sin(site.horizontal(axis, at: instant).altitude) }
      zenith = Vector3(
        height(Vector3(1, 0, 0)), height(Vector3(0, 1, 0)), height(Vector3(0, 0, 1)))
      (limb, air, hullBrightness) = (nil, nil, 0)
      daylight = DaylightSky(
        hidden: scenario.formation.shape.radius >= Self.darkeningRadius
          ? view.obscuration(law: scenario.law) : 0,
        sunAltitudeSine: sin(site.horizontal(sun, at: instant).altitude),
        sunRadius: view.discs.sunRadius)
    } else {
      (zenith, daylight) = (nil, nil)
      let limb = try EarthLimb(
        earth: components(-view.context.observer.position), pole: components(scenario.earth.pole),
        equatorialRadius: scenario.earth.equatorialRadius, polarRadius: scenario.earth.polarRadius)
      self.limb = limb
      air = try TwilightLimb(limb, peak: Self.airBrightness, scaleHeight: 8000)
      hullBrightness = Self.earthshine(limb, dilution)
    }
  }

  /// The radiance of a flat side that looks away from the Sun, lit by the Earth alone.
  ///
  /// Lambert's law twice: the ground sends `A (R☉/d)² sin h` mean solar brightnesses, h the Sun's elevation on
  /// it, and the side sends `a/π ∫ L cos ψ dω`, ψ counted from its normal.
  private static func earthshine(_ limb: EarthLimb, _ dilution: Double) -> Double {
    let steps = 90
    var sum = 0.0
    for row in 0..<steps {
      // Equal steps of cos² share a hemisphere out evenly by projected solid angle, π in all.
      let cosine = ((Double(row) + 0.5) / Double(steps)).squareRoot()
      let sine = (1 - cosine * cosine).squareRoot()
      for column in 0..<2 * steps {
        let angle = (Double(column) + 0.5) / Double(steps) * .pi
        let passage = limb.passage(
          toward: SIMD3(sine * cos(angle), sine * sin(angle), -cosine))
        guard passage.height < 0 else { continue }
        sum += earthAlbedo * dilution * max(0, passage.sunElevationSine)
      }
    }
    return hullAlbedo * sum / Double(2 * steps * steps)
  }

  /// The corona without occulter near the Sun and far from it; nothing without `[corona]`.
  private static func patches(
    _ scenario: Scenario, at instant: Instant, halfField: Double
  ) async throws -> [Patch] {
    guard let corona = scenario.corona else { return [] }
    var patches: [Patch] = []
    for (reach, side) in [(min(5 * Angles.degree, halfField), 300), (1.45 * halfField, 200)] {
      var camera = Camera(
        name: "eye", width: side, height: side,
        pixelScaleArcseconds: 2 * reach / Double(side - 1) / Angles.arcsecond, rollDegrees: 0,
        pointingArcseconds: .zero, exposureSeconds: 1, passbandNanometres: 400...700)
      camera.projectionKind = .arc
      camera.sampling = .centre
      let scene = try await Scene(
        at: instant, formation: scenario.formation, corona: corona, law: scenario.law,
        camera: camera)
      let frame = try await FrameRenderer(camera: camera).render(scene, workers: 2)
      var light = frame.electrons.samples
      for layer in frame.layers where !layer.isBeforeOcculter {
        for index in light.indices { light[index] += layer.image.samples[index] }
      }
      patches.append(Patch(camera: camera, light: light))
    }
    return patches
  }

  /// What is seen in a direction.
  struct Look {
    var thing: Thing
    /// Mean solar brightnesses.
    var brightness: Double
    /// How much of it the air sends, 0 to 1.
    var airShare = 0.0

    init(_ thing: Thing, _ brightness: Double, airShare: Double = 0) {
      (self.thing, self.brightness, self.airShare) = (thing, brightness, airShare)
    }
  }

  /// Whether the corona can be seen at all.
  var showsCorona: Bool { (daylight?.share ?? 0) <= Self.mostShareForCorona }

  /// The light that the air over a place on the ground sends from a direction; nothing for spacecraft.
  func skylight(_ direction: Vector3) -> Double {
    guard let zenith, let daylight else { return 0 }
    return daylight.brightness(
      altitudeSine: direction.dot(zenith),
      fromSunCosine: direction.dot(view.context.sun.direction))
  }

  /// What is seen in a direction, a unit vector of the GCRF.
  func look(_ direction: Vector3) -> Look {
    let toward = view.occulter.normalized
    let place = Vector3(
      direction.dot(orientation.skyWest), direction.dot(orientation.skyNorth),
      direction.dot(view.context.sun.direction))
    if let zenith, direction.dot(zenith) < 0 { return Look(.earth, 0) }
    // Air lies before everything in the sky.
    var glow = skylight(direction)
    let isHidden =
      direction.angle(to: toward) <= occulterReach && silhouette.contains(direction)
      || companions.contains { $0.contains(direction) }
    if isHidden {
      return glow > 0
        ? Look(.air, hullBrightness + glow, airShare: 1) : Look(.occulter, hullBrightness)
    }
    if let limb, let air {
      let sight = SIMD3(place.x, place.y, place.z)
      let passage = limb.passage(toward: sight)
      glow = air.brightness(toward: sight)
      if passage.height < 0 {
        let ground = Self.earthAlbedo * dilution * max(0, passage.sunElevationSine)
        return Look(.earth, passage.sunElevationSine > 0 ? ground : 0)
      }
    }
    let sine = place.sineOfElongation / sin(view.discs.sunRadius)
    if place.z > 0, sine < 1 {
      return Look(.sun, law.radiance(cosine: (1 - sine * sine).squareRoot()) / law.discMean)
    }
    let corona =
      showsCorona
      ? patches.lazy.compactMap { $0.brightness(place) }.first { $0.isFinite } ?? 0 : 0
    let sum = corona + glow
    return Look(glow > corona ? .air : .space, sum, airShare: sum > 0 ? glow / sum : 0)
  }
}
