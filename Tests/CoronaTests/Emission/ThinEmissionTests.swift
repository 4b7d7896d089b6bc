import Astronomy
import RealModule
import TestSupport
import Testing
import VectorMath

@testable import Corona

/// Both integrals by many small panels in the angle from the tangent point.
private func bruteForce(
  _ density: any ElectronDensity, _ line: Sightline
) -> (collisional: Double, radiative: Double) {
  let rho = line.impactParameter
  let first = rho > 1 ? -0.5 * Double.pi : Double.acos(rho)
  let last = Double.atan2(y: line.reach.upperBound, x: rho)
  // Collisional and scattered light start as a root on the disc, and fall as a power at infinity:
  // the angle is a smooth step, quadratic at both ends.
  let panels = 1200
  var sums = (0.0, 0.0)
  for panel in 0..<panels {
    let nodes = GaussLegendre(order: 8).nodes(
      from: Double(panel) / Double(panels), to: Double(panel + 1) / Double(panels))
    let step = nodes.map { $0.abscissa * $0.abscissa * (3 - 2 * $0.abscissa) }
    let angles = step.map { first + (last - first) * $0 }
    var (radius, x, y, z) = (SIMD8<Double>(), SIMD8<Double>(), SIMD8<Double>(), SIMD8<Double>())
    for lane in 0..<8 {
      let way =
        line.tangent * Double.cos(angles[lane]) + line.back * Double.sin(angles[lane])
      (radius[lane], x[lane], y[lane], z[lane]) = (
        rho / Double.cos(angles[lane]), way.x, way.y, way.z
      )
    }
    let electrons = density.electronsPerCubicCentimetre(
      at: CoronalPoints(
        radii: CoronalRadii(radius: radius), directions: CoronalDirections(x: x, y: y, z: z)))
    for lane in 0..<8 {
      let v = nodes[lane].abscissa
      let cosine = Double.cos(angles[lane])
      let weight =
        nodes[lane].weight * 6 * v * (1 - v) * (last - first) * rho / (cosine * cosine)
      let dilution =
        0.5 * (1 - Swift.max(0, 1 - 1 / (radius[lane] * radius[lane])).squareRoot())
      sums.0 += weight * electrons[lane] * electrons[lane]
      sums.1 += weight * electrons[lane] * dilution
    }
  }
  return sums
}

/// The greatest error of both integrals over places around the Sun, off and on the disc.
private func worst(_ density: any ElectronDensity) throws -> Double {
  let observer = try CoronalObserver(
    distanceSolarRadii: 215, heliographicLatitudeRadians: 0.1, carringtonLongitudeRadians: 0.4,
    eclipticNorthPositionAngleRadians: 0)
  let integral = EmissionIntegral(density: density, emissivity: .unit)
  var error = 0.0
  for radius in [0.3, 0.97, 1.02, 1.5, 5] {
    for place in 0..<5 {
      let angle = 0.05 + Double(place) * 1.13
      let sine = radius / 215
      let line = Sightline(
        west: -sine * Double.sin(angle), north: sine * Double.cos(angle), from: observer)
      let found = integral.value(along: line)
      let expected = bruteForce(density, line)
      error = Swift.max(error, relativeError(found.collisional, expected.collisional))
      error = Swift.max(error, relativeError(found.radiative, expected.radiative))
    }
  }
  return error
}

@Suite("E corona of thin structures")
struct ThinEmissionTests {
  private let degree = Double.pi / 180

  /// A thin part on a smooth background.
  private func onSaito(_ part: any ElectronDensity) throws -> SumDensity {
    try SumDensity([.init(density: LatitudeBlendedDensity.saito1977), .init(density: part)])
  }

  @Test("A belt of three degrees, steeply tilted, is summed as by brute force")
  func belt() throws {
    let belt = try StreamerBelt(
      enhancement: 10, halfWidthRadians: 3 * degree, tiltRadians: 60 * degree,
      tiltLongitudeRadians: 0)
    #expect(try worst(belt) < 2e-10)
    #expect(try worst(onSaito(belt)) < 1e-12)
    #expect(try worst(LatitudeBlendedDensity.saito1977) < 3e-8)
  }

