internal import VectorMath

/// Room for what a group of sightlines needs, reused from group to group.
struct SightlineWorkspace {
  var lanes: SeparableLanes
  /// Where sightlines are cut, sorted, with both ends.
  var cuts: [Double8] = []

  init(_ setup: SightlineSetup) {
    lanes = SeparableLanes(setup.plan)
    cuts.reserveCapacity(setup.split.creases.count + 3)
  }
}

/// The hot loop: integrals of scattered light along eight sightlines at once.
///
/// `total = ∫ nₑ (2T − P ρ²/r²) ds` and `polarized = ∫ nₑ P ρ²/r² ds`, electrons per cubic centimetre
/// times solar radii. Lanes never mix, and nothing is allocated but for rays that hit thin structures.
struct SightlineIntegral {
  var total = Double8.zero
  var polarized = Double8.zero
  /// What the panels leave unresolved, localised parts apart; ``SightlineErrorScale`` makes it an error.
  var residual = Double8.zero
  /// How far the localised parts of `total` and `polarized` may be off, in their unit.
  var localisedError = Double8.zero

  /// The integral from the observer's place, or from infinity where there is no tail, to the far side
  /// or to the photosphere.
  init(
    along group: SightlineGroup, _ setup: SightlineSetup, tail: SightlineTail?,
    _ space: inout SightlineWorkspace
  ) {
    self.init(smoothAlong: group, setup, tail: tail, &space)
    if !setup.split.localised.isEmpty { addLocalised(group, setup, tail) }
  }

  /// The same without thin and small structures.
  init(
    smoothAlong group: SightlineGroup, _ setup: SightlineSetup, tail: SightlineTail?,
    _ space: inout SightlineWorkspace
  ) {
    let isOnDisc = group.impactParameter .<= 1
    if any(isOnDisc) {
      addDisc(group, setup, tail, &space)
      if !all(isOnDisc) {
        var whole = SightlineIntegral()
        var outside = group
        // Lanes on the disc are thrown away; a harmless number keeps them out of the singularity.
        outside.impactParameter.replace(with: 2, where: isOnDisc)
        whole.addWhole(outside, setup, tail, &space)
        replace(with: whole, where: .!isOnDisc)
      }
    } else {
      addWhole(group, setup, tail, &space)
    }
    if setup.hasSmoothPart, let tail { subtract(tail, group, setup, space.lanes) }
  }

  init() {}

  private mutating func replace(with other: SightlineIntegral, where mask: SIMDMask<SIMD8<Int64>>) {
    total.replace(with: other.total, where: mask)
    polarized.replace(with: other.polarized, where: mask)
    residual.replace(with: other.residual, where: mask)
  }

  @inline(__always)
  mutating func add(_ panel: PanelSums, times scale: Double8) {
    total = .multiplyAdd(panel.total, scale, total)
    polarized = .multiplyAdd(panel.polarized, scale, polarized)
    residual = .multiplyAdd(panel.residual, scale, residual)
  }

  /// Adds whole sightlines off the disc.
  private mutating func addWhole(
    _ group: SightlineGroup, _ setup: SightlineSetup, _ tail: SightlineTail?,
    _ space: inout SightlineWorkspace
  ) {
    if setup.hasSmoothPart {
      space.lanes.project(group, setup.plan)
      addSmoothWhole(group, setup, &space.lanes)
    }
    if let model = setup.split.creased { addCreasedWhole(model, group, setup, tail, &space) }
  }

  /// Adds sightlines on the disc.
  private mutating func addDisc(
    _ group: SightlineGroup, _ setup: SightlineSetup, _ tail: SightlineTail?,
    _ space: inout SightlineWorkspace
  ) {
    if setup.hasSmoothPart {
      space.lanes.project(group, setup.plan)
      addSmoothDisc(group, setup, &space.lanes)
    }
    if let model = setup.split.creased { addCreasedDisc(model, group, setup, tail, &space) }
  }

