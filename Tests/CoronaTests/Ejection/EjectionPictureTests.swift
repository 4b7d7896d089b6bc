import Astronomy
import Corona
import RealModule
import TestSupport
import Testing

@Suite("Pictures of ejections")
struct EjectionPictureTests {
  private func observer() throws -> CoronalObserver {
    try CoronalObserver(
      distanceSolarRadii: 215, heliographicLatitudeRadians: 0, carringtonLongitudeRadians: 0,
      eclipticNorthPositionAngleRadians: 0)
  }

  /// Sixteen samples a width of the finer skin, three for each of two nodes a step.
  private func brute(
    _ ejection: any Ejection, _ west: Double, _ north: Double, _ kernel: ThomsonKernel
  ) -> Double {
    let sight = Vector3((1 - west * west - north * north).squareRoot(), -west, -north)
    let nearest = Vector3(215, 0, 0) - sight * (215 * sight.x)
    let rho = nearest.length
    let line = Sightline(
      impactParameter: rho, tangent: nearest.normalized, back: sight, observerDistance: 215)
    let finest = Swift.min(
      ejection.skin.outerSolarRadii, ejection.skin.innerSolarRadii ?? .infinity)
    let edge = ejection.leadingEdgeSolarRadii + 1
    let lower = Swift.max(line.reach.lowerBound, -edge)
    let steps = Int(((edge - lower) / (finest / 24)).rounded(.up))
    let width = (edge - lower) / Double(steps)
    let offset = 0.5 / 3.0.squareRoot()
    var sum = 0.0
    for step in 0..<steps {
      for node in [0.5 - offset, 0.5 + offset] {
        let place = lower + (Double(step) + node) * width
        let square = rho * rho + place * place
        let density = EjectionSamples.density(ejection, line, at: SIMD8(repeating: place))[0]
        guard density > 0 else { continue }
        let (t, p) = kernel.coefficients(atRadius: square.squareRoot())
        sum += 0.5 * width * density * (2 * t - p * rho * rho / square)
      }
    }
    return sum * CoronaConstants.codata2022.scatteringPerElectronColumn / kernel.discMean
  }

  @Test("A flux rope's brightness is that of equal steps sixteen to the skin, to 1e-4 and better")
  func brightness() throws {
    let kernel = try ThomsonKernel(limbDarkening: .linear(0.56))
    let shell = try GraduatedCylindricalShell(
      leadingEdgeSolarRadii: 5, halfAngleRadians: 0.44, aspect: 0.4,
      placement: EjectionPlacement(
        latitudeRadians: 0.1, longitudeRadians: 1.2, tiltRadians: 0.7),
      skin: EjectionSamples.skin(outer: 0.05, inner: 0.1))
    var (west, north) = ([Double](), [Double]())
    for row in -8...8 {
      for column in -2...16 {
        west.append((Double(column) * 0.32 + 0.013) / 215)
        north.append((Double(row) * 0.32 + 0.007) / 215)
      }
    }
    let directions = try SkyDirections(west: west, north: north)
    let (reference, standard) = (
      KCorona(density: shell, kernel: kernel, quality: .reference)
        .radiance(of: directions, from: try observer()).I,
      KCorona(density: shell, kernel: kernel, quality: .standard)
        .radiance(of: directions, from: try observer()).I
    )
    let brightest = reference.max() ?? 0
    var (worstReference, worstStandard, hits) = (0.0, 0.0, 0)
    for index in 0..<directions.count {
      let expected = brute(shell, west[index], north[index], kernel)
      // What grazes the end of the skin is held against a thousandth of the brightest.
      let floor = Swift.max(expected, 1e-3 * brightest)
      worstReference = Swift.max(worstReference, abs(reference[index] - expected) / floor)
      worstStandard = Swift.max(worstStandard, abs(standard[index] - expected) / floor)
      if expected > 1e-3 * brightest { hits += 1 }
    }
    #expect(hits > 80, "\(hits)")
    #expect(worstReference < 1e-4, "\(worstReference)")
    #expect(worstStandard < 1e-4, "\(worstStandard)")
  }

  @Test("What has not left the Sun gives no light, and an ejection adds to its background")
  func sums() throws {
    let kernel = try ThomsonKernel(limbDarkening: .linear(0.56))
    let directions = try SkyDirections(west: [0.01, 0.015, 0.02], north: [0.001, 0.002, 0])
    func picture(_ density: any ElectronDensity) throws -> [Double] {
      KCorona(density: density, kernel: kernel)
        .radiance(of: directions, from: try observer()).I
    }
    #expect(try picture(VacantDensity(name: "gcs", source: "")) == [0, 0, 0])
    let shell = try EjectionSamples.shell()
    let sum = try picture(
      SumDensity([
        .init(density: LatitudeBlendedDensity.saito1977), .init(weight: 0.5, density: shell),
      ]))
    let (background, alone) = (
      try picture(LatitudeBlendedDensity.saito1977), try picture(shell)
    )
    #expect(alone.contains { $0 > 0 })
    for index in 0..<3 {
      #expect(relativeError(sum[index], background[index] + 0.5 * alone[index]) < 1e-6)
    }
  }
}
