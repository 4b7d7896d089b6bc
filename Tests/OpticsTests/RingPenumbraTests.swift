import Astronomy
import Optics
import RealModule
import TestSupport
import Testing

@Suite("Ring outside the umbra")
struct RingPenumbraTests {
  private static let radius = 0.71
  private static let distance = 144.348

  private static func source() throws -> SolarSource {
    try SolarSource(
      angularRadius: 16.0 / 60 * .pi / 180, limbDarkening: .neckel(wavelengthNanometres: 550))
  }

  private static func pieces(_ count: Double) throws -> [DiffractingOutline.Element] {
    try DiffractingOutline.disc(radius: radius, distance: distance)
      .elements(longest: 2 * .pi * radius / count)
  }

  /// ASPIICS' ring in a pupil beside the axis.
  private static func ring(
    _ elements: [DiffractingOutline.Element], x: Double, diameter: Double
  ) throws -> RingImage {
    try RingImage(
      elements, glow: EdgeGlow(source: try source(), wavelengthMetres: 5.5e-7),
      optics: RingOptics(pupilDiameter: diameter, pupilX: x))
  }

  /// What the table of exact fields has beyond the geometric light.
  private static func diffracted(_ r: Double) throws -> Double {
    let row = try #require(
      try ReferenceTable("extended_550nm").rows.first {
        $0.text("case") == "aspiics" && $0.text("law") == "neckel550"
          && $0.number("sun_arcmin") == 16 && ($0.number("r_m") - r).magnitude < 1e-9
      })
    return row.number("E_exact(A)") - row.number("E_geometric(G)")
  }

  @Test(
    "Ring and what the edge takes from the Sun's visible part are the table's light beyond geometry",
    arguments: [
      // With the limb nearer than 1.4 √(λz) by EQ 1; at 25 mm it is at 1.48, and EQ 2's next term counts.
      (0.025, 1.518910659e-4, 2e-3), (0.03, 1.761319361e-4, 2e-3),
      (0.034352146, 2.214459765e-4, 2e-3), (0.038169051, 3.214595e-4, 2e-3),
      (0.041985956, 6.110788084e-4 - 4.578937548e-4, 0.01),
      (0.05, 2.715996e-3 - 2.644595e-3, 0.03),
    ])
  func tabulated(r: Double, expected: Double, tolerance: Double) throws {
    #expect(relativeError(expected, try Self.diffracted(r)) < 1e-5)
    let ring = try Self.ring(try Self.pieces(3000), x: r, diameter: 2e-4)
    let sum = ring.pupilIrradiance + ring.directIrradiance
    #expect(relativeError(sum, expected) < tolerance, "\(r) m: \(sum)")
    #expect(ring.pupilIrradiance > 0)
    // At the umbra's edge half of the pupil sees the limb.
    #expect(r > 0.0383 ? ring.directIrradiance < 0 : r > 0.038 || ring.directIrradiance == 0)
  }

  @Test("Pieces before the Sun take from its light, those beside it make the ring")
  func parts() throws {
    let (x, pupil) = (0.05, 1e-5)
    let sun = Self.distance * Double.tan(16.0 / 60 * .pi / 180)
    func isBeforeSun(_ element: DiffractingOutline.Element) -> Bool {
      let (dx, dy) = (element.x - x, element.y)
      return dx * dx + dy * dy < sun * sun
    }
    let pieces = try Self.pieces(2400)
    let before = try Self.ring(pieces.filter(isBeforeSun), x: x, diameter: pupil)
    let beside = try Self.ring(pieces.filter { !isBeforeSun($0) }, x: x, diameter: pupil)
    #expect(before.pupilIrradiance < 1e-7 && beside.directIrradiance.magnitude < 1e-7)
    // An independent sum by EQ 1 in numpy over 2400 pieces: 1.42505e-4 and -7.12127e-5.
    #expect(relativeError(beside.pupilIrradiance, 1.42505e-4) < 2e-3)
    #expect(relativeError(before.directIrradiance, -7.12127e-5) < 2e-3)
    // The edge before the Sun lies toward the pupil's side.
    let whole = try Self.ring(pieces, x: x, diameter: pupil)
    let strengths = whole.strengthByDirection(most: 36)
    #expect(strengths[0] == 0 && strengths[1] == 0 && strengths[18] > 0)
    #expect(strengths.allSatisfy { $0 >= 0 })
  }

  @Test("A pupil half in the penumbra has the mean of the places in it")
  func widePupil() throws {
    let (x, radius) = (0.035, 0.025)
    let ring = try Self.ring(try Self.pieces(1500), x: x, diameter: 2 * radius)
    let shadow = try ShadowIrradiance(
      outline: .disc(radius: Self.radius, distance: Self.distance), source: try Self.source(),
      wavelengthMetres: 5.5e-7)
    // Equal areas on a golden spiral.
    let count = 400
    var mean = 0.0
    for index in 0..<count {
      let rho = radius * ((Double(index) + 0.5) / Double(count)).squareRoot()
      let turn = 2 * .pi * 0.618_033_988_749_894_9 * Double(index)
      let light = try shadow.irradiance(
        atX: x + rho * Double.cos(turn), y: rho * Double.sin(turn))
      mean += (light.irradiance - light.geometric) / Double(count)
    }
    let sum = ring.pupilIrradiance + ring.directIrradiance
    #expect(relativeError(sum, mean) < 0.01, "\(sum) \(mean)")
    #expect(ring.directIrradiance < 0)
    // In the picture the line holds the ring's light, and none of it is negative.
    let grid = try PixelGrid(width: 600, height: 600, scale: 4e-4)
    let plane = try ring.plane(on: grid)
    #expect(!plane.contains { $0 < 0 || $0.isNaN })
    let flux = plane.reduce(0) { $0 + Double($1) } * grid.pixelSolidAngle
    // The line ends within the pupil, whose 65 places tell where.
    #expect(relativeError(flux, ring.flux) < 0.01, "\(flux) \(ring.flux)")
  }

  @Test("A ring wholly before the Sun is dark, and one far beside the Sun shines from all sides")
  func ends() throws {
    let edge = try DiffractingOutline.disc(radius: 0.3, distance: 144.348)
      .elements(longest: 0.005)
    let annular = try Self.ring(edge, x: 0, diameter: 0.02)
    #expect(annular.flux == 0 && annular.directIrradiance != 0)
    let beside = try Self.ring(edge, x: 1.5, diameter: 0.02)
    #expect(beside.flux > 0 && beside.directIrradiance == 0)
  }
}
