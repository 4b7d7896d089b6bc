internal import Astronomy
internal import Corona
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
  /// The largest number that a pixel can have.
  var largestNumber: UInt32 { sensor.largestNumber }
  private let sensor: any Sensor
  private let seed: UInt64
  private let conversion: Conversion
  private let projection: CameraProjection
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
    projection = camera.projectionKind
    self.seed = UInt64(bitPattern: Int64(seed))
    // A pixel is as large as its angle in the focal length.
    let focalLength = (camera.apertureMetres ?? 0) * (optics.fNumber ?? 0)
    let pitch = camera.pixelScale * focalLength * 1e6
    sensor = try settings.sensor(
      width: camera.width, height: camera.height, seed: seed, pixelMicrometres: pitch)
    var cards: [(keyword: String, value: FITSCard.Value, comment: String)] = [
      ("SENSOR", .string(settings.kind.rawValue), "what recorded the light"),
      ("NOISE", .logical(settings.hasNoise), "whether chance plays a part"),
    ]
    let isFilm = settings.isFilm
    if isFilm {
      let lens = try FilmLens(
        fNumber: optics.fNumber ?? 0,
        transmission: optics.transmission * optics.lyotFactor * optics.lyotFactor)
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
        ("A_PHOT", .double(electrons * gain), "numbers s-1 of one B_sun, mid picture"),
        ("BANDNAME", .string(chain.band.name), "what lets the light through, and its source"),
        ("LYOTFACT", .double(chain.lyotFactor), "Lyot stop over pupil"),
        ("TRANSMIS", .double(chain.transmission), "transmission of the optics"),
      ]
      if let design, let device = sensor as? SolidStateSensor {
        cards += [
          ("QUANTEFF", .double(design.quantumEfficiency), "electrons per photon"),
          ("SATURATE", .integer(device.fullNumber), "number of a full pixel"),
          ("BIASLEVL", .double(device.bias), "bias, numbers"),
          ("READNOIS", .double(design.readNoise), "read noise, electrons"),
          ("DARKRATE", .double(device.darkRate), "dark current, electrons s-1"),
        ]
        if settings.kind == .aspiics {
          cards.append(("APS_TEMP", .double(design.temperature), "detector temperature, Celsius"))
        }
      }
    }
    self.cards = cards
  }

  /// Checks what ``init(_:camera:optics:seed:)`` would refuse, without making a detector's patterns.
  ///
  /// - Throws: what that does.
  static func check(_ settings: SensorSettings, _ camera: Camera, _ optics: OpticsSettings) throws {
    guard settings.isFilm else {
      _ = try FrameFormat(width: camera.width, height: camera.height)
      _ = try radiometry(settings, camera, optics)
      return
    }
    _ = try RawFrames(settings, camera: camera, optics: optics, seed: 0)
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
      band: band(camera.passbandNanometres), apertureDiameter: aperture,
      lyotFactor: optics.lyotFactor, pixelSteradians: pixel,
      transmission: optics.transmission, quantumEfficiency: 1, gain: 1)
  }

  /// The Sun's light in a passband: from the table of its spectrum, or beyond that from a black body.
  private static func band(_ passband: ClosedRange<Double>) throws -> SolarBandpass {
    let (lower, upper) = (passband.lowerBound, passband.upperBound)
    guard upper > lower else {
      throw CampaignError(
        .badRequest,
        "camera.passband_nm [\(lower), \(upper)] lets no light through; write [first, last]")
    }
    let table = SolarSpectrum.nanometres
    if table.contains(lower), table.contains(upper) {
      return try SolarBandpass(
        name: "\(lower) to \(upper) nm, ASTM G173-03", fromNanometres: lower, toNanometres: upper)
    }
    let unit = try BrightnessUnit.photonsPerSecondSquareCentimetreSteradian(
      lowerNanometres: lower, upperNanometres: upper)
    return try SolarBandpass(
      name: "\(lower) to \(upper) nm, black body of 5772 K",
      photonRadiance: unit.perMeanSolarBrightness)
  }

  /// What the sensor gets of a brightness: for a detector its numbers a second, for film the illuminance
  /// in lux.
  ///
  /// - Parameters:
  ///   - brightness: mean solar brightness.
  ///   - fieldAngle: from the middle of the picture, radians; pictures darken away from it.
  func signal(brightness: Double, fieldAngle: Double) -> Double {
    switch conversion {
    case .photons: brightness * numbersPerSecondOfBrightness * falloff(fieldAngle)
    case .lux(let lens):
      lens.illuminance(
        luminance: Photometry.luminance(brightness: brightness), fieldAngle: fieldAngle)
    }
  }

  /// What a pixel gets at an angle from the middle, over what it gets there: its solid angle, and the
  /// pupil as seen from the side.
  private func falloff(_ angle: Double) -> Double {
    projection.relativeSolidAngle(atAngle: angle) * cos(angle)
  }

  /// The recorded numbers of one exposure.
  ///
  /// - Parameters:
  ///   - number: of the exposure in the frame, from zero.
  ///   - frameIndex: of the frame in the sequence; nil for one by its instant.
  ///   - instant: the middle of the exposure.
  func expose(
    _ brightness: Image, number: Int, frameIndex: Int?, at instant: Instant, _ camera: Camera
  ) throws -> SensorFrame {
    // Frames of no sequence have chance of their own: that of their instant.
    let stream = UInt64(bitPattern: instant.wholeSeconds) ^ instant.fraction.bitPattern
    let exposure = try Exposure(
      seconds: settings.exposures[number],
      frame: (frameIndex ?? 0) * settings.exposures.count + number,
      seed: frameIndex == nil ? seed ^ (stream &* 0x9E37_79B9_7F4A_7C15) : seed)
    return try sensor.expose(light(brightness, camera), exposure)
  }

  /// What reaches every pixel; nothing where nothing is known.
  private func light(_ brightness: Image, _ camera: Camera) -> [Double] {
    let projection = camera.projection
    return brightness.samples.enumerated().map { index, value in
      guard value > 0, value.isFinite else { return 0 }
      let direction = projection.direction(
        column: Double(index % brightness.width), row: Double(index / brightness.width))
      let angle = direction.angle(to: projection.boresight)
      switch conversion {
      case .photons(let chain):
        return chain.photonsPerSecond(brightness: Double(value)) * falloff(angle)
      case .lux(let lens):
        return lens.illuminance(
          luminance: Photometry.luminance(brightness: Double(value)), fieldAngle: angle)
      }
    }
  }
}

extension SensorFrame {
  /// The numbers as an image.
  ///
  /// - Parameter largest: the sensor's largest number.
  func counts(upTo largest: UInt32) throws(ImageryError) -> CountImage {
    try CountImage(
      width: format.width, height: format.height, samples: numbers, isWide: largest > 65_535)
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
