/// From surface brightness to what one pixel counts, and back.
///
/// `N_e = (B/B☉) M A Ω_px T QE` electrons a second, `A = π (D/2)² (Lyot² − obstruction²)`, and `g N_e`
/// numbers a second (science notes on radiometry, §1f). Brightness `B/B☉` is in MSB, the mean brightness
/// of the Sun's disc in the same band; vignetting belongs to the brightness that is put in.
public struct Radiometry: Sendable, Hashable {
  /// The filter and what one MSB sends through it.
  public var band: SolarBandpass
  /// Diameter of the entrance pupil, metres.
  public let apertureDiameter: Double
  /// Diameter of the central obstruction as a share of the entrance pupil's, 0 for none.
  public let obstruction: Double
  /// Diameter of the Lyot stop as a share of the entrance pupil's image, 1 for none.
  public let lyotFactor: Double
  /// Solid angle of one pixel, steradians.
  public let pixelSteradians: Double
  /// Share of the photons that the optics let through in the band.
  public let transmission: Double
  /// Electrons for each photon that reaches the detector.
  public let quantumEfficiency: Double
  /// Numbers of the converter for each electron.
  public let gain: Double

  /// A chain from the sky to the converter.
  ///
  /// - Parameters:
  ///   - band: the filter.
  ///   - apertureDiameter: metres, above 0.
  ///   - obstruction: diameter of the central obstruction over the entrance pupil's; 0 or more, below
  ///     the Lyot factor.
  ///   - lyotFactor: diameter of the Lyot stop over that of the pupil's image; above 0, at most 1.
  ///   - pixelSteradians: steradians, above 0.
  ///   - transmission: above 0, at most 1.
  ///   - quantumEfficiency: above 0, at most 1.
  ///   - gain: numbers per electron, above 0.
  /// - Throws: `OpticsError` outside these ranges.
  public init(
    band: SolarBandpass, apertureDiameter: Double, obstruction: Double = 0, lyotFactor: Double = 1,
    pixelSteradians: Double, transmission: Double, quantumEfficiency: Double, gain: Double
  ) throws(OpticsError) {
    try Radiometry.requirePositive(apertureDiameter, "diameter of the aperture", "m")
    try Radiometry.requireShare(lyotFactor, "Lyot stop over pupil")
    guard obstruction >= 0, obstruction < lyotFactor else {
      throw OpticsError(
        .valueOutOfRange,
        "central obstruction over pupil: found \(obstruction), must be 0 or more and below the Lyot "
          + "stop's share \(lyotFactor)")
    }
    try Radiometry.requirePositive(pixelSteradians, "solid angle of a pixel", "sr")
    try Radiometry.requireShare(transmission, "transmission")
    try Radiometry.requireShare(quantumEfficiency, "quantum efficiency")
    try Radiometry.requirePositive(gain, "gain", "numbers per electron")
    self.band = band
    self.apertureDiameter = apertureDiameter
    self.obstruction = obstruction
    self.lyotFactor = lyotFactor
    self.pixelSteradians = pixelSteradians
    self.transmission = transmission
    self.quantumEfficiency = quantumEfficiency
    self.gain = gain
  }

  /// Area that collects light, square centimetres.
  public var collectingArea: Double {
    let radius = apertureDiameter * 100 / 2
    return .pi * radius * radius * (lyotFactor * lyotFactor - obstruction * obstruction)
  }

  /// Photons a second that reach a pixel's silicon from one MSB.
  public var photonsPerSecondOfBrightness: Double {
    band.photonRadiance * collectingArea * pixelSteradians * transmission
  }

  /// Electrons a second and pixel from one MSB.
  public var electronsPerSecondOfBrightness: Double {
    photonsPerSecondOfBrightness * quantumEfficiency
  }

  /// Numbers a second and pixel from one MSB: the factor A_PHOT of a calibrated coronagraph.
  public var numbersPerSecondOfBrightness: Double { electronsPerSecondOfBrightness * gain }

  /// Photons a second and pixel from a brightness in MSB.
  public func photonsPerSecond(brightness: Double) -> Double {
    brightness * photonsPerSecondOfBrightness
  }

  /// Electrons a second and pixel from a brightness in MSB.
  public func electronsPerSecond(brightness: Double) -> Double {
    brightness * electronsPerSecondOfBrightness
  }

  /// Numbers a second and pixel from a brightness in MSB.
  public func numbersPerSecond(brightness: Double) -> Double {
    brightness * numbersPerSecondOfBrightness
  }

  /// Brightness in MSB that gives so many photons a second and pixel.
  public func brightness(photonsPerSecond: Double) -> Double {
    photonsPerSecond / photonsPerSecondOfBrightness
  }

  /// Brightness in MSB that gives so many electrons a second and pixel.
  public func brightness(electronsPerSecond: Double) -> Double {
    electronsPerSecond / electronsPerSecondOfBrightness
  }

  /// Brightness in MSB that gives so many numbers a second and pixel, above bias and dark.
  public func brightness(numbersPerSecond: Double) -> Double {
    numbersPerSecond / numbersPerSecondOfBrightness
  }

  /// The same chain with the transmission that makes a measured factor come out.
  ///
  /// - Parameter factor: numbers a second and pixel from one MSB (A_PHOT), above 0.
  /// - Throws: `OpticsError` when no transmission up to 1 gives that factor.
  public func calibrated(numbersPerSecondOfBrightness factor: Double) throws(OpticsError)
    -> Radiometry
  {
    try Radiometry.requirePositive(
      factor, "radiometric factor of band '\(band.name)'", "numbers s-1 per MSB")
    let effective = transmission * factor / numbersPerSecondOfBrightness
    guard effective <= 1 else {
      throw OpticsError(
        .valueOutOfRange,
        "radiometric factor of band '\(band.name)': \(factor) numbers s-1 per MSB would need a "
          + "transmission of \(effective), which must be at most 1; the largest factor of this "
          + "aperture, pixel, quantum efficiency and gain is "
          + "\(numbersPerSecondOfBrightness / transmission)")
    }
    return try Radiometry(
      band: band, apertureDiameter: apertureDiameter, obstruction: obstruction,
      lyotFactor: lyotFactor, pixelSteradians: pixelSteradians, transmission: effective,
      quantumEfficiency: quantumEfficiency, gain: gain)
  }
}
