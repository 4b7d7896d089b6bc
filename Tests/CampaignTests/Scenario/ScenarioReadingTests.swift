import Astronomy
import Corona
import Foundation
import Geometry
import TestSupport
import Testing
import Trajectories

@testable import Campaign

@Suite("Scenario reading")
struct ScenarioReadingTests {
  @Test("Both ends of what the Sun's radius may be are accepted", arguments: [600_000, 800_000])
  func endsOfTheSunsRadius(kilometres: Int) throws {
    let scenario = try Samples.read(
      SampleScenario.text(more: "[sun]\nradius_km = \(kilometres)\n"))
    #expect(scenario.formation.sunRadius == Double(kilometres) * 1000)
  }

  @Test("The five sections that windows need are enough; the rest takes its defaults")
  func bare() throws {
    let scenario = try Samples.read(SampleScenario.bare)
    #expect(scenario.camera == nil)
    #expect(scenario.corona == nil)
    #expect(scenario.sequence == nil)
    #expect(scenario.summary == "")
    #expect(scenario.seed == 0)
    #expect(scenario.scale == .utc)
    #expect(scenario.law.name == "neckel(550 nm)" || scenario.law.name == "neckel")
    #expect(scenario.wavelengthNanometres == 550)
    #expect(scenario.formation.sunRadius == 695_700_000)
    #expect(scenario.formation.treatment == .apparent)
    #expect(scenario.contents == "windows and shadow")
    #expect(scenario.warnings.isEmpty)
    #expect(!(try WindowsAnswer(scenario).isEmpty))
  }

  @Test("Empty camera, corona and sequence sections take the defaults the schema tells")
  func defaults() throws {
    let scenario = try Samples.read(
      SampleScenario.text(more: "[camera]\n[corona]\n[sequence]\nstart = 2000-06-01T00:00:00Z"))
    let camera = try #require(scenario.camera)
    #expect((camera.width, camera.height) == (512, 512))
    #expect(camera.pixelScaleArcseconds == 25.8)
    #expect(camera.rollDegrees == 0)
    #expect(camera.pointingArcseconds == SIMD2(0, 0))
    #expect(camera.exposureSeconds == 1)
    #expect(camera.passbandNanometres == 400...700)
    #expect(scenario.corona?.electronsText(at: scenario.span.lowerBound) == "saito1977")
    #expect(scenario.corona?.lights.map(\.plane) == ["F"])
    #expect(scenario.sequence?.count == 1)
    #expect(scenario.sequence?.cadenceSeconds == 10)
    #expect(scenario.output.planes && scenario.output.preview && scenario.output.annotated)
    let origins = scenario.effectiveTextWithOrigins
    #expect(origins.contains("exposure_s = 1.0  # default"))
  }

  @Test("Keys in kilometres and degrees become metres and radians")
  func units() throws {
    let scenario = try Samples.read(SampleScenario.bare)
    let epoch = try Instant.parse("2000-06-01T00:00:00Z").instant
    let view = try scenario.formation.view(at: epoch)
    #expect(abs(view.context.observer.position.x - 7_000_000) < 1e-6)
    #expect(abs(view.context.observer.velocity.y - 7500) < 1e-9)
    #expect(abs(view.occulter.length - 100) < 1e-9)

    let elements = SampleScenario.bare.replacingOccurrences(
      of: """
        [observer.trajectory.state]
        epoch = 2000-06-01T00:00:00Z
        r_km = [7000, 0, 0]
        v_km_s = [0, 7.5, 0]
        """,
      with: """
        [observer.trajectory.elements]
        epoch = 2000-06-01T00:00:00Z
        semi_major_axis_km = 8000
        eccentricity = 0.1
        inclination_deg = 60
        ascending_node_deg = 90
        argument_of_perigee_deg = 90
        true_anomaly_deg = 0
        """)
    // Perigee 90° past the node at 90°: over the line of nodes by the inclination, x = -r cos i.
    let state = try Samples.read(elements).formation.view(at: epoch).context.observer
    let radius = 8_000_000 * 0.9
    #expect(abs(state.position.x + radius * 0.5) < 1e-3)
    #expect(abs(state.position.y) < 1e-3)
    #expect(abs(state.position.z - radius * 0.75.squareRoot()) < 1e-3)
  }

  @Test("An integer stands for a number wherever one is expected")
  func integers() throws {
    let integers = SampleScenario.text(
      more: SampleScenario.frames(camera: "exposure_s = 2\nroll_deg = 10"))
    let numbers = SampleScenario.text(
      more: SampleScenario.frames(camera: "exposure_s = 2.0\nroll_deg = 10.0"))
    #expect(try Samples.read(integers).camera?.exposureSeconds == 2)
    #expect(try Samples.read(integers).identity == (try Samples.read(numbers).identity))
  }

