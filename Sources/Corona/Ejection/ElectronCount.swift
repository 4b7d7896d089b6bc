internal import Astronomy
internal import RealModule
internal import VectorMath

/// The density integrated over the space outside the photosphere: numbers of electrons.
///
/// Coordinates follow the surface, so that the skin lies along one of them; the angle about the rope and
/// the photosphere are done in closed form, the rest by composite Gauss rules. Against eight times the
/// panels the count is the same within 1e-7, and within 1e-4 where the photosphere cuts through.
extension GraduatedCylindricalSurface {
  /// The number of electrons, one solar radius being the length of ``CoronaConstants/codata2022``.
  ///
  /// - Parameter refinement: how many times as many panels; one but for tests.
  func electronCount(skin: EjectionSkin, refinement: Int = 1) -> Double {
    let volume =
      2 * (frontCount(skin, refinement) + legCount(skin, refinement)) + tipCount(skin, refinement)
    return volume * SolarVolume.cubicCentimetresPerCubicRadius
  }

  /// `∫ dβ ∫ q dq n(q − R) ∫ s dφ` with `s = X₀ + q cos φ`, distance from the circle's centre line:
  /// `dV = s q dq dφ dβ`.
  private func frontCount(_ skin: EjectionSkin, _ refinement: Int) -> Double {
    var sum = 0.0
    for beta in CompositeGauss.nodes(from: -halfAngle, to: 0.5 * Double.pi, panels: 40 * refinement)
    {
      let sineOfBeta = Double.sin(beta.abscissa)
      let (centre, radius) = section(sineOfBeta: sineOfBeta)
      let towards = centre + centreHeight * sineOfBeta
      let distance =
        centre * centre + centreHeight * (centreHeight + 2 * sineOfBeta * centre)
      sum +=
        beta.weight
        * skin.integral(aroundRadius: radius, refinement) { q in
          // r² = distance + q² + 2 q towards cos φ must exceed one, and s zero.
          let photosphere = (1 - distance - q * q) / Swift.max(2 * q * towards, 1e-300)
          let least = Swift.max(-1, -centre / q, photosphere)
          guard least < 1 else { return 0 }
          let angle = Double.acos(least)
          return 2 * q * (centre * angle + q * Double.sin(angle))
        }
    }
    return sum
  }

  /// `∫ dt ∫ p dp n(p − t tan δ) ∫ dφ` along a leg, where x > 0.
  private func legCount(_ skin: EjectionSkin, _ refinement: Int) -> Double {
    var sum = 0.0
    let ends = legHeight > 1 ? [0, 1, legHeight] : [0, legHeight]
    for (from, to) in zip(ends, ends.dropFirst()) {
      for along in CompositeGauss.nodes(from: from, to: to, panels: 40 * refinement) {
        let t = along.abscissa
        let photosphere = Swift.max((1 - t) * (1 + t), 0).squareRoot()
        sum +=
          along.weight
          * skin.integral(aroundRadius: t * slope, refinement, beyond: photosphere) { p in
            let limit = t * tangent / p
            return p * (limit >= 1 ? 2 * Double.pi : 2 * (Double.pi - Double.acos(limit)))
          }
      }
    }
    return sum
  }

  /// What a skin wider than the Sun leaves behind it, where the depth is the distance from the legs' tip:
  /// between the planes across the legs.
  private func tipCount(_ skin: EjectionSkin, _ refinement: Int) -> Double {
    (2 * Double.pi - 4 * halfAngle)
      * skin.integral(aroundRadius: 0, refinement, beyond: 1) { $0 * $0 }
  }
}

extension EllipsoidalSurface {
  /// The number of electrons: `∫ dΩ ∫ q² dq n(q − R(Ω))` about the centre, but for the photosphere.
  ///
  /// Against eight times the panels the count is the same within 1e-7, and within 1e-4 where the
  /// photosphere cuts through.
  ///
  /// - Parameter refinement: how many times as many panels; one but for tests.
  func electronCount(skin: EjectionSkin, refinement: Int = 1) -> Double {
    var sum = 0.0
    let turns = 32 * refinement
    for polar in CompositeGauss.nodes(from: -1, to: 1, panels: 24 * refinement) {
      let cosine = polar.abscissa
      let sine = ((1 - cosine) * (1 + cosine)).squareRoot()
      for turn in 0..<turns {
        // A quarter turn stands for all four; equal steps are exact for what is periodic.
        let angle = 0.5 * Double.pi * (Double(turn) + 0.5) / Double(turns)
        let direction = Vector3(sine * Double.cos(angle), cosine, sine * Double.sin(angle))
        let radius = 1 / (direction * Vector3(1 / axes.x, 1 / axes.y, 1 / axes.z)).length
        sum += polar.weight * count(cosine: cosine, radius: radius, skin, refinement)
      }
    }
    return sum * 2 * Double.pi / Double(turns) * SolarVolume.cubicCentimetresPerCubicRadius
  }

  private func count(
    cosine: Double, radius: Double, _ skin: EjectionSkin, _ refinement: Int
  ) -> Double {
    let whole = skin.integral(aroundRadius: radius, refinement) { $0 * $0 }
    // Where the way from the centre is inside the photosphere: q² + 2 q c cos θ + c² < 1.
    let middle = -centreHeight * cosine
    let square = 1 - (centreHeight - middle * -cosine) * (centreHeight + middle * cosine)
    guard square > 0 else { return whole }
    let half = square.squareRoot()
    guard middle + half > 0 else { return whole }
    return whole
      - skin.integral(
        aroundRadius: radius, refinement, beyond: Swift.max(middle - half, 0), until: middle + half
      ) { $0 * $0 }
  }
}

extension EjectionSkin {
  /// `∫ n(q − radius) f(q) dq` over the skin, between two limits.
  fileprivate func integral(
    aroundRadius radius: Double, _ refinement: Int, beyond lower: Double = 0,
    until upper: Double = .infinity,
    _ function: (Double) -> Double
  ) -> Double {
    let ends = [radius - innerReach, radius, radius + outerReach]
      .map { Swift.min(Swift.max($0, Swift.max(lower, 0)), upper) }
    var sum = 0.0
    for (from, to) in zip(ends, ends.dropFirst()) where from < to {
      for node in CompositeGauss.nodes(from: from, to: to, panels: 3 * refinement) {
        sum +=
          node.weight * function(node.abscissa)
          * electronsPerCubicCentimetre(atDepth: node.abscissa - radius)
      }
    }
    return sum
  }
}

/// Gauss rules of order eight on equal panels.
enum CompositeGauss {
  private static let rule = GaussLegendre(order: 8)

  static func nodes(from lower: Double, to upper: Double, panels: Int) -> [GaussLegendre.Node] {
    let width = (upper - lower) / Double(panels)
    return (0..<panels).flatMap { panel in
      rule.nodes(
        from: lower + Double(panel) * width, to: lower + Double(panel + 1) * width)
    }
  }
}

/// Solar radii and centimetres, cubed.
enum SolarVolume {
  static let cubicCentimetresPerCubicRadius: Double = {
    let radius = CoronaConstants.codata2022.solarRadiusCentimetres
    return radius * radius * radius
  }()
}
