public import Astronomy
internal import RealModule

/// How an orbit is carried on from its epoch.
public enum OrbitPropagator: String, Sendable, Hashable, CaseIterable {
  /// Two bodies: the ellipse stays as it is.
  case kepler
  /// The secular drift of node, perigee and mean anomaly by the Earth's oblateness, first order.
  ///
  /// Short-period terms, up to about 10 km on a low orbit, are left out: elements are mean
  /// elements. Two spacecraft flying together leave out the same terms.
  case j2
}

/// A spacecraft on an elliptic orbit about the Earth.
///
/// Source of the secular rates: Vallado, Fundamentals of Astrodynamics and Applications, 4th ed.,
/// section 9.6 (PKEPLER); equivalent to Kaula 1966.
public struct KeplerTrajectory: Trajectory {
  /// The elements at the epoch, in the orbit's own frame.
  public let elements: KeplerElements
  /// The epoch of the elements.
  public let epoch: Instant
  /// How the orbit is carried on.
  public let propagator: OrbitPropagator

  private let toGCRF: Rotation
  private let nodeRate: Double
  private let perigeeRate: Double
  private let anomalyRate: Double

  /// An orbit from elements.
  ///
  /// - Parameters:
  ///   - elements: mean elements for `j2`, osculating for `kepler`.
  ///   - epoch: when they hold.
  ///   - frame: their frame, frozen at the epoch.
  ///   - propagator: how they are carried on.
  /// - Throws: `TrajectoryError` for an orbit that is no ellipse or meets the Earth's surface.
  public init(
    elements: KeplerElements, epoch: Instant, frame: ReferenceFrame, propagator: OrbitPropagator
  ) throws(TrajectoryError) {
    try Self.check(elements)
    let rotation = frame.rotationToGCRF(at: epoch)
    guard propagator == .j2, frame != .trueOfDate, frame != .teme else {
      self.init(
        checked: elements, epoch: epoch, toGCRF: rotation, propagator: propagator)
      return
    }
    // The oblateness is symmetric about the pole of date, so the rates hold in that frame.
    let (position, velocity) = elements.state
    try self.init(
      state: StateVector(
        position: rotation.applied(to: position), velocity: rotation.applied(to: velocity)),
      epoch: epoch, propagator: propagator)
  }

  /// An orbit from a state in the GCRF.
  ///
  /// - Throws: `TrajectoryError` for an orbit that is no ellipse or meets the Earth's surface.
  public init(
    state: StateVector, epoch: Instant, propagator: OrbitPropagator
  ) throws(TrajectoryError) {
    let rotation =
      propagator == .j2 ? ReferenceFrame.trueOfDate.rotationToGCRF(at: epoch) : .identity
    let elements = try KeplerElements(
      position: rotation.undone(on: state.position), velocity: rotation.undone(on: state.velocity))
    try Self.check(elements)
    self.init(checked: elements, epoch: epoch, toGCRF: rotation, propagator: propagator)
  }

  private init(
    checked elements: KeplerElements, epoch: Instant, toGCRF: Rotation, propagator: OrbitPropagator
  ) {
    self.elements = elements
    self.epoch = epoch
    self.toGCRF = toGCRF
    self.propagator = propagator
    let n = elements.meanMotion
    let e = elements.eccentricity
    let parameter = elements.semiMajorAxis * (1 - e) * (1 + e)
    let ratio = PhysicalConstants.earthEquatorialRadius / parameter
    let strength =
      propagator == .j2 ? 1.5 * PhysicalConstants.earthJ2 * ratio * ratio * n : 0
    let cosine = Double.cos(elements.inclination)
    nodeRate = -strength * cosine
    perigeeRate = strength * (2.5 * cosine * cosine - 0.5)
    anomalyRate =
      n + strength * ((1 - e) * (1 + e)).squareRoot() * (1.5 * cosine * cosine - 0.5)
  }

