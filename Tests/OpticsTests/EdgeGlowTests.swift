import Astronomy
import Optics
import RealModule
import TestSupport
import Testing
import VectorMath

/// The chord integral of EQ 2 by plain quadrature, 600 nodes with `s = sin x`: the oracle of these tests.
private func chordQuadrature(
  _ element: DiffractingOutline.Element, _ source: SolarSource, _ wavelength: Double, _ x: Double,
  _ y: Double
) -> Double {
  let z = element.distance
  let radius = z * Double.tan(source.angularRadius)
  let middle = (x - element.x) * element.inwardX + (y - element.y) * element.inwardY
  let aside = (y - element.y) * element.inwardX - (x - element.x) * element.inwardY
  guard aside.magnitude < radius else { return 0 }
  let half = (radius * radius - aside * aside).squareRoot()
  let law = source.limbDarkening
  let integral = GaussLegendre(order: 600).integral(from: -.pi / 2, to: .pi / 2) { angle in
    let d = middle + half * Double.sin(angle)
    let cosine = half * Double.cos(angle) / radius
    return law.radiance(cosine: cosine) * half * Double.cos(angle) / (d * d)
  }
  return wavelength * z / (4 * .pi * .pi) * integral
    / (.pi * law.discMean * radius * radius)
}

@Suite struct EdgeGlowTests {
  static let laws: [LimbDarkening] = {
    let named = [
      try? LimbDarkening.linear(0.63), try? LimbDarkening.quadratic(0.5, 0.2),
      try? LimbDarkening.neckel(wavelengthNanometres: 550),
      try? LimbDarkening.neckel(wavelengthNanometres: 1000),
    ]
    return [.uniform] + named.compactMap { $0 }
  }()

  @Test(arguments: laws)
  func closedFormIsTheChordIntegral(law: LimbDarkening) throws {
    let source = try SolarSource(angularRadius: 16 / 60 * .pi / 180, limbDarkening: law)
    let glow = try EdgeGlow(source: source, wavelengthMetres: 550e-9)
    var worst = 0.0
    // From the chord all but touching the edge to the short chord far away, on both sides of the edge;
    // no nearer to the Sun's limb, where the last digit of the place decides.
    for middle in [-3.0, 1.0, 1.02, 1.06, 1.3, 2, 2.9, 10, 1000] {
      for aside in [0.0, 0.05, -0.3, 0.7, 0.95, -0.999, 0.9999] {
        let half = (1 - aside * aside).squareRoot()
        guard middle.magnitude > half * 1.001 else { continue }
        let radius = 220 * Double.tan(source.angularRadius)
        let element = DiffractingOutline.Element(
          x: 0, y: 0, inwardX: 0, inwardY: 1, length: 1, distance: 220)
        let (x, y) = (-radius * aside, radius * middle)
        let expected = chordQuadrature(element, source, 550e-9, x, y)
        worst = max(worst, relativeError(glow.strength(of: element, atX: x, y: y), expected))
      }
    }
    #expect(worst < 2e-12)
  }

  @Test func sumOverADiscIsTheClosedFormOnTheAxis() throws {
    // E(0) = λzR / (π²ρ(R²−ρ²)) for a uniform Sun: every edge element alike.
    let source = try SolarSource(angularRadius: 16 / 60 * .pi / 180, limbDarkening: .uniform)
    let glow = try EdgeGlow(source: source, wavelengthMetres: 550e-9)
    let (r, z) = (0.71, 144.348)
    let rho = z * Double.tan(source.angularRadius)
    let elements = EdgeElements(
      try DiffractingOutline.disc(radius: r, distance: z).elements(longest: 0.1))
    let expected = 550e-9 * z * r / (.pi * .pi * rho * (r * r - rho * rho))
    #expect(relativeError(glow.irradiance(of: elements, atX: 0, y: 0), expected) < 1e-13)
    // The exact wave calculation with fringes, notes' table: 1.611677e-4; what EQ 2 leaves out is 6e-5.
    #expect(relativeError(expected, 1.611677e-4) < 7e-5)
  }

