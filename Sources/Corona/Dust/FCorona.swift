internal import RealModule

/// The F corona of a published table along the equator and over the pole of the dust.
///
/// Between the table's radii the decimal logarithm runs linearly with radius, as in the ASPIICS
/// pipeline of the Royal Observatory of Belgium (which, unlike this one, runs linearly with the
/// position angle between equator and pole, with a kink at each axis). Outside the table value, slope and
/// curvature go on without a step: inward along the table's first line, outward into the power law of Koutchmy and Lamy
/// 1985 (``PowerLawDust/koutchmyLamy1985``), which it follows from twice the table's last radius on. That is
/// an extrapolation, not a measurement. The plane of the dust is taken as the ecliptic, not the Sun's
/// equator.
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

  /// Whether the table is the same at every position angle.
  private let isRound: Bool

  /// Koutchmy's table of 2000, ``koutchmy2000``.
  public init() { self = .koutchmy2000 }

  private init(name: String, source: String, rows: [Row], radii: ClosedRange<Double>) {
    self.name = name
    self.source = source
    self.rows = rows
    tabulatedRadii = radii
    isRound = rows.allSatisfy { $0.equator == $0.pole }
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
    // Inside the table, and at the limb within it, along the straight line between rows.
    if radius <= tabulatedRadii.upperBound {
      let radius = Swift.max(radius, 1)
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
    let law = PowerLawDust.koutchmyLamy1985
    let equator = continued(
      radius, \.equator, amplitude: law.amplitude.equator, exponent: law.exponent.equator)
    guard !isRound else { return (equator, equator) }
    return (
      equator,
      continued(radius, \.pole, amplitude: law.amplitude.pole, exponent: law.exponent.pole)
    )
  }

  /// The logarithm beyond the table: a power law, and what the table's end is off it, in value, slope and curvature,
  /// let go by Hermite's quintic over a factor of two in radius.
  ///
  /// Filters that bring out structure show a step in the curvature as an edge.
  private func continued(
    _ radius: Double, _ column: KeyPath<Row, Double>, amplitude: Double, exponent: Double
  ) -> Double {
    let (last, before) = (rows[rows.count - 1], rows[rows.count - 2])
    func law(_ radius: Double) -> Double {
      Double.log10(1e10 * amplitude) - exponent * Double.log10(radius)
    }
    let run = Double.log10(radius / last.radius) / Double.log10(2)
    guard run < 1 else { return law(radius) }
    let offset = last[keyPath: column] - law(last.radius)
    // Slopes over the decimal logarithm of the radius.
    let slope =
      (last[keyPath: column] - before[keyPath: column]) / (last.radius - before.radius)
      * last.radius * Double.log(10)
    let factor = Double.log10(2)
    let (steepness, curvature) = (
      (slope + exponent) * factor, slope * Double.log(10) * factor * factor
    )
    let rest = 1 - run
    return law(radius)
      + rest * rest * rest
      * ((1 + 3 * run + 6 * run * run) * offset + run * (1 + 3 * run) * steepness
        + run * run / 2 * curvature)
  }
}