  private static func check(_ elements: KeplerElements) throws(TrajectoryError) {
    let e = elements.eccentricity
    let a = elements.semiMajorAxis
    guard a.isFinite, e >= 0, e < 1, a > 0 else {
      throw TrajectoryError(
        .unusableOrbit,
        "semi-major axis \(a / 1000) km with eccentricity \(e) is not an ellipse: allowed are "
          + "a > 0 and 0 <= e < 1")
    }
    let perigee = a * (1 - e)
    guard perigee > 6_356_752 else {
      throw TrajectoryError(
        .unusableOrbit,
        "the perigee lies \(perigee / 1000) km from the Earth's centre, below its surface "
          + "(6356.752 km at the pole); check the semi-major axis, the eccentricity and the units")
    }
  }

  public func state(at instant: Instant) -> StateVector {
    let elapsed = instant.seconds(since: epoch)
    var current = elements
    current.ascendingNode += nodeRate * elapsed
    current.argumentOfPerigee += perigeeRate * elapsed
    current.meanAnomaly += Self.angle(atRate: anomalyRate, after: elapsed)
    let (position, velocity) = current.state
    // The turning of the orbit's plane and axis, at most 15 m/s on a low orbit.
    let node = Vector3(Double.cos(current.ascendingNode), Double.sin(current.ascendingNode), 0)
    let pole = Vector3(0, 0, 1)
    let normal =
      pole * Double.cos(current.inclination)
      + node.cross(pole) * Double.sin(current.inclination)
    let turning = pole * nodeRate + normal * perigeeRate
    let speedUp = anomalyRate / elements.meanMotion
    return StateVector(
      position: toGCRF.applied(to: position),
      velocity: toGCRF.applied(to: velocity * speedUp + turning.cross(position)))
  }

  /// The angle run through in a time, less whole turns, radians.
  ///
  /// Left whole, the anomaly of a low orbit is rounded to 2 µm of the way after two weeks and to half a
  /// millimetre after ten years, at random for each craft: beside a formation of some hundred metres
  /// that is enough for contacts that are none. The product is taken exactly (Dekker's two-product, by
  /// a fused multiply-add) and 2π in two parts.
  private static func angle(atRate rate: Double, after seconds: Double) -> Double {
    let product = rate * seconds
    let turn = 2 * Double.pi
    let turns = (product / turn).rounded()
    guard turns != 0, turns.isFinite else { return product }
    let lost = (-product).addingProduct(rate, seconds)
    // 2π is this much more than the double that stands for it.
    let restOfTurn = 2.449_293_598_294_706_4e-16
    return product.addingProduct(-turns, turn) + (lost - turns * restOfTurn)
  }

  public func bounds(over interval: ClosedRange<Instant>) -> MotionBounds {
    let mu = PhysicalConstants.earthGravitationalParameter
    let e = elements.eccentricity
    let a = elements.semiMajorAxis
    let middle = Instant.midpoint(interval.lowerBound, interval.upperBound)
    let half = interval.upperBound.seconds(since: interval.lowerBound) / 2
    let speedUp = anomalyRate / elements.meanMotion
    let turning = nodeRate.magnitude + perigeeRate.magnitude
    let radialSpeed =
      speedUp.magnitude * elements.meanMotion * a * e / ((1 - e) * (1 + e)).squareRoot()
    let radius = elements.radius(
      meanAnomaly: elements.meanAnomaly + anomalyRate * middle.seconds(since: epoch))
    let minimumRadius = max(a * (1 - e), radius - radialSpeed * half)
    // Vis-viva for the ellipse, plus the turning of its plane and axis.
    let ellipseSpeed = (mu * (2 / minimumRadius - 1 / a)).squareRoot() * speedUp.magnitude
    let maximumRadius = min(a * (1 + e), radius + radialSpeed * half)
    let speed = ellipseSpeed + turning * maximumRadius
    let attraction = mu / (minimumRadius * minimumRadius)
    // The ellipse run at another rate and turned: |s² − 1| of the attraction, Coriolis, centrifugal.
    let perturbation =
      (speedUp * speedUp - 1).magnitude * attraction + 2 * turning * ellipseSpeed
      + turning * turning * maximumRadius + nodeRate.magnitude * perigeeRate.magnitude
      * maximumRadius
    return MotionBounds(
      minimumRadius: minimumRadius, maximumSpeed: speed,
      maximumAcceleration: attraction + perturbation, maximumPerturbation: perturbation)
  }
}
