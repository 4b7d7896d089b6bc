import Astronomy
import Corona
import RealModule
import TestSupport
import Testing

/// A model that hides that it is separable: the general path, which is the plain oracle.
private struct Opaque: ElectronDensity {
  let inner: any ElectronDensity
  var name: String { inner.name }
  var source: String { inner.source }
  var fittedRadii: ClosedRange<Double> { inner.fittedRadii }

  func electronsPerCubicCentimetre(at points: CoronalPoints) -> SIMD8<Double> {
    inner.electronsPerCubicCentimetre(at: points)
  }
}

/// A cloud about one direction, for telling which way the axes point.
private struct Cloud: ElectronDensity {
  let x, y, z: Double
  let name = "cloud"
  let source = "test"
  let fittedRadii = 1.0...10

  func electronsPerCubicCentimetre(at points: CoronalPoints) -> SIMD8<Double> {
    let cosine = points.directions.x * x + points.directions.y * y + points.directions.z * z
    let near = 0.5 * (1 + cosine)
    return 1e8 * near * near * near * points.radii.inverse * points.radii.inverse
  }
}

@Suite("Pictures of the K corona")
struct KCoronaPictureTests {
  private func kernel() throws -> ThomsonKernel {
    try ThomsonKernel(limbDarkening: .neckel(wavelengthNanometres: 550))
  }

  private func observer(
    distance: Double = 215, latitude: Double = 0.12, longitude: Double = 1.9
  ) throws -> CoronalObserver {
    try CoronalObserver(
      distanceSolarRadii: distance, heliographicLatitudeRadians: latitude,
      carringtonLongitudeRadians: longitude, eclipticNorthPositionAngleRadians: 0.1)
  }

  private func streamers(width: Double = 0.25) throws -> SumDensity {
    try SumDensity([
      .init(density: LatitudeBlendedDensity.saito1977),
      .init(
        density: StreamerBelt(
          enhancement: 4, halfWidthRadians: width, tiltRadians: 0.35, tiltLongitudeRadians: 0.5)),
    ])
  }

  /// A spiral of sightlines from the disc's centre to some solar radii.
  private func spiral(_ count: Int, reach: Double, distance: Double) throws -> SkyDirections {
    let radii = (0..<count).map { reach * Double($0) / Double(count) / distance }
    return try SkyDirections(
      west: radii.enumerated().map { -$1 * Double.sin(2.4 * Double($0)) },
      north: radii.enumerated().map { $1 * Double.cos(2.4 * Double($0)) })
  }

  @Test("The path without exponentials gives what the general path gives, on and off the disc")
  func separableAgreesWithGeneral() throws {
    for distance in [1.5, 20, 215] {
      let observer = try observer(distance: distance)
      let directions = try spiral(300, reach: min(0.9 * distance, 6), distance: distance)
      // As wide as a model may be whose rules are not divided: one that hides its width gets no more.
      let density = try streamers(width: 0.5)
      for quality in Quality.allCases {
        let fast = KCorona(density: density, kernel: try kernel(), quality: quality)
        let plain = KCorona(
          density: Opaque(inner: density), kernel: try kernel(), quality: quality)
        let (a, b) = (
          fast.radiance(of: directions, from: observer),
          plain.radiance(of: directions, from: observer)
        )
        for index in 0..<directions.count {
          #expect(relativeError(a.I[index], b.I[index]) < 1e-13)
          #expect(abs(a.Q[index] - b.Q[index]) < 1e-13 * a.I[index])
          #expect(abs(a.U[index] - b.U[index]) < 1e-13 * a.I[index])
        }
      }
    }
  }

  @Test("However a picture is cut, every sightline has the same bits")
  func bandsAreBitIdentical() throws {
    let observer = try observer()
    let directions = try spiral(203, reach: 5, distance: 215)
    for density in [try streamers() as any ElectronDensity, Opaque(inner: try streamers())] {
      let corona = KCorona(density: density, kernel: try kernel(), quality: .preview)
      let whole = corona.radiance(of: directions, from: observer)
      for size in [1, 3, 8, 17, 100] {
        var joined = StokesPlanes(count: 0)
        for start in stride(from: 0, to: directions.count, by: size) {
          let band = corona.radiance(of: directions[start..<start + size], from: observer)
          joined.I += band.I
          joined.Q += band.Q
          joined.U += band.U
        }
        #expect(joined == whole, "bands of \(size)")
      }
    }
  }

  @Test("The light vibrates tangentially: pB' vanishes to rounding in every direction")
  func polarisationIsTangential() throws {
    let directions = try spiral(400, reach: 12, distance: 215)
    let planes = KCorona(density: try streamers(), kernel: try kernel())
      .radiance(of: directions, from: try observer())
    for index in 1..<directions.count {
      let (w, n) = (directions.west[index], directions.north[index])
      let angle = Double.atan2(y: -w, x: n)
      let (q, u) = (planes.Q[index], planes.U[index])
      let across = -q * Double.cos(2 * angle) - u * Double.sin(2 * angle)
      let skew = q * Double.sin(2 * angle) - u * Double.cos(2 * angle)
      #expect(abs(skew) < 1e-15 * planes.I[index] && across > 0 && across < planes.I[index])
    }
  }

