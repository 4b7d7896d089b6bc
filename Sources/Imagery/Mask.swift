/// Why pixels must not be trusted, eight bits for each pixel, bottom row first (FITS order).
public struct Mask: Sendable, Hashable {
  /// The reasons a pixel can be flagged for.
  public struct Flags: OptionSet, Sendable, Hashable {
    /// The bits as stored in the file.
    public let rawValue: UInt8

    /// Flags from stored bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The pixel lies behind the occulter.
    public static let occulted = Flags(rawValue: 1)
    /// The occulter takes so much of the pupil that the correction is not reliable.
    public static let vignetted = Flags(rawValue: 2)
    /// The detector was saturated.
    public static let saturated = Flags(rawValue: 4)
    /// The detector pixel is defective.
    public static let badPixel = Flags(rawValue: 8)
    /// The pixel holds no data.
    public static let noData = Flags(rawValue: 16)
    /// A star or planet dominates the pixel.
    public static let star = Flags(rawValue: 32)
    /// The Earth stands before the sky in the pixel, or before a part of it.
    public static let earth = Flags(rawValue: 64)

    /// Every bit with the name it has in the header cards `MASKB1` to `MASKB7`, lowest first.
    public static let names: [(flag: Flags, name: String)] = [
      (.occulted, "OCCULTED"), (.vignetted, "VIGNETTED"), (.saturated, "SATURATED"),
      (.badPixel, "BADPIX"), (.noData, "NODATA"), (.star, "STAR"), (.earth, "EARTH"),
    ]
  }

  /// The number of columns.
  public let width: Int
  /// The number of rows.
  public let height: Int
  /// The flag bits, `width * height` of them, bottom row first.
  public private(set) var bits: [UInt8]

  /// A mask of given bits.
  ///
  /// - Throws: `badSize` if a side is not positive, the mask is too large or the number of
  ///   bits is not `width * height`.
  public init(width: Int, height: Int, bits: [UInt8]) throws(ImageryError) {
    try Image.check(
      width: width, height: height, sampleCount: bits.count, operation: "make a mask")
    self.width = width
    self.height = height
    self.bits = bits
  }

  /// A mask without any flag.
  ///
  /// - Throws: `badSize` if a side is not positive or the mask is too large.
  public init(width: Int, height: Int) throws(ImageryError) {
    try Image.check(width: width, height: height, sampleCount: nil, operation: "make a mask")
    self.width = width
    self.height = height
    self.bits = [UInt8](repeating: 0, count: width * height)
  }

  /// The flags of the pixel in a column and a row, both counted from 0, row 0 at the bottom.
  public subscript(column: Int, row: Int) -> Flags {
    get {
      precondition(column >= 0 && column < width && row >= 0 && row < height)
      return Flags(rawValue: bits[row * width + column])
    }
    set {
      precondition(column >= 0 && column < width && row >= 0 && row < height)
      bits[row * width + column] = newValue.rawValue
    }
  }

  /// The number of pixels that carry at least one of the given flags.
  public func count(of flags: Flags) -> Int {
    bits.reduce(0) { $0 + ($1 & flags.rawValue != 0 ? 1 : 0) }
  }

  /// The header cards that name the bits of this mask.
  public static func cards() throws(ImageryError) -> [FITSCard] {
    var cards: [FITSCard] = []
    for (index, entry) in Flags.names.enumerated() {
      cards.append(
        try FITSCard(
          "MASKB\(index + 1)", .string(entry.name), "meaning of value \(entry.flag.rawValue)"))
    }
    return cards
  }
}
