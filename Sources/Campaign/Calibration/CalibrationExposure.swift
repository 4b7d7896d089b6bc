internal import Foundation
internal import Optics
internal import Sensors

/// One exposure that calibrates a sensor.
struct CalibrationExposure: Sendable {
  /// What it is for.
  enum Kind: String, Sendable, CaseIterable {
    /// The shortest exposure of the closed shutter: offsets and read noise.
    case bias
    /// As long as frames with the shutter closed: dark current; unexposed film for film.
    case dark
    /// An evenly bright field before the optics: response of the pixels and fall-off of the picture.
    case flat
    /// Film alone: fields of known exposure, which tell the density curve.
    case wedge
  }

  /// The exposure time of a bias, s.
  static let biasSeconds = 1e-6
  /// The most exposures of one kind, so that each has a number of its own.
  static let mostOfAKind = 1000

  let kind: Kind
  /// Which of its kind, from zero.
  let number: Int
  /// In the series of calibrating exposures; it does not depend on how many are taken.
  let seriesNumber: Int
  let channel: RawChannel
  let seconds: Double
  /// Of the field before the polariser, mean solar brightness; zero in the dark.
  let brightness: Double
  /// The name of the file.
  let file: String
}

extension RawFrames {
  /// The exposures that calibrate the sensor: biases, darks for every exposure time, flats for every
  /// filter.
  ///
  /// Film has no bias, but a step wedge, exposed by a sensitometer and not through the lens.
  ///
  /// - Parameters:
  ///   - count: how many of each, up to ``CalibrationExposure/mostOfAKind``.
  ///   - name: of the scenario, for file names.
  func calibrationExposures(count: Int, name: String) -> [CalibrationExposure] {
    var result: [CalibrationExposure] = []
    // Bias or wedge, at most 100 darks, then flats: each kind has its thousand numbers.
    func add(
      _ kind: CalibrationExposure.Kind, _ word: String, group: Int, _ channel: RawChannel,
      _ seconds: Double, _ brightness: Double
    ) {
      for number in 0..<count {
        let digits = String(number + 1)
        let padded = String(repeating: "0", count: max(0, 3 - digits.count)) + digits
        result.append(
          CalibrationExposure(
            kind: kind, number: number,
            seriesNumber: group * CalibrationExposure.mostOfAKind + number, channel: channel,
            seconds: seconds, brightness: brightness,
            file: "calibration/\(name)_\(word)_\(padded).fits"))
      }
    }
    guard let first = channels.first, let shortest = settings.exposures.first else { return [] }
    if settings.isFilm {
      add(.wedge, "wedge", group: 0, first, StepWedge.seconds, 0)
    } else {
      add(.bias, "bias", group: 0, first, CalibrationExposure.biasSeconds, 0)
    }
    for (index, seconds) in settings.exposures.enumerated() {
      add(.dark, "dark_\(PrintableText.number(seconds))s", group: 1 + index, first, seconds, 0)
    }
    for (index, channel) in channels.enumerated() {
      add(
        .flat, "flat_\(channel.fileWord)", group: 101 + index, channel, shortest,
        channel.halfFullBrightness(seconds: shortest))
    }
    return result
  }
}

extension RawChannel {
  /// The step wedge of the channel's film; nil for detectors.
  var stepWedge: StepWedge? {
    (sensor as? PhotographicFilm).map { StepWedge($0.design.curve, $0.format) }
  }

  /// The filter or the axis as part of a file's name.
  var fileWord: String {
    if let filter = settings.filter { return filter.rawValue }
    guard let polariserDegrees else { return "clear" }
    return "pol\(PrintableText.number(polariserDegrees))"
  }

  /// The brightness of an even, unpolarised field that fills half of a well in the middle of the picture,
  /// mean solar brightness; for film that makes the middle density of its curve.
  func halfFullBrightness(seconds: Double) -> Double {
    let light: Double
    if let film = sensor as? PhotographicFilm {
      let curve = film.design.curve
      let logExposure = curve.logExposure(density: (curve.fog + curve.largest) / 2) ?? 0
      light = pow(10, logExposure) / film.effectiveSeconds(seconds)
    } else if let design = (sensor as? SolidStateSensor)?.design {
      // The converter may end before the well does.
      let electrons = min(design.fullWell, Double(sensor.largestNumber) / design.gain) / 2
      light = electrons * design.gain / seconds
    } else {
      return 0
    }
    return light / (signalOfBrightness * unpolarisedShare)
  }
}
