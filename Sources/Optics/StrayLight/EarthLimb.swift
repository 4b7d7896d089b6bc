internal import RealModule

/// The Earth as an observer in space sees it: where its limb is, and what lights the air above it.
///
/// A spheroid becomes a sphere, and lines stay lines, when space is stretched along the polar axis by the ratio
/// of both radii; what a line meets is told there. Heights are those of the stretched space, true to a
/// third of a per cent; the limb itself is exact but for refraction, which lifts it by up to 1.1 degrees where
/// air is dense, and is left out.
///
/// Directions are those of ``PixelGrid``: x and y across, z toward the Sun, of any length.
public struct EarthLimb: Sendable, Hashable {
  /// The Sun's direction is z; everything in the stretched space, metres from the Earth's middle.
  private let observer: SIMD3<Double>
  private let radius: Double
  private let pole: SIMD3<Double>
  private let stretch: Double

  /// What a line of sight meets.
  public struct Passage: Sendable, Hashable {
    /// Height above the ground where the line is nearest to it, metres; the depth below it where the line
    /// meets the ground; infinite for lines that only leave the Earth.
    public let height: Double
    /// Distance of that nearest place, metres.
    public let distance: Double
    /// Sine of the Sun's elevation there, or where the line meets the ground.
    public let sunElevationSine: Double
  }

  /// The Earth before an observer.
  ///
  /// - Parameters:
  ///   - earth: from the observer to the Earth's middle, metres.
  ///   - pole: direction of its axis, any length above 0.
  ///   - equatorialRadius: metres, above 0.
  ///   - polarRadius: metres, above 0.
  /// - Throws: `OpticsError` for an observer below the ground, and for what is no spheroid.
  public init(
    earth: SIMD3<Double>, pole: SIMD3<Double>, equatorialRadius: Double, polarRadius: Double
  ) throws(OpticsError) {
    let length = (pole * pole).sum().squareRoot()
    guard length > 0, length.isFinite, equatorialRadius > 0, polarRadius > 0,
      equatorialRadius.isFinite, polarRadius.isFinite
    else {
      throw OpticsError(
        .valueOutOfRange,
        "Earth with the radii \(equatorialRadius) m and \(polarRadius) m about the axis \(pole): radii must be "
          + "above 0, and the axis must have a length")
    }
    (self.pole, stretch) = (pole / length, equatorialRadius / polarRadius)
    radius = equatorialRadius
    observer = Self.stretched(-earth, along: pole / length, by: stretch)
    let distance = (observer * observer).sum().squareRoot()
    guard distance > radius, distance.isFinite else {
      throw OpticsError(
        .valueOutOfRange,
        "observer \(distance) m from the Earth's middle: must stand above its ground, \(radius) m from it"
      )
    }
  }

  private static func stretched(
    _ vector: SIMD3<Double>, along pole: SIMD3<Double>, by factor: Double
  ) -> SIMD3<Double> {
    vector + (factor - 1) * (vector * pole).sum() * pole
  }

  /// What the line of sight in a direction meets.
  public func passage(toward direction: SIMD3<Double>) -> Passage {
    let unit = direction / (direction * direction).sum().squareRoot()
    let ray = Self.stretched(unit, along: pole, by: stretch)
    let square = (ray * ray).sum()
    let nearest = -(observer * ray).sum() / square
    guard nearest > 0 else {
      return Passage(height: .infinity, distance: 0, sunElevationSine: 1)
    }
    let place = observer + nearest * ray
    let fromMiddle = (place * place).sum().squareRoot()
    let height = fromMiddle - radius
    // Where the line meets the ground, on the observer's side.
    let before = max(0, radius * radius - fromMiddle * fromMiddle) / square
    let met = place - before.squareRoot() * ray
    // The gradient of |S p|² is S² p.
    let vertical = Self.stretched(met, along: pole, by: stretch)
    let sine = vertical.z / (vertical * vertical).sum().squareRoot()
    return Passage(height: height, distance: nearest, sunElevationSine: sine)
  }

  /// The share of a pixel that the Earth does not hide: a straight edge across the pixel.
  ///
  /// - Parameters:
  ///   - direction: a unit vector.
  ///   - width: of the pixel, radians.
  public func openShare(toward direction: SIMD3<Double>, width: Double) -> Double {
    let passage = passage(toward: direction)
    guard passage.height.isFinite, passage.distance > 0 else { return 1 }
    return min(max(0.5 + passage.height / (passage.distance * width), 0), 1)
  }

  /// Height of the Earth's shadow above a place from which the Sun stands below the horizon, metres.
  ///
  /// `R (sec e − 1)` for a Sun at the depth e (Rozenberg 1966, Twilight, Plenum Press, chapter I: the
  /// geometrical shadow); 0 above the horizon, infinite for a Sun in the nadir.
  public func shadowHeight(sunElevationSine sine: Double) -> Double {
    guard sine < 0 else { return 0 }
    let cosine = max(0, 1 - sine * sine).squareRoot()
    return radius * (1 / cosine - 1)
  }
}
