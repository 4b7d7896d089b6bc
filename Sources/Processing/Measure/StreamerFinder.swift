internal import RealModule

/// A streamer at one distance from the Sun.
struct Streamer {
  /// Position angle of its ridge, degrees.
  var degrees: Double
  /// Standard deviation of the angle, degrees.
  var error: Double
  /// By which part of the gaps' brightness the ridge stands above the higher of the two beside it.
  var contrast: Double
  /// Full width at half of that height, degrees.
  var width: Double
  /// The ridge's brightness.
  var brightness: Double
}

/// Finds ridges of brightness around the Sun.
///
/// An azimuthal profile is smoothed by a Gaussian; its maxima that stand above both neighbouring minima by the
/// contrast asked for are streamers. The angle is the top of a parabola fitted by least squares to the cells, not
/// smoothed, of the upper half; its error follows from the cells' errors (or the residuals, where larger).
struct StreamerFinder {
  /// Brightness of equal cells around the Sun, the first centred on north; NaN where unknown.
  let profile: [Double]
  /// Its errors; NaN where unknown.
  let errors: [Double]
  /// Standard deviation of the Gaussian, degrees.
  let smooth: Double
  /// Least contrast.
  let contrast: Double
  /// How many standard deviations of the smoothed profile a ridge must stand above the gaps.
  let significance: Double

  private var cell: Double { 360 / Double(profile.count) }

  /// The streamers by position angle.
  func streamers() -> [Streamer] {
    let smoothed = smoothedProfile()
    let count = smoothed.count
    guard count >= 3 else { return [] }
    var found: [Streamer] = []
    for index in 0..<count {
      let here = smoothed[index]
      let (before, after) = (smoothed[(index + count - 1) % count], smoothed[(index + 1) % count])
      guard here > 0, here > before, here >= after else { continue }
      guard let left = valley(smoothed, from: index, by: -1),
        let right = valley(smoothed, from: index, by: 1)
      else { continue }
      let base = max(smoothed[left], smoothed[right])
      let height = here - base
      guard base > 0, height > contrast * base, height > significance * error(index) else {
        continue
      }
      if let streamer = ridge(smoothed, index, base, height) { found.append(streamer) }
    }
    return found.sorted { $0.degrees < $1.degrees }
  }

  /// The error of the smoothed profile around a cell; 0 where errors are unknown.
  ///
  /// A Gaussian of `σ` cells averages `2 √π σ` of them.
  private func error(_ index: Int) -> Double {
    let cells = max(1, 2 * Double.pi.squareRoot() * smooth / cell)
    return errors[index] > 0 ? errors[index] / cells.squareRoot() : 0
  }

  /// The lowest cell on one side before the profile rises above the ridge itself; nil where it is unknown.
  private func valley(_ smoothed: [Double], from peak: Int, by step: Int) -> Int? {
    let count = smoothed.count
    var lowest = peak
    for distance in 1..<count {
      let index = ((peak + step * distance) % count + count) % count
      if smoothed[index].isNaN { return lowest == peak ? nil : lowest }
      if smoothed[index] > smoothed[peak] { break }
      if smoothed[index] < smoothed[lowest] { lowest = index }
    }
    return lowest == peak ? nil : lowest
  }

