import Astronomy
import Campaign
import Foundation
import TestSupport
import Testing

@Suite("Answer: diffraction shadow")
struct DiffractionShadowTests {
  private func answer(
    radius: Double? = 0.71, distance: Double? = 144.348, outline: String? = nil,
    arcmin: Double = 16, wavelengths: [Double] = [550], weights: [Double] = [],
    laws: [LimbDarkening]? = nil, places: String = "0,0.005,0.01", method: String = "automatic"
  ) throws -> DiffractionShadowAnswer {
    try DiffractionShadowAnswer(
      radius: radius, distance: distance, outline: outline, sunRadiusArcmin: arcmin,
      light: .init(
        wavelengths: wavelengths, weights: weights,
        laws: try laws ?? wavelengths.map { try .neckel(wavelengthNanometres: $0) }),
      places: places, method: method)
  }

  private func message(_ work: () throws -> Void) -> String {
    do {
      try work()
      return ""
    } catch { return "\(error)" }
  }

  @Test("The CSV has the contract's header, the places in the order asked and the table's numbers")
  func contract() throws {
    let text = try answer(places: "0.01,0,0.005,0.05").csv()
    #expect(text.hasPrefix("r_m,E,E_geometric,regime,error\n0.01,"))
    #expect(text.hasSuffix("\n"))
    let rows = ReferenceData.rows(csv: text)
    // The exact wave calculation, Fixtures/reference/extended_550nm.csv.
    let expected = [1.261168943e-4, 1.227232065e-4, 1.235408982e-4, 2.715996203e-3]
    let geometric = [0, 0, 0, 2.644594660e-3]
    #expect(rows.count == 4)
    for (row, (e, g)) in zip(rows, zip(expected, geometric)) {
      let found = try #require(row["E"].flatMap(Double.init))
      let light = try #require(row["E_geometric"].flatMap(Double.init))
      let error = try #require(row["error"].flatMap(Double.init))
      #expect(abs(found / e - 1) < 1e-6)
      #expect(abs(light - g) < 1e-10)
      #expect(error > 0 && error < 1e-5 * e)
    }
    #expect(rows.map { $0["regime"] } == ["umbra", "umbra", "umbra", "penumbra"])
  }

  @Test("JSON tells what was asked and what is left out; the text names the disc")
  func formats() throws {
    let answer = try answer(wavelengths: [450, 550, 650], weights: [1, 2, 1])
    let document = try JSONValue.parse(try answer.json())
    #expect(document["schema"] == .string("totality.diffraction-shadow/1"))
    #expect(document["wavelengths_nm"] == .array([.number(450), .number(550), .number(650)]))
    #expect(document["weights"] == .array([.number(1), .number(2), .number(1)]))
    #expect(answer.text().contains("disc of radius 0.71 m at 144.348 m"))
    #expect(answer.notes.contains { $0.contains("reflecting parts are not in it") })
  }

  @Test("An outline's places have two coordinates; the table's edge glow comes out")
  func outline() throws {
    let path = ReferenceData.repositoryPath("Fixtures/reference/toy_apollo_outline.csv")
    let text = try answer(
      radius: nil, distance: 220, outline: path, arcmin: 15.74, places: "0:0,0.4:0.3"
    ).csv()
    #expect(text.hasPrefix("x_m,y_m,E,E_geometric,regime,error\n0.0,0.0,8.3864"))
    let rows = ReferenceData.rows(csv: text)
    #expect(abs((rows.last?["E"].flatMap(Double.init) ?? 0) / 8.8795e-6 - 1) < 1e-5)
  }

  @Test("A scenario's bodies shade its pupil: sphere, disc and companion")
  func scenario() throws {
    let scenario = try Samples.read(SampleScenario.bare)
    let at = try Instant.parse("2000-06-01T00:05:00Z").instant
    let light = DiffractionShadowAnswer.Light(wavelengths: [550], laws: nil)
    let section = try DiffractionShadowAnswer(
      scenario, at: at, light: light, places: nil, method: "automatic")
    let rows = ReferenceData.rows(csv: section.csv())
    #expect(rows.count == 41)
    let e = rows.compactMap { $0["E"].flatMap(Double.init) }
    // Dark in the middle, the whole Sun on both sides.
    #expect(e[20] < 1e-2)
    #expect(abs(e[0] - 1) < 1e-4 && abs(e[40] - 1) < 1e-4)
    let geometry = try JSONValue.parse(ShadowAnswer(scenario, at: at).json())
    #expect(geometry["class"] == .string("total"))
    #expect(section.notes.contains { $0.contains("solar west") })
  }

  @Test("What is missing, contradictory or out of range is told")
  func messages() throws {
    #expect(
      message { _ = try answer(radius: nil) }
        .hasPrefix("no occulter: give --radius and --distance of a disc in metres, an --outline"))
    #expect(message { _ = try answer(distance: nil) }.hasPrefix("--distance is missing"))
    #expect(message { _ = try answer(outline: "x.csv") }.hasPrefix("--outline and --radius both"))
    #expect(message { _ = try answer(distance: -3) }.contains("must be above 0"))
    #expect(message { _ = try answer(radius: 0) }.contains("must be above 0"))
    #expect(
      message { _ = try answer(arcmin: 0) }.contains("must be above 0 and below 0.1 rad"))
    #expect(
      message { _ = try answer(places: "0,1km") }
        == "--at: found \"1km\"; write distances from the axis in metres, such as 0,0.005,0.01, "
        + "or x:y")
    #expect(message { _ = try answer(places: "") }.contains("found \"\""))
    #expect(message { _ = try answer(places: "1:2:3") }.contains("found \"1:2:3\""))
    #expect(
      message { _ = try answer(weights: [1, 2]) }
        == "--weights: 2 for 1 wavelengths; give one each")
    #expect(message { _ = try answer(weights: [-1]) }.contains("weights must be above 0"))
    #expect(
      message { _ = try answer(method: "magic") }
        == "--method \"magic\": must be one of automatic, edges, rings")
    #expect(
      message { _ = try answer(wavelengths: [0], laws: [.uniform]) }.contains("wavelength 0.0 m"))
    #expect(
      message {
        _ = try answer(
          places: Array(repeating: "0", count: 100_001).joined(separator: ","))
      } == "--at: 100001 places; at most 100000 are answered at a time")
    let path = ReferenceData.repositoryPath("Fixtures/reference/toy_apollo_outline.csv")
    #expect(
      message { _ = try answer(radius: nil, outline: path, places: "0") }
        == "--at: found \"0\"; write places x:y in metres, such as 0:0,0.1:-0.2")
    #expect(
      message {
        _ = try answer(radius: nil, outline: path, places: "0:0", method: "rings")
      }.hasPrefix("the sum over rings is for one disc"))
  }
}