  @Test("North of the Sun Q is negative; north-east of it U is negative")
  func signsOfStokes() throws {
    let directions = try SkyDirections(west: [0, -0.01, -0.01], north: [0.014, 0, 0.01])
    let planes = KCorona(density: PowerLawDensity.leblanc1998, kernel: try kernel())
      .radiance(of: directions, from: try observer())
    #expect(planes.Q[0] < 0 && planes.U[0] == 0)
    #expect(planes.Q[1] > 0 && planes.U[1] == 0)
    #expect(planes.U[2] < 0 && abs(planes.Q[2]) < 1e-20)
  }

  @Test("At the centre of the disc the light is unpolarised and finite")
  func centre() throws {
    let planes = KCorona(density: try streamers(), kernel: try kernel())
      .radiance(of: try SkyDirections(west: [0], north: [0]), from: try observer())
    #expect(planes.I[0] > 0 && planes.I[0] < 1e-5 && planes.Q[0] == 0 && planes.U[0] == 0)
  }

  @Test("Turning observer and belt together about the Sun's axis changes nothing")
  func rotationInvariance() throws {
    let directions = try spiral(64, reach: 4, distance: 215)
    func picture(_ longitude: Double) throws -> StokesPlanes {
      let belt = try StreamerBelt(
        enhancement: 2, halfWidthRadians: 0.3, tiltRadians: 0.4,
        tiltLongitudeRadians: longitude + 0.7)
      return KCorona(density: belt, kernel: try kernel())
        .radiance(of: directions, from: try observer(longitude: longitude))
    }
    let (a, b) = (try picture(0), try picture(2.5))
    for index in 0..<64 { #expect(relativeError(a.I[index], b.I[index]) < 1e-12) }
  }

  @Test("An equatorial belt seen from the equator is mirrored north-south and east-west")
  func mirrorSymmetry() throws {
    let belt = try StreamerBelt(
      enhancement: 2, halfWidthRadians: 0.3, tiltRadians: 0, tiltLongitudeRadians: 0)
    let directions = try SkyDirections(
      west: [0.006, -0.006, 0.006, -0.006], north: [0.004, 0.004, -0.004, -0.004])
    let planes = KCorona(density: belt, kernel: try kernel())
      .radiance(of: directions, from: try observer(latitude: 0))
    for index in 1..<4 { #expect(relativeError(planes.I[index], planes.I[0]) < 1e-13) }
    #expect(relativeError(planes.U[1], -planes.U[0]) < 1e-12)
  }

  @Test("A streamer belt loses less than 1e-4 at standard quality and 1e-9 at reference quality")
  func streamerQuadrature() throws {
    let directions = try spiral(200, reach: 6, distance: 215)
    let observer = try observer()
    let density = try streamers(width: 0.2)
    let standard = KCorona(density: density, kernel: try kernel())
      .radiance(of: directions, from: observer)
    let reference = KCorona(density: density, kernel: try kernel(), quality: .reference)
      .radiance(of: directions, from: observer)
    let worst = (0..<200).map { relativeError(standard.I[$0], reference.I[$0]) }.max() ?? .nan
    #expect(worst < 1e-4, "\(worst)")
    let profile = try KCorona(density: density, kernel: kernel()).profile(
      impactParameters: [1.05, 1.5, 2, 3, 5, 10, 30], positionAngleRadians: 0.9, from: observer)
    for brightness in profile { #expect(brightness.relativeError < 1e-9, "\(brightness)") }
  }

  @Test("Standard quality holds 1e-6 out to 45 degrees of elongation, and close to the Sun")
  func wideFields() throws {
    for distance in [1.5, 3, 10, 215] {
      let observer = try observer(distance: distance)
      let sines = stride(from: 1.05 / distance, through: 0.7071, by: 0.05)
      let directions = try SkyDirections(
        west: sines.map { $0 * 0.6 }, north: sines.map { $0 * 0.8 })
      let density = LatitudeBlendedDensity.saito1977
      let standard = KCorona(density: density, kernel: try kernel())
        .radiance(of: directions, from: observer)
      let reference = KCorona(density: density, kernel: try kernel(), quality: .reference)
        .radiance(of: directions, from: observer)
      for index in 0..<directions.count {
        #expect(
          relativeError(standard.I[index], reference.I[index]) < 1e-6,
          "\(distance) \(directions.west[index])")
      }
    }
  }

  @Test("Mean solar brightness and constants scale as they must")
  func scaling() throws {
    let older = try CoronaConstants(
      name: "doubled", thomsonCrossSectionSquareCentimetres: 2 * 6.6524587051e-25,
      solarRadiusCentimetres: 6.957e10)
    let directions = try SkyDirections(west: [0.01], north: [0])
    let a = KCorona(density: PowerLawDensity.leblanc1998, kernel: try kernel())
    let b = KCorona(density: PowerLawDensity.leblanc1998, kernel: try kernel(), constants: older)
    let observer = try observer()
    #expect(
      relativeError(
        b.radiance(of: directions, from: observer).I[0],
        2 * a.radiance(of: directions, from: observer).I[0]) < 1e-14)
    // K0 of science/corona.md §2.1.
    #expect(
      relativeError(
        CoronaConstants.codata2022.scatteringPerElectronColumn / 6.957e10, 1.247336e-25) < 1e-7)
  }

