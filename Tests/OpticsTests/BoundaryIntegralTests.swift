import Optics
import RealModule
import TestSupport
import Testing

@Suite("Boundary integral")
struct BoundaryIntegralTests {
  private func difference(_ a: ComplexAmplitude, _ b: ComplexAmplitude) -> Double {
    (a - b).intensity.squareRoot()
  }

  static func polygon(_ corners: [(Double, Double)], distance: Double) throws
    -> DiffractingOutline
  {
    try DiffractingOutline(loops: [
      .polygon(corners.map { .init(x: $0.0, y: $0.1, distance: distance) })
    ])
  }

  static func square(_ half: Double, distance: Double) throws -> DiffractingOutline {
    try polygon([(half, half), (-half, half), (-half, -half), (half, -half)], distance: distance)
  }

  private func outline(_ name: String, distance: Double) throws -> DiffractingOutline {
    if name.hasPrefix("square") { return try Self.square(0.71, distance: distance) }
    return try ToyApollo.exact(distance: distance)
  }

  @Test("The square and the body with arms are within 1e-10 of the table")
  func polygons() throws {
    let rows = try ComputedTable.rows("polygon_reference_550nm")
    #expect(rows.count == 17)
    for row in rows {
      let outline = try outline(row.word("outline"), distance: row.number("z_m"))
      let (x, y) = (try row.number("x_m"), try row.number("y_m"))
      let integral = try BoundaryIntegral(outline: outline, wavelength: 550e-9)
      let found = try integral.amplitude(x: x, y: y)
      let expected = ComplexAmplitude(
        real: try row.number("ReU"), imaginary: try row.number("ImU"))
      let error = difference(found, expected)
      #expect(error < 1e-10, "\(row.word("outline")) (\(x), \(y)): \(error)")
      #expect(error < integral.amplitudeError(x: x, y: y) + 2e-11)
    }
  }

  @Test("A circle gives Lommel's series, on the axis, at the edge, beside it and outside")
  func circle() throws {
    for (radius, distance) in [(0.71, 144.348), (1.955, 220.0)] {
      let disc = try DiscDiffraction(radius: radius, distance: distance, wavelength: 550e-9)
      let integral = try BoundaryIntegral(
        outline: .disc(radius: radius, distance: distance), wavelength: 550e-9)
      for share in [0, 1e-4, 0.01, 0.3, 0.7, 0.999, 1 - 1e-9, 1, 1 + 1e-9, 1.001, 1.3] {
        let r = share * radius
        let found = try integral.amplitude(x: 0.6 * r, y: -0.8 * r)
        let error = difference(found, try disc.exactAmplitude(at: r))
        #expect(error < 1e-10, "R \(radius), r/R \(share): \(error)")
      }
    }
  }

  @Test(
    "A square is the product of two slits by Fresnel's integrals, on the edge and at a corner too")
  func squareInClosedForm() throws {
    let (half, distance, wavelength) = (0.1, 30.0, 550e-9)
    let integral = try BoundaryIntegral(
      outline: Self.square(half, distance: distance), wavelength: wavelength)
    /// The wave of an open slit: two straight edges less the free wave (Babinet).
    func slit(_ x: Double) -> ComplexAmplitude {
      Fresnel.straightEdgeAmplitude(distance: -half - x, wavelength: wavelength, z: distance)
        + Fresnel.straightEdgeAmplitude(distance: x - half, wavelength: wavelength, z: distance)
        - ComplexAmplitude(real: 1, imaginary: 0)
    }
    for (x, y) in [
      (0.0, 0.0), (0.03, 0.05), (half, 0), (half, half), (half - 1e-12, 0.02), (0.1000001, 0.02),
      (0.2, -0.3), (-half, 0.04),
    ] {
      let expected = ComplexAmplitude(real: 1, imaginary: 0) - slit(x) * slit(y)
      let error = difference(try integral.amplitude(x: x, y: y), expected)
      #expect(error < 1e-12, "(\(x), \(y)): \(error)")
    }
  }

