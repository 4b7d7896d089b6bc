internal import VectorMath

/// Fourier sums of mean and deviation, ring by ring.
struct FourierRings {
  /// The highest order.
  let order: Int
  /// For each ring the constant, then cosine and sine of each order.
  var mean: [Double]
  /// The same of the deviation.
  var deviation: [Double]

  /// Sums that are zero.
  init(order: Int, rings: Int) {
    self.order = order
    mean = [Double](repeating: 0, count: rings * (2 * order + 1))
    deviation = mean
  }

  /// Rings without pixels take the sums of the nearest ring that has some.
  mutating func fillEmpty(_ hasPixels: [Bool]) {
    let length = 2 * order + 1
    let good = hasPixels.indices.filter { hasPixels[$0] }
    for ring in hasPixels.indices where !hasPixels[ring] {
      guard let source = good.min(by: { abs($0 - ring) < abs($1 - ring) }) else { return }
      for term in 0..<length {
        mean[ring * length + term] = mean[source * length + term]
        deviation[ring * length + term] = deviation[source * length + term]
      }
    }
  }
}

/// Evaluates Fourier sums at the pixels of a picture, eight of a ring at a time.
struct FourierEvaluation {
  let rings: FourierRings
  let bins: RadialBins
  let isConstant: Bool
  let leastDeviation: Double
  /// Shares of brightness and filtered picture.
  let mix: SIMD2<Double>

  /// The filtered picture; NaN where a pixel is in no ring.
  func apply(_ samples: [Double], _ order: RingOrder, _ grid: RadialGrid) -> [Double] {
    var result = [Double](repeating: .nan, count: samples.count)
    result.withUnsafeMutableBufferPointer { result in
      samples.withUnsafeBufferPointer { samples in
        grid.radius.withUnsafeBufferPointer { radii in
          grid.angle.withUnsafeBufferPointer { angles in
            order.pixels.withUnsafeBufferPointer { pixels in
              for group in 0..<order.starts.count - 1 {
                let pixels = UnsafeBufferPointer(
                  rebasing: pixels[order.starts[group]..<order.starts[group + 1]])
                ring(group, pixels, samples, radii, angles, result)
              }
            }
          }
        }
      }
    }
    return result
  }

  /// The two rings between whose middles a group of pixels lies, or which are nearest to it; the same one
  /// twice for constants.
  private func neighbours(_ group: Int) -> (Int, Int) {
    if isConstant || bins.count == 1 {
      return (min(group, bins.count - 1), min(group, bins.count - 1))
    }
    let below = min(bins.count - 2, max(0, group - 1))
    return (below, below + 1)
  }

  private func ring(
    _ group: Int, _ pixels: UnsafeBufferPointer<UInt32>, _ samples: UnsafeBufferPointer<Double>,
    _ radii: UnsafeBufferPointer<Double>, _ angles: UnsafeBufferPointer<Double>,
    _ result: UnsafeMutableBufferPointer<Double>
  ) {
    let (below, above) = neighbours(group)
    let terms = Terms(rings, below, above)
    let (start, perStep) = (bins.centre(below), 1 / bins.step)
    let whole = pixels.count / 8 * 8
    terms.values.withUnsafeBufferPointer { values in
      for first in stride(from: 0, to: whole, by: 8) {
        let places = (
          Int(pixels[first]), Int(pixels[first + 1]), Int(pixels[first + 2]),
          Int(pixels[first + 3]), Int(pixels[first + 4]), Int(pixels[first + 5]),
          Int(pixels[first + 6]), Int(pixels[first + 7])
        )
        let part = (gather(radii, places) - start) * perStep
        let value = filtered(gather(samples, places), gather(angles, places), part, values)
        (result[places.0], result[places.1]) = (value[0], value[1])
        (result[places.2], result[places.3]) = (value[2], value[3])
        (result[places.4], result[places.5]) = (value[4], value[5])
        (result[places.6], result[places.7]) = (value[6], value[7])
      }
      for place in pixels[whole...] {
        let pixel = Int(place)
        let value = filtered(
          Double8(repeating: samples[pixel]), Double8(repeating: angles[pixel]),
          Double8(repeating: (radii[pixel] - start) * perStep), values)
        result[pixel] = value[0]
      }
    }
  }

  private typealias Places = (Int, Int, Int, Int, Int, Int, Int, Int)

  @inline(__always)
  private func gather(_ plane: UnsafeBufferPointer<Double>, _ places: Places) -> Double8 {
    Double8(
      plane[places.0], plane[places.1], plane[places.2], plane[places.3], plane[places.4],
      plane[places.5], plane[places.6], plane[places.7])
  }

  /// Coefficients of a ring and their growth to the next, interleaved: mean, its growth, deviation,
  /// its growth.
  private struct Terms {
    var values: [Double]

    init(_ rings: FourierRings, _ below: Int, _ above: Int) {
      let length = 2 * rings.order + 1
      values = []
      values.reserveCapacity(4 * length)
      for term in 0..<length {
        for sums in [rings.mean, rings.deviation] {
          let value = sums[below * length + term]
          values.append(value)
          values.append(sums[above * length + term] - value)
        }
      }
    }
  }

  @inline(__always)
  private func filtered(
    _ sample: Double8, _ angle: Double8, _ part: Double8, _ terms: UnsafeBufferPointer<Double>
  ) -> Double8 {
    let (cosine1, sine1) = Double8.cosineAndSine(turns: angle * (0.5 / .pi))
    var (cosine, sine) = (cosine1, sine1)
    var mean = Double8(repeating: terms[0])
    var meanGrowth = Double8(repeating: terms[1])
    var deviation = Double8(repeating: terms[2])
    var deviationGrowth = Double8(repeating: terms[3])
    let inside = part.clamped(
      lowerBound: Double8(repeating: 0), upperBound: Double8(repeating: 1))
    let floor = Double8.multiplyAdd(inside, deviationGrowth, deviation) * leastDeviation
    for place in stride(from: 4, to: terms.count, by: 8) {
      mean = .multiplyAdd(cosine, terms[place], .multiplyAdd(sine, terms[place + 4], mean))
      deviation = .multiplyAdd(
        cosine, terms[place + 2], .multiplyAdd(sine, terms[place + 6], deviation))
      if !isConstant {
        meanGrowth = .multiplyAdd(
          cosine, terms[place + 1], .multiplyAdd(sine, terms[place + 5], meanGrowth))
        deviationGrowth = .multiplyAdd(
          cosine, terms[place + 3], .multiplyAdd(sine, terms[place + 7], deviationGrowth))
      }
      // Turned on by the angle: cos (k + 1) φ and sin (k + 1) φ.
      let next = cosine * cosine1 - sine * sine1
      sine = sine * cosine1 + cosine * sine1
      cosine = next
    }
    if !isConstant {
      mean = .multiplyAdd(part, meanGrowth, mean)
      deviation = .multiplyAdd(part, deviationGrowth, deviation)
    }
    if leastDeviation > 0 { deviation.replace(with: floor, where: deviation .< floor) }
    deviation.replace(with: Double8(repeating: 1), where: deviation .== 0)
    return mix.x * sample + mix.y * ((sample - mean) / deviation)
  }
}