  /// A parabola through the cells of the upper half.
  private func ridge(_ smoothed: [Double], _ peak: Int, _ base: Double, _ height: Double)
    -> Streamer?
  {
    let count = smoothed.count
    func reach(_ step: Int) -> Int {
      for distance in 1..<(count / 2) {
        let value = smoothed[((peak + step * distance) % count + count) % count]
        if value.isNaN || value < base + 0.5 * height { return distance }
      }
      return count / 2
    }
    let (left, right) = (reach(-1), reach(1))
    // Symmetric, so that a neighbour on one side does not pull.
    let half = max(2, min(left, right))
    var matrix = [[Double]](repeating: [0, 0, 0], count: 3)
    var side = [0.0, 0.0, 0.0]
    let indices = (-half...half).map { (offset: $0, cell: ((peak + $0) % count + count) % count) }
    let known = indices.filter { !profile[$0.cell].isNaN }
    // Without an error for each cell the residuals alone tell how good the angle is.
    let isAbsolute = known.allSatisfy { errors[$0.cell] > 0 }
    let cells = known.map { offset, index in
      let sigma = isAbsolute ? errors[index] / height : 1
      return (x: Double(offset), y: profile[index] / height, weight: 1 / (sigma * sigma))
    }
    guard cells.count >= 4 else { return nil }
    for cell in cells {
      let terms = [1, cell.x, cell.x * cell.x]
      for i in 0..<3 {
        side[i] += cell.weight * terms[i] * cell.y
        for j in 0..<3 { matrix[i][j] += cell.weight * terms[i] * terms[j] }
      }
    }
    guard let solution = NormalEquations.solve(matrix, side),
      let inverse = NormalEquations.inverse(matrix), solution[2] < 0
    else { return nil }
    let top = -0.5 * solution[1] / solution[2]
    guard abs(top) <= Double(half) else { return nil }
    let residual = cells.reduce(0) { sum, cell in
      let model = solution[0] + cell.x * (solution[1] + cell.x * solution[2])
      return sum + cell.weight * (cell.y - model) * (cell.y - model)
    }
    // The top moves by −δb / 2c − top δc / c.
    let (b, c) = (-0.5 / solution[2], -top / solution[2])
    let variance = b * b * inverse[1][1] + 2 * b * c * inverse[1][2] + c * c * inverse[2][2]
    let spread = residual / Double(max(1, cells.count - 3))
    let scale = isAbsolute ? max(spread, 1) : spread
    let degrees = (Double(peak) + top) * cell
    return Streamer(
      degrees: degrees < 0 ? degrees + 360 : degrees.truncatingRemainder(dividingBy: 360),
      error: (max(variance, 0) * scale).squareRoot() * cell, contrast: height / base,
      width: Double(left + right) * cell, brightness: base + height)
  }

  /// The profile under a Gaussian around the circle; NaN where less than half of it is known.
  private func smoothedProfile() -> [Double] {
    let count = profile.count
    let reach = min(count / 2, Int((4 * smooth / cell).rounded(.up)))
    let weights = (0...max(0, reach)).map {
      Double.exp(-0.5 * (Double($0) * cell / smooth) * (Double($0) * cell / smooth))
    }
    let whole = 2 * weights.reduce(0, +) - 1
    return (0..<count).map { index in
      var (sum, weight) = (0.0, 0.0)
      for offset in -reach...reach {
        let value = profile[((index + offset) % count + count) % count]
        guard !value.isNaN else { continue }
        sum += weights[abs(offset)] * value
        weight += weights[abs(offset)]
      }
      return weight > 0.5 * whole ? sum / weight : .nan
    }
  }
}

extension MeasureStep {
  /// Position angles of streamers at given distances.
  func streamers(
    _ observation: Observation, _ polar: SolarPolar, _ range: ClosedRange<Double>
  ) throws(ProcessingError) -> Measured {
    let angles = values.integer("angles") ?? 360
    var rows: [[Double]] = []
    var known = false
    let rings = try rings(polar, range)
    for ring in rings {
      let bins = PolarBins(observation, polar, edges: ring.edges, sectors: angles)
      known = known || !bins.pixels.isEmpty
      let level = observation.levelled(polar, edges: ring.edges, middle: ring.middle)
      var spread = SumVariance(level)
      let cells = (0..<angles).map {
        CellStatistics(level, bins.cell(sector: $0, ring: 0), errors: &spread, sorts: false)
      }
      let finder = StreamerFinder(
        profile: cells.map(\.mean), errors: cells.map(\.errorOfMean),
        smooth: values.number("smooth") ?? 3, contrast: values.number("contrast") ?? 0.03,
        significance: values.number("significance") ?? 4)
      for streamer in finder.streamers() {
        rows.append([
          ring.middle, streamer.degrees, streamer.error, streamer.contrast, streamer.width,
          streamer.brightness,
        ])
      }
    }
    guard known else { throw nothing(observation, polar) }
    return (
      MeasuredTable(
        name: "streamers",
        columns: [
          "radius_rsun", "position_angle_deg", "error_deg", "contrast", "width_deg", "brightness",
        ], rows: rows),
      "\(rows.count) streamers found at \(rings.count) distances", []
    )
  }
}
