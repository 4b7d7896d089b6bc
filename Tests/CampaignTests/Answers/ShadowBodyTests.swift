import Astronomy
import Campaign
import Foundation
import Imagery
import TestSupport
import Testing

@Suite("Answer: the observer's own body in the shadow")
struct ShadowBodyTests {
  private static let apollo = "kind = \"composite\"\nmodel = \"apollo-csm-dm\""

  /// Apollo or its disc nose on at 200 m, Soyuz with its docking port toward it and the Sun.
  private static func scenario(
    body: String, attitude: String? = nil, occulter: String = "kind = \"disc\"\nradius_m = 1.956"
  ) -> String {
    let facing = """
      [observer.attitude]
      kind = "sun-pointing"
      axis = [1, 0, 0]
      reference = [0, 1, 0]
      """
    return SampleScenario.soyuz(
      stop: "1975-07-19T12:08:20Z",
      observer: """
        [observer.body]
        \(body)
        \(attitude ?? facing)
        """,
      occulter: """
        [occulter.attitude]
        kind = "sun-pointing"
        axis = [-1, 0, 0]
        reference = [0, 1, 0]
        [occulter.shape]
        \(occulter)
        """)
  }

  private let soyuz = "kind = \"composite\"\nmodel = \"soyuz-7k-tm\"\npupil_m = [3.74, 0, 0]"

  private func answer(_ text: String) throws -> ShadowAnswer {
    let scenario = try Samples.read(text)
    return try ShadowAnswer(scenario, at: scenario.span.lowerBound)
  }

  private func parts(_ answer: ShadowAnswer) throws -> [String: JSONValue] {
    let body = try #require(try JSONValue.parse(try answer.json())["observer_body"])
    var parts: [String: JSONValue] = [:]
    for part in body["parts"]?.array ?? [] { parts[part["name"]?.string ?? "?"] = part }
    parts["body"] = body["total"]
    return parts
  }

  private func number(_ part: JSONValue?, _ key: String) throws -> Double {
    try #require(part?[key]?.number, "\(key)")
  }

  @Test("In 1975 the docking port is in umbra and the panels are in penumbra and sunlight")
  func apolloSoyuz() throws {
    let parts = try parts(try answer(Self.scenario(body: soyuz, occulter: Self.apollo)))
    #expect(parts.count == 7)
    #expect(try number(parts["docking gear"], "umbra_fraction") == 1)
    #expect(try number(parts["docking gear"], "light_fraction") == 0)
    for panel in ["panel +y", "panel -y"] {
      let part = parts[panel]
      #expect(try number(part, "umbra_fraction") == 0)
      let penumbra = try number(part, "penumbra_fraction")
      #expect(abs(penumbra + (try number(part, "full_sun_fraction")) - 1) < 1e-12)
      #expect(penumbra > 0.55 && penumbra < 0.65, "\(penumbra)")
    }
    // The two panels are mirror images, and the Sun stands on the axis.
    #expect(
      abs(
        try number(parts["panel +y"], "light_fraction")
          - number(parts["panel -y"], "light_fraction")) < 1e-6)
    // A ship of 2.72 m across and two edges of 3.085 m by 2 cm.
    let whole = Double.pi * 1.36 * 1.36 + 2 * 3.085 * 0.02 - 2 * 0.26 * 0.02
    #expect(abs(try number(parts["body"], "cross_section_m2") - whole) < 0.02 * whole)
  }

  @Test("A ball about the pupil deep in the umbra is dark, without any attitude")
  func ball() throws {
    let text = Self.scenario(body: "kind = \"sphere\"\nradius_m = 0.5", attitude: "")
    let part = try parts(try answer(text))["sphere"]
    #expect(try number(part, "umbra_fraction") == 1)
    #expect(abs(try number(part, "sunward_area_m2") - .pi / 2) < 1e-3)
  }

  @Test("The pupil's place in the body moves the body, not the pupil")
  func pupilPlace() throws {
    let centred = try answer(Self.scenario(body: soyuz))
    let aside = try answer(
      Self.scenario(body: soyuz.replacingOccurrences(of: "[3.74, 0, 0]", with: "[3.74, 3, 0]")))
    let (one, other) = (
      try JSONValue.parse(try centred.json()), try JSONValue.parse(try aside.json())
    )
    #expect(one["pupil_offset"] == other["pupil_offset"])
    // The body has moved 3 m against y: its panel +y is now about the axis, in the umbra.
    #expect(try number(try parts(aside)["panel +y"], "umbra_fraction") > 0.5)
    #expect(try number(try parts(aside)["panel -y"], "full_sun_fraction") == 1)
  }

  @Test("The table names each piece, what shades itself and what is turned away")
  func table() throws {
    let table = try answer(Self.scenario(body: soyuz)).table()
    for words in [
      "observer's body, sunward", "docking gear", "100.00 %", "whole body", "that other",
    ] {
      #expect(table.contains(words), "\(words)")
    }
  }

  @Test("The map draws the body, wide enough to hold it, and the file holds its mask")
  func map() async throws {
    let plain = Self.scenario(body: "kind = \"sphere\"\nradius_m = 0.5", attitude: "")
    let bare = plain.replacingOccurrences(
      of: "[observer.body]\nkind = \"sphere\"\nradius_m = 0.5", with: "")
    let map = try await answer(Self.scenario(body: soyuz)).map()
    let without = try await answer(bare).map()
    #expect(try map.picture() != without.picture())
    let bytes = try map.fits()
    #expect(try FITSDecoder.unitCount(bytes) == 2)
    let unit = try FITSDecoder.decode(bytes, unit: 1)
    guard case .uint8(let mask) = unit.content else {
      Issue.record("no mask")
      return
    }
    let step = try #require(unit.header.double("CDELT1"))
    // Seen from the Sun: a circle of 2.72 m and two edges.
    let area = Double(mask.bits.count { $0 == 1 }) * step * step
    #expect(abs(area - .pi * 1.36 * 1.36) < 0.08 * area, "\(area)")
    let body = Self.scenario(
      body: soyuz.replacingOccurrences(of: "[3.74, 0, 0]", with: "[3.74, 30, 0]"))
    let wide = try await answer(body).map()
    let header = try FITSDecoder.decode(try wide.fits()).header
    #expect(try #require(header.double("CDELT1")) * 480 / 2 > 34.18)
  }
}
