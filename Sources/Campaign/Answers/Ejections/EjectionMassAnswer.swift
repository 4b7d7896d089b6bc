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
  /// - Parameter workers: bands of the picture drawn at a time.
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
      states.append((state, try await Self.weigh(state, part, scenario, workers)))
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
    let scene = try Scene(
      at: state.instant, formation: scenario.formation, corona: alone, law: scenario.law,
      sightlines: camera.width * camera.height)
    let rendered = try await FrameRenderer(camera: camera).render(scene, workers: workers)
    let projection = camera.projection
    var west: [Double] = []
    var north: [Double] = []
    var excess: [Double] = []
    var solidAngles: [Double] = []
    for row in 0..<camera.height {
      for column in 0..<camera.width where rendered.photosphere[column, row] == 0 {
        let value = rendered.brightness[column, row]
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
            picture_mass_sky_plane_g: weighed?.skyPlaneGrams,
            picture_mass_at_nose_g: weighed?.noseGrams)
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
        String(
          format: "nose        Carrington longitude %.2f, latitude %.2f degrees",
          state.noseLongitudeRadians * degrees, state.noseLatitudeRadians * degrees),
        String(
          format: "seen        at position angle %.2f, %.2f degrees from the plane of the sky",
          state.positionAngleRadians * degrees, state.angleFromSkyPlaneRadians * degrees),
        String(format: "electrons   %.4e", state.electronCount),
        String(format: "mass        %.4e g", state.massGrams),
      ]
      guard let weighed else { continue }
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
