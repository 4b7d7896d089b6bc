internal import Imagery
internal import RealModule

/// Fits exposures to each other where both see well, before they are merged.
///
/// Photographs differ by clouds, by shutters that are not as fast as they say, and by scattered light: each
/// exposure is multiplied by a factor, and an offset is added, so that it agrees with the next longer one, as
/// in eclipse photography (Druckmüller, Rušin & Minarovjech, Contrib. Astron. Obs. Skalnaté Pleso 36, 131,
/// 2006). Both have errors: the line is that of D. York, N. M. Evensen, M. L. Martínez & J. De Basabe
/// Delgado, Am. J. Phys. 72, 367 (2004), equations 13; least squares in one direction would lay it too flat,
/// by a hundredth at ten standard deviations. Where pixels were moved their noise goes together: the line's
/// variances are then multiplied by the area of ``NoiseCorrelation``, as those of a mean are.
struct ExposureEqualisation {
  /// Whether an offset is fitted beside the factor.
  let hasOffset: Bool
  /// Share of full scale above which pixels are left out.
  let below: Double

  /// The fewest pixels that a fit needs.
  static let fewestPixels = 100
  /// How many standard deviations above zero a pixel of both must be.
  static let leastSignificance = 10.0

  /// An error of a fitted line in the light of the exposure, `constant + slope · light`.
  private struct LineError {
    var source: String
    var constant: Double
    var slope: Double
  }

  /// Fits each exposure to the next longer one, the longest being left as it is.
  ///
  /// The line's errors become common errors of the exposure, and those of the longer one's line are its own,
  /// too.
  ///
  /// - Returns: what was found, a sentence for each exposure.
  func equalise(_ exposures: inout [Observation]) -> [String] {
    let order = exposures.indices.sorted {
      (exposures[$0].exposureSeconds ?? 0) > (exposures[$1].exposureSeconds ?? 0)
    }
    var words: [String] = []
    var errors: [LineError] = []
    for (longer, shorter) in zip(order, order.dropFirst()) {
      let name = exposures[shorter].name
      guard let line = fit(exposures[shorter], to: exposures[longer]) else {
        words.append("\(name) left as it is: too few pixels shared with \(exposures[longer].name)")
        errors = []
        continue
      }
      exposures[shorter].multiply(by: .uniform(line.factor))
      exposures[shorter].light.samples = exposures[shorter].light.samples.map { $0 + line.offset }
      // About the pixels' centre of gravity height and factor are independent of each other.
      errors.append(
        LineError(
          source: "factor of \(exposures[shorter].identity)",
          constant: -line.factorError / line.factor * line.middle,
          slope: line.factorError / line.factor))
      if hasOffset {
        errors.append(
          LineError(
            source: "offset of \(exposures[shorter].identity)", constant: line.heightError, slope: 0
          ))
      }
      exposures[shorter].add(errors.map { commonError($0, exposures[shorter].light) })
      words.append(
        "\(name) times \(line.factor) +- \(line.factorError)"
          + (hasOffset ? " plus \(line.offset) +- \(line.offsetError)" : "")
          + " by \(line.count) pixels")
    }
    return words
  }

  private func commonError(_ error: LineError, _ light: Plane) -> CommonError {
    CommonError(
      source: error.source, extent: .picture,
      deviation: error.slope == 0
        ? .uniform(error.constant)
        : .each(
          Plane(like: light, samples: light.samples.map { error.constant + error.slope * $0 })))
  }

  struct Line {
    var factor: Double
    var offset: Double
    var count: Int
    var factorError = 0.0
    /// Of the line's height at ``middle``.
    var heightError = 0.0
    var offsetError = 0.0
    /// The fitted exposure's light, factor and offset applied, where factor and height are independent; 0
    /// without an offset.
    var middle = 0.0
  }

  /// A pixel of both exposures with its variances.
  private struct Pair {
    var x: Double
    var y: Double
    var varianceX: Double
    var varianceY: Double
  }

