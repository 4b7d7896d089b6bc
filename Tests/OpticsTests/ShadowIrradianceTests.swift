import Astronomy
import Geometry
import Optics
import RealModule
import TestSupport
import Testing

/// One row of the reference table of a disc before the extended Sun, 550 nm.
struct DiscShadowRow: CustomStringConvertible {
  let radius: Double
  let distance: Double
  let source: SolarSource
  let place: Double
  let umbraEdge: Double
  let penumbraEdge: Double
  /// The exact field with its fringes, in the umbra good to 1e-6, in mid-penumbra to 2e-5 of full light.
  let exact: Double
  /// By the fringes' mean.
  let averaged: Double
  let geometric: Double
  let description: String

  /// All rows whose limb darkening is a polynomial; van Hamme's law as coded elsewhere is not: it has a
  /// logarithm.
  static func all() throws -> [DiscShadowRow] {
    try ReferenceTable("extended_550nm").rows.compactMap { row in
      let law: LimbDarkening
      switch row.text("law") {
      case "uniform": law = .uniform
      case "neckel550": law = try .neckel(wavelengthNanometres: 550)
      default: return nil
      }
      return DiscShadowRow(
        radius: row.number("R_m"), distance: row.number("z_m"),
        source: try SolarSource(
          angularRadius: row.number("sun_arcmin") / 60 * .pi / 180, limbDarkening: law),
        place: row.number("r_m"), umbraEdge: row.number("umbra_edge_m"),
        penumbraEdge: row.number("penumbra_edge_m"), exact: row.number("E_exact(A)"),
        averaged: row.number("E_fringeavg(B)"), geometric: row.number("E_geometric(G)"),
        description:
          "\(row.text("case")) \(row.text("sun_arcmin"))' \(row.text("law")) r \(row.text("r_m"))")
    }
  }

  func shadow(_ method: ShadowIrradiance.Method) throws -> ShadowIrradiance {
    try ShadowIrradiance(
      outline: .disc(radius: radius, distance: distance), source: source, wavelengthMetres: 550e-9,
      method: method)
  }
}

