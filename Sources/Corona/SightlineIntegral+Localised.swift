internal import Astronomy
internal import VectorMath

/// Thin and small structures: ray by ray, between the ends that the model tells.
extension SightlineIntegral {
  /// Adds every localised density to every lane.
  ///
  /// - Parameter scale: what makes errors of residuals across kinks; nil where nobody compared any.
  mutating func addLocalised(
    _ group: SightlineGroup, _ setup: SightlineSetup, _ tail: SightlineTail?,
    scale: KinkErrorScale? = nil
  ) {
    for lane in 0..<8 {
      let sightline = group.sightline(lane, tail)
      let factor =
        scale?.factor(impactParameter: sightline.impactParameter) ?? KinkErrorScale.atRandom
      for (weight, density) in setup.split.localised where weight > 0 {
        let integral = LocalisedIntegral(of: density, along: sightline, setup)
        total[lane] += weight * integral.total
        polarized[lane] += weight * integral.polarized
        localisedError[lane] += weight * (integral.error + factor * integral.kinkDeviation)
      }
    }
  }
}

extension SightlineGroup {
  /// One of the sightlines by itself.
  func sightline(_ lane: Int, _ tail: SightlineTail?) -> Sightline {
    Sightline(
      impactParameter: impactParameter[lane],
      tangent: Vector3(tangent.x[lane], tangent.y[lane], tangent.z[lane]),
      back: Vector3(back.x[lane], back.y[lane], back.z[lane]),
      observerDistance: tail?.distance ?? .infinity)
  }
}

/// The integral of one localised density along one sightline.
struct LocalisedIntegral {
  private(set) var total = 0.0
  private(set) var polarized = 0.0
  /// How far it may be off where it is smooth.
  private(set) var error = 0.0

  /// The expected square of the error of all panels with kinks: independent of each other, they add as
  /// squares.
  private var kinkVariance = 0.0
  /// The deviation to be expected of it for kinks at random places.
  var kinkDeviation: Double { kinkVariance.squareRoot() }

  /// More panels than this on one stretch would only be the answer to a senseless scale.
  private static let panelLimit = 4096.0

  init(
    of density: any LocalisedDensity, along sightline: Sightline, _ setup: SightlineSetup
  ) {
    for stretch in density.stretches(along: sightline) {
      // A stretch that is not a number, or lies outside the reach, holds no light.
      let start = Swift.max(stretch.range.lowerBound, sightline.reach.lowerBound)
      let end = Swift.min(stretch.range.upperBound, sightline.reach.upperBound)
      guard end > start, (end - start).isFinite else { continue }
      add(density, sightline, from: start, to: end, stretch, setup)
    }
    if kinkVariance > 0 { error += 1e-14 * abs(total) }
  }

  private mutating func add(
    _ density: any LocalisedDensity, _ sightline: Sightline, from start: Double, to end: Double,
    _ stretch: SightlineStretch, _ setup: SightlineSetup
  ) {
    let rule = setup.rule.localised
    let scale = stretch.scale
    let shortest = (end - start) / Self.panelLimit
    let rho = sightline.impactParameter
    let longest = Swift.max(shortest, scale > 0 ? rule.length * scale : shortest)
    var position = start
    while position < end {
      // The sum over the Sun changes with the distance from it, whatever the structure's own scale.
      let radius = (rho * rho + position * position).squareRoot()
      var step = Swift.min(longest, Swift.max(0.5 * radius, shortest))
      let rest = end - position
      // Equal panels instead of a sliver at the end.
      step = rest <= step ? rest : rest < 2 * step ? 0.5 * rest : step
      guard position + step > position else { break }
      let isAtPhotosphere = rho < 1 && position == sightline.reach.lowerBound
      addPanel(
        density, sightline, from: position, length: step, isDrawn: isAtPhotosphere,
        isSmooth: stretch.isSmooth, rule, setup)
      position = rest <= step ? end : position + step
    }
  }

  private mutating func addPanel(
    _ density: any LocalisedDensity, _ sightline: Sightline, from start: Double, length: Double,
    isDrawn: Bool, isSmooth: Bool, _ rule: LocalisedRule, _ setup: SightlineSetup
  ) {
    let rho = sightline.impactParameter
    let (tangent, back) = (sightline.tangent, sightline.back)
    var sums = (0.0, 0.0)
    var null = (0.0, 0.0, 0.0, 0.0, 0.0)
    for octet in rule.octets {
      // Next to the photosphere the kernel starts as a root: quadratic there.
      let v = octet.abscissa
      let s = isDrawn ? start + length * (v * v) : start + length * v
      let step = isDrawn ? octet.weight * (2 * length * v) : octet.weight * length
      let radius = Double8.sqrt(s * s + rho * rho)
      let inverse = 1 / radius
      let height = (s * s + (rho - 1) * (rho + 1)) / (radius + 1)
      let (t, p) = setup.weights.coefficients(atHeight: height, inverseRadius: inverse)
      let (a, b) = (rho * inverse, s * inverse)
      let electrons = density.electronsPerCubicCentimetre(
        at: CoronalPoints(
          radii: CoronalRadii(radius: radius, inverse: inverse),
          directions: CoronalDirections(
            x: tangent.x * a + back.x * b, y: tangent.y * a + back.y * b,
            z: tangent.z * a + back.z * b)))
      let polarizing = p * (a * a)
      let column = electrons * step
      let light = column * (2 * t - polarizing)
      sums.0 += light.sum()
      sums.1 += (column * polarizing).sum()
      null.0 += (light * octet.null.0).sum()
      null.1 += (light * octet.null.1).sum()
      null.2 += (light * octet.null.2).sum()
      null.3 += (light * octet.null.3).sum()
      null.4 += (light * octet.null.4).sum()
    }
    total += sums.0
    polarized += sums.1
    if isSmooth {
      error += rule.error(total: sums.0, null: null)
    } else {
      kinkVariance += rule.kinkVariance(null: null)
    }
  }
}
