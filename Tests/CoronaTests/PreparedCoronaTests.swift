import Astronomy
import Corona
import RealModule
import TestSupport
import Testing

@Suite("Whole pictures prepared once")
struct PreparedCoronaTests {
  private func observer(_ distance: Double) throws -> CoronalObserver {
    try CoronalObserver(
      distanceSolarRadii: distance, heliographicLatitudeRadians: 0.1,
      carringtonLongitudeRadians: 2, eclipticNorthPositionAngleRadians: 0.3)
  }

  /// A spiral from the disc's centre outwards, with points next to the limb.
  private func spiral(_ count: Int, distance: Double, reach: Double) throws -> SkyDirections {
    var radii = (0..<count).map { reach * Double($0) / Double(count) / distance }
    for index in stride(from: 5, to: count, by: 7) {
      let sign = index.isMultiple(of: 2) ? 1.0 : -1.0
      radii[index] = min(1 + sign * Double.exp2(-Double(index % 50)), reach) / distance
    }
    return try SkyDirections(
      west: radii.enumerated().map { -$1 * Double.sin(2.4 * Double($0)) },
      north: radii.enumerated().map { $1 * Double.cos(2.4 * Double($0)) })
  }

  @Test(
    "A spherical corona read from its profile agrees with the general path to 1e-9",
    arguments: [1.5, 10, 215])
  func spherical(distance: Double) throws {
    let observer = try observer(distance)
    let sky = try spiral(2000, distance: distance, reach: min(0.95 * distance, 60))
    for name in ["saito1977-equator", "leblanc1998", "baumbach-allen"] {
      let corona = KCorona(
        density: try DensityCatalogue.model(named: name),
        kernel: try ThomsonKernel(limbDarkening: .neckel(wavelengthNanometres: 550)),
        quality: .reference)
      let prepared = corona.prepared(for: observer, sightlines: 1_000_000)
      #expect(prepared.method == .spherical)
      let fast = prepared.light(of: sky, withErrors: true)
      let general = corona.radiance(of: sky, from: observer)
      var worst = 0.0
      for index in 0..<sky.count {
        let error = abs(fast.planes.I[index] - general.I[index])
        worst = max(
          worst, error / general.I[index],
          abs(fast.planes.Q[index] - general.Q[index]) / general.I[index],
          abs(fast.planes.U[index] - general.U[index]) / general.I[index])
        #expect(error <= max(try #require(fast.errors)[index], 1e-12 * general.I[index]))
      }
      #expect(worst < 1e-9, "\(name)")
      // Next to the limb the rule behind both is no better than this.
      #expect(fast.largestRelativeError < 2e-9)
    }
  }

  @Test(
    "An axisymmetric corona read from its profiles agrees with the general path to 1e-9",
    arguments: [(1.5, 0.1), (10, 1.2), (215, 0), (215, 0.1), (215, 1.570_796_326_794_896_6)])
  func axial(distance: Double, latitude: Double) throws {
    let observer = try CoronalObserver(
      distanceSolarRadii: distance, heliographicLatitudeRadians: latitude,
      carringtonLongitudeRadians: 2, eclipticNorthPositionAngleRadians: 0.3)
    let sky = try spiral(300, distance: distance, reach: min(0.95 * distance, 60))
    for model in try axialModels() {
      let corona = KCorona(
        density: model,
        kernel: try ThomsonKernel(limbDarkening: .neckel(wavelengthNanometres: 550)),
        quality: .reference)
      let prepared = corona.prepared(for: observer, sightlines: 1_000_000)
      #expect(prepared.method == .axial)
      let fast = prepared.light(of: sky, withErrors: true)
      let general = corona.radiance(of: sky, from: observer)
      var worst = 0.0
      for index in 0..<sky.count {
        let error = abs(fast.planes.I[index] - general.I[index])
        worst = max(
          worst, error / general.I[index],
          abs(fast.planes.Q[index] - general.Q[index]) / general.I[index],
          abs(fast.planes.U[index] - general.U[index]) / general.I[index])
        #expect(error <= max(try #require(fast.errors)[index], 1e-12 * general.I[index]))
      }
      #expect(worst < 1e-9, "\(model.name) \(worst)")
    }
  }

