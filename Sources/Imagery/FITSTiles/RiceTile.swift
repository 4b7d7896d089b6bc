/// Whole numbers packed by Rice's algorithm: RICE_1 of the FITS Standard 4.0, §10.4.1.
///
/// The first number stands as it is. The differences of its followers, folded to be positive
/// (0, −1, 1, −2, … become 0, 1, 2, 3, …), are written block by block: a code of how many low bits
/// stand plainly, and for each difference its high bits as a run of zeros closed by a one.
enum RiceTile {
  /// The numbers of a tile.
  ///
  /// - Parameters:
  ///   - count: how many there are.
  ///   - block: how many share one code, BLOCKSIZE.
  ///   - width: the bytes of a number, BYTEPIX: 1, 2 or 4.
  static func numbers(_ bytes: [UInt8], count: Int, block: Int, width: Int)
    throws(TileDamage) -> [Int]
  {
    let codeBits = width == 4 ? 5 : width == 2 ? 4 : 3
    let plainCode = width == 4 ? 25 : width == 2 ? 14 : 6
    let bits = width * 8
    // A code for each block is the least a tile can hold; less is not unpacked at all.
    let blocks = (count + block - 1) / block
    guard bytes.count >= width + blocks * codeBits / 8 else { throw .cutShort }
    var reader = BitReader(bytes)
    var last = signed(reader.take(bits), width)
    var numbers: [Int] = []
    numbers.reserveCapacity(count)
    while numbers.count < count {
      let code = reader.take(codeBits) - 1
      let size = min(block, count - numbers.count)
      if code < 0 {
        numbers.append(contentsOf: repeatElement(last, count: size))
      } else if code >= plainCode {
        for _ in 0..<size {
          last = signed(last &+ unfolded(reader.take(bits)), width)
          numbers.append(last)
        }
      } else {
        for _ in 0..<size {
          let high = reader.zeros()
          let folded = high &<< code | reader.take(code)
          last = signed(last &+ unfolded(folded), width)
          numbers.append(last)
        }
      }
      guard !reader.isExhausted else { throw .cutShort }
    }
    return numbers
  }

  @inline(__always)
  private static func unfolded(_ number: Int) -> Int {
    number & 1 == 0 ? number >> 1 : ~(number >> 1)
  }

  /// A number in the words the samples are stored in; single bytes have no sign in FITS.
  @inline(__always)
  private static func signed(_ number: Int, _ width: Int) -> Int {
    switch width {
    case 1: Int(UInt8(truncatingIfNeeded: number))
    case 2: Int(Int16(truncatingIfNeeded: number))
    default: Int(Int32(truncatingIfNeeded: number))
    }
  }
}
