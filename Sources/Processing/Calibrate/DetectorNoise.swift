internal import Imagery

/// How the noise of a detector's pixels grows with their light.
///
/// `σ²(F) = a (k F + v)`: the light of F/k electrons has the Poisson variance F/k, which times k² is k F; v is
/// the variance without light, of reading, rounding and dark charge; a is what resampling left of it. Kept apart from the uncertainty so that
/// the noise can be told for another light than the measured one: what a pixel happened to measure is a
/// noisy teacher of its own noise, and favours exposures that happened to measure little.
public struct DetectorNoise: Sendable, Hashable {
  /// Light of one electron in the observation's unit, k.
  public var lightPerElectron: PixelField
  /// Variance without light in the square of the observation's unit, v.
  public var fixedVariance: PixelField
  /// Share of the variance that is left where pixels were resampled, a; 1 before.
  public var averaging = PixelField.uniform(1)
  /// Numbers of the converter for each electron, as the counts were divided by it.
  public var numbersPerElectron: Double
  /// Electrons of a full pixel, in the same scale as the light; nil when nothing tells them.
  public var fullElectrons: Double?

  /// The noise of a detector.
  public init(
    lightPerElectron: PixelField, fixedVariance: PixelField, numbersPerElectron: Double,
    fullElectrons: Double? = nil
  ) {
    (self.lightPerElectron, self.fixedVariance) = (lightPerElectron, fixedVariance)
    (self.numbersPerElectron, self.fullElectrons) = (numbersPerElectron, fullElectrons)
  }

  /// Whether all pixels are alike.
  var isUniform: Bool {
    for field in [lightPerElectron, fixedVariance, averaging] {
      if case .each = field { return false }
    }
    return true
  }

  /// Whether every plane has the size of a picture.
  func fits(_ light: Plane) -> Bool {
    for field in [lightPerElectron, fixedVariance, averaging] {
      if case .each(let plane) = field, !plane.hasSize(of: light) { return false }
    }
    return true
  }

  /// Variance of a pixel for the light expected of it.
  @inline(__always)
  func variance(light: Double, at index: Int) -> Double {
    averaging[index] * (lightPerElectron[index] * max(light, 0) + fixedVariance[index])
  }

  /// Share of the full pixel that an expected light takes; nil when the full pixel is not known.
  @inline(__always)
  func shareOfFull(light: Double, at index: Int) -> Double? {
    fullElectrons.map { light / lightPerElectron[index] / $0 }
  }

  /// The uncertainty of a plane of light, its expectation taken as the median of 3 × 3 pixels.
  ///
  /// The median knows the expectation three times better than the pixel itself, and neither a cosmic ray
  /// nor a pixel that happened to lie below zero changes it.
  func uncertainty(of light: Plane) -> Plane {
    let expected = LocalMedian.smoothed(light)
    var samples = expected.samples
    for index in samples.indices {
      let value = light.samples[index]
      samples[index] =
        value.isNaN ? .nan : variance(light: samples[index], at: index).squareRoot()
    }
    return Plane(like: light, samples: samples)
  }
}

extension DetectorNoise {
  /// The noise of a picture on another grid.
  ///
  /// - Parameters:
  ///   - before: uncertainty of the picture, and after of the resampled one: their ratio is what resampling
  ///     left of the noise.
  ///   - read: reads a plane of the picture's size on the grid, linearly.
  func resampled(
    from before: Plane?, to after: Plane?, reading read: (Plane) throws(ProcessingError) -> Plane
  ) throws(ProcessingError) -> DetectorNoise {
    var result = self
    func moved(_ field: PixelField) throws(ProcessingError) -> PixelField {
      if case .each(let plane) = field { return .each(try read(plane)) }
      return field
    }
    result.lightPerElectron = try moved(lightPerElectron)
    result.fixedVariance = try moved(fixedVariance)
    result.averaging = try moved(averaging)
    guard let before, let after else { return result }
    let square = Plane(like: before, samples: before.samples.map { $0 * $0 })
    let linear = try read(square)
    let shares = zip(after.samples, linear.samples).map { $1 > 0 ? $0 * $0 / $1 : 1 }
    result.averaging = result.averaging.multiplied(
      by: .each(Plane(like: after, samples: shares)))
    return result
  }
}

extension Observation {
  /// Multiplies light by a factor, and with it all that is told of its noise.
  ///
  /// - Precondition: a plane of factors has the observation's size.
  mutating func multiply(by factor: PixelField) {
    light = PixelField.each(light).multiplied(by: factor).plane(like: light)
    uncertainty = uncertainty.map { PixelField.each($0).multiplied(by: factor).plane(like: $0) }
    commonErrors = commonErrors.map { $0.multiplied(by: factor) }
    guard var scaled = noise else { return }
    scaled.lightPerElectron = scaled.lightPerElectron.multiplied(by: factor)
    scaled.fixedVariance = scaled.fixedVariance.multiplied(by: factor).multiplied(by: factor)
    noise = scaled
  }

  /// Declares pixels unknown for a reason.
  mutating func lose(_ flag: Mask.Flags, where isLost: (Int) -> Bool) -> Int {
    var lost = 0
    var values = light.samples
    for index in values.indices where isLost(index) {
      mask[index % light.width, index / light.width].insert(flag)
      values[index] = .nan
      lost += 1
    }
    guard lost > 0 else { return 0 }
    light.samples = values
    if var deviations = uncertainty?.samples {
      for index in deviations.indices where values[index].isNaN { deviations[index] = .nan }
      uncertainty?.samples = deviations
    }
    return lost
  }
}