  /// The line that takes one exposure to another; nil without enough pixels.
  func fit(_ exposure: Observation, to reference: Observation) -> Line? {
    guard let variance = exposure.ownVariance(), let other = reference.ownVariance() else {
      return nil
    }
    let all = exposure.light.samples.indices.compactMap { index -> Pair? in
      let (x, y) = (exposure.light.samples[index], reference.light.samples[index])
      guard !x.isNaN, !y.isNaN, variance[index] > 0, other[index] > 0,
        isBelowFull(exposure, x, index), isBelowFull(reference, y, index)
      else { return nil }
      return Pair(x: x, y: y, varianceX: variance[index], varianceY: other[index])
    }
    let areas = (x: exposure.noiseCorrelation.area, y: reference.noiseCorrelation.area)
    guard var line = start(all) else { return nil }
    for _ in 0..<20 {
      let before = line
      guard let next = improved(line, all, areas) else { return nil }
      line = next
      if abs(line.factor - before.factor) < 1e-12 * line.factor, line.count == before.count {
        break
      }
    }
    return line
  }

  /// The ratio of means, from which the fit begins.
  private func start(_ pairs: [Pair]) -> Line? {
    let bright = pairs.filter {
      $0.x > Self.leastSignificance * $0.varianceX.squareRoot()
        && $0.y > Self.leastSignificance * $0.varianceY.squareRoot()
    }
    let (x, y) = bright.reduce((0.0, 0.0)) { ($0.0 + $1.x, $0.1 + $1.y) }
    guard bright.count >= Self.fewestPixels, x > 0, y > 0 else { return nil }
    return Line(factor: y / x, offset: 0, count: bright.count)
  }

  /// One round of York's equations.
  ///
  /// Which pixels are bright enough is told by the point of the line that is nearest to both: its error is
  /// independent of how far they lie from the line, so that the choice does not move it.
  ///
  /// - Parameter areas: how many times the variance of a sum over many pixels is that of independent ones.
  private func improved(_ line: Line, _ pairs: [Pair], _ areas: (x: Double, y: Double)) -> Line? {
    let b = line.factor
    var (s, sx, sy, count) = (0.0, 0.0, 0.0, 0)
    var chosen: [(pair: Pair, weight: Double)] = []
    // Variances with areas, summed with the weights squared of height and of slope.
    var (wideHeight, wideSlope) = (0.0, 0.0)
    for pair in pairs {
      let weight = 1 / (b * b * pair.varianceX + pair.varianceY)
      let adjusted =
        (pair.x * pair.varianceY + b * (pair.y - line.offset) * pair.varianceX) * weight
      guard adjusted > Self.leastSignificance * pair.varianceX.squareRoot(),
        b * adjusted + line.offset > Self.leastSignificance * pair.varianceY.squareRoot()
      else { continue }
      chosen.append((pair, weight))
      s += weight
      sx += weight * pair.x
      sy += weight * pair.y
      count += 1
    }
    guard count >= Self.fewestPixels else { return nil }
    let (meanX, meanY) = hasOffset ? (sx / s, sy / s) : (0, 0)
    var (above, below, information, adjustedSum) = (0.0, 0.0, 0.0, 0.0)
    for (pair, weight) in chosen {
      let (u, v) = (pair.x - meanX, pair.y - meanY)
      let beta = weight * (u * pair.varianceY + b * v * pair.varianceX)
      above += weight * beta * v
      below += weight * beta * u
      adjustedSum += weight * (meanX + beta)
      information += weight * beta * beta
      let wide = weight * (b * b * pair.varianceX * areas.x + pair.varianceY * areas.y)
      wideHeight += weight * wide
      wideSlope += weight * beta * beta * wide
    }
    guard below > 0, information > 0 else { return nil }
    let (areaHeight, areaSlope) = (max(wideHeight / s, 0), max(wideSlope / information, 0))
    // About the weighted mean of the adjusted points the errors of height and slope are independent.
    let middle = hasOffset ? adjustedSum / s : 0
    if hasOffset {
      let shift = middle - meanX
      information -= s * shift * shift
      guard information > 0 else { return nil }
    }
    var next = Line(factor: above / below, offset: 0, count: count)
    guard next.factor > 0, next.factor.isFinite else { return nil }
    next.offset = hasOffset ? meanY - next.factor * meanX : 0
    next.factorError = (areaSlope / information).squareRoot()
    next.heightError = hasOffset ? (areaHeight / s).squareRoot() : 0
    next.offsetError =
      hasOffset ? (areaHeight / s + areaSlope * middle * middle / information).squareRoot() : 0
    next.middle = hasOffset ? next.factor * middle + next.offset : 0
    return next
  }

  /// Whether a pixel is well below full scale.
  private func isBelowFull(_ observation: Observation, _ value: Double, _ index: Int) -> Bool {
    (observation.noise?.shareOfFull(light: value, at: index) ?? 0) < below
  }
}
