internal import RealModule

/// The F corona of a published table along the equator and over the pole of the dust.
///
/// Between the table's radii the decimal logarithm runs linearly with radius, as in the ASPIICS
/// pipeline of the Royal Observatory of Belgium (which, unlike this one, runs linearly with the
/// position angle between equator and pole, with a kink at each axis). Outside the table it follows the
/// power law through the nearest two rows: an extrapolation, not a measurement. The plane of the dust
/// is taken as the ecliptic, not the Sun's equator.
public struct FCorona: AxialDustCorona {
  /// One row of a table: decimal logarithms of the brightness in units of 1e-10 MSB.
  public struct Row: Sendable, Hashable {
    /// Apparent distance from the Sun's centre, solar radii.
    public let radius: Double
    /// The logarithm along the equator of the dust.
    public let equator: Double
    /// The logarithm over the pole of the dust.
    public let pole: Double

    init(_ radius: Double, _ equator: Double, _ pole: Double) {
      self.radius = radius
      self.equator = equator
      self.pole = pole
    }
  }

  /// The model's name as written in scenarios and headers.
  public let name: String
  /// Where the table comes from.
  public let source: String
  /// The table, by rising radius; at least two rows.
  public let rows: [Row]
  /// Radii between which the table holds, solar radii.
  public let tabulatedRadii: ClosedRange<Double>

  /// Koutchmy's table of 2000, ``koutchmy2000``.
  public init() { self = .koutchmy2000 }

  private init(name: String, source: String, rows: [Row], radii: ClosedRange<Double>) {
    self.name = name
    self.source = source
    self.rows = rows
    tabulatedRadii = radii
  }

  /// Koutchmy's table of 2000 for the equator and the pole, the ASPIICS standard.
  public static let koutchmy2000 = FCorona(
    name: "koutchmy2000",
    source: "Koutchmy 2000, tables of the ASPIICS L3 processor (l3_fcorona.py), equator and pole, "
      + "in the ecliptic",
    rows: [
      Row(1.1, 3.10, 3.10), Row(1.2, 2.90, 2.90), Row(1.4, 2.50, 2.50), Row(1.6, 2.25, 2.25),
      Row(2.0, 1.91, 1.82), Row(2.5, 1.66, 1.56), Row(3.0, 1.48, 1.33), Row(4.0, 1.23, 1.03),
      Row(5.0, 1.00, 0.80), Row(10.0, 0.31, 0.06),
    ],
    radii: 1.1...10)

  /// Allen's table of 1977, the same at every position angle.
  ///
  /// The points inside 1.01 solar radii of the ASPIICS code, marked as fake there, are left out.
  public static let allen1977 = FCorona(
    name: "allen1977",
    source: "Allen 1977, Astrophysical Quantities, table of the ASPIICS L3 processor "
      + "(l3_fcorona.py), round",
    rows: [
      Row(1.01, 3.22, 3.22), Row(1.03, 3.16, 3.16), Row(1.06, 3.06, 3.06), Row(1.1, 3.0, 3.0),
      Row(1.2, 2.80, 2.80), Row(1.4, 2.46, 2.46), Row(1.6, 2.24, 2.24), Row(1.8, 2.06, 2.06),
      Row(2.0, 1.93, 1.93), Row(2.2, 1.81, 1.81), Row(2.5, 1.65, 1.65), Row(3.0, 1.43, 1.43),
      Row(4.0, 1.10, 1.10), Row(5.0, 0.83, 0.83), Row(10.0, 0.23, 0.23),
    ],
    radii: 1.01...10)

  /// Ecliptic north.
  public func polePositionAngleRadians(from observer: CoronalObserver) -> Double {
    observer.eclipticNorthPositionAngleRadians
  }

  /// The two columns of the table at any radius, mean solar brightness.
  public func extrapolatedCurves(radius: Double) -> (equator: Double, pole: Double) {
    let (equator, pole) = logarithms(radius: radius)
    let atPole = 1e-10 * Double.exp10(pole)
    return (equator == pole ? atPole : 1e-10 * Double.exp10(equator), atPole)
  }

  /// Decimal logarithms in units of 1e-10 MSB at any radius.
  private func logarithms(radius: Double) -> (equator: Double, pole: Double) {
    if tabulatedRadii.contains(radius) {
      var index = 0
      while index < rows.count - 2, radius > rows[index + 1].radius { index += 1 }
      let (lower, upper) = (rows[index], rows[index + 1])
      let share = (radius - lower.radius) / (upper.radius - lower.radius)
      // Both products, so that either end is met exactly.
      return (
        lower.equator * (1 - share) + upper.equator * share,
        lower.pole * (1 - share) + upper.pole * share
      )
    }
    let isInner = radius < tabulatedRadii.lowerBound
    let anchor = isInner ? rows[0] : rows[rows.count - 1]
    let inward = isInner ? rows[1] : rows[rows.count - 2]
    let run =
      Double.log(Swift.max(radius, 1) / anchor.radius)
      / Double.log(inward.radius / anchor.radius)
    return (
      anchor.equator + (inward.equator - anchor.equator) * run,
      anchor.pole + (inward.pole - anchor.pole) * run
    )
  }
}
