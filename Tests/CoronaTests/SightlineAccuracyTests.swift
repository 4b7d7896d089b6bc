import Astronomy
import RealModule
import Testing
import VectorMath

@testable import Corona

@Suite("Sightlines against brute force, and the errors they tell")
struct SightlineAccuracyTests {
  private func kernel() throws -> ThomsonKernel { try ThomsonKernel(limbDarkening: .linear(0.63)) }

  private func observer(distance: Double = 215, latitude: Double = 0.3) throws -> CoronalObserver {
    try CoronalObserver(
      distanceSolarRadii: distance, heliographicLatitudeRadians: latitude,
      carringtonLongitudeRadians: 1.9, eclipticNorthPositionAngleRadians: 0.1)
  }

  /// Sightlines in all directions, on and off the disc, crowded at the limb and reaching far.
  private func sky(_ count: Int, distance: Double) throws -> SkyDirections {
    var radii: [Double] = []
    for index in 0..<count {
      let phase = (Double(index) * 0.618_033_988_749_894_9).truncatingRemainder(dividingBy: 1)
      let rho =
        index.isMultiple(of: 3)
        ? 1 - Double.exp(-8 * phase)
        : 1 + Double.exp(10 * phase - 8)
      radii.append(min(rho, 0.7 * distance) / distance)
    }
    return try SkyDirections(
      west: radii.enumerated().map { -$1 * Double.sin(2.4 * Double($0)) },
      north: radii.enumerated().map { $1 * Double.cos(2.4 * Double($0)) })
  }

  /// The sightlines again, for brute force.
  private func sightlines(_ sky: SkyDirections, _ observer: CoronalObserver) -> [Sightline] {
    (0..<sky.count).map { index in
      let group = SightlineGroup(
        west: Double8(repeating: sky.west[index]), north: Double8(repeating: sky.north[index]),
        from: observer)
      return Sightline(
        impactParameter: group.impactParameter[0],
        tangent: Vector3(group.tangent.x[0], group.tangent.y[0], group.tangent.z[0]),
        back: Vector3(group.back.x[0], group.back.y[0], group.back.z[0]),
        observerDistance: observer.distanceSolarRadii)
    }
  }

  private func worst(
    _ density: any ElectronDensity, _ quality: Quality, distance: Double, latitude: Double = 0.3,
    cuts: (Sightline) -> [Double]
  ) throws -> Double {
    let observer = try observer(distance: distance, latitude: latitude)
    let sky = try sky(36, distance: distance)
    let corona = KCorona(density: density, kernel: try kernel(), quality: quality)
    let light = corona.radiance(of: sky, from: observer)
    let brute = BruteForce(density: density, kernel: corona.kernel)
    var worst = 0.0
    for (index, sightline) in sightlines(sky, observer).enumerated() {
      let expected = brute.integral(along: sightline, cuts: cuts(sightline))
      let error = abs(light.I[index] / corona.scale - expected.total)
      let q = light.Q[index] * light.Q[index] + light.U[index] * light.U[index]
      let second = abs(q.squareRoot() / corona.scale - expected.polarized)
      worst = max(worst, max(error, second) / expected.total)
    }
    return worst
  }

  /// Where a sightline crosses the equator.
  private func equator(_ sightline: Sightline) -> [Double] {
    [-sightline.impactParameter * sightline.tangent.z / sightline.back.z]
  }

  @Test(
    "Saito 1970, with kinks and cusps on the equator, is right to 1e-6 and 1e-9",
    arguments: [1.5, 10, 215])
  func creased(distance: Double) throws {
    for latitude in [0, 0.01, 0.3, 1.5707] {
      let model = CreasedSaito()
      let standard = try worst(
        model, .standard, distance: distance, latitude: latitude, cuts: equator)
      let reference = try worst(
        model, .reference, distance: distance, latitude: latitude, cuts: equator)
      #expect(standard < 1e-6, "\(latitude)")
      #expect(reference < 1e-9, "\(latitude)")
    }
  }

  @Test("Smooth general models agree with brute force at every distance", arguments: [1.5, 215])
  func smooth(distance: Double) throws {
    let model = try SumDensity([
      .init(density: Hidden(inner: LatitudeBlendedDensity.saito1977)),
      .init(weight: 0.3, density: PowerLawDensity.leblanc1998),
    ])
    #expect(try worst(model, .standard, distance: distance) { _ in [] } < 1e-6)
    #expect(try worst(model, .reference, distance: distance) { _ in [] } < 1e-9)
  }

  @Test("A belt of one degree agrees with brute force through its plane", arguments: [1, 3])
  func narrowBelt(degrees: Double) throws {
    let model = try SumDensity([
      .init(density: LatitudeBlendedDensity.saito1977),
      .init(
        density: StreamerBelt(
          enhancement: 10, halfWidthRadians: degrees * Double.pi / 180, tiltRadians: 0,
          tiltLongitudeRadians: 0)),
    ])
    for latitude in [0, 0.02, 0.3, 1.2] {
      for (quality, bound) in [(Quality.standard, 1e-6), (.reference, 1e-9)] {
        let error = try worst(
          model, quality, distance: 215, latitude: latitude, cuts: equator)
        #expect(error < bound, "\(latitude) \(quality) \(error)")
      }
    }
  }

  @Test("A thin skin is found and integrated from one end to the other", arguments: [1.5, 4])
  func skin(radius: Double) throws {
    for sigma in [0.02, 0.1] {
      let skin = ShellSkin(radius: radius, sigma: sigma)
      let model = try SumDensity([
        .init(density: LatitudeBlendedDensity.saito1977), .init(weight: 3, density: skin),
      ])
      for (quality, bound) in [(Quality.standard, 1e-6), (.reference, 1e-9)] {
        let error = try worst(model, quality, distance: 215) { sightline in
          let ends = skin.stretches(along: sightline).flatMap {
            [$0.range.lowerBound, $0.range.upperBound]
          }
          let rho = sightline.impactParameter
          let middle = rho < radius ? ((radius - rho) * (radius + rho)).squareRoot() : 0
          let steps = ends.flatMap { end in
            (1..<12).map { end + (middle * (end < 0 ? -1 : 1) - end) * Double($0) / 6 }
          }
          return ends + steps
        }
        #expect(error < bound, "\(radius) \(sigma) \(quality)")
      }
    }
  }
}
