internal import CERFA
internal import RealModule

/// How the Earth's turning is told: where UT1 comes from.
public enum UT1Source: Sendable, Hashable {
  /// UT1 is UTC, off by at most 0.9 s: 0.4 km at the equator.
  case utc
  /// UT1 − UTC in seconds, as the IERS publishes it.
  ///
  /// It holds at the start of the span; past a leap second UT1 runs on evenly.
  case minusUTC(Double)
  /// ΔT = TT − UT1 in seconds, as printed with predictions of eclipses.
  case deltaT(Double)
}

/// The position of the Earth's axis in its crust, in radians.
public struct PolarMotion: Sendable, Hashable {
  /// Toward Greenwich, radians.
  public var x: Double
  /// Toward 90° west, radians.
  public var y: Double

  /// A position in radians.
  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }

  /// The axis at the pole of the ITRF, which it never leaves by more than 0.6″, 18 m.
  public static let none = PolarMotion(x: 0, y: 0)
}

/// The rotation between the GCRF and the Earth-fixed ITRF.
///
/// Celestial pole and origin by ERFA `xys06a` (IAU 2006/2000A), kept as Chebyshev polynomials over two days,
/// within 1e-12 rad; the Earth rotation angle by its definition, exact; polar motion if given.
public struct EarthRotation: Sendable {
  /// TT − UT1, s.
  public let deltaT: Double
  /// Where UT1 comes from.
  public let ut1: UT1Source
  /// The pole in the crust.
  public let polarMotion: PolarMotion

  /// Rate of the Earth rotation angle, rad/s of UT1 (IAU 2000 resolution B1.8).
  public static let rate = 2 * Double.pi * 1.002_737_811_911_354_48 / 86_400

  /// More than the turning of the celestial pole by precession and nutation, rad/s.
  ///
  /// Precession 50″ a year is 7.7e-12; the nutations of 13.7 d, 183 d and 18.6 a add 0.5, 1.1 and 0.5e-12.
  public static let poleRateBound = 2e-11

  // X, Y of the celestial intermediate pole and the locator s.
  private static let pole = ChebyshevTable(
    stretchSeconds: 2 * 86_400, degree: 9,
    exact: { instant in
      let (day, fraction) = instant.julianDateTT
      var (x, y, s) = (0.0, 0.0, 0.0)
      eraXys06a(day, fraction, &x, &y, &s)
      return Vector3(x, y, s)
    })

  /// The rotation of the Earth over a span of time.
  ///
  /// - Parameters:
  ///   - span: the times it will be asked for; UTC is read at its start.
  ///   - ut1: where UT1 comes from.
  ///   - polarMotion: the pole in the crust.
  /// - Throws: `AstronomyError` when UT1 is told by UTC before there was one, or is off by more than
  ///   any year between 1900 and 2100 can have.
  public init(
    covering span: ClosedRange<Instant>, ut1: UT1Source, polarMotion: PolarMotion = .none
  ) throws(AstronomyError) {
    self.polarMotion = polarMotion
    self.ut1 = ut1
    switch ut1 {
    case .deltaT(let seconds):
      guard seconds.magnitude <= 300 else {
        throw AstronomyError(
          .valueOutOfRange,
          "TT - UT1 is given as \(seconds) s: between 1900 and 2100 it lies within -300...300 s")
      }
      deltaT = seconds
    case .utc, .minusUTC:
      var difference = 0.0
      if case .minusUTC(let seconds) = ut1 { difference = seconds }
      guard difference.magnitude <= 1 else {
        throw AstronomyError(
          .valueOutOfRange,
          "UT1 - UTC is given as \(difference) s: it never exceeds 1 s; check the sign and the unit"
        )
      }
      guard span.lowerBound >= .utcBegins else {
        throw AstronomyError(
          .dateOutOfRange,
          "there is no UTC before 1960 to tell the Earth's rotation by; give TT - UT1 (delta T)")
      }
      deltaT =
        TimeScale.ttMinusTAI + LeapSeconds.taiMinusUTC(at: span.lowerBound) - difference
    }
  }

  /// The rotation at one instant as its UTC tells it, for states each of which has an epoch of its own.
  ///
  /// UT1 − UTC is taken to be the same on either side of a leap second, after which UTC, and with it
  /// the Earth, is a second behind; a rotation over a span has no such step.
  ///
  /// - Parameters:
  ///   - instant: the only time to ask for.
  ///   - deltaUT1Seconds: UT1 − UTC, s, below 0.9 s in size on the real Earth.
  public init(utcAt instant: Instant, deltaUT1Seconds: Double = 0) {
    polarMotion = .none
    ut1 = .minusUTC(deltaUT1Seconds)
    deltaT =
      TimeScale.ttMinusTAI + LeapSeconds.taiMinusUTC(at: instant) - deltaUT1Seconds
  }

  /// The rotation that takes Earth-fixed components to those in the GCRF.
  public func rotationToGCRF(at instant: Instant) -> Rotation {
    rotation(at: instant, pole: Self.pole.vector(at: instant))
  }

  private func rotation(at instant: Instant, pole xys: Vector3) -> Rotation {
    var rows = [(0.0, 0.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)]
    eraC2ixys(xys.x, xys.y, xys.z, &rows)
    let (day, fraction) = instant.julianDateTT
    let angle = eraEra00(day, fraction - deltaT / 86_400)
    let locator = eraSp00(day, fraction)
    let celestial = Rotation(rows: rows)
    guard polarMotion != .none else {
      return celestial.followed(by: .aboutZ(radians: angle + locator)).inverse
    }
    eraPom00(polarMotion.x, polarMotion.y, locator, &rows)
    return celestial.followed(by: .aboutZ(radians: angle)).followed(by: Rotation(rows: rows))
      .inverse
  }

  /// The geocentric state, GCRF axes, of a point that stands still on the Earth.
  ///
  /// - Parameters:
  ///   - point: Earth-fixed coordinates (ITRF), m.
  ///   - instant: the time.
  public func state(ofFixedPoint point: Vector3, at instant: Instant) -> StateVector {
    state(ofFixedState: StateVector(position: point, velocity: .zero), at: instant)
  }

  /// The geocentric state, GCRF axes, of a state along Earth-fixed axes.
  ///
  /// The Earth turns about the celestial intermediate pole, and the pole moves; the intermediate
  /// origin, being a non-rotating one, has no turning of its own about the pole (IERS
  /// Conventions 2010, section 5.4.1).
  ///
  /// - Parameters:
  ///   - fixed: position in metres and velocity relative to the rotating Earth in m/s (ITRF).
  ///   - instant: the time.
  public func state(ofFixedState fixed: StateVector, at instant: Instant) -> StateVector {
    let (xys, rate) = Self.pole.value(at: instant)
    let rotation = rotation(at: instant, pole: xys)
    let position = rotation.applied(to: fixed.position)
    let z = (1 - xys.x * xys.x - xys.y * xys.y).squareRoot()
    let pole = Vector3(xys.x, xys.y, z)
    let poleRate = Vector3(rate.x, rate.y, -(xys.x * rate.x + xys.y * rate.y) / z)
    let spin = pole * Self.rate + pole.cross(poleRate)
    return StateVector(
      position: position,
      velocity: rotation.applied(to: fixed.velocity) + spin.cross(position))
  }
}
