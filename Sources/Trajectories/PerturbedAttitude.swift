public import Astronomy

/// A body that is turned a little from where its attitude law says.
///
/// The error is a rotation vector along the body's own axes and stays the same: that of a star
/// tracker's mounting, or of a mass property, not a wobble. Components of small rotation vectors add
/// up in any order to first order (Markley & Crassidis, Fundamentals of Spacecraft Attitude
/// Determination and Control, 2014, section 3.7).
public struct PerturbedAttitude: Attitude {
  /// The law without the error.
  public let nominal: any Attitude
  /// The error: its direction is the axis in the body frame, its length the angle, radians.
  public let error: Vector3

  /// An attitude with an error, radians about the body's axes x, y and z.
  public init(nominal: any Attitude, error: Vector3) {
    self.nominal = nominal
    self.error = error
  }

  public var coverage: ClosedRange<Instant>? { nominal.coverage }

  public var gaps: [ClosedRange<Instant>] { nominal.gaps }

  public func rotation(in context: FormationContext) -> Rotation {
    nominal.rotation(in: context).afterTurning(by: error)
  }

  /// A turn that stays the same in the body adds nothing to the body's rate.
  public func maximumTurnRate(
    over interval: ClosedRange<Instant>, around middle: FormationContext,
    observer: MotionBounds, sunRate: Double
  ) -> Double {
    nominal.maximumTurnRate(
      over: interval, around: middle, observer: observer, sunRate: sunRate)
  }
}

extension Rotation {
  /// This rotation from a body frame, for a body first turned by a rotation vector of its own axes.
  ///
  /// - Parameter vector: the axis, right-handed, with the angle in radians as its length.
  public func afterTurning(by vector: Vector3) -> Rotation {
    let angle = vector.length
    guard angle > 0 else { return self }
    return Rotation.turning(about: vector / angle, by: angle).followed(by: self)
  }
}
