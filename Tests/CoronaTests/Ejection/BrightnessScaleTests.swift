import Astronomy
import Corona
import RealModule
import TestSupport
import Testing
import VectorMath

@Suite("Masses of ejections from pictures")
struct BrightnessScaleTests {
  private func kernel() throws -> ThomsonKernel {
    try ThomsonKernel(limbDarkening: .linear(0.56))
  }

  /// An observer over the equator at longitude zero.
  private func observer() throws -> CoronalObserver {
    try CoronalObserver(
      distanceSolarRadii: 215, heliographicLatitudeRadians: 0, carringtonLongitudeRadians: 0,
      eclipticNorthPositionAngleRadians: 0)
  }

  /// A shell whose nose stands some angle before the plane of the sky, in the west.
  private func shell(before angle: Double, height: Double = 8) throws -> GraduatedCylindricalShell {
    try GraduatedCylindricalShell(
      leadingEdgeSolarRadii: height, halfAngleRadians: 0.35, aspect: 0.3,
      placement: EjectionPlacement(
        latitudeRadians: 0, longitudeRadians: 0.5 * Double.pi - angle, tiltRadians: 0.6),
      skin: EjectionSkin(
        electronsPerCubicCentimetre: 2e4, outerSolarRadii: 0.2, innerSolarRadii: 0.3))
  }

  private struct Picture {
    var directions: SkyDirections
    var excess: [Double]
    var solidAngles: [Double]
  }

  /// A gnomonic picture of what lies off the disc, brightness integrated between the told ends.
  private func picture(_ ejection: any Ejection, half: Double, cells: Int) throws -> Picture {
    let (kernel, rule) = (try kernel(), GaussLegendre(order: 8))
    let scale = CoronaConstants.codata2022.scatteringPerElectronColumn / kernel.discMean
    let step = 2 * half / 215 / Double(cells)
    var (west, north, excess, solid) = ([Double](), [Double](), [Double](), [Double]())
    for row in 0..<cells {
      for column in 0..<cells {
        let x = (Double(column) + 0.5) * step - half / 215
        let y = (Double(row) + 0.5) * step - half / 215
        let length = (1 + x * x + y * y).squareRoot()
        let (w, n) = (x / length, y / length)
        let rho = 215 * (w * w + n * n).squareRoot()
        guard rho > 1 else { continue }
        // West is +y of the Carrington frame for this observer, who stands on +x.
        let sight = Vector3(1 / length, -w, -n)
        let nearest = Vector3(215, 0, 0) - sight * (215 / length)
        let line = Sightline(
          impactParameter: rho, tangent: nearest.normalized, back: sight, observerDistance: 215)
        var sum = 0.0
        for stretch in ejection.stretches(along: line) {
          let range = stretch.range
          let panels = Int(
            ((range.upperBound - range.lowerBound) / (2 * stretch.scale)).rounded(.up))
          let width = (range.upperBound - range.lowerBound) / Double(panels)
          for panel in 0..<panels {
            let from = range.lowerBound + Double(panel) * width
            for node in rule.nodes(from: from, to: from + width) {
              let square = rho * rho + node.abscissa * node.abscissa
              let (t, p) = kernel.coefficients(atRadius: square.squareRoot())
              let density = EjectionSamples.density(
                ejection, line, at: SIMD8(repeating: node.abscissa))[0]
              sum += node.weight * density * (2 * t - p * rho * rho / square)
            }
          }
        }
        west.append(w)
        north.append(n)
        excess.append(sum * scale)
        solid.append(step * step / (length * length * length))
      }
    }
    return Picture(
      directions: try SkyDirections(west: west, north: north), excess: excess, solidAngles: solid)
  }

  private func ratio(_ ejection: any Ejection, assumed angle: Double = 0) throws -> Double {
    let picture = try picture(ejection, half: 9, cells: 96)
    let scale = try BrightnessScale(
      kernel: kernel(), observer: observer(), angleFromSkyPlaneRadians: angle)
    return try scale.grams(
      excess: picture.excess, directions: picture.directions, solidAngles: picture.solidAngles)
      / ejection.massGrams
  }

  @Test("In the plane of the sky a picture tells the mass but for a few per cent, never more")
  func planeOfTheSky() throws {
    // Vourlidas et al. (2000), section 3: electrons spread about the plane make it less than true.
    let ratio = try ratio(try shell(before: 0))
    #expect(ratio > 0.93 && ratio < 1, "\(ratio)")
  }

