public import Astronomy
public import Trajectories

/// The Sun's centre stands at least at an altitude over the horizon of a place on the ground.
///
/// The altitude is geometric: air lifts the setting Sun by 0.57°, which is left out.
public struct SunAltitudeCondition: WindowCondition {
  /// The place, which must be the observer.
  public let site: GroundSite
  /// The least altitude, radians; negative is below the horizon.
  public let leastAltitude: Double

  /// A condition on the Sun's altitude at a place.
  public init(site: GroundSite, leastAltitude: Double) {
    self.site = site
    self.leastAltitude = leastAltitude
  }

  public var name: String { "above-horizon \(leastAltitude / Angles.degree)deg" }

  public func margin(in context: FormationContext) throws(GeometryError) -> Double {
    site.horizontal(context.sun.direction, at: context.instant).altitude - leastAltitude
  }

  public func maximumRate(
    over interval: ClosedRange<Instant>, around middle: FormationContext, observer: MotionBounds,
    sunRate: Double
  ) -> Double {
    // The angle between the vertical and the Sun changes no faster than both directions turn.
    sunRate + EarthRotation.rate + EarthRotation.poleRateBound
  }
}
