import Astronomy
import Corona
import RealModule
import TestSupport
import Testing

@Suite("Pictures of smooth coronae read from polynomials")
struct PictureSurfaceTests {
  private func observer(_ distance: Double) throws -> CoronalObserver {
    try CoronalObserver(
      distanceSolarRadii: distance, heliographicLatitudeRadians: 0.1,
      carringtonLongitudeRadians: 2, eclipticNorthPositionAngleRadians: 0.3)
  }

  /// A spiral from the disc's centre outwards, with points next to the limb and at the sectors' edges.
  private func spiral(_ count: Int, distance: Double, reach: Double) throws -> SkyDirections {
    var radii = (0..<count).map { reach * Double($0) / Double(count) / distance }
    for index in stride(from: 5, to: count, by: 7) {
      let sign = index.isMultiple(of: 2) ? 1.0 : -1.0
      radii[index] = min(1 + sign * Double.exp2(-Double(index % 20)), reach) / distance
    }
    func angle(_ index: Int) -> Double {
      index.isMultiple(of: 13) ? Double(index / 13) * Double.pi / 16 : 2.4 * Double(index)
    }
    return try SkyDirections(
      west: radii.enumerated().map { -$1 * Double.sin(angle($0)) },
      north: radii.enumerated().map { $1 * Double.cos(angle($0)) })
  }

  private func belt(_ halfWidth: Double) throws -> SumDensity {
    try SumDensity([
      .init(density: LatitudeBlendedDensity.saito1977),
      .init(
        density: StreamerBelt(
          enhancement: 4, halfWidthRadians: halfWidth, tiltRadians: 0.35,
          tiltLongitudeRadians: 0.5)),
    ])
  }

  private func models() throws -> [any ElectronDensity] {
    [
      try belt(0.24), try belt(0.5),
      try SumDensity([
        .init(density: try belt(0.3)), .init(density: ShellSkin(radius: 3, sigma: 0.1)),
      ]),
    ]
  }

  @Test(
    "A smooth corona read from its surface agrees with the general path to 1e-9",
    arguments: [Quality.standard, .reference], [10.0, 215])
  func agreesWithGeneral(quality: Quality, distance: Double) throws {
    let observer = try observer(distance)
    let sky = try spiral(400, distance: distance, reach: min(0.95 * distance, 8))
    for model in try models() {
      let corona = KCorona(
        density: model, kernel: try ThomsonKernel(limbDarkening: .linear(0.63)), quality: quality)
      let prepared = corona.prepared(
        for: observer, sightlines: 1 << 22, perSquareRadius: 1e5)
      #expect(prepared.method == .surface)
      let fast = prepared.light(of: sky, withErrors: true)
      let general = corona.light(of: sky, from: observer, withErrors: true)
      var (worst, equal) = (0.0, 0)
      for index in 0..<sky.count {
        let light = general.planes.I[index]
        let error = abs(fast.planes.I[index] - light)
        worst = max(
          worst, error / light, abs(fast.planes.Q[index] - general.planes.Q[index]) / light,
          abs(fast.planes.U[index] - general.planes.U[index]) / light)
        equal += error == 0 ? 1 : 0
      }
      #expect(worst < 1e-9, "\(model.name), \(quality): \(worst)")
      // Most sightlines are read, not integrated; those next to the limb are not.
      #expect(equal < sky.count / 2, "\(equal)")
    }
  }

  @Test("Told errors hold against the reference")
  func toldErrors() throws {
    let observer = try observer(215)
    let sky = try spiral(300, distance: 215, reach: 8)
    let kernel = try ThomsonKernel(limbDarkening: .linear(0.63))
    let model = try belt(0.3)
    let fast = KCorona(density: model, kernel: kernel)
      .prepared(for: observer, sightlines: 1 << 22, perSquareRadius: 1e5)
      .light(of: sky, withErrors: true)
    let truth = KCorona(density: model, kernel: kernel, quality: .reference)
      .radiance(of: sky, from: observer)
    let errors = try #require(fast.errors)
    for index in 0..<sky.count {
      #expect(abs(fast.planes.I[index] - truth.I[index]) <= errors[index], "\(index)")
    }
  }

  @Test("Bands of a picture have the same bits however it is cut")
  func bands() throws {
    let sky = try spiral(501, distance: 215, reach: 200)
    let prepared = KCorona(
      density: try belt(0.3), kernel: try ThomsonKernel(limbDarkening: .linear(0.63))
    ).prepared(for: try observer(215), sightlines: 1 << 20, perSquareRadius: 3e4)
    #expect(prepared.method == .surface)
    let whole = prepared.light(of: sky, withErrors: true)
    for size in [1, 3, 8, 100] {
      #expect(prepared.light(of: sky, inBandsOf: size) == whole, "bands of \(size)")
    }
  }

  @Test("A coarse picture, and one of unknown scale, is integrated sightline by sightline")
  func coarse() throws {
    let corona = KCorona(
      density: try belt(0.3), kernel: try ThomsonKernel(limbDarkening: .linear(0.63)))
    let observer = try observer(20)
    #expect(corona.prepared(for: observer, sightlines: 1 << 20).method == .general)
    #expect(
      corona.prepared(for: observer, sightlines: 100, perSquareRadius: 1).method == .general)
  }

  @Test("The centre of the disc is no special case of the surface")
  func centre() throws {
    let corona = KCorona(
      density: try belt(0.3), kernel: try ThomsonKernel(limbDarkening: .linear(0.63)))
    let sky = try SkyDirections(west: [0], north: [0])
    let fast = corona.prepared(
      for: try observer(215), sightlines: 1 << 22, perSquareRadius: 1e5
    ).radiance(of: sky)
    let general = corona.radiance(of: sky, from: try observer(215))
    #expect(relativeError(fast.I[0], general.I[0]) < 1e-9 && fast.Q[0].magnitude < 1e-20)
  }
}
