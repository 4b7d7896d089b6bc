internal import RealModule
internal import VectorMath

/// A CCD or CMOS detector: from photons to numbers.
///
/// In the order in which it happens: photons become electrons, Poisson distributed, times the response
/// of the pixel, with the dark current; charged particles add their tracks; wells fill up and bloom or
/// clip; the response bends; the amplifier adds its noise, its gain and its offsets; the converter
/// rounds and clips (science notes on detectors, §1f). Each part can be switched in
/// ``DetectorDesign/effects``.
public struct SolidStateSensor: Sensor {
  /// What the detector is like.
  public let design: DetectorDesign
  /// Electrons a second that an ordinary pixel gathers in the dark.
  public let darkRate: Double
  /// The offset of the converter at the detector's temperature, numbers.
  public let bias: Double
  /// Response of each pixel over the mean, empty where all are alike.
  let response: [Float]
  /// Dark current of each pixel over the ordinary, empty where all are alike.
  let dark: [Float]
  /// Hot pixels, rising.
  let hot: [Int]
  /// Offsets of the columns, numbers: of even rows, then of odd ones.
  let columns: [Double]
  /// Offsets of the rows, numbers.
  let rows: [Double]

  /// A detector with its fixed patterns.
  ///
  /// - Throws: `SensorsError` for a design out of range.
  public init(_ design: DetectorDesign) throws(SensorsError) {
    try design.validate()
    self.design = design
    darkRate = try design.darkCurrent.rate(temperature: design.temperature)
    bias = design.bias + design.biasPerDegree * design.temperature
    let effects = design.effects
    response =
      effects.contains(.responsePattern) ? DevicePatterns.response(design) : []
    let darkPattern = DevicePatterns.dark(design)
    dark = effects.contains(.darkCurrent) ? darkPattern.multiples : []
    hot = effects.contains(.darkCurrent) ? darkPattern.hot : []
    let hasPattern = effects.contains(.fixedPattern)
    columns = hasPattern ? DevicePatterns.columns(design) : []
    rows = hasPattern ? DevicePatterns.rows(design) : []
  }

  /// Pixels of a frame.
  public var format: FrameFormat { design.format }

  /// Photons a second and pixel.
  public var lightUnit: LightUnit { .photonsPerSecond }

  /// The converter's largest number.
  public var largestNumber: UInt32 { UInt32.max >> UInt32(32 - design.bits) }

  /// The number of a pixel whose well is full, without noise and fixed pattern.
  public var fullNumber: Int {
    let charge = design.effects.contains(.fullWell) ? design.fullWell : Double(largestNumber)
    let told =
      design.effects.contains(.nonLinearity) ? design.nonLinearity?(charge) ?? charge : charge
    return Int(Swift.min(Double(largestNumber), (told * design.gain + bias).rounded(.down)))
  }

  /// Takes a frame: see ``Sensor``.
  ///
  /// - Parameters:
  ///   - light: photons a second that reach each pixel, row-major.
  ///   - exposure: time, frame and seed.
  ///   - wantsExpectation: whether to give the numbers without noise, particles and rounding too; they
  ///     are clipped at the full well and where the converter ends.
  public func expose(
    _ light: [Double], _ exposure: Exposure, wantsExpectation: Bool
  ) throws(SensorsError) -> SensorFrame {
    try SensorsError.requireLight(light, format)
    let all = 0..<format.height
    var flags = [PixelFlags](repeating: [], count: format.count)
    for pixel in hot { flags[pixel].insert(.hot) }
    var charge = gather(light, exposure, rows: all, design.effects)
    try strike(&charge, &flags, exposure)
    settle(&charge, &flags)
    let numbers = read(charge, exposure, rows: all)
    if design.effects.contains(.quantisation) {
      let largest = largestNumber
      for index in numbers.indices where numbers[index] >= largest {
        flags[index].insert(.saturated)
      }
    }
    return SensorFrame(
      format: format, numbers: numbers, flags: flags,
      expectation: wantsExpectation ? expectation(light, exposure) : nil)
  }

  /// What the numbers would be without noise, particles and rounding.
  private func expectation(_ light: [Double], _ exposure: Exposure) -> [Double] {
    let all = 0..<format.height
    var flags = [PixelFlags](repeating: [], count: format.count)
    var charge = gather(light, exposure, rows: all, design.effects.subtracting(.noise))
    settle(&charge, &flags)
    let top = design.effects.contains(.quantisation) ? Double(largestNumber) : .infinity
    return signal(charge, rows: all).map { min(max($0, 0), top) }
  }

  /// Lets charged particles cross the wells.
  func strike(
    _ charge: inout [Double], _ flags: inout [PixelFlags], _ exposure: Exposure
  ) throws(SensorsError) {
    guard design.effects.contains(.cosmicRays), let rays = design.cosmicRays else { return }
    let hits = try rays.hits(format: format, pitch: design.pitch, exposure: exposure)
    for number in 0..<hits {
      let track = rays.track(number, format: format, pitch: design.pitch, exposure: exposure)
      CosmicRays.deposit(track, format: format) { pixel, electrons in
        charge[pixel] += electrons.rounded()
        flags[pixel].insert(.cosmicRay)
      }
    }
  }

  /// Lets wells overflow.
  func settle(_ charge: inout [Double], _ flags: inout [PixelFlags]) {
    guard design.effects.contains(.fullWell) else { return }
    switch design.fullWellRule {
    case .clips: Blooming.clip(&charge, &flags, fullWell: design.fullWell)
    case .bloomsAlongColumns(let drained):
      Blooming.bloom(&charge, &flags, format, fullWell: design.fullWell, drained: drained)
    }
  }
}
