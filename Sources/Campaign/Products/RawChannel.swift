internal import Astronomy
internal import Corona
internal import Foundation
internal import Imagery
internal import Optics
internal import Sensors

/// What stands between the sky and the sensor: filter, polariser, optics, and the device behind them.
///
/// An ideal polariser whose axis has the position angle a passes `½ (I + Q cos 2a + U sin 2a)`, with Q and U
/// of the frames' convention: Q positive along solar north–south, U along north-east–south-west, angles
/// from north through east (E. Collett, Field Guide to Polarization, SPIE (2005), eq. for the linear
/// polariser; it is the matrix of ASPIICS' level-3 processor, too). The K corona vibrates along the limb;
/// all other light is taken as unpolarised, so that half of it passes. What else a polariser takes, from
/// light along its axis, is counted once: in the filter's A_PHOT, or in `optics.transmission`.
struct RawChannel: Sendable {
  let settings: SensorSettings.Channel
  /// The position angle of the polariser's axis on the sky, degrees within 0..<180; nil without one.
  let polariserDegrees: Double?
  let sensor: any Sensor
  let conversion: Conversion
  private let projection: CameraProjection

  /// From mean solar brightness to what the sensor takes.
  enum Conversion: Sendable {
    /// Photons a second and pixel.
    case photons(Radiometry)
    /// Lux in the middle of the picture; beside it with the fourth power of the cosine.
    case lux(FilmLens)
  }

  init(
    _ settings: SensorSettings.Channel, conversion: Conversion, sensor: any Sensor, camera: Camera
  ) {
    self.settings = settings
    self.conversion = conversion
    self.sensor = sensor
    projection = camera.projectionKind
    polariserDegrees = Self.axis(of: settings, camera)
  }

  /// An axis and its opposite are one: within 0..<180 degrees.
  static func withinHalfTurn(_ degrees: Double) -> Double {
    let rest = degrees.truncatingRemainder(dividingBy: 180)
    return rest < 0 ? rest + 180 : rest + 0
  }

  /// Polarisers of a filter wheel turn with the camera, whose rows lie a quarter turn from its columns;
  /// columns point `roll` from solar north.
  private static func axis(of settings: SensorSettings.Channel, _ camera: Camera) -> Double? {
    if let degrees = settings.filter?.polariserDegrees {
      return withinHalfTurn(camera.rollDegrees + degrees - 90)
    }
    return settings.polariserDegrees.map(withinHalfTurn)
  }

  /// The share of unpolarised light that passes the polariser.
  var unpolarisedShare: Double { polariserDegrees == nil ? 1 : 0.5 }

  /// The brightness that passes the polariser, mean solar brightness; not a number where nothing is known.
  func passing(_ frame: RenderedFrame) -> [Float] {
    guard let polariserDegrees else { return frame.brightness.samples }
    let double = 2 * polariserDegrees * Angles.degree
    let (cosine, sine) = (cos(double), sin(double))
    let polarised = zip(frame.stokesQ.samples, frame.stokesU.samples)
    return zip(frame.brightness.samples, polarised).map { total, planes in
      let (q, u) = (Double(planes.0), Double(planes.1))
      // Before the occulter light is measured where the corona's is not.
      let part = q.isFinite && u.isFinite ? q * cosine + u * sine : 0
      return Float((Double(total) + part) / 2)
    }
  }

  /// What reaches every pixel, in the sensor's unit of light; nothing where nothing is known.
  ///
  /// - Parameter brightness: what passes the polariser, mean solar brightness, row by row from the bottom.
  func light(_ brightness: [Float], _ camera: Camera) -> [Double] {
    let projection = camera.projection
    return brightness.enumerated().map { index, value in
      guard value > 0, value.isFinite else { return 0 }
      let direction = projection.direction(
        column: Double(index % camera.width), row: Double(index / camera.width))
      return light(Double(value), fieldAngle: direction.angle(to: projection.boresight))
    }
  }

  /// What reaches a pixel of a brightness, in the sensor's unit of light.
  ///
  /// - Parameter fieldAngle: from the middle of the picture, radians; pictures darken away from it.
  private func light(_ brightness: Double, fieldAngle: Double) -> Double {
    switch conversion {
    case .photons(let chain):
      chain.photonsPerSecond(brightness: brightness) * falloff(fieldAngle)
    case .lux(let lens):
      lens.illuminance(
        luminance: Photometry.luminance(brightness: brightness), fieldAngle: fieldAngle)
    }
  }

  /// What the sensor gets of unpolarised light: for a detector its numbers a second, for film lux.
  func signal(brightness: Double, fieldAngle: Double) -> Double {
    light(brightness * unpolarisedShare, fieldAngle: fieldAngle) * numbersPerLight
  }

  /// Numbers of the converter for each photon; 1 for film, whose numbers grow with no power of light.
  var numbersPerLight: Double {
    guard let design = (sensor as? SolidStateSensor)?.design else { return 1 }
    return design.quantumEfficiency * design.gain
  }

  /// What the sensor gets of one mean solar brightness past the polariser, in the middle of the picture.
  var signalOfBrightness: Double { light(1, fieldAngle: 0) * numbersPerLight }

  /// What a pixel gets at an angle from the middle, over what it gets there: its solid angle, and the
  /// pupil as seen from the side.
  private func falloff(_ angle: Double) -> Double {
    projection.relativeSolidAngle(atAngle: angle) * cos(angle)
  }

  /// The same as words for a header, t being the angle.
  var falloffLaw: String {
    if case .photons = conversion, projection == .arc { return "cos(t) sin(t)/t" }
    return "cos(t)**4"
  }
}
