/// The planets that matter as bright lights near the Sun.
public enum Planet: Int32, Sendable, Hashable, CaseIterable {
  case mercury = 1
  case venus = 2
  case mars = 4
  case jupiter = 5
  case saturn = 6
  case uranus = 7
  case neptune = 8

  /// The planet's name in English.
  public var name: String {
    switch self {
    case .mercury: "Mercury"
    case .venus: "Venus"
    case .mars: "Mars"
    case .jupiter: "Jupiter"
    case .saturn: "Saturn"
    case .uranus: "Uranus"
    case .neptune: "Neptune"
    }
  }

  /// The equatorial radius of the globe, m; Saturn's rings reach to 2.27 of it.
  ///
  /// Source: IAU WG on Cartographic Coordinates and Rotational Elements 2015 (Archinal et al. 2018).
  public var equatorialRadius: Double {
    switch self {
    case .mercury: 2_440_530
    case .venus: 6_051_800
    case .mars: 3_396_190
    case .jupiter: 71_492_000
    case .saturn: 60_268_000
    case .uranus: 25_559_000
    case .neptune: 24_764_000
    }
  }

  /// Greatest error found of the direction from the Sun, radians.
  ///
  /// Against DE438 at epochs from 1900 to 2098, see `PlanetTheory`.
  public var directionError: Double {
    let arcseconds: Double =
      switch self {
      case .mercury, .venus, .mars, .uranus: 0.05
      case .saturn: 0.3
      case .jupiter: 0.4
      case .neptune: 2.3
      }
    return arcseconds * Angles.arcsecond
  }
}
