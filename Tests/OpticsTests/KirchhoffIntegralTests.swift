import Optics
import RealModule
import Testing

@Suite("Kirchhoff's integral without small angles")
struct KirchhoffIntegralTests {
  private static let wavelength = 550e-9

  private func difference(_ a: ComplexAmplitude, _ b: ComplexAmplitude) -> Double {
    (a - b).intensity.squareRoot()
  }

  @Test(
    "On the axis of a disc the amplitude is (s + z)/2s and lags Fresnel's by πR⁴/4λz³",
    arguments: [(0.71, 144.348, 0.12), (1.955, 220.0, 1.96), (1.955, 150.0, 6.2)])
  func axis(radius: Double, distance: Double, lag: Double) throws {
    let outline = try DiffractingOutline.disc(radius: radius, distance: distance)
    let found = try KirchhoffIntegral(outline: outline, wavelength: Self.wavelength)
      .amplitude(x: 0, y: 0)
    let s = (radius * radius + distance * distance).squareRoot()
    let expected = (s + distance) / (2 * s)
    #expect((found.intensity - expected * expected).magnitude < 1e-12)
    // Arago's spot is dimmer by R²/2z².
    let loss = radius * radius / (2 * distance * distance)
    #expect(((1 - found.intensity) / loss - 1).magnitude < 2e-4)
    let fresnel = try DiscDiffraction(
      radius: radius, distance: distance, wavelength: Self.wavelength
    ).amplitude(at: 0)
    let conjugate = ComplexAmplitude(real: fresnel.real, imaginary: -fresnel.imaginary)
    let turned = found * conjugate
    let angle = Double.atan2(y: turned.imaginary, x: turned.real)
    let exact =
      .pi / 4 * radius * radius * radius * radius
      / (Self.wavelength * distance * distance * distance)
    #expect((exact - lag).magnitude < 0.05)
    let turns = (angle + exact) / (2 * .pi)
    #expect((turns - turns.rounded()).magnitude < 1e-4, "\(angle) for \(-exact)")
  }

  @Test("Averages over fringes agree with Fresnel's to 1e-4 where single fringes are shifted")
  func averages() throws {
    let (radius, distance) = (0.71, 144.348)
    let kirchhoff = try KirchhoffIntegral(
      outline: .disc(radius: radius, distance: distance), wavelength: Self.wavelength)
    let fresnel = try BoundaryIntegral(
      outline: .disc(radius: radius, distance: distance), wavelength: Self.wavelength)
    for middle in [0.01, 0.2, 0.5] {
      // Three fringes between near and far rim, at 96 points.
      let width = 3 * Self.wavelength * distance / (2 * radius)
      var (a, b) = (0.0, 0.0)
      for index in 0..<96 {
        let r = middle + width * ((Double(index) + 0.5) / 96 - 0.5)
        a += try kirchhoff.amplitude(x: r, y: 0).intensity
        b += try fresnel.amplitude(x: r, y: 0).intensity
      }
      #expect((a / b - 1).magnitude < 1e-4, "r \(middle): \(a / b - 1)")
    }
  }

  @Test("At small angles it is Fresnel's line integral, for polygons, holes and points on the edge")
  func smallAngles() throws {
    func square(_ half: Double, _ turned: Bool) -> DiffractingOutline.Loop {
      let corners = [(half, half), (-half, half), (-half, -half), (half, -half)].map {
        DiffractingOutline.Vertex(x: $0.0, y: $0.1, distance: 400)
      }
      return .polygon(turned ? corners.reversed() : corners)
    }
    let outline = try DiffractingOutline(loops: [square(0.05, false), square(0.02, true)])
    let kirchhoff = try KirchhoffIntegral(outline: outline, wavelength: Self.wavelength)
    let fresnel = try BoundaryIntegral(outline: outline, wavelength: Self.wavelength)
    for (x, y) in [(0.0, 0.0), (0.03, 0.01), (0.05, 0.01), (0.02, 0.02), (0.07, -0.06)] {
      // kρ⁴/8z³ with ρ up to 0.16 m is 1e-5 rad.
      let error = difference(
        try kirchhoff.amplitude(x: x, y: y), try fresnel.amplitude(x: x, y: y))
      #expect(error < 1e-5, "(\(x), \(y)): \(error)")
    }
  }

