public import Astronomy
internal import RealModule
public import Trajectories

/// What is not known exactly about a formation.
public struct FormationUncertainty: Sendable, Hashable {
  /// The axes of the covariance.
  public let axes: RelativeAxes
  /// The instant at which the covariance holds; from there position grows with velocity.
  public let epoch: Instant
  /// Position and velocity of the occulter relative to the observer.
  public let covariance: RelativeCovariance
  /// Deviation of the clock by which all instants are told, s.
  public let timingSigma: Double
  /// Deviation of the occulter's radius, m.
  public let occulterRadiusSigma: Double
  /// Deviation of the Sun's radius, m.
  public let sunRadiusSigma: Double
  /// Deviations of the occulter's attitude about its own axes x, y and z, radians.
  ///
  /// Without effect on a sphere and on a disc that faces the observer.
  public let attitudeSigma: Vector3

  /// Larger errors of attitude are no small turns: a radian each.
  public static let largestAttitudeSigma = 1.0

  /// Uncertainties as standard deviations.
  ///
  /// - Throws: `GeometryError` when a deviation is negative, or no number, or one of attitude is above
  ///   ``largestAttitudeSigma``.
  public init(
    axes: RelativeAxes, epoch: Instant, covariance: RelativeCovariance, timingSigma: Double = 0,
    occulterRadiusSigma: Double = 0, sunRadiusSigma: Double = 0, attitudeSigma: Vector3 = .zero
  ) throws(GeometryError) {
    for (name, sigma) in [
      ("timing", timingSigma), ("occulter radius", occulterRadiusSigma),
      ("solar radius", sunRadiusSigma),
    ] where !(sigma >= 0 && sigma.isFinite) {
      throw GeometryError(
        .valueOutOfRange, "standard deviation \(sigma) of the \(name): must be zero or greater")
    }
    for axis in 0..<3
    where !(attitudeSigma[axis] >= 0 && attitudeSigma[axis] <= Self.largestAttitudeSigma) {
      throw GeometryError(
        .valueOutOfRange,
        "standard deviation \(attitudeSigma[axis]) rad of the attitude about \(["x", "y", "z"][axis]): "
          + "must lie in 0...\(Self.largestAttitudeSigma)")
    }
    self.axes = axes
    self.epoch = epoch
    self.covariance = covariance
    self.timingSigma = timingSigma
    self.occulterRadiusSigma = occulterRadiusSigma
    self.sunRadiusSigma = sunRadiusSigma
    self.attitudeSigma = attitudeSigma
  }
}

/// The uncertainty of a contact by linear propagation, with a measure of how far that can be trusted.
public struct ContactUncertainty: Sendable, Hashable {
  /// The contact's derivatives.
  public let sensitivity: ContactSensitivity
  /// Deviation from the occulter's place, s.
  public let positionSeconds: Double
  /// Deviation from the occulter's attitude, s.
  public let attitudeSeconds: Double
  /// Deviation from the occulter's radius, s.
  public let occulterRadiusSeconds: Double
  /// Deviation from the Sun's radius, s.
  public let sunRadiusSeconds: Double
  /// Deviation from the clock, s.
  public let timingSeconds: Double
  /// The second-order terms over the first-order one, for an error of one deviation.
  ///
  /// Of the motion `|g̈| σ/(2 |ġ|)`, of an error square to the separation `σ⊥² cot c/(2 σ_g)`, of the
  /// attitude what turns of one deviation either way change the depth on average.
  public let nonlinearity: Double

  /// Up to this nonlinearity the deviation is good to a percent.
  public static let largestNonlinearity = 0.05

  /// The deviation of the contact, s.
  public var sigmaSeconds: Double {
    (positionSeconds * positionSeconds + attitudeSeconds * attitudeSeconds
      + occulterRadiusSeconds * occulterRadiusSeconds + sunRadiusSeconds * sunRadiusSeconds
      + timingSeconds * timingSeconds).squareRoot()
  }

  /// Whether linear propagation holds; at a grazing contact it does not.
  public var isLinear: Bool {
    sigmaSeconds.isFinite && nonlinearity <= Self.largestNonlinearity
  }

  /// Propagates the uncertainty of a formation to a contact.
  public init(_ sensitivity: ContactSensitivity, _ uncertainty: FormationUncertainty) {
    self.sensitivity = sensitivity
    let gradient = sensitivity.gradient
    let view = sensitivity.view
    let seconds = sensitivity.contact.instant.seconds(since: uncertainty.epoch)
    let (x, y, z) = uncertainty.axes.vectors(in: view.context)
    func sigma(_ vector: Vector3) -> Double {
      uncertainty.covariance.sigma(
        along: Vector3(vector.dot(x), vector.dot(y), vector.dot(z)), after: seconds)
    }
    let rate = sensitivity.rate.magnitude
    let place = sigma(gradient.position)
    positionSeconds = place / rate
    let turns = uncertainty.attitudeSigma
    attitudeSeconds =
      Vector3(
        gradient.attitude.x * turns.x, gradient.attitude.y * turns.y, gradient.attitude.z * turns.z
      ).length / rate
    occulterRadiusSeconds =
      gradient.occulterRadius.magnitude * uncertainty.occulterRadiusSigma / rate
    sunRadiusSeconds = gradient.sunRadius.magnitude * uncertainty.sunRadiusSigma / rate
    timingSeconds = uncertainty.timingSigma
    let moved =
      (positionSeconds * positionSeconds + attitudeSeconds * attitudeSeconds
      + occulterRadiusSeconds * occulterRadiusSeconds + sunRadiusSeconds * sunRadiusSeconds)
      .squareRoot()
    let sideways =
      sigma((view.occulter / view.occulter.length).cross(gradient.towardSun))
      / view.occulter.length
    let separation = view.discs.separation
    let ofMotion = sensitivity.curvature.magnitude * moved / (2 * rate)
    let ofPlace =
      sideways > 0 ? sideways * sideways / (2 * Double.tan(separation) * (moved * rate)) : 0
    let bend = sensitivity.bend(turning: turns)
    let ofAttitude = bend > 0 ? bend / (moved * rate) : 0
    // Nothing moves where nothing is uncertain.
    nonlinearity = moved > 0 || bend > 0 ? max(ofMotion, ofPlace, ofAttitude) : 0
  }
}
