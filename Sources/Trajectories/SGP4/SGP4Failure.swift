/// The ways in which SGP4 comes to an end, with the numbers that the reference programs give them.
enum SGP4Failure: Int, Error, Sendable, Hashable, CaseIterable {
  /// The mean eccentricity left `0..<1`: drag has made the elements meaningless.
  case meanEccentricity = 1
  /// The mean motion is not positive.
  case meanMotion = 2
  /// The eccentricity with the periodic effects of the Moon and the Sun left `0...1`.
  case perturbedEccentricity = 3
  /// The semi-latus rectum became negative.
  case semiLatusRectum = 4
  /// The object is inside the Earth: it has decayed.
  case decayed = 6

  /// What happened, as part of a sentence.
  var reason: String {
    switch self {
    case .meanEccentricity: "the mean eccentricity left the range 0..<1"
    case .meanMotion: "the mean motion is not positive"
    case .perturbedEccentricity:
      "the eccentricity disturbed by the Moon and the Sun left the range 0...1"
    case .semiLatusRectum: "the semi-latus rectum is negative"
    case .decayed: "the object is below the Earth's surface, it has decayed"
    }
  }

  /// The kind of the error that users meet.
  var code: TrajectoryError.Code {
    switch self {
    case .meanEccentricity: .sgp4MeanEccentricity
    case .meanMotion: .sgp4MeanMotion
    case .perturbedEccentricity: .sgp4PerturbedEccentricity
    case .semiLatusRectum: .sgp4SemiLatusRectum
    case .decayed: .sgp4Decayed
    }
  }
}

extension TrajectoryError.Code {
  /// SGP4 error 1: the mean eccentricity left its range.
  public static let sgp4MeanEccentricity = TrajectoryError.Code(rawValue: "sgp4-mean-eccentricity")
  /// SGP4 error 2: the mean motion is not positive.
  public static let sgp4MeanMotion = TrajectoryError.Code(rawValue: "sgp4-mean-motion")
  /// SGP4 error 3: the disturbed eccentricity left its range.
  public static let sgp4PerturbedEccentricity = TrajectoryError.Code(
    rawValue: "sgp4-perturbed-eccentricity")
  /// SGP4 error 4: the semi-latus rectum is negative.
  public static let sgp4SemiLatusRectum = TrajectoryError.Code(rawValue: "sgp4-semi-latus-rectum")
  /// SGP4 error 6: the object has decayed.
  public static let sgp4Decayed = TrajectoryError.Code(rawValue: "sgp4-decayed")
}
