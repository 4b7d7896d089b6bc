internal import RealModule

/// How dark a film gets by the light on it: by the law that a header tells, or as it was measured.
enum FilmResponse: Sendable, Hashable {
  /// A law with its numbers.
  case law(FilmCurve)
  /// Densities by log₁₀ of the exposure in lux seconds, between measured points.
  case measured(RisingCurve)

  /// A response through the rows of a table with columns LOGH and DENSITY.
  ///
  /// - Returns: nil without these columns, and for densities that do not rise with the exposure.
  init?(_ table: MeasuredTable) {
    guard let logs = table.column("LOGH"), let densities = table.column("DENSITY"),
      let curve = RisingCurve(x: logs, y: densities)
    else { return nil }
    self = .measured(curve)
  }

  /// The density without light, as far as the response knows it.
  var fog: Double {
    switch self {
    case .law(let curve): curve.fog
    case .measured(let curve): curve.values.lowerBound
    }
  }

  /// The density that no exposure exceeds.
  var largest: Double {
    switch self {
    case .law(let curve): curve.largest
    case .measured(let curve): curve.values.upperBound
    }
  }

  /// log₁₀ of the exposure that gives a density, and the gradient there; nil where none does.
  func exposure(density: Double) -> (log: Double, gradient: Double)? {
    switch self {
    case .law(let curve):
      curve.logExposure(density: density).map { ($0, curve.gradient($0)) }
    case .measured(let curve):
      curve.place(of: density).map { ($0.place, $0.slope) }
    }
  }
}

/// From the numbers of a densitometer to densities.
struct Densitometer: Sendable, Hashable {
  /// The largest number.
  let top: Double
  /// Density of the largest number on a scale of density; nil on one of transmittance.
  let fullScale: Double?
  /// Density that the full scale of transmittance stands for.
  let clear: Double

  /// Density of a number; very large for none of the light.
  func density(_ number: Double) -> Double {
    guard !number.isNaN else { return .nan }
    if let fullScale { return number / top * fullScale }
    return number > 0 ? clear - Double.log10(number / top) : 1e3
  }

  /// Change of density by one number at a density.
  func step(density: Double) -> Double {
    fullScale.map { $0 / top } ?? Double.exp10(density - clear) / top / Double.log(10)
  }

  /// The errors of a scan of unexposed film, as they change the densities from which it is taken away.
  ///
  /// - Parameters:
  ///   - picture: the scan, in numbers.
  ///   - densities: those of its pixels.
  func errors(of picture: Observation, densities: [Double]) -> [CommonError] {
    // Numbers grow with density or with transmittance.
    let sign = fullScale == nil ? 1.0 : -1
    let factor = densities.map { $0.isNaN ? 0 : sign * step(density: $0) }
    guard factor.count == picture.light.samples.count else { return [] }
    return picture.errorsAsMaster(times: .each(Plane(like: picture.light, samples: factor)))
  }
}
