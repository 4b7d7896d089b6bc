/// The axes of three successive turns, such as 312 or ZXZ.
public struct EulerSequence: Sendable, Hashable {
  /// The axes, 1 to 3, each different from the one before it.
  public let axes: [Int]

  /// A sequence from digits 1 to 3 or letters X to Z; nil when it is none.
  public init?(_ text: String) {
    let axes = text.uppercased().compactMap { character -> Int? in
      switch character {
      case "1", "X": 1
      case "2", "Y": 2
      case "3", "Z": 3
      default: nil
      }
    }
    guard text.count == 3, axes.count == 3, axes[0] != axes[1], axes[1] != axes[2] else {
      return nil
    }
    self.axes = axes
  }

  /// The letters of the axes.
  var letters: [String] { axes.map { ["X", "Y", "Z"][$0 - 1] } }

  /// The rotation by three angles in degrees, each about an axis of the frame as turned so far.
  func quaternion(_ degrees: [Double]) -> AttitudeQuaternion {
    zip(axes, degrees).reduce(.identity) { turned, step in
      turned.followed(
        by: AttitudeQuaternion(about: step.0 - 1, radians: step.1 * .pi / 180))
    }
  }

  /// The attitude of a spinning spacecraft: spin axis at right ascension and declination, then the
  /// angle about it, degrees.
  ///
  /// The frame is turned by 90° + α about z, 90° − δ about x and the spin angle about z, as Orekit
  /// reads the standard.
  static func spinning(rightAscension: Double, declination: Double, angle: Double)
    -> AttitudeQuaternion
  {
    guard let sequence = EulerSequence("ZXZ") else { return .identity }
    return sequence.quaternion([90 + rightAscension, 90 - declination, angle])
  }
}
