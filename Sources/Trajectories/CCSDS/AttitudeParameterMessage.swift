public import Astronomy

/// An attitude parameter message (APM): the attitude of one object at one epoch (CCSDS 504.0-B-2 §3).
public struct AttitudeParameterMessage: Sendable, Hashable {
  /// Version, date and author.
  public var header: MessageHeader
  /// Comments after the header.
  public var comments: [String]
  /// The object's name.
  public var objectName: String
  /// The object's identifier.
  public var objectID: String
  /// The body the object goes around, if given.
  public var centerName: String?
  /// The system of every epoch in the message.
  public var timeSystem: MessageTimeSystem
  /// When the attitude holds.
  public var epoch: MessageEpoch
  /// The attitude as a quaternion, if given.
  public var quaternion: QuaternionState?
  /// The attitude, or its rates, as Euler angles, if given.
  public var euler: EulerState?
  /// The angular velocity, if given (version 2).
  public var angularVelocity: AngularVelocity?
  /// The attitude as a spin, if given.
  public var spin: Spin?
  /// The inertia, if given.
  public var inertia: Inertia?
  /// Manoeuvres in the order of the file.
  public var manoeuvres: [Manoeuvre]
  /// Where the epoch stands, for messages.
  public var origin: MessageOrigin

  /// An attitude as a quaternion.
  public struct QuaternionState: Sendable, Hashable {
    /// From which frame to which.
    public var frames: AttitudeFrames
    /// The attitude.
    public var value: AttitudeQuaternion
    /// Its derivative, 1/s, if given.
    public var derivative: AttitudeQuaternion?
  }

  /// An attitude as Euler angles.
  public struct EulerState: Sendable, Hashable {
    /// From which frame to which.
    public var frames: AttitudeFrames
    /// The axes of the angles.
    public var sequence: EulerSequence
    /// Three angles, degrees, if given.
    public var angles: [Double]?
    /// Their rates, degrees/s, if given.
    public var rates: [Double]?
    /// The frame of the rates as written (version 1).
    public var rateFrame: String?
  }

  /// An attitude as a spin axis and an angle about it.
  public struct Spin: Sendable, Hashable {
    /// From which frame to which.
    public var frames: AttitudeFrames
    /// Right ascension of the spin axis, degrees.
    public var rightAscension: Double
    /// Declination of the spin axis, degrees.
    public var declination: Double
    /// Angle about the spin axis, degrees.
    public var angle: Double
    /// Speed of the spin, degrees/s.
    public var speed: Double
    /// Nutation angle (degrees), period (s) and phase (degrees), if given.
    public var nutation: [Double]?
    /// Right ascension and declination of the momentum (degrees) and nutation speed (degrees/s), if
    /// given.
    public var momentum: [Double]?
  }

  /// How fast one frame turns in another.
  public struct AngularVelocity: Sendable, Hashable {
    /// From which frame to which.
    public var frames: AttitudeFrames
    /// The frame of the components.
    public var frame: String
    /// The angular velocity, degrees/s.
    public var value: Vector3
  }

  /// Moments and products of inertia, kg m².
  public struct Inertia: Sendable, Hashable {
    /// The frame of the axes, if given.
    public var frame: String?
    /// The moments about x, y and z.
    public var moments: Vector3
    /// The products xy, xz and yz.
    public var products: Vector3
  }

  /// A torque.
  public struct Manoeuvre: Sendable, Hashable {
    /// When it begins.
    public var start: MessageEpoch
    /// How long it lasts, s.
    public var duration: Double
    /// The frame of the components.
    public var frame: String
    /// The torque, N m.
    public var torque: Vector3
    /// Change of mass, kg, if given (version 2).
    public var massChange: Double?
  }

  /// The attitude as the program computes with it: of the quaternion, else the Euler angles, else the
  /// spin.
  ///
  /// - Parameter deltaUT1Seconds: UT1 − UTC for Earth-fixed frames, s.
  /// - Throws: `TrajectoryError` naming file and line when the message gives no attitude, or a frame,
  ///   the time system or the epoch cannot be converted.
  public func attitude(deltaUT1Seconds: Double = 0) throws(TrajectoryError) -> DatedAttitude {
    let given: (frames: AttitudeFrames, value: AttitudeQuaternion)
    if let quaternion {
      given = (quaternion.frames, quaternion.value)
    } else if let euler, let angles = euler.angles {
      given = (euler.frames, euler.sequence.quaternion(angles))
    } else if let spin {
      given = (
        spin.frames,
        EulerSequence.spinning(
          rightAscension: spin.rightAscension, declination: spin.declination, angle: spin.angle)
      )
    } else {
      throw TrajectoryError(
        .unusableMessage,
        "\(origin): the message gives no attitude; a quaternion, Euler angles or a spin is needed")
    }
    var converter = try AttitudeConverter(
      given.frames, system: timeSystem, deltaUT1Seconds: deltaUT1Seconds,
      place: origin.description)
    let instant = try converter.instant(epoch)
    return DatedAttitude(
      instant: instant, rotation: try converter.attitude(given.value, at: instant).rotation,
      body: converter.body)
  }
}
