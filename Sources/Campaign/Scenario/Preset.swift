/// Scenarios that ship with the program.
public enum Preset: String, Sendable, CaseIterable {
  /// Apollo and Soyuz, 19 July 1975: Apollo coasts away after undocking.
  case astp1975 = "astp-1975"
  /// The same, but Apollo stops at 220 m and holds.
  case astp1975Hold = "astp-1975-hold"
  /// The experiment told step by step: undocking, push, coast, braking and hold.
  case astp1975MA148 = "astp-1975-ma148"
  /// PROBA-3 in formation near apogee.
  case proba3
  /// The total eclipse of 21 August 2017 from the place where it was greatest.
  case moon2017 = "moon-2017-08-21"
  /// The total eclipse of 8 April 2024 from Ohio.
  case moon2024 = "moon-2024-04-08"

  /// The scenario as commented TOML, the same text as in `Fixtures/`.
  public var text: String {
    let bytes =
      switch self {
      case .astp1975: PackageResources.astp_1975_toml
      case .astp1975Hold: PackageResources.astp_1975_hold_toml
      case .astp1975MA148: PackageResources.astp_1975_ma148_toml
      case .proba3: PackageResources.proba3_toml
      case .moon2017: PackageResources.moon_2017_08_21_toml
      case .moon2024: PackageResources.moon_2024_04_08_toml
      }
    return String(decoding: bytes, as: UTF8.self)
  }
}
