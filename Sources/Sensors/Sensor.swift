/// What the numbers that a sensor takes mean.
public enum LightUnit: String, Sendable, Hashable {
  /// Photons that reach each pixel in a second, in the band of the filter.
  case photonsPerSecond = "ph s-1"
  /// Illuminance of the film, lux.
  case lux = "lx"
}

/// Something that turns light into numbers: a detector, or film and its scanner.
///
/// A sensor is a value that knows its device: two frames of the same sensor share its fixed pattern.
/// Everything that chance decides is a function of the exposure's seed, the frame's number, the pixel and
/// the effect alone, so that frames may be made in any order on any thread.
public protocol Sensor: Sendable {
  /// The size of its frames.
  var format: FrameFormat { get }
  /// What the light that is put in must be given in.
  var lightUnit: LightUnit { get }
  /// The largest number that a pixel can have.
  var largestNumber: UInt32 { get }

  /// Takes a frame.
  ///
  /// - Parameters:
  ///   - light: expected light of each pixel in ``lightUnit``, row-major, 0 or more, constant through
  ///     the exposure.
  ///   - exposure: time, frame and seed.
  ///   - wantsExpectation: whether the frame shall also hold what the numbers would be without noise.
  /// - Throws: `SensorsError` for light of the wrong size, below zero or no numbers.
  func expose(
    _ light: [Double], _ exposure: Exposure, wantsExpectation: Bool
  ) throws(SensorsError) -> SensorFrame
}

extension Sensor {
  /// Takes a frame without its expectation.
  public func expose(
    _ light: [Double], _ exposure: Exposure
  ) throws(SensorsError) -> SensorFrame {
    try expose(light, exposure, wantsExpectation: false)
  }
}

/// What happened to a pixel that its number does not tell.
public struct PixelFlags: OptionSet, Sendable, Hashable {
  /// The flags as bits.
  public let rawValue: UInt8

  /// Flags from bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The well or the converter is full, or the film is on its shoulder's end: the number tells no more.
  public static let saturated = PixelFlags(rawValue: 1)
  /// A cosmic ray left charge.
  public static let cosmicRay = PixelFlags(rawValue: 2)
  /// Charge of a full neighbour flowed in.
  public static let bloomed = PixelFlags(rawValue: 4)
  /// The pixel's dark current is that of a hot pixel.
  public static let hot = PixelFlags(rawValue: 8)
}

/// What a sensor recorded.
public struct SensorFrame: Sendable, Hashable {
  /// The size of the frame.
  public let format: FrameFormat
  /// The recorded numbers, row-major.
  public let numbers: [UInt32]
  /// What happened to the pixels, row-major.
  public let flags: [PixelFlags]
  /// What the numbers would be without noise, cosmic rays and rounding, where asked for, row-major.
  public let expectation: [Double]?
}