  @Test("The farther from the plane, the more is missed; told the angle, it is found again")
  func outOfThePlane() throws {
    let ratios = try [0.0, 0.5, 0.9].map { try ratio(try shell(before: $0)) }
    #expect(ratios[0] > ratios[1] && ratios[1] > ratios[2], "\(ratios)")
    // Far from the Sun T and P go as r⁻²: cos² φ (2 − cos² φ) of what the plane of the sky gives.
    let square = Double.cos(0.9) * Double.cos(0.9)
    #expect(abs(ratios[2] - square * (2 - square)) < 0.05, "\(ratios)")
    let corrected = try ratio(try shell(before: 0.5), assumed: 0.5)
    #expect(abs(corrected - 1) < 0.08, "\(corrected)")
  }

  @Test("Electrons in one place are weighed exactly, wherever they are")
  func onePlace() throws {
    // A small dense bubble in the plane of the sky and one 40 degrees before it.
    for angle in [0.0, 0.7, -0.7] {
      let bubble = try SphericalShellEjection(
        leadingEdgeSolarRadii: 5, radius: 0.15,
        placement: EjectionPlacement(
          latitudeRadians: 0, longitudeRadians: 0.5 * Double.pi - angle),
        skin: EjectionSkin(
          electronsPerCubicCentimetre: 1e6, outerSolarRadii: 0.02, innerSolarRadii: nil))
      let picture = try picture(bubble, half: 5.5, cells: 420)
      let scale = try BrightnessScale(
        kernel: kernel(), observer: observer(), angleFromSkyPlaneRadians: angle)
      let grams = try scale.grams(
        excess: picture.excess, directions: picture.directions, solidAngles: picture.solidAngles)
      #expect(
        relativeError(grams, bubble.massGrams) < 4e-3, "\(angle): \(grams / bubble.massGrams)")
    }
  }

  @Test("Far from the Sun one electron shines with K₀/r² and is wholly polarised")
  func oneElectron() throws {
    // Far away T and P tend to y times the disc mean: K₀ y MSB cm², K₀ of science/corona.md §2.1.
    let away = try CoronalObserver(
      distanceSolarRadii: 1e8, heliographicLatitudeRadians: 0, carringtonLongitudeRadians: 0,
      eclipticNorthPositionAngleRadians: 0)
    let scale = try BrightnessScale(kernel: kernel(), observer: away)
    let far = scale.brightnessPerElectron(impactParameter: 100)
    let expected = 1.247336e-25 * 1e-4
    #expect(relativeError(far.total, expected) < 1e-3)
    #expect(relativeError(far.polarized, far.total) < 1e-3)
    #expect(scale.brightnessPerElectron(impactParameter: 0.99).total == 0)
  }

  @Test("Arrays of different lengths, wrong solid angles and angles are refused")
  func refusals() throws {
    let scale = try BrightnessScale(kernel: kernel(), observer: observer())
    let directions = try SkyDirections(west: [0.01, 0.02], north: [0, 0])
    let lengths = #expect(throws: CoronaError.self) {
      try scale.grams(excess: [1], directions: directions, solidAngles: [1, 1])
    }
    #expect(
      lengths?.description
        == "1 brightnesses and 2 solid angles for 2 sightlines: must be as many of each")
    #expect(throws: CoronaError.self) {
      try scale.grams(excess: [1, 1], directions: directions, solidAngles: [1, -1])
    }
    #expect(try scale.grams(excess: [.nan, 0], directions: directions, solidAngles: [1, 1]) == 0)
    #expect(throws: CoronaError.self) {
      try BrightnessScale(kernel: kernel(), observer: observer(), angleFromSkyPlaneRadians: 1.6)
    }
  }

  @Test("The nose is told at its position angle and its angle from the plane of the sky")
  func angles() throws {
    let west = try EjectionPlacement(latitudeRadians: 0, longitudeRadians: 0.5 * Double.pi - 0.3)
    #expect(try abs(observer().angleFromSkyPlaneRadians(of: west) - 0.3) < 1e-12)
    #expect(try abs(observer().positionAngleRadians(of: west) - 1.5 * Double.pi) < 1e-12)
    let north = try EjectionPlacement(latitudeRadians: 0.5 * Double.pi, longitudeRadians: 0)
    #expect(try abs(observer().positionAngleRadians(of: north)) < 1e-12)
  }
}
