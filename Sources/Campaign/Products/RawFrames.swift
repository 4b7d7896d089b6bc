internal import Astronomy
internal import Corona
internal import Foundation
internal import Imagery
internal import Optics
internal import Sensors

/// Turns a frame's brightness into the numbers that its sensor would have recorded.
///
/// All exposures of a frame are centred on its instant, through every filter or polariser one after the
/// other. The sensor's own pattern is that of the scenario's seed, so that it is the same in every frame;
/// chance is decided by seed, frame, pixel and effect alone.
struct RawFrames: Sendable {
  let settings: SensorSettings
  let channels: [RawChannel]
  private let seed: UInt64

  /// One file of raw numbers.
  struct Shot: Sendable {
    var channel: RawChannel
    var seconds: Double
  }

  /// The sensor behind a camera.
  ///
  /// - Throws: `CampaignError` without a pupil, `OpticsError` for a passband that the table of the Sun's
  ///   spectrum does not hold, `SensorsError` for a size that the sensor cannot have.
  init(_ settings: SensorSettings, camera: Camera, optics: OpticsSettings, seed: Int) throws {
    self.settings = settings
    self.seed = UInt64(bitPattern: Int64(seed))
    var devices: [Double: any Sensor] = [:]
    channels = try settings.channels.map { channel in
      // One device: its patterns are made once for all filters of one quantum efficiency.
      let efficiency = channel.filter?.quantumEfficiency ?? 0
      let sensor =
        try devices[efficiency]
        ?? settings.sensor(
          behind: channel.filter, width: camera.width, height: camera.height, seed: seed,
          pixelMicrometres: Self.pixelMicrometres(camera, optics))
      devices[efficiency] = sensor
      return RawChannel(
        channel, conversion: try Self.conversion(settings, channel, camera, optics),
        sensor: sensor, camera: camera)
    }
  }

  /// Side of a pixel in the lens's picture: as large as its angle in the focal length.
  private static func pixelMicrometres(_ camera: Camera, _ optics: OpticsSettings) -> Double {
    camera.pixelScale * (camera.apertureMetres ?? 0) * (optics.fNumber ?? 0) * 1e6
  }

  /// Checks what ``init(_:camera:optics:seed:)`` would refuse, without making a detector's patterns.
  ///
  /// - Throws: what that does.
  static func check(_ settings: SensorSettings, _ camera: Camera, _ optics: OpticsSettings) throws {
    guard settings.isFilm else {
      _ = try FrameFormat(width: camera.width, height: camera.height)
      for channel in settings.channels { _ = try radiometry(channel, camera, optics) }
      return
    }
    _ = try RawFrames(settings, camera: camera, optics: optics, seed: 0)
  }

  private static func conversion(
    _ settings: SensorSettings, _ channel: SensorSettings.Channel, _ camera: Camera,
    _ optics: OpticsSettings
  ) throws -> RawChannel.Conversion {
    guard settings.isFilm else { return .photons(try radiometry(channel, camera, optics)) }
    return .lux(
      try FilmLens(
        fNumber: optics.fNumber ?? 0,
        transmission: optics.transmission * optics.lyotFactor * optics.lyotFactor))
  }

  private static func radiometry(
    _ channel: SensorSettings.Channel, _ camera: Camera, _ optics: OpticsSettings
  ) throws -> Radiometry {
    guard let aperture = camera.apertureMetres else {
      throw CampaignError(
        .badRequest, "a sensor needs camera.aperture_m; give the pupil's diameter")
    }
    let pixel = camera.pixelScale * camera.pixelScale
    if let filter = channel.filter {
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
    let unit = try SunPhotons.unit(passband)
    return try SolarBandpass(name: unit.source, photonRadiance: unit.perMeanSolarBrightness)
  }

  /// The files of one frame: every exposure time through the first filter, then through the next.
  var shots: [Shot] {
    channels.flatMap { channel in
      settings.exposures.map { Shot(channel: channel, seconds: $0) }
    }
  }

  /// What the sensor gets of unpolarised light through the first filter: for a detector its numbers a
  /// second, for film the illuminance in lux.
  ///
  /// - Parameters:
  ///   - brightness: mean solar brightness.
  ///   - fieldAngle: from the middle of the picture, radians; pictures darken away from it.
  func signal(brightness: Double, fieldAngle: Double) -> Double {
    channels.first?.signal(brightness: brightness, fieldAngle: fieldAngle) ?? 0
  }

  /// The recorded numbers of one exposure.
  ///
  /// - Parameters:
  ///   - number: of the file in the frame, from zero, as in ``shots``.
  ///   - frameIndex: of the frame in the sequence; nil for one by its instant.
  ///   - instant: the middle of the exposure.
  func expose(
    _ frame: RenderedFrame, number: Int, frameIndex: Int?, at instant: Instant, _ camera: Camera
  ) throws -> SensorFrame {
    let shot = shots[number]
    // Frames of no sequence have chance of their own: that of their instant.
    let stream = UInt64(bitPattern: instant.wholeSeconds) ^ instant.fraction.bitPattern
    let exposure = try Exposure(
      seconds: shot.seconds, frame: (frameIndex ?? 0) * settings.shotCount + number,
      seed: frameIndex == nil ? seed ^ (stream &* 0x9E37_79B9_7F4A_7C15) : seed)
    return try shot.channel.sensor.expose(
      shot.channel.light(shot.channel.passing(frame), camera), exposure)
  }

  /// The recorded numbers of an evenly bright field, or of darkness, of the calibrating series.
  ///
  /// - Parameters:
  ///   - brightness: of the field behind the polariser, mean solar brightness.
  ///   - number: of the exposure in the series, from zero.
  func calibrate(
    _ channel: RawChannel, brightness: Double, seconds: Double, number: Int, _ camera: Camera
  ) throws -> SensorFrame {
    let exposure = try Exposure(
      seconds: seconds, frame: number, seed: seed, series: .calibration)
    let field = [Float](repeating: Float(brightness), count: camera.width * camera.height)
    return try channel.sensor.expose(channel.light(field, camera), exposure)
  }

  /// The recorded numbers of a step wedge of the film, of the calibrating series.
  ///
  /// - Parameters:
  ///   - seconds: how long the sensitometer exposes.
  ///   - number: of the exposure in the series, from zero.
  func calibrate(
    _ channel: RawChannel, wedge: StepWedge, seconds: Double, number: Int
  ) throws -> SensorFrame {
    let exposure = try Exposure(
      seconds: seconds, frame: number, seed: seed, series: .calibration)
    let effective = (channel.sensor as? PhotographicFilm)?.effectiveSeconds(seconds) ?? seconds
    return try channel.sensor.expose(wedge.light(effectiveSeconds: effective), exposure)
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
