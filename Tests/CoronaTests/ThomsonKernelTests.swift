import Astronomy
import RealModule
import TestSupport
import Testing
import VectorMath

@testable import Corona

@Suite("Thomson kernel")
struct ThomsonKernelTests {
  static let laws: [LimbDarkening] = {
    let linear = [0, 0.56, 0.63, 1].compactMap { try? LimbDarkening.linear($0) }
    let rest = [try? LimbDarkening.quadratic(0.4, 0.2), try? .neckel(wavelengthNanometres: 550)]
    return linear + rest.compactMap { $0 }
  }()

  /// The worst relative error of T and P against the twenty-digit table, over its distances.
  private func worst(_ law: LimbDarkening) throws -> Double {
    let kernel = try ThomsonKernel(limbDarkening: law)
    var worst = 0.0
    for row in try ReferenceTable("ref_vdh_coefficients").rows {
      let columns = [
        ("C", "A"), ("D", "B"), ("T2", "P2"), ("T3", "P3"), ("T4", "P4"), ("T5", "P5"),
      ]
      var expected = (t: 0.0, p: 0.0)
      for (coefficient, column) in zip(law.coefficients, columns) {
        expected.t += coefficient * row.number(column.0)
        expected.p += coefficient * row.number(column.1)
      }
      let radius = row.number("r")
      let found = kernel.coefficients(atRadius: radius)
      // Next to the photosphere A is the root of r − 1, of which the nearest double to the table's
      // decimal r knows only half an ulp: half the relative change of r − 1 is the table's, not ours.
      let unavoidable = 0.25 * radius.ulp / (radius - 1)
      worst = max(
        worst, relativeError(found.t, expected.t) - unavoidable,
        relativeError(found.p, expected.p) - unavoidable)
    }
    return worst
  }

  @Test("Every law agrees with the twenty-digit table to 1e-14 from the photosphere to 1e4 radii")
  func agreesWithTable() throws {
    #expect(Self.laws.count == 6)
    for law in Self.laws {
      let error = try worst(law)
      #expect(error < 1e-14, "\(law.name): \(error)")
    }
  }

