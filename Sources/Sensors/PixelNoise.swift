internal import VectorMath

/// What chance decides, each with random numbers of its own.
///
/// The raw values are streams of ``RandomStream``: changing one changes every frame with a seed.
enum NoiseEffect: UInt32 {
  case charge = 0x5E45_0001
  case darkCharge = 0x5E45_0002
  case readNoise = 0x5E45_0003
  case cosmicCount = 0x5E45_0004
  case cosmicTrack = 0x5E45_0005
  case grain = 0x5E45_0006
  /// Fixed patterns of the device: the seed is the device's, the frame 0.
  case responsePattern = 0x5E45_0011
  case darkPattern = 0x5E45_0012
  case hotPixels = 0x5E45_0013
  case columnPattern = 0x5E45_0014
  case rowPattern = 0x5E45_0015
}

/// The random numbers of one effect in one frame, by pixel.
struct PixelNoise {
  let stream: RandomStream
  /// The frame's number in the upper half of a member's number.
  let base: UInt64

  init(_ effect: NoiseEffect, seed: UInt64, frame: Int, series: ExposureSeries = .frames) {
    // The series' number stands where no effect's has a bit: streams of two series differ.
    stream = RandomStream(seed: seed, stream: effect.rawValue | series.rawValue << 8)
    base = UInt64(UInt32(truncatingIfNeeded: frame)) << 32
  }

  init(_ effect: NoiseEffect, _ exposure: Exposure) {
    self.init(effect, seed: exposure.seed, frame: exposure.frame, series: exposure.series)
  }

  /// The member of the stream that a pixel or an event is.
  func member(_ number: Int) -> UInt64 { base | UInt64(UInt32(truncatingIfNeeded: number)) }

  /// Normal deviates of pixels in a row, two pixels to a member.
  func normals(_ pixels: Range<Int>) -> [Double] {
    let begin = pixels.lowerBound & ~1
    let padded = (pixels.upperBound - begin + 15) / 16 * 16
    var values = [Double](unsafeUninitializedCapacity: padded) { buffer, count in
      for group in 0..<padded / 16 {
        let pairs = stream.normals8(from: member(begin / 2 + group * 8))
        let place = group * 16
        for lane in 0..<8 {
          buffer[place + 2 * lane] = pairs.x[lane]
          buffer[place + 2 * lane + 1] = pairs.y[lane]
        }
      }
      count = padded
    }
    if begin < pixels.lowerBound { values.removeFirst() }
    values.removeLast(values.count - pixels.count)
    return values
  }
}
