import Corona
import Testing

@Suite("Grids of density cubes")
struct CubeGridTests {
  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  private func uniform(_ from: Double, _ to: Double, _ count: Int) throws -> CubeAxis {
    try CubeAxis(uniformFrom: from, step: (to - from) / Double(count - 1), count: count)
  }

  @Test("Axes that do not run one way, are too short or not finite are refused by place")
  func axes() {
    #expect(
      message { _ = try CubeAxis(at: [1, 2, 2, 3]) }
        == "axis of a density cube has 2.0 as sample 3: coordinates must be finite and all rise or "
        + "all fall")
    #expect(message { _ = try CubeAxis(at: [3, 2, 2.5]) }.contains("has 2.0 as sample 2"))
    #expect(message { _ = try CubeAxis(at: [1]) }.contains("has 1 samples: 2 to 100000"))
    #expect(message { _ = try CubeAxis(at: [1, .nan]) }.contains("nan"))
    #expect(
      message { _ = try CubeAxis(uniformFrom: 1, step: 0, count: 5) }.contains(
        "steps must not be zero"))
    #expect(
      message { _ = try CubeAxis(logarithmicFrom: 0, step: 200, count: 5) }.contains("±600"))
    #expect(message { _ = try CubeAxis(uniformFrom: 1, step: 1, count: .max) }.contains("samples"))
  }

  @Test("A grid that leaves out part of the sphere is refused with what it covers")
  func spheres() throws {
    let radius = try uniform(1, 5, 9)
    let colatitude = try uniform(0, .pi, 7)
    let longitude = try uniform(0, 2 * .pi, 13)
    func grid(
      _ r: CubeAxis? = nil, _ theta: CubeAxis? = nil, _ phi: CubeAxis? = nil
    ) -> String {
      message {
        _ = try CubeGrid.spherical(
          radius: r ?? radius, colatitude: theta ?? colatitude, longitude: phi ?? longitude)
      }
    }
    #expect(grid() == "no error")
    #expect(
      try grid(nil, uniform(0.7, 2.4, 9))
        == "density cube runs in colatitude from 40.107046 to 137.509871 degrees: it must reach both "
        + "poles to within two steps; fill up the rest of the sphere")
    #expect(try grid(nil, uniform(-0.1, .pi, 9)).contains("drop the model's ghost cells"))
    #expect(
      try grid(nil, nil, uniform(0, 3, 9)).contains("it must go once around the Sun"))
    #expect(try grid(nil, nil, uniform(0, 7, 9)).contains("it must go once around the Sun"))
    #expect(try grid(uniform(0.1, 0.9, 9)).contains("end above the photosphere"))
    #expect(try grid(uniform(6.957e8, 6.957e9, 9)).contains("is CUNIT right?"))
    #expect(try grid(uniform(-1, 3, 9)).contains("radii must be positive"))
  }

  @Test("A box within the Sun, or one asked for power laws, is refused")
  func boxes() throws {
    let small = try uniform(-0.5, 0.5, 4)
    #expect(
      message { _ = try CubeGrid.cartesian(x: small, y: small, z: small) }
        .contains("must reach beyond the photosphere"))
    let axis = try uniform(-3, 3, 4)
    let grid = try CubeGrid.cartesian(x: axis, y: axis, z: axis)
    let samples = try CubeSamples([Float](repeating: 1, count: 64))
    #expect(grid.radii == 0...3)
    #expect(
      message {
        _ = try CubeDensity(
          name: "box", source: "", grid: grid, samples: samples, outside: .powerLaw(exponent: 2))
      }.contains("need a spherical grid; resample"))
    #expect(
      message {
        _ = try CubeDensity(
          name: "box", source: "", grid: grid,
          samples: try CubeSamples([Float](repeating: 1, count: 63)))
      } == "density cube box has 63 samples for a grid of 64: both must be the same")
  }

  @Test("The place of a sample is told in the file's own order")
  func places() throws {
    let grid = try CubeGrid.spherical(
      radius: CubeAxis(at: [1, 2, 4]), colatitude: CubeAxis(at: [3, 2, 1, 0]),
      longitude: CubeAxis(at: [0.5, 2, 4, 5.5]), order: [1, 0, 2])
    // Colatitude runs fastest and falls, then radius, then longitude.
    let place = try #require(grid.place(of: 1 + 4 * 2 + 12 * 3))
    #expect(place.first == 4 && place.second == 2 && place.third == 5.5)
    #expect(grid.place(of: grid.count) == nil && grid.place(of: -1) == nil)
  }
}
