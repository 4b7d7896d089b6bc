/// The parts of a detector's chain that can be switched off one by one.
public struct DetectorEffects: OptionSet, Sendable, Hashable {
  /// The effects as bits.
  public let rawValue: UInt32

  /// Effects from bits.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Photons come one by one.
  public static let photonNoise = DetectorEffects(rawValue: 1)
  /// Pixels differ in their response.
  public static let responsePattern = DetectorEffects(rawValue: 2)
  /// Charge gathers in the dark, with the pattern of the device.
  public static let darkCurrent = DetectorEffects(rawValue: 4)
  /// Dark charge comes one electron by one.
  public static let darkNoise = DetectorEffects(rawValue: 8)
  /// Some pixels gather much more dark charge.
  public static let hotPixels = DetectorEffects(rawValue: 16)
  /// Charged particles leave tracks.
  public static let cosmicRays = DetectorEffects(rawValue: 32)
  /// Wells fill up; CCDs bloom.
  public static let fullWell = DetectorEffects(rawValue: 64)
  /// The response bends.
  public static let nonLinearity = DetectorEffects(rawValue: 128)
  /// The amplifier adds noise.
  public static let readNoise = DetectorEffects(rawValue: 256)
  /// Columns and rows differ in their offset.
  public static let fixedPattern = DetectorEffects(rawValue: 512)
  /// Numbers are whole; without it they are rounded all the same on output, but not clipped by the
  /// converter below the largest 32-bit number.
  public static let quantisation = DetectorEffects(rawValue: 1024)

  /// The whole chain.
  public static let all = DetectorEffects(rawValue: 2047)
  /// All that chance decides anew in each frame.
  public static let noise: DetectorEffects = [.photonNoise, .darkNoise, .cosmicRays, .readNoise]
}

/// What a CCD or CMOS detector is like.
public struct DetectorDesign: Sendable, Hashable {
  /// Pixels of a frame.
  public var format: FrameFormat
  /// Side of a pixel, micrometres; only cosmic rays ask for it.
  public var pitch = 10.0
  /// Electrons for each photon, above 0 and at most 1.
  public var quantumEfficiency = 1.0
  /// Numbers for each electron, above 0, at most 1e9.
  public var gain = 1.0
  /// Bits of the converter, 1...32: numbers run from 0 to `2^bits − 1`.
  public var bits = 16
  /// Electrons that a pixel holds, above 0.
  public var fullWell = 1e5
  /// What happens beyond the full well.
  public var fullWellRule = FullWellRule.clips
  /// Deviation of the response from pixel to pixel, a share, 0...0.5.
  public var responseDeviation = 0.0
  /// Dark current of the ordinary pixel.
  public var darkCurrent = DarkCurrent.doubling(rate: 0, reference: 20, step: 7)
  /// Deviation of the dark current from pixel to pixel as a share of it, 0...0.5.
  public var darkDeviation = 0.0
  /// Pixels with much more dark current.
  public var hotPixels = HotPixels(share: 0, meanMultiple: 0)
  /// Charged particles, if any.
  public var cosmicRays: CosmicRays?
  /// Electrons that seem to be in a well, by those that are; none for a straight response.
  public var nonLinearity: MonotoneCurve?
  /// Deviation of the amplifier's noise, electrons, 0 or more.
  public var readNoise = 0.0
  /// Offset of the converter at 0 °C, numbers.
  public var bias = 0.0
  /// How much the offset grows with each degree, numbers.
  public var biasPerDegree = 0.0
  /// Deviation of the columns' offsets, numbers, 0 or more.
  public var columnDeviation = 0.0
  /// Whether even and odd rows have column offsets of opposite sign, as the ASPIICS detector has.
  public var columnsAlternate = false
  /// Deviation of the rows' offsets, numbers, 0 or more.
  public var rowDeviation = 0.0
  /// Temperature of the detector, °C.
  public var temperature = 20.0
  /// Seed of the device's fixed patterns; the same in all frames of one device.
  public var deviceSeed: UInt64 = 0
  /// Which parts of the chain are at work.
  public var effects = DetectorEffects.all

  /// A detector without faults but the converter's and the full well's.
  public init(format: FrameFormat) { self.format = format }

  /// Refuses what no detector can be.
  func validate() throws(SensorsError) {
    try SensorsError.require(pitch, in: 0.1...1000, "pixel pitch", "micrometres")
    try SensorsError.require(
      quantumEfficiency, in: Double.leastNormalMagnitude...1, "quantum efficiency")
    try SensorsError.requirePositive(gain, "gain", "numbers per electron")
    try SensorsError.require(gain, in: 0...1e9, "gain", "numbers per electron")
    guard (1...32).contains(bits) else {
      throw SensorsError(
        .valueOutOfRange, "bits of the converter: found \(bits), must lie within 1...32")
    }
    try SensorsError.requirePositive(fullWell, "full well", "e-")
    if case .bloomsAlongColumns(let drained) = fullWellRule {
      try SensorsError.require(drained, in: 0...1, "share of the overflow that is drained")
    }
    try SensorsError.require(responseDeviation, in: 0...0.5, "deviation of the pixels' response")
    try SensorsError.require(darkDeviation, in: 0...0.5, "deviation of the dark current")
    try SensorsError.require(hotPixels.share, in: 0...1, "share of hot pixels")
    try SensorsError.require(
      hotPixels.meanMultiple, in: 0...1e9, "mean multiple of hot pixels' dark current")
    try SensorsError.require(readNoise, in: 0...1e9, "read noise", "e-")
    try SensorsError.require(bias, in: -1e9...1e9, "bias", "numbers")
    try SensorsError.require(
      biasPerDegree, in: -1e6...1e6, "change of the bias", "numbers per degree")
    try SensorsError.require(columnDeviation, in: 0...1e9, "deviation of columns", "numbers")
    try SensorsError.require(rowDeviation, in: 0...1e9, "deviation of rows", "numbers")
  }
}
