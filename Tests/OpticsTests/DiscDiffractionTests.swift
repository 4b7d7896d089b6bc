import Optics
import TestSupport
import Testing

@Suite("Point source behind a disc")
struct DiscDiffractionTests {
  /// The project's own table, 35-digit Lommel series by mpmath: 33 radii in four geometries.
  private struct Row {
    var disc: DiscDiffraction
    var r: Double
    var amplitude: ComplexAmplitude
  }

  private func rows() throws -> [Row] {
    try ComputedTable.rows("point_source_550nm").map { row in
      Row(
        disc: try DiscDiffraction(
          radius: row.number("R_m"), distance: row.number("z_m"),
          wavelength: row.number("lambda_m")),
        r: try row.number("r_m"),
        amplitude: ComplexAmplitude(
          real: try row.number("ReU"), imaginary: try row.number("ImU")))
    }
  }

  private func difference(_ a: ComplexAmplitude, _ b: ComplexAmplitude) -> Double {
    (a - b).intensity.squareRoot()
  }

  @Test("Lommel's series is within 2e-10 of every row of the table, and within its own bound")
  func series() throws {
    let rows = try rows()
    #expect(rows.count == 132)
    for row in rows {
      let error = difference(try row.disc.exactAmplitude(at: row.r), row.amplitude)
      #expect(error < 2e-10, "R \(row.disc.radius) m, r \(row.r) m: \(error)")
    }
  }

  @Test("The amplitude is within 0.06 v^(−3/2) of every row of the table, and says so")
  func amplitude() throws {
    var methods: [DiscDiffraction.Method: Int] = [:]
    for row in try rows() {
      let v = row.disc.rimPhase(at: row.r)
      let method = row.disc.method(at: row.r)
      methods[method, default: 0] += 1
      let error = difference(row.disc.amplitude(at: row.r), row.amplitude)
      #expect(error < (v < 60 ? 1e-9 : 0.06 / (v * v.squareRoot()) + 2e-11), "v \(v): \(error)")
      #expect(error <= row.disc.amplitudeError(at: row.r), "v \(v): \(error)")
    }
    #expect(methods[.series, default: 0] > 10 && methods[.closedForm, default: 0] > 80)
  }

  @Test("Many radii at once give what each alone gives")
  func lanes() throws {
    let disc = try DiscDiffraction(radius: 0.71, distance: 144.348, wavelength: 550e-9)
    let radii = (0..<1003).map { 0.9 * Double($0) / 1002 } + [0.71, 0.71.nextUp, -0.3]
    let many = disc.amplitudes(at: radii)
    #expect(many.count == radii.count)
    for (r, found) in zip(radii, many) {
      #expect(difference(found, disc.amplitude(at: r)) < 2e-11, "r \(r)")
    }
    #expect(disc.amplitudes(at: []).isEmpty)
  }

  @Test("Arago's spot is as bright as the free wave")
  func arago() throws {
    for (radius, distance) in [(0.71, 144.348), (1.955, 220.0), (0.001, 0.02), (1e-5, 1)] {
      let disc = try DiscDiffraction(radius: radius, distance: distance, wavelength: 550e-9)
      #expect((disc.amplitude(at: 0).intensity - 1).magnitude < 1e-12)
    }
  }

  @Test(
    "On the edge of the shadow U is ½[1 + e^{iu} J0(u)]",
    arguments: [
      // By mpmath at forty figures.
      (0.71, 144.348, (0.501699437086530052, 0.000602609496602635598)),
      (1.955, 220.0, (0.500561118968926909, -0.0000584850382144771415)),
    ])
  func edge(radius: Double, distance: Double, value: (Double, Double)) throws {
    let disc = try DiscDiffraction(radius: radius, distance: distance, wavelength: 550e-9)
    let expected = ComplexAmplitude(real: value.0, imaginary: value.1)
    #expect(difference(try disc.exactAmplitude(at: radius), expected) < 1e-10)
    #expect(difference(disc.amplitude(at: radius), expected) < disc.amplitudeError(at: radius))
  }

