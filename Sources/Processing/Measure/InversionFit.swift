internal import RealModule

/// The points of a profile that can be inverted.
struct InversionPoints {
  /// Places in the profile as given.
  private(set) var places: [Int] = []
  /// Solar radii.
  private(set) var radii: [Double] = []
  /// Mean solar brightness.
  var brightness: [Double] = []
  /// Standard deviations, or the brightness itself where none are known.
  private(set) var sigmas: [Double] = []
  /// The same as they were before ``weighed(by:)``.
  private var levels: [Double] = []
  /// Whether ``sigmas`` are standard deviations.
  let areAbsolute: Bool

  init(_ radii: [Double], _ brightness: [Double], _ sigmas: [Double]?) throws(ProcessingError) {
    guard brightness.count == radii.count, sigmas.map({ $0.count == radii.count }) ?? true else {
      throw ProcessingError(
        .unsuitableInput, "invert",
        "\(radii.count) radii, \(brightness.count) brightnesses and \(sigmas?.count ?? 0) errors; they must be "
          + "equally many")
    }
    areAbsolute = sigmas != nil
    let errors = sigmas ?? Self.levels(brightness, radii)
    for index in radii.indices where radii[index] > 1 && radii[index] < 1e6 {
      let (light, sigma) = (brightness[index], errors[index])
      guard light.isFinite, sigma.isFinite, sigma > 0 else { continue }
      places.append(index)
      self.radii.append(radii[index])
      self.brightness.append(light)
      self.sigmas.append(sigma)
    }
    levels = self.sigmas
  }

  /// The points with the light that a fit gives them in place of errors that are not known.
  ///
  /// Noise of the points decides no longer what they count, as in the quasi-likelihood of R. W. M. Wedderburn,
  /// Biometrika 61, 439 (1974), for a variance that goes with the square of the mean. A fit far off counts no
  /// more than five times from what stands around a point.
  func weighed(by fitted: [Double]) -> InversionPoints {
    guard !areAbsolute, fitted.count == sigmas.count else { return self }
    var result = self
    for index in sigmas.indices where fitted[index].isFinite {
      result.sigmas[index] = max(levels[index] / 5, min(levels[index] * 5, fitted[index]))
    }
    return result
  }
}

extension InversionPoints {
  /// What stands for the errors of a profile that has none, so that all points weigh alike relative to their
  /// brightness: the median of up to seven around each, taken positive.
  ///
  /// Weighed by itself, a point that noise made faint would count for more than one that it made bright, and
  /// one below zero not at all. Neighbours are those in distance, however the points are ordered. Windows are symmetric, so that a profile that only falls keeps its own
  /// brightness; they shrink to a point at the ends, which therefore count as at least half their neighbour.
  fileprivate static func levels(_ brightness: [Double], _ radii: [Double]) -> [Double] {
    let order = radii.indices.filter { !radii[$0].isNaN }.sorted { radii[$0] < radii[$1] }
    let sorted = levels(order.map { brightness[$0] })
    var levels = [Double](repeating: .nan, count: brightness.count)
    for (place, index) in order.enumerated() { levels[index] = sorted[place] }
    return levels
  }

  /// The same of points in order of distance.
  private static func levels(_ brightness: [Double]) -> [Double] {
    let last = brightness.count - 1
    var levels = brightness.indices.map { index -> Double in
      let half = min(3, index, last - index)
      let near = brightness[index - half...index + half]
      return brightness[index].isNaN ? .nan : Statistics.median(near.map(\.magnitude)) ?? .nan
    }
    // Outwards at the outer end, inwards at the inner one; an unknown neighbour tells nothing.
    for index in brightness.indices where index > max(0, last - 3) {
      if 0.5 * levels[index - 1] > levels[index] { levels[index] = 0.5 * levels[index - 1] }
    }
    for index in brightness.indices.reversed() where index < min(last, 3) {
      if 0.5 * levels[index + 1] > levels[index] { levels[index] = 0.5 * levels[index + 1] }
    }
    return levels
  }
}

/// Coefficients of a basis that explain a profile, with their covariance.
struct InversionFit {
  /// One for each function, zero or more.
  let coefficients: [Double]
  /// The light they make at each point.
  let fitted: [Double]
  /// How many are above zero.
  let used: Int
  /// Standard deviation of a point of error 1, from the residuals.
  let unitError: Double
  /// The weight of second differences.
  let smoothing: Double
  private let basis: RadialBasis
  private let passive: [Int]
  private let covariance: [[Double]]

  /// A fit.
  ///
  /// - Parameter smoothing: the weight of the coefficients' squared second differences (of splines); nil for that of
  ///   least generalised cross-validation (Golub, Heath and Wahba 1979, Technometrics 21, 215).
  init(
    _ points: InversionPoints, _ sightlines: [InversionSightlines.Sightline],
    _ basis: RadialBasis, smoothing: Double?
  ) throws(ProcessingError) {
    let light = Self.columns(sightlines, basis)
    let weighted = light.map { column in zip(column, points.sigmas).map { $0 / $1 } }
    let right = zip(points.brightness, points.sigmas).map { $0 / $1 }
    let choices = smoothing.map { [$0] } ?? (0..<17).map { Double.exp(Double(16 - $0) * 1.5 - 12) }
    var best: (score: Double, solution: NonNegativeLeastSquares, smoothing: Double)?
    for choice in choices {
      guard let solution = Self.solve(weighted, right, choice) else { continue }
      let score =
        choices.count > 1 ? Self.crossValidation(weighted, right, solution, choice) : 0
      if score < best?.score ?? .infinity { best = (score, solution, choice) }
    }
    guard let best, !best.solution.passive.isEmpty else {
      throw ProcessingError(
        .noSolution, "invert",
        "no positive density explains the light, which is nowhere above zero within its errors; check the "
          + "subtraction of the dust and of stray light")
    }
    self.basis = basis
    self.smoothing = best.smoothing
    coefficients = best.solution.coefficients
    passive = best.solution.passive
    used = passive.count
    fitted = points.radii.indices.map { point in
      zip(light, best.solution.coefficients).reduce(0) { $0 + $1.0[point] * $1.1 }
    }
    let residuals = zip(zip(points.brightness, fitted), points.sigmas).map { ($0.0 - $0.1) / $1 }
    let free = max(1, points.radii.count - used)
    unitError = (residuals.reduce(0) { $0 + $1 * $1 } / Double(free)).squareRoot()
    covariance = Self.covariance(
      weighted, passive, best.smoothing, points.areAbsolute ? 1 : unitError * unitError)
  }

