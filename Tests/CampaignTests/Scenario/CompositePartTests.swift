import Campaign
import Foundation
import TestSupport
import Testing

@Suite("Scenario: bodies put together of pieces")
struct CompositePartTests {
  private func scenario(_ shape: String, observer: String = "") -> String {
    SampleScenario.soyuz(
      stop: "1975-07-19T12:03:30Z", observer: observer,
      occulter: """
        [occulter.attitude]
        kind = "sun-pointing"
        axis = [-1, 0, 0]
        reference = [0, 1, 0]
        [occulter.shape]
        kind = "composite"
        \(shape)
        """)
  }

  private func problems(_ shape: String, observer: String = "") -> String {
    Samples.problems(scenario(shape, observer: observer)).joined(separator: "\n")
  }

  private func shadow(_ shape: String) throws -> JSONValue {
    let read = try Samples.read(scenario(shape))
    return try JSONValue.parse(try ShadowAnswer(read, at: read.span.lowerBound).json())
  }

  @Test("Apollo put together of its documented pieces hides the Sun as the shipped model does")
  func apolloOfPieces() throws {
    // Service module, command module, docking module, nozzle; centres in the middle of each.
    let parts = """
      [[occulter.shape.part]]
      name = "service module"
      kind = "cylinder"
      centre_m = [-3.44, 0, 0]
      axis = [1, 0, 0]
      length_m = 6.88
      radius_m = 1.956
      [[occulter.shape.part]]
      kind = "frustum"
      centre_m = [1.735, 0, 0]
      axis = [2, 0, 0]
      length_m = 3.47
      start_radius_m = 1.956
      end_radius_m = 0.7
      [[occulter.shape.part]]
      kind = "cylinder"
      centre_m = [5.045, 0, 0]
      axis = [-1, 0, 0]
      length_m = 3.15
      radius_m = 0.7
      [[occulter.shape.part]]
      kind = "frustum"
      centre_m = [-7.22, 0, 0]
      axis = [1, 0, 0]
      length_m = 0.68
      start_radius_m = 1.25
      end_radius_m = 0.6
      """
    let (ours, shipped) = (try shadow(parts), try shadow("model = \"apollo-csm-dm\""))
    for key in ["separation_arcsec", "occulter_radius_arcsec", "magnitude"] {
      let (one, other) = (try #require(ours[key]?.number), try #require(shipped[key]?.number))
      #expect(abs(one - other) < 1e-9 * max(1, abs(other)), "\(key) \(one) \(other)")
    }
    #expect(abs(try #require(ours["occulter_radius_rsun"]?.number) - 2.14) < 6e-3)
  }

  @Test("Balls, ellipsoids and turned boxes stand where they are put")
  func kinds() throws {
    // Three metres aside of a Sun of 0.93 m: only what reaches within touches it.
    let cases: [(String, String)] = [
      ("kind = \"sphere\"\ncentre_m = [0, 3, 0]\nradius_m = 2.5", "partial"),
      ("kind = \"sphere\"\ncentre_m = [0, 3, 0]\nradius_m = 2", "none"),
      ("kind = \"ellipsoid\"\ncentre_m = [0, 0, 0]\nsemi_axes_m = [1, 1.2, 1.1]", "total"),
      ("kind = \"box\"\ncentre_m = [0, 3, 0]\nsize_m = [1, 4.4, 1]", "partial"),
      (
        "kind = \"box\"\ncentre_m = [0, 3, 0]\nsize_m = [1, 1, 4.4]\nside = [0, 0, 1]", "partial"
      ),
      ("kind = \"box\"\ncentre_m = [0, 3, 0]\nsize_m = [1, 1, 4.4]", "none"),
      (
        "kind = \"box\"\ncentre_m = [0, 3, 0]\nsize_m = [4.4, 1, 1]\naxis = [0, 1, 0]\nside = [0, 1, 1]",
        "partial"
      ),
    ]
    for (part, kind) in cases {
      let found = try shadow("[[occulter.shape.part]]\n" + part)
      #expect(found["class"] == .string(kind), "\(part)")
    }
  }

  @Test("What is wrong with a piece is told at its key and line")
  func refusals() {
    let part = "[[occulter.shape.part]]\n"
    let ball = part + "kind = \"sphere\"\ncentre_m = [0, 0, 0]\nradius_m = 1\n"
    let cases: [(String, [String])] = [
      (
        part + "kind = \"sphere\"\ncentre_m = [0, 0, 0]",
        ["occulter.shape.part[0].radius_m", "missing"]
      ),
      (
        ball + part + "kind = \"sphere\"\ncentre_m = [0, 0, 0]\nradius_m = -1",
        ["a.toml:", "occulter.shape.part[1].radius_m", "found -1"]
      ),
      (
        part + "kind = \"cylinder\"\ncentre_m = [0, 0]\naxis = [1, 0, 0]\nradius_m = 1",
        ["part[0].centre_m", "found 2 values", "part[0].length_m", "missing"]
      ),
      (
        part
          + "kind = \"cylinder\"\ncentre_m = [0, 0, 0]\naxis = [0, 0, 0]\nlength_m = 1\nradius_m = 1",
        ["part[0].axis", "found a direction of no length"]
      ),
      (
        part
          + "kind = \"frustum\"\ncentre_m = [0, 0, 0]\naxis = [1, 0, 0]\nlength_m = 1\n"
          + "start_radius_m = 0\nend_radius_m = 0", ["part[0].end_radius_m", "found 0 for both"]
      ),
      (
        part + "kind = \"box\"\ncentre_m = [0, 0, 0]\nsize_m = [1, 1, 0]",
        ["part[0].size_m[2]", "found 0"]
      ),
      (
        part + "kind = \"box\"\ncentre_m = [0, 0, 0]\nsize_m = [1, 1, 1]\nside = [1, 0, 0]",
        ["part[0].side", "found a side along the axis"]
      ),
      (part + "kind = \"cone\"\ncentre_m = [0, 0, 0]", ["part[0].kind", "\"cone\""]),
      (ball + "length_m = 2", ["part[0].length_m", "unknown key"]),
      (
        String(repeating: ball, count: 201),
        ["occulter.shape.part", "found 201 tables, allowed 1\u{2026}200"]
      ),
      ("model = \"apollo-csm-dm\"\n" + ball, ["found together with model"]),
      ("", ["expected exactly one of the keys model, part"]),
      ("[occulter.shape.part]\nkind = \"sphere\"", ["two brackets"]),
    ]
    for (shape, words) in cases {
      let found = problems(shape)
      for word in words { #expect(found.contains(word), "\(word) in \(found)") }
    }
  }

  @Test("What is wrong with the observer's own body is told at its key")
  func observerRefusals() {
    let model = "model = \"apollo-csm-dm\""
    let cases: [(String, String)] = [
      (
        "[observer.body]\nkind = \"composite\"\nmodel = \"soyuz-7k-tm\"",
        "the body of the observer needs [observer.attitude]"
      ),
      ("[observer.body]\nkind = \"sphere\"\nradius_m = 1\npupil_m = [1, 0, 0]", "needs [observer."),
      ("[observer.body]\nkind = \"mesh\"\nfile = \"a.obj\"", "observer.body.kind"),
      ("[observer.body]\nkind = \"sphere\"\nradius_m = -1", "observer.body.radius_m"),
      (
        "[observer.body]\nkind = \"sphere\"\nradius_m = 1\npupil_m = [1, 0]",
        "observer.body.pupil_m"
      ),
      (
        "[observer.attitude]\nkind = \"inertial\"",
        "found without [observer.body], whose attitude it is"
      ),
      (
        "[observer.body]\nkind = \"sphere\"\nradius_m = 1\n[observer.attitude]\naem = \"no.aem\"",
        "the attitude ephemeris message 'no.aem' cannot be read"
      ),
    ]
    for (observer, words) in cases {
      let found = problems(model, observer: observer)
      #expect(found.contains(words), "\(found)")
    }
    #expect(problems(model, observer: "[observer.body]\nkind = \"sphere\"\nradius_m = 1") == "")
  }
}
