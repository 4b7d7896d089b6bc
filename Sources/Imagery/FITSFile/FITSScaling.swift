/// How stored numbers become samples: BSCALE · number + BZERO, and BLANK is no number.
///
/// FITS Standard 4.0, §4.4.2.5 and 5.3; §5.2.5 for the offsets that make signed words unsigned.
struct FITSScaling {
  let scale: Double
  let zero: Double
  /// BLANK, of whole numbers only.
  let blank: Int?
  /// Whether samples are stored as they are.
  let isPlain: Bool
  /// Whether a word of 64 bits has its sign bit turned over to hold an unsigned number.
  let isUnsigned64: Bool

  init(_ unit: FITSUnitSummary) throws(ImageryError) {
    let keywords = unit.storage.keywords
    scale = try keywords.number("BSCALE", default: 1)
    zero = try keywords.number("BZERO", default: 0)
    guard scale != 0 else {
      throw keywords.failure("BSCALE is 0: every sample would be the same; mend the header")
    }
    let isFloating = unit.bitsPerSample < 0
    // The standard forbids BLANK beside floating point; readers leave it out, and so do we.
    var blank: Int?
    if !isFloating, unit.kind == .image || keywords["ZBLANK"] == nil,
      keywords["BLANK"] != nil
    {
      blank = try keywords.integer("BLANK", in: Int.min...Int.max)
    } else if !isFloating, unit.kind == .compressedImage, keywords["ZBLANK"] != nil {
      blank = try keywords.integer("ZBLANK", in: Int.min...Int.max)
    }
    self.blank = blank
    isPlain = scale == 1 && zero == 0
    isUnsigned64 = unit.bitsPerSample == 64 && scale == 1 && zero == 0x1p63
  }

  /// The sample of a stored whole number, counting those that a double cannot hold.
  @inline(__always)
  func sample(_ number: Int, rounded: inout Int) -> Double {
    if number == blank { return .nan }
    if isUnsigned64 {
      // In integers: adding 2⁶³ to a rounded double would lose the small numbers.
      let unsigned = UInt64(bitPattern: Int64(number)) ^ (1 << 63)
      let value = Double(unsigned)
      if UInt64(exactly: value) != unsigned { rounded += 1 }
      return value
    }
    let value = Double(number)
    if Int(exactly: value) != number { rounded += 1 }
    return isPlain ? value : value * scale + zero
  }

  /// The sample of a stored floating number.
  @inline(__always)
  func sample(_ number: Double) -> Double { isPlain ? number : number * scale + zero }
}
