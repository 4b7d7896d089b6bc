public import Astronomy

/// A reference frame as a message names it.
///
/// Frames are kept as text: a message may name any frame that its parties agreed on. What the name
/// means here is asked only when states or attitudes are used.
public struct MessageFrame: Sendable, Hashable {
  /// The value of REF_FRAME or its like.
  public var name: String
  /// The value of REF_FRAME_EPOCH: when the axes of a moving frame are frozen; nil to follow it.
  public var epoch: MessageEpoch?

  /// A frame from its name.
  public init(name: String, epoch: MessageEpoch? = nil) {
    self.name = name
    self.epoch = epoch
  }

  /// What a name means.
  public enum Meaning: Sendable, Hashable {
    /// Axes that do not turn with the Earth.
    case inertial(ReferenceFrame)
    /// Axes fixed to the rotating Earth.
    case earthFixed
    /// Axes fixed to the spacecraft or one of its instruments.
    case spacecraft
  }

  /// The frames that states can be given in, for messages.
  static let usable =
    "ICRF, GCRF, EME2000, J2000, TOD, MOD, TEME and the Earth-fixed ITRF, TDR, GRC and WGS84"

  /// What the name means here; nil for a frame that is not known.
  ///
  /// Realisations are not told apart: ITRF-93 and ITRF2014 differ by centimetres, ICRF2 and ICRF3 by
  /// a tenth of a milliarcsecond. Names as in CCSDS 502.0-B-2 annex A, 504.0-B-1 annex A and the
  /// SANA registry.
  public var meaning: Meaning? {
    let plain = name.uppercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
    let stem = String(plain.reversed().drop { $0.isNumber }.reversed())
    switch plain {
    case "EME2000", "J2000", "J2000EARTH": return .inertial(.eme2000)
    case "TOD", "TODEARTH", "TRUEOFDATE": return .inertial(.trueOfDate)
    case "MOD", "MODEARTH", "MEANOFDATE": return .inertial(.meanOfDate)
    case "TEME", "TEMEOFDATE", "TEMEOFEPOCH": return .inertial(.teme)
    case "WGS84", "TDR", "GRC": return .earthFixed
    default: break
    }
    switch stem {
    case "ICRF", "GCRF": return .inertial(.gcrf)
    case "ITRF": return .earthFixed
    default: break
    }
    let bodies = [
      "SCBODY", "INSTRUMENT", "STARTRACKER", "ACTUATOR", "CSS", "DSS", "GYRO", "IMU", "SENSOR",
      "ACC", "AST", "ESA", "RW", "SA", "TAM", "CMG", "MTA",
    ]
    return bodies.contains { isBody(plain, $0) } ? .spacecraft : nil
  }

  /// Whether a name is a spacecraft frame: the stem, a letter or number at most, perhaps `FRAME`.
  private func isBody(_ plain: String, _ stem: String) -> Bool {
    guard plain.hasPrefix(stem) else { return false }
    var rest = plain.dropFirst(stem.count)
    if rest.hasPrefix("FRAME") { rest = rest.dropFirst(5) }
    return rest.count <= 2
  }
}