  /// Deep in the umbra of the Apollo disc the glow is the exact wave calculation to 1e-6.
  @Test func apolloUmbraOfTheReferenceTable() throws {
    var rows = 0
    for row in try ReferenceTable("extended_550nm").rows {
      let (radius, z, r) = (row.number("R_m"), row.number("z_m"), row.number("r_m"))
      let law = row.text("law")
      guard radius > 1, law != "vanhamme", r < 0.5, row.number("umbra_edge_m") - r > 0.1 else {
        continue
      }
      guard law == "neckel550" || law == "uniform" else { continue }
      let source = try SolarSource(
        angularRadius: row.number("sun_arcmin") / 60 * .pi / 180,
        limbDarkening: law == "uniform" ? .uniform : .neckel(wavelengthNanometres: 550))
      let glow = try EdgeGlow(source: source, wavelengthMetres: 550e-9)
      let elements = EdgeElements(
        try DiffractingOutline.disc(radius: radius, distance: z).elements(longest: 0.005))
      let found = glow.irradiance(of: elements, atX: r, y: 0)
      #expect(relativeError(found, row.number("E_exact(A)")) < 1e-5, "\(row)")
      rows += 1
    }
    #expect(rows > 20)
  }

  @Test func glowOfTheTestOutlineIsThePrintedOne() throws {
    let outline = try ToyApollo.exact(distance: 220)
    let elements = EdgeElements(outline.elements(longest: 0.01))
    let disc = EdgeElements(
      try DiffractingOutline.disc(radius: 1.955, distance: 220).elements(longest: 0.01))
    let source = try SolarSource(
      angularRadius: 15.74 / 60 * .pi / 180, limbDarkening: .neckel(wavelengthNanometres: 550))
    let rows = try ReferenceTable("toy_apollo_extended").rows
    #expect(rows.count == 4)
    for row in rows {
      let glow = try EdgeGlow(source: source, wavelengthMetres: row.number("lambda_nm") * 1e-9)
      let (x, y) = (row.number("x_m"), row.number("y_m"))
      let found = glow.irradiance(of: elements, atX: x, y: y)
      // Printed with five digits.
      #expect(relativeError(found, row.number("E_edgeglow")) < 1e-5, "\(row)")
      #expect(
        relativeError(glow.irradiance(of: disc, atX: x, y: y), row.number("E_bare_disc_edgeglow"))
          < 1e-5)
      // The exact field, sampled: within twice its standard error.
      #expect((found - row.number("E_qmc_exact")).magnitude < 2 * row.number("qmc_sigma"))
    }
  }

  @Test func lanesGiveWhatSinglePiecesGive() throws {
    let source = try SolarSource(
      angularRadius: 0.0046, limbDarkening: .neckel(wavelengthNanometres: 550))
    let glow = try EdgeGlow(source: source, wavelengthMetres: 550e-9)
    let pieces = try DiffractingOutline.disc(radius: 2, distance: 220).elements(longest: 0.3)
    #expect(pieces.count % 8 != 0)
    let elements = EdgeElements(pieces)
    let strengths = glow.strengths(of: elements, atX: 0.3, y: -0.4)
    #expect(strengths.count == pieces.count)
    #expect(zip(strengths, pieces).allSatisfy { $0 == glow.strength(of: $1, atX: 0.3, y: -0.4) })
    let sum = zip(strengths, pieces).reduce(0) { $0 + $1.0 * $1.1.length }
    #expect(relativeError(glow.irradiance(of: elements, atX: 0.3, y: -0.4), sum) < 1e-14)
    #expect(EdgeElements([]).count == 0)
    #expect(glow.irradiance(of: EdgeElements([]), atX: 0, y: 0) == 0)
  }

  @Test func chordThatReachesTheEdgeHasNoGlow() throws {
    let source = try SolarSource(angularRadius: 0.0046, limbDarkening: .uniform)
    let glow = try EdgeGlow(source: source, wavelengthMetres: 550e-9)
    let element = DiffractingOutline.Element(
      x: 0, y: 0, inwardX: 1, inwardY: 0, length: 1, distance: 100)
    #expect(glow.strength(of: element, atX: 0.45, y: 0).isNaN)
    #expect(glow.strength(of: element, atX: 0.47, y: 0) > 0)
    #expect(glow.strength(of: element, atX: 0.47, y: 0.47) == 0)
    #expect(glow.strength(of: element, atX: 0, y: 0.47) == 0)
  }

  @Test(arguments: [0, -550e-9, 550, .nan])
  func impossibleWavelengthIsRefused(wavelength: Double) throws {
    let source = try SolarSource(angularRadius: 0.0046, limbDarkening: .uniform)
    func glow() throws(OpticsError) {
      _ = try EdgeGlow(source: source, wavelengthMetres: wavelength)
    }
    let error = #expect(throws: OpticsError.self) { try glow() }
    #expect(error?.description.hasPrefix("wavelength \(wavelength) m: must lie in") == true)
  }
}
