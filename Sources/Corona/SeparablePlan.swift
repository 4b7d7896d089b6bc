internal import Astronomy
internal import RealModule
internal import VectorMath

/// Separable parts sorted for the hot loop: by shape, each with its own list of power laws.
///
/// Along a sightline `r = ρ sec θ`, so that `r^−p = ρ^−p cos^p θ`: one exponential per sightline and
/// power, a table over the nodes, and multiplications.
struct SeparablePlan: Sendable {
  struct Entry: Sendable {
    let coefficient: Double
    let exponent: Double
    /// Where the exponent stands among `SeparablePlan.exponents`, which shapes share.
    let exponentIndex: Int
  }

  struct Shape: Sendable {
    let axis: Vector3
    let profile: AngularShape.Profile
    /// The entries of `SeparablePlan.entries` that this shape multiplies.
    let entries: Range<Int>
  }

  let shapes: [Shape]
  let entries: [Entry]
  let exponents: [Double]
  /// `cos^p θ` for every node and entry, entries running fastest.
  let cosinePowers: [Double]

  /// The plan of some parts for the nodes of a rule.
  init(_ parts: [SeparablePart], pairs: [SightlineRule.PairNode]) {
    var order: [AngularShape] = []
    var laws: [AngularShape: [PowerLawDensity.Term]] = [:]
    var exponents: [Double] = []
    for part in parts where part.weight != 0 {
      if laws[part.shape] == nil { order.append(part.shape) }
      for term in part.terms {
        var list = laws[part.shape] ?? []
        let index = list.firstIndex { $0.exponent == term.exponent }
        let before = index.map { list.remove(at: $0).coefficient } ?? 0
        list.append(.init(before + part.weight * term.coefficient, exponent: term.exponent))
        laws[part.shape] = list
        if !exponents.contains(term.exponent) { exponents.append(term.exponent) }
      }
    }
    var shapes: [Shape] = []
    var entries: [Entry] = []
    for shape in order {
      let start = entries.count
      for term in laws[shape] ?? [] {
        entries.append(
          Entry(
            coefficient: term.coefficient, exponent: term.exponent,
            exponentIndex: exponents.firstIndex(of: term.exponent) ?? 0))
      }
      shapes.append(
        Shape(axis: shape.axis, profile: shape.profile, entries: start..<entries.count))
    }
    self.shapes = shapes
    self.entries = entries
    self.exponents = exponents
    cosinePowers = pairs.flatMap { node in
      entries.map { Double.exp(-$0.exponent * node.logarithmOfSecant) }
    }
  }

  /// The power laws of every shape at one distance.
  func radialDensities(logarithmOfRadius: Double) -> [Double] {
    shapes.map { shape in
      shape.entries.reduce(0) { sum, index in
        sum + entries[index].coefficient * Double.exp(-entries[index].exponent * logarithmOfRadius)
      }
    }
  }
}

/// What the plan knows about eight sightlines before it walks along them; reused from group to group.
struct SeparableLanes {
  /// `ρ^−p` of every exponent.
  var powers: [Double8]
  /// `c ρ^−p` of every entry.
  var amplitudes: [Double8]
  /// The tangent directions along the axis of every shape.
  var tangents: [Double8]
  /// The directions back to the observer along the axis of every shape.
  var backs: [Double8]

  init(_ plan: SeparablePlan) {
    powers = Array(repeating: .zero, count: plan.exponents.count)
    amplitudes = Array(repeating: .zero, count: plan.entries.count)
    tangents = Array(repeating: .zero, count: plan.shapes.count)
    backs = tangents
  }

  /// Projects eight sightlines onto the axes of the shapes.
  mutating func project(_ group: SightlineGroup, _ plan: SeparablePlan) {
    for index in plan.shapes.indices {
      let axis = plan.shapes[index].axis
      tangents[index] =
        group.tangent.x * axis.x + group.tangent.y * axis.y + group.tangent.z * axis.z
      backs[index] = group.back.x * axis.x + group.back.y * axis.y + group.back.z * axis.z
    }
  }

  /// Sets the amplitudes for a power-law factor `exp(−p logarithm)`: once per group off the disc,
  /// where the logarithm is that of ρ; at every node before the disc.
  mutating func setAmplitudes(logarithm: Double8, _ plan: SeparablePlan) {
    for index in plan.exponents.indices {
      powers[index] = .exp(-plan.exponents[index] * logarithm)
    }
    for index in plan.entries.indices {
      let entry = plan.entries[index]
      amplitudes[index] = entry.coefficient * powers[entry.exponentIndex]
    }
  }

  /// Electrons at the pair of points ±θ together, per cubic centimetre.
  @inline(__always)
  func pairDensity(
    node: Int, cosine: Double, sine: Double, _ plan: SeparablePlan
  ) -> Double8 {
    let base = node * plan.entries.count
    var sum = Double8.zero
    for index in plan.shapes.indices {
      let shape = plan.shapes[index]
      var radial = Double8.zero
      for entry in shape.entries {
        radial = .multiplyAdd(amplitudes[entry], plan.cosinePowers[base + entry], radial)
      }
      if case .sphere = shape.profile {
        sum += 2 * radial
      } else {
        let across = tangents[index] * cosine
        let along = backs[index] * sine
        let value = shape.profile.value(across + along) + shape.profile.value(across - along)
        sum = .multiplyAdd(radial, value, sum)
      }
    }
    return sum
  }

  /// Electrons at points whose directions are `a tangent + b back`, with the amplitudes as set.
  @inline(__always)
  func density(tangent a: Double8, back b: Double8, _ plan: SeparablePlan) -> Double8 {
    var sum = Double8.zero
    for index in plan.shapes.indices {
      let shape = plan.shapes[index]
      var radial = Double8.zero
      for entry in shape.entries { radial += amplitudes[entry] }
      sum = .multiplyAdd(radial, value(of: index, shape.profile, a, b), sum)
    }
    return sum
  }

  /// The same where the power laws are known and equal in all lanes, one number per shape.
  @inline(__always)
  func density(
    tangent a: Double8, back b: Double8, radial: [Double], from base: Int, _ plan: SeparablePlan
  ) -> Double8 {
    var sum = Double8.zero
    for index in plan.shapes.indices {
      sum = .multiplyAdd(
        value(of: index, plan.shapes[index].profile, a, b), radial[base + index], sum)
    }
    return sum
  }

  @inline(__always)
  private func value(
    of index: Int, _ profile: AngularShape.Profile, _ a: Double8, _ b: Double8
  ) -> Double8 {
    profile.value(.multiplyAdd(tangents[index], a, backs[index] * b))
  }
}

extension AngularShape.Profile {
  /// The profile at eight sines of the angle from the axis's equator.
  @inline(__always)
  func value(_ sine: Double8) -> Double8 {
    switch self {
    case .sphere:
      return Double8(repeating: 1)
    case .cosinePower(let halfPower):
      let cosineSquared = 1 - sine * sine
      var result = cosineSquared
      for _ in stride(from: 1, to: halfPower, by: 1) { result *= cosineSquared }
      return result
    case .gaussian(let inverseWidthSquared):
      return .exp(-inverseWidthSquared * (sine * sine))
    }
  }
}
