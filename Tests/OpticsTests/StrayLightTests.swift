import Astronomy
import Optics
import RealModule
import TestSupport
import Testing
import VectorMath

@Suite struct StrayLightTests {
  /// The Sun of the notes' budget, 943.92 seconds of arc.
  static func sun() throws -> SolarSource {
    try SolarSource(
      angularRadius: 943.92 / 3600 * .pi / 180,
      limbDarkening: .neckel(wavelengthNanometres: 550))
  }

  static func apollo(distance: Double) throws -> RingImage {
    let glow = try EdgeGlow(source: sun(), wavelengthMetres: 5.5e-7)
    let elements = try DiffractingOutline.disc(radius: 1.956, distance: distance)
      .elements(longest: 0.005)
    return try RingImage(
      elements, glow: glow,
      // The budget's wings are those of a ring in focus.
      optics: RingOptics(pupilDiameter: 0.0286, focusDistance: distance))
  }

  @Test(arguments: [(0.005, 1e-3, 2.0), (0.05, 1e-4, 1.5), (1.0, 1e-2, 3.0), (0.2, 0.3, 2.5)])
  func scatterSumsToItsTotal(total: Double, shoulder: Double, slope: Double) throws {
    let law = try HarveyScatter(total: total, shoulder: shoulder, slope: slope)
    let sum = GaussLegendre(order: 4000).integral(from: 0, to: 1) { t in
      // θ = (π/2) t³: dense near the shoulder.
      let angle = .pi / 2 * t * t * t
      return 2 * .pi * Double.sin(angle) * law.radiance(at: angle) * 1.5 * .pi * t * t
    }
    #expect(relativeError(sum, total) < 1e-6)
  }

  @Test func steepScatterHasItsClosedForm() throws {
    // ∫ 2πθ dθ (1 + θ²/ℓ²)⁻² = πℓ² where ℓ is small.
    let law = try HarveyScatter(total: 0.01, shoulder: 1e-4, slope: 4)
    #expect(relativeError(law.peak, 0.01 / (.pi * 1e-8)) < 1e-6)
  }

