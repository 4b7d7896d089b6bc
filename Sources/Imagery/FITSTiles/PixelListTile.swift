/// Masks packed as IRAF pixel lists: PLIO_1 of the FITS Standard 4.0, §10.4.3.
///
/// Words of 16 bits; in each instruction the upper four are what to do and the lower twelve by how
/// much. The numbers lie between 0 and 2²⁴.
enum PixelListTile {
  /// The numbers of a tile.
  static func numbers(_ bytes: [UInt8], count: Int) throws(TileDamage) -> [Int] {
    let words = stride(from: 0, to: bytes.count - 1, by: 2).map {
      Int(Int16(bitPattern: UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])))
    }
    guard words.count >= 3 else { throw .cutShort }
    // The third word is positive in the old format: the length; its header has three words.
    let isOld = words[2] > 0
    guard isOld || words.count >= 5 else { throw .cutShort }
    let length = isOld ? words[2] : words[4] << 15 + words[3]
    var place = isOld ? 3 : words[1]
    guard place >= 3, length <= words.count else {
      throw TileDamage("its pixel list claims \(length) words of \(words.count)")
    }
    var numbers: [Int] = []
    numbers.reserveCapacity(count)
    var high = 1
    func run(_ value: Int, _ size: Int, last: Int? = nil) {
      let fitting = min(size, count - numbers.count)
      numbers.append(contentsOf: repeatElement(value, count: fitting))
      if let last, fitting == size, size > 0 { numbers[numbers.count - 1] = last }
    }
    while place < length, numbers.count < count {
      let word = words[place]
      let (code, amount) = (word >> 12 & 0xF, word & 0xFFF)
      place += 1
      switch code {
      case 0: run(0, amount)
      case 4: run(high, amount)
      case 5: run(0, amount, last: high)
      case 1:
        guard place < length else { throw .cutShort }
        high = words[place] << 12 + amount
        place += 1
      case 2: high += amount
      case 3: high -= amount
      case 6:
        high += amount
        run(high, 1)
      case 7:
        high -= amount
        run(high, 1)
      default: throw TileDamage("its pixel list holds the unknown instruction \(code)")
      }
    }
    // What the list does not reach is 0.
    run(0, count - numbers.count)
    return numbers
  }
}