  @Test("At heights that are exact doubles the kernel keeps 1e-14 down to 1e-13 above the limb")
  func agreesAtExactHeights() throws {
    let rows = try ReferenceTable("ref_thomson_heights").rows
    #expect(rows.count == 26)
    for law in Self.laws {
      let kernel = try ThomsonKernel(limbDarkening: law)
      for row in rows {
        var expected = (t: 0.0, p: 0.0)
        for (k, coefficient) in law.coefficients.enumerated() {
          expected.t += coefficient * row.number("T\(k)")
          expected.p += coefficient * row.number("P\(k)")
        }
        let height = row.number("height")
        let found = kernel.coefficients(atHeight: height)
        let lanes = kernel.coefficients(
          atHeight: Double8(repeating: height), inverseRadius: Double8(repeating: 1 / (1 + height)))
        for (value, target) in [
          (found.t, expected.t), (found.p, expected.p), (lanes.t[3], expected.t),
          (lanes.p[3], expected.p),
        ] {
          #expect(
            relativeError(value, target) < 1e-14,
            "\(law.name) at \(height): \(relativeError(value, target))")
        }
      }
    }
  }

  @Test("At the photosphere and at infinity the kernel has van de Hulst's limits")
  func limits() throws {
    // A = 0, B = 1/4, C = 4/3, D = 3/4 at the photosphere.
    let constant = try ThomsonKernel(limbDarkening: .linear(0)).coefficients(atRadius: 1)
    let cosine = try ThomsonKernel(limbDarkening: .linear(1)).coefficients(atRadius: 1)
    #expect(abs(constant.t - 4.0 / 3) < 1e-15 && constant.p == 0)
    #expect(abs(cosine.t - 0.75) < 1e-15 && abs(cosine.p - 0.25) < 1e-15)
    // Far away the Sun is a point: T = P = half the disc mean over r².
    for law in Self.laws {
      let kernel = try ThomsonKernel(limbDarkening: law)
      let far = kernel.coefficients(atRadius: 1e9)
      #expect(relativeError(far.t, kernel.discMean * 1e-18) < 1e-14)
      #expect(relativeError(far.p, kernel.discMean * 1e-18) < 1e-14)
    }
  }

  @Test("Series and closed form meet without a step")
  func handover() throws {
    for law in Self.laws {
      let kernel = try ThomsonKernel(limbDarkening: law)
      let inside = kernel.coefficients(atRadius: ThomsonKernel.seriesRadius)
      let outside = kernel.coefficients(atRadius: ThomsonKernel.seriesRadius * (1 + 1e-15))
      #expect(relativeError(inside.t, outside.t) < 2e-14, "\(law.name)")
      #expect(relativeError(inside.p, outside.p) < 2e-14, "\(law.name)")
    }
  }

  @Test("Eight lanes give what the plain version gives, in mixed groups too")
  func lanesAgreeWithPlain() throws {
    for law in Self.laws {
      let kernel = try ThomsonKernel(limbDarkening: law)
      var worst = 0.0
      for index in 0..<2000 {
        var radius = SIMD8<Double>.zero
        for lane in 0..<8 {
          let phase = (Double(8 * index + lane) * 0.618_033_988_749_894_9)
            .truncatingRemainder(dividingBy: 1)
          radius[lane] = index.isMultiple(of: 2) ? 1 + 3 * phase * phase : Double.exp(8 * phase)
        }
        let found = kernel.coefficients(atHeight: radius - 1, inverseRadius: 1 / radius)
        for lane in 0..<8 {
          let expected = kernel.coefficients(atRadius: radius[lane])
          worst = max(
            worst, relativeError(found.t[lane], expected.t),
            relativeError(found.p[lane], expected.p))
        }
      }
      #expect(worst < 3e-14, "\(law.name): \(worst)")
    }
  }

  @Test("The table is within 1e-10 of the kernel at every height, and each lane stands alone")
  func table() throws {
    for law in Self.laws {
      let kernel = try ThomsonKernel(limbDarkening: law)
      let table = ThomsonTable(kernel)
      var worst = 0.0
      for index in 0..<2500 {
        var height = SIMD8<Double>.zero
        for lane in 0..<8 {
          let phase = (Double(8 * index + lane) * 0.618_033_988_749_894_9)
            .truncatingRemainder(dividingBy: 1)
          height[lane] = Double.exp2(45.9 * phase - 25.9)
        }
        let found = table.coefficients(atHeight: height, inverseRadius: 1 / (1 + height))
        for lane in 0..<8 {
          let expected = kernel.coefficients(atHeight: height[lane])
          worst = max(
            worst, relativeError(found.t[lane], expected.t),
            relativeError(found.p[lane], expected.p))
        }
      }
      #expect(worst < 1e-10, "\(law.name): \(worst)")
      // Outside the table: rounding below the photosphere, numbers too small and too large.
      let ends = SIMD8<Double>(0, -1e-17, 1e-300, 1e-13, 1e14, 1e100, .infinity, -0.0)
      let found = table.coefficients(atHeight: ends, inverseRadius: 1 / (1 + ends))
      let atLimb = kernel.coefficients(atHeight: 0)
      for lane in [0, 1, 2, 3, 7] {
        #expect(abs(found.t[lane] - atLimb.t) < 3e-4 && abs(found.p[lane] - atLimb.p) < 3e-4)
      }
      #expect(relativeError(found.t[4], kernel.discMean / 1e28) < 1e-10)
      #expect(relativeError(found.t[5], kernel.discMean / 1e200) < 1e-10 && found.t[6] == 0)
    }
  }

  @Test("A lane does not depend on its neighbours, and the photosphere itself stays finite")
  func lanesAreIndependent() throws {
    let kernel = try ThomsonKernel(limbDarkening: .neckel(wavelengthNanometres: 550))
    let radius = SIMD8<Double>(1, 1.5, 2.5, 30, 1 - 1e-16, 1.9999, 2.0001, 1e5)
    let mixed = kernel.coefficients(atHeight: radius - 1, inverseRadius: 1 / radius)
    for lane in 0..<8 {
      let same = SIMD8<Double>(repeating: radius[lane])
      let alone = kernel.coefficients(atHeight: same - 1, inverseRadius: 1 / same)
      #expect(mixed.t[lane] == alone.t[0] && mixed.p[lane] == alone.p[0])
      #expect(mixed.t[lane].isFinite && mixed.p[lane].isFinite)
    }
  }
}
