internal import Astronomy
internal import Foundation
internal import Imagery
internal import Optics
internal import Sensors

/// Turns a frame's brightness into the numbers that its sensor would have recorded.
///
/// All exposures of a frame are centred on its instant. The sensor's own pattern is that of the scenario's
/// seed, so that it is the same in every frame; chance is decided by seed, frame, pixel and effect alone.
struct RawFrames: Sendable {
  let settings: SensorSettings
  private let sensor: any Sensor
  private let seed: UInt64
  private let conversion: Conversion
  /// Numbers a second and pixel of one mean solar brightness; zero for film.
  private let numbersPerSecondOfBrightness: Double
  /// What one number means, for headers.
  let cards: [(keyword: String, value: FITSCard.Value, comment: String)]

  /// From mean solar brightness to what the sensor takes.
  private enum Conversion: Sendable {
    /// Photons a second and pixel.
    case photons(Radiometry)
    /// Lux in the middle of the picture; beside it with the fourth power of the cosine.
    case lux(FilmLens)
  }

  /// The sensor behind a camera.
  ///
  /// - Throws: `CampaignError` without a pupil, `OpticsError` for a passband that the table of the Sun's
  ///   spectrum does not hold, `SensorsError` for a size that the sensor cannot have.
  init(_ settings: SensorSettings, camera: Camera, optics: OpticsSettings, seed: Int) throws {
    self.settings = settings
    self.seed = UInt64(bitPattern: Int64(seed))
    // A pixel is as large as its angle in the focal length.
    let focalLength = (camera.apertureMetres ?? 0) * (optics.fNumber ?? 0)
    let pitch = camera.pixelScale * focalLength * 1e6
    sensor = try settings.sensor(
      width: camera.width, height: camera.height, seed: seed, pixelMicrometres: pitch)
    var cards: [(keyword: String, value: FITSCard.Value, comment: String)] = [
      ("SENSOR", .string(settings.kind.rawValue), "what recorded the light"),
      ("SATURATE", .integer(Int(sensor.largestNumber)), "largest number of the converter"),
      ("NOISE", .logical(settings.hasNoise), "whether chance plays a part"),
    ]
    if settings.isFilm {
      let lens = try FilmLens(fNumber: optics.fNumber ?? 0, transmission: optics.transmission)
      conversion = .lux(lens)
      numbersPerSecondOfBrightness = 0
      cards += [
        ("FNUMBER", .double(lens.fNumber), "focal length over pupil"),
        ("PIXPITCH", .double(pitch), "side of a scanned pixel, micrometres"),
      ]
    } else {
      let chain = try Self.radiometry(settings, camera, optics)
      conversion = .photons(chain)
      let design = (sensor as? SolidStateSensor)?.design
      let electrons = chain.photonsPerSecondOfBrightness * (design?.quantumEfficiency ?? 1)
      let gain = design?.gain ?? 1
      numbersPerSecondOfBrightness = electrons * gain
      cards += [
        ("GAIN", .double(gain), "numbers per electron"),
        ("A_PHOT", .double(electrons * gain), "numbers s-1 of one B_sun"),
        ("APS_TEMP", .double(design?.temperature ?? 0), "detector temperature, Celsius"),
      ]
    }
    self.cards = cards
  }

  private static func radiometry(
    _ settings: SensorSettings, _ camera: Camera, _ optics: OpticsSettings
  ) throws -> Radiometry {
    guard let aperture = camera.apertureMetres else {
      throw CampaignError(
        .badRequest, "a sensor needs camera.aperture_m; give the pupil's diameter")
    }
    let pixel = camera.pixelScale * camera.pixelScale
    if let filter = settings.filter {
      // The calibration as it was flown, for pixels and a pupil of the scenario's size.
      let flown = try Radiometry.aspiics(filter)
      return try Radiometry(
        band: flown.band, apertureDiameter: aperture, lyotFactor: flown.lyotFactor,
        pixelSteradians: pixel, transmission: flown.transmission, quantumEfficiency: 1, gain: 1)
    }
    return try Radiometry(
      band: SolarBandpass(
        name: camera.name, fromNanometres: camera.passbandNanometres.lowerBound,
        toNanometres: camera.passbandNanometres.upperBound),
      apertureDiameter: aperture, lyotFactor: optics.lyotFactor, pixelSteradians: pixel,
      transmission: optics.transmission, quantumEfficiency: 1, gain: 1)
  }

  /// What the sensor gets of a brightness: for a detector its numbers a second, for film the illuminance
  /// in lux.
  ///
  /// - Parameters:
  ///   - brightness: mean solar brightness.
  ///   - fieldAngle: from the middle of the picture, radians; film darkens away from it.
  func signal(brightness: Double, fieldAngle: Double) -> Double {
    switch conversion {
    case .photons: brightness * numbersPerSecondOfBrightness
    case .lux(let lens):
      lens.illuminance(
        luminance: Photometry.luminance(brightness: brightness), fieldAngle: fieldAngle)
    }
  }

  /// The recorded numbers of one exposure.
  ///
  /// - Parameters:
  ///   - number: of the exposure in the frame, from zero.
  ///   - frameIndex: of the frame in the sequence; nil for one by its instant.
  func expose(
    _ brightness: Image, number: Int, frameIndex: Int?, _ camera: Camera
  ) throws -> SensorFrame {
    let exposure = try Exposure(
      seconds: settings.exposures[number],
      frame: (frameIndex ?? 0) * settings.exposures.count + number, seed: seed)
    return try sensor.expose(light(brightness, camera), exposure)
  }

  /// What reaches every pixel; nothing where nothing is known.
  private func light(_ brightness: Image, _ camera: Camera) -> [Double] {
    switch conversion {
    case .photons(let chain):
      let factor = chain.photonsPerSecondOfBrightness
      return brightness.samples.map { $0 > 0 && $0.isFinite ? Double($0) * factor : 0 }
    case .lux(let lens):
      let projection = camera.projection
      return brightness.samples.enumerated().map { index, value in
        guard value > 0, value.isFinite else { return 0 }
        let direction = projection.direction(
          column: Double(index % brightness.width), row: Double(index / brightness.width))
        let angle = direction.angle(to: projection.boresight)
        return lens.illuminance(
          luminance: Photometry.luminance(brightness: Double(value)), fieldAngle: angle)
      }
    }
  }
}

extension SensorFrame {
  /// The numbers as an image of sixteen bits.
  func counts() throws(ImageryError) -> CountImage {
    try CountImage(
      width: format.width, height: format.height,
      samples: numbers.map { UInt16(truncatingIfNeeded: Swift.min($0, 65_535)) })
  }

  /// What happened to the pixels, as a mask of the house.
  func mask() throws(ImageryError) -> Mask {
    try Mask(
      width: format.width, height: format.height,
      bits: flags.map { flag in
        var bits: Mask.Flags = []
        if flag.contains(.saturated) || flag.contains(.bloomed) { bits.insert(.saturated) }
        if flag.contains(.hot) || flag.contains(.cosmicRay) { bits.insert(.badPixel) }
        return bits.rawValue
      })
  }
}
