import Astronomy
import Campaign
import Foundation
import Imagery
import TestSupport
import Testing

@Suite("Answer: shadow")
struct ShadowAnswerTests {
  private func instant(_ text: String) throws -> Instant { try Instant.parse(text).instant }

  private func json(_ scenario: Scenario, at time: Instant) throws -> JSONValue {
    try JSONValue.parse(try ShadowAnswer(scenario, at: time).json())
  }

  private func number(_ document: JSONValue, _ key: String) throws -> Double {
    try #require(document[key]?.number, "\(key)")
  }

  @Test("At 200 m Apollo's disc spans 2.14 solar radii and its umbra 1.04 m")
  func foundingCase() throws {
    let scenario = try Samples.read(Preset.astp1975.text)
    // The coast passes 200 m between three and four minutes after undocking.
    var early = try instant("1975-07-19T12:06:20Z")
    var late = try instant("1975-07-19T12:07:20Z")
    for _ in 0..<40 {
      let middle = early.advanced(bySeconds: late.seconds(since: early) / 2)
      if try number(json(scenario, at: middle), "distance_m") < 200 {
        early = middle
      } else {
        late = middle
      }
    }
    let shadow = try json(scenario, at: early)
    #expect(abs(try number(shadow, "distance_m") - 200) < 1e-6)
    #expect(abs(early.seconds(since: try instant("1975-07-19T12:06:34Z"))) < 5)
    #expect(shadow["class"] == .string("total"))
    #expect(abs(try number(shadow, "occulter_radius_rsun") - 2.14) < 0.005)
    #expect(abs(try number(shadow, "umbra_radius_m") - 1.04) < 0.005)
    #expect(try number(shadow, "pupil_irradiance_fraction") == 0)
  }

  @Test("Held at 220 m the disc spans 1.94 solar radii, its umbra 0.949 m, its pupil on the axis")
  func holding() throws {
    let scenario = try Samples.read(Preset.astp1975Hold.text)
    let shadow = try json(scenario, at: try instant("1975-07-19T12:10:00Z"))
    #expect(abs(try number(shadow, "distance_m") - 220) < 1e-9)
    #expect(abs(try number(shadow, "occulter_radius_rsun") - 1.94) < 0.005)
    #expect(abs(try number(shadow, "umbra_radius_m") - 0.949) < 5e-4)
    #expect((shadow["pupil_offset"]?["total_m"]?.number ?? 1) < 1e-6)
    // Cones by similar triangles: r (1 ∓ d / L), with L = r (D / R ∓ 1) nearly.
    let radius = 1.956
    let sun = try number(shadow, "sun_radius_arcsec") / 3600 * .pi / 180
    #expect(abs(try number(shadow, "umbra_length_m") - radius / sin(sun)) < 0.02)
    #expect(abs(try number(shadow, "penumbra_radius_m") - (radius + 220 * tan(sun))) < 1e-4)
    #expect(abs(try number(shadow, "umbra_margin_m") - number(shadow, "umbra_radius_m")) < 1e-6)
  }

  @Test("The Sun's orientation on 19 July 1975 is that of the almanac")
  func orientation() throws {
    let scenario = try Samples.read(Preset.astp1975Hold.text)
    let shadow = try json(scenario, at: try instant("1975-07-19T12:06:33Z"))
    // science/history.md §5.1 for the Earth's centre at 12:15; L0 falls 13.2° a day, and Soyuz may
    // stand 6600 km from the centre, which is 0.0025° as seen from the Sun.
    #expect(abs(try number(shadow, "solar_p_deg") - 5.34) < 0.01)
    #expect(abs(try number(shadow, "solar_b0_deg") - 4.728) < 0.005)
    #expect(abs(try number(shadow, "solar_l0_deg") - (172.481 + 8.45 / 1440 * 13.2)) < 0.01)
    #expect(floor(try number(shadow, "carrington_rotation")) == 1630)
    #expect(abs(try number(shadow, "sun_radius_arcsec") - 943.92) < 0.05)
    #expect(abs(try number(shadow, "sun_distance_m") / 149_597_870_700 - 1.016218) < 5e-5)
  }

