internal import RealModule
internal import VectorMath

/// The integral over the dust along one sightline, without the powers of the distance in front of it.
///
/// With the scattering angle `θ` as its variable (`s = ρ cot θ`, `r = ρ / sin θ` from the tangent point)
/// the light of dust falls into
///
///     B = π R☉ (d₀/ρ)^ν / ρ · H,   H = ∫_ε^π σ(θ) sin^ν θ g(β) dθ
///
/// with distances in solar radii, `d₀` one au, `ε` the elongation: nothing is left of the observer's
/// distance but `ε`. `σ` scatters in the plane at 1 au per length, the Sun's disc counts as a point of
/// its size, `π (R☉/r)²`. On the way the angle `α = θ − ε` at the Sun grows from the observer on, and
/// `sin β = o cos α + c sin α`, `o` and `c` the parts of the dust's pole towards the observer and towards
/// the place on the sky.
struct DustIntegral: Sendable {
  private let scattering: DustScattering
  private let fan: DustFan
  /// Ends of the stretches: 0, samples of the scattering function, π.
  private let knots: [Double]
  /// Nodes of whole stretches, eight at a time: four or eight for a stretch.
  private let groups: [Group]
  private let stretchesPerGroup: Int
  /// Nearer than so many lengths of a stretch, a crossing of the plane spoils whole stretches.
  private let reach: Double
  /// Nodes on 0...1 for the stretches that are cut, a multiple of eight.
  private let pieceNodes: [GaussLegendre.Node]

  private struct Group: Sendable {
    var sine = Double8.zero
    var cosine = Double8.zero
    var weight = Double8.zero
  }

  /// How finely a sightline is integrated; the errors are the worst against `reference`.
  enum Rule {
    /// Four nodes a stretch, and stretches of two degrees from 5° on and of four from 30°: 1e-7.
    case table
    /// Four nodes a stretch, and stretches of two degrees from 30° on: 1e-8.
    case standard
    /// Eight nodes a stretch, every one of them a single cubic of the scattering function.
    case reference

    /// How many samples a stretch spans that starts at an angle in degrees.
    func stride(atDegrees angle: Double) -> Int {
      switch self {
      case .table: angle < 5 ? 1 : angle < 30 ? 2 : 4
      case .standard: angle < 30 ? 1 : 2
      case .reference: 1
      }
    }
  }

  init(scattering: DustScattering, fan: DustFan, rule: Rule) {
    self.scattering = scattering
    self.fan = fan
    let angles = scattering.angles
    let thinned = angles.indices.filter {
      $0 == angles.count - 1 || $0 % rule.stride(atDegrees: angles[$0] * 180 / Double.pi) == 0
    }
    knots = [0] + thinned.map { angles[$0] } + [Double.pi]
    let order = rule == .reference ? 8 : 4
    stretchesPerGroup = 8 / order
    reach = rule == .reference ? 3 : 2
    let pieceOrder =
      switch rule {
      case .table: 8
      case .standard: 16
      case .reference: 24
      }
    pieceNodes = GaussLegendre(order: pieceOrder).nodes(from: 0, to: 1)
    var groups: [Group] = []
    let nodes = GaussLegendre(order: order).nodes(from: 0, to: 1)
    for stretch in 0..<(knots.count - 1) {
      if stretch % stretchesPerGroup == 0 { groups.append(Group()) }
      let length = knots[stretch + 1] - knots[stretch]
      for (index, node) in nodes.enumerated() {
        let angle = knots[stretch] + length * node.abscissa
        let lane = (stretch % stretchesPerGroup) * order + index
        let sine = Double.sin(angle)
        groups[groups.count - 1].sine[lane] = sine
        groups[groups.count - 1].cosine[lane] = Double.cos(angle)
        groups[groups.count - 1].weight[lane] =
          length * node.weight * Double.pow(sine, fan.radialExponent)
          * Double.exp(scattering.logarithm(at: angle))
      }
    }
    self.groups = groups
  }

  /// `H` of one sightline, per centimetre and steradian.
  ///
  /// - Parameters:
  ///   - elongation: `ε`, 0..<π radians.
  ///   - towards: `o`.
  ///   - across: `c`.
  ///   - side: the sign that counts as positive for the sightline's own angle from the plane, which
  ///     some fans take without its sign; nil for the sign it has. With one sign everywhere the
  ///     integral is smooth where the sightline runs along the plane, and can be interpolated.
  func value(
    elongation: Double, towards: Double, across: Double, side: Double? = nil
  ) -> Double {
    let (sine, cosine) = (Double.sin(elongation), Double.cos(elongation))
    // sin β = a cos θ + b sin θ.
    let own = Self.sightline(sine, cosine, towards: towards, across: across)
    let way = Way(
      a: towards * cosine - across * sine, b: towards * sine + across * cosine,
      sightline: side.map { $0 * own } ?? abs(own))
    let breaks = breaks(elongation: elongation, towards: towards, across: across)
    let first = firstStretch(containing: elongation)
    var sum = Double8.zero
    var pieces = 0.0
    var stretch = first - first % stretchesPerGroup
    while stretch < knots.count - 1 {
      var group = groups[stretch / stretchesPerGroup]
      let lanes = 8 / stretchesPerGroup
      for offset in 0..<stretchesPerGroup where stretch + offset < knots.count - 1 {
        let index = stretch + offset
        if index < first {
          group.weight.clear(lanes: lanes, from: offset * lanes)
        } else if index == first || breaks.touch(knots[index], knots[index + 1], lengths: reach) {
          group.weight.clear(lanes: lanes, from: offset * lanes)
          pieces += cut(index, from: elongation, breaks, way)
        }
      }
      let share = fan.share(
        sine: .multiplyAdd(group.cosine, way.a, group.sine * way.b), sightline: way.sightline)
      sum = .multiplyAdd(share, group.weight, sum)
      stretch += stretchesPerGroup
    }
    return sum.sum() + pieces
  }