  /// The smooth part from minus to plus infinity.
  private mutating func addSmoothWhole(
    _ group: SightlineGroup, _ setup: SightlineSetup, _ lanes: inout SeparableLanes
  ) {
    let rho = group.impactParameter
    let inverseRho = 1 / rho
    let logarithmOfRho = Double8.log(rho)
    lanes.setAmplitudes(logarithm: logarithmOfRho, setup.plan)
    let nodes = setup.rule.pairs
    let model = setup.split.smooth
    for panel in setup.rule.pairPanels {
      var sums = PanelSums()
      for index in panel {
        let node = nodes[index]
        let radius = rho * node.secant
        let inverse = inverseRho * node.cosine
        let (t, p) = setup.weights.coefficients(atHeight: radius - 1, inverseRadius: inverse)
        var electrons = lanes.pairDensity(
          node: index, cosine: node.cosine, sine: node.sine, setup.plan)
        if let model {
          let radii = CoronalRadii(
            radius: radius, logarithm: logarithmOfRho + node.logarithmOfSecant, inverse: inverse)
          let across = Double8(repeating: node.cosine)
          let along = Double8(repeating: node.sine)
          electrons += model.electronsPerCubicCentimetre(
            at: CoronalPoints(
              radii: radii, directions: group.direction(tangent: across, back: along)))
          electrons += model.electronsPerCubicCentimetre(
            at: CoronalPoints(
              radii: radii, directions: group.direction(tangent: across, back: -along)))
        }
        sums.add(
          electrons * node.weight, t, polarizing: p * (node.cosine * node.cosine), node.null)
      }
      add(sums, times: rho)
    }
  }

  /// The smooth part from the near photosphere to infinity on the observer's side.
  private mutating func addSmoothDisc(
    _ group: SightlineGroup, _ setup: SightlineSetup, _ lanes: inout SeparableLanes
  ) {
    // Lanes off the disc are thrown away by the caller; at its edge they stay harmless.
    let rho = group.impactParameter.replacing(with: 1, where: group.impactParameter .> 1)
    let photosphere = Double8.sqrt((1 - rho) * (1 + rho))
    let nodes = setup.rule.disc
    let model = setup.split.smooth
    for panel in setup.rule.discPanels {
      var sums = PanelSums()
      for index in panel {
        let node = nodes[index]
        let excess = node.distance * (2 * photosphere + node.distance)
        let radius = Double8.sqrt(1 + excess)
        let inverse = 1 / radius
        let logarithm = Double8.log(radius)
        let (t, p) = setup.weights.coefficients(
          atHeight: excess / (radius + 1), inverseRadius: inverse)
        let sine = rho * inverse
        let cosine = (photosphere + node.distance) * inverse
        lanes.setAmplitudes(logarithm: logarithm, setup.plan)
        var electrons = lanes.density(tangent: sine, back: cosine, setup.plan)
        if let model {
          electrons += model.electronsPerCubicCentimetre(
            at: CoronalPoints(
              radii: CoronalRadii(radius: radius, logarithm: logarithm, inverse: inverse),
              directions: group.direction(tangent: sine, back: cosine)))
        }
        sums.add(electrons * node.weight, t, polarizing: p * (sine * sine), node.null)
      }
      add(sums, times: Double8(repeating: 1))
    }
  }

  /// Takes back what lies behind the observer: `r = d/v²`, so that distance and kernel are the same
  /// for every lane, and `ds = dr / cos φ`, `sin φ = ρ/r = sin ε v²`.
  ///
  /// A tail spans no more than the elongation, seen from the Sun: only those that span a belt or so need
  /// their panel divided.
  private mutating func subtract(
    _ tail: SightlineTail, _ group: SightlineGroup, _ setup: SightlineSetup,
    _ lanes: SeparableLanes
  ) {
    let isLong = group.sineOfElongation .> tail.wideSine
    guard any(isLong) else { return subtract(tail.short, tail, group, setup, lanes) }
    var long = self
    long.subtract(tail.long, tail, group, setup, lanes)
    if !all(isLong) { subtract(tail.short, tail, group, setup, lanes) }
    replace(with: long, where: isLong)
  }

  private mutating func subtract(
    _ rule: SightlineTail.Rule, _ tail: SightlineTail, _ group: SightlineGroup,
    _ setup: SightlineSetup, _ lanes: SeparableLanes
  ) {
    let model = setup.split.smooth
    var start = 0
    while start < rule.points.count {
      var sums = PanelSums()
      for index in start..<Swift.min(start + rule.panelOrder, rule.points.count) {
        let point = rule.points[index]
        let sine = group.sineOfElongation * point.ratio
        let square = sine * sine
        let cosine = Double8.sqrt(1 - square)
        var electrons = lanes.density(
          tangent: sine, back: cosine, radial: rule.radialDensities,
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
        sums.add(
          electrons / cosine, Double8(repeating: point.weightedT),
          polarizing: square * point.weightedP, point.null)
      }
      total -= sums.total
      polarized -= sums.polarized
      residual += sums.residual
      start += rule.panelOrder
    }
  }
}
