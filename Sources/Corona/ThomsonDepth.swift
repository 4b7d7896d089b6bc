internal import Astronomy
internal import RealModule

/// How much of the light on a sightline free electrons scatter away.
///
/// The depth is `σ_T R☉ ∫ nₑ ds`. Brightness is computed for light scattered once, which holds where the
/// depth is small: the real corona has some 1e-5 at the limb. A tenth or more says that densities are
/// wrong by decades, as those per cubic metre taken for those per cubic centimetre are.
public struct ThomsonDepth: Sendable, Hashable {
  /// The depth of a whole sightline.
  public let depth: Double
  /// Heliographic latitude of the point where it passes closest to the Sun, radians.
  public let latitudeRadians: Double
  /// Carrington longitude of that point, radians.
  public let longitudeRadians: Double

  /// Where the sightlines pass, solar radii from the Sun's centre.
  public static let impactParameter = 1.05

  /// The deepest of some sightlines past the limb all around the Sun.
  ///
  /// Ninety-six sightlines, evenly spread, to a few per cent each: enough to tell decades, not to measure.
  public static func largest(
    of density: any ElectronDensity, constants: CoronaConstants = .codata2022
  ) -> ThomsonDepth {
    var largest = ThomsonDepth(depth: 0, latitudeRadians: 0, longitudeRadians: 0)
    let places = 48
    for place in 0..<places {
      // Places by the golden angle; through each one sightline east-west and one north-south.
      let sine = 1 - (2 * Double(place) + 1) / Double(places)
      let latitude = Double.asin(sine)
      let longitude = (2.399_963_229_728_653 * Double(place))
        .truncatingRemainder(dividingBy: 2 * Double.pi)
      let tangent = HeliographicFrame.direction(
        latitudeRadians: latitude, longitudeRadians: longitude)
      let west = Vector3(-Double.sin(longitude), Double.cos(longitude), 0)
      for back in [west, tangent.cross(west)] {
        let depth =
          column(density, tangent, back) * constants.thomsonCrossSectionSquareCentimetres
          * constants.solarRadiusCentimetres
        if depth > largest.depth {
          largest = ThomsonDepth(
            depth: depth, latitudeRadians: latitude, longitudeRadians: longitude)
        }
      }
    }
    return largest
  }

  /// `∫ nₑ ds` in electrons per cubic centimetre times solar radii, by equal steps of the angle θ of
  /// `s = ρ tan θ`, up to 100 solar radii.
  private static func column(
    _ density: any ElectronDensity, _ tangent: Vector3, _ back: Vector3
  ) -> Double {
    let steps = 128
    let end = Double.acos(impactParameter / 100)
    let width = 2 * end / Double(steps)
    var sum = 0.0
    for first in stride(from: 0, to: steps, by: 8) {
      var (cosine, sine) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
      for lane in 0..<8 {
        let angle = width * (Double(first + lane) + 0.5) - end
        cosine[lane] = Double.cos(angle)
        sine[lane] = Double.sin(angle)
      }
      let electrons = density.electronsPerCubicCentimetre(
        at: CoronalPoints(
          radii: CoronalRadii(radius: impactParameter / cosine),
          directions: CoronalDirections(
            x: tangent.x * cosine + back.x * sine, y: tangent.y * cosine + back.y * sine,
            z: tangent.z * cosine + back.z * sine)))
      sum += (electrons / (cosine * cosine)).sum()
    }
    return sum * width * impactParameter
  }
}