  @Test("Observers inside the Sun and sightlines that are not numbers are refused with a reason")
  func badGeometry() throws {
    let inside = #expect(throws: CoronaError.self) { try observer(distance: 0.9) }
    #expect(inside?.code == .invalidObserver)
    #expect(
      inside?.description
        == "observer at 0.9 solar radii from the Sun's centre: must lie outside the photosphere, "
        + "between 1 and 1e9")
    for distance in [Double.nan, .infinity, -5, 1] {
      #expect(throws: CoronaError.self) { try observer(distance: distance) }
    }
    #expect(throws: CoronaError.self) { try observer(latitude: 2) }
    #expect(throws: CoronaError.self) { try observer(latitude: .nan) }
    #expect(throws: CoronaError.self) { try observer(longitude: .nan) }

    let direction = #expect(throws: CoronaError.self) {
      try SkyDirections(west: [0, .nan], north: [0, 0])
    }
    #expect(
      direction?.description
        == "sightline 1 with components (nan, 0.0): must be numbers whose squares sum to at most one"
    )
    #expect(throws: CoronaError.self) { try SkyDirections(west: [0.9], north: [0.9]) }
    #expect(throws: CoronaError.self) { try SkyDirections(west: [0], north: []) }

    let corona = KCorona(density: PowerLawDensity.leblanc1998, kernel: try kernel())
    for rho in [-1, .nan, .infinity, 216] {
      #expect(throws: CoronaError.self) {
        try corona.profile(impactParameters: [rho], positionAngleRadians: 0, from: observer())
      }
    }
    #expect(throws: CoronaError.self) {
      try corona.profile(impactParameters: [2], positionAngleRadians: .nan, from: observer())
    }
    #expect(throws: CoronaError.self) {
      try CoronaConstants(
        name: "bad", thomsonCrossSectionSquareCentimetres: .nan, solarRadiusCentimetres: 1)
    }
  }

  @Test("Clouds north, west and in front of the Sun appear there")
  func orientation() throws {
    // The observer stands over Carrington longitude 90°, so that west is −x and front is +y.
    let observer = try observer(latitude: 0, longitude: .pi / 2)
    let directions = try SkyDirections(
      west: [0.01, -0.01, 0, 0, 0.001], north: [0, 0, 0.01, -0.01, 0])
    func picture(_ x: Double, _ y: Double, _ z: Double) throws -> [Double] {
      KCorona(density: Cloud(x: x, y: y, z: z), kernel: try kernel())
        .radiance(of: directions, from: observer).I
    }
    let west = try picture(-1, 0, 0)
    #expect(west[0] > 3 * west[1] && relativeError(west[2], west[3]) < 1e-12)
    let north = try picture(0, 0, 1)
    #expect(north[2] > 3 * north[3] && relativeError(north[0], north[1]) < 1e-12)
    // Before the disc a cloud on the near side shows and one behind the Sun does not.
    #expect(try picture(0, 1, 0)[4] > 100 * picture(0, -1, 0)[4])
  }

  @Test("A sum of separable and other models is the sum of their pictures")
  func mixedSum() throws {
    let observer = try observer()
    let directions = try spiral(40, reach: 5, distance: 215)
    let (smooth, cloud) = (LatitudeBlendedDensity.saito1977, Cloud(x: 0.6, y: 0, z: 0.8))
    func picture(_ density: any ElectronDensity) throws -> [Double] {
      KCorona(density: density, kernel: try kernel()).radiance(of: directions, from: observer).I
    }
    let together = try picture(
      SumDensity([.init(density: smooth), .init(weight: 0.5, density: cloud)]))
    let (a, b) = (try picture(smooth), try picture(cloud))
    for index in 0..<40 {
      #expect(relativeError(together[index], a[index] + 0.5 * b[index]) < 1e-13)
    }
  }

  @Test("No sightlines give no planes")
  func empty() throws {
    let planes = KCorona(density: PowerLawDensity.leblanc1998, kernel: try kernel())
      .radiance(of: try SkyDirections(west: [], north: []), from: try observer())
    #expect(planes == StokesPlanes(count: 0))
  }
}
