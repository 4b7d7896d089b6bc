internal import VectorMath

/// The hot half of ``CubeSamples``: eight samples from anywhere.
extension CubeSamples {
  /// Electrons per cubic centimetre of eight samples; missing, negative and infinite ones are zero.
  ///
  /// - Parameter index: numbers of samples, whole and from zero to one less than the count: the grid
  ///   guarantees it, nothing is checked here.
  @inline(__always)
  func gather(_ index: SIMD8<Int64>) -> Double8 {
    var values: Double8
    switch format {
    case .float32:
      var raw = SIMD8<UInt32>()
      for lane in 0..<8 {
        raw[lane] = start.loadUnaligned(fromByteOffset: 4 * Int(index[lane]), as: UInt32.self)
      }
      values = Double8(unsafeBitCast(Self.swapped(raw), to: SIMD8<Float>.self))
    case .float64:
      var raw = SIMD8<UInt64>()
      for lane in 0..<8 {
        raw[lane] = UInt64(
          bigEndian: start.loadUnaligned(fromByteOffset: 8 * Int(index[lane]), as: UInt64.self))
      }
      values = unsafeBitCast(raw, to: Double8.self)
    case .int16, .int32:
      values = .zero
      for lane in 0..<8 { values[lane] = self[Int(index[lane])] }
      return Self.physical(values)
    }
    return Self.physical(values * scale + zero)
  }

  /// Zero where a sample is no density.
  @inline(__always)
  private static func physical(_ values: Double8) -> Double8 {
    values.replacing(with: 0, where: .!((values .> 0) .& (values .< 1e300)))
  }

  /// The other byte order: files have the most significant byte first.
  @inline(__always)
  private static func swapped(_ raw: SIMD8<UInt32>) -> SIMD8<UInt32> {
    guard UInt32(1).littleEndian == 1 else { return raw }
    let odd = SIMD8<UInt32>(repeating: 0x00FF_00FF)
    let eight = SIMD8<UInt32>(repeating: 8)
    let sixteen = SIMD8<UInt32>(repeating: 16)
    let pairs = ((raw & odd) &<< eight) | ((raw &>> eight) & odd)
    return (pairs &<< sixteen) | (pairs &>> sixteen)
  }
}
