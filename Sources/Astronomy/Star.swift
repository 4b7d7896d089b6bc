/// A star of a catalogue: where it stood at J2000.0, how it moves, how bright it is.
public struct Star: Sendable, Hashable {
  /// Its name, as pictures and tables show it.
  public var name: String
  /// Its Bayer designation or another short one; empty when there is none.
  public var designation: String
  /// Right ascension at the epoch J2000.0, ICRS, radians.
  public var rightAscension: Double
  /// Declination at the epoch J2000.0, ICRS, radians.
  public var declination: Double
  /// Proper motion toward east (with the cosine of the declination) and north, radians a year.
  public var properMotion: SIMD2<Double>
  /// Magnitude in Johnson V.
  public var visualMagnitude: Double
  /// Colour index B−V, mag; nil when it is not known.
  public var colourIndex: Double?

  /// A star from its catalogue values.
  ///
  /// - Parameters:
  ///   - name: its name.
  ///   - designation: its Bayer designation.
  ///   - rightAscensionDegrees: ICRS, at the epoch J2000.0.
  ///   - declinationDegrees: ICRS, at the epoch J2000.0.
  ///   - properMotion: toward east (with the cosine of the declination) and north, milliseconds of
  ///     arc a year.
  ///   - visualMagnitude: Johnson V.
  ///   - colourIndex: B−V, mag.
  public init(
    name: String, designation: String = "", rightAscensionDegrees: Double,
    declinationDegrees: Double, properMotion: SIMD2<Double> = .zero, visualMagnitude: Double,
    colourIndex: Double? = nil
  ) {
    self.name = name
    self.designation = designation
    rightAscension = rightAscensionDegrees * Angles.degree
    declination = declinationDegrees * Angles.degree
    self.properMotion = properMotion * (Angles.arcsecond / 1000)
    self.visualMagnitude = visualMagnitude
    self.colourIndex = colourIndex
  }

  /// Its direction from the Solar System's barycentre, ICRF axes, unit vector.
  ///
  /// Motion on a straight line across the sky, as ERFA `pmpx` has it without parallax and radial
  /// velocity. Left out are the parallax, at most 0.285″ in the built-in catalogue (Procyon) and 0.75″
  /// anywhere (Proxima Centauri), and the change of the proper motion by the radial motion, below
  /// 0.01″ over fifty years for the built-in stars.
  ///
  /// - Parameter years: Julian years since the epoch J2000.0.
  public func direction(yearsSinceJ2000 years: Double) -> Vector3 {
    let toward = Vector3(
      rightAscensionDegrees: rightAscension / Angles.degree,
      declinationDegrees: declination / Angles.degree)
    let flat = (toward.x * toward.x + toward.y * toward.y).squareRoot()
    // At a pole of the ICRF east is where right ascension grows from its origin.
    let east = flat > 0 ? Vector3(-toward.y / flat, toward.x / flat, 0) : Vector3(0, 1, 0)
    let north = toward.cross(east)
    return (toward + (east * properMotion.x + north * properMotion.y) * years).normalized
  }
}
