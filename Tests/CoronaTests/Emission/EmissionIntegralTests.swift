import Astronomy
import RealModule
import TestSupport
import Testing

@testable import Corona

/// An observer at 1 au, over the equator.
private func earth(_ distance: Double = 215.032) throws -> CoronalObserver {
  try CoronalObserver(
    distanceSolarRadii: distance, heliographicLatitudeRadians: 0, carringtonLongitudeRadians: 0.4,
    eclipticNorthPositionAngleRadians: 0)
}

private func sightline(
  _ radius: Double, angle: Double = 1, from observer: CoronalObserver
) -> Sightline {
  let sine = radius / observer.distanceSolarRadii
  return Sightline(
    west: -sine * Double.sin(angle), north: sine * Double.cos(angle), from: observer)
}

private let unit = LineEmissivity.unit

/// A density that is the same inside a shape and zero outside.
private struct BlockDensity: ElectronDensity {
  let name = "block"
  let source = "test"
  let fittedRadii = 1.0...10
  let creases: [DensityCrease]
  let isInside: @Sendable (CoronalPoints, Int) -> Bool

  func electronsPerCubicCentimetre(at points: CoronalPoints) -> SIMD8<Double> {
    var result = SIMD8<Double>.zero
    for lane in 0..<8 where isInside(points, lane) { result[lane] = 1e6 }
    return result
  }
}

/// A thin Gaussian ball on the near side, told by its stretches alone.
private struct BallDensity: LocalisedDensity {
  let name = "ball"
  let source = "test"
  let fittedRadii = 1.0...10
  let centre = Vector3(0, 4, 0)
  let width = 0.02

  func electronsPerCubicCentimetre(at points: CoronalPoints) -> SIMD8<Double> {
    var result = SIMD8<Double>.zero
    for lane in 0..<8 {
      let r = points.radii.radius[lane]
      let place = Vector3(
        points.directions.x[lane], points.directions.y[lane], points.directions.z[lane])
      let distance = (place * r - centre).length / width
      result[lane] = 1e8 * Double.exp(-0.5 * distance * distance)
    }
    return result
  }

  func stretches(along sightline: Sightline) -> [SightlineStretch] {
    let middle = (centre - sightline.tangent * sightline.impactParameter).dot(sightline.back)
    return [SightlineStretch((middle - 8 * width)...(middle + 8 * width), scale: width)]
  }
}

@Suite("E corona along sightlines")
struct EmissionIntegralTests {
  @Test("The square of a power law is summed as its closed form tells")
  func closedForm() throws {
    // ∫ r^(−2p) ds = ρ^(1−2p) √π Γ(p − ½)/Γ(p), for n = 1e8 r^−p, from infinity.
    let far = try earth(9e8)
    for (exponent, radius, expected, limit) in [
      (2.0, 1.2, 9.0902565208038e15, 1e-7), (2, 4, 2.45436926061703e14, 1e-7),
      (4, 1.2, 2.73987766469058e15, 1e-7), (4, 4, 5.99211245267829e11, 1e-7),
    ] {
      let density = try PowerLawDensity(
        name: "power", source: "test", fittedRadii: 1...10,
        terms: [.init(1e8, exponent: exponent)])
      let integral = EmissionIntegral(density: density, emissivity: unit)
      let found = integral.value(along: sightline(radius, from: far)).collisional
      #expect(relativeError(found, expected) < limit, "\(exponent) \(radius)")
    }
  }

  @Test(
    "Saito's equator agrees with thirty-digit quadrature, from the limb outwards and on the disc")
  func reference() throws {
    // mpmath, observer at 1 au; the last row ends on the near photosphere.
    let rows: [(radius: Double, collisional: Double, radiative: Double)] = [
      (1.05, 1.27552067973673e16, 41122531.6481808), (1.5, 2.48067782154431e14, 2709131.47671533),
      (3, 3.16019506938887e11, 33484.4679956586), (10, 1.47203963224098e9, 380.582741264679),
      (0.5, 2.89672844040785e15, 9576098.48542779),
    ]
    let observer = try earth()
    for row in rows {
      let line = sightline(row.radius, from: observer)
      let found = EmissionIntegral(density: PowerLawDensity.saito1977Equator, emissivity: unit)
        .value(along: line)
      #expect(relativeError(found.collisional, row.collisional) < 2e-9, "\(row.radius)")
      #expect(relativeError(found.radiative, row.radiative) < 2e-9, "\(row.radius)")
      let fine = EmissionIntegral(
        density: PowerLawDensity.saito1977Equator, emissivity: unit, refinement: 4
      ).value(along: line)
      #expect(relativeError(fine.collisional, row.collisional) < 1e-11, "\(row.radius)")
      #expect(relativeError(fine.radiative, row.radiative) < 1e-11, "\(row.radius)")
    }
  }