  @Test("Thin plumes are summed as by brute force")
  func plumes() throws {
    let plumes = try PlumeDensity(
      [(83.0, 10.0), (78, 150), (-81, 40), (86, 250)].map {
        .init(
          latitudeRadians: $0 * degree, longitudeRadians: $1 * degree, radiusRadians: 0.01,
          contrast: 5)
      })
    #expect(try worst(plumes) < 1e-7)
    #expect(try worst(onSaito(plumes)) < 3e-8)
  }

  @Test(
    "A belt of 1.2 degrees along a warped line, also a narrowing one, is summed as by brute force")
  func neutralLine() throws {
    let line = try NeutralLine(
      (0..<360).map {
        let longitude = Double($0) * degree
        return .init(
          longitudeRadians: longitude,
          latitudeRadians: 0.3 * Double.sin(longitude - 0.4) + 0.25 * Double.cos(2 * longitude))
      })
    for narrowing in [0, 0.5] {
      let belt = try NeutralLineBelt(
        following: line, enhancement: 10, halfWidthRadians: 1.2 * degree, narrowing: narrowing)
      #expect(try worst(belt) < 1e-7, "\(narrowing)")
      #expect(try worst(onSaito(belt)) < 1e-8, "\(narrowing)")
    }
  }

  @Test("A slab streamer with its steep edges is summed to a ten-thousandth")
  func slab() throws {
    let slab = try SlabStreamer(
      enhancement: 10, latitudeRadians: 0.3, longitudeRadians: 2, tiltRadians: 1,
      halfExtentRadians: 0.5)
    #expect(try worst(slab) < 2e-4)
    #expect(try worst(onSaito(slab)) < 1e-4)
  }
}

@Suite("E corona of cubes")
struct CubeEmissionTests {
  /// The greatest change of the collisional light when every piece gets four times the nodes.
  private func worst(_ density: any ElectronDensity) throws -> Double {
    let observer = try CoronalObserver(
      distanceSolarRadii: 215, heliographicLatitudeRadians: 0.1, carringtonLongitudeRadians: 0.4,
      eclipticNorthPositionAngleRadians: 0)
    let integral = EmissionIntegral(density: density, emissivity: .unit)
    let fine = EmissionIntegral(density: density, emissivity: .unit, refinement: 4)
    var error = 0.0
    for radius in [0.3, 0.97, 1.02, 1.5, 3] {
      for place in 0..<5 {
        let angle = 0.05 + Double(place) * 1.13
        let sine = radius / 215
        let line = Sightline(
          west: -sine * Double.sin(angle), north: sine * Double.cos(angle), from: observer)
        let (found, expected) = (integral.value(along: line), fine.value(along: line))
        error = Swift.max(error, relativeError(found.collisional, expected.collisional))
        error = Swift.max(error, relativeError(found.radiative, expected.radiative))
      }
    }
    return error
  }

  @Test(
    "Eight nodes are plenty for a cell, and lose a thousandth at most where cells are not cut apart"
  )
  func nodes() throws {
    let belt = try StreamerBelt(
      radialLaw: .leblanc1998, enhancement: 3, halfWidthRadians: 0.4, tiltRadians: 0.3,
      tiltLongitudeRadians: 1.1)
    let sphere = try SampledCube.sphere(
      of: belt, radii: (1, 12, 24), rings: 18, meridians: 36, radialLaw: .powerLaw)
    #expect(try worst(sphere) < 1e-8)
    let stepped = try SampledCube.sphere(
      of: belt, radii: (1, 12, 24), rings: 18, meridians: 36, radialLaw: .powerLaw, detail: .steps)
    #expect(try worst(stepped) < 1e-3)
    let box = try SampledCube.box(of: belt, halfSide: 6, count: 25)
    #expect(try worst(box) < 1e-8)
  }
}
