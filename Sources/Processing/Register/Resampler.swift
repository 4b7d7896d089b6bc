internal import Imagery

/// Reads a picture, its error and its mask between the pixels.
///
/// What is read is brightness, light per solid angle, which does not change when a picture is turned, moved or
/// magnified: there is no factor for the size of pixels. Counts per pixel would need one, and lenses of other
/// scale conserve brightness, not counts.
struct Resampler {
  /// Samples, error and flags at one place.
  struct Reading {
    var light: Double
    var variance: Double
    var flags: UInt8
  }

  private let kernel: ResamplingKernel
  private let table: [SIMD8<Double>]
  private let light: Plane
  private let uncertainty: Plane?
  private let mask: Mask
  private let isFlagged: Bool

  init(_ observation: Observation, _ kernel: ResamplingKernel) {
    (light, uncertainty, mask) = (observation.light, observation.uncertainty, observation.mask)
    isFlagged = mask.bits.contains { $0 != 0 }
    self.kernel = kernel
    table = kernel.table()
  }

  /// The flag bit of pixels that lie outside the source.
  static let outside = Mask.Flags.noData.rawValue

  /// Fills a target from a map of its pixels to those of the source.
  ///
  /// A place is unknown where the nearest pixel of the source is. Where another pixel under the kernel is
  /// unknown, the known ones among the four around the place are taken, weighted linearly. The variance is
  /// `Σ w² σ²`: errors of the source are taken as independent; those of the result are not, as neighbours
  /// share pixels, which ``NoiseCorrelation`` tells. Flags are those of all pixels that take a hundredth of the linear weight.
  ///
  /// - Parameter place: column and row of the source, counted from 0, for a row of the target; nil where
  ///   nothing is seen.
  func fill(
    width: Int, height: Int, rowPlaces: (_ row: Int, _ places: inout [SIMD2<Double>]) -> Void
  ) -> (light: [Double], variance: [Double]?, flags: [UInt8]) {
    var result = [Double](repeating: .nan, count: width * height)
    var variance: [Double]? = uncertainty.map { _ in result }
    var flags = [UInt8](repeating: Self.outside, count: width * height)
    var places = [SIMD2<Double>](repeating: .zero, count: width)
    for row in 0..<height {
      rowPlaces(row, &places)
      for column in 0..<width {
        let place = places[column]
        guard place.x > -0.5, place.y > -0.5, place.x < Double(light.width) - 0.5,
          place.y < Double(light.height) - 0.5
        else { continue }
        let reading = read(place)
        let index = row * width + column
        result[index] = reading.light
        variance?[index] = reading.variance
        flags[index] = reading.flags
      }
    }
    return (result, variance, flags)
  }

  /// What lies at a place of the source inside its outermost pixels' edges.
  @inline(__always)
  func read(_ place: SIMD2<Double>) -> Reading {
    let floor = place.rounded(.down)
    let fraction = place - floor
    let (column, row) = (Int(floor.x), Int(floor.y))
    let first = kernel.support / 2 - 1
    let (left, low) = (column - first, row - first)
    guard left >= 0, low >= 0, left + kernel.support <= light.width,
      low + kernel.support <= light.height
    else { return readNearby(column, row, fraction) }
    let (across, up) = (weights(fraction.x), weights(fraction.y))
    var sum = 0.0
    var variance = 0.0
    let samples = light.samples.span
    for y in 0..<kernel.support {
      var line = 0.0
      let start = (low + y) * light.width + left
      for x in 0..<kernel.support { line += across[x] * samples[start + x] }
      sum += up[y] * line
    }
    // One unknown pixel makes the sum unknown.
    guard sum.isFinite else { return readNearby(column, row, fraction) }
    if let uncertainty {
      let sigmas = uncertainty.samples.span
      for y in 0..<kernel.support {
        var line = 0.0
        let start = (low + y) * light.width + left
        for x in 0..<kernel.support {
          let term = across[x] * sigmas[start + x]
          line += term * term
        }
        variance += up[y] * up[y] * line
      }
    }
    return Reading(
      light: sum, variance: variance,
      flags: isFlagged ? readNearby(column, row, fraction).flags : 0)
  }

  /// The weights by which a place is read; nil outside the source.
  func weights(at place: SIMD2<Double>) -> KernelWeights? {
    guard place.x > -0.5, place.y > -0.5, place.x < Double(light.width) - 0.5,
      place.y < Double(light.height) - 0.5
    else { return nil }
    let floor = place.rounded(.down)
    let first = kernel.support / 2 - 1
    return KernelWeights(
      place: place, first: SIMD2(Int(floor.x) - first, Int(floor.y) - first),
      across: weights(place.x - floor.x), up: weights(place.y - floor.y), count: kernel.support)
  }

  /// The weights at a fraction, interpolated linearly in the table.
  @inline(__always)
  private func weights(_ fraction: Double) -> SIMD8<Double> {
    let phase = fraction * Double(ResamplingKernel.phases)
    let lower = min(Int(phase), ResamplingKernel.phases - 1)
    let share = phase - Double(lower)
    return table[lower] * (1 - share) + table[lower + 1] * share
  }

  /// The known ones of the four pixels around a place, by linear weights; unknown with the nearest.
  @inline(__always)
  private func readNearby(_ column: Int, _ row: Int, _ fraction: SIMD2<Double>) -> Reading {
    let (width, height) = (light.width, light.height)
    var reading = Reading(light: 0, variance: 0, flags: 0)
    var total = 0.0
    var nearest = (weight: -1.0, index: 0)
    for corner in 0..<4 {
      let (right, up) = (corner & 1, corner >> 1)
      let weight =
        (right == 1 ? fraction.x : 1 - fraction.x) * (up == 1 ? fraction.y : 1 - fraction.y)
      let x = min(max(column + right, 0), width - 1)
      let y = min(max(row + up, 0), height - 1)
      let index = y * width + x
      if weight > nearest.weight { nearest = (weight, index) }
      if weight >= 0.01 { reading.flags |= mask.bits[index] }
      let sample = light.samples[index]
      guard weight > 0, !sample.isNaN else { continue }
      total += weight
      reading.light += weight * sample
      if let uncertainty {
        let term = weight * uncertainty.samples[index]
        reading.variance += term * term
      }
    }
    guard total > 0, !light.samples[nearest.index].isNaN else {
      return Reading(
        light: .nan, variance: .nan, flags: reading.flags | Mask.Flags.noData.rawValue)
    }
    reading.light /= total
    reading.variance /= total * total
    // The place has data, though a neighbour has none.
    reading.flags &= ~Mask.Flags.noData.rawValue
    return reading
  }
}
