internal import CERFA

/// The geocentric inertial frames in which states and elements may be given.
public enum ReferenceFrame: String, Sendable, Hashable, CaseIterable {
  /// Geocentric Celestial Reference Frame, the frame of all computation here (ICRF axes).
  case gcrf
  /// Mean equator and equinox of J2000.0; differs from the GCRF by the 23 mas frame bias.
  case eme2000
  /// Mean equator and equinox of the date of the given epoch (IAU 2006 precession and bias).
  case meanOfDate = "mean-of-date"
  /// True equator and equinox of the date of the given epoch (IAU 2006/2000A).
  case trueOfDate = "true-of-date"
  /// True equator, mean equinox of date, the frame of SGP4 elements.
  case teme

  /// The rotation from this frame, frozen at an instant, to the GCRF.
  public func rotationToGCRF(at instant: Instant) -> Rotation {
    switch self {
    case .gcrf: return .identity
    case .eme2000: return Self.frameBias.inverse
    case .meanOfDate:
      let (day, fraction) = instant.julianDateTT
      return Self.matrix { eraPmat06(day, fraction, &$0) }.inverse
    case .trueOfDate: return Self.gcrfToTrueOfDate(at: instant).inverse
    case .teme:
      // Apparent sidereal time is mean time plus the equation of the equinoxes, and hour angles grow
      // to the west: the mean equinox lies east of the true one by that angle.
      let (day, fraction) = instant.julianDateTT
      let equation = eraEe06a(day, fraction)
      return Self.gcrfToTrueOfDate(at: instant)
        .followed(by: .aboutZ(radians: equation)).inverse
    }
  }

  private static let frameBias = matrix { bias in
    var precession = emptyMatrix
    var product = emptyMatrix
    eraBp06(2_451_545.0, 0, &bias, &precession, &product)
  }

  private static func gcrfToTrueOfDate(at instant: Instant) -> Rotation {
    let (day, fraction) = instant.julianDateTT
    return matrix { eraPnm06a(day, fraction, &$0) }
  }

  private typealias Matrix = [(Double, Double, Double)]
  private static let emptyMatrix: Matrix = [(0, 0, 0), (0, 0, 0), (0, 0, 0)]

  private static func matrix(_ fill: (inout Matrix) -> Void) -> Rotation {
    var rows = emptyMatrix
    fill(&rows)
    return Rotation(rows: rows)
  }

  /// The rotation from the GCRF to the Earth-fixed ITRF, without polar motion and with UT1 = UTC.
  ///
  /// Both omissions are below 0.5 km on a low orbit. ERFA computes it in one call, in 0.1 ms and
  /// without a table: for single instants, and as the measure of `EarthRotation`, which is quick.
  public static func gcrfToEarthFixed(at instant: Instant) -> Rotation {
    let (day, fraction) = instant.julianDateTT
    let utc = instant.label(in: .utc)
    let dayUT = Double(utc.date.daysSince2000) + 2_451_544.5
    let fractionUT = (Double(utc.secondOfDay) + utc.fraction) / 86_400
    return matrix { eraC2t06a(day, fraction, dayUT, fractionUT, 0, 0, &$0) }
  }
}

extension Rotation {
  /// A rotation from the three rows of an ERFA matrix.
  init(rows: [(Double, Double, Double)]) {
    self.init(
      xAxis: Vector3(rows[0].0, rows[0].1, rows[0].2),
      yAxis: Vector3(rows[1].0, rows[1].1, rows[1].2),
      zAxis: Vector3(rows[2].0, rows[2].1, rows[2].2))
  }
}
