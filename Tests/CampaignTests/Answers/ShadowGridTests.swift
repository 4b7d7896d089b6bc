import Astronomy
import Foundation
import Geometry
import Imagery
import TestSupport
import Testing
import Trajectories

@testable import Campaign

@Suite("Shadow maps of bodies")
struct ShadowGridTests {
  private func instant() throws -> Instant { try Instant.parse("2000-06-01T00:05:00Z").instant }

  /// The bare scenario with another body in place of its disc of 1 m.
  private func scenario(_ shape: OcculterShape) throws -> Scenario {
    var scenario = try Samples.read(SampleScenario.bare)
    let old = scenario.formation
    scenario.formation = try Formation(
      observer: old.observer, occulter: old.occulter, shape: shape, sunRadius: old.sunRadius,
      treatment: old.treatment, ephemeris: old.ephemeris)
    return scenario
  }

  private func map(_ scenario: Scenario) async throws -> ShadowMapAnswer {
    try await ShadowAnswer(scenario, at: try instant()).map()
  }

  @Test("A plate square to the Sun line throws the shadow of the facing disc, edges and all")
  func plate() async throws {
    let round = try Samples.read(SampleScenario.bare)
    let sun = round.formation.context(at: try instant()).sun.direction
    let disc = try await map(round)
    let plate = try await map(try scenario(.disc(radius: 1, normal: sun)))
    #expect(disc.grid.side == 480 && plate.grid.side == 240)
    for row in stride(from: 1, to: 240, by: 17) {
      for column in stride(from: 1, to: 240, by: 13) {
        // A sample of the coarse grid is the middle of four of the fine one.
        let four = [(0, 0), (0, 1), (1, 0), (1, 1)].map { (down, across) in
          disc.grid.fractions[(2 * row + down) * 480 + 2 * column + across]
        }
        let coarse = plate.grid.fractions[row * 240 + column]
        #expect(abs(coarse - four.reduce(0, +) / 4) < 1e-3)
      }
    }
    let edges = plate.grid.edges
    #expect(edges.map(\.name) == ["penumbra", "umbra"])
    for (edge, radius) in zip(edges, [disc.shadow.penumbraRadius, disc.shadow.umbraRadius]) {
      #expect(edge.pieces.count > 100)
      for piece in edge.pieces {
        let distance = (piece.start.x * piece.start.x + piece.start.y * piece.start.y).squareRoot()
        // Straight lines between samples 17 mm apart.
        #expect(abs(distance - radius) < 2e-3)
      }
    }
  }

  @Test("The axis of a round shadow is dark, its rim light, and samples stand where they say")
  func places() async throws {
    let map = try await map(try Samples.read(SampleScenario.bare))
    let (grid, shadow) = (map.grid, map.shadow)
    #expect(grid.depths == nil && grid.edges.isEmpty)
    #expect(abs(grid.place(0) + grid.extent - grid.step / 2) < 1e-12)
    #expect(abs(grid.place(239.5)) < 1e-12)
    for row in 0..<grid.side {
      for column in 0..<grid.side {
        let x = grid.place(Double(column))
        let y = grid.place(Double(row))
        let distance = (x * x + y * y).squareRoot()
        let fraction = grid.fractions[row * grid.side + column]
        if distance < shadow.umbraRadius - 1e-6 { #expect(fraction == 0) }
        if distance > shadow.penumbraRadius + 1e-6 { #expect(fraction == 1) }
      }
    }
  }

  @Test("A bar's shadow is drawn with its own edges and no circles of the sphere around it")
  func bar() async throws {
    let bar = OcculterShape.composite([
      .box(
        centre: .zero, Vector3(0.2, 0, 0), Vector3(0, 0.2, 0), Vector3(0, 0, 1.5))
    ])
    let scenario = try scenario(bar)
    let map = try await map(scenario)
    let edges = map.grid.edges
    #expect(edges.map(\.name) == ["penumbra"])
    let far = edges[0].pieces.map {
      ($0.start.x * $0.start.x + $0.start.y * $0.start.y).squareRoot()
    }
    // Longer than wide: the penumbra reaches about 0.47 m beyond the bar.
    #expect((far.max() ?? 0) > 1.6 * (far.min() ?? 1))
    #expect(try PNGDecoder.decode(try map.picture()).width == 1080)
    let header = try FITSDecoder.decode(try map.fits()).header
    #expect(header.string("OCCSHAPE") == "composite")
    #expect(header.double("UMBRA") == nil)
  }

  @Test("The answer for a body has no cones, and its margin is that of its outline")
  func margins() throws {
    let round = try Samples.read(SampleScenario.bare)
    let sun = round.formation.context(at: try instant()).sun.direction
    let plate = try scenario(.disc(radius: 1, normal: sun))
    func document(_ scenario: Scenario) throws -> JSONValue {
      try JSONValue.parse(try ShadowAnswer(scenario, at: try instant()).json())
    }
    let (one, other) = (try document(round), try document(plate))
    #expect(one["umbra_radius_m"]?.number != nil && other["umbra_radius_m"] == nil)
    let margins = [one, other].compactMap { $0["umbra_margin_m"]?.number }
    #expect(margins.count == 2)
    // The facing disc's margin is a length in the plane, the plate's an angle at its distance.
    #expect(abs(margins[0] - margins[1]) < 2e-4 * margins[0])
    let table = try ShadowAnswer(plate, at: try instant()).table()
    #expect(table.contains("margin to the umbra's edge") && !table.contains("umbra radius"))
  }
}
