internal import RealModule
internal import VectorMath

/// Everything about a sightline integral that does not depend on the sightline.
struct SightlineSetup: Sendable {
  let kernel: ThomsonKernel
  let rule: SightlineRule
  let plan: SeparablePlan
  /// The part of the density that is not separable.
  let remainder: (any ElectronDensity)?

  init(density: any ElectronDensity, kernel: ThomsonKernel, rule: SightlineRule) {
    self.kernel = kernel
    self.rule = rule
    let separable: [SeparablePart]
    if let parts = density.separableParts {
      (separable, remainder) = (parts, nil)
    } else if let sum = density as? SumDensity {
      (separable, remainder) = sum.split()
    } else {
      (separable, remainder) = ([], density)
    }
    plan = SeparablePlan(separable, pairs: rule.pairs)
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
  }

  let points: [Point]
  /// The power laws at every point and shape, shapes running fastest.
  let radialDensities: [Double]

  /// The tail behind an observer, who stands at a distance in solar radii.
  init(behind distance: Double, _ setup: SightlineSetup) {
    points = setup.rule.tail.map { node in
      let radius = distance / node.ratio
      let (t, p) = setup.kernel.coefficients(atRadius: radius)
      let length = node.weight * distance
      return Point(
        ratio: node.ratio, radius: radius, logarithm: Double.log(radius),
        weightedT: t * length, weightedP: p * length)
    }
    radialDensities = points.flatMap {
      setup.plan.radialDensities(logarithmOfRadius: $0.logarithm)
    }
  }
}
