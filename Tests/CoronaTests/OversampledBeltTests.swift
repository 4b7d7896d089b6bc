import Astronomy
import RealModule
import Testing
import VectorMath

@testable import Corona

/// The plainest sum: equal Gauss panels in one stretched coordinate, the same for every density.
struct OversampledSum {
  let density: any ElectronDensity
  let kernel: ThomsonKernel

  private static let rule = GaussLegendre(order: 8)

  /// The integral of total light with `panels` times eight nodes from the far end to the observer.
  ///
  /// Off the disc in the angle θ of `s = ρ tan θ`, on it in `w` of `s = √(1−ρ²) + ½ w/(1−w)`; both drawn
  /// to their ends.
  func total(along line: Sightline, observerDistance distance: Double, panels: Int) -> Double {
    let rho = line.impactParameter
    let near = ((distance - rho) * (distance + rho)).squareRoot()
    let photosphere = rho < 1 ? ((1 - rho) * (1 + rho)).squareRoot() : 0
    let lower = rho < 1 ? 0 : -0.5 * Double.pi
    let upper =
      rho < 1 ? (near - photosphere) / (near - photosphere + 0.5) : Double.atan(near / rho)
    var sum = 0.0
    for panel in 0..<panels {
      let nodes = Self.rule.nodes(
        from: Double(panel) / Double(panels), to: Double(panel + 1) / Double(panels))
      var (s, step) = (Double8.zero, Double8.zero)
      for lane in 0..<8 {
        let v = nodes[lane].abscissa
        let place = lower + (upper - lower) * v * v * (3 - 2 * v)
        let slope = (upper - lower) * 6 * v * (1 - v) * nodes[lane].weight
        if rho < 1 {
          s[lane] = photosphere + 0.5 * place / (1 - place)
          step[lane] = slope * 0.5 / ((1 - place) * (1 - place))
        } else {
          let cosine = Double.cos(place)
          s[lane] = rho * Double.sin(place) / cosine
          step[lane] = slope * rho / (cosine * cosine)
        }
      }
      let radius = Double8.sqrt(s * s + rho * rho)
      let inverse = 1 / radius
      let excess =
        rho < 1 ? (s - photosphere) * (s + photosphere) : s * s + (rho - 1) * (rho + 1)
      let (t, p) = kernel.coefficients(
        atHeight: excess / (radius + 1), inverseRadius: inverse)
      let (a, b) = (rho * inverse, s * inverse)
      let electrons = density.electronsPerCubicCentimetre(
        at: CoronalPoints(
          radii: CoronalRadii(radius: radius),
          directions: CoronalDirections(
            x: line.tangent.x * a + line.back.x * b, y: line.tangent.y * a + line.back.y * b,
            z: line.tangent.z * a + line.back.z * b)))
      sum += (electrons * step * (2 * t - p * a * a)).sum()
    }
    return sum
  }
}

@Suite("Warped belts against sixteen times as many samples")
struct OversampledBeltTests {
  @Test(
    "The reference quality of a belt along a warped neutral line is right to 1e-6, at the limb too",
    arguments: [(0.4, 0.0), (0.2, 0.0), (0.1, 0.0), (0.3, 0.5)])
  func belts(width: Double, narrowing: Double) throws {
    let kernel = try ThomsonKernel(limbDarkening: .linear(0.63))
    let model = try SumDensity([
      .init(density: LatitudeBlendedDensity.saito1977),
      .init(
        density: NeutralLineBelt(
          following: WarpedLine.line(), enhancement: 5, halfWidthRadians: width,
          narrowing: narrowing)),
    ])
    let observer = try CoronalObserver(
      distanceSolarRadii: 215, heliographicLatitudeRadians: 0.1, carringtonLongitudeRadians: 2,
      eclipticNorthPositionAngleRadians: 0)
    // On the disc, a ten-thousandth off the limb on both sides, and out to twenty radii.
    let radii = [0.2, 0.8, 0.9999, 1.0001, 1.02, 1.3, 2.5, 6, 20]
    var (west, north) = ([Double](), [Double]())
    for (index, rho) in radii.enumerated() {
      for turn in 0..<4 {
        let angle = 0.3 + 0.4 * Double(index) + 1.5 * Double(turn)
        west.append(-rho / 215 * Double.sin(angle))
        north.append(rho / 215 * Double.cos(angle))
      }
    }
    let corona = KCorona(density: model, kernel: kernel, quality: .reference)
    let light = corona.light(
      of: try SkyDirections(west: west, north: north), from: observer, withErrors: true)
    // Sixteen times the points of the reference rule, both sides of the tangent point counted.
    let panels = 2 * corona.samplesPerSightline
    let plain = OversampledSum(density: model, kernel: kernel)
    var worst = 0.0
    for index in west.indices {
      let group = SightlineGroup(
        west: Double8(repeating: west[index]), north: Double8(repeating: north[index]),
        from: observer)
      let line = Sightline(
        impactParameter: group.impactParameter[0],
        tangent: Vector3(group.tangent.x[0], group.tangent.y[0], group.tangent.z[0]),
        back: Vector3(group.back.x[0], group.back.y[0], group.back.z[0]), observerDistance: 215)
      let expected =
        plain.total(along: line, observerDistance: 215, panels: panels) * corona.scale
      worst = max(worst, abs(light.planes.I[index] / expected - 1))
    }
    #expect(worst < 1e-6, "\(width): \(worst)")
  }

  @Test(
    "The standard quality of a wide belt along a strongly warped line is right to 1e-6",
    arguments: [0.2, 0.5])
  func stronglyWarped(width: Double) throws {
    let kernel = try ThomsonKernel(limbDarkening: .linear(0.63))
    let model = try SumDensity([
      .init(density: LatitudeBlendedDensity.saito1977),
      .init(
        density: NeutralLineBelt(
          following: WarpedLine.line(waves: 5), enhancement: 4, halfWidthRadians: width)),
    ])
    let corona = KCorona(density: model, kernel: kernel)
    let fine = SightlineSetup(density: model, kernel: kernel, table: nil) { _ in
      SightlineRule(refined: 48)
    }
    // From the equator, and from a latitude whose sightlines pass close by a pole.
    for latitude in [0.1, -1.1] {
      let observer = try CoronalObserver(
        distanceSolarRadii: 215, heliographicLatitudeRadians: latitude,
        carringtonLongitudeRadians: 2, eclipticNorthPositionAngleRadians: 0)
      let tail = SightlineTail(behind: 215, fine)
      var space = SightlineWorkspace(fine)
      var worst = 0.0
      for row in 0..<12 {
        var (west, north) = (Double8.zero, Double8.zero)
        for lane in 0..<8 {
          // A spiral from the disc's centre to eight radii.
          let number = Double(8 * row + lane)
          let rho = 0.1 * Double.exp(number * 0.046)
          west[lane] = rho / 215 * Double.sin(2.4 * number)
          north[lane] = rho / 215 * Double.cos(2.4 * number)
        }
        let group = SightlineGroup(west: west, north: north, from: observer)
        let truth = SightlineIntegral(along: group, fine, tail: tail, &space).total * corona.scale
        let light = corona.radiance(
          of: try SkyDirections(
            west: (0..<8).map { west[$0] }, north: (0..<8).map { north[$0] }), from: observer)
        for lane in 0..<8 { worst = max(worst, abs(light.I[lane] / truth[lane] - 1)) }
      }
      #expect(worst < 1e-6, "\(latitude): \(worst)")
    }
  }
}
