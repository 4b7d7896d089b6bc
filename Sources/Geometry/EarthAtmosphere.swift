internal import RealModule

/// The air at the Earth's limb: how far it bends the rays of the setting Sun.
///
/// An isothermal atmosphere bends a ray whose lowest point lies at the height h by
/// `ν exp(−h/H) √(2πR/H)` in all, with the refractivity ν at the ground and the scale height H
/// (Baum & Code 1953, Astronomical Journal 58, 108). The standard values give 66′ at the ground, twice
/// the 33′ or so of the horizontal refraction seen from there.
public struct EarthAtmosphere: Sendable, Hashable {
  /// The refractive index at the ground, less one.
  public let surfaceRefractivity: Double
  /// The height over which the density falls by e, m.
  public let scaleHeight: Double
  /// The height below which no ray passes, because of clouds and haze, m.
  public let opaqueBelow: Double

  /// Dry air at 15 °C and 1013 hPa in green light (ν = 2.78e-4), a scale height of 8 km, no clouds.
  public static let standard = EarthAtmosphere(
    checkedRefractivity: 2.78e-4, scaleHeight: 8000, opaqueBelow: 0)

  /// An atmosphere.
  ///
  /// - Parameters:
  ///   - surfaceRefractivity: `0...0.001`.
  ///   - scaleHeight: m, `1000...20000`.
  ///   - opaqueBelow: m, `0...100000`.
  /// - Throws: `GeometryError` for values out of range.
  public init(
    surfaceRefractivity: Double, scaleHeight: Double, opaqueBelow: Double = 0
  ) throws(GeometryError) {
    for (name, value, range) in [
      ("surface refractivity", surfaceRefractivity, 0...1e-3),
      ("scale height in metres", scaleHeight, 1000...20_000),
      ("opaque height in metres", opaqueBelow, 0...100_000),
    ] where !range.contains(value) {
      throw GeometryError(
        .valueOutOfRange,
        "\(name) \(value): allowed are \(range.lowerBound) to \(range.upperBound)")
    }
    self.init(
      checkedRefractivity: surfaceRefractivity, scaleHeight: scaleHeight,
      opaqueBelow: opaqueBelow)
  }

  private init(checkedRefractivity: Double, scaleHeight: Double, opaqueBelow: Double) {
    surfaceRefractivity = checkedRefractivity
    self.scaleHeight = scaleHeight
    self.opaqueBelow = opaqueBelow
  }

  /// How much a ray is bent in all, radians.
  ///
  /// - Parameters:
  ///   - height: of its lowest point above the ground, m.
  ///   - radius: of the Earth, m.
  public func bending(height: Double, radius: Double) -> Double {
    surfaceRefractivity * Double.exp(-height / scaleHeight)
      * (2 * Double.pi * radius / scaleHeight).squareRoot()
  }

  /// The lowest geometric angle above the bare limb from which light still arrives, radians.
  ///
  /// The lowest ray that passes stands a little above the limb, by the opaque height, and comes from
  /// farther down by what it is bent; higher rays come from higher up.
  ///
  /// - Parameters:
  ///   - distance: of the observer from the Earth's centre, m.
  ///   - radius: of the Earth, m.
  func lowestVisible(from distance: Double, radius: Double) -> Double {
    func dip(_ height: Double) -> Double {
      Double.acos(min(1, (radius + height) / max(distance, radius)))
    }
    return dip(0) - dip(opaqueBelow) - bending(height: opaqueBelow, radius: radius)
  }
}