@Suite struct ShadowIrradianceTests {
  @Test func bothSumsMeetTheReferenceOnTheAxis() throws {
    let rows = try DiscShadowRow.all().filter { $0.place == 0 }
    #expect(rows.count == 8)
    for row in rows {
      for method in [ShadowIrradiance.Method.rings, .edges, .automatic] {
        let found = try row.shadow(method).irradiance(atX: 0, y: 0)
        #expect(
          relativeError(found.irradiance, row.exact) < (method == .edges ? 1.5e-5 : 2e-6),
          "\(row), \(method)")
        #expect(found.geometric == 0)
        #expect(found.regime == .umbra)
      }
    }
  }

  @Test func ringsMeetTheReferenceEverywhere() throws {
    let rows = try DiscShadowRow.all()
    #expect(rows.count == 220)
    for row in rows {
      let found = try row.shadow(.rings).irradiance(atX: 0.6 * row.place, y: -0.8 * row.place)
      let error = (found.irradiance - row.exact).magnitude
      // The reference is good to 1e-6 in the umbra; beyond, its quadrature to 2e-5 of full light.
      if row.place < row.umbraEdge - 1e-6 {
        #expect(error < 1e-6 * row.exact, "\(row)")
        #expect(error < found.error + 1e-6 * row.exact, "\(row)")
      } else {
        #expect(error < 5e-7, "\(row)")
        #expect(error < 1e-3 * row.exact, "\(row)")
      }
    }
  }

  @Test func edgesMeetTheReferenceEverywhere() throws {
    for row in try DiscShadowRow.all() {
      let found = try row.shadow(.edges).irradiance(atX: row.place, y: 0)
      let error = (found.irradiance - row.exact).magnitude
      #expect(error < 9e-4 * row.exact, "\(row)")
      let rings = try row.shadow(.rings).irradiance(atX: row.place, y: 0)
      #expect((found.irradiance - rings.irradiance).magnitude < found.error + rings.error, "\(row)")
      #expect(error < found.error + (row.place < row.umbraEdge ? 1e-6 * row.exact : 5e-7), "\(row)")
    }
  }

  @Test func geometricLightIsThePrintedOne() throws {
    for row in try DiscShadowRow.all() {
      let found = try row.shadow(.edges).irradiance(atX: 0, y: row.place).geometric
      #expect((found - row.geometric).magnitude < 5e-10, "\(row)")
    }
  }

  @Test func testOutlineIsWithinTheSamplingErrorOfTheExactField() throws {
    let source = try SolarSource(
      angularRadius: 15.74 / 60 * .pi / 180, limbDarkening: .neckel(wavelengthNanometres: 550))
    for row in try ReferenceTable("toy_apollo_extended").rows {
      let shadow = try ShadowIrradiance(
        outline: ToyApollo.exact(distance: 220), source: source,
        wavelengthMetres: row.number("lambda_nm") * 1e-9)
      let found = try shadow.irradiance(atX: row.number("x_m"), y: row.number("y_m"))
      #expect(found.regime == .umbra)
      #expect(found.geometric == 0)
      #expect(relativeError(found.irradiance, row.number("E_edgeglow")) < 1e-5)
      #expect(
        (found.irradiance - row.number("E_qmc_exact")).magnitude < 2 * row.number("qmc_sigma"))
    }
  }

  /// A disc written as a polygon is the disc, from the umbra to full light.
  @Test(arguments: [0, 0.02, 0.0365, 0.042, 0.2, 0.71, 1.36, 1.5])
  func polygonOfADiscIsTheDisc(place: Double) throws {
    let source = try SolarSource(
      angularRadius: 16.0 / 60 * .pi / 180, limbDarkening: .neckel(wavelengthNanometres: 550))
    let count = 4096
    // Outside and inside the circle by the same area.
    let radius = 0.71 * (1 + 1 / 6.0 * (2 * .pi / Double(count)) * (2 * .pi / Double(count)) / 2)
    let corners = (0..<count).map { index -> DiffractingOutline.Vertex in
      let angle = 2 * .pi * Double(index) / Double(count)
      return .init(x: radius * Double.cos(angle), y: radius * Double.sin(angle), distance: 144.348)
    }
    let polygon = try ShadowIrradiance(
      outline: DiffractingOutline(loops: [.polygon(corners)]), source: source,
      wavelengthMetres: 550e-9
    ).irradiance(atX: 0, y: place)
    let disc = try ShadowIrradiance(
      outline: .disc(radius: 0.71, distance: 144.348), source: source, wavelengthMetres: 550e-9,
      method: .edges
    ).irradiance(atX: place, y: 0)
    #expect(relativeError(polygon.irradiance, disc.irradiance) < 3e-5)
    #expect((polygon.geometric - disc.geometric).magnitude < 1e-7)
    #expect(polygon.regime == disc.regime)
  }

  @Test func geometricLightOfAnOutlineIsThatOnTheSphere() throws {
    let source = try SolarSource(
      angularRadius: 16.0 / 60 * .pi / 180, limbDarkening: .neckel(wavelengthNanometres: 550))
    let outline = try ToyApollo.exact(distance: 220)
    guard case .polygon(let vertices) = outline.loops[0] else { return }
    let shadow = try ShadowIrradiance(outline: outline, source: source, wavelengthMetres: 550e-9)
    var partial = 0
    for step in 0..<24 {
      let (x, y) = (0.17 * Double(step), 0.09 * Double(step) - 0.4)
      let corners = vertices.map { Vector3($0.x - x, $0.y - y, $0.distance) }
      let contour = try #require(SphericalContour(vertices: corners))
      let covered = LimbDarkenedObscuration(law: source.limbDarkening).fraction(
        of: Silhouette([.contour(contour)]), sun: Vector3(0, 0, 1), sunRadius: source.angularRadius)
      let found = try shadow.irradiance(atX: x, y: y).geometric
      #expect((found - (1 - covered)).magnitude < 3e-6)
      if found > 0, found < 1 { partial += 1 }
    }
    #expect(partial > 8)
  }

  @Test func holeLetsTheSunThrough() throws {
    let source = try SolarSource(angularRadius: 0.0046, limbDarkening: .uniform)
    func square(_ half: Double, hole: Bool) -> DiffractingOutline.Loop {
      let corners = [(half, -half), (half, half), (-half, half), (-half, -half)].map {
        DiffractingOutline.Vertex(x: $0.0, y: $0.1, distance: 100)
      }
      return .polygon(hole ? corners.reversed() : corners)
    }
    let outline = try DiffractingOutline(loops: [square(2, hole: false), square(0.1, hole: true)])
    let shadow = try ShadowIrradiance(outline: outline, source: source, wavelengthMetres: 550e-9)
    let open = try shadow.irradiance(atX: 0, y: 0)
    // A hole of 0.04 m² before a Sun of π (0.46 m)²; tan α is 0.0046 (1 + α²/3).
    #expect(
      relativeError(open.geometric, 0.04 / (.pi * 0.46 * 0.46 * (1 + 2 * 0.0046 * 0.0046 / 3)))
        < 1e-9)
    #expect(open.regime == .penumbra)
    #expect(try shadow.irradiance(atX: 1, y: 1).geometric == 0)
  }

  @Test func irradianceInTheUmbraGrowsWithTheWavelength() throws {
    let source = try SolarSource(angularRadius: 0.0046, limbDarkening: .linear(0.6))
    let bands = [(450e-9, 1.0), (550e-9, 2.0), (650e-9, 1.0)].map {
      PolychromaticShadow.Band(source: source, wavelengthMetres: $0.0, weight: $0.1)
    }
    let outline = try ToyApollo.exact(distance: 220)
    let band = try PolychromaticShadow(outline: outline, bands: bands)
    let mean = try band.irradiance(atX: 0.1, y: 0)
    let single = try ShadowIrradiance(outline: outline, source: source, wavelengthMetres: 550e-9)
      .irradiance(atX: 0.1, y: 0)
    // Proportional to the wavelength, whose mean is 550 nm.
    #expect(relativeError(mean.irradiance, single.irradiance) < 1e-9)
    #expect(mean.regime == .umbra)
  }

  @Test func wrongInputIsRefused() throws {
    let source = try SolarSource(angularRadius: 0.0046, limbDarkening: .uniform)
    let disc = try DiffractingOutline.disc(radius: 1, distance: 100)
    func message(_ work: () throws -> Void) -> String {
      do {
        try work()
        return ""
      } catch { return "\(error)" }
    }
    #expect(
      message { _ = try ShadowIrradiance(outline: disc, source: source, wavelengthMetres: 0) }
        == "wavelength 0.0 m: must lie in 1e-9...1e-3 m; green light has 5.5e-7 m, 550 nm")
    #expect(
      message {
        _ = try ShadowIrradiance(
          outline: ToyApollo.exact(distance: 220), source: source, wavelengthMetres: 5e-7,
          method: .rings)
      }.hasPrefix("the sum over rings is for one disc"))
    let small = try DiffractingOutline.disc(radius: 1e-4, distance: 100)
    #expect(
      message { _ = try ShadowIrradiance(outline: small, source: source, wavelengthMetres: 5e-7) }
        .contains("below 10 its opposite edges are not apart"))
    let near = try DiffractingOutline.disc(radius: 1, distance: 5)
    #expect(
      message { _ = try ShadowIrradiance(outline: near, source: source, wavelengthMetres: 5e-7) }
        == "outline of radius 1.0 m at 5.0 m: above a tenth of the distance Fresnel's approximation of "
        + "small angles does not hold; move the observer away")
    let shadow = try ShadowIrradiance(outline: disc, source: source, wavelengthMetres: 5e-7)
    #expect(
      message { _ = try shadow.irradiance(atX: .nan, y: 0) }
        == "place in the shadow (nan, 0.0) m: both must lie in -1e12...1e12 m")
    #expect(
      message { _ = try PolychromaticShadow(outline: disc, bands: []) }
        == "a band of light needs at least one wavelength")
    #expect(
      message {
        _ = try PolychromaticShadow(
          outline: disc, bands: [.init(source: source, wavelengthMetres: 5e-7, weight: -1)])
      } == "weight of wavelength 1 in the band: -1.0; weights must be above 0")
  }
}
