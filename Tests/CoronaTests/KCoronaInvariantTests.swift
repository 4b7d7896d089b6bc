import Astronomy
import Corona
import RealModule
import TestSupport
import Testing

@Suite("What must hold for the K corona whatever the model")
struct KCoronaInvariantTests {
  private func observer(latitude: Double = 0.2) throws -> CoronalObserver {
    try CoronalObserver(
      distanceSolarRadii: 215, heliographicLatitudeRadians: latitude,
      carringtonLongitudeRadians: 1.9, eclipticNorthPositionAngleRadians: 0.1)
  }

  private func kernel() throws -> ThomsonKernel { try ThomsonKernel(limbDarkening: .linear(0.63)) }

  /// A ring of sightlines about the Sun's centre.
  private func ring(_ radius: Double, count: Int) throws -> SkyDirections {
    let angles = (0..<count).map { 2 * Double.pi * Double($0) / Double(count) }
    return try SkyDirections(
      west: angles.map { -radius / 215 * Double.sin($0) },
      north: angles.map { radius / 215 * Double.cos($0) })
  }

  /// One summand of every kind: separable, smooth, creased and localised.
  private func kinds() -> [any ElectronDensity] {
    [
      LatitudeBlendedDensity.saito1977, Hidden(inner: PowerLawDensity.leblanc1998), CreasedSaito(),
      ShellSkin(radius: 2.5, sigma: 0.1),
    ]
  }

  @Test("Light is linear in the electrons, kind by kind, on and off the disc")
  func linearity() throws {
    let weights = [0.5, 2, 1.25, 0.25]
    for radius in [0, 0.7, 1.2, 2.4, 6] {
      let sky = try ring(radius, count: 16)
      func light(_ density: any ElectronDensity) throws -> [Double] {
        KCorona(density: density, kernel: try kernel()).radiance(of: sky, from: try observer()).I
      }
      let parts = zip(weights, kinds()).map { SumDensity.Part(weight: $0, density: $1) }
      let whole = try light(SumDensity(parts))
      let separate = try kinds().map { try light($0) }
      for index in 0..<16 {
        let expected = (0..<4).reduce(0) { $0 + weights[$1] * separate[$1][index] }
        #expect(relativeError(whole[index], expected) < 1e-13, "\(radius)")
      }
    }
  }

  @Test("Without electrons there is no light, no error and nothing that is not a number")
  func darkness() throws {
    let nothing = try PowerLawDensity(
      name: "nothing", source: "test", fittedRadii: 1...10, terms: [.init(0, exponent: 2)])
    for density in [nothing as any ElectronDensity, Hidden(inner: nothing)]
      + (try kinds().map {
        try SumDensity([.init(weight: 0, density: $0)]) as any ElectronDensity
      })
    {
      for quality in Quality.allCases {
        let corona = KCorona(density: density, kernel: try kernel(), quality: quality)
        for radius in [0, 0.7, 1, 1.2, 2.5] {
          let light = corona.light(
            of: try ring(radius, count: 9), from: try observer(), withErrors: true)
          #expect(light == CoronalLight(count: 9, withErrors: true), "\(density.name) \(radius)")
        }
      }
    }
    // The thinner, the darker, down to the last numbers.
    let bright = KCorona(density: CreasedSaito(), kernel: try kernel())
      .radiance(of: try ring(1.5, count: 8), from: try observer())
    let thin = try SumDensity([.init(weight: 0x1p-100, density: CreasedSaito())])
    let dark = KCorona(density: thin, kernel: try kernel())
      .radiance(of: try ring(1.5, count: 8), from: try observer())
    for index in 0..<8 { #expect(relativeError(dark.I[index], bright.I[index] * 0x1p-100) < 1e-15) }
  }

  @Test("Around a spherical corona Q and U turn twice and sum to nothing")
  func ringOfPolarisation() throws {
    for density in [
      PowerLawDensity.leblanc1998 as any ElectronDensity, ShellSkin(radius: 3, sigma: 0.2),
    ] {
      let planes = KCorona(density: density, kernel: try kernel())
        .radiance(of: try ring(1.8, count: 48), from: try observer())
      #expect(abs(planes.Q.reduce(0, +)) < 1e-14 * planes.I.reduce(0, +))
      #expect(abs(planes.U.reduce(0, +)) < 1e-14 * planes.I.reduce(0, +))
      let polarized = -planes.Q[0]
      for index in 0..<48 {
        let angle = 4 * Double.pi * Double(index) / 48
        #expect(abs(planes.Q[index] + polarized * Double.cos(angle)) < 1e-13 * planes.I[index])
        #expect(abs(planes.U[index] + polarized * Double.sin(angle)) < 1e-13 * planes.I[index])
      }
    }
  }

  @Test("Seen from over the pole a corona with an axis is the same at every position angle")
  func integralOverPositionAngle() throws {
    // Then the mean over the ring is any of its sightlines; a crease in the plane of the sky too.
    for density in [LatitudeBlendedDensity.saito1977 as any ElectronDensity, CreasedSaito()] {
      let light = KCorona(density: density, kernel: try kernel(), quality: .reference)
        .radiance(of: try ring(1.5, count: 24), from: try observer(latitude: Double.pi / 2)).I
      let mean = light.reduce(0, +) / 24
      for value in light { #expect(relativeError(value, mean) < 1e-12) }
    }
  }

  @Test("North and south of the equator of a creased corona are mirror images")
  func mirror() throws {
    let sky = try ring(1.7, count: 16)
    let planes = KCorona(density: CreasedSaito(), kernel: try kernel())
      .radiance(of: sky, from: try observer(latitude: 0))
    for index in 0..<16 {
      let other = (24 - index) % 16
      #expect(relativeError(planes.I[index], planes.I[other]) < 1e-12)
      #expect(abs(planes.U[index] + planes.U[other]) < 1e-12 * planes.I[index])
    }
  }
}
