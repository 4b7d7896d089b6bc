internal import RealModule
internal import VectorMath

/// A density taken apart by how its summands are integrated along a sightline.
struct DensitySplit: Sendable {
  /// Power laws times shapes: no exponential per point.
  private(set) var separable: [SeparablePart] = []
  /// Smooth summands that are not separable.
  private(set) var smooth: (any ElectronDensity)?
  /// Summands with creases, at which sightlines are cut.
  private(set) var creased: (any ElectronDensity)?
  /// The surfaces of `creased`.
  private(set) var creases: [DensityCrease] = []
  /// The least angle over which any summand but the localised ones changes, radians.
  private(set) var width = 1.0
  /// Whether no summand but the localised ones has jumps in its higher derivatives.
  private(set) var isAnalytic = true
  /// Thin and small summands with their weights.
  private(set) var localised: [(weight: Double, density: any LocalisedDensity)] = []

  init(_ density: any ElectronDensity) {
    var leaves: [SumDensity.Part] = []
    Self.flatten(SumDensity.Part(density: density), into: &leaves)
    var others: (smooth: [SumDensity.Part], creased: [SumDensity.Part]) = ([], [])
    for leaf in leaves {
      if let small = leaf.density as? any LocalisedDensity {
        localised.append((leaf.weight, small))
        continue
      }
      width = Swift.min(width, leaf.density.angularScaleRadians)
      isAnalytic = isAnalytic && leaf.density.isAnalytic
      if let parts = leaf.density.separableParts {
        separable += parts.map {
          SeparablePart(weight: leaf.weight * $0.weight, terms: $0.terms, shape: $0.shape)
        }
      } else if leaf.density.creases.isEmpty {
        others.smooth.append(leaf)
      } else {
        others.creased.append(leaf)
        for crease in leaf.density.creases where !creases.contains(crease) {
          creases.append(crease)
        }
      }
    }
    smooth = Self.joined(others.smooth)
    creased = Self.joined(others.creased)
  }

  private static func flatten(_ part: SumDensity.Part, into leaves: inout [SumDensity.Part]) {
    guard let sum = part.density as? SumDensity else { return leaves.append(part) }
    for inner in sum.parts {
      flatten(.init(weight: part.weight * inner.weight, density: inner.density), into: &leaves)
    }
  }

  /// One model for all parts, without a sum around a lone one.
  private static func joined(_ parts: [SumDensity.Part]) -> (any ElectronDensity)? {
    guard let first = parts.first else { return nil }
    return parts.count == 1 && first.weight == 1 ? first.density : SumDensity(unchecked: parts)
  }
}

/// Everything about a sightline integral that does not depend on the sightline.
struct SightlineSetup: Sendable {
  let weights: ScatteringWeights
  let rule: SightlineRule
  let split: DensitySplit
  let plan: SeparablePlan
  /// Whether there is anything for the nodes that all sightlines share.
  let hasSmoothPart: Bool
  /// Whether there is anything but localised parts.
  var hasPanels: Bool { hasSmoothPart || split.creased != nil }

  /// - Parameters:
  ///   - table: the kernel as a table, nil for the exact one.
  ///   - rule: the rule for the width of the narrowest belt, radians.
  init(
    density: any ElectronDensity, kernel: ThomsonKernel, table: ThomsonTable?,
    rule: (_ width: Double) -> SightlineRule
  ) {
    weights = ScatteringWeights(kernel: kernel, table: table)
    split = DensitySplit(density)
    self.rule = rule(split.width)
    plan = SeparablePlan(split.separable, pairs: self.rule.pairs)
    hasSmoothPart = !plan.shapes.isEmpty || split.smooth != nil
  }
}

/// What all sightlines of one observer share of the tail behind that observer.
struct SightlineTail: Sendable {
  struct Point: Sendable {
    /// Distance of the observer over that of the point.
    let ratio: Double
    let radius: Double
    let logarithm: Double
    /// Length along the radius times `T`, and times `P`.
    let weightedT: Double
    let weightedP: Double
    let null: NullWeights
  }

  /// The points of a tail and what the separable parts are there.
  struct Rule: Sendable {
    let points: [Point]
    /// How many points a panel has.
    let panelOrder: Int
    /// The power laws at every point and shape, shapes running fastest.
    let radialDensities: [Double]

    init(_ nodes: [SightlineRule.TailNode], order: Int, distance: Double, _ setup: SightlineSetup) {
      points = nodes.map { node in
        let radius = distance / node.ratio
        let (t, p) = setup.weights.kernel.coefficients(atRadius: radius)
        let length = node.weight * distance
        return Point(
          ratio: node.ratio, radius: radius, logarithm: Double.log(radius),
          weightedT: t * length, weightedP: p * length, null: node.null)
      }
      panelOrder = order
      radialDensities = points.flatMap {
        setup.plan.radialDensities(logarithmOfRadius: $0.logarithm)
      }
    }
  }

  /// Distance of the observer from the Sun's centre, solar radii.
  let distance: Double
  /// For elongations whose sine is up to `wideSine`.
  let short: Rule
  /// For those beyond.
  let long: Rule
  let wideSine: Double

  /// The tail behind an observer, who stands at a distance in solar radii.
  init(behind distance: Double, _ setup: SightlineSetup) {
    self.distance = distance
    let order = setup.rule.tailOrder
    short = Rule(
      setup.rule.shortTail, order: order, distance: distance, setup)
    long = Rule(
      setup.rule.longTail, order: order,
      distance: distance, setup)
    wideSine = setup.rule.tailPieces > 1 ? 0.5 * Double.sin(setup.split.width) : 1
  }
}