  @Test("A span may be written in any of the four time scales")
  func scales() throws {
    for scale in TimeScale.allCases where scale != .utc {
      let scenario = try Samples.read(
        SampleScenario.text(
          start: "\"2000-06-01T00:00:00 \(scale.rawValue)\"",
          stop: "\"2000-06-01T00:10:00 \(scale.rawValue)\""))
      #expect(scenario.scale == scale)
      #expect(
        scenario.span.lowerBound.text(in: scale, fractionDigits: 0).hasPrefix("2000-06-01T00:00:00")
      )
    }
  }

  @Test("The identity does not depend on comments and order, but on every value")
  func identity() throws {
    let base = try Samples.read(SampleScenario.bare)
    let commented = try Samples.read("# a remark\n" + SampleScenario.bare)
    let other = try Samples.read(
      SampleScenario.bare.replacingOccurrences(of: "range_m = 100", with: "range_m = 100.0000001"))
    #expect(commented.identity == base.identity)
    #expect(commented.runIdentifier == base.runIdentifier)
    #expect(other.identity != base.identity)
    #expect(base.identity.count == 64)
    #expect(
      try Samples.read(SampleScenario.bare, set: ["scenario.seed=7"]).identity != base.identity)
    #expect(
      try Samples.read(SampleScenario.bare, set: ["scenario.seed=0"]).identity == base.identity)
  }

  @Test("The rows of a table belong to the identity, its folder does not")
  func tableIdentity() throws {
    func identity(_ rows: String) throws -> String {
      let folder = try TemporaryFolder()
      try folder.write("t_s,x_km,y_km,z_km\n" + rows, to: "orbit.csv")
      let text = SampleScenario.bare.replacingOccurrences(
        of: "[observer.trajectory.state]", with: "[observer.trajectory]\ncsv = \"orbit.csv\""
      ).replacingOccurrences(of: "r_km = [7000, 0, 0]\nv_km_s = [0, 7.5, 0]\n", with: "")
      let scenario = try Samples.read(text, folder: folder.path)
      #expect(scenario.effectiveText.contains("# orbit.csv sha256 "))
      #expect(!scenario.effectiveText.contains(folder.path))
      return scenario.identity
    }
    let rows = "0,7000,0,0\n300,6800,1900,0\n600,6000,3600,0\n900,5000,5000,0\n"
    #expect(try identity(rows) == (try identity(rows)))
    #expect(
      try identity(rows) != (try identity(rows.replacingOccurrences(of: "6800", with: "6801"))))
  }

  @Test("The effective scenario reads back to the same identity", arguments: Preset.allCases)
  func effectiveRoundTrip(preset: Preset) throws {
    let scenario = try Samples.read(preset.text, set: ["camera.exposure_s=0.25"])
    let again = try Samples.read(scenario.effectiveTextWithOrigins)
    #expect(again.identity == scenario.identity)
    #expect(again.camera == scenario.camera)
    #expect(try Samples.read(scenario.effectiveText).identity == scenario.identity)
  }

  @Test("A sequence outside the span and a picture past the model's fit are warned of")
  func warnings() throws {
    let late = SampleScenario.frames().replacingOccurrences(of: "00:00:10Z", with: "00:09:50Z")
    let warnings = try Samples.read(SampleScenario.text(more: late)).warnings
    #expect(warnings.contains("the sequence reaches outside the span searched for windows"))
    let wide = try Samples.read(
      SampleScenario.text(
        more: SampleScenario.frames(
          camera: "size = [48, 16]\npixel_scale_arcsec = 300", electrons: "saito1977"))
    ).warnings
    #expect(
      wide.contains { $0.contains("saito1977 was fitted from 2.5 to 5.5 solar radii") }, "\(wide)")
  }

  @Test("Every key of the schema has words, and a JSON Schema can be parsed")
  func schema() throws {
    let json = try JSONValue.parse(Scenario.schema.jsonSchema)
    let sections = [
      "scenario", "span", "sun", "observer", "occulter", "corona", "camera", "output",
    ]
    for name in sections { #expect(json["properties"]?[name] != nil, "\(name)") }
    for field in Scenario.schema.fields {
      #expect(!field.declaration.doc.isEmpty, "\(field.path)")
      #expect(Scenario.schema.jsonSchema.contains("\"\(field.declaration.key)\""), "\(field.path)")
      #expect(Scenario.schema.template.contains(field.declaration.key), "\(field.path)")
    }
  }
}
