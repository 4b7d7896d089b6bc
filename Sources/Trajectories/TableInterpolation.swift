/// How the states of a table are joined.
///
/// Degrees and windows are those of the CCSDS orbit ephemeris message (INTERPOLATION and
/// INTERPOLATION_DEGREE, CCSDS 502.0-B-3, table 5-3) and of SPK segments 8, 9, 12 and 13 (NAIF, SPK
/// Required Reading). The velocity of every kind is the derivative of its position, because limits
/// of the motion are certain only then; SPK types 8 and 9 interpolate the given velocities apart
/// from the positions, and differ by the interpolation error of the velocity.
public enum TableInterpolation: Sendable, Hashable {
  /// Quintics through position, velocity and acceleration at both ends of each step.
  ///
  /// What the table does not give is taken from the polynomial through the seven nearest states.
  /// The motion has no jumps, nor has its velocity or acceleration.
  case quintic
  /// Straight lines between positions.
  case linear
  /// The polynomial of a degree through the nearest positions, one more than the degree.
  ///
  /// Given velocities are not used. With an even degree the window is centred on the nearest state,
  /// and the position jumps midway between states by up to twice the interpolation error; with an
  /// odd one it is centred on the step, and only the velocity jumps, at states.
  case lagrange(degree: Int)
  /// The polynomial of an odd degree through the nearest positions and velocities.
  ///
  /// Degree 2n − 1 takes n states.
  case hermite(degree: Int)

  /// The degrees that can be asked for; SPICE has the same limit.
  public static let degrees = 1...27

  /// How many states one piece is made from; nil for quintics.
  var windowSize: Int? {
    switch self {
    case .quintic: nil
    case .linear: 2
    case .lagrange(let degree): degree + 1
    case .hermite(let degree): (degree + 1) / 2
    }
  }

  /// Whether velocities at the states are met.
  var usesVelocities: Bool {
    if case .hermite = self { true } else { false }
  }

  /// The power of the step with which the interpolation error falls.
  var order: Int {
    switch self {
    case .quintic: 6
    case .linear: 2
    case .lagrange(let degree), .hermite(let degree): degree + 1
    }
  }

  /// Refuses a degree that makes no sense, or that the table is too short for.
  func check(states: Int, hasVelocities: Bool) throws(TrajectoryError) {
    switch self {
    case .quintic, .linear: break
    case .lagrange(let degree):
      try Self.check(degree, name: "Lagrange")
    case .hermite(let degree):
      try Self.check(degree, name: "Hermite")
      guard degree % 2 == 1 else {
        throw TrajectoryError(
          .valueOutOfRange,
          "Hermite interpolation of degree \(degree): position and velocity of n states make "
            + "degree 2n - 1; give an odd degree in 1...27")
      }
      guard hasVelocities else {
        throw TrajectoryError(
          .malformedTable,
          "Hermite interpolation needs velocities, but the table has positions only; give "
            + "velocities or use Lagrange interpolation")
      }
    }
    let needed = windowSize ?? (hasVelocities ? 2 : 3)
    // One state has no neighbour to interpolate to, whatever the degree.
    guard states >= max(2, needed) else {
      let remedy =
        needed > 2 && self != .quintic ? "; give more states or a lower degree" : ""
      throw TrajectoryError(
        .malformedTable,
        "a table of \(states) state(s): at least \(max(2, needed)) are needed for \(description)"
          + remedy)
    }
  }

  private static func check(_ degree: Int, name: String) throws(TrajectoryError) {
    guard degrees.contains(degree) else {
      throw TrajectoryError(
        .valueOutOfRange,
        "\(name) interpolation of degree \(degree): the degree must lie in "
          + "\(degrees.lowerBound)...\(degrees.upperBound)")
    }
  }
}

extension TableInterpolation: CustomStringConvertible {
  /// The kind and its degree in words.
  public var description: String {
    switch self {
    case .quintic: "quintic interpolation"
    case .linear: "linear interpolation"
    case .lagrange(let degree): "Lagrange interpolation of degree \(degree)"
    case .hermite(let degree): "Hermite interpolation of degree \(degree)"
    }
  }
}