  @Test("A hole of the same shape turned round opens the body again; two bodies add")
  func holes() throws {
    let ring = { (half: Double) in
      [(half, half), (-half, half), (-half, -half), (half, -half)].map {
        DiffractingOutline.Vertex(x: $0.0, y: $0.1, distance: 50)
      }
    }
    func wave(_ loops: [DiffractingOutline.Loop], _ x: Double) throws -> ComplexAmplitude {
      try BoundaryIntegral.amplitude(
        outline: DiffractingOutline(loops: loops), x: x, y: 0.01, wavelength: 550e-9)
    }
    let free = ComplexAmplitude(real: 1, imaginary: 0)
    for x in [0.0, 0.05, 0.11] {
      let body = try wave([.polygon(ring(0.1))], x)
      let hole = try wave([.polygon(ring(0.05))], x)
      let both = try wave([.polygon(ring(0.1)), .polygon(ring(0.05).reversed())], x)
      // What the frame takes away is what the body takes less what the hole's area took.
      #expect(difference(both, body + free - hole) < 1e-13)
    }
    let pair = try wave(
      [
        .circle(x: -0.1, y: 0, radius: 0.05, distance: 50),
        .circle(x: 0.1, y: 0, radius: 0.05, distance: 50),
      ], 0.02)
    let one = try wave([.circle(x: 0.1, y: 0, radius: 0.05, distance: 50)], 0.02)
    let other = try wave([.circle(x: -0.1, y: 0, radius: 0.05, distance: 50)], 0.02)
    #expect(difference(pair, one + other - free) < 1e-13)
  }

  @Test("A circle cut into ever more sides approaches the circle with the square of their number")
  func sides() throws {
    let disc = try DiscDiffraction(radius: 0.05, distance: 50, wavelength: 550e-9)
    let expected = try disc.exactAmplitude(at: 0.02)
    let errors = try [500, 1000, 2000].map { count in
      let corners = (0..<count).map { index in
        let angle = 2 * .pi * (Double(index) + 0.5) / Double(count)
        return (0.05 * Double.cos(angle), 0.05 * Double.sin(angle))
      }
      let found = try BoundaryIntegral.amplitude(
        outline: Self.polygon(corners, distance: 50), x: 0.02, y: 0, wavelength: 550e-9)
      return difference(found, expected)
    }
    #expect(errors[2] < 1e-4 && errors[0] > 0)
    #expect(
      (errors[0] / errors[1] - 4).magnitude < 0.3 && (errors[1] / errors[2] - 4).magnitude < 0.1)
  }

  @Test("An outline that is not flat, too wide, or seen from nowhere is refused")
  func refused() throws {
    func message(_ make: () throws -> ComplexAmplitude) -> String {
      do {
        _ = try make()
        return ""
      } catch { return "\(error)" }
    }
    var corners = [(1.0, 0.0), (0, 1), (-1, 0)].map {
      DiffractingOutline.Vertex(x: $0.0, y: $0.1, distance: 100)
    }
    let flat = try DiffractingOutline(loops: [.polygon(corners)])
    corners[1].distance = 101
    let bent = try DiffractingOutline(loops: [.polygon(corners)])
    let words = message {
      try BoundaryIntegral.amplitude(outline: bent, x: 0, y: 0, wavelength: 550e-9)
    }
    #expect(words.contains("its corners lie from 100.0 m to 101.0 m away"))
    #expect(
      message { try BoundaryIntegral.amplitude(outline: flat, x: 0, y: 0, wavelength: 1) }
        .contains("wavelength 1.0 m"))
    let wide = try DiffractingOutline.disc(radius: 20, distance: 100)
    #expect(
      message { try BoundaryIntegral.amplitude(outline: wide, x: 0, y: 0, wavelength: 1e-6) }
        .contains("above a tenth of the distance"))
    for x in [Double.nan, .infinity, 1e9] {
      #expect(
        message { try BoundaryIntegral.amplitude(outline: flat, x: x, y: 0, wavelength: 550e-9) }
          .contains("at most 400000000.0 are summed"))
    }
  }
}
