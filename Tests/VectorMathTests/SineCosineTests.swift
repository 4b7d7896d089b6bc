import RealModule
import Testing
import VectorMath

@Suite("Sine and cosine of half turns")
struct SineCosineTests {
  @Test("Sine and cosine are within 3e-16 of libm over half a million phases of one turn")
  func agreesWithLibm() {
    var worst = 0.0
    for index in 0..<62_500 {
      var turns = SIMD8<Double>.zero
      for lane in 0..<8 {
        let phase = (Double(8 * index + lane) * 0.618_033_988_749_894_9)
          .truncatingRemainder(dividingBy: 1)
        turns[lane] = 0.5 * phase - 0.25
      }
      let found = SIMD8<Double>.sineCosine(halfTurns: turns)
      for lane in 0..<8 {
        let angle = Double.pi * turns[lane]
        worst = max(
          worst, (found.sine[lane] - Double.sin(angle)).magnitude,
          (found.cosine[lane] - Double.cos(angle)).magnitude)
        let one = Double.sineCosine(halfTurns: turns[lane])
        worst = max(worst, (one.sine - Double.sin(angle)).magnitude)
        worst = max(worst, (one.cosine - Double.cos(angle)).magnitude)
      }
    }
    #expect(worst <= 3e-16, "worst \(worst)")
  }

  @Test("Whole quarter turns are exact, also after a million million of them")
  func quarters() {
    let expected: [(sine: Double, cosine: Double)] = [(0, 1), (1, 0), (0, -1), (-1, 0)]
    for start in [0.0, -4e12, 4e12, -8] {
      for quarter in 0..<4 {
        let turns = start + 0.5 * Double(quarter)
        let one = Double.sineCosine(halfTurns: turns)
        let many = SIMD8<Double>.sineCosine(halfTurns: SIMD8(repeating: turns))
        #expect(one.sine == expected[quarter].sine && one.cosine == expected[quarter].cosine)
        #expect(many.sine[6] == one.sine && many.cosine[1] == one.cosine)
      }
    }
  }

  @Test("All eight parts of the circle have the right signs")
  func octants() {
    for index in -40...40 {
      let turns = 0.0625 + 0.125 * Double(index)
      let one = Double.sineCosine(halfTurns: turns)
      #expect((one.sine - Double.sin(.pi * turns)).magnitude < 4e-15)
      #expect((one.cosine - Double.cos(.pi * turns)).magnitude < 4e-15)
    }
  }
}