  /// The sine of a sightline's own angle from the plane.
  static func sightline(
    _ sineOfElongation: Double, _ cosineOfElongation: Double, towards: Double, across: Double
  ) -> Double {
    across * sineOfElongation - towards * cosineOfElongation
  }

  /// `sin β = a cos θ + b sin θ` along a sightline, and the sine of the sightline's own angle.
  private struct Way {
    let a: Double
    let b: Double
    let sightline: Double
  }

  /// Where the density or its slope is broken along a sightline, as scattering angles.
  private struct Breaks {
    /// Where the sightline passes the plane, in or near 0...π, and the far end for a broken power there.
    var crossings: [Double] = []
    /// Where the law above the plane changes.
    var joints: [Double] = []

    /// Whether a stretch must be cut: a joint lies inside, or a crossing nearer than some lengths.
    func touch(_ start: Double, _ end: Double, lengths: Double) -> Bool {
      let reach = lengths * (end - start)
      for angle in crossings where angle > start - reach && angle < end + reach { return true }
      for angle in joints where angle > start && angle < end { return true }
      return false
    }
  }

  private func breaks(elongation: Double, towards: Double, across: Double) -> Breaks {
    var breaks = Breaks()
    if fan.radialExponent != fan.radialExponent.rounded() { breaks.crossings = [Double.pi] }
    let amplitude = (towards * towards + across * across).squareRoot()
    guard amplitude > 0 else { return breaks }
    // sin β = amplitude sin(α + phase).
    let phase = Double.atan2(y: towards, x: across)
    let start = elongation - phase
    if fan.isBrokenInPlane {
      breaks.crossings += [start, start + Double.pi, start - Double.pi]
    }
    for sine in fan.brokenSines where abs(sine) < amplitude {
      let angle = Double.asin(sine / amplitude)
      breaks.joints += [
        start + angle, start + Double.pi - angle, start - Double.pi - angle,
        start + 2 * Double.pi + angle,
      ]
    }
    return breaks
  }

  private func firstStretch(containing angle: Double) -> Int {
    var (lower, upper) = (0, knots.count - 1)
    while upper - lower > 1 {
      let middle = (lower + upper) / 2
      if angle < knots[middle] { upper = middle } else { lower = middle }
    }
    return lower
  }

  /// The integral over one stretch, from the elongation on and cut at its breaks.
  private func cut(
    _ stretch: Int, from elongation: Double, _ breaks: Breaks, _ way: Way
  ) -> Double {
    let (start, end) = (Swift.max(knots[stretch], elongation), knots[stretch + 1])
    let inside = (breaks.crossings + breaks.joints).filter { $0 > start && $0 < end }.sorted()
    let edges = [start] + inside + [end]
    let middle = 0.5 * (start + end)
    let crossing = breaks.crossings.min { abs($0 - middle) < abs($1 - middle) }
    var sum = 0.0
    for index in 1..<edges.count {
      sum += piece(edges[index - 1], edges[index], crossing: crossing, way)
    }
    return sum
  }

  /// The integral over a piece without breaks inside, its nodes drawn to the crossing of the plane.
  ///
  /// With `x = v⁵` for the distance from the crossing, a cusp `|x|^0.775` becomes `v^3.9`, times `v⁴`.
  private func piece(
    _ start: Double, _ end: Double, crossing: Double?, _ way: Way
  ) -> Double {
    let isBehind = crossing.map { $0 <= 0.5 * (start + end) } ?? true
    let origin = crossing ?? start
    let sign = isBehind ? 1.0 : -1.0
    let near = Swift.max(isBehind ? start - origin : origin - end, 0)
    let far = isBehind ? end - origin : origin - start
    let (lower, upper) = (Self.fifthRoot(near), Self.fifthRoot(far))
    var sum = Double8.zero
    for base in stride(from: 0, to: pieceNodes.count, by: 8) {
      var (sine, cosine, logarithm, weight) = (
        Double8.zero, Double8.zero, Double8.zero, Double8.zero
      )
      for lane in 0..<8 {
        let node = pieceNodes[base + lane]
        let v = lower + (upper - lower) * node.abscissa
        let fourth = v * v * v * v
        let angle = origin + sign * fourth * v
        sine[lane] = Double.sin(angle)
        cosine[lane] = Double.cos(angle)
        logarithm[lane] = scattering.logarithm(at: angle)
        weight[lane] = 5 * fourth * (upper - lower) * node.weight
      }
      let floored = sine.replacing(with: 1e-200, where: sine .< 1e-200)
      let light = Double8.exp(.multiplyAdd(.log(floored), fan.radialExponent, logarithm))
      let share = fan.share(
        sine: .multiplyAdd(cosine, way.a, sine * way.b), sightline: way.sightline)
      sum = .multiplyAdd(light * share, weight, sum)
    }
    return sum.sum()
  }

  private static func fifthRoot(_ x: Double) -> Double { x > 0 ? Double.pow(x, 0.2) : 0 }
}

extension SIMD8 where Scalar == Double {
  @inline(__always)
  fileprivate mutating func clear(lanes: Int, from start: Int) {
    for lane in start..<(start + lanes) { self[lane] = 0 }
  }
}
