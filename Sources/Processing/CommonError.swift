internal import RealModule

/// An error that pictures have in common, as that of a master by which all of them were calibrated.
///
/// Common errors do not average down: where pictures are joined with weights, the deviations of one source
/// are added with the same weights and their signs, and only the sum is squared. What a difference of
/// pictures, as polarised brightness, has in common cancels.
public struct CommonError: Sendable, Hashable {
  /// How the error of one pixel goes with that of another.
  public enum Extent: String, Sendable, Hashable, CaseIterable {
    /// Each pixel has an error of its own, as the noise of a master.
    case pixels
    /// One error moves the whole picture, as that of a model's amplitude.
    case picture
  }

  /// What it comes from, with what tells it apart from others called alike; errors of one source are one error.
  public var source: String
  /// How far it reaches.
  public var extent: Extent
  /// One standard deviation of the source, as it changes this picture: in its unit and with its sign.
  public var deviation: PixelField

  /// An error of a source.
  public init(source: String, extent: Extent, deviation: PixelField) {
    (self.source, self.extent, self.deviation) = (source, extent, deviation)
  }

  /// Whether two are the same error in different pictures.
  func isSame(as other: CommonError) -> Bool { source == other.source && extent == other.extent }

  /// The error of the light times a factor.
  func multiplied(by factor: PixelField) -> CommonError {
    var result = self
    result.deviation = deviation.multiplied(by: factor)
    return result
  }
}

extension Observation {
  /// The variance of all common errors at a pixel.
  func commonVariance(at index: Int) -> Double {
    var sum = 0.0
    for error in commonErrors {
      let part = error.deviation[index]
      sum += part * part
    }
    return sum
  }

  /// What of the variance is of this picture alone; nil without uncertainty.
  ///
  /// At least a millionth of the whole is left, so that a picture whose error is all common keeps a weight.
  func ownVariance() -> [Double]? {
    guard let sigma = uncertainty?.samples else { return nil }
    return sigma.indices.map { index in
      let whole = sigma[index] * sigma[index]
      return max(whole - commonVariance(at: index), 1e-6 * whole)
    }
  }

  /// Adds errors that others have, too; those of a source there is already add with their signs.
  mutating func add(_ errors: [CommonError]) {
    guard !errors.isEmpty else { return }
    let own = ownVariance()
    for error in errors {
      if let place = commonErrors.firstIndex(where: { $0.isSame(as: error) }) {
        commonErrors[place].deviation = commonErrors[place].deviation.adding(error.deviation)
      } else {
        commonErrors.append(error)
      }
    }
    if let own { tellUncertainty(own: own) }
  }

  /// Sets the uncertainty to that of a variance of this picture alone and all common errors.
  mutating func tellUncertainty(own variance: [Double]) {
    uncertainty = Plane(
      like: light,
      samples: variance.indices.map { (variance[$0] + commonVariance(at: $0)).squareRoot() })
  }

  /// Sets the uncertainty to that of the detector's noise and all common errors.
  mutating func tellUncertainty(of noise: DetectorNoise) {
    let own = noise.uncertainty(of: light)
    guard !commonErrors.isEmpty else {
      uncertainty = own
      return
    }
    tellUncertainty(own: own.samples.map { $0 * $0 })
  }

  /// The name with the beginning of ``digest``: masters of two nights may be called alike.
  var identity: String { digest.map { "\(name) (\($0.prefix(12)))" } ?? name }

  /// The errors of a picture that calibrates others: what it has in common, and its own.
  ///
  /// - Parameter factor: what one of the picture's unit changes in the light calibrated.
  func errorsAsMaster(times factor: PixelField) -> [CommonError] {
    var errors = commonErrors
    if let own = ownVariance() {
      let deviation = Plane(like: light, samples: own.map { $0.isNaN ? 0 : $0.squareRoot() })
      errors.append(
        CommonError(source: identity, extent: .pixels, deviation: .each(deviation)))
    }
    return errors.map { $0.multiplied(by: factor) }
  }
}

/// The common errors of pictures that are joined with weights, gathered pixel by pixel.
struct CommonErrorSum {
  /// The deviations of a source in each picture, one number or all; none where it has no such error.
  private struct Row {
    var error: CommonError
    var deviations: [[Double]]
    var sum: [Double]
  }

  private var rows: [Row] = []

  /// Whether there is nothing to gather.
  var isEmpty: Bool { rows.isEmpty }

  init(of pictures: [Observation]) {
    for (number, picture) in pictures.enumerated() {
      for error in picture.commonErrors {
        let place = rows.firstIndex { $0.error.isSame(as: error) } ?? rows.count
        if place == rows.count {
          rows.append(
            Row(
              error: error, deviations: [[Double]](repeating: [], count: pictures.count),
              sum: [Double](repeating: 0, count: picture.light.samples.count)))
        }
        // A picture may name a source twice: both are moved at once, so that they add with their signs.
        rows[place].deviations[number] = Self.sum(rows[place].deviations[number], error.deviation)
      }
    }
  }

  /// Deviations with those of a field added; none, one number or all.
  private static func sum(_ deviations: [Double], _ field: PixelField) -> [Double] {
    switch field {
    case .uniform(let value): return deviations.isEmpty ? [value] : deviations.map { $0 + value }
    case .each(let plane):
      guard let first = deviations.first else { return plane.samples }
      return plane.samples.indices.map { index in
        plane.samples[index] + (deviations.count == 1 ? first : deviations[index])
      }
    }
  }

  /// Counts a pixel of a picture with a weight.
  @inline(__always)
  mutating func add(_ picture: Int, weight: Double, at index: Int) {
    for row in rows.indices {
      let count = rows[row].deviations[picture].count
      guard count > 0 else { continue }
      rows[row].sum[index] += weight * rows[row].deviations[picture][count == 1 ? 0 : index]
    }
  }

  /// The variance of all sources at a pixel.
  @inline(__always)
  func variance(at index: Int) -> Double {
    rows.reduce(0) { $0 + $1.sum[index] * $1.sum[index] }
  }

  /// The errors of the joined picture.
  func errors(like plane: Plane) -> [CommonError] {
    rows.map { row in
      var error = row.error
      error.deviation = .each(Plane(like: plane, samples: row.sum))
      return error
    }
  }
}
