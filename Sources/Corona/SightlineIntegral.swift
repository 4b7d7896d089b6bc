internal import VectorMath

/// The hot loop: integrals of scattered light along eight sightlines at once.
///
/// `total = ∫ nₑ (2T − P ρ²/r²) ds` and `polarized = ∫ nₑ P ρ²/r² ds`, electrons per cubic centimetre
/// times solar radii. Lanes never mix, and nothing is allocated.
struct SightlineIntegral {
  var total = Double8.zero
  var polarized = Double8.zero

  /// What every sightline of one observer shares of the tail behind that observer.
  struct TailPoint: Sendable {
    let ratio: Double
    let radius: Double
    let logarithm: Double
    /// Weight times `T`, and times `P`.
    let weightedT: Double
    let weightedP: Double
  }

  /// The integral from the observer's place, or from infinity where `tail` is empty, to the far side
  /// or to the photosphere.
  @inline(__always)
  init(
    along group: SightlineGroup, rule: SightlineRule, tail: [TailPoint],
    density: some ElectronDensity, kernel: ThomsonKernel
  ) {
    let isOnDisc = group.impactParameter .<= 1
    if !any(isOnDisc) {
      addWhole(group, rule.pairs, density, kernel)
    } else {
      addDisc(group, rule.disc, density, kernel)
      if !all(isOnDisc) {
        var whole = SightlineIntegral()
        var outside = group
        // Lanes on the disc are thrown away; a harmless number keeps them out of the singularity.
        outside.impactParameter.replace(with: 2, where: isOnDisc)
        whole.addWhole(outside, rule.pairs, density, kernel)
        total.replace(with: whole.total, where: .!isOnDisc)
        polarized.replace(with: whole.polarized, where: .!isOnDisc)
      }
    }
    subtractTail(group, tail, density)
  }

  private init() {}

  /// Adds a whole sightline off the disc, from minus to plus infinity.
  @inline(__always)
  private mutating func addWhole(
    _ group: SightlineGroup, _ nodes: [SightlineRule.PairNode],
    _ density: some ElectronDensity, _ kernel: ThomsonKernel
  ) {
    let rho = group.impactParameter
    let inverseRho = 1 / rho
    let logarithmOfRho = Double8.log(rho)
    for index in nodes.indices {
      let node = nodes[index]
      let radii = CoronalRadii(
        radius: rho * node.secant, logarithm: logarithmOfRho + node.logarithmOfSecant,
        inverse: inverseRho * node.cosine)
      let (t, p) = kernel.coefficients(atRadius: radii.radius, inverseRadius: radii.inverse)
      let along = Double8(repeating: node.cosine)
      let electrons = density.electronsPerCubicCentimetre(
        summedAt: radii,
        before: .combining(
          group.tangent, times: along, group.back, times: Double8(repeating: node.sine)),
        behind: .combining(
          group.tangent, times: along, group.back, times: Double8(repeating: -node.sine)))
      add(
        electrons * node.weight, t,
        polarizing: p * (node.cosine * node.cosine))
    }
    total *= rho
    polarized *= rho
  }

  /// Adds a sightline on the disc, from the near photosphere to infinity on the observer's side.
  @inline(never)
  private mutating func addDisc(
    _ group: SightlineGroup, _ nodes: [SightlineRule.DiscNode],
    _ density: some ElectronDensity, _ kernel: ThomsonKernel
  ) {
    // Lanes off the disc are thrown away by the caller; at its edge they stay harmless.
    let rho = group.impactParameter.replacing(with: 1, where: group.impactParameter .> 1)
    let photosphere = Double8.sqrt((1 - rho) * (1 + rho))
    for index in nodes.indices {
      let t = nodes[index].distance
      let radius = Double8.sqrt(1 + t * (2 * photosphere + t))
      let inverse = 1 / radius
      let radii = CoronalRadii(radius: radius, logarithm: .log(radius), inverse: inverse)
      let kernelValue = kernel.coefficients(atRadius: radius, inverseRadius: inverse)
      let sine = rho * inverse
      let electrons = density.electronsPerCubicCentimetre(
        at: CoronalPoints(
          radii: radii,
          directions: .combining(
            group.tangent, times: sine, group.back, times: (photosphere + t) * inverse)))
      add(
        electrons * nodes[index].weight, kernelValue.t, polarizing: kernelValue.p * (sine * sine))
    }
  }

  /// Takes back what lies behind the observer: `r = d/v²`, so that distance and kernel are the same
  /// for every lane, and `ds = dr / cos φ`, `sin φ = ρ/r = sin ε v²`.
  @inline(__always)
  private mutating func subtractTail(
    _ group: SightlineGroup, _ tail: [TailPoint], _ density: some ElectronDensity
  ) {
    for index in tail.indices {
      let point = tail[index]
      let radii = CoronalRadii(
        radius: Double8(repeating: point.radius), logarithm: Double8(repeating: point.logarithm),
        inverse: Double8(repeating: 1 / point.radius))
      let sine = group.sineOfElongation * point.ratio
      let square = sine * sine
      let cosine = Double8.sqrt(1 - square)
      let electrons = density.electronsPerCubicCentimetre(
        at: CoronalPoints(
          radii: radii,
          directions: .combining(group.tangent, times: sine, group.back, times: cosine)))
      add(
        -electrons / cosine, Double8(repeating: point.weightedT),
        polarizing: square * point.weightedP)
    }
  }

  @inline(__always)
  private mutating func add(
    _ electrons: Double8, _ t: Double8, polarizing p: Double8
  ) {
    total = .multiplyAdd(electrons, 2 * t - p, total)
    polarized = .multiplyAdd(electrons, p, polarized)
  }

  /// The points of the tail behind an observer at a distance.
  static func tail(
    behind distance: Double, rule: SightlineRule, kernel: ThomsonKernel
  ) -> [TailPoint] {
    rule.tail.map { node in
      let radius = distance / node.ratio
      let (t, p) = kernel.coefficients(atRadius: radius)
      let length = node.weight * distance
      return TailPoint(
        ratio: node.ratio, radius: radius,
        logarithm: Double8.log(Double8(repeating: radius))[0],
        weightedT: t * length, weightedP: p * length)
    }
  }
}
