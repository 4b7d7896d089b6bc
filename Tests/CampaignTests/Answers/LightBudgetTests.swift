import Astronomy
import Foundation
import Geometry
import Imagery
import Optics
import TestSupport
import Testing

@testable import Campaign

@Suite("Answer: budget of light")
struct LightBudgetTests {
  private static let camera = """
    size = [64, 60]
    pixel_scale_arcsec = 200
    aperture_m = 0.05
    passband_nm = [545, 555]
    """
  private static let light = """
    [optics]
    f_number = 2.8
    [stray_light.scatter]
    [stray_light.veil]
    [stray_light.earthshine]
    [stray_light.particles]
    column_per_m2 = 4.7e6
    spread = 0
    """

  private func text(
    _ more: String = light, camera: String = camera,
    shape: String = "kind = \"disc\"\nradius_m = 1",
    trajectory: String = SampleScenario.heldAt100
  ) -> String {
    SampleScenario.text(
      shape: shape, trajectory: trajectory,
      more: SampleScenario.frames(camera: camera) + "\n" + more)
  }

  private func answer(
    _ text: String, at time: String = "2000-06-01T00:05:00Z", radii: [Double]? = nil
  ) async throws -> BudgetAnswer {
    try await BudgetAnswer(
      try Samples.read(text), at: try Instant.parse(time).instant, radii: radii, workers: 1)
  }

