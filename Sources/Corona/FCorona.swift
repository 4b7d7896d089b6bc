internal import RealModule

/// The F corona: sunlight scattered by interplanetary dust, in mean solar brightness.
///
/// Koutchmy's tables of 2000 for the equator and the pole of the dust, as the ASPIICS pipeline of the
/// Royal Observatory of Belgium uses them: between the table's radii the decimal logarithm runs
/// linearly with radius. Between equator and pole the brightness is
/// `B = B_equator sin² α + B_pole cos² α`, α the position angle from ecliptic north: smooth, even about
/// both axes, and this project's choice (ASPIICS runs linearly with the angle, with a kink at each
/// axis). The plane of the dust is taken as the ecliptic, not the Sun's equator.
///
/// The tables hold for an observer 1 au from the Sun; nothing is scaled for other distances. The light
/// counts as unpolarised, which holds below some five solar radii.
public struct FCorona: Sendable {
  /// Where the tables come from.
  public static let source =
    "Koutchmy 2000, tables of the ASPIICS L3 processor (l3_fcorona.py), equator and pole"
  /// Radii between which the tables hold, solar radii.
  public static let tabulatedRadii = 1.1...10.0

  /// The table: apparent distance from the Sun's centre in solar radii, and the decimal logarithm of
  /// the brightness in units of 1e-10 MSB at the equator and at the pole of the dust.
  static let table: [(radius: Double, equator: Double, pole: Double)] = [
    (1.1, 3.10, 3.10), (1.2, 2.90, 2.90), (1.4, 2.50, 2.50), (1.6, 2.25, 2.25),
    (2.0, 1.91, 1.82), (2.5, 1.66, 1.56), (3.0, 1.48, 1.33), (4.0, 1.23, 1.03),
    (5.0, 1.00, 0.80), (10.0, 0.31, 0.06),
  ]

  /// The F corona of the published tables.
  public init() {}

  /// Brightness inside the range of the tables, in mean solar brightness.
  ///
  /// - Parameters:
  ///   - radius: apparent distance from the Sun's centre, solar radii.
  ///   - angleFromEclipticNorthRadians: position angle from ecliptic north, either sense.
  /// - Returns: nil outside 1.1...10 solar radii, and for numbers that are not finite.
  public func brightness(
    radius: Double, angleFromEclipticNorthRadians: Double
  ) -> Double? {
    guard Self.tabulatedRadii.contains(radius), angleFromEclipticNorthRadians.isFinite else {
      return nil
    }
    let sine = Double.sin(angleFromEclipticNorthRadians)
    return blended(radius: radius, sineSquared: sine * sine)
  }

  /// Brightness continued beyond the tables for the sake of a picture, in mean solar brightness.
  ///
  /// Outside 1.1...10 solar radii it follows the power law through the nearest two rows of the table:
  /// an extrapolation, not a measurement. Below one solar radius it keeps the value at the limb, as
  /// the power law has no meaning before the disc.
  ///
  /// - Parameters:
  ///   - radius: apparent distance from the Sun's centre, solar radii, zero or more.
  ///   - angleFromEclipticNorthRadians: position angle from ecliptic north, either sense.
  /// - Returns: the brightness; not a number where an argument is not a number.
  public func extrapolatedBrightness(
    radius: Double, angleFromEclipticNorthRadians: Double
  ) -> Double {
    let sine = Double.sin(angleFromEclipticNorthRadians)
    return blended(radius: radius, sineSquared: sine * sine)
  }

  /// The brightness of a set of sightlines and how many of them lie outside the tables.
  public struct Radiance: Sendable, Hashable {
    /// Unpolarised intensity, mean solar brightness, one number per sightline.
    public var intensity: [Double]
    /// Sightlines outside 1.1...10 solar radii, whose intensity is an extrapolation.
    public var extrapolatedCount: Int
  }

  /// The brightness of a set of sightlines, extrapolated where the tables end.
  ///
  /// The radius is the impact parameter of the sightline, `d sin ε`.
  public func radiance(
    of directions: SkyDirections, from observer: CoronalObserver
  ) -> Radiance {
    var result = Radiance(
      intensity: [Double](repeating: 0, count: directions.count), extrapolatedCount: 0)
    let angle = observer.eclipticNorthPositionAngleRadians
    let (sine, cosine) = (Double.sin(angle), Double.cos(angle))
    for index in 0..<directions.count {
      let (west, north) = (directions.west[index], directions.north[index])
      let square = west * west + north * north
      // Ecliptic north lies at (−sin, cos) on the axes west and north; this is the part across it.
      let across = west * cosine + north * sine
      let radius = observer.distanceSolarRadii * square.squareRoot()
      if !Self.tabulatedRadii.contains(radius) { result.extrapolatedCount += 1 }
      result.intensity[index] = blended(
        radius: radius, sineSquared: square > 0 ? across * across / square : 0)
    }
    return result
  }

  private func blended(radius: Double, sineSquared: Double) -> Double {
    let (equator, pole) = Self.logarithms(radius: radius)
    let atPole = 1e-10 * Double.exp10(pole)
    let atEquator = equator == pole ? atPole : 1e-10 * Double.exp10(equator)
    return atPole + (atEquator - atPole) * sineSquared
  }

  /// Decimal logarithms in units of 1e-10 MSB at any radius.
  private static func logarithms(radius: Double) -> (equator: Double, pole: Double) {
    if tabulatedRadii.contains(radius) {
      var index = 0
      while index < table.count - 2, radius > table[index + 1].radius { index += 1 }
      let (lower, upper) = (table[index], table[index + 1])
      let share = (radius - lower.radius) / (upper.radius - lower.radius)
      // Both products, so that either end is met exactly.
      return (
        lower.equator * (1 - share) + upper.equator * share,
        lower.pole * (1 - share) + upper.pole * share
      )
    }
    let isInner = radius < tabulatedRadii.lowerBound
    let anchor = isInner ? table[0] : table[table.count - 1]
    let inward = isInner ? table[1] : table[table.count - 2]
    let run =
      Double.log(Swift.max(radius, 1) / anchor.radius)
      / Double.log(inward.radius / anchor.radius)
    return (
      anchor.equator + (inward.equator - anchor.equator) * run,
      anchor.pole + (inward.pole - anchor.pole) * run
    )
  }
}
