import Astronomy
import Foundation
import TestSupport
import Testing

@testable import Campaign
@testable import Corona

@Suite("Masses and tracks of a scenario's ejections")
struct EjectionAnswerTests {
  private func scenario(
    longitude: Double, camera: Bool = true, more: String = ""
  ) throws -> Scenario {
    let part = """
      [corona]
      electrons = "none"
      dust = "none"
      [[corona.part]]
      kind = "gcs"
      weight = 2
      time = 2000-06-01T00:00:00Z
      height_rsun = 6
      speed_km_s = 695.7
      longitude_deg = \(longitude)
      half_angle_deg = 20
      aspect = 0.3
      density_per_cm3 = 1e4
      skin_outer_rsun = 0.3
      skin_inner_rsun = 0.4

      """
    let frame = """
      [camera]
      name = "wide"
      size = [160, 160]
      pixel_scale_arcsec = 90
      exposure_s = 1
      pixel = "centre"

      """
    // A disc hardly larger than the Sun: what it hides of the legs would be missing from the picture.
    return try Samples.read(
      SampleScenario.text(
        shape: "kind = \"disc\"\nradius_m = 0.48", more: part + (camera ? frame : "") + more))
  }

  private var start: Instant {
    get throws { try Instant.parse("2000-06-01T00:00:00Z").instant }
  }

  /// The Carrington longitude of the disc's centre then, degrees.
  private func centre() throws -> Double {
    try scenario(longitude: 0).coronalObserver(at: start).carringtonLongitudeRadians * 180 / .pi
  }

  @Test("The picture of an ejection in the plane of the sky tells its mass but for some per cent")
  func mass() async throws {
    let centre = try centre()
    let limb = try scenario(longitude: (centre + 90).truncatingRemainder(dividingBy: 360))
    let answer = try await EjectionMassAnswer(limb, at: start, workers: 2)
    let (state, weighed) = try #require(answer.states.first)
    let picture = try #require(weighed)
    #expect(abs(state.angleFromSkyPlaneRadians) < 0.02)
    // West is at position angle 270.
    #expect(abs(state.positionAngleRadians - 1.5 * Double.pi) < 0.1)
    let ratio = picture.skyPlaneGrams / state.massGrams
    #expect(ratio > 0.92 && ratio < 1, "\(ratio)")

    let front = try scenario(longitude: (centre + 35).truncatingRemainder(dividingBy: 360))
    let other = try await EjectionMassAnswer(front, at: start, workers: 2)
    let (before, seen) = try #require(other.states.first)
    let told = try #require(seen?.noseGrams)
    #expect(abs(before.angleFromSkyPlaneRadians - 55 * Double.pi / 180) < 0.02)
    #expect((seen?.skyPlaneGrams ?? 0) < 0.8 * before.massGrams)
    #expect(told > (seen?.skyPlaneGrams ?? 0))
    #expect(abs(before.massGrams / state.massGrams - 1) < 1e-12)

    let json = try answer.json()
    #expect(json.contains("\"schema\" : \"totality.ejection-mass/1\""))
    #expect(answer.table().contains("electrons taken in the plane of the sky"))
  }

  @Test("A picture that shows nothing of an ejection is told so, with the reason")
  func nothingSeen() async throws {
    let plain = try scenario(longitude: 0)
    func told(_ set: String...) async throws -> (answer: EjectionMassAnswer, text: String) {
      let text = plain.effectiveTextWithOrigins
      let answer = try await EjectionMassAnswer(
        try Samples.read(text, set: set), at: start, workers: 2)
      return (answer, answer.table())
    }
    // A disc of 5 m at 100 m hides 2.9° about the Sun, the picture reaches to 2.8° in its corners.
    let hidden = try await told("occulter.shape.radius_m=5")
    let words = "every pixel is hidden, shows the photosphere or lies outside the field"
    #expect(hidden.text.contains("picture     shows nothing of it: " + words + "\n"))
    #expect(!hidden.text.contains(" %"))
    #expect(hidden.answer.notes == ["the picture shows nothing of ejection 1: " + words])
    let json = try hidden.answer.json()
    #expect(json.contains("picture_shows_nothing") && !json.contains("picture_mass"))
    // Six radii are 1.6°: five degrees beside the Sun the picture holds nothing of it.
    let aside = try await told("camera.pointing_arcsec=[0, 20000]")
    #expect(aside.text.contains("it stands outside the picture, or behind what hides a part of it"))
    let seen = try await told("camera.exposure_s=2")
    #expect(seen.answer.notes.isEmpty && seen.text.contains(" %"))
  }

  @Test("A longitude a hair below nothing is nothing, not a whole turn")
  func turns() async throws {
    for longitude in [0, 360, -1e-16, 359.999] {
      let table = try await EjectionMassAnswer(
        try scenario(longitude: longitude, camera: false), at: start, workers: 1
      ).table()
      #expect(table.contains("Carrington longitude 0.00,"), "\(table)")
    }
    #expect(EjectionState.turnText(2 * .pi - 1e-9, decimals: 6) == "0.000000")
    #expect(EjectionState.turnText(1.5 * .pi, decimals: 2) == "270.00")
  }

  @Test("The track holds height, speed and place of the nose, and begins when it leaves the Sun")
  func track() throws {
    let centre = try centre()
    let limb = try scenario(longitude: (centre + 90).truncatingRemainder(dividingBy: 360))
    let answer = try EjectionTrackAnswer(limb, step: 100)
    #expect(answer.states.count == 7)
    for (index, state) in answer.states.enumerated() {
      #expect(abs(state.ejection.leadingEdgeSolarRadii - 6 - 0.1 * Double(index)) < 1e-9)
      // In the plane of the sky height and apparent height agree to the observer's perspective.
      let height = state.ejection.leadingEdgeSolarRadii
      #expect(abs(state.apparentHeightSolarRadii - height) < 2e-3 * height)
    }
    let lines = answer.csv().split(separator: "\n")
    #expect(lines.count == 8 && lines[1].hasPrefix("2000-06-01T00:00:00.000Z,1,gcs,6.000000,695.7"))
    #expect(try answer.json().contains("\"height_rsun\" : 6"))
  }

  @Test("Scenarios without ejections, without a camera, too early, or cut too fine are told so")
  func problems() async throws {
    let none = try Samples.read(SampleScenario.text(more: "[corona]\n"))
    let missing = #expect(throws: CampaignError.self) { try EjectionTrackAnswer(none) }
    #expect(
      missing?.description
        == "the scenario tiny has no ejection; add a [[corona.part]] with kind = \"gcs\", "
        + "\"ellipsoid\" or \"shell\"")
    let scenario = try scenario(longitude: 0, camera: false)
    for step in [0, -1, .nan, 1e-5] {
      #expect(throws: CampaignError.self) { try EjectionTrackAnswer(scenario, step: step) }
    }
    let plain = try await EjectionMassAnswer(scenario, at: start, workers: 1)
    #expect(plain.notes == ["no picture is weighed: the scenario has no [camera]"])
    #expect(plain.states.first?.weighed == nil)
    let early = try await EjectionMassAnswer(
      scenario, at: start.advanced(bySeconds: -6000), workers: 1)
    #expect(early.states.isEmpty)
    #expect(
      early.notes.first
        == "ejection 1 (gcs) has not left the Sun by 1999-05-31T22:20:00Z".replacingOccurrences(
          of: "1999", with: "2000"))
  }
}
