internal import Foundation
internal import Imagery
internal import Processing
internal import Sensors

/// What film does to light that no processing undoes, effect by effect: the causes of the errors that a closed
/// loop finds.
///
/// Found from the device itself, which the processing does not know: light with an effect over light without
/// it, as medians over the pixels compared.
struct FilmBiases: Sendable {
  /// The median of light with halation over light without it, less one: the ring round what is bright.
  let halation: Double
  /// The median of the change by the spread of light in the emulsion, without its sign.
  let blur: Double
  /// The median deviation of a pixel by grain in the exposure that tells most of it, relative to its light.
  let grain: Double
  /// The largest error of the measured density curve at its points, as a share of light.
  let curve: Double
  /// Share of the pixels with sky that have no value: on toe or shoulder in all exposures, or within a circle
  /// round the occulter.
  let unknown: Double

  /// - Parameters:
  ///   - film: the device.
  ///   - light: on every pixel, lux.
  ///   - isCounted: whether a pixel is compared.
  ///   - unknown: share of the pixels compared that the processing gave no value.
  ///   - seconds: exposure times.
  ///   - measured: the curve that step wedges told, a table RESPONSE.
  init(
    _ film: PhotographicFilm, light: [Double], seconds: [Double], measured: MeasuredTable?,
    isCounted: [Bool], unknown: Double
  ) throws {
    self.unknown = unknown
    let counted = light.indices.filter { isCounted[$0] && light[$0] > 0 }
    halation = try Self.change(film, by: .halation, light, counted) { $0 }
    blur = try Self.change(film, by: .blur, light, counted) { abs($0) }
    let curve = film.design.curve
    grain = RadialErrors.median(
      counted.compactMap { index in
        seconds.map { time in
          let log = log10(light[index] * film.effectiveSeconds(time))
          return naturalTen * film.grainDeviation(density: curve.density(log)) / curve.gradient(log)
        }.filter(\.isFinite).min()
      })
    let logs = measured?.column("LOGH") ?? []
    let rise = curve.largest - curve.fog
    self.curve =
      zip(logs, measured?.column("DENSITY") ?? []).compactMap { log, density -> Double? in
        let expected = curve.density(log)
        // Where density tells exposure: neither on the toe's foot nor on the shoulder's end.
        guard expected > curve.fog + 0.05 * rise, expected < curve.fog + 0.95 * rise else {
          return nil
        }
        return naturalTen * abs(density - expected) / curve.gradient(log)
      }.max() ?? .nan
  }

  /// The change of light by an effect alone: exposures that a film with it, and one without any, stand for.
  private static func change(
    _ film: PhotographicFilm, by effect: FilmEffects, _ light: [Double], _ counted: [Int],
    _ value: (Double) -> Double
  ) throws -> Double {
    guard film.design.effects.contains(effect) else { return 0 }
    var design = film.design
    design.effects = effect
    let changed = try PhotographicFilm(design)
    let middle = RadialErrors.median(counted.map { light[$0] })
    guard middle > 0 else { return .nan }
    // An exposure that puts the pixels compared on the straight part.
    let curve = design.curve
    let wanted = curve.logExposure(density: (curve.fog + curve.largest) / 2) ?? 0
    let seconds = pow(10, wanted) / middle
    let densities = try changed.densities(
      light.map { $0 * seconds }, Exposure(seconds: 1, frame: 0, seed: 0))
    return RadialErrors.median(
      counted.compactMap { index in
        curve.logExposure(density: densities[index]).map { log in
          value(pow(10, log) / (light[index] * seconds) - 1)
        }
      })
  }

  /// What they are, in words.
  var lines: [String] {
    let percent = ClosedLoopVerdict.percent
    return [
      "film, from the device itself: halation changes light by \(percent(halation)), its spread in the "
        + "emulsion by \(percent(blur)) in the median; grain makes a pixel uncertain by \(percent(grain)) in "
        + "the exposure that tells most of it (median error \(percent(0.6745 * grain)), mean "
        + "\(percent(grain * grain / 2)) high, since light is the exponential of density); the curve "
        + "measured by step wedges is within \(percent(curve)) of light at its points; "
        + "\(percent(unknown)) of the pixels stay unknown: on the toe or the shoulder in every exposure, or "
        + "within a circle round the occulter"
    ]
  }

  /// The same as numbers.
  var json: JSONText {
    let numbers = [
      ("halation", halation), ("blur", blur), ("grain", grain), ("curve", curve),
      ("unknown", unknown),
    ]
    return .object(
      numbers.filter { $0.1.isFinite }.map { JSONText.Member($0.0, .number($0.1)) })
  }
}

/// Natural logarithm of ten: relative changes of light for changes of its decimal logarithm.
private let naturalTen = log(10.0)