  @Test("The kinds add up to the frame's brightness, behind the occulter, at its edge and beyond")
  func sums() async throws {
    let more = Self.light
    let sample = try await RenderedSample(camera: Self.camera, more: more)
    let circles = await BudgetCircles(
      sample.frame, sample.scene, camera: sample.camera, raw: nil, workers: 1)
    #expect(
      circles.kinds.map(\.name) == [
        "K", "F", "RING", "SCATTER", "VEIL", "GLOW", "DARKSIDE", "SKYSCAT",
      ])
    // The frame's brightness measured along the same circles, as light that nothing hides or blurs: that of
    // the line on the edge, after the dust.
    var whole = sample.frame
    whole.layers = Array(whole.layers.prefix(2))
    let dark = try Image(width: 64, height: 60, repeating: 0)
    (whole.electrons, whole.photosphere, whole.layers[0].image) = (dark, dark, dark)
    whole.layers[1].image = whole.brightness
    let measured = await BudgetCircles(
      whole, sample.scene, camera: sample.camera, raw: nil, workers: 1)
    let edge = 1 / (100 * tan(sample.scene.view.discs.sunRadius))
    for radius in [0.5, 1.2, 0.97 * edge, edge, 1.03 * edge, 3, 4.5, 6.5] {
      let row = try #require(circles.row(at: radius))
      let sum = try #require(measured.row(at: radius)).total
      #expect(abs(row.total / sum - 1) < 1e-6, "\(radius) \(row.total) \(sum)")
      if radius < 0.9 * edge {
        #expect(row.open == 0 && row.brightness[0] == 0 && row.brightness[1] == 0)
      } else if radius > 1.2 * edge {
        #expect(row.open == 1 && row.brightness[6] == 0)
      } else {
        #expect(row.open > 0 && row.open < 1)
      }
    }
  }

  @Test("Far from the edge K and F are what profiles of the same models tell")
  func profile() async throws {
    let answer = try await answer(text(""), radii: [4, 6])
    #expect(answer.circles.kinds.map(\.name) == ["K", "F"])
    let profile = try ProfileAnswer(
      model: "leblanc1998", law: .neckel(wavelengthNanometres: 550), radii: [4, 6],
      latitudeDegrees: 0, distanceAU: 1)
    for (row, expected) in zip(answer.rows, profile.rows) {
      // Leblanc's density is round; pixels and lines between them bend a power law by (pixel/radius)².
      #expect(abs(row.brightness[0] / expected.total - 1) < 0.01, "\(row) \(expected)")
      #expect(row.open == 1 && row.signal == nil)
    }
    #expect(
      answer.notes == [
        "the scenario has no [optics]: no line on the occulter's edge, no stray light; the cameras aspiics and "
          + "astp-camera-placeholder have them (camera.preset)",
        "the scenario has no [sensor]: brightness alone, no recorded numbers",
      ] + answer.notes.dropFirst(2))
  }

  @Test("The line dominates at the edge, the dark side behind it, particles far out")
  func dominance() async throws {
    let answer = try await answer(text())
    let kinds = answer.circles.kinds.map(\.name)
    let edge = try #require(answer.edge)
    // A disc of 1 m at 100 m before a Sun of 0.2629°: June, 1.014 au.
    #expect(abs(edge.lowerBound - 2.18) < 0.02 && abs(edge.upperBound / edge.lowerBound - 1) < 1e-9)
    let order = answer.stretches.map { kinds[$0.kind] }
    #expect(order.first == "DARKSIDE" && order.contains("RING") && order.last == "GLOW")
    let places = answer.stretches
    #expect(zip(places, places.dropFirst()).allSatisfy { $0.to < $1.from })
    #expect(answer.text().contains("RING (line on the occulter's edge) "))
  }

  @Test("Signals are brightness times A_PHOT for a detector, lux of the lens for film")
  func signals() async throws {
    let counted = try await answer(
      text(Self.light + "\n[sensor]\nkind = \"ideal\""), radii: [4])
    let row = try #require(counted.rows.first)
    let raw = try #require(counted.raw)
    let cards = try raw.channels[0].cards(raw.settings, seconds: 1)
    let card = try #require(cards.first { $0.keyword == "A_PHOT" })
    guard case .double(let factor) = card.value else { throw CampaignError(.badRequest, "A_PHOT") }
    let signals = try #require(row.signal)
    // A gnomonic picture's pixel has the solid angle of cos³ beside the middle, its pupil cos.
    let angle = asin(4 / counted.circles.sunDistance)
    for (signal, light) in zip(signals, row.brightness) {
      #expect(abs(signal - light * factor * pow(cos(angle), 4)) <= 1e-9 * signal)
    }
    #expect(counted.csv().hasPrefix("radius_rsun,in_picture,open,B_msb,K_msb,F_msb,RING_msb,"))
    #expect(counted.csv().contains(",B_dn_s,K_dn_s,"))
    let film = try await answer(
      text(Self.light + "\n[sensor]\nkind = \"film-70mm\""), radii: [4])
    let seen = try #require(film.rows.first)
    // E = (π/4) T L cos⁴θ / N², one mean solar brightness is 1.96e9 cd m⁻² (notes on diffraction, §1f).
    let lux = Double.pi / 4 * 1.96e9 * seen.total / (2.8 * 2.8)
    #expect(abs(try #require(seen.signal).reduce(0, +) / lux - 1) < 5e-3)
    #expect(film.csv().contains(",B_lux,K_lux,"))
  }

  @Test("The star of a row puts as much light into a pixel as all kinds together")
  func stars() async throws {
    let answer = try await answer(text(), radii: [3, 5])
    for row in answer.rows {
      let magnitude = try #require(answer.faintestStar(row))
      let light = Photometry.brightnessSteradians(visualMagnitude: magnitude)
      #expect(abs(light / (row.total * row.pixelSteradians) - 1) < 1e-12)
    }
    // V 5.4 in a square blur of 25″ is 6e-10 (notes on diffraction, §6, rounded).
    let blur = 25 * Angles.arcsecond
    let row = BudgetRow(
      radius: 5, inPicture: 1, open: 1, brightness: [6e-10], signal: nil,
      pixelSteradians: blur * blur)
    #expect(abs(try #require(answer.faintestStar(row)) - 5.4) < 0.15)
    let dark = BudgetRow(
      radius: 5, inPicture: 1, open: 1, brightness: [0], signal: nil, pixelSteradians: 1e-6)
    #expect(answer.faintestStar(dark) == nil && dark.largest == nil)
  }

  @Test("All three forms tell the same, and the picture is one")
  func formats() async throws {
    let answer = try await answer(text())
    let document = try JSONValue.parse(try answer.json())
    #expect(document["schema"] == .string("totality.budget/1"))
    let rows = try #require(document["rows"]?.array)
    let table = ReferenceData.rows(csv: answer.csv())
    #expect(rows.count == table.count && rows.count > 20)
    for (one, other) in zip(rows, table) {
      let sum = try #require(one["B_msb"]?.number)
      #expect(abs(sum / (Double(other["B_msb"] ?? "") ?? 0) - 1) < 1e-6)
      #expect(one["largest"] == .string(other["largest"] ?? ""))
    }
    let radii = answer.rows.map(\.radius)
    #expect(radii == radii.sorted() && Set(radii).count == radii.count)
    let chart = try answer.chart()
    #expect(chart.curves.count == 9 && chart.curves.first?.name == "sum")
    let picture = try PNGDecoder.decode(try answer.png())
    #expect(picture.width == 1400 && picture.channels == 3)
  }

  @Test("Radii that are none, or that the picture does not show, are told so")
  func badRadii() async throws {
    let text = text()
    for (radii, words) in [
      ([2, -1], "--radii -1.0: every radius must be a number above 0, in solar radii"),
      ([Double.nan], "--radii nan: every radius must be a number above 0, in solar radii"),
      ([.infinity], "--radii inf: every radius must be a number above 0, in solar radii"),
      ([], "--radii: found 0 radii, allowed are 1 to 10000"),
      ([3, 50], "--radii 50.0: the picture shows nothing of that circle; it reaches to "),
      ([1e9], "--radii 1000000000.0: the picture shows nothing of that circle; it reaches to "),
    ] {
      let error = await #expect(throws: CampaignError.self) {
        try await answer(text, radii: radii)
      }
      #expect(error?.description.hasPrefix(words) == true, "\(error?.description ?? "none")")
    }
    let field = await #expect(throws: CampaignError.self) {
      try await answer(
        self.text(camera: Self.camera + "\nfield_rsun = [3, 6]"), radii: [2.5])
    }
    #expect(field?.description.hasSuffix("its field from 3 to 6") == true)
  }

  @Test("Scenarios without camera or corona, and instants beyond a trajectory, are told so")
  func missing() async throws {
    let bare = await #expect(throws: CampaignError.self) { try await answer(SampleScenario.bare) }
    #expect(
      bare?.description
        == "the scenario has no [camera] and no [corona]; frames need both sections")
    let dark = SampleScenario.text(more: "[camera]\nsize = [8, 8]\npixel_scale_arcsec = 200")
    let corona = await #expect(throws: CampaignError.self) { try await answer(dark) }
    #expect(corona?.description == "the scenario has no [corona]; frames need both sections")
    let table = text(trajectory: SampleScenario.drift(west: [0, 0], seconds: [0, 600]))
    let late = await #expect(throws: (any Error).self) {
      try await answer(table, at: "2000-06-01T01:00:00Z")
    }
    #expect("\(late.map { "\($0)" } ?? "")".contains("2000-06-01T00:10:00"))
  }
}
