public import Astronomy
public import Trajectories

/// The observer stands at least at an altitude over the horizon of a ground station.
///
/// Geometric: refraction, which lifts a craft at the horizon by half a degree, is left out.
public struct StationCondition: WindowCondition {
  /// The station.
  public let station: GroundSite
  /// The least altitude, radians.
  public let leastAltitude: Double

  private let label: String

  /// A condition on the observer's altitude over a station's horizon.
  ///
  /// - Parameters:
  ///   - station: where it stands.
  ///   - leastAltitude: radians, above −π/2.
  ///   - label: how the place is written.
  public init(_ station: GroundSite, leastAltitude: Double, label: String) {
    self.station = station
    self.leastAltitude = leastAltitude
    self.label = label
  }

  public var name: String { "seen-from \(label) above \(leastAltitude / Angles.degree)deg" }

  public func margin(in context: FormationContext) throws(GeometryError) -> Double {
    let sight =
      context.observer.position - station.state(at: context.instant).position
    return station.horizontal(sight, at: context.instant).altitude - leastAltitude
  }

  public func maximumRate(
    over interval: ClosedRange<Instant>, around middle: FormationContext, observer: MotionBounds,
    sunRate: Double
  ) -> Double {
    // The line of sight turns by the relative speed over the distance, the vertical with the Earth.
    let speed = observer.maximumSpeed + station.bounds(over: interval).maximumSpeed
    let half = interval.upperBound.seconds(since: interval.lowerBound) / 2
    let distance =
      (middle.observer.position - station.state(at: middle.instant).position).length
    let nearest = distance - speed * half
    guard nearest > 0 else { return .infinity }
    return speed / nearest + EarthRotation.rate + EarthRotation.poleRateBound
  }
}
