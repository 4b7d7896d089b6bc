import RealModule
import Testing
import VectorMath

@Suite("Vector arc tangent")
struct ArcTangentTests {
  @Test("The angle of a point is within 5e-16 rad of libm over a million points of the half-plane")
  func agreesWithLibm() {
    var worst = 0.0
    for index in 0..<125_000 {
      var (x, y) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
      for lane in 0..<8 {
        let phase = (Double(8 * index + lane) * 0.618_033_988_749_894_9)
          .truncatingRemainder(dividingBy: 1)
        // Every second point lies close to an axis, where one coordinate vanishes beside the other.
        let scale = index.isMultiple(of: 2) ? 1.0 : Double.exp(-30 * phase)
        x[lane] = Double.cos(.pi * phase) * (index.isMultiple(of: 4) ? scale : 1) * 1e-3
        y[lane] = Double.sin(.pi * phase).magnitude * scale * 1e-3
      }
      let found = SIMD8<Double>.arcTangent(y: y, x: x)
      for lane in 0..<8 {
        worst = max(worst, (found[lane] - Double.atan2(y: y[lane], x: x[lane])).magnitude)
      }
    }
    #expect(worst <= 5e-16, "worst \(worst) rad")
  }

  @Test("Points on the axes and the diagonals have their exact angles, and none is not a number")
  func axes() {
    let found = SIMD8<Double>.arcTangent(
      y: SIMD8(0, 0, 1, 1, 1, 0, 1e-300, 1e300), x: SIMD8(1, -1, 0, 1, -1, 0, 1, 1))
    let expected: [Double] = [0, .pi, .pi / 2, .pi / 4, 3 * .pi / 4, 0, 1e-300, .pi / 2]
    for lane in 0..<8 { #expect((found[lane] - expected[lane]).magnitude <= 4.5e-16) }
  }
}
