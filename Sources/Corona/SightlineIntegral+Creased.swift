internal import Astronomy
internal import VectorMath

/// Densities with creases: every lane is cut where its own sightline meets them.
extension SightlineIntegral {
  /// Adds whole sightlines off the disc, up to the observer.
  ///
  /// With `τ = tan(θ/2)`, where `s = ρ tan θ`, all is rational: `s = 2ρτ/(1−τ²)`,
  /// `r = ρ(1+τ²)/(1−τ²)`, `ds = 2ρ(1+τ²)/(1−τ²)² dτ`. The points ±τ share distance and kernel, so that
  /// both halves are cut where either half meets a crease, and at the observer, behind whom only the
  /// far half counts.
  mutating func addCreasedWhole(
    _ model: any ElectronDensity, _ group: SightlineGroup, _ setup: SightlineSetup,
    _ tail: SightlineTail?, _ space: inout SightlineWorkspace
  ) {
    let rho = group.impactParameter
    let inverseRho = 1 / rho
    let distance = tail?.distance ?? .infinity
    let reach = CreaseCuts.halfTangent(rho: rho, radius: Double8(repeating: distance))
    let observer = distance.isFinite ? reach : Double8(repeating: 1)
    CreaseCuts.whole(group, setup.split.creases, observer: observer, &space.cuts)
    for panel in 0..<space.cuts.count - 1 {
      let lower = space.cuts[panel]
      let length = space.cuts[panel + 1] - lower
      let isBeyond = lower .>= observer
      let front = Double8(repeating: 1).replacing(with: 0, where: isBeyond)
      let hasFront = !all(isBeyond)
      let rule = setup.rule.creased.rule(panel, of: space.cuts.count - 1)
      var sums = PanelSums()
      for node in rule.nodes {
        let tau = Double8.multiplyAdd(length, node.abscissa, lower)
        let square = tau * tau
        // At infinity itself the density of light is zero; the floor keeps it a number.
        let difference = Self.above(1e-100, (1 - tau) * (1 + tau))
        let sum = 1 + square
        let inverseBoth = 1 / (difference * sum)
        let secant = sum * sum * inverseBoth
        let cosine = difference * difference * inverseBoth
        let sine = 2 * tau * difference * inverseBoth
        let radius = rho * secant
        let inverse = inverseRho * cosine
        let (t, p) = setup.weights.coefficients(atHeight: radius - 1, inverseRadius: inverse)
        let radii = CoronalRadii(radius: radius, inverse: inverse)
        var electrons = model.electronsPerCubicCentimetre(
          at: CoronalPoints(
            radii: radii, directions: group.direction(tangent: cosine, back: -sine)))
        if hasFront {
          let near = model.electronsPerCubicCentimetre(
            at: CoronalPoints(
              radii: radii, directions: group.direction(tangent: cosine, back: sine)))
          electrons = .multiplyAdd(near, front, electrons)
        }
        // ds/dτ = 2ρ(1+τ²)/(1−τ²)² = 2ρ sec²θ/(1+τ²), and ρ comes last.
        let step = (2 * node.weight) * length * (secant * secant) * (difference * inverseBoth)
        sums.add(electrons * step, t, polarizing: p * (cosine * cosine), node.null)
      }
      add(sums, times: rho)
    }
  }

  /// Adds sightlines on the disc, from the near photosphere up to the observer.
  ///
  /// With `s = √(1 − ρ²) + t` and `t = ½ w/(1−w)`; the centre of the disc is no special case.
  mutating func addCreasedDisc(
    _ model: any ElectronDensity, _ group: SightlineGroup, _ setup: SightlineSetup,
    _ tail: SightlineTail?, _ space: inout SightlineWorkspace
  ) {
    let rho = group.impactParameter.replacing(with: 1, where: group.impactParameter .> 1)
    let photosphere = Double8.sqrt((1 - rho) * (1 + rho))
    CreaseCuts.disc(
      group, rho: rho, photosphere: photosphere, setup.split.creases,
      distance: tail?.distance ?? .infinity, &space.cuts)
    for panel in 0..<space.cuts.count - 1 {
      let lower = space.cuts[panel]
      let length = space.cuts[panel + 1] - lower
      let isLast = panel == space.cuts.count - 2
      let rule = isLast ? setup.rule.creased.discLast : setup.rule.creased.discMiddle
      var sums = PanelSums()
      for node in rule.nodes {
        let w = Double8.multiplyAdd(length, node.abscissa, lower)
        let inverseRest = 1 / Self.above(1e-100, 1 - w)
        let distance = 0.5 * w * inverseRest
        let excess = distance * (2 * photosphere + distance)
        let radius = Double8.sqrt(1 + excess)
        let inverse = 1 / radius
        let (t, p) = setup.weights.coefficients(
          atHeight: excess / (radius + 1), inverseRadius: inverse)
        let sine = rho * inverse
        let cosine = (photosphere + distance) * inverse
        let electrons = model.electronsPerCubicCentimetre(
          at: CoronalPoints(
            radii: CoronalRadii(radius: radius, inverse: inverse),
            directions: group.direction(tangent: sine, back: cosine)))
        let step = (0.5 * node.weight) * length * (inverseRest * inverseRest)
        sums.add(electrons * step, t, polarizing: p * (sine * sine), node.null)
      }
      add(sums, times: Double8(repeating: 1))
    }
  }

  @inline(__always)
  private static func above(_ least: Double, _ value: Double8) -> Double8 {
    value.replacing(with: least, where: value .< least)
  }
}
