public import Astronomy
internal import Corona
internal import Foundation
internal import Imagery

/// The answer of `totality ejection mass`: from the density, and as a picture would tell it.
public struct EjectionMassAnswer: Sendable {
  /// What the camera's picture of one ejection tells.
  struct Weighed: Sendable {
    /// Grams, with all electrons taken to lie in the plane of the sky.
    let skyPlaneGrams: Double
    /// Grams, with all at the angle of the nose; nil where that is too near the line of sight.
    let noseGrams: Double?
    /// Why the picture shows nothing of the ejection; nil where it does.
    var nothing: String? = nil
  }

  private let scenario: Scenario
  private let instant: Instant
  let states: [(state: EjectionState, weighed: Weighed?)]

  /// What a user should know, for standard error.
  public let notes: [String]

  /// Weighs every ejection of a scenario at an instant.
  ///
  /// The picture is the scenario's frame with the ejection less that without it: brightness is linear in
  /// the electrons, so the ejection alone is rendered. Pixels that the occulter hides, or that show the
  /// photosphere, count as nothing.
  ///
  /// - Parameters:
  ///   - scenario: the experiment.
  ///   - instant: when.
  ///   - workers: bands of the picture drawn at a time.
  /// - Throws: `CampaignError` for a scenario without ejections; `CoronaError` where a height is not
  ///   known.
  public init(_ scenario: Scenario, at instant: Instant, workers: Int) async throws {
    self.scenario = scenario
    self.instant = instant
    let observer = try scenario.coronalObserver(at: instant)
    let ejections = try scenario.ejections()
    var states: [(state: EjectionState, weighed: Weighed?)] = []
    var notes: [String] = []
    for part in ejections {
      guard let state = try EjectionState(part, at: instant, from: observer) else {
        notes.append(
          "ejection \(part.number) (\(part.motion.ejection.name)) has not left the Sun by "
            + instant.text(fractionDigits: 0))
        continue
      }
      let weighed = try await Self.weigh(state, part, scenario, workers)
      states.append((state, weighed))
      if let nothing = weighed?.nothing {
        notes.append("the picture shows nothing of ejection \(part.number): \(nothing)")
      }
    }
    if scenario.camera == nil {
      notes.append("no picture is weighed: the scenario has no [camera]")
    }
    self.states = states
    self.notes = notes
  }

  private static func weigh(
    _ state: EjectionState, _ part: ScenarioEjection, _ scenario: Scenario, _ workers: Int
  ) async throws -> Weighed? {
    guard let camera = scenario.camera, let corona = scenario.corona else { return nil }
    let alone = CoronaSettings(
      electrons: [.init(weight: part.weight, density: part.motion)], kernel: corona.kernel,
      constants: corona.constants,
      quality: corona.quality, lights: [])
    let scene = try await Scene(
      at: state.instant, formation: scenario.formation, corona: alone, law: scenario.law,
      camera: camera)
    let rendered = try await FrameRenderer(camera: camera).render(scene, workers: workers)
    let projection = camera.projection
    var openPixels = 0
    var west: [Double] = []
    var north: [Double] = []
    var excess: [Double] = []
    var solidAngles: [Double] = []
    for row in 0..<camera.height {
      for column in 0..<camera.width where rendered.photosphere[column, row] == 0 {
        let value = rendered.brightness[column, row]
        if !value.isNaN { openPixels += 1 }
        guard value > 0 else { continue }
        let direction = projection.direction(column: Double(column), row: Double(row))
        west.append(direction.x)
        north.append(direction.y)
        excess.append(Double(value))
        solidAngles.append(
          camera.pixelScale * camera.pixelScale
            * camera.projectionKind.relativeSolidAngle(
              atAngle: direction.angle(to: projection.boresight)))
      }
    }
    guard !excess.isEmpty else {
      return Weighed(skyPlaneGrams: 0, noseGrams: nil, nothing: Self.nothing(openPixels))
    }
    let directions = try SkyDirections(west: west, north: north)
    func grams(_ angle: Double) throws -> Double {
      try BrightnessScale(
        kernel: corona.kernel, constants: scene.corona.constants,
        observer: scene.coronalObserver, angleFromSkyPlaneRadians: angle
      ).grams(excess: excess, directions: directions, solidAngles: solidAngles)
    }
    let angle = state.angleFromSkyPlaneRadians
    // Nearer than some twenty degrees to the line of sight hardly a sightline holds such a place.
    return Weighed(
      skyPlaneGrams: try grams(0), noseGrams: abs(angle) < 1.2 ? try grams(angle) : nil)
  }