  @Test(arguments: [150.0, 200, 220])
  func ringScatterVeilAndWingAreTheBudgets(distance: Double) throws {
    let ring = try Self.apollo(distance: distance)
    let law = try HarveyScatter(total: 0.005, shoulder: 1e-3, slope: 2)
    let scatter = ScatteredLight(of: ring, by: law)
    let veil = try Veil(share: 0.02, of: ring.flux, over: 0.4)
    let solarRadius = 943.92 / 3600 * .pi / 180
    let rows = try ReferenceTable("ma148_budget").rows.filter { $0.number("z_m") == distance }
    #expect(rows.count >= 6)
    for row in rows {
      let angle = row.number("r_Rsun") * solarRadius
      let grid = try PixelGrid(
        width: 3, height: 3, scale: 2e-5, originColumn: 1 - angle / 2e-5)
      let scattered = Double(try scatter.plane(on: grid)[4])
      let wing = Double(try ring.plane(on: grid)[4])
      let place = "\(row.text("r_Rsun")) solar radii"
      #expect(
        relativeError(scattered, row.number("ring_scatter_TIS0.5pct")) < 0.02,
        "\(place)")
      #expect(
        relativeError(veil.brightness(x: 0, y: 0), row.number("ring_veil_2pct_over_0.4sr"))
          < 0.02)
      #expect(relativeError(wing, row.number("ring_airy_wing_D28.6mm")) < 0.02, "\(place)")
    }
  }

  @Test func pictureScattersAsItsPointsDo() throws {
    let law = try HarveyScatter(total: 0.01, shoulder: 1e-3, slope: 2)
    let grid = try PixelGrid(width: 128, height: 128, scale: 2e-4)
    var plane = [Float](repeating: 0, count: 128 * 128)
    let lit = [(20, 30, Float(1e-6)), (100, 90, 3e-6), (64, 64, 5e-7)]
    for (column, row, light) in lit { plane[row * 128 + column] = light }
    let scattered = try ScatteredLight(of: plane, on: grid, by: law).plane(on: grid)
    for (column, row) in [(50, 50), (22, 30), (5, 120), (127, 0), (90, 90)] {
      let expected = lit.reduce(0.0) { sum, point in
        let (dx, dy) = (Double(column - point.0), Double(row - point.1))
        let angle = (dx * dx + dy * dy).squareRoot() * 2e-4
        return sum + Double(point.2) * 4e-8 * law.radiance(at: angle)
      }
      #expect(relativeError(Double(scattered[row * 128 + column]), expected) < 0.02)
    }
  }

  @Test func dropletsNeededForAGlowAreTheNotes() throws {
    // Notes, section 6: 1e-8 mean solar brightnesses need 4.7e6 per m² of 1 µm or 470 of 10 µm.
    for (radius, column, mass) in [(1e-6, 4.7e6, 2e-5), (1e-5, 470.0, 2e-6)] {
      let glow = try ParticleGlow(
        column: column, medianRadius: radius, spread: 0, wavelength: 5.5e-7, sun: Self.sun())
      // The notes leave out the Sun's width, which takes 3 % from the lobe of the larger ones.
      #expect(relativeError(glow.brightness(at: 0), 1e-8) < 0.03)
      // Grams per square metre of water.
      #expect(relativeError(glow.massColumn(density: 1000) * 1000, mass) < 0.05)
    }
    let jet = try ParticleGlow.jetMassColumn(
      flow: 0.162, condensed: 0.01, speed: 3000, width: 30)
    #expect(relativeError(jet * 1000, 1.8e-5) < 1e-6)
  }

  @Test func glowIsAnAiryLobeSmoothedBySizesAndSun() throws {
    let sun = try Self.sun()
    let same = try ParticleGlow(
      column: 1e6, medianRadius: 2e-6, spread: 0, wavelength: 5.5e-7, sun: sun)
    // The first dark ring, sin θ = 0.61 λ/a, filled by the Sun's width only.
    let dark = Double.asin(0.6098 * 5.5e-7 / 2e-6)
    #expect(same.brightness(at: dark) < 0.005 * same.brightness(at: 0))
    let mixed = try ParticleGlow(
      column: 1e6, medianRadius: 2e-6, spread: 0.5, wavelength: 5.5e-7, sun: sun)
    #expect(mixed.brightness(at: dark) > 10 * same.brightness(at: dark))
    // Forward light goes with the fourth power of the radius: e^{8σ²} times the median's.
    #expect(
      relativeError(mixed.brightness(at: 0) / same.brightness(at: 0), Double.exp(8 * 0.25)) < 0.05)
    // Where the lobe is narrower than the Sun all that is diffracted, πa², comes from its middle, but for what
    // Airy's pattern has outside: 1 − J₀² − J₁² of it within 16 minutes of arc.
    let sand = try ParticleGlow(
      column: 1, medianRadius: 3e-4, spread: 0, wavelength: 5.5e-7, sun: sun)
    let pupil = try CircularPupil(diameter: 6e-4, wavelength: 5.5e-7)
    let inside = pupil.encircledEnergyInFocus(within: sun.angularRadius)
    let middle = sun.limbDarkening.radiance(cosine: 1) / sun.limbDarkening.discMean
    #expect(relativeError(sand.brightness(at: 0), .pi * 9e-8 * middle * inside) < 0.03)
  }

  @Test func darkSideInEarthshineIsTheNotes() throws {
    let sun = try Self.sun()
    // Notes, section 6: albedo 0.3; 6e-8 for 1 % Earthshine, 2e-6 for all of it.
    let crescent = try EarthshineFill(albedo: 0.3, irradiance: 0.01, sun: sun)
    let full = try EarthshineFill(albedo: 0.3, irradiance: 0.3, sun: sun)
    #expect(relativeError(crescent.brightness, 6e-8) < 0.06)
    #expect(relativeError(full.brightness, 2e-6) < 0.06)
  }

  /// A round Earth of 6378 km below an observer, whose limb lies some angle under the Sun.
  private static func limb(
    under depression: Double, altitude: Double = 225e3, polarRadius: Double = 6378e3
  ) throws(OpticsError) -> EarthLimb {
    let (radius, distance) = (6378e3, 6378e3 + altitude)
    let down = Double.asin(radius / distance) + depression
    return try EarthLimb(
      earth: distance * SIMD3(0, -Double.sin(down), Double.cos(down)), pole: SIMD3(1, 0, 0),
      equatorialRadius: radius, polarRadius: polarRadius)
  }

  @Test func limbFallsByItsScaleHeightAboveTheEarth() throws {
    let earth = try Self.limb(under: 0.05)
    let light = try TwilightLimb(earth, peak: 1e-5, scaleHeight: 8000)
    // A sphere's limb at the angle 0.05 below the Sun; lines at the heights d sin γ − R above it.
    let distance = 6378e3 + 225e3
    for angle in [0.0, 0.001, 0.005, 0.01] {
      let gamma = Double.asin(6378e3 / distance) + angle
      let expected = 1e-5 * Double.exp(-(distance * Double.sin(gamma) - 6378e3) / 8000)
      let found = light.brightness(x: 0, y: Double.tan(-0.05 + angle))
      #expect(relativeError(found, expected) < 1e-7, "\(angle)")
    }
    // 8 km of air at the limb's 1709 km are 0.0047 rad (Pythagoras: √(2 · 6378 · 225 + 225²) km).
    #expect(abs(earth.passage(toward: SIMD3(0, Double.tan(-0.05), 1)).distance - 1709e3) < 1e3)
  }

  @Test func airIsDarkInTheEarthsShadow() throws {
    // The Sun 3 degrees under the limb's horizon: the shadow lies 6378 km (sec 3° − 1) = 8.75 km high.
    let earth = try Self.limb(under: -3 * Double.pi / 180)
    let light = try TwilightLimb(earth, peak: 1e-5, scaleHeight: 8000)
    let toLimb = SIMD3(0, Double.tan(3 * Double.pi / 180), 1.0)
    #expect(
      relativeError(light.brightness(toward: toLimb), 1e-5 * Double.exp(-8753.0 / 8000)) < 2e-4)
    // Airglow does not care, nor does the arc where the Sun stands over the horizon.
    let glow = try TwilightLimb(earth, peak: 1e-12, scaleHeight: 8000, isSunlit: false)
    #expect(relativeError(glow.brightness(toward: toLimb), 1e-12) < 1e-9)
    // Straight down, and on the far side of the limb, it is night.
    let day = try TwilightLimb(try Self.limb(under: 0.05), peak: 1e-5, scaleHeight: 8000)
    let below = day.brightness(toward: SIMD3(0, -1, 0.3))
    let behind = day.brightness(toward: SIMD3(0, -0.4, -1))
    #expect(below < 1e-9 && behind < 1e-12, "\(below) \(behind)")
    // Just under the limb the ground is lit still.
    #expect(day.brightness(x: 0, y: Double.tan(-0.0505)) == 1e-5)
    // And upward there is no air.
    #expect(day.brightness(toward: SIMD3(0, 1, 0)) == 0)
  }

  @Test func airAboveTheShadowIsLitAsByDay() throws {
    // The Sun 3 degrees down: the shadow lies 8753 m over the limb under it. Lines above pass through lit air
    // alone and are as bright as by day; those below show what is above the shadow.
    let earth = try Self.limb(under: -3 * Double.pi / 180)
    let light = try TwilightLimb(earth, peak: 1e-5, scaleHeight: 8000)
    let distance = 6378e3 + 225e3
    func brightness(at height: Double) -> Double {
      let gamma = Double.asin((6378e3 + height) / distance) - Double.asin(6378e3 / distance)
      return light.brightness(x: 0, y: Double.tan(3 * Double.pi / 180 + gamma))
    }
    for height in [12e3, 20e3, 40e3] {
      let found = brightness(at: height)
      #expect(relativeError(found, 1e-5 * Double.exp(-height / 8000)) < 1e-6, "\(height): \(found)")
    }
    // The shadow's height changes along with the line's, so it is met where both are equal: no step there.
    let steps = stride(from: 5e3, through: 12e3, by: 1).map(brightness)
    for (lower, upper) in zip(steps, steps.dropFirst()) {
      #expect(abs(upper / lower - 1) < 3e-4, "\(lower) \(upper)")
    }
    // Below, where the line rises by an angle, the Sun stands lower by it.
    let rise = Double.asin((6378e3 + 4e3) / distance) - Double.asin(6378e3 / distance)
    let shadow = 6378e3 * (1 / Double.cos(3 * Double.pi / 180 + rise) - 1)
    #expect(shadow > 9e3)
    #expect(relativeError(brightness(at: 4e3), 1e-5 * Double.exp(-shadow / 8000)) < 1e-6)
  }

  @Test func aFlattenedEarthHasItsLimbLower() throws {
    // Over the pole of WGS 84 the limb is that of the curve: a ray that grazes it has height 0 there.
    let (a, b) = (6378137.0, 6356752.3)
    let observer = SIMD3(0, 0, 7000e3)
    let earth = try EarthLimb(
      earth: -observer, pole: SIMD3(0, 0, 1), equatorialRadius: a, polarRadius: b)
    // The tangent from (0, d) to x²/a² + z²/b² = 1 touches at z = b²/d.
    let z = b * b / 7000e3
    let x = a * (1 - z * z / (b * b)).squareRoot()
    let grazing = earth.passage(toward: SIMD3(x, 0, z - 7000e3))
    #expect(abs(grazing.height) < 1e-6)
    #expect(
      relativeError(grazing.sunElevationSine, (z / b / b) / Double.hypot(x / a / a, z / b / b))
        < 1e-12)
    #expect(abs(earth.openShare(toward: SIMD3(x, 0, z - 7000e3), width: 1e-3) - 0.5) < 1e-9)
    #expect(earth.openShare(toward: SIMD3(x * 1.1, 0, z - 7000e3), width: 1e-3) == 1)
    #expect(earth.openShare(toward: SIMD3(x * 0.9, 0, z - 7000e3), width: 1e-3) == 0)
  }

  @Test func radialTableTakesTheRingsPlace() throws {
    let table = try RadialResponse(
      angles: [0, 0.001, 0.002], values: [0, 1e-8, 1e-10], provenance: "test")
    #expect(table.value(at: 0.0005) == 5e-9)
    #expect(relativeError(table.value(at: 0.0015), 1e-9) < 1e-12)
    #expect(table.value(at: 1) == 1e-10)
    let grid = try PixelGrid(width: 3, height: 1, scale: 1e-3, originColumn: 0)
    let plane = try table.plane(on: grid)
    #expect(plane[0] == 0 && relativeError(Double(plane[1]), 1e-8) < 1e-4)
  }

  @Test func impossibleStrayLightIsRefused() throws {
    let sun = try Self.sun()
    func message(_ body: () throws(OpticsError) -> Void) -> String {
      do throws(OpticsError) {
        try body()
        return ""
      } catch { return error.description }
    }
    #expect(
      message { () throws(OpticsError) in
        _ = try HarveyScatter(total: 1.2, shoulder: 1e-3, slope: 2)
      }.contains("total integrated scatter 1.2: must be from 0.0 to 1.0"))
    #expect(
      message { () throws(OpticsError) in
        _ = try HarveyScatter(total: 0.1, shoulder: 0, slope: 2)
      }.contains("shoulder of the scatter"))
    #expect(
      message { () throws(OpticsError) in _ = try Veil(share: -0.1, of: 1e-9, over: 0.4) }
        .contains("share of the light in the veil -0.1"))
    #expect(
      message { () throws(OpticsError) in
        _ = try ParticleGlow(
          column: 1, medianRadius: 1e-9, spread: 0, wavelength: 5.5e-7, sun: sun)
      }.contains("median radius of particles in metres 1e-09"))
    #expect(
      message { () throws(OpticsError) in
        _ = try ParticleGlow(
          column: 1, medianRadius: 1e-4, spread: 1, wavelength: 5.5e-7, sun: sun)
      }.contains("take smaller ones"))
    #expect(
      message { () throws(OpticsError) in
        _ = try ParticleGlow.jetMassColumn(flow: 1, condensed: 1, speed: 0, width: 1)
      }.contains("speed of a jet"))
    #expect(
      message { () throws(OpticsError) in
        _ = try EarthshineFill(albedo: 1.5, irradiance: 0.1, sun: sun)
      }.contains("albedo of the occulter's dark side 1.5"))
    #expect(
      message { () throws(OpticsError) in
        _ = try EarthLimb(
          earth: SIMD3(0, 0, 6e6), pole: SIMD3(0, 1, 0), equatorialRadius: 6.4e6, polarRadius: 6.4e6
        )
      }.contains("must stand above its ground"))
    #expect(
      message { () throws(OpticsError) in
        _ = try EarthLimb(
          earth: SIMD3(0, 0, 7e6), pole: SIMD3(0, 0, 0), equatorialRadius: 6.4e6, polarRadius: 6.4e6
        )
      }.contains("the axis must have a length"))
    #expect(
      message { () throws(OpticsError) in
        _ = try TwilightLimb(try Self.limb(under: 0), peak: 0.5, scaleHeight: 8000)
      }.contains("brightness of the limb"))
    #expect(
      message { () throws(OpticsError) in
        _ = try RadialResponse(angles: [0, 0], values: [1, 1], provenance: "")
      }.contains("row 2: angle 0.0 rad"))
    #expect(
      message { () throws(OpticsError) in
        _ = try RadialResponse(angles: [0, 1], values: [1, -1], provenance: "")
      }.contains("row 2: value -1.0"))
    #expect(
      message { () throws(OpticsError) in
        let law = try HarveyScatter(total: 0.1, shoulder: 1e-3, slope: 2)
        _ = try ScatteredLight(
          of: [1, 2], on: PixelGrid(width: 3, height: 3, scale: 1e-4), by: law)
      }.contains("2 numbers for 3 × 3 pixels"))
  }
}
