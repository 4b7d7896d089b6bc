public import Astronomy
public import Trajectories

/// The observer's own body, which stands in the shadow together with the camera's pupil.
public struct ObserverBody: Sendable {
  /// The body in its own frame.
  public let shape: OcculterShape
  /// How it is turned.
  public let attitude: any Attitude
  /// The place of the pupil, whose motion the observer's trajectory is, body frame, m.
  public let pupil: Vector3

  /// The simple pieces the body is made of, in order.
  public let pieces: [BodyPart]

  /// A body with its pupil.
  ///
  /// - Throws: `GeometryError` when the shape is no body or is not made of simple pieces: a mesh, or a
  ///   disc that faces every observer.
  public init(
    shape: OcculterShape, attitude: any Attitude = InertialAttitude(), pupil: Vector3 = .zero
  ) throws(GeometryError) {
    try shape.check()
    guard pupil.isFinite, pupil.length < 1e9 else {
      throw GeometryError(
        .valueOutOfRange,
        "the pupil's place (\(pupil.x), \(pupil.y), \(pupil.z)) m in the observer's body must be "
          + "finite and below 1e9 m")
    }
    switch shape {
    case .sphere(let radius): pieces = [.sphere(centre: .zero, radius: radius)]
    default:
      guard let parts = shape.pieces else {
        throw GeometryError(
          .impossibleShape,
          "the observer's body must be made of simple pieces, not of kind \(shape.name)")
      }
      pieces = parts
    }
    self.shape = shape
    self.attitude = attitude
    self.pupil = pupil
  }

  /// Whether no turn changes it: a ball about the pupil.
  public var needsNoAttitude: Bool { shape.isRound && pupil == .zero }

  /// Checks that the attitude is known at an instant.
  ///
  /// - Throws: `GeometryError` with what is known and what was asked for.
  func checkCoverage(at instant: Instant) throws(GeometryError) {
    guard let coverage = attitude.coverage else { return }
    let time = instant.text(fractionDigits: 3)
    guard coverage.contains(instant) else {
      throw GeometryError(
        .outsideCoverage,
        "the observer's attitude covers \(coverage.lowerBound.text(fractionDigits: 3)) to "
          + "\(coverage.upperBound.text(fractionDigits: 3)), but \(time) was asked for")
    }
    if let gap = attitude.gaps.first(where: { (instant...instant).overlapsInside($0) }) {
      throw GeometryError(
        .outsideCoverage,
        "the observer's attitude has a gap from \(gap.lowerBound.text(fractionDigits: 3)) to "
          + "\(gap.upperBound.text(fractionDigits: 3)), in which \(time) lies")
    }
  }
}