  /// Why a picture without light of an ejection has none.
  private static func nothing(_ openPixels: Int) -> String {
    openPixels == 0
      ? "every pixel is hidden, shows the photosphere or lies outside the field"
      : "it stands outside the picture, or behind what hides a part of it"
  }

  private struct Document: Encodable {
    struct Row: Encodable {
      var part: Int
      var kind: String
      var height_rsun: Double
      var speed_km_s: Double
      var latitude_deg: Double
      var longitude_deg: Double
      var position_angle_deg: Double
      var from_sky_plane_deg: Double
      var density_per_cm3: Double
      var electrons: Double
      var mass_g: Double
      var picture_mass_sky_plane_g: Double?
      var picture_mass_at_nose_g: Double?
      var picture_shows_nothing: String?
    }
    var schema = "totality.ejection-mass/1"
    var scenario: String
    var utc: String
    var grams_per_electron = EjectionMass.gramsPerElectron
    var ejections: [Row]
  }

  /// The JSON document (schema `totality.ejection-mass/1`).
  public func json() throws -> String {
    let degrees = 1 / Angles.degree
    return try JSONOutput.text(
      Document(
        scenario: scenario.name, utc: instant.text(),
        ejections: states.map { state, weighed in
          .init(
            part: state.number, kind: state.name,
            height_rsun: state.ejection.leadingEdgeSolarRadii,
            speed_km_s: state.kilometresPerSecond,
            latitude_deg: state.noseLatitudeRadians * degrees,
            longitude_deg: state.noseLongitudeRadians * degrees,
            position_angle_deg: state.positionAngleRadians * degrees,
            from_sky_plane_deg: state.angleFromSkyPlaneRadians * degrees,
            density_per_cm3: state.weight * state.ejection.skin.electronsPerCubicCentimetre,
            electrons: state.electronCount, mass_g: state.massGrams,
            picture_mass_sky_plane_g: weighed?.nothing == nil ? weighed?.skyPlaneGrams : nil,
            picture_mass_at_nose_g: weighed?.noseGrams,
            picture_shows_nothing: weighed?.nothing)
        }))
  }

  /// A table for people.
  public func table() -> String {
    let degrees = 1 / Angles.degree
    var lines = ["\(scenario.name) at \(instant.text(fractionDigits: 0))"]
    for (state, weighed) in states {
      lines += [
        "",
        "ejection \(state.number)  \(state.name), "
          + String(
            format: "leading edge at %.3f solar radii, %.1f km/s",
            state.ejection.leadingEdgeSolarRadii, state.kilometresPerSecond),
        "nose        Carrington longitude "
          + EjectionState.turnText(state.noseLongitudeRadians, decimals: 2)
          + String(format: ", latitude %.2f degrees", state.noseLatitudeRadians * degrees),
        "seen        at position angle "
          + EjectionState.turnText(state.positionAngleRadians, decimals: 2)
          + String(
            format: ", %.2f degrees from the plane of the sky",
            state.angleFromSkyPlaneRadians * degrees),
        String(format: "electrons   %.4e", state.electronCount),
        String(format: "mass        %.4e g", state.massGrams),
      ]
      guard let weighed else { continue }
      if let nothing = weighed.nothing {
        lines.append("picture     shows nothing of it: \(nothing)")
        continue
      }
      func row(_ grams: Double, _ place: String) -> String {
        String(format: "picture     %.4e g, %.1f %%", grams, 100 * grams / state.massGrams)
          + ", electrons taken \(place)"
      }
      lines.append(row(weighed.skyPlaneGrams, "in the plane of the sky"))
      if let grams = weighed.noseGrams { lines.append(row(grams, "at the nose's angle")) }
    }
    lines += [
      "",
      "1.97e-24 g per electron: one helium atom to nine of hydrogen. The picture shows what the camera "
        + "sees past the occulter.",
    ]
    return lines.joined(separator: "\n") + "\n"
  }
}
