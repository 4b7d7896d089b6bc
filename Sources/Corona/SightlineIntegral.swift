internal import VectorMath

/// The hot loop: integrals of scattered light along eight sightlines at once.
///
/// `total = ∫ nₑ (2T − P ρ²/r²) ds` and `polarized = ∫ nₑ P ρ²/r² ds`, electrons per cubic centimetre
/// times solar radii. Lanes never mix, and nothing is allocated.
struct SightlineIntegral {
  var total = Double8.zero
  var polarized = Double8.zero

  /// The integral from the observer's place, or from infinity where there is no tail, to the far side
  /// or to the photosphere.
  ///
  /// - Parameter lanes: room for what a group needs, reused from call to call.
  init(
    along group: SightlineGroup, _ setup: SightlineSetup, tail: SightlineTail?,
    lanes: inout SeparableLanes
  ) {
    lanes.project(group, setup.plan)
    let isOnDisc = group.impactParameter .<= 1
    if any(isOnDisc) {
      addDisc(group, setup, &lanes)
      if !all(isOnDisc) {
        var whole = SightlineIntegral()
        var outside = group
        // Lanes on the disc are thrown away; a harmless number keeps them out of the singularity.
        outside.impactParameter.replace(with: 2, where: isOnDisc)
        whole.addWhole(outside, setup, &lanes)
        total.replace(with: whole.total, where: .!isOnDisc)
        polarized.replace(with: whole.polarized, where: .!isOnDisc)
      }
    } else {
      addWhole(group, setup, &lanes)
    }
    if let tail { subtract(tail, group, setup, lanes) }
  }

  private init() {}

  /// Adds a whole sightline off the disc, from minus to plus infinity.
  private mutating func addWhole(
    _ group: SightlineGroup, _ setup: SightlineSetup, _ lanes: inout SeparableLanes
  ) {
    let rho = group.impactParameter
    let inverseRho = 1 / rho
    let logarithmOfRho = Double8.log(rho)
    lanes.setAmplitudes(logarithm: logarithmOfRho, setup.plan)
    let nodes = setup.rule.pairs
    let model = setup.remainder
    for index in nodes.indices {
      let node = nodes[index]
      let radius = rho * node.secant
      let inverse = inverseRho * node.cosine
      let (t, p) = setup.kernel.coefficients(atRadius: radius, inverseRadius: inverse)
      var electrons = lanes.pairDensity(
        node: index, cosine: node.cosine, sine: node.sine, setup.plan)
      if let model {
        let radii = CoronalRadii(
          radius: radius, logarithm: logarithmOfRho + node.logarithmOfSecant, inverse: inverse)
        let across = Double8(repeating: node.cosine)
        for sine in [node.sine, -node.sine] {
          electrons += model.electronsPerCubicCentimetre(
            at: CoronalPoints(
              radii: radii,
              directions: group.direction(tangent: across, back: Double8(repeating: sine))))
        }
      }
      add(electrons * node.weight, t, polarizing: p * (node.cosine * node.cosine))
    }
    total *= rho
    polarized *= rho
  }

  /// Adds a sightline on the disc, from the near photosphere to infinity on the observer's side.
  private mutating func addDisc(
    _ group: SightlineGroup, _ setup: SightlineSetup, _ lanes: inout SeparableLanes
  ) {
    // Lanes off the disc are thrown away by the caller; at its edge they stay harmless.
    let rho = group.impactParameter.replacing(with: 1, where: group.impactParameter .> 1)
    let photosphere = Double8.sqrt((1 - rho) * (1 + rho))
    let nodes = setup.rule.disc
    let model = setup.remainder
    for index in nodes.indices {
      let t = nodes[index].distance
      let radius = Double8.sqrt(1 + t * (2 * photosphere + t))
      let inverse = 1 / radius
      let logarithm = Double8.log(radius)
      let kernel = setup.kernel.coefficients(atRadius: radius, inverseRadius: inverse)
      let sine = rho * inverse
      let cosine = (photosphere + t) * inverse
      lanes.setAmplitudes(logarithm: logarithm, setup.plan)
      var electrons = lanes.density(tangent: sine, back: cosine, setup.plan)
      if let model {
        electrons += model.electronsPerCubicCentimetre(
          at: CoronalPoints(
            radii: CoronalRadii(radius: radius, logarithm: logarithm, inverse: inverse),
            directions: group.direction(tangent: sine, back: cosine)))
      }
      add(electrons * nodes[index].weight, kernel.t, polarizing: kernel.p * (sine * sine))
    }
  }

  /// Takes back what lies behind the observer: `r = d/v²`, so that distance and kernel are the same
  /// for every lane, and `ds = dr / cos φ`, `sin φ = ρ/r = sin ε v²`.
  private mutating func subtract(
    _ tail: SightlineTail, _ group: SightlineGroup, _ setup: SightlineSetup,
    _ lanes: SeparableLanes
  ) {
    let model = setup.remainder
    for index in tail.points.indices {
      let point = tail.points[index]
      let sine = group.sineOfElongation * point.ratio
      let square = sine * sine
      let cosine = Double8.sqrt(1 - square)
      var electrons = lanes.density(
        tangent: sine, back: cosine, radial: tail.radialDensities,
        from: index * setup.plan.shapes.count, setup.plan)
      if let model {
        electrons += model.electronsPerCubicCentimetre(
          at: CoronalPoints(
            radii: CoronalRadii(
              radius: Double8(repeating: point.radius),
              logarithm: Double8(repeating: point.logarithm),
              inverse: Double8(repeating: 1 / point.radius)),
            directions: group.direction(tangent: sine, back: cosine)))
      }
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
}
