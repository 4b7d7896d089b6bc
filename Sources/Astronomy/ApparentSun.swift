internal import RealModule

/// How the Sun's direction is corrected for the finite speed of light.
public enum SunTreatment: String, Sendable, Hashable, CaseIterable {
  /// Light time and aberration with the observer's own velocity: where a camera sees the Sun.
  ///
  /// This is the right direction for an occulter that travels with the observer, whose own light
  /// time and aberration cancel: use the plain relative vector for the occulter.
  case apparent
  /// Where the Sun is at that instant, without light time and aberration, for comparison with tools
  /// that stop there. Off by 20.5″: 20 mm at 200 m.
  case geometric
}

/// The Sun as seen by an observer.
public struct SunSight: Sendable, Hashable {
  /// Unit vector toward the Sun's centre, GCRF axes.
  public var direction: Vector3
  /// Distance travelled by the light now arriving (the geometric distance if so treated), m.
  public var distance: Double
  /// The direction for someone at the same place at rest beside the Earth's centre, GCRF axes.
  ///
  /// The observer's motion about the Earth aberrates the Sun and the Earth's limb alike, by up to 5″ in
  /// a low orbit, and so does not count between the two: the limb is held against this direction. What
  /// travels with the observer is held against ``direction``.
  public var directionAtRest: Vector3

  /// A sight from a unit vector and a distance in metres.
  ///
  /// - Parameters:
  ///   - direction: a unit vector, as seen.
  ///   - distance: metres.
  ///   - directionAtRest: the direction for someone at rest beside the Earth, where it differs.
  @inlinable
  public init(direction: Vector3, distance: Double, directionAtRest: Vector3? = nil) {
    self.direction = direction
    self.distance = distance
    self.directionAtRest = directionAtRest ?? direction
  }
}

extension EarthEphemeris {
  /// The Sun as an observer sees it.
  ///
  /// Apparent place by light time (`S(t − τ) − O(t)` in the BCRS) and the relativistic aberration
  /// of ERFA `ab` with the observer's barycentric velocity. The Sun deflects no light of its own
  /// centre. The change of the disc's size by aberration, at most 3e-5 of its radius, is left out.
  ///
  /// - Parameters:
  ///   - observer: geocentric state, GCRF axes.
  ///   - instant: the time of observation.
  ///   - treatment: apparent or geometric.
  public func sun(
    from observer: StateVector, at instant: Instant, treatment: SunTreatment = .apparent
  ) -> SunSight {
    let earth = state(at: instant)
    let geometric = -(earth.heliocentricPosition + observer.position)
    let geometricDistance = geometric.length
    guard treatment == .apparent else {
      return SunSight(direction: geometric / geometricDistance, distance: geometricDistance)
    }
    // The Sun moves at 13 m/s about the barycentre: two steps leave less than a micrometre.
    let sunVelocity = earth.barycentricVelocity - earth.heliocentricVelocity
    var seen = geometric
    for _ in 0..<2 {
      seen = geometric - sunVelocity * (seen.length / PhysicalConstants.speedOfLight)
    }
    let distance = seen.length
    let direction = Aberration.applied(
      to: seen / distance, sunDistance: distance,
      observerVelocity: earth.barycentricVelocity + observer.velocity)
    // To first order in the orbital velocity; what is left is its product with the Earth's, 0.0006″.
    let beta = observer.velocity / PhysicalConstants.speedOfLight
    let atRest = (direction - (beta - direction * beta.dot(direction))).normalized
    return SunSight(direction: direction, distance: distance, directionAtRest: atRest)
  }
}

/// The apparent angular radius, in radians, of a sphere seen from outside.
///
/// - Parameters:
///   - radius: radius of the sphere, m.
///   - distance: distance to its centre, m, larger than the radius.
public func angularRadius(ofSphere radius: Double, at distance: Double) -> Double {
  Double.asin(radius / distance)
}
