import Campaign
import Foundation
import Testing

@Suite("Configuration: effective scenario and schema")
struct EffectiveScenarioTests {
  private let rich = """
    [scenario]
    name = "tab\\"le ü"
    [camera]
    exposures_s = [0.1, 1, 1e-7]
    [observer.state]
    r_km = [1, 2, 3]
    [[chain]]
    step = "merge"
    [[chain]]
    step = "enhance"
    [filter]
    """

  @Test("The effective scenario shows every value with its origin, defaults included")
  func text() throws {
    let text = try readSample(minimalText, set: ["camera.cooled=true"]).effective.tomlText
    #expect(
      text == """
        chain = []  # default

        [scenario]
        name = "x"  # a.toml:2:1
        start = "1975-07-19T12:00:00Z"  # default

        [camera]
        pixel_scale_arcsec = 12.9  # default
        size = [1024, 1024]  # default
        exposures_s = [1.0]  # default
        level = "raw"  # default
        cooled = true  # --set camera.cooled=true

        [observer]
        csv = "orbit.csv"  # a.toml:4:1

        [sun]
        limb_darkening = "neckel"  # default

        [occulter.shape]
        radius_m = 1.956  # default

        """)
  }

  @Test("Every line of the effective scenario has its origin beside it, without folder and column")
  func origins() throws {
    let effective = try readSample(minimalText, set: ["camera.cooled=true"]).effective
    #expect(effective.dottedLines.count == effective.dottedOrigins.count)
    let origins = Dictionary(
      uniqueKeysWithValues: zip(effective.dottedLines, effective.dottedOrigins))
    #expect(origins["camera.cooled = true"] == "--set")
    #expect(origins["scenario.name = \"x\""] == "a.toml:2")
    #expect(origins["camera.level = \"raw\""] == "default")
    let steps = try readSample(rich).effective
    let chain = zip(steps.dottedLines, steps.dottedOrigins).first { $0.0.hasPrefix("chain = ") }
    // Both tables of the array, and what the second leaves out.
    #expect(chain?.1 == "a.toml:8, a.toml:10, default")
  }

  @Test("The effective text reads back to the same values and the same bytes to hash")
  func roundTrip() throws {
    for source in [minimalText, rich] {
      let first = try readSample(source)
      let second = try readSample(first.effective.tomlText)
      #expect(second.value == first.value)
      #expect(second.effective.canonicalBytes == first.effective.canonicalBytes)
      #expect(second.effective.entries.map(\.path) == first.effective.entries.map(\.path))
    }
  }

  @Test("The dotted lines read back to the same bytes to hash, arrays of tables included")
  func dottedLines() throws {
    for source in [minimalText, rich] {
      let first = try readSample(source)
      let lines = first.effective.dottedLines
      let second = try readSample(lines.joined(separator: "\n"))
      #expect(second.value == first.value)
      #expect(second.effective.canonicalBytes == first.effective.canonicalBytes)
      #expect(Set(lines.map { $0.prefix { $0 != "=" } }).count == lines.count)
    }
    #expect(try readSample(rich).effective.dottedLines.contains { $0.hasPrefix("chain = [{ ") })
  }

  @Test("The bytes to hash ignore comments, order, spelling and folder, but no value")
  func canonicalBytes() throws {
    let other = """
      # the same
      filter = {}
      chain = [ { step = 'merge' }, { step = "enhance", upsilon = 0.35 } ]
      observer.state.r_km = [ 1.0, 2e0, 3, ]
      scenario = { "name" = 'tab"le ü', start = 1975-07-19T12:00:00Z }
      camera.exposures_s = [ 1e-1, 1.0, 0.0000001 ]
      """
    let bytes = try readSample(rich).effective.canonicalBytes
    #expect(bytes == (try readSample(other, folder: "/elsewhere").effective.canonicalBytes))
    #expect(bytes != (try readSample(rich, set: ["camera.cooled=true"]).effective.canonicalBytes))
    let withoutFilter = rich.replacingOccurrences(of: "[filter]", with: "")
    #expect(bytes != (try readSample(withoutFilter).effective.canonicalBytes))
  }

  @Test("The schema visits every alternative of every choice")
  func schemaFields() {
    let schema = ConfigurationReader.schema(title: "Sample", by: Sample.declare)
    let lines = schema.fields.map { field in
      let unit = field.declaration.unit.map { " " + $0.symbol } ?? ""
      return "\(field.path)\(unit)\(field.alternative.map { " with \($0)" } ?? "")"
    }
    #expect(
      lines == [
        "scenario", "scenario.name", "scenario.start", "camera",
        "camera.pixel_scale_arcsec arcsec", "camera.size", "camera.exposures_s s", "camera.level",
        "camera.cooled", "camera.flat_csv", "observer", "observer.state with state",
        "observer.state.r_km km with state", "observer.csv with csv",
        "observer.sun_line with sun_line", "observer.sun_line.distance_m m with sun_line", "sun",
        "sun.limb_darkening", "sun.limb_darkening.linear with linear",
        "sun.limb_darkening.quadratic with quadratic", "chain", "chain.step",
        "chain.upsilon with step = \"enhance\"", "occulter", "occulter.shape",
        "occulter.shape.radius_m m", "filter", "filter.width_nm nm",
      ])
  }

  @Test("The JSON Schema is JSON, closed everywhere, with ranges, defaults and alternatives")
  func jsonSchema() throws {
    let text = ConfigurationReader.schema(title: "Sample", by: Sample.declare).jsonSchema
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(json["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    #expect(json["additionalProperties"] as? Bool == false)
    #expect(json["required"] as? [String] == ["scenario", "observer"])
    let properties = try #require(json["properties"] as? [String: [String: Any]])
    let camera = try #require(properties["camera"]?["properties"] as? [String: [String: Any]])
    let scale = try #require(camera["pixel_scale_arcsec"])
    #expect(scale["minimum"] as? Double == 0.001)
    #expect(scale["maximum"] as? Double == 3600)
    #expect(scale["default"] as? Double == 12.9)
    #expect(scale["x-unit"] as? String == "arcsec")
    #expect(scale["description"] as? String == "Angle seen by one pixel.")
    let orbits = try #require(properties["observer"]?["oneOf"] as? [[String: Any]])
    #expect(
      orbits.compactMap { $0["required"] as? [String] } == [["state"], ["csv"], ["sun_line"]])
    #expect(orbits.allSatisfy { $0["additionalProperties"] as? Bool == false })
    let steps = try #require(properties["chain"]?["items"] as? [String: Any])
    #expect((steps["oneOf"] as? [[String: Any]])?.count == 2)
  }

  @Test("The template is TOML that sets nothing, and names every key")
  func template() throws {
    let schema = ConfigurationReader.schema(title: "Sample", by: Sample.declare)
    let complaints = complaints(schema.template)
    #expect(complaints.count == 2)
    #expect(complaints.allSatisfy { $0.contains(": missing, expected ") })
    for field in schema.fields {
      #expect(schema.template.contains(field.declaration.key), "\(field.path)")
    }
  }
}