  @Test("The document has its schema and exactly its keys")
  func keys() throws {
    let shadow = try json(
      try Samples.read(SampleScenario.bare), at: try instant("2000-06-01T00:05:00Z"))
    #expect(shadow["schema"] == .string("totality.shadow/1"))
    #expect(shadow["utc"] == .string("2000-06-01T00:05:00.000000000Z"))
    #expect(
      shadow.keys == [
        "all_bodies", "along_axis_m", "carrington_rotation", "class", "distance_m",
        "limb_darkening",
        "magnitude", "obscuration", "obscuration_flat_disc", "obscuration_limb_darkened",
        "occulter_radius_arcsec", "occulter_radius_rsun", "penumbra_radius_m",
        "pupil_irradiance_fraction", "pupil_offset", "scenario", "schema", "separation_arcsec",
        "size_ratio", "solar_b0_deg", "solar_l0_deg", "solar_p_deg", "solar_radius_km",
        "sun_above_earth_limb_deg", "sun_direction", "sun_distance_m", "sun_radius_arcsec",
        "umbra_length_m", "umbra_margin_m",
        "umbra_radius_m", "utc",
      ])
    #expect(shadow["pupil_offset"]?.keys == ["north_m", "total_m", "west_m"])
  }

  @Test("The pupil lies opposite to the occulter's own offset from the Sun line")
  func offset() throws {
    let scenario = try Samples.read(
      SampleScenario.text(
        trajectory: SampleScenario.drift(west: [0.3, 0.3], seconds: [0, 600])
          + "\nnorth_m = [0.2, 0.2]"))
    let shadow = try json(scenario, at: try instant("2000-06-01T00:05:00Z"))
    let offset = try #require(shadow["pupil_offset"])
    #expect(abs((offset["west_m"]?.number ?? 0) + 0.3) < 1e-5)
    #expect(abs((offset["north_m"]?.number ?? 0) + 0.2) < 1e-5)
  }

  @Test("The FITS map is dark on the axis, full beyond the penumbra and grows between")
  func map() async throws {
    let scenario = try Samples.read(SampleScenario.bare)
    let time = try instant("2000-06-01T00:05:00Z")
    let bytes = try await ShadowAnswer(scenario, at: time).map().fits()
    #expect(try FITSDecoder.checksumsAreValid(bytes))
    let unit = try FITSDecoder.decode(bytes)
    guard case .float32(let image) = unit.content else {
      Issue.record("the primary unit is no image")
      return
    }
    let header = unit.header
    let step = try #require(header.double("CDELT1"))
    let umbra = try #require(header.double("UMBRA"))
    let penumbra = try #require(header.double("PENUMBRA"))
    #expect(header.double("CRPIX1") == (Double(image.width) + 1) / 2)
    #expect(header.string("CTYPE1") == "WEST")
    #expect(header.string("CUNIT2") == "m")
    #expect(header.string("DATE-AVG") == "2000-06-01T00:05:00.000")
    let centre = (Double(image.width) - 1) / 2
    var previous: Float = 0
    for column in image.width / 2..<image.width {
      let radius = (Double(column) - centre) * step
      let value = image[column, image.height / 2]
      #expect(value >= previous - 1e-6)
      if radius < umbra - step { #expect(value == 0) }
      if radius > penumbra + step { #expect(value == 1) }
      if radius > umbra + step, radius < penumbra - step { #expect(value > 0 && value < 1) }
      previous = value
    }
    #expect(previous == 1)
    #expect(image[0, 0] == 1)
  }

  @Test("The picture is an 8-bit PNG large enough to read")
  func picture() async throws {
    let scenario = try Samples.read(SampleScenario.bare)
    let answer = try ShadowAnswer(scenario, at: try instant("2000-06-01T00:05:00Z"))
    let picture = try PNGDecoder.decode(try await answer.map().picture())
    #expect(picture.bitDepth == 8)
    #expect(picture.channels == 3)
    #expect(picture.width >= 480 && picture.height >= 480)
    #expect(Set(picture.samples).count > 50)
  }

  @Test("An instant outside a table trajectory is refused with what the table covers")
  func outside() throws {
    let scenario = try Samples.read(
      SampleScenario.text(trajectory: SampleScenario.drift(west: [0, 0], seconds: [0, 600])))
    let error = #expect(throws: (any Error).self) {
      try ShadowAnswer(scenario, at: try instant("2000-06-01T01:00:00Z"))
    }
    let failure = Failure(try #require(error))
    #expect(failure.status == .badData)
    #expect(failure.message.contains("2000-06-01T00:00:00.000Z to 2000-06-01T00:10:00.000Z"))
  }
}
