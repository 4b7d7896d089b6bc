/// How many pixels a frame has; frames are row-major, the first row first.
public struct FrameFormat: Sendable, Hashable {
  /// Pixels in a row.
  public let width: Int
  /// Rows.
  public let height: Int

  /// The longest side, pixels.
  public static let longestSide = 32_768
  /// The most pixels of a frame, so that its arrays of eight bytes a pixel stay below 0.6 GB each.
  public static let mostPixels = 67_108_864

  /// A format.
  ///
  /// - Throws: `SensorsError` when a side is not within 1...32768 or the pixels are more than 67108864.
  public init(width: Int, height: Int) throws(SensorsError) {
    guard (1...Self.longestSide).contains(width), (1...Self.longestSide).contains(height) else {
      throw SensorsError(
        .valueOutOfRange,
        "format: found \(width) × \(height) pixels, each side must lie within 1...\(Self.longestSide)"
      )
    }
    guard width * height <= Self.mostPixels else {
      throw SensorsError(
        .valueOutOfRange,
        "format: \(width) × \(height) are \(width * height) pixels, must be at most "
          + "\(Self.mostPixels); take a part of the frame or larger pixels")
    }
    self.width = width
    self.height = height
  }

  /// A format known to be sound.
  init(trustedWidth width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// Pixels in a frame.
  public var count: Int { width * height }

  /// The pixels of some rows.
  func pixels(rows: Range<Int>) -> Range<Int> { rows.lowerBound * width..<rows.upperBound * width }
}
