/// Where Kirchhoff's edge and Fresnel's approximation may be asked, with the words for elsewhere.
enum DiffractionRange {
  static func check(wavelength: Double) throws(OpticsError) {
    guard wavelength >= 1e-9, wavelength <= 1e-3 else {
      throw OpticsError(
        .valueOutOfRange,
        "wavelength \(wavelength) m: must lie in 1e-9...1e-3 m; green light has 5.5e-7 m, 550 nm")
    }
  }

  static func check(radius: Double) throws(OpticsError) {
    guard radius > 0, radius.isFinite else {
      throw OpticsError(
        .valueOutOfRange, "radius \(radius) m of the disc: must be a number above 0")
    }
  }

  static func check(distance: Double) throws(OpticsError) {
    guard distance > 0, distance.isFinite else {
      throw OpticsError(
        .valueOutOfRange,
        "distance \(distance) m from the edge to the observer: must be a number above 0")
    }
  }

  /// Refuses bodies too small for a sharp edge, too near for small angles, too large for the figures.
  ///
  /// - Parameters:
  ///   - reach: the radius of the body, metres.
  ///   - distance: metres.
  ///   - wavelength: metres.
  static func check(
    reach: Double, distance: Double, wavelength: Double
  ) throws(OpticsError) {
    guard reach >= 10 * wavelength else {
      throw OpticsError(
        .outsideValidity,
        "radius \(reach) m: below ten wavelengths of \(wavelength) m Kirchhoff's sharp edge does not "
          + "hold; a body so small scatters by Mie's theory")
    }
    guard reach <= 0.1 * distance else {
      throw OpticsError(
        .outsideValidity,
        "radius \(reach) m at \(distance) m: above a tenth of the distance Fresnel's approximation of "
          + "small angles does not hold; move the observer away")
    }
    let zones = reach * reach / (wavelength * distance)
    guard zones <= 1e9 else {
      throw OpticsError(
        .outsideValidity,
        "Fresnel number \(zones): beyond 1e9 a double cannot hold the phases of the rim; treat the edge "
          + "as straight")
    }
  }

  /// Refuses bodies whose edge is no edge to the light: the sum over edges wants straight ones.
  ///
  /// - Parameters:
  ///   - reach: the radius of the body, metres.
  ///   - distance: metres.
  ///   - wavelength: metres.
  static func check(
    edgeOfReach reach: Double, distance: Double, wavelength: Double
  ) throws(OpticsError) {
    guard reach <= 0.1 * distance else {
      throw OpticsError(
        .outsideValidity,
        "outline of radius \(reach) m at \(distance) m: above a tenth of the distance Fresnel's "
          + "approximation of small angles does not hold; move the observer away")
    }
    let zones = reach * reach / (wavelength * distance)
    guard zones >= 10 else {
      throw OpticsError(
        .outsideValidity,
        "Fresnel number \(zones) of an outline of radius \(reach) m at \(distance) m: below 10 its "
          + "opposite edges are not apart for the light; ask for the wave itself")
    }
  }
}
