internal import Astronomy
internal import RealModule

/// A place in the shadow found from photometer readings, with its covariance.
public struct ShadowFix: Sendable, Hashable {
  /// The place.
  public let place: ShadowPlace
  /// Covariance of west, north and range by rows, m²; zero for a range that was given.
  public let covariance: [[Double]]
  /// The weighted sum of squared residuals.
  public let chiSquare: Double
  /// Readings less unknowns.
  public let degreesOfFreedom: Int
  /// Other places that explain the readings nearly as well: χ² within nine of the best.
  public let alternatives: [ShadowPlace]

  /// Deviations of west, north and range, m.
  public var sigmas: (west: Double, north: Double, range: Double) {
    (
      covariance[0][0].squareRoot(), covariance[1][1].squareRoot(), covariance[2][2].squareRoot()
    )
  }
}

extension ShadowPhotometers {
  /// The place that explains readings best, by weighted least squares on the exact model.
  ///
  /// Gauss–Newton with the damping of Levenberg and Marquardt (Marquardt, SIAM J. 11 (1963) 431)
  /// from many starts across the penumbra, so that a local minimum is not taken for the answer. The
  /// covariance is `(Jᵀ W J)⁻¹`.
  ///
  /// - Parameters:
  ///   - readings: fractions of the whole Sun's light, one for each point.
  ///   - sigma: their deviation, the same for all.
  ///   - nominalRange: where to look, m; ranges from 0.8 to 1.2 of it are tried.
  ///   - fixesRange: whether the range is known to be that and only the offset is sought.
  /// - Throws: `GeometryError` when the readings are no fractions, hold no information, or do not
  ///   determine the place.
  public func fix(
    readings: [Double], sigma: Double, nominalRange: Double, fixesRange: Bool = false
  ) throws(GeometryError) -> ShadowFix {
    let unknowns = fixesRange ? 2 : 3
    try check(readings, sigma, unknowns: unknowns)
    var found: [Minimum] = []
    // Walks from the most promising starts suffice: a minimum draws from all around it.
    let ranked = starts(nominalRange, fixesRange: fixesRange)
      .map { Minimum(place: $0, chiSquare: chiSquare($0, readings, sigma)) }
      .sorted { $0.chiSquare < $1.chiSquare }
    for start in ranked.prefix(Self.walks).map(\.place) {
      guard let minimum = minimum(from: start, readings, sigma, unknowns: unknowns) else {
        continue
      }
      found.append(minimum)
    }
    guard let best = found.min(by: { $0.chiSquare < $1.chiSquare }) else {
      throw Self.undetermined
    }
    let inverse = try inverseNormal(best.place, sigma, unknowns: unknowns)
    var covariance = [[Double]](repeating: [0, 0, 0], count: 3)
    for row in 0..<unknowns {
      for column in 0..<unknowns { covariance[row][column] = inverse[row][column] }
    }
    let reach = 10 * (covariance[0][0] + covariance[1][1]).squareRoot() + 1e-7
    var others: [ShadowPlace] = []
    for candidate in found where candidate.chiSquare < best.chiSquare + 9 {
      let isNew = ([best.place] + others).allSatisfy { known in
        Double.hypot(known.west - candidate.place.west, known.north - candidate.place.north)
          > reach
      }
      if isNew { others.append(candidate.place) }
    }
    return ShadowFix(
      place: best.place, covariance: covariance, chiSquare: best.chiSquare,
      degreesOfFreedom: points.count - unknowns, alternatives: others)
  }

  /// The deviations of west, north and range that readings at a place would give, m.
  ///
  /// - Throws: `GeometryError` when they do not determine the place.
  public func predictedSigmas(
    at place: ShadowPlace, sigma: Double, fixesRange: Bool = false
  ) throws(GeometryError) -> (west: Double, north: Double, range: Double) {
    let unknowns = fixesRange ? 2 : 3
    let inverse = try inverseNormal(place, sigma, unknowns: unknowns)
    return (
      inverse[0][0].squareRoot(), inverse[1][1].squareRoot(),
      fixesRange ? 0 : inverse[2][2].squareRoot()
    )
  }

  /// From how many starts a minimum is sought.
  private static let walks = 12

  private struct Minimum {
    var place: ShadowPlace
    var chiSquare: Double
  }

  private static let undetermined = GeometryError(
    .undetermined,
    "the readings do not determine the place: too few photometers stand in the penumbra, or they "
      + "stand in a row; fix the range or use more photometers")

  private func check(
    _ readings: [Double], _ sigma: Double, unknowns: Int
  ) throws(GeometryError) {
    guard readings.count == points.count else {
      throw GeometryError(
        .valueOutOfRange,
        "found \(readings.count) readings for \(points.count) photometers; give one for each")
    }
    guard sigma > 0, sigma.isFinite else {
      throw GeometryError(
        .valueOutOfRange, "reading deviation \(sigma): must be a number above zero")
    }
    for (index, reading) in readings.enumerated()
    where !(reading >= -6 * sigma && reading <= 1 + 6 * sigma) {
      throw GeometryError(
        .valueOutOfRange,
        "reading \(index + 1) is \(reading): must be a fraction of the whole Sun's light, 0...1")
    }
    let lit = readings.count { $0 > 3 * sigma }
    let shaded = readings.count { $0 < 1 - 3 * sigma }
    guard lit > 0 else {
      throw GeometryError(
        .undetermined,
        "all photometers read no light: they stand in the umbra, where nothing tells the place; "
          + "place them farther from the pupil's centre")
    }
    guard shaded > 0 else {
      throw GeometryError(
        .undetermined,
        "all photometers read the whole Sun: they stand outside the penumbra, where nothing tells "
          + "the place")
    }
    let informed = readings.count { $0 > 3 * sigma && $0 < 1 - 3 * sigma }
    guard points.count >= unknowns, informed > 0 else { throw Self.undetermined }
  }

