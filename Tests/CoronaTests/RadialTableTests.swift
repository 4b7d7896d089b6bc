import Astronomy
import Corona
import RealModule
import TestSupport
import Testing

@Suite("Radial tables")
struct RadialTableTests {
  private func table(_ radii: [Double], _ law: any ElectronDensity) throws -> RadialTableDensity {
    try RadialTableDensity(
      points: radii.map { ($0, density(law, $0)) }, source: "test")
  }

  @Test("A single power law comes back exactly, inside the table and far outside it")
  func powerLaw() throws {
    let law = try PowerLawDensity(
      name: "law", source: "", fittedRadii: 1...2, terms: [.init(3e7, exponent: 4.5)])
    for radii in [[1.2, 7], [1.0, 1.1, 2, 2.3, 11, 40]] {
      let table = try table(radii, law)
      #expect(abs(table.innerExponent - 4.5) < 1e-12 && abs(table.outerExponent - 4.5) < 1e-12)
      #expect(table.fittedRadii == radii[0]...radii[radii.count - 1])
      for radius in [1.0, 1.1999, 1.5, 2.3, 7, 40, 41, 1000] {
        #expect(relativeError(density(table, radius), density(law, radius)) < 1e-12)
      }
    }
  }

  @Test(
    "The knots are met and a smooth law between them is followed to the fourth power of the step")
  func smoothLaw() throws {
    let law = PowerLawDensity.saito1977Equator
    var errors: [Double] = []
    for count in [21, 41, 81] {
      let radii = (0..<count).map { Double.exp(3 * Double($0) / Double(count - 1)) }
      let table = try table(radii, law)
      for radius in radii {
        #expect(relativeError(density(table, radius), density(law, radius)) < 1e-12)
      }
      // Away from the ends, where the spline has no curvature and the law has.
      let inner = stride(from: 1.0, through: 2.0, by: 0.0371).map { Double.exp($0) }
      errors.append(inner.map { relativeError(density(table, $0), density(law, $0)) }.max() ?? .nan)
    }
    #expect(
      errors[0] < 1e-4 && errors[1] < errors[0] / 12 && errors[2] < errors[1] / 12, "\(errors)")
  }

  @Test("Value, slope and curvature run through knots and ends without a jump")
  func smoothness() throws {
    let radii = [1.0, 1.3, 1.35, 2, 4, 4.1, 9]
    let densities = [3e8, 9e7, 7e7, 6e6, 2e5, 1.9e5, 1e4]
    let table = try RadialTableDensity(
      points: Array(zip(radii, densities)).map { ($0.0, $0.1) }, source: "test")
    func logarithm(_ x: Double) -> Double { Double.log(density(table, Double.exp(x))) }
    let h = 1e-3
    for radius in radii {
      let x = Double.log(radius)
      func slope(_ x: Double) -> Double { (logarithm(x + h) - logarithm(x - h)) / (2 * h) }
      func curvature(_ x: Double) -> Double {
        (logarithm(x + h) - 2 * logarithm(x) + logarithm(x - h)) / (h * h)
      }
      #expect(abs(logarithm(x + 1e-9) - logarithm(x - 1e-9)) < 1e-7)
      #expect(abs(slope(x + 1e-3) - slope(x - 1e-3)) < 0.5)
      #expect(abs(curvature(x + 2e-3) - curvature(x - 2e-3)) < 5)
    }
    #expect(abs(logarithm(Double.log(9) + 5) - (Double.log(1e4) - 5 * table.outerExponent)) < 1e-9)
    #expect(
      table.caution
        == "outside its table continued as r^\((-table.innerExponent * 100).rounded() / 100) inwards "
        + "from 1.0 and r^\((-table.outerExponent * 100).rounded() / 100) outwards from 9.0 solar "
        + "radii")
  }

  @Test("Eight lanes in eight different places answer as each would alone")
  func lanes() throws {
    let table = try table((0..<400).map { 1 + 0.05 * Double($0 * $0) }, PowerLawDensity.leblanc1998)
    let radius = SIMD8<Double>(1, 1.049, 1.2, 3.3, 77, 1e4, 8e3, 1e5)
    let up = CoronalDirections(x: .zero, y: .zero, z: SIMD8(repeating: 1))
    let found = table.electronsPerCubicCentimetre(
      at: CoronalPoints(radii: CoronalRadii(radius: radius), directions: up))
    for lane in 0..<8 {
      #expect(found[lane] == density(table, radius[lane], latitude: 90))
    }
  }

  @Test("A table shines like the law it was made from")
  func brightness() throws {
    let law = PowerLawDensity.leblanc1998
    let table = try table((0..<200).map { Double.exp(0.03 * Double($0)) }, law)
    let observer = try CoronalObserver(
      distanceSolarRadii: 215, heliographicLatitudeRadians: 0, carringtonLongitudeRadians: 0,
      eclipticNorthPositionAngleRadians: 0)
    let kernel = try ThomsonKernel(limbDarkening: .linear(0.63))
    let profiles = try [table as any ElectronDensity, law].map {
      try KCorona(density: $0, kernel: kernel).profile(
        impactParameters: [1.1, 2, 5, 20], positionAngleRadians: 0, from: observer)
    }
    for (a, b) in zip(profiles[0], profiles[1]) {
      #expect(relativeError(a.total, b.total) < 2e-6)
    }
  }

  @Test(
    "A table that makes no corona is refused with file, line and remedy",
    arguments: [
      ("1,1e8\n", "t.csv: found 1 points; a radial table needs at least two"),
      (
        "r,ne\n1,1e8\n2,0\n",
        "t.csv:3: density 0.0: must be positive, in electrons per cubic centimetre (the table is "
          + "interpolated in its logarithm)"
      ),
      (
        "1,1e8\n\n2,1e6\n# c\n2,1e5\n",
        "t.csv:5: distance 2.0: distances must rise from row to row, within 1...1e5 solar radii from "
          + "the Sun's centre"
      ),
      (
        "0.9,1e8\n2,1e6\n",
        "t.csv:1: distance 0.9: distances must rise from row to row, within 1...1e5 solar radii from "
          + "the Sun's centre"
      ),
      (
        "1,1e8\n2,1e9\n",
        "t.csv:2: the density grows outwards at the table's end, as r^3.32; end the table where it "
          + "falls"
      ),
      (
        "1;1e8\n2;1e6\n",
        "t.csv:1: found 1 column; every row needs 2 with commas between: distance "
          + "(solar radii), electrons per cubic centimetre"
      ),
      (
        "700000,1e8\n800000,1e6\n",
        "t.csv:1: distance 700000.0: distances must rise from row to row, within 1...1e5 solar radii "
          + "from the Sun's centre; divide kilometres by 695700"
      ),
      (
        "1,1e8\n2,1e-92\n",
        "t.csv:1 and t.csv:2: between these rows the density goes as r^-332.19, which would be "
          + "continued beyond the table; at its ends it must stay within r^-30...r^30: look for a "
          + "slip, or leave a row out"
      ),
      ("1,nan\n", "t.csv:1: 'nan' is no number for electrons per cubic centimetre"),
      ("nan,nan\n", "t.csv:1: 'nan' is no number for distance (solar radii)"),
      ("1,1e8\n0x1p1,1e6\n", "t.csv:2: '0x1p1' is no number for distance (solar radii)"),
      ("1,1e8\n2,1e999\n", "t.csv:2: '1e999' is no number for electrons per cubic centimetre"),
      ("1,1e8\n2\0junk,1e6\n", "t.csv:2: '2\\u{0}junk' is no number for distance (solar radii)"),
      ("1\0junk,1\0e8\n", "t.csv:1: '1\\u{0}junk' is no number for distance (solar radii)"),
    ] as [(String, String)])
  func refusals(text: String, message: String) {
    let error = #expect(throws: CoronaError.self) {
      try RadialTableDensity(csv: Array(text.utf8), file: "t.csv")
    }
    #expect(error?.code == .invalidTable)
    #expect(error?.description == message)
  }

  @Test("A table may have carriage returns, comments, a header and further columns")
  func formats() throws {
    let text = "\u{FEFF}# mine\r\nradius,ne,error\r\n+1.1, 2e8 ,0.1\r\n\r2,4e6,x\r"
    let table = try RadialTableDensity(csv: Array(text.utf8), file: "t.csv")
    #expect(table.fittedRadii == 1.1...2)
    #expect(relativeError(density(table, 2), 4e6) < 1e-12)
    #expect(table.source == "table t.csv")
  }
}
