/// The pixels of a picture, put in order ring by ring: a counting sort.
struct RingOrder {
  /// Where the pixels of each ring begin in ``pixels``, and at the end their number.
  let starts: [Int]
  /// Places in the picture, ring after ring, within a ring in the order of the picture.
  let pixels: [UInt32]

  /// Orders the pixels that have a value, a ring and a distance that passes.
  ///
  /// - Parameters:
  ///   - indices: the ring of each pixel, below `count`, or `RadialBins.outside`.
  ///   - count: the number of rings.
  ///   - samples: pixels that are NaN are left out.
  init(_ indices: [UInt32], count: Int, _ samples: [Double]) {
    var ends = [Int](repeating: 0, count: count + 1)
    indices.withUnsafeBufferPointer { indices in
      samples.withUnsafeBufferPointer { samples in
        ends.withUnsafeMutableBufferPointer { ends in
          for index in 0..<indices.count
          where indices[index] != RadialBins.outside && !samples[index].isNaN {
            ends[Int(indices[index]) + 1] += 1
          }
        }
      }
    }
    for bin in 0..<count { ends[bin + 1] += ends[bin] }
    starts = ends
    let total = ends[count]
    pixels = [UInt32](unsafeUninitializedCapacity: total) { pixels, filled in
      indices.withUnsafeBufferPointer { indices in
        samples.withUnsafeBufferPointer { samples in
          ends.withUnsafeMutableBufferPointer { next in
            for index in 0..<indices.count
            where indices[index] != RadialBins.outside && !samples[index].isNaN {
              let bin = Int(indices[index])
              pixels[next[bin]] = UInt32(truncatingIfNeeded: index)
              next[bin] += 1
            }
          }
        }
      }
      filled = total
    }
  }

  /// The number of pixels in each ring.
  var counts: [Int] { zip(starts, starts.dropFirst()).map { $1 - $0 } }

  /// The number of pixels in the fullest ring.
  var largestRing: Int { counts.max() ?? 0 }
}
