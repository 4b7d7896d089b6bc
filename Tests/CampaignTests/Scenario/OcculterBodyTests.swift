import Campaign
import Foundation
import TestSupport
import Testing

@Suite("Scenario: the occulter's body and attitude")
struct OcculterBodyTests {
  private func scenario(shape: String, attitude: String = "") -> String {
    SampleScenario.soyuz(
      stop: "1975-07-19T12:04:00Z",
      occulter: """
        [occulter.shape]
        \(shape)
        \(attitude)
        [output]
        """)
  }

  private let facing = """
    [occulter.attitude]
    kind = "sun-pointing"
    axis = [0, 0, 1]
    reference = [1, 0, 0]
    """

  private func read(_ text: String, with files: [String: String] = [:]) throws -> Scenario {
    let folder = try TemporaryFolder()
    for (name, contents) in files { _ = try folder.write(contents, to: name) }
    return try Scenario.read(try folder.write(text, to: "a.toml"))
  }

  private func window(_ scenario: Scenario) throws -> JSONValue {
    let document = try JSONValue.parse(try WindowsAnswer(scenario).json())
    return try #require(document["windows"]?.array?.first)
  }

  private func problem(_ text: String) -> String {
    do {
      _ = try read(text)
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test("Every kind of body is read and hides the Sun from 200 m as its size says")
  func kinds() throws {
    let cube = """
      v -2 -2 -2\nv 2 -2 -2\nv -2 2 -2\nv 2 2 -2\nv -2 -2 2\nv 2 -2 2\nv -2 2 2\nv 2 2 2
      f 1 3 4 2\nf 5 6 8 7\nf 1 2 6 5\nf 3 7 8 4\nf 1 5 7 3\nf 2 4 8 6
      """
    let cases: [(shape: String, kind: String)] = [
      ("kind = \"sphere\"\nradius_m = 2", "total"),
      ("kind = \"tilted-disc\"\nradius_m = 0.5", "annular"),
      ("kind = \"tilted-disc\"\nradius_m = 2\nnormal = [1, 0, 0]", "partial"),
      ("kind = \"ellipsoid\"\nsemi_axes_m = [2, 3, 1]", "total"),
      ("kind = \"polygon\"\nx_m = [-2, 2, 2, -2]\ny_m = [-2, -2, 2, 2]", "total"),
      ("kind = \"polygon\"\nx_m = [-0.3, 3, 3, -0.3]\ny_m = [-2, -2, 2, 2]", "partial"),
      ("kind = \"mesh\"\nfile = \"cube.obj\"\nformat = \"obj\"\nunit_m = 1", "total"),
      ("kind = \"mesh\"\nfile = \"cube.obj\"\nformat = \"obj\"\nunit_m = 0.1", "annular"),
      ("kind = \"composite\"\nmodel = \"apollo-csm-dm\"", "total"),
    ]
    for (shape, kind) in cases {
      let scenario = try read(
        scenario(shape: shape, attitude: facing), with: ["cube.obj": cube])
      #expect(try window(scenario)["class"] == .string(kind), "\(shape)")
    }
  }

  @Test("Inertial, local-vertical and spinning attitudes are read")
  func attitudes() throws {
    let plate = "kind = \"polygon\"\nx_m = [-2, 2, 2, -2]\ny_m = [-2, -2, 2, 2]"
    for attitude in [
      "kind = \"inertial\"", "kind = \"inertial\"\nquaternion = [0.5, 0.5, 0.5, 0.5]",
      "kind = \"local-vertical\"\nyaw_deg = 90",
      "kind = \"local-vertical\"\n[occulter.attitude.spin]\naxis = [0, 0, 1]\nrate_deg_s = 3\n"
        + "epoch = 1975-07-19T12:03:20Z",
    ] {
      let read = try read(
        scenario(shape: plate, attitude: "[occulter.attitude]\n" + attitude))
      #expect(try window(read)["class"] != nil)
    }
  }

  @Test("What is wrong with a body or its attitude is told at its key")
  func problems() {
    let plate = "kind = \"polygon\"\nx_m = [-2, 2, 2, -2]\ny_m = [-2, -2, 2, 2]"
    let cases: [(shape: String, attitude: String, words: String)] = [
      (plate, "", "a body that is not round (polygon) needs [occulter.attitude]"),
      ("kind = \"cube\"\nradius_m = 2", facing, "occulter.shape.kind"),
      (
        "kind = \"polygon\"\nx_m = [-2, 2, 2]\ny_m = [-2, -2, 2, 2]", facing,
        "found 3 values of x_m and 4 of y_m"
      ),
      (
        "kind = \"polygon\"\nx_m = [-2, 2, 2, -2]\ny_m = [-2, 2, -2, 2]", facing,
        "it crosses itself"
      ),
      ("kind = \"composite\"\nmodel = \"apollo\"", facing, "apollo-csm-dm"),
      (
        "kind = \"mesh\"\nfile = \"none.stl\"\nformat = \"stl\"\nunit_m = 1", facing,
        "the mesh 'none.stl' cannot be read"
      ),
      ("kind = \"mesh\"\nfile = \"none.stl\"\nformat = \"stl\"", facing, "unit_m"),
      (
        plate, "[occulter.attitude]\nkind = \"inertial\"\nquaternion = [1, 1, 0, 0]",
        "must be 1 within 0.001"
      ),
      (
        plate,
        "[occulter.attitude]\nkind = \"sun-pointing\"\naxis = [0, 0, 1]\nreference = [0, 0, 2]",
        "must not lie along one line"
      ),
    ]
    for (shape, attitude, words) in cases {
      let found = problem(scenario(shape: shape, attitude: attitude))
      #expect(found.contains(words), "\(found)")
    }
  }
}
