public import Astronomy
internal import RealModule
public import Trajectories

/// A condition on the Sun and the Earth's limb as a spacecraft sees them.
///
/// The Earth is a spheroid without an atmosphere; refraction bends the lowest rays inward by up to
/// 1.1°, so the last half minute of a sunset from a low orbit is not as dark as it is here.
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
  public let earth: Spheroid
  /// The photosphere's radius, m.
  public let sunRadius: Double

  /// A condition on the Earth's limb.
  ///
  /// - Parameters:
  ///   - requirement: what must hold.
  ///   - earth: the Earth's figure, with the pole of about the date.
  ///   - sunRadius: the photosphere's radius, m.
  public init(
    _ requirement: Requirement, earth: Spheroid,
    sunRadius: Double = PhysicalConstants.nominalSolarRadius
  ) {
    self.requirement = requirement
    self.earth = earth
    self.sunRadius = sunRadius
  }

  public var name: String {
    switch requirement {
    case .sunlit: "sunlit"
    case .outsideUmbra: "outside-umbra"
    case .sunAboveLimb(let angle): "above-limb \(angle / Angles.degree)deg"
    }
  }

  public func margin(in context: FormationContext) throws(GeometryError) -> Double {
    let place = context.observer.position
    guard let angle = earth.angleToLimb(from: context.sun.direction, at: place) else {
      throw GeometryError(
        .observerInsideOcculter,
        "condition '\(name)': at \(context.instant.text(fractionDigits: 3)) the observer is "
          + "\(place.length / 1000) km from the Earth's centre, on or below its surface; for a "
          + "place on the ground use a condition on altitude")
    }
    let sun = angularRadius(ofSphere: sunRadius, at: context.sun.distance)
    switch requirement {
    case .sunlit: return angle - sun
    case .outsideUmbra: return angle + sun
    case .sunAboveLimb(let least): return angle - least
    }
  }

  public func maximumRate(
    over interval: ClosedRange<Instant>, around middle: FormationContext, observer: MotionBounds,
    sunRate: Double
  ) -> Double {
    // The Sun's apparent size changes by less than a tenth of its direction's turning.
    1.1 * sunRate
      + earth.limbRate(
        minimumRadius: observer.minimumRadius, maximumSpeed: observer.maximumSpeed)
  }
}
