/// How many pixels a frame has; frames are row-major, the first row first.
public struct FrameFormat: Sendable, Hashable {
  /// Pixels in a row.
  public let width: Int
  /// Rows.
  public let height: Int

  /// The longest side, so that a pixel's number always fits the counter of the random numbers.
  public static let longestSide = 32_768

  /// A format.
  ///
  /// - Throws: `SensorsError` when a side is not within 1...32768.
  public init(width: Int, height: Int) throws(SensorsError) {
    guard (1...Self.longestSide).contains(width), (1...Self.longestSide).contains(height) else {
      throw SensorsError(
        .valueOutOfRange,
        "format: found \(width) × \(height) pixels, each side must lie within 1...\(Self.longestSide)"
      )
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
