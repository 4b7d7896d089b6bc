/// A costly, smooth function of time, evaluated at few nodes and interpolated between them.
///
/// The nodes are counted from 2000-01-01 TAI in equal steps, so the answer does not depend on the
/// order of questions. Within a step the value is the polynomial of degree five through the six
/// nearest nodes. Made for questions that go forward in time: each new step then costs one node.
struct SlowFunction: Sendable {
  /// Value and rate of change per second.
  struct Answer {
    var value: SIMD16<Double>
    var rate: SIMD16<Double>
  }

  private static let count = 6
  private let stepSeconds: Int64
  private let exact: @Sendable (Instant) -> SIMD16<Double>
  /// The step the present nodes serve.
  private var step: Int64?
  private var nodes: [SIMD16<Double>] = []

  /// A function sampled every so many seconds.
  init(stepSeconds: Int64, exact: @escaping @Sendable (Instant) -> SIMD16<Double>) {
    self.stepSeconds = stepSeconds
    self.exact = exact
  }

  /// Value and rate at an instant.
  mutating func answer(at instant: Instant) -> Answer {
    let (quotient, remainder) = instant.wholeSeconds.quotientAndRemainder(dividingBy: stepSeconds)
    let wanted = remainder < 0 ? quotient - 1 : quotient
    if step != wanted { moveNodes(to: wanted) }
    let inStep = Double(instant.wholeSeconds - wanted * stepSeconds) + instant.fraction
    return interpolate(inStep / Double(stepSeconds))
  }

  private mutating func moveNodes(to wanted: Int64) {
    let shift = step.map { wanted - $0 } ?? Int64(Self.count)
    // Consecutive steps share five of their six nodes.
    let kept = shift > 0 && shift < Int64(Self.count) ? Array(nodes.dropFirst(Int(shift))) : []
    nodes = kept
    for index in kept.count..<Self.count {
      let node = (wanted + Int64(index) - 2) * stepSeconds
      nodes.append(exact(Instant(wholeSeconds: node)))
    }
    step = wanted
  }

  /// Lagrange's polynomial through nodes at −2, −1, 0, 1, 2 and 3.
  private func interpolate(_ x: Double) -> Answer {
    var value = SIMD16<Double>.zero
    var rate = SIMD16<Double>.zero
    for i in 0..<Self.count {
      var product = 1.0
      var derivative = 0.0
      for j in 0..<Self.count where j != i {
        let scale = 1 / Double(i - j)
        let factor = (x - Double(j - 2)) * scale
        derivative = derivative * factor + product * scale
        product *= factor
      }
      value += nodes[i] * product
      rate += nodes[i] * (derivative / Double(stepSeconds))
    }
    return Answer(value: value, rate: rate)
  }
}
