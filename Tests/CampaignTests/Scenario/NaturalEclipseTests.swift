import Astronomy
import Campaign
import Foundation
import TestSupport
import Testing

/// Scenarios with a place on the ground and the Moon.
@Suite("Natural eclipses")
struct NaturalEclipseTests {
  /// Seconds after midnight, in a clock that is TT less an offset, of the contacts of a preset.
  private func contacts(
    _ preset: Preset, set assignments: [String], clock deltaT: Double
  ) throws -> [String: Double] {
    let scenario = try Samples.read(preset.text, set: assignments)
    let midnight = try Instant.parse("\(preset.rawValue.suffix(10))T00:00:00 TT").instant
    let document = try JSONValue.parse(try WindowsAnswer(scenario).json())
    let window = try #require(document["windows"]?[0])
    var times: [String: Double] = [:]
    for name in ["c1", "c2", "c3", "c4"] {
      let text = try #require(window["contacts"]?[name]?["utc"]?.string)
      times[name] = try Instant.parse(text).instant.seconds(since: midnight) - deltaT
    }
    let text = try #require(window["greatest"]?["utc"]?.string)
    times["max"] = try Instant.parse(text).instant.seconds(since: midnight) - deltaT
    return times
  }

  private func clock(_ hours: Double, _ minutes: Double, _ seconds: Double) -> Double {
    (hours * 60 + minutes) * 60 + seconds
  }

  @Test(
    "Both presets repeat the published contacts within a second, with the publisher's constants")
  func publishedContacts() throws {
    // 2024: F. Espenak, eclipsewise.com, whole seconds, for this place. 2017: from the Besselian elements
    // of Espenak & Meeus, Five Millennium Canon, in TT. Penumbral contacts with their larger Moon.
    let larger = "occulter.shape.radius_m=1737965.79"
    let cases: [(Preset, deltaT: Double, clock: Double, published: [String: Double])] = [
      (
        .moon2024, 71.5, 71.5,
        [
          "c1": clock(17, 55, 52), "c2": clock(19, 10, 42), "max": clock(19, 12, 34),
          "c3": clock(19, 14, 27), "c4": clock(20, 26, 37),
        ]
      ),
      (
        .moon2017, 70.3, 0,
        [
          "c1": clock(16, 57, 12.902), "c2": clock(18, 25, 19.102), "max": clock(18, 26, 39.222),
          "c3": clock(18, 27, 59.180), "c4": clock(19, 52, 23.294),
        ]
      ),
    ]
    for (preset, deltaT, clock, published) in cases {
      let rotation = "observer.trajectory.site.delta_t_s=\(deltaT)"
      let umbral = try contacts(preset, set: [rotation], clock: clock)
      let penumbral = try contacts(preset, set: [rotation, larger], clock: clock)
      for (name, time) in published {
        let ours = (["c1", "c4"].contains(name) ? penumbral : umbral)[name] ?? .nan
        #expect(abs(ours - time) < 1, "\(preset.rawValue) \(name): \(ours - time) s")
      }
    }
  }

  @Test("The table says how high the Sun stands over a place at each contact")
  func altitudes() throws {
    // Published beside the contacts: 56.3, 50.5, 50.1 and 39.6 degrees.
    let table = try WindowsAnswer(Samples.read(Preset.moon2024.text)).table()
    for altitude in ["altitude 56.2", "altitude 50.5", "altitude 50.0", "altitude 39.6"] {
      #expect(table.contains(altitude), "\(altitude) in\n\(table)")
    }
  }

  @Test("The documents name the theory of the Moon, and no Earth's shadow on the ground")
  func document() throws {
    let document = try JSONValue.parse(
      try WindowsAnswer(Samples.read(Preset.moon2017.text)).json())
    #expect(document["constants"]?["ephemeris"]?.string?.contains("ELP 2000-82B") == true)
    #expect(document["earth_shadow"] == .null || document["earth_shadow"] == nil)
  }

  @Test("Wrong places, bodies and rotations are told with what is allowed")
  func mistakes() {
    let text = Preset.moon2017.text
    let site = "latitude_deg = 36.9667"
    let cases: [(String, String, String)] = [
      (site, "latitude_deg = 136.9667", "found 136.9667, allowed -90…90 deg"),
      ("longitude_deg = -87.6717", "longitude_deg = -872", "found -872, allowed -360…360 deg"),
      ("height_m = 0.0", "height_m = 4e5", "found 400000, allowed -11000…100000 m"),
      ("body = \"moon\"", "body = \"mars\"", "moon"),
      (
        "delta_t_s = 68.8", "delta_t_s = 68.8\nut1_minus_utc_s = 0.3",
        "allowed is exactly one of delta_t_s, ut1_minus_utc_s"
      ),
      ("delta_t_s = 68.8", "ut1_minus_utc_s = 37", "found 37, allowed -1…1 s"),
      ("delta_t_s = 68.8", "delta_t_s = nan", "found nan"),
    ]
    for (old, new, expected) in cases {
      #expect(text.contains(old))
      let problems = Samples.problems(text.replacingOccurrences(of: old, with: new))
      #expect(problems.contains { $0.contains(expected) }, "\(new): \(problems)")
    }
  }

  @Test("Without either, UT1 is UTC, and a warning says so")
  func defaultRotation() throws {
    let text = Preset.moon2017.text.replacingOccurrences(of: "delta_t_s = 68.8", with: "")
    let scenario = try Samples.read(text)
    #expect(scenario.warnings.contains { $0.contains("up to 0.9 s off") })
    #expect(try !Samples.read(Preset.moon2017.text).warnings.contains { $0.contains("UTC") })
  }

  @Test("A place on the ground asks for the Sun above its horizon, a spacecraft above the limb")
  func conditions() throws {
    func seconds(_ condition: String) throws -> Double {
      let answer = try WindowsAnswer(
        Samples.read(Preset.moon2017.text), selecting: .init(conditions: [condition]))
      let document = try JSONValue.parse(try answer.json())
      return try #require(document["selection"]?["total_seconds"]?.number)
    }
    // At fourth contact the Sun has sunk to 53.6°, at first it stood at 61.8°.
    let all = try seconds("above-horizon 0deg")
    let high = try seconds("above-horizon 60deg")
    #expect(high > 0 && high < all)
    #expect(abs(high + (try seconds("not above-horizon 60deg")) - all) < 1e-6)
    func message(_ text: String, _ condition: String) -> String {
      do {
        _ = try WindowsAnswer(Samples.read(text), selecting: .init(conditions: [condition]))
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(message(Preset.moon2017.text, "sunlit").contains("write above-horizon ANGLE"))
    #expect(
      message(SampleScenario.bare, "above-horizon 5deg").contains("write above-limb ANGLE"))
    #expect(
      message(Preset.moon2017.text, "above-horizon 95deg").contains("from -90 to 90 degrees"))
  }
}
