internal import RealModule
internal import VectorMath

/// The parts of the chain in which no pixel asks for another: any rows may be done anywhere.
extension SolidStateSensor {
  /// Electrons in the pixels of some rows at the end of the exposure, before wells overflow.
  ///
  /// The sum of light and dark current is drawn at once, since the sum of two Poisson numbers is one of
  /// the summed mean.
  ///
  /// - Parameters:
  ///   - light: photons a second in every pixel of the whole frame.
  ///   - rows: the rows to do.
  ///   - effects: which parts are at work.
  func gather(
    _ light: [Double], _ exposure: Exposure, rows: Range<Int>, _ effects: DetectorEffects
  ) -> [Double] {
    let pixels = format.pixels(rows: rows)
    let photons = lightMeans(light, exposure, pixels)
    let dark = darkMeans(exposure, pixels, effects)
    let drawsLight = effects.contains(.photonNoise)
    let drawsDark = effects.contains(.darkNoise) && !dark.isEmpty
    switch (drawsLight, drawsDark) {
    case (true, _) where drawsDark || dark.isEmpty:
      return draw(Self.sum(photons, dark), .charge, exposure, pixels)
    case (true, _): return Self.sum(draw(photons, .charge, exposure, pixels), dark)
    case (false, true): return Self.sum(photons, draw(dark, .darkCharge, exposure, pixels))
    case (false, false): return Self.sum(photons, dark)
    }
  }

  private func lightMeans(_ light: [Double], _ exposure: Exposure, _ pixels: Range<Int>) -> [Double]
  {
    let scale = design.quantumEfficiency * exposure.seconds
    guard !response.isEmpty else { return light[pixels].map { $0 * scale } }
    return zip(light[pixels], response[pixels]).map { $0 * scale * Double($1) }
  }

  /// Empty where there is no dark current.
  private func darkMeans(
    _ exposure: Exposure, _ pixels: Range<Int>, _ effects: DetectorEffects
  ) -> [Double] {
    let mean = darkRate * exposure.seconds
    guard effects.contains(.darkCurrent), mean > 0 else { return [] }
    guard !dark.isEmpty else { return [Double](repeating: mean, count: pixels.count) }
    return dark[pixels].map { mean * Double($0) }
  }

  private static func sum(_ first: [Double], _ second: [Double]) -> [Double] {
    guard !second.isEmpty else { return first }
    return zip(first, second).map { $0 + $1 }
  }

  /// Poisson numbers of the means, each from its pixel's own random numbers.
  private func draw(
    _ means: [Double], _ effect: NoiseEffect, _ exposure: Exposure, _ pixels: Range<Int>
  ) -> [Double] {
    let noise = PixelNoise(effect, exposure)
    return [Double](unsafeUninitializedCapacity: means.count) { buffer, count in
      var place = 0
      while place < means.count {
        let first = noise.member(pixels.lowerBound + place)
        let uniform = noise.stream.uniforms8(from: first)
        for lane in 0..<min(8, means.count - place) {
          buffer[place + lane] = noise.stream.poisson(
            mean: means[place + lane], at: first &+ UInt64(lane),
            first: SIMD2(uniform.x[lane], uniform.y[lane]))
        }
        place += 8
      }
      count = means.count
    }
  }

  /// The signal at the converter's input in numbers, without noise.
  func signal(_ charge: [Double], rows range: Range<Int>) -> [Double] {
    var signal = charge
    if design.effects.contains(.nonLinearity), let curve = design.nonLinearity {
      for index in signal.indices { signal[index] = curve(signal[index]) }
    }
    let gain = design.gain
    for index in signal.indices { signal[index] = signal[index] * gain + bias }
    guard !columns.isEmpty || !rows.isEmpty else { return signal }
    for row in range {
      let begin = (row - range.lowerBound) * format.width
      let offset = rows.isEmpty ? 0 : rows[row]
      let half = row % 2 * format.width
      for column in 0..<format.width {
        signal[begin + column] += offset + (columns.isEmpty ? 0 : columns[half + column])
      }
    }
    return signal
  }

  /// The numbers of some rows.
  ///
  /// - Parameter charge: electrons of these rows, row-major.
  func read(_ charge: [Double], _ exposure: Exposure, rows: Range<Int>) -> [UInt32] {
    var signal = signal(charge, rows: rows)
    if design.effects.contains(.readNoise), design.readNoise > 0 {
      let noise = PixelNoise(.readNoise, exposure).normals(format.pixels(rows: rows))
      let deviation = design.readNoise * design.gain
      for index in signal.indices { signal[index] += deviation * noise[index] }
    }
    let top = design.effects.contains(.quantisation) ? Double(largestNumber) : Double(UInt32.max)
    // Adding one half and cutting off rounds numbers at or above zero.
    return signal.map { UInt32(min(max($0 + 0.5, 0), top)) }
  }
}
