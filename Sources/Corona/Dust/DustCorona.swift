internal import RealModule

/// A model of the F corona: sunlight scattered by interplanetary dust, in mean solar brightness.
///
/// The light counts as unpolarised (`Q = U = 0`). That holds to some 0.1 % within five solar radii; no
/// open table of its small polarisation farther out was found, so none is invented. A polariser passes
/// half of it at any angle.
public protocol DustCorona: Sendable {
  /// The model's name as written in scenarios and headers.
  var name: String { get }
  /// Where the model comes from, and in which plane it lies.
  var source: String { get }
  /// Impact parameters for which the source vouches, solar radii.
  var tabulatedRadii: ClosedRange<Double> { get }

  /// The brightness of a set of sightlines, extrapolated where the source ends.
  ///
  /// The result of a sightline depends on that sightline and the observer alone. Before the disc,
  /// nearer than one solar radius, the brightness at the limb is kept.
  func radiance(of directions: SkyDirections, from observer: CoronalObserver) -> DustRadiance

  /// The same model with all that is common to the sightlines of one observer computed beforehand.
  ///
  /// - Parameters:
  ///   - observer: who looks.
  ///   - impactParameter: the largest that will be asked for, solar radii; others are answered too, but
  ///     slowly.
  func prepared(
    for observer: CoronalObserver, impactParametersUpTo impactParameter: Double
  ) -> any DustCorona
}

extension DustCorona {
  /// Models that compute nothing beforehand are ready as they are.
  public func prepared(
    for observer: CoronalObserver, impactParametersUpTo impactParameter: Double
  ) -> any DustCorona { self }
}

/// The brightness of a set of sightlines and how many of them lie where the source does not vouch.
public struct DustRadiance: Sendable, Hashable {
  /// Unpolarised intensity, mean solar brightness, one number per sightline.
  public var intensity: [Double]
  /// Sightlines outside ``DustCorona/tabulatedRadii``, whose intensity is an extrapolation.
  public var extrapolatedCount: Int

  /// A brightness from its parts.
  public init(intensity: [Double], extrapolatedCount: Int) {
    self.intensity = intensity
    self.extrapolatedCount = extrapolatedCount
  }
}

/// A model given by a curve along the dust's equator and one over its pole.
///
/// Between the two the brightness is `B = B_equator sin² α + B_pole cos² α`, α the position angle from
/// the pole: smooth and even about both axes. This is the project's choice, where the sources give the
/// two curves only. Every such curve holds for an observer 1 au from the Sun. At a fixed impact
/// parameter the brightness hardly depends on where the observer stands, as most of the light comes
/// from near the Sun: nothing is scaled for other distances.
public protocol AxialDustCorona: DustCorona {
  /// The position angle of the pole from which `α` counts.
  func polePositionAngleRadians(from observer: CoronalObserver) -> Double

  /// Brightness along the equator and over the pole at any impact parameter, mean solar brightness.
  ///
  /// - Parameter radius: solar radii; below one it counts as one.
  func extrapolatedCurves(radius: Double) -> (equator: Double, pole: Double)
}

extension AxialDustCorona {
  /// Brightness where the source vouches for it, in mean solar brightness.
  ///
  /// - Parameters:
  ///   - radius: apparent distance from the Sun's centre, solar radii.
  ///   - angleFromPoleRadians: position angle from the pole of the model, either sense.
  /// - Returns: nil outside ``DustCorona/tabulatedRadii``, and for numbers that are not finite.
  public func brightness(radius: Double, angleFromPoleRadians: Double) -> Double? {
    guard tabulatedRadii.contains(radius), angleFromPoleRadians.isFinite else { return nil }
    return extrapolatedBrightness(radius: radius, angleFromPoleRadians: angleFromPoleRadians)
  }

  /// Brightness continued beyond the source for the sake of a picture, in mean solar brightness.
  ///
  /// - Parameters:
  ///   - radius: apparent distance from the Sun's centre, solar radii, zero or more.
  ///   - angleFromPoleRadians: position angle from the pole of the model, either sense.
  /// - Returns: the brightness; not a number where an argument is not a number.
  public func extrapolatedBrightness(radius: Double, angleFromPoleRadians: Double) -> Double {
    let sine = Double.sin(angleFromPoleRadians)
    return blended(radius: radius, sineSquared: sine * sine)
  }

  /// The brightness of a set of sightlines; the radius is the impact parameter `d sin ε`.
  public func radiance(
    of directions: SkyDirections, from observer: CoronalObserver
  ) -> DustRadiance {
    var result = DustRadiance(
      intensity: [Double](repeating: 0, count: directions.count), extrapolatedCount: 0)
    let angle = polePositionAngleRadians(from: observer)
    let (sine, cosine) = (Double.sin(angle), Double.cos(angle))
    for index in 0..<directions.count {
      let (west, north) = (directions.west[index], directions.north[index])
      let square = west * west + north * north
      // The pole lies at (−sin, cos) on the axes west and north; this is the part across it.
      let across = west * cosine + north * sine
      let radius = observer.distanceSolarRadii * square.squareRoot()
      if !tabulatedRadii.contains(radius) { result.extrapolatedCount += 1 }
      result.intensity[index] = blended(
        radius: radius, sineSquared: square > 0 ? across * across / square : 0)
    }
    return result
  }

  private func blended(radius: Double, sineSquared: Double) -> Double {
    let (equator, pole) = extrapolatedCurves(radius: radius)
    return pole + (equator - pole) * sineSquared
  }
}
