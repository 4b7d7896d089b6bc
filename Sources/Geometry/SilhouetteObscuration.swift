public import Astronomy
internal import RealModule
internal import VectorMath

extension Silhouette {
  /// The covered fraction of the Sun's solid angle, 0...1.
  ///
  /// A single cap or a single polygon has a closed form on the sphere, good to 1e-12; everything
  /// else is summed by rings to about 1e-11.
  ///
  /// - Parameters:
  ///   - sun: direction of the Sun's centre.
  ///   - sunRadius: its angular radius, radians below π/2.
  /// - Returns: not a number where an argument is not one.
  public func solidAngleObscuration(sun: Vector3, sunRadius: Double) -> Double {
    if parts.count == 1, parts[0].count == 1, case .cap = parts[0][0] {
      return discs(sun: sun, sunRadius: sunRadius).solidAngleObscuration
    }
    if let exact = simpleContourObscuration(sun: sun, sunRadius: sunRadius) { return exact }
    return LimbDarkenedObscuration(law: .uniform).fraction(
      of: self, sun: sun, sunRadius: sunRadius)
  }
}

extension Silhouette {
  /// The covered fraction of the solid angle where the outline is one simple polygon; nil otherwise.
  fileprivate func simpleContourObscuration(sun: Vector3, sunRadius: Double) -> Double? {
    guard parts.count == 1, parts[0].count == 1, case .contour(let contour) = parts[0][0],
      contour.isSimple, sun.isFinite, sunRadius > 0
    else { return nil }
    let shared = contour.solidAngle(sharedWithCapOf: Rotation(around: sun), radius: sunRadius)
    return min(1, shared / (2 * Double.pi * versine(sunRadius)))
  }
}

extension LimbDarkenedObscuration {
  /// The covered fraction of the light for any silhouette, 0...1.
  ///
  /// By rings about the Sun's centre, on each of which the covered arcs are united; the sum is split
  /// at every radius where an arc begins, ends or meets another. Each stretch takes 8, 16 or 32
  /// nodes and is halved until two rules agree to 1e-12 of the light.
  ///
  /// - Parameters:
  ///   - silhouette: one occulter or several.
  ///   - sun: direction of the Sun's centre.
  ///   - sunRadius: its angular radius, radians below π/2.
  /// - Returns: not a number where an argument is not one.
  public func fraction(of silhouette: Silhouette, sun: Vector3, sunRadius: Double) -> Double {
    guard sun.isFinite, sunRadius > 0, sunRadius < .pi / 2 else { return .nan }
    let local = LocalSilhouette(silhouette, around: sun)
    let near = local.parts.map(\.nearest).min() ?? .pi
    if near >= sunRadius { return 0 }
    if near <= -sunRadius { return 1 }
    // A plate seen edge on has no area, and rounding alone says which side of its line is covered.
    if silhouette.simpleContourObscuration(sun: sun, sunRadius: sunRadius) ?? 1 < 1e-13 {
      return 0
    }
    let rings = RingSum(law: law, local: local, radius: sunRadius)
    let uncovered = rings.uncoveredLight
    return min(1, max(0, 1 - uncovered / light(within: sunRadius, SunRings(radius: sunRadius))))
  }
}

/// `1 − cos x` without cancellation.
func versine(_ x: Double) -> Double {
  let sine = Double.sin(x / 2)
  return 2 * sine * sine
}

/// The sum over the rings of the Sun's disc.
private struct RingSum {
  let law: LimbDarkening
  let outlines: [LocalOutline]
  let sun: SunRings
  let radius: Double
  private let splits: [Double]

  /// Rules of growing order on 0...1 for `x = lower + width sin²u`: sin², and weight.
  private static let rules: [[(share: Double, weight: Double)]] = [8, 16, 32].map { order in
    GaussLegendre(order: order).nodes(from: 0, to: Double.pi / 2).map { node in
      let sine = Double.sin(node.abscissa)
      return (sine * sine, 2 * sine * Double.cos(node.abscissa) * node.weight)
    }
  }

  init(law: LimbDarkening, local: LocalSilhouette, radius: Double) {
    self.law = law
    self.radius = radius
    sun = SunRings(radius: radius)
    outlines = local.outlines.filter { $0.nearest < radius }
    let crossings = BoundaryCrossings(outlines).radii(between: 0, and: radius)
    let critical = outlines.flatMap(\.criticalRadii).filter { $0 > 0 && $0 < radius }
    splits = ([0] + (critical + crossings).sorted() + [radius])
  }

  /// Light of the uncovered arcs over 2π.
  var uncoveredLight: Double {
    var sum = 0.0
    let least = radius * 1e-13
    var lower = 0.0
    for upper in splits.dropFirst() where upper - lower > least {
      sum += light(from: Double.sin(lower / 2), to: Double.sin(upper / 2), depth: 0)
      lower = upper
    }
    return sum
  }

  private func light(from lower: Double, to upper: Double, depth: Int) -> Double {
    var previous = Double.nan
    for rule in Self.rules {
      let value = sum(rule, from: lower, to: upper)
      if (value - previous).magnitude <= 1e-12 * sun.squaredSine / 2 { return value }
      previous = value
    }
    // A square root that begins just outside draws the halving to one end; what is left there is
    // soon too little light to matter.
    guard depth < 40, (upper - lower) * upper > 1e-14 * sun.halfSine * sun.halfSine else {
      return previous
    }
    let middle = (lower + upper) / 2
    return light(from: lower, to: middle, depth: depth + 1)
      + light(from: middle, to: upper, depth: depth + 1)
  }

  private func sum(
    _ rule: [(share: Double, weight: Double)], from lower: Double, to upper: Double
  ) -> Double {
    var sum = 0.0
    for node in rule {
      let x = lower + (upper - lower) * node.share
      var arcs = CoveredArcs()
      let theta = 2 * Double.asin(x)
      for outline in outlines { outline.addArcs(radius: theta, to: &arcs) }
      if outlines.count > 1 { arcs.unite() }
      let open = 2 * Double.pi - arcs.width
      guard open > 0 else { continue }
      let mu = sun.cosine(onRing: theta)
      sum += node.weight * law.radiance(cosine: mu) * open * x
    }
    return 4 * sum * (upper - lower) / (2 * Double.pi)
  }
}
