internal import Astronomy
internal import RealModule
internal import VectorMath

/// The mass that goes with electrons.
public enum EjectionMass {
  /// Grams per electron of a fully ionised gas with one helium atom to nine of hydrogen.
  ///
  /// Hildner, Gosling, MacQueen, Munro, Poland, Ross (1975), Solar Physics 42, 163; Vourlidas, Subramanian,
  /// Dere, Howard (2000), ApJ 534, 456: 1.97e-24 g, which is (0.9 × 1.673 + 0.1 × 6.646)e-24 g over the
  /// 1.1 electrons that ten atoms give.
  public static let gramsPerElectron = 1.97e-24
}

extension Ejection {
  /// The mass outside the photosphere, grams.
  public var massGrams: Double { electronCount * EjectionMass.gramsPerElectron }
}

/// Weighs what pictures show: from brightness to mass, as all electrons of a sightline were in one place.
///
/// The method of coronagraph work (Poland, Howard, Koomen, Michels, Sheeley 1981, Solar Physics 69, 169;
/// Vourlidas et al. 2000, ApJ 534, 456): excess brightness over that of one electron, times the area of
/// the pixel there, times ``EjectionMass/gramsPerElectron``. With the electrons taken to lie in the plane
/// of the sky, where they scatter most, the mass of what lies elsewhere is underestimated: by some 3 % for
/// an ejection in that plane, by 12 % at 29° from it, by 38 % at 52°. Far from the Sun an electron at the
/// angle φ shines `cos² φ (2 − cos² φ)` times as bright as one in the plane behind the same pixel.
public struct BrightnessScale: Sendable {
  /// How electrons scatter.
  public let kernel: ThomsonKernel
  /// The physical constants.
  public let constants: CoronaConstants
  /// Who looks.
  public let observer: CoronalObserver
  /// The angle of the electrons from the plane of the sky, the plane through the Sun's centre that faces
  /// the observer; positive towards the observer, radians.
  public let angleFromSkyPlaneRadians: Double

  /// A scale for an assumed place.
  ///
  /// - Throws: `CoronaError` for an angle not within ±1.5 rad (86°): along the way to the observer
  ///   sightlines hold no place.
  public init(
    kernel: ThomsonKernel, constants: CoronaConstants = .codata2022, observer: CoronalObserver,
    angleFromSkyPlaneRadians: Double = 0
  ) throws(CoronaError) {
    try CoronaError.require(
      angleFromSkyPlaneRadians, in: -1.5...1.5, "angle of the electrons from the plane of the sky",
      "must lie in -1.5...1.5 rad")
    self.kernel = kernel
    self.constants = constants
    self.observer = observer
    self.angleFromSkyPlaneRadians = angleFromSkyPlaneRadians
  }

  /// Brightness of one electron per square centimetre, mean solar brightness times square centimetres.
  ///
  /// - Parameter impactParameter: of the sightline, solar radii, positive.
  /// - Returns: all its light, and the excess vibrating along the limb; none inside the photosphere.
  public func brightnessPerElectron(
    impactParameter: Double
  ) -> (total: Double, polarized: Double) {
    guard impactParameter > 0, impactParameter < observer.distanceSolarRadii else { return (0, 0) }
    let cosine = Double.cos(angleFromTangent(impactParameter: impactParameter))
    let radius = impactParameter / cosine
    guard radius >= 1, cosine > 0 else { return (0, 0) }
    let (t, p) = kernel.coefficients(atRadius: radius)
    let scale =
      constants.scatteringPerElectronColumn / constants.solarRadiusCentimetres / kernel.discMean
    return (scale * (2 * t - p * cosine * cosine), scale * p * cosine * cosine)
  }

  /// The angle of the electrons from the tangent point of a sightline, seen from the Sun's centre: the
  /// tangent point lies before the plane of the sky by the elongation.
  private func angleFromTangent(impactParameter: Double) -> Double {
    let sine = Swift.min(impactParameter / observer.distanceSolarRadii, 1)
    return angleFromSkyPlaneRadians - Double.asin(sine)
  }

  /// The mass that gives an excess brightness, grams.
  ///
  /// - Parameters:
  ///   - excess: brightness less that before the ejection, mean solar brightness, one for each sightline;
  ///     what is not a number counts as nothing, as do sightlines whose place would be inside the Sun or
  ///     behind the observer.
  ///   - directions: where the sightlines point.
  ///   - solidAngles: what each stands for, steradians.
  /// - Throws: `CoronaError` for arrays of different lengths, or a solid angle that is negative or not
  ///   finite.
  public func grams(
    excess: [Double], directions: SkyDirections, solidAngles: [Double]
  ) throws(CoronaError) -> Double {
    guard excess.count == directions.count, solidAngles.count == directions.count else {
      throw CoronaError(
        .invalidDirection,
        "\(excess.count) brightnesses and \(solidAngles.count) solid angles for \(directions.count) "
          + "sightlines: must be as many of each")
    }
    var grams = 0.0
    for index in 0..<directions.count {
      let solidAngle = solidAngles[index]
      guard solidAngle >= 0, solidAngle.isFinite else {
        throw CoronaError(
          .invalidDirection,
          "solid angle \(solidAngle) sr of sightline \(index): must be zero or more and finite")
      }
      guard excess[index].isFinite else { continue }
      let (west, north) = (directions.west[index], directions.north[index])
      let square = west * west + north * north
      let rho = observer.distanceSolarRadii * square.squareRoot()
      let single = brightnessPerElectron(impactParameter: rho).total
      let tangent = Double.tan(angleFromTangent(impactParameter: rho))
      let away =
        observer.distanceSolarRadii * Swift.max(1 - square, 0).squareRoot() - rho * tangent
      guard single > 0, away > 0 else { continue }
      let centimetres = away * constants.solarRadiusCentimetres
      grams += excess[index] / single * solidAngle * centimetres * centimetres
    }
    return grams * EjectionMass.gramsPerElectron
  }
}
