/// Where an array lies in a FITS file and how its samples are stored.
///
/// With it an array too large for the memory can be read where it lies.
public struct FITSArrayLayout: Sendable, Hashable {
  /// The unit's number, 0 being the primary one.
  public var unit: Int
  /// The lengths of the axes, the fastest running first: NAXIS1, NAXIS2, ….
  public var lengths: [Int]
  /// BITPIX: 8, 16, 32 or 64 for whole numbers, −32 or −64 for floating point.
  public var bitsPerSample: Int
  /// BSCALE, what a stored number is multiplied by.
  public var scale: Double
  /// BZERO, what is added after that.
  public var zero: Double
  /// BLANK, the stored whole number that means a missing sample.
  public var blank: Int?
  /// Where the first sample begins, bytes from the beginning of the file.
  public var byteOffset: Int
  /// The cards that do not describe the layout.
  public var header: FITSHeader

  /// How many samples there are.
  public var sampleCount: Int { lengths.reduce(1, *) }
  /// How many bytes they take.
  public var byteCount: Int { sampleCount * (abs(bitsPerSample) / 8) }
}
