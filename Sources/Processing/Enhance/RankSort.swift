/// Finds the ranks of numbers by sorting the bits that make them up, eleven at a time (radix sort).
///
/// Time grows as the number of values, whatever they are. Holds its buffers, so one is used for many rings.
struct RankSort {
  private var keys: [UInt64]
  private var otherKeys: [UInt64]
  private var places: [UInt32]
  private var otherPlaces: [UInt32]
  private var counts: [UInt32]

  private static let digits = 6
  private static let buckets = 2048

  /// Buffers for so many values.
  init(capacity: Int) {
    keys = [UInt64](repeating: 0, count: capacity)
    otherKeys = keys
    places = [UInt32](repeating: 0, count: capacity)
    otherPlaces = places
    counts = [UInt32](repeating: 0, count: Self.digits * Self.buckets)
  }

  /// Writes the rank of each value, 1 for the smallest; equal values share the mean of their ranks.
  ///
  /// - Parameters:
  ///   - values: numbers, no NaN, as many as the capacity at most.
  ///   - ranks: room for as many.
  mutating func rank(
    _ values: UnsafeBufferPointer<Double>, into ranks: UnsafeMutableBufferPointer<Double>
  ) {
    let count = min(values.count, keys.count)
    keys.withUnsafeMutableBufferPointer { keys in
      otherKeys.withUnsafeMutableBufferPointer { otherKeys in
        places.withUnsafeMutableBufferPointer { places in
          otherPlaces.withUnsafeMutableBufferPointer { otherPlaces in
            for index in 0..<count {
              keys[index] = Self.key(values[index])
              places[index] = UInt32(truncatingIfNeeded: index)
            }
            var sorted = (keys, places)
            if count < 64 {
              Self.insert(keys, places, count)
            } else {
              counts.withUnsafeMutableBufferPointer { counts in
                sorted = Self.sort((keys, places), (otherKeys, otherPlaces), count, counts)
              }
            }
            Self.number(sorted.0, sorted.1, count, ranks)
          }
        }
      }
    }
  }

  /// Bits that grow with the number; the two zeros are one.
  @inline(__always)
  private static func key(_ value: Double) -> UInt64 {
    let bits = (value + 0).bitPattern
    return bits >> 63 == 0 ? bits | (1 << 63) : ~bits
  }

  private static func insert(
    _ keys: UnsafeMutableBufferPointer<UInt64>, _ places: UnsafeMutableBufferPointer<UInt32>,
    _ count: Int
  ) {
    for index in 0..<count {
      let (key, place) = (keys[index], places[index])
      var hole = index
      while hole > 0, keys[hole - 1] > key {
        keys[hole] = keys[hole - 1]
        places[hole] = places[hole - 1]
        hole -= 1
      }
      keys[hole] = key
      places[hole] = place
    }
  }

  private typealias Pairs = (UnsafeMutableBufferPointer<UInt64>, UnsafeMutableBufferPointer<UInt32>)

  /// Sorts pairs, giving back which of the two buffers holds the result.
  private static func sort(
    _ first: Pairs, _ second: Pairs, _ count: Int, _ counts: UnsafeMutableBufferPointer<UInt32>
  ) -> Pairs {
    counts.update(repeating: 0)
    for index in 0..<count {
      var rest = first.0[index]
      for digit in 0..<digits {
        counts[digit * buckets + Int(rest & 2047)] += 1
        rest >>= 11
      }
    }
    var (from, to) = (first, second)
    for digit in 0..<digits {
      let offsets = UnsafeMutableBufferPointer(
        rebasing: counts[digit * buckets..<(digit + 1) * buckets])
      let shift = UInt64(11 * digit)
      // All values have the same digit: nothing to move.
      if offsets[Int(from.0[0] >> shift & 2047)] == UInt32(truncatingIfNeeded: count) { continue }
      var sum: UInt32 = 0
      for bucket in 0..<buckets {
        let size = offsets[bucket]
        offsets[bucket] = sum
        sum += size
      }
      for index in 0..<count {
        let key = from.0[index]
        let bucket = Int(key >> shift & 2047)
        let target = Int(offsets[bucket])
        offsets[bucket] += 1
        to.0[target] = key
        to.1[target] = from.1[index]
      }
      swap(&from, &to)
    }
    return from
  }

  /// Numbers sorted places, runs of equal keys with their mean number.
  private static func number(
    _ keys: UnsafeMutableBufferPointer<UInt64>, _ places: UnsafeMutableBufferPointer<UInt32>,
    _ count: Int, _ ranks: UnsafeMutableBufferPointer<Double>
  ) {
    var begin = 0
    while begin < count {
      var end = begin + 1
      while end < count, keys[end] == keys[begin] { end += 1 }
      let rank = Double(begin + 1 + end) / 2
      for index in begin..<end { ranks[Int(places[index])] = rank }
      begin = end
    }
  }
}
