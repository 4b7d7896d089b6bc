internal import RealModule
internal import VectorMath

/// The integrals `∫ (1 − e^{iπρ²/λz}) dθ` along one edge or circle, as seen from a point.
///
/// `(1 − e^{iτρ²})/ρ²` is an entire function of `ρ²` with frequencies up to `π/λz` only. Nothing but the
/// phase limits the step, however near the edge the point lies.
enum EdgeSum {
  /// Phase across a panel of sixteen Gauss nodes, radians: their error is then below 1e-16.
  static let panelPhase = 8.0
  /// Phase up to which one panel of eight nodes does, radians.
  static let shortPhase = 2.0

  /// Eight nodes of a Gauss rule and their weights.
  private struct Nodes {
    var abscissa = SIMD8<Double>.zero
    var weight = SIMD8<Double>.zero

    init(_ nodes: ArraySlice<GaussLegendre.Node>) {
      for (lane, node) in nodes.enumerated() where lane < 8 {
        abscissa[lane] = node.abscissa
        weight[lane] = node.weight
      }
    }
  }

  private static let eight = Nodes(GaussLegendre(order: 8).nodes[...])
  private static let lower = Nodes(GaussLegendre(order: 16).nodes[..<8])
  private static let upper = Nodes(GaussLegendre(order: 16).nodes[8...])

  /// The integral along a straight edge.
  static func edge(
    _ edge: BoundaryIntegral.Edge, x: Double, y: Double, _ inverseFresnelArea: Double
  ) -> ComplexAmplitude {
    let (px, py) = (edge.x - x, edge.y - y)
    let begin = px * edge.alongX + py * edge.alongY
    let offset = px * edge.alongY - py * edge.alongX
    // A point in line with the edge sees it under no angle.
    guard offset * offset > 0 else { return ComplexAmplitude(real: 0, imaginary: 0) }
    let end = begin + edge.length
    var sum = Sums()
    if begin < 0, end > 0 {
      // Apart at the foot of the perpendicular the phase runs one way.
      sum.add(from: 0, to: -begin, offset: offset, inverseFresnelArea)
      sum.add(from: 0, to: end, offset: offset, inverseFresnelArea)
    } else {
      let (near, far) = begin >= 0 ? (begin, end) : (-end, -begin)
      sum.add(from: near, to: far, offset: offset, inverseFresnelArea)
    }
    return sum.total(times: offset)
  }

  /// Lanes that add up.
  private struct Sums {
    var real = SIMD8<Double>.zero
    var imaginary = SIMD8<Double>.zero

    /// Panels from the foot of the perpendicular outward, each of the same phase.
    @inline(__always)
    mutating func add(
      from near: Double, to far: Double, offset: Double, _ inverseFresnelArea: Double
    ) {
      let phase = .pi * (far - near) * (far + near) * inverseFresnelArea
      let square = offset * offset
      if phase <= EdgeSum.shortPhase {
        panel(near, far, square, inverseFresnelArea, EdgeSum.eight)
        return
      }
      let (lower, upper) = (EdgeSum.lower, EdgeSum.upper)
      let count = (phase / EdgeSum.panelPhase).rounded(.up)
      let step = (far - near) * (far + near) / count
      var begin = near
      for index in 1...Int(count) {
        let isLast = Double(index) == count
        let end = isLast ? far : (near * near + Double(index) * step).squareRoot()
        panel(begin, end, square, inverseFresnelArea, lower)
        panel(begin, end, square, inverseFresnelArea, upper)
        begin = end
      }
    }

    @inline(__always)
    private mutating func panel(
      _ begin: Double, _ end: Double, _ square: Double, _ inverseFresnelArea: Double,
      _ nodes: Nodes
    ) {
      let half = 0.5 * (end - begin)
      let s = SIMD8<Double>.multiplyAdd(nodes.abscissa, half, SIMD8(repeating: begin + half))
      let rho = SIMD8<Double>.multiplyAdd(s, s, square)
      let (sine, cosine) = SIMD8<Double>.sineCosine(halfTurns: rho * inverseFresnelArea)
      let weight = half * nodes.weight / rho
      real = SIMD8<Double>.multiplyAdd(weight, 1 - cosine, real)
      imaginary -= weight * sine
    }

    func total(times factor: Double) -> ComplexAmplitude {
      ComplexAmplitude(real: factor * real.sum(), imaginary: factor * imaginary.sum())
    }
  }

  /// The integral around a circle, counter-clockwise, by the trapezoid rule.
  ///
  /// The integrand's harmonics end at `v = 2πRD/λz` as those of a Bessel function do: with more points
  /// than `v + 12 v^(1/3) + 60` the rule is exact to rounding. It is even about the line through centre
  /// and point: half of the circle does.
  static func circle(
    _ circle: BoundaryIntegral.Circle, x: Double, y: Double, _ inverseFresnelArea: Double
  ) -> ComplexAmplitude {
    let (dx, dy) = (x - circle.x, y - circle.y)
    let away = (dx * dx + dy * dy).squareRoot()
    let radius = circle.radius
    let v = 2 * .pi * radius * away * inverseFresnelArea
    // Points of the half circle in groups of eight.
    let groups = ((v + 12 * Double.pow(v, 1.0 / 3) + 60) / 16).rounded(.up)
    let gap = radius - away
    let lanes = SIMD8<Double>(0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5)
    // Half the angle at the centre in half turns: points at the middles of 16 × groups equal arcs.
    let step = 1 / (16 * groups)
    var sums = Sums()
    for index in 0..<Int(groups) {
      let turns = (lanes + 8 * Double(index)) * step
      let sine = SIMD8<Double>.sineCosine(halfTurns: turns).sine
      let square = sine * sine
      // ρ² = (R−D)² + 4RD sin²(θ/2), p × dp = R[(R−D) + 2D sin²(θ/2)]dθ: nothing cancels at the edge.
      let rho = SIMD8<Double>.multiplyAdd(square, 4 * radius * away, SIMD8(repeating: gap * gap))
      let cross = SIMD8<Double>.multiplyAdd(square, 2 * away, SIMD8(repeating: gap))
      let phase = SIMD8<Double>.sineCosine(halfTurns: rho * inverseFresnelArea)
      let weight = cross / rho
      sums.real = SIMD8<Double>.multiplyAdd(weight, 1 - phase.cosine, sums.real)
      sums.imaginary -= weight * phase.sine
    }
    // Twice the half circle: 16 × groups arcs of 2π/(16 groups) each.
    return sums.total(times: radius * 2 * 2 * .pi * step)
  }
}
