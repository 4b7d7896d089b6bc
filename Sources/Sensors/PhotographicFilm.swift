internal import RealModule
internal import VectorMath

/// Photographic film with its densitometer: a detector that counts in densities.
///
/// In the order in which it happens: exposure with reciprocity failure, halation and spread of light in
/// the emulsion (both on exposure, where light adds), density by the curve, grain (on density), a print
/// if asked for, and the scan.
public struct PhotographicFilm: Sensor {
  /// What the film is like.
  public let design: FilmDesign
  private let blur: FilmBlur?
  private let ring: HalationRing?
  private let grain: FilmGrain

  /// A film.
  ///
  /// - Throws: `SensorsError` for a design out of range.
  public init(_ design: FilmDesign) throws(SensorsError) {
    try design.validate()
    self.design = design
    let spreads = design.effects.contains(.blur) && design.halfContrastFrequency < .infinity
    blur =
      spreads
      ? try FilmBlur(frequency: design.halfContrastFrequency, pitch: design.pitch) : nil
    let halation = design.effects.contains(.halation) ? design.halation : nil
    ring = halation.map { HalationRing($0, pitch: design.pitch, format: design.format) }
    grain = FilmGrain(design)
  }

  /// Pixels of the scan.
  public var format: FrameFormat { design.format }

  /// Illuminance of the film.
  public var lightUnit: LightUnit { .lux }

  /// The densitometer's largest number.
  public var largestNumber: UInt32 { UInt32.max >> UInt32(32 - design.bits) }

  /// Seconds that an exposure counts for: fewer than it lasts where reciprocity fails.
  public func effectiveSeconds(_ seconds: Double) -> Double {
    let limit = design.reciprocityLimit
    guard design.effects.contains(.reciprocityFailure), seconds > limit else { return seconds }
    return limit * Double.pow(seconds / limit, design.schwarzschildExponent)
  }

  /// Deviation of a pixel's density at a density, from the grain.
  public func grainDeviation(density: Double) -> Double {
    guard design.effects.contains(.grain) else { return 0 }
    return grain.deviation * (max(0, density - grain.grainless) * grain.variance).squareRoot()
  }

  /// Takes a frame: see ``Sensor``.
  ///
  /// - Parameters:
  ///   - light: illuminance of the film in each pixel, lux, row-major.
  ///   - exposure: time, frame and seed.
  ///   - wantsExpectation: whether to give the numbers without grain and rounding too.
  public func expose(
    _ light: [Double], _ exposure: Exposure, wantsExpectation: Bool
  ) throws(SensorsError) -> SensorFrame {
    let even = try densities(light, exposure)
    let fog = design.curve.fog
    let end = fog + 0.98 * (design.curve.largest - fog)
    let flags = even.map { $0 > end ? PixelFlags.saturated : [] }
    let expectation = wantsExpectation ? scan(even) : nil
    let numbers = scan(grainy(even, exposure)).map { UInt32($0 + 0.5) }
    return SensorFrame(format: format, numbers: numbers, flags: flags, expectation: expectation)
  }

  /// Densities of the developed film without grain, row-major.
  ///
  /// - Throws: `SensorsError` for light of the wrong size, below zero or no numbers.
  public func densities(
    _ light: [Double], _ exposure: Exposure
  ) throws(SensorsError) -> [Double] {
    try SensorsError.requireLight(light, format)
    let seconds = effectiveSeconds(exposure.seconds)
    var values = light.map { $0 * seconds }
    ring?.apply(&values, format)
    blur?.apply(&values, format)
    switch design.curve {
    case .soft(let curve):
      Lanes.replace(&values) { exposure in
        var lit = exposure
        // No light has no logarithm; the curve ends 20 decades before this.
        lit.replace(with: Double8(repeating: 1e-100), where: .!(lit .> 1e-100))
        lit.replace(with: Double8(repeating: 1e100), where: lit .> 1e100)
        return curve.density8(naturalLog: Double8.log(lit))
      }
    case .table(let curve):
      for index in values.indices {
        values[index] = curve(Double.log10(min(max(values[index], 1e-100), 1e100)))
      }
    }
    return values
  }

  /// Densities with grain.
  private func grainy(_ even: [Double], _ exposure: Exposure) -> [Double] {
    guard design.effects.contains(.grain), design.granularity > 0 else { return even }
    var densities = even
    let noise = grain.noise(format, exposure, rows: 0..<format.height)
    let (deviation, grainless) = (grain.deviation, grain.grainless)
    Lanes.replace(&densities, with: noise) { density, noise in
      var above = density - grainless
      above.replace(with: Double8(repeating: 0), where: above .< 0)
      var rough = density + deviation * Double8.sqrt(above) * noise
      rough.replace(with: Double8(repeating: 0), where: rough .< 0)
      return rough
    }
    return densities
  }

  /// Numbers of the densitometer before rounding, within its range.
  private func scan(_ negative: [Double]) -> [Double] {
    var values = negative
    var fog = design.curve.fog
    if let print = design.print {
      let begin = print.logExposureThroughFog + fog
      for index in values.indices { values[index] = print.curve.density(begin - values[index]) }
      fog = print.curve.fog
    }
    let top = Double(largestNumber)
    let clear = fog
    switch design.scale {
    case .transmittance:
      Lanes.replace(&values) { Double8.exp((clear - $0) * 2.302_585_092_994_045_7) * top }
    case .density(let fullScale):
      let scale = top / fullScale
      Lanes.replace(&values) { $0 * scale }
    }
    Lanes.replace(&values) { value in
      var clipped = value
      clipped.replace(with: Double8(repeating: 0), where: .!(value .> 0))
      clipped.replace(with: Double8(repeating: top), where: value .> top)
      return clipped
    }
    return values
  }

  /// Number of the densitometer for a density of the developed film, before rounding; through the print
  /// where the film is printed.
  public func number(density: Double) -> Double { scan([density])[0] }

  /// Density of the film that a number of the densitometer stands for, without a print between.
  ///
  /// - Returns: nothing for number 0 on the scale of transmittance, and for films that were printed.
  public func density(number: Double) -> Double? {
    guard design.print == nil else { return nil }
    let share = number / Double(largestNumber)
    switch design.scale {
    case .density(let fullScale): return share * fullScale
    case .transmittance:
      return share > 0 ? design.curve.fog - Double.log10(share) : nil
    }
  }

  /// Illuminance that a number of the densitometer stands for, lux; halation and blur are not undone.
  ///
  /// - Returns: nothing where the density is that of no exposure.
  public func illuminance(number: Double, seconds: Double) -> Double? {
    guard let density = density(number: number),
      let logExposure = design.curve.logExposure(density: density)
    else { return nil }
    return Double.exp10(logExposure) / effectiveSeconds(seconds)
  }
}
