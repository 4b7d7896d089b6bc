extension DetectorDesign {
  /// A detector that counts every photon: photon noise, and no fault of its own.
  ///
  /// One number for each photon, up to 2³² − 1; take ``DetectorEffects/photonNoise`` away for the
  /// expectation itself, rounded.
  ///
  /// - Parameter format: pixels of a frame.
  public static func ideal(format: FrameFormat) -> DetectorDesign {
    var design = DetectorDesign(format: format)
    design.bits = 32
    design.fullWell = 4_294_967_295
    return design
  }

  /// The detector of ASPIICS, the coronagraph of PROBA-3.
  ///
  /// Documented: 2048 × 2048 pixels, 14 bits, gain 0.100 numbers per electron, read noise 7 numbers
  /// (70 electrons), quantum efficiency 0.65 (0.61 at Fe XIV) from `calibr_data.json` of the Royal
  /// Observatory of Belgium's level-2 processor; −13 °C, its default; offsets of columns that alternate
  /// with the rows' parity; calibrated to some 13 400 numbers, bent by at most 2 %.
  ///
  /// Assumed, since the calibration maps are not public numbers: pitch 10 µm; a full well where the
  /// converter ends; the bend as a square; pixels that differ by 1 % in response and 10 % in dark
  /// current; 10 electrons a second at −13 °C, doubling each 7 K; one hot pixel in a thousand, a hundred
  /// times as dark; bias 300 numbers; columns that differ by 1 number; a sensitive layer of 5 µm; 4
  /// particles cm⁻² s⁻¹, as simulators of detectors in space have.
  public static let aspiics = {
    var design = DetectorDesign(format: FrameFormat(trustedWidth: 2048, height: 2048))
    design.pitch = 10
    design.quantumEfficiency = 0.65
    design.gain = 0.100
    design.bits = 14
    design.readNoise = 7 / 0.100
    design.temperature = -13
    design.columnsAlternate = true
    design.fullWell = 16_383 / 0.100
    design.nonLinearity = bend(share: 0.02, at: aspiicsLinearRange / 0.100, upTo: 2e5)
    design.responseDeviation = 0.01
    design.darkCurrent = .doubling(rate: 10, reference: -13, step: 7)
    design.darkDeviation = 0.1
    design.hotPixels = HotPixels(share: 1e-3, meanMultiple: 100)
    design.bias = 300
    design.columnDeviation = 1
    design.cosmicRays = try? CosmicRays(rate: 4, thickness: 5)
    return design
  }()

  /// Numbers above the bias up to which the detector of ASPIICS is calibrated.
  ///
  /// Source: `detector_nonlin.fits` of the Royal Observatory of Belgium, as read in the science notes.
  public static let aspiicsLinearRange = 13_400.0

  /// Steps in which the exposure times of ASPIICS are commanded, seconds.
  public static let aspiicsExposureStep = 0.000_123

  /// The curve `e (1 − s e/e₁)`: a share s of the charge e₁ is missing there.
  private static func bend(share: Double, at charge: Double, upTo end: Double) -> MonotoneCurve? {
    let places = (0...100).map { end * Double($0) / 100 }
    return try? MonotoneCurve(
      x: places, y: places.map { $0 * (1 - share * $0 / charge) }, name: "response")
  }
}
