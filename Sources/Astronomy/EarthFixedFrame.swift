internal import CERFA

/// The rotating Earth, for states given along Earth-fixed axes (any realisation of the ITRF).
///
/// The chain is the IAU 2006/2000A one of the IERS Conventions (2010), chapter 5: Earth rotation
/// angle and terrestrial origin, then celestial pole and origin (ERFA `era00`, `sp00`, `c2i06a`). Polar motion is left out: it is
/// below 0.6″, 20 m on a low orbit. UT1 = UTC + a constant, zero unless given: the difference is below
/// 0.9 s, 420 m at the equator. The realisations of the ITRF differ by centimetres and are not told
/// apart. The pole and origin are interpolated between nodes six hours apart, within 1e-12 rad.
public struct EarthFixedFrame: Sendable {
  /// UT1 − UTC, s.
  public let deltaUT1Seconds: Double

  private var celestial = SlowFunction(stepSeconds: 21_600) { instant in
    let (day, fraction) = instant.julianDateTT
    var rows = [(0.0, 0.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)]
    eraC2i06a(day, fraction, &rows)
    var lanes = SIMD16<Double>.zero
    for (index, row) in rows.enumerated() {
      (lanes[3 * index], lanes[3 * index + 1], lanes[3 * index + 2]) = row
    }
    return lanes
  }

  /// The rotating Earth with a constant UT1 − UTC in seconds, which the IERS publishes.
  public init(deltaUT1Seconds: Double = 0) {
    self.deltaUT1Seconds = deltaUT1Seconds
  }

  /// The geocentric state along the axes of the GCRF of a state along Earth-fixed axes.
  ///
  /// - Parameters:
  ///   - fixed: position in metres and velocity relative to the rotating Earth in m/s.
  ///   - instant: when.
  public mutating func stateInGCRF(_ fixed: StateVector, at instant: Instant) -> StateVector {
    let turn = turn(at: instant)
    let spin = Vector3(0, 0, Self.rotationRate)
    let position = turn.undone(on: fixed.position)
    let velocity = turn.undone(on: fixed.velocity + spin.cross(fixed.position))
    let answer = celestial.answer(at: instant)
    let frame = Self.rotation(answer.value)
    return StateVector(
      position: frame.undone(on: position),
      velocity: frame.undone(on: velocity) + Self.rotation(answer.rate).undone(on: position))
  }

  /// The rotation from Earth-fixed axes to the GCRF, orthonormal within 1e-12.
  public mutating func rotationToGCRF(at instant: Instant) -> Rotation {
    Self.rotation(celestial.answer(at: instant).value).followed(by: turn(at: instant)).inverse
  }

  /// The rotation from the celestial intermediate axes to the Earth-fixed ones.
  private func turn(at instant: Instant) -> Rotation {
    let utc = instant.label(in: .utc)
    let dayUT = Double(utc.date.daysSince2000) + 2_451_544.5
    let fractionUT = (Double(utc.secondOfDay) + utc.fraction + deltaUT1Seconds) / 86_400
    let (day, fraction) = instant.julianDateTT
    return Rotation.aboutZ(radians: eraEra00(dayUT, fractionUT) + eraSp00(day, fraction))
  }

  /// The rate of the Earth rotation angle, rad/s: 2π × 1.002 737 811 911 354 48 per day of UT1.
  ///
  /// Source: IERS Conventions (2010), equation 5.15.
  static let rotationRate = 2 * Double.pi * 1.002_737_811_911_354_48 / 86_400

  /// The rows of a matrix, orthonormal or not, from lanes.
  private static func rotation(_ lanes: SIMD16<Double>) -> Rotation {
    Rotation(
      xAxis: Vector3(lanes[0], lanes[1], lanes[2]), yAxis: Vector3(lanes[3], lanes[4], lanes[5]),
      zAxis: Vector3(lanes[6], lanes[7], lanes[8]))
  }
}
