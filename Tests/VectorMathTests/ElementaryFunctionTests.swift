import RealModule
import Testing
import VectorMath

@Suite("Vector logarithm and exponential")
struct ElementaryFunctionTests {
  /// Distance in units in the last place of the expected number.
  private func ulps(_ found: Double, _ expected: Double) -> Double {
    found == expected ? 0 : abs(found - expected) / expected.ulp
  }

  @Test("The logarithm is within 1.1 ulp of libm over two million points")
  func logarithmAgreesWithLibm() {
    var worst = 0.0
    // A golden-ratio walk over the logarithms of all normal numbers, and one next to 1.
    for index in 0..<250_000 {
      var x = SIMD8<Double>.zero
      for lane in 0..<8 {
        let phase = (Double(8 * index + lane) * 0.618_033_988_749_894_9)
          .truncatingRemainder(dividingBy: 1)
        x[lane] = index.isMultiple(of: 2) ? Double.exp2(2044 * phase - 1021) : 0.5 + 1.5 * phase
      }
      let found = SIMD8<Double>.log(x)
      for lane in 0..<8 { worst = max(worst, ulps(found[lane], Double.log(x[lane]))) }
    }
    #expect(worst <= 1.1, "worst \(worst) ulp")
  }

  @Test("The logarithm of one is zero, and next to one it keeps every figure")
  func logarithmNextToOne() {
    let x = SIMD8<Double>(
      1, 1.0.nextUp, 1.0.nextDown, 1 + 1e-9, 1 - 1e-9, 0.70710678118654757, 1.4142135623730951,
      .leastNormalMagnitude)
    let found = SIMD8<Double>.log(x)
    #expect(found[0] == 0)
    for lane in 1..<8 { #expect(ulps(found[lane], Double.log(x[lane])) <= 1.1) }
  }

  @Test("The exponential is within 1.1 ulp of libm over two million points")
  func exponentialAgreesWithLibm() {
    var worst = 0.0
    for index in 0..<250_000 {
      var x = SIMD8<Double>.zero
      for lane in 0..<8 {
        let phase = (Double(8 * index + lane) * 0.618_033_988_749_894_9)
          .truncatingRemainder(dividingBy: 1)
        x[lane] = index.isMultiple(of: 2) ? 1416 * phase - 707 : 4 * phase - 2
      }
      let found = SIMD8<Double>.exp(x)
      for lane in 0..<8 { worst = max(worst, ulps(found[lane], Double.exp(x[lane]))) }
    }
    #expect(worst <= 1.1, "worst \(worst) ulp")
  }

  @Test("The exponential goes to zero and to infinity where doubles end")
  func exponentialLimits() {
    let found = SIMD8<Double>.exp(
      SIMD8(-707.1, -1e300, -.infinity, 709.7, 709.9, 1e300, .infinity, 0))
    #expect(found[0] == 0 && found[1] == 0 && found[2] == 0)
    #expect(ulps(found[3], Double.exp(709.7)) <= 1.1)
    #expect(found[4] == .infinity && found[5] == .infinity && found[6] == .infinity)
    #expect(found[7] == 1)
  }

  @Test("The square root is the correctly rounded one in every lane")
  func squareRoot() {
    let x = SIMD8<Double>(0, 1, 2, 3, 1e-300, 1e300, 0.1, 215.03)
    let found = SIMD8<Double>.sqrt(x)
    for lane in 0..<8 { #expect(found[lane] == x[lane].squareRoot()) }
  }
}
