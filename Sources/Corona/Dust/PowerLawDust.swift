internal import RealModule

/// The F corona as one power law of the radius along the equator and one over the pole.
public struct PowerLawDust: AxialDustCorona {
  /// Where the pole of a law stands.
  public enum Pole: Sendable, Hashable {
    /// Ecliptic north: near the pole of the dust.
    case ecliptic
    /// Solar north, where the source counts its position angles from there.
    case solar
  }

  /// The model's name as written in scenarios and headers.
  public let name: String
  /// Where the law comes from.
  public let source: String
  /// Radii for which the law is vouched for, solar radii.
  public let tabulatedRadii: ClosedRange<Double>
  /// The brightness at one solar radius along the equator and over the pole, mean solar brightness.
  public let amplitude: (equator: Double, pole: Double)
  /// The powers of `1/r` along the equator and over the pole.
  public let exponent: (equator: Double, pole: Double)
  /// Where the pole stands.
  public let pole: Pole

  /// Koutchmy and Lamy 1985: `3.3e-8 r^−2.25` along the equator, `3.3e-8 r^−2.47` over the pole.
  ///
  /// The equator is the F column of the Naval Research Laboratory's table to fourteen digits. The
  /// paper itself could not be read: the pole's exponent is that of the same laboratory's programs
  /// (`3.3e-8 r^(0.22 cos β − 2.47)`, β the angle from the equator), and gives Koutchmy's polar table of
  /// 2000 within 3 % from three to ten radii. Vouched for where the law meets the 2000 table within
  /// 17 %, and up to the end of that laboratory's table.
  public static let koutchmyLamy1985 = PowerLawDust(
    name: "koutchmy-lamy1985",
    source: "Koutchmy & Lamy 1985, IAU Coll. 85, 63: equator 3.3e-8 r^-2.25 (NRL table), "
      + "pole 3.3e-8 r^-2.47 (NRL programs), in the ecliptic",
    tabulatedRadii: 2.5...30, amplitude: (3.3e-8, 3.3e-8), exponent: (2.25, 2.47), pole: .ecliptic)

  /// Skylab's coronagraph: `F = 4.7396e-8 (1 + 0.23732 sin² θ) r^−2.72375`, θ from solar north.
  ///
  /// Apollo Telescope Mount white-light coronagraph experiment, Technical Memo 15, as coded in the High
  /// Altitude Observatory's `skylab_fcorona.pro`. The instrument saw 1.5 to 6 solar radii. Its angle
  /// counts from solar north, so that this model, other than dust, follows the Sun's equator.
  public static let skylab = PowerLawDust(
    name: "skylab",
    source: "Skylab ATM/WLCE Technical Memo 15 (HAO skylab_fcorona.pro), about solar north",
    tabulatedRadii: 1.5...6, amplitude: (4.7396e-8 * 1.23732, 4.7396e-8),
    exponent: (2.72375, 2.72375), pole: .solar)

  /// The position angle of the law's pole.
  public func polePositionAngleRadians(from observer: CoronalObserver) -> Double {
    switch pole {
    case .ecliptic: observer.eclipticNorthPositionAngleRadians
    case .solar: 0
    }
  }

  /// The two laws at any radius; below one solar radius, at the limb.
  public func extrapolatedCurves(radius: Double) -> (equator: Double, pole: Double) {
    let logarithm = Double.log(radius > 1 ? radius : radius.isNaN ? radius : 1)
    return (
      amplitude.equator * Double.exp(-exponent.equator * logarithm),
      amplitude.pole * Double.exp(-exponent.pole * logarithm)
    )
  }
}
