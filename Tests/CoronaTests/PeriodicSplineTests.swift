import RealModule
import Testing

@testable import Corona

@Suite("The periodic spline of fifth degree")
struct PeriodicSplineTests {
  private let period = 2 * Double.pi

  private func wave(_ x: Double) -> Double { 0.4 * Double.sin(2 * x + 0.3) + 0.2 * Double.cos(x) }

  private func spline(_ knots: [Double]) -> PeriodicSpline {
    PeriodicSpline(through: knots, values: knots.map(wave), period: period)
  }

  @Test("It goes through its points and repeats, whatever their spacing")
  func interpolates() {
    for knots in [[0, 1.5, 3.1, 4.9], [0.2, 0.200_01, 1.7, 3, 3.1, 5]] {
      let spline = spline(knots)
      for knot in knots {
        for turn in [-2.0, 0, 1] {
          #expect(abs(spline.value(at: knot + turn * period).value - wave(knot)) < 1e-12)
        }
      }
    }
  }

  @Test("Halving the steps makes it 2⁶ times closer, its slope 2⁵, its curvature 2⁴")
  func converges() {
    func errors(_ count: Int) -> SIMD3<Double> {
      let spline = spline((0..<count).map { period * Double($0) / Double(count) })
      return (0..<500).reduce(SIMD3<Double>.zero) { worst, index in
        let x = 0.01 + period * Double(index) / 500
        let found = spline.value(at: x)
        let slope = 0.8 * Double.cos(2 * x + 0.3) - 0.2 * Double.sin(x)
        let curvature = -1.6 * Double.sin(2 * x + 0.3) - 0.2 * Double.cos(x)
        return SIMD3(
          max(worst.x, abs(found.value - wave(x))), max(worst.y, abs(found.slope - slope)),
          max(worst.z, abs(found.curvature - curvature)))
      }
    }
    let ratio = errors(24) / errors(48)
    #expect((55...75).contains(ratio.x), "\(ratio)")
    #expect((27...38).contains(ratio.y), "\(ratio)")
    #expect((13...19).contains(ratio.z), "\(ratio)")
  }

  @Test("The fourth derivative is continuous at points of uneven spacing")
  func isSmooth() {
    let knots = [0, 0.5, 0.7, 1.5, 2.6, 2.9, 4, 5.3]
    let spline = spline(knots)
    for knot in knots {
      // A fourth derivative on either side, as the second difference of second derivatives, which are
      // cubics there; both are a linear extrapolation away from the point.
      func fourth(_ at: Double) -> Double {
        let h = 0.01
        return
          (spline.value(at: at + h).curvature + spline.value(at: at - h).curvature
          - 2 * spline.value(at: at).curvature) / (h * h)
      }
      let left = 2 * fourth(knot - 0.02) - fourth(knot - 0.04)
      let right = 2 * fourth(knot + 0.02) - fourth(knot + 0.04)
      #expect(abs(left - right) < 1e-6 * max(1, abs(left)), "\(knot): \(left) \(right)")
    }
  }
}
