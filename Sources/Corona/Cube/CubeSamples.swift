internal import VectorMath

/// The samples of a density cube as they lie in memory, most often in a mapped file.
///
/// They are decoded when they are read, so that a cube larger than the memory needs none.
public struct CubeSamples: @unchecked Sendable {
  // Unchecked because of the pointer: the memory behind it is never written, and lives as long as
  // the owner, which is kept here.

  /// How a sample is stored: the array types of FITS, most significant byte first.
  public enum Format: Sendable, Hashable {
    /// BITPIX −32.
    case float32
    /// BITPIX −64.
    case float64
    /// BITPIX 16.
    case int16
    /// BITPIX 32.
    case int32

    /// Bytes of one sample.
    public var byteCount: Int {
      switch self {
      case .float32, .int32: 4
      case .float64: 8
      case .int16: 2
      }
    }
  }

  /// How the samples are stored.
  public let format: Format
  /// How many there are.
  public let count: Int
  /// What a stored number is multiplied by, and what is then added: BSCALE and BZERO times the unit.
  public let scale: Double
  /// What is added to the scaled number.
  public let zero: Double
  /// The stored whole number that means a missing sample, if there is one: BLANK.
  public let blank: Int?

  let start: UnsafeRawPointer
  private let owner: any AnyObject & Sendable

  /// Samples in memory that an object keeps alive.
  ///
  /// - Parameters:
  ///   - bytes: the samples without gaps; must not change, nor go away while `owner` lives.
  ///   - owner: the object that keeps the memory.
  ///   - format: how a sample is stored.
  ///   - count: how many samples there are.
  ///   - scale: what a stored number is multiplied by to give electrons per cubic centimetre.
  ///   - zero: what is added after that.
  ///   - blank: the stored whole number that means a missing sample.
  /// - Throws: `CoronaError` when there are fewer bytes than samples need.
  public init(
    _ bytes: UnsafeRawBufferPointer, owner: any AnyObject & Sendable, format: Format, count: Int,
    scale: Double = 1, zero: Double = 0, blank: Int? = nil
  ) throws(CoronaError) {
    let (needed, isTooLarge) = count.multipliedReportingOverflow(by: format.byteCount)
    guard let start = bytes.baseAddress, count > 0, !isTooLarge, bytes.count >= needed else {
      throw CoronaError(
        .badGrid,
        "density cube of \(count) samples with \(bytes.count) bytes: "
          + "\(format.byteCount) bytes are needed for each sample")
    }
    guard scale.isFinite, zero.isFinite, scale != 0 else {
      throw CoronaError(
        .unphysicalParameter,
        "density cube with the factor \(scale) and offset \(zero) on its samples: both must be "
          + "finite and the factor must not be zero")
    }
    self.start = start
    self.owner = owner
    self.format = format
    self.count = count
    self.scale = scale
    self.zero = zero
    self.blank = blank
  }

  /// Samples computed here, electrons per cubic centimetre.
  ///
  /// - Throws: `CoronaError` when there are none.
  public init(_ values: [Float]) throws(CoronaError) {
    let memory = SampleMemory(values)
    try self.init(
      UnsafeRawBufferPointer(memory.buffer), owner: memory, format: .float32, count: values.count)
  }

  /// One sample as it is stored, electrons per cubic centimetre; NaN where it is missing.
  public subscript(index: Int) -> Double {
    guard index >= 0, index < count else { return .nan }
    let stored: Double
    switch format {
    case .float32:
      stored = Double(
        Float(
          bitPattern: UInt32(
            bigEndian: start.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))))
    case .float64:
      stored = Double(
        bitPattern: UInt64(
          bigEndian: start.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)))
    case .int16:
      let whole = Int16(bigEndian: start.loadUnaligned(fromByteOffset: 2 * index, as: Int16.self))
      stored = Int(whole) == blank ? .nan : Double(whole)
    case .int32:
      let whole = Int32(bigEndian: start.loadUnaligned(fromByteOffset: 4 * index, as: Int32.self))
      stored = Int(whole) == blank ? .nan : Double(whole)
    }
    return stored * scale + zero
  }
}

/// Memory of this program's own that holds samples as a FITS file would.
private final class SampleMemory: @unchecked Sendable {
  // Unchecked because of the pointer: written once, here.
  let buffer: UnsafeMutableRawBufferPointer

  init(_ values: [Float]) {
    buffer = .allocate(byteCount: max(1, 4 * values.count), alignment: 8)
    for (index, value) in values.enumerated() {
      buffer.storeBytes(of: value.bitPattern.bigEndian, toByteOffset: 4 * index, as: UInt32.self)
    }
  }

  deinit { buffer.deallocate() }
}