  /// Maggi's and Rubinowicz's integral as Born & Wolf print it, by the midpoint rule, in vectors.
  private func rubinowicz(
    _ corners: [DiffractingOutline.Vertex], x: Double, y: Double, isHidden: Bool
  ) -> ComplexAmplitude {
    var (real, imaginary) = (isHidden ? 0.0 : 1.0, 0.0)
    let wave = 2 * Double.pi / Self.wavelength
    for index in corners.indices {
      let (a, b) = (corners[index], corners[(index + 1) % corners.count])
      let (dx, dy) = (b.x - a.x, b.y - a.y)
      let count = 40_000
      for step in 0..<count {
        let t = (Double(step) + 0.5) / Double(count)
        // From the point to the edge; light comes down the axis, against z.
        let px = a.x + dx * t - x
        let py = a.y + dy * t - y
        let pz = a.distance + (b.distance - a.distance) * t
        let s = (px * px + py * py + pz * pz).squareRoot()
        let detour = (px * px + py * py) / (s + pz)
        let factor = (px * dy - py * dx) / (s * detour) / (4 * .pi * Double(count))
        real += factor * Double.cos(wave * detour)
        imaginary += factor * Double.sin(wave * detour)
      }
    }
    return ComplexAmplitude(real: real, imaginary: imaginary)
  }

  @Test("An edge that is tilted in space gives Maggi's and Rubinowicz's sum of its points")
  func tilted() throws {
    let corners = [(0.03, -0.02, 8.0), (0.01, 0.04, 10.0), (-0.04, 0.0, 9.0)].map {
      DiffractingOutline.Vertex(x: $0.0, y: $0.1, distance: $0.2)
    }
    let integral = try KirchhoffIntegral(
      outline: DiffractingOutline(loops: [.polygon(corners)]), wavelength: Self.wavelength)
    for (x, y, isHidden) in [(0.0, 0.005, true), (0.05, 0.03, false), (-0.02, -0.05, false)] {
      let found = try integral.amplitude(x: x, y: y)
      let expected = rubinowicz(corners, x: x, y: y, isHidden: isHidden)
      // The midpoint rule is good to the ends of its edges over its steps squared.
      #expect(difference(found, expected) < 1e-6, "(\(x), \(y))")
    }
    // Were it flat at its mean distance, the wave would be another.
    let flat = try BoundaryIntegral.amplitude(
      outline: DiffractingOutline(loops: [
        .polygon(corners.map { .init(x: $0.x, y: $0.y, distance: 9) })
      ]), x: 0, y: 0.005, wavelength: Self.wavelength)
    #expect(difference(flat, try integral.amplitude(x: 0, y: 0.005)) > 1e-2)
  }

  @Test("Edges beyond 45 degrees and places that are none are refused")
  func refused() throws {
    let wide = try DiffractingOutline.disc(radius: 2, distance: 1)
    func make() throws(OpticsError) {
      _ = try KirchhoffIntegral(outline: wide, wavelength: Self.wavelength)
    }
    let error = #expect(throws: OpticsError.self) { try make() }
    #expect(error?.description.contains("reaches 2.0 m from the axis at 1.0 m") == true)
    let integral = try KirchhoffIntegral(
      outline: .disc(radius: 0.1, distance: 10), wavelength: Self.wavelength)
    for x in [Double.nan, -.infinity, 1e7] {
      func ask() throws(OpticsError) { _ = try integral.amplitude(x: x, y: 0) }
      let error = #expect(throws: OpticsError.self) { try ask() }
      #expect(error?.code == .outsideValidity)
    }
  }
}