  @Test("The series inside and that of the complementary aperture outside meet at the edge")
  func babinet() throws {
    let disc = try DiscDiffraction(radius: 0.1, distance: 50, wavelength: 550e-9)
    let inside = try disc.exactAmplitude(at: 0.1.nextDown)
    let outside = try disc.exactAmplitude(at: 0.1.nextUp)
    #expect(difference(inside, outside) < 1e-11)
    // Far outside the disc takes nothing away.
    #expect((try disc.exactAmplitude(at: 2).intensity - 1).magnitude < 2e-3)
  }

  @Test("Without fringes: the mean of |U|² over many of them, on both sides of the edge")
  func meanIntensity() throws {
    let disc = try DiscDiffraction(radius: 0.71, distance: 144.348, wavelength: 550e-9)
    // The fringe between near and far rim is π in v.
    let fringe = .pi / disc.rimPhase(at: 1)
    for r in [0.005, 0.05, 0.3, 0.65, 0.7, 0.72, 0.8] {
      let count = 64
      let mean = (0..<count).reduce(0.0) { sum, index in
        let offset = (Double(index) + 0.5) / Double(count) - 0.5
        return sum + disc.amplitude(at: r + offset * fringe).intensity / Double(count)
      }
      let found = disc.meanIntensity(at: r)
      #expect((found / mean - 1).magnitude < 3e-3, "r \(r): \(found) for \(mean)")
    }
    // No step where the closed form gives way to the series, nor a pole on the axis.
    let seam = 60 / disc.rimPhase(at: 1)
    let (below, above) = (disc.meanIntensity(at: seam * 0.9999), disc.meanIntensity(at: seam))
    #expect((below / above - 1).magnitude < 1e-3)
    #expect(disc.meanIntensity(at: 0) < 1 && disc.meanIntensity(at: 0) > 0.3)
    #expect(disc.meanIntensity(at: .nan).isNaN)
  }

  @Test("Deep in the shadow the light is Keller's: two rays of a bent edge")
  func keller() throws {
    let disc = try DiscDiffraction(radius: 1.955, distance: 220, wavelength: 550e-9)
    for r in [0.1, 0.5, 1.0] {
      let (near, far) = (1.955 - r, 1.955 + r)
      let keller =
        550e-9 * 220 * 1.955 / (4 * .pi * .pi * r) * (1 / (near * near) + 1 / (far * far))
      #expect((disc.meanIntensity(at: r) / keller - 1).magnitude < 1e-3)
    }
  }

  @Test(
    "What the theory does not cover is refused with the reason",
    arguments: [
      (0.0, 144.0, 550e-9, "radius 0.0 m of the disc: must be a number above 0"),
      (.nan, 144, 550e-9, "radius nan m"), (0.71, -1, 550e-9, "distance -1.0 m"),
      (0.71, .infinity, 550e-9, "distance inf m"),
      (0.71, 144, 550, "wavelength 550.0 m: must lie in 1e-9...1e-3 m"),
      (0.71, 144, 0, "wavelength 0.0 m"), (5e-6, 1, 550e-9, "below ten wavelengths"),
      (71, 144, 550e-9, "above a tenth of the distance"),
      (1000, 20_000, 1e-9, "beyond 1e9 a double"),
    ])
  func refused(radius: Double, distance: Double, wavelength: Double, words: String) {
    func make() throws(OpticsError) {
      _ = try DiscDiffraction(radius: radius, distance: distance, wavelength: wavelength)
    }
    let error = #expect(throws: OpticsError.self) { try make() }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test("A series too long to sum is refused, an endless radius is no trap")
  func longSeries() throws {
    let disc = try DiscDiffraction(radius: 1, distance: 100, wavelength: 550e-9)
    for r in [100.0, .infinity, .nan] {
      func sum() throws(OpticsError) { _ = try disc.exactAmplitude(at: r) }
      let error = #expect(throws: OpticsError.self) { try sum() }
      #expect(error?.code == .outsideValidity)
    }
    #expect(disc.amplitude(at: .nan).real.isNaN)
  }
}
