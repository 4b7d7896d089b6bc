/// The camera that sees a bright ring: its pupil, its focus, and what blurs its picture.
public struct RingOptics: Sendable, Hashable {
  /// Diameter of the circular pupil, metres.
  public var pupilDiameter: Double
  /// Middle of the pupil in the plane that the outline is given about, metres.
  public var pupilX: Double
  /// Middle of the pupil in the plane that the outline is given about, metres.
  public var pupilY: Double
  /// Distance that is in focus, metres above 0; infinity for the stars and the corona.
  public var focusDistance: Double
  /// Wavelengths of the band; none for the single one that the edge's strength is told for.
  ///
  /// Diffraction at the edge is in proportion to the wavelength, and so is the width of the pupil's.
  public var spectrum: [SpectralSample]
  /// Standard deviation of a Gaussian blur in each direction, radians.
  ///
  /// Film and jitter; the pixels are not in it.
  public var blur: Double

  /// A camera on the axis, sharp at infinity.
  public init(
    pupilDiameter: Double, pupilX: Double = 0, pupilY: Double = 0,
    focusDistance: Double = .infinity, spectrum: [SpectralSample] = [], blur: Double = 0
  ) {
    (self.pupilDiameter, self.pupilX, self.pupilY) = (pupilDiameter, pupilX, pupilY)
    (self.focusDistance, self.spectrum, self.blur) = (focusDistance, spectrum, blur)
  }

  func check() throws(OpticsError) {
    guard focusDistance > 0 else {
      throw OpticsError(
        .valueOutOfRange,
        "distance in focus \(focusDistance) m: must be above 0; infinity for the corona")
    }
    guard blur >= 0, blur < 1 else {
      throw OpticsError(
        .valueOutOfRange, "Gaussian blur of \(blur) rad: must be from 0 to below 1 rad")
    }
    guard pupilX.isFinite, pupilY.isFinite else {
      throw OpticsError(
        .valueOutOfRange, "middle of the pupil (\(pupilX), \(pupilY)) m: must be numbers")
    }
  }
}
