public import Astronomy
internal import RealModule
public import Trajectories

/// A condition on the Sun and the Earth's limb as a spacecraft sees them.
///
/// Without an atmosphere the Earth is a bare spheroid. Refraction bends the lowest rays by up to 1.1°,
/// so from a low orbit sunset is a quarter of a minute later than it is here, and dim and red.
public struct EarthLimbCondition: WindowCondition {
  /// What must hold.
  public enum Requirement: Sendable, Hashable {
    /// The whole Sun stands clear of the Earth: out of its penumbra.
    case sunlit
    /// At least some of the Sun is to be seen: out of the Earth's umbra.
    case outsideUmbra
    /// The Sun's centre stands at least this angle above the limb, radians; negative is below.
    case sunAboveLimb(radians: Double)
  }

  /// What must hold.
  public let requirement: Requirement
  /// The Earth.
  public internal(set) var earth: Spheroid
  /// The photosphere's radius, m.
  public let sunRadius: Double
  /// The air that bends the rays at the limb; nil for none.
  public let atmosphere: EarthAtmosphere?

  /// A condition on the Earth's limb.
  ///
  /// - Parameters:
  ///   - requirement: what must hold.
  ///   - earth: the Earth's figure, with the pole of about the date.
  ///   - sunRadius: the photosphere's radius, m.
  ///   - atmosphere: the air that bends the rays at the limb; nil for none.
  public init(
    _ requirement: Requirement, earth: Spheroid,
    sunRadius: Double = PhysicalConstants.nominalSolarRadius, atmosphere: EarthAtmosphere? = nil
  ) {
    self.requirement = requirement
    self.earth = earth
    self.sunRadius = sunRadius
    self.atmosphere = atmosphere
  }

  public var name: String {
    switch requirement {
    case .sunlit: "sunlit"
    case .outsideUmbra: "outside-umbra"
    case .sunAboveLimb(let angle): "above-limb \(angle / Angles.degree)deg"
    }
  }

  public func margin(in context: FormationContext) throws(GeometryError) -> Double {
    let angle = try sunHeight(in: context)
    switch requirement {
    case .sunlit: return angle - apparentSunRadius(in: context)
    case .outsideUmbra: return angle + apparentSunRadius(in: context)
    case .sunAboveLimb(let least): return angle - least
    }
  }

  /// The Sun's apparent radius, radians.
  func apparentSunRadius(in context: FormationContext) -> Double {
    angularRadius(ofSphere: sunRadius, at: context.sun.distance)
  }

  /// From the lowest visible point of the limb up to the Sun's centre, radians.
  func sunHeight(in context: FormationContext) throws(GeometryError) -> Double {
    let place = context.observer.position
    guard var angle = earth.angleToLimb(from: context.sun.directionAtRest, at: place) else {
      throw GeometryError(
        .observerInsideOcculter,
        "condition '\(name)': at \(context.instant.text(fractionDigits: 3)) the observer is "
          + "\(place.length / 1000) km from the Earth's centre, on or below its surface; for a "
          + "place on the ground use a condition on altitude")
    }
    if let atmosphere {
      angle -= atmosphere.lowestVisible(from: place.length, radius: earth.equatorialRadius)
    }
    return angle
  }

  public func maximumRate(
    over interval: ClosedRange<Instant>, around middle: FormationContext, observer: MotionBounds,
    sunRate: Double
  ) -> Double {
    // The Sun's direction at rest turns no faster than `sunRate`, which also holds the observer's own
    // aberration. Its apparent size changes by less than a tenth of its direction's turning; each dip of
    // the atmosphere's two levels changes no faster than the limb seen from the lower of them. Without
    // clouds the two are one.
    let levels = (atmosphere?.opaqueBelow ?? 0) > 0 ? 2.0 : 0
    let limb = earth.limbRate(
      minimumRadius: observer.minimumRadius - (atmosphere?.opaqueBelow ?? 0),
      maximumSpeed: observer.maximumSpeed)
    return 1.1 * sunRate + limb * (1 + levels)
  }
}

extension EarthLimbCondition {
  /// The Earth's outline with its air, as seen from a place in metres, GCRF; nil on its surface.
  ///
  /// Refraction lowers the limb everywhere by what the lowest ray that passes is bent. The distance of
  /// a direction from this outline is the height by which the condition judges, to 1e-7 rad.
  public func outline(from position: Vector3) -> Outline? {
    earth.outline(
      from: position,
      widenedBy: atmosphere?.lowestVisible(
        from: position.length, radius: earth.equatorialRadius) ?? 0)
  }
}

extension EarthLimbCondition {
  /// The outline beside which the observer sees the apparent Sun; nil on the Earth's surface.
  ///
  /// Where the observer moves about the Earth, that motion aberrates the limb with the Sun: next to the
  /// Sun the outline is turned as the Sun is.
  func outline(in context: FormationContext) -> Outline? {
    // The sine of at most some seconds of arc: a turn to first order is exact to 1e-9.
    let turn = context.sun.directionAtRest.cross(context.sun.direction)
    let position = context.observer.position
    var moved = self
    moved.earth = earth.turned(bySmallAngles: turn)
    return moved.outline(from: position + turn.cross(position))
  }
}

extension Formation {
  /// The stretches of a span in which the Earth hides some of the Sun, and those in which it hides all.
  ///
  /// - Parameters:
  ///   - span: the time to search.
  ///   - limb: the Earth, its air and the Sun; what it requires is of no account.
  ///   - progress: hears how far the search is.
  /// - Throws: `GeometryError` when the span is not covered or the observer is inside the Earth.
  public func earthShadow(
    over span: ClosedRange<Instant>, limb: EarthLimbCondition, progress: SearchProgress? = nil
  ) throws -> (penumbra: ConditionResult, umbra: ConditionResult) {
    // Both depend on the same height: one search serves them.
    let search = try search(
      over: span, progress: progress, rate: limb.maximumRate,
      spread: { interval, depths, middle, motion, sunRate in
        limb.slopeSpread(
          over: interval, height: -(depths[0] + depths[1]) / 2, around: middle, observer: motion,
          sunRate: sunRate)
      },
      depths: { context in
        let height = try limb.sunHeight(in: context)
        let sun = limb.apparentSunRadius(in: context)
        return SIMD3(sun - height, -sun - height, -.infinity)
      })
    return (search.result(of: 0, over: span), search.result(of: 1, over: span))
  }
}
