/// From packed whole numbers back to floating samples.
///
/// FITS Standard 4.0, §10.2: sample = number · ZSCALE + ZZERO, with subtractive dithering
/// (number − R + ½) · ZSCALE + ZZERO, where R follows from a fixed sequence of random numbers.
struct TileQuantization {
  /// How the numbers were dithered.
  enum Method { case none, dithered, ditheredExceptZero }

  let method: Method
  /// ZDITHER0, 1 to 10000.
  let seed: Int
  /// The number that means zero under the second method, §10.2.1.
  private static let zeroMark = -2_147_483_646

  /// The samples of a tile counted from 0.
  func samples(
    _ numbers: [Int], tile: Int, scale: Double, zero: Double, blank: Int?, isSingle: Bool
  ) -> [Double] {
    var random = Sequence(first: (tile + seed - 1) % TileQuantization.random.count)
    return numbers.map { number in
      let dither = method == .none ? 0.5 : random.next()
      if number == blank { return .nan }
      if method == .ditheredExceptZero, number == TileQuantization.zeroMark { return 0 }
      let value = (Double(number) - dither + 0.5) * scale + zero
      return isSingle ? Double(Float(value)) : value
    }
  }

  /// The random numbers of one tile: a start that depends on the tile, then one after the other.
  private struct Sequence {
    var start: Int
    var place: Int

    init(first: Int) {
      start = first
      place = Int(TileQuantization.random[first] * 500)
    }

    mutating func next() -> Double {
      let value = Double(TileQuantization.random[place])
      place += 1
      if place == TileQuantization.random.count {
        start = (start + 1) % TileQuantization.random.count
        place = Int(TileQuantization.random[start] * 500)
      }
      return value
    }
  }

  /// The 10 000 numbers of Park and Miller's generator, in single precision: §10.2.1, appendix I.
  private static let random: [Float] = {
    var state = 1
    return (0..<10_000).map { _ in
      state = state * 16807 % 2_147_483_647
      return Float(Double(state) / 2_147_483_647)
    }
  }()
}