  private func starts(_ range: Double, fixesRange: Bool) -> [ShadowPlace] {
    let penumbra = shadow(range: range).penumbraRadius
    var places: [ShadowPlace] = []
    for factor in fixesRange ? [1.0] : [1.0, 0.8, 1.2] {
      places.append(ShadowPlace(west: 0, north: 0, range: range * factor))
      for share in [0.03, 0.15, 0.4, 0.75] {
        for step in 0..<8 {
          let angle = Double.pi / 4 * (Double(step) + 0.3)
          places.append(
            ShadowPlace(
              west: penumbra * share * Double.cos(angle),
              north: penumbra * share * Double.sin(angle), range: range * factor))
        }
      }
    }
    return places
  }

  private func chiSquare(_ place: ShadowPlace, _ readings: [Double], _ sigma: Double) -> Double {
    zip(irradiances(at: place), readings).reduce(0) { sum, pair in
      sum + ((pair.1 - pair.0) / sigma) * ((pair.1 - pair.0) / sigma)
    }
  }

  /// Walks downhill from a start; nil where it leads nowhere.
  private func minimum(
    from start: ShadowPlace, _ readings: [Double], _ sigma: Double, unknowns: Int
  ) -> Minimum? {
    var place = start
    var value = chiSquare(place, readings, sigma)
    var damping = 1e-3
    for _ in 0..<60 {
      let jacobian = derivatives(at: place)
      let residuals = zip(readings, irradiances(at: place)).map { ($0 - $1) / sigma }
      var normal = normalMatrix(jacobian, sigma, unknowns: unknowns)
      let diagonal = normal.indices.map { normal[$0][$0] }
      guard diagonal.allSatisfy({ $0 > 0 }) else { return nil }
      var right = [Double](repeating: 0, count: unknowns)
      for (row, residual) in zip(jacobian, residuals) {
        for k in 0..<unknowns { right[k] += row[k] / sigma * residual }
      }
      for k in 0..<unknowns { normal[k][k] = diagonal[k] * (1 + damping) }
      guard let step = SymmetricMatrix.solve(normal, right) else { return nil }
      var next = place
      next.west += step[0]
      next.north += step[1]
      if unknowns == 3 { next.range += step[2] }
      guard next.range > 2 * shape.radius, next.range < sunDistance / 2 else { return nil }
      let there = chiSquare(next, readings, sigma)
      if there <= value {
        let gain = value - there
        (place, value) = (next, there)
        damping = max(1e-12, damping / 10)
        let moved = Double.hypot(step[0], step[1])
        if gain < 1e-10 * (1 + value), moved < 1e-9 { break }
      } else {
        damping *= 10
        if damping > 1e12 { break }
      }
    }
    return value.isFinite ? Minimum(place: place, chiSquare: value) : nil
  }

  private func normalMatrix(
    _ jacobian: [Vector3], _ sigma: Double, unknowns: Int
  ) -> [[Double]] {
    (0..<unknowns).map { row in
      (0..<unknowns).map { column in
        jacobian.reduce(0) { $0 + $1[row] * $1[column] } / (sigma * sigma)
      }
    }
  }

  private func inverseNormal(
    _ place: ShadowPlace, _ sigma: Double, unknowns: Int
  ) throws(GeometryError) -> [[Double]] {
    let normal = normalMatrix(derivatives(at: place), sigma, unknowns: unknowns)
    guard let inverse = SymmetricMatrix.inverse(normal) else { throw Self.undetermined }
    return inverse
  }
}

/// Small symmetric positive definite systems, scaled to a diagonal of ones first.
enum SymmetricMatrix {
  /// Below this pivot of the scaled matrix the derivatives' own errors decide.
  private static let smallestPivot = 1e-10

  /// The solution of `matrix · x = right`; nil when the matrix is singular.
  static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double]? {
    let n = right.count
    let scale = (0..<n).map { matrix[$0][$0].squareRoot() }
    guard scale.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    var factor = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
    for column in 0..<n {
      for row in column..<n {
        var rest = matrix[row][column] / (scale[row] * scale[column])
        for k in 0..<column { rest -= factor[row][k] * factor[column][k] }
        if row == column {
          guard rest > smallestPivot else { return nil }
          factor[row][column] = rest.squareRoot()
        } else {
          factor[row][column] = rest / factor[column][column]
        }
      }
    }
    var x = zip(right, scale).map { $0 / $1 }
    for row in 0..<n {
      for k in 0..<row { x[row] -= factor[row][k] * x[k] }
      x[row] /= factor[row][row]
    }
    for row in (0..<n).reversed() {
      for k in 0..<n where k > row { x[row] -= factor[k][row] * x[k] }
      x[row] /= factor[row][row]
    }
    return zip(x, scale).map { $0 / $1 }
  }

  /// The inverse; nil when the matrix is singular.
  static func inverse(_ matrix: [[Double]]) -> [[Double]]? {
    var rows: [[Double]] = []
    for column in matrix.indices {
      var unit = [Double](repeating: 0, count: matrix.count)
      unit[column] = 1
      guard let row = solve(matrix, unit) else { return nil }
      rows.append(row)
    }
    return rows
  }
}