  /// Electrons per cubic centimetre at distances.
  func densities(at radii: [Double]) -> [Double] {
    radii.map { radius in
      zip(basis.values(radius), coefficients).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  /// Standard deviations of ``densities(at:)`` from the covariance of the coefficients above zero.
  func sigmas(at radii: [Double]) -> [Double] {
    radii.map { radius in
      let values = basis.values(radius)
      var variance = 0.0
      for (i, row) in covariance.enumerated() {
        for (j, entry) in row.enumerated() {
          variance += entry * values[passive[i]] * values[passive[j]]
        }
      }
      return covariance.isEmpty ? .nan : max(variance, 0).squareRoot()
    }
  }

  /// The light of each function on each sightline.
  private static func columns(
    _ sightlines: [InversionSightlines.Sightline], _ basis: RadialBasis
  ) -> [[Double]] {
    var columns = [[Double]](
      repeating: [Double](repeating: 0, count: sightlines.count), count: basis.count)
    for (place, sightline) in sightlines.enumerated() {
      for (radius, weight) in zip(sightline.radii, sightline.weights) {
        let values = basis.values(radius)
        for function in values.indices { columns[function][place] += weight * values[function] }
      }
    }
    return columns
  }

  /// Rows `√λ (c₋ − 2c + c₊)` below the columns.
  private static func solve(_ columns: [[Double]], _ right: [Double], _ smoothing: Double)
    -> NonNegativeLeastSquares?
  {
    guard smoothing > 0, columns.count >= 3 else {
      return NonNegativeLeastSquares(columns: columns, right: right)
    }
    let rows = columns.count - 2
    let augmented = columns.indices.map { column in
      columns[column] + (0..<rows).map { smoothing.squareRoot() * second(column - $0) }
    }
    return NonNegativeLeastSquares(
      columns: augmented, right: right + [Double](repeating: 0, count: rows))
  }

  private static func second(_ offset: Int) -> Double {
    offset == 1 ? -2 : offset == 0 || offset == 2 ? 1 : 0
  }

  /// `Aᵀ A` of some columns, and the same with the second differences' part.
  private static func squares(_ columns: [[Double]], _ passive: [Int], _ smoothing: Double)
    -> (plain: [[Double]], smoothed: [[Double]])
  {
    var plain = [[Double]](
      repeating: [Double](repeating: 0, count: passive.count), count: passive.count)
    var smoothed = plain
    for (i, first) in passive.enumerated() {
      for (j, other) in passive.enumerated() {
        let sum = zip(columns[first], columns[other]).reduce(0) { $0 + $1.0 * $1.1 }
        plain[i][j] = sum
        smoothed[i][j] = sum
        for row in 0..<max(0, columns.count - 2) where smoothing > 0 {
          smoothed[i][j] += smoothing * second(first - row) * second(other - row)
        }
      }
    }
    return (plain, smoothed)
  }

  private static func crossValidation(
    _ columns: [[Double]], _ right: [Double], _ solution: NonNegativeLeastSquares,
    _ smoothing: Double
  ) -> Double {
    let (plain, smoothed) = squares(columns, solution.passive, smoothing)
    guard let inverse = NormalEquations.inverse(smoothed) else { return .infinity }
    var trace = 0.0
    for i in inverse.indices { for j in inverse.indices { trace += inverse[i][j] * plain[j][i] } }
    var residual = 0.0
    for row in right.indices {
      let fitted = zip(columns, solution.coefficients).reduce(0) { $0 + $1.0[row] * $1.1 }
      residual += (right[row] - fitted) * (right[row] - fitted)
    }
    let free = Double(right.count) - trace
    return free > 0.5 ? residual / (free * free) : .infinity
  }

  /// `(AᵀA + λR)⁻¹`, times the variance of a point of error 1; empty where it is singular.
  ///
  /// With smoothing this is the posterior covariance of Wahba 1983 (J. Royal Statistical Society B 45, 133), which
  /// holds the bias of smoothing, too; without, that of least squares.
  private static func covariance(
    _ columns: [[Double]], _ passive: [Int], _ smoothing: Double, _ variance: Double
  ) -> [[Double]] {
    // Columns of length one, so that the inverse is not lost to powers of ten.
    let norms = columns.map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let smoothed = squares(columns, passive, smoothing).smoothed
    let scaled = passive.indices.map { i in
      passive.indices.map { j in smoothed[i][j] / (norms[passive[i]] * norms[passive[j]]) }
    }
    guard let inverse = NormalEquations.inverse(scaled) else { return [] }
    return passive.indices.map { i in
      passive.indices.map { j in
        variance * inverse[i][j] / (norms[passive[i]] * norms[passive[j]])
      }
    }
  }
}