  /// Blends about the Sun's axis, and one about an axis that no observer of these tests stands on.
  private func axialModels() throws -> [any ElectronDensity] {
    [
      LatitudeBlendedDensity.saito1977,
      try SumDensity([
        .init(
          density: LatitudeBlendedDensity(
            name: "blend", source: "test", equator: .saito1977Equator, pole: .leblanc1998,
            halfPower: 4)),
        .init(weight: 0.3, density: PowerLawDensity.leblanc1998),
      ]),
      TiltedBlend(axis: Vector3(0.48, -0.64, 0.6)),
    ]
  }

  @Test("What is no polynomial of the latitude's sine about one axis is integrated by sightline")
  func notAxial() throws {
    let kernel = try ThomsonKernel(limbDarkening: .linear(0.63))
    let blend = LatitudeBlendedDensity.saito1977
    let tilted = TiltedBlend(axis: Vector3(0.48, -0.64, 0.6))
    let belt = try StreamerBelt(
      enhancement: 2, halfWidthRadians: 0.21, tiltRadians: 0, tiltLongitudeRadians: 0)
    let models: [any ElectronDensity] = [
      try SumDensity([.init(density: blend), .init(density: tilted)]),
      try SumDensity([.init(density: blend), .init(density: belt)]),
      CreasedSaito(),
    ]
    for model in models {
      let prepared = KCorona(density: model, kernel: kernel)
        .prepared(for: try observer(215), sightlines: 1 << 22)
      #expect(prepared.method == .general, "\(model.name)")
    }
    // Thin structures are added to what the profiles hold.
    let skinned = try SumDensity([
      .init(density: blend), .init(density: ShellSkin(radius: 3, sigma: 0.1)),
    ])
    #expect(
      KCorona(density: skinned, kernel: kernel)
        .prepared(for: try observer(215), sightlines: 1 << 22).method == .axial)
    let small = KCorona(density: blend, kernel: kernel)
      .prepared(for: try observer(215), sightlines: 10_000)
    #expect(small.method == .general)
  }

  @Test("The method depends on the picture's size, not on its bands, and bands have the same bits")
  func bands() throws {
    for model in [LatitudeBlendedDensity.saito1977, PowerLawDensity.leblanc1998]
      as [any ElectronDensity]
    {
      try bands(of: model)
    }
  }

  private func bands(of model: any ElectronDensity) throws {
    let observer = try observer(215)
    let corona = KCorona(
      density: model, kernel: try ThomsonKernel(limbDarkening: .linear(0.63)))
    #expect(corona.prepared(for: observer, sightlines: 100).method == .general)
    let prepared = corona.prepared(for: observer, sightlines: 1 << 18)
    let sky = try spiral(1001, distance: 215, reach: 200)
    let whole = prepared.light(of: sky, withErrors: true)
    for size in [1, 3, 8, 100] {
      #expect(prepared.light(of: sky, inBandsOf: size) == whole, "bands of \(size)")
    }
  }

  @Test("The centre of the disc is no special case of the profile")
  func centre() throws {
    let corona = KCorona(
      density: PowerLawDensity.leblanc1998,
      kernel: try ThomsonKernel(limbDarkening: .linear(0.63)))
    let sky = try SkyDirections(west: [0], north: [0])
    let fast = corona.prepared(for: try observer(215), sightlines: 1 << 18).radiance(of: sky)
    let general = corona.radiance(of: sky, from: try observer(215))
    #expect(relativeError(fast.I[0], general.I[0]) < 1e-6 && abs(fast.Q[0]) < 1e-15 * fast.I[0])
  }
}