  @Test("Four times the nodes change little, even next to the limb on either side")
  func convergence() throws {
    let observer = try earth()
    for radius in [0, 0.9, 0.99, 0.999, 1.0001, 1.0005, 1.01, 1.02, 20, 60, 150] {
      let line = sightline(radius, from: observer)
      for density: any ElectronDensity in [
        PowerLawDensity.saito1977Equator, PowerLawDensity.leblanc1998,
        PowerLawDensity.baumbachAllen,
      ] {
        let found = EmissionIntegral(density: density, emissivity: unit).value(along: line)
        let fine = EmissionIntegral(density: density, emissivity: unit, refinement: 4)
          .value(along: line)
        let limit = radius < 1 ? 3e-7 : 2e-8
        #expect(relativeError(found.collisional, fine.collisional) < limit, "\(radius)")
        #expect(relativeError(found.radiative, fine.radiative) < limit, "\(radius)")
      }
    }
  }

  @Test("Sightlines are cut where a density jumps")
  func creases() throws {
    let observer = try earth()
    let shell = BlockDensity(creases: [.sphere(radius: 2), .sphere(radius: 3)]) { points, lane in
      (2...3).contains(points.radii.radius[lane])
    }
    // 2 × 1e12 (√(9 − 2.25) − √(4 − 2.25)).
    let throughShell = EmissionIntegral(density: shell, emissivity: unit)
      .value(along: sightline(1.5, from: observer)).collisional
    #expect(relativeError(throughShell, 2550401111642.04) < 1e-12)
    // Half a shell: the near half only.
    let half = BlockDensity(
      creases: [.sphere(radius: 2), .sphere(radius: 3), .plane(normal: observer.towardsObserver)]
    ) { points, lane in
      let direction = Vector3(
        points.directions.x[lane], points.directions.y[lane], points.directions.z[lane])
      return (2...3).contains(points.radii.radius[lane])
        && direction.dot(observer.towardsObserver) > 0
    }
    let line = sightline(1.5, from: observer)
    // The plane through the Sun's centre is passed where s = −ρ sin ε / cos ε.
    let sine = 1.5 / observer.distanceSolarRadii
    #expect(abs(1.5 * sine / (1 - sine * sine).squareRoot()) < 0.02)
    let throughHalf = EmissionIntegral(density: half, emissivity: unit).value(along: line)
      .collisional
    #expect(relativeError(throughHalf, 0.5 * 2550401111642.04) < 1e-12)
  }

  @Test("A thin structure is summed between the ends it tells, alone and inside a sum")
  func localised() throws {
    let observer = try CoronalObserver(
      distanceSolarRadii: 215, heliographicLatitudeRadians: 0, carringtonLongitudeRadians: 0,
      eclipticNorthPositionAngleRadians: 0)
    let ball = BallDensity()
    // Straight through the middle: ∫ n² ds = 1e16 σ √π.
    let toBall = (ball.centre - observer.towardsObserver * 215).normalized
    let line = Sightline(
      west: toBall.dot(observer.west), north: toBall.dot(observer.north), from: observer)
    let expected = 1e16 * ball.width * Double.pi.squareRoot()
    let alone = EmissionIntegral(density: ball, emissivity: unit).value(along: line).collisional
    #expect(relativeError(alone, expected) < 1e-9)
    let sum = try SumDensity([.init(weight: 2, density: ball)])
    let doubled = EmissionIntegral(density: sum, emissivity: unit).value(along: line).collisional
    #expect(relativeError(doubled, 4 * expected) < 1e-9)
  }

  @Test("Coefficients from a table follow its lines, and a flat table is a constant")
  func tables() throws {
    let observer = try earth()
    let flat = LineEmissivity(
      unchecked: .table([SIMD2(1.2, 1), SIMD2(2, 1), SIMD2(5, 1)]), .constant(1))
    let line = sightline(1.5, from: observer)
    let plain = EmissionIntegral(density: PowerLawDensity.leblanc1998, emissivity: unit)
      .value(along: line)
    let tabulated = EmissionIntegral(density: PowerLawDensity.leblanc1998, emissivity: flat)
      .value(along: line)
    #expect(relativeError(tabulated.collisional, plain.collisional) < 1e-7)
    let slope = LineEmissivity.Coefficient.table([SIMD2(2, 3), SIMD2(4, 7)])
    #expect(slope.value(atRadius: 1) == 3)
    #expect(slope.value(atRadius: 3) == 5)
    #expect(slope.value(atRadius: 9) == 7)
  }
}
