internal import RealModule

/// A film's density curve from scans of a step wedge: a strip of the film whose fields a sensitometer
/// exposed to known amounts of light.
///
/// Each field's density is the mean over its pixels and scans; densities that fall with the exposure, as
/// grain makes them do on the flat ends, are pooled to their common mean (the pool-adjacent-violators
/// algorithm of R. E. Barlow et al., "Statistical Inference under Order Restrictions", 1972, ch. 1), so that
/// the curve rises and can be inverted.
public enum StepWedgeReading {
  /// The columns of a table that tells a wedge's fields: number of the step, log₁₀ of its exposure in lux
  /// seconds, first and last column and row of the field, counted from 1.
  public static let columns = ["STEP", "LOGH", "COLUMN1", "COLUMN2", "ROW1", "ROW2"]

  /// Measures a wedge.
  ///
  /// - Parameters:
  ///   - scans: of one wedge or of several that were exposed alike, in the scanner's numbers, with cards
  ///     SCANMAX and SCANFULL or FOG.
  ///   - wedge: the fields, with ``columns``.
  /// - Returns: a table RESPONSE with columns LOGH, DENSITY and DENSERR, the standard error of the mean.
  /// - Throws: `unsuitableInput` for scans of different sizes, fields outside them and fewer than three steps
  ///   that differ; `missingKnowledge` for scans whose header does not tell the scanner's scale.
  public static func curve(
    of scans: [Observation], wedge: MeasuredTable
  ) throws(ProcessingError) -> MeasuredTable {
    guard let first = scans.first else {
      throw ProcessingError(
        .unsuitableInput, "read a step wedge", "there is no scan of it; give one")
    }
    for scan in scans {
      try LinearityStep.require([.counts], scan, "give scans of the wedge as they were recorded")
      guard scan.light.hasSize(of: first.light) else {
        throw ProcessingError(
          .unsuitableInput, "read a step wedge", source: scan.name,
          "has \(scan.light.sizeWords), \(first.name) has \(first.light.sizeWords); give scans of one size"
        )
      }
    }
    let fields = try fields(of: wedge, in: first)
    let none = try StepValues([:], for: LinearityStep.description)
    var sums = [Field](repeating: Field(), count: fields.count)
    for scan in scans {
      let densitometer = try FilmScan.densitometer(none, scan)
      for (index, field) in fields.enumerated() {
        sums[index].add(scan.light, field, densitometer)
      }
    }
    let points = zip(fields, sums).compactMap { field, sum in
      sum.count > 1
        ? Point(log: field.log, density: sum.mean, error: sum.error, weight: sum.count) : nil
    }
    let curve = rising(points.sorted { $0.log < $1.log })
    guard curve.count >= 3 else {
      throw ProcessingError(
        .unsuitableInput, "read a step wedge", source: first.name,
        "only \(curve.count) of its \(fields.count) steps differ in density; expose a longer range")
    }
    return MeasuredTable(
      name: "RESPONSE", columns: ["LOGH", "DENSITY", "DENSERR"],
      rows: curve.map { [$0.log, $0.density, $0.error] })
  }

  private struct Place {
    var log: Double
    var columns: ClosedRange<Int>
    var rows: ClosedRange<Int>
  }

  private static func fields(
    of wedge: MeasuredTable, in scan: Observation
  ) throws(ProcessingError) -> [Place] {
    let columns = Self.columns.compactMap { wedge.column($0) }
    guard columns.count == Self.columns.count else {
      throw ProcessingError(
        .missingKnowledge, "read a step wedge", source: scan.name,
        "the table of its fields must have the columns \(Self.columns.joined(separator: ", ")); it has "
          + wedge.columns.joined(separator: ", "))
    }
    var places: [Place] = []
    for row in columns[0].indices {
      let numbers = columns.map { $0[row] }
      let ends = numbers.dropFirst(2).compactMap { Int(exactly: $0) }
      guard ends.count == 4, numbers[1].isFinite, ends[0] >= 1, ends[0] <= ends[1],
        ends[1] <= scan.light.width, ends[2] >= 1, ends[2] <= ends[3], ends[3] <= scan.light.height
      else {
        throw ProcessingError(
          .unsuitableInput, "read a step wedge", source: scan.name,
          "field \(row + 1) of the wedge lies at columns \(numbers[2]) to \(numbers[3]), rows \(numbers[4]) "
            + "to \(numbers[5]), must be whole numbers, rising, within \(scan.light.sizeWords)")
      }
      places.append(
        Place(log: numbers[1], columns: ends[0] - 1...ends[1] - 1, rows: ends[2] - 1...ends[3] - 1))
    }
    return places
  }

  /// Sums over a field.
  private struct Field {
    var count = 0.0
    private var sum = 0.0
    private var square = 0.0

    var mean: Double { sum / count }

    /// Standard error of the mean.
    var error: Double {
      (max(square / count - mean * mean, 0) / max(count - 1, 1)).squareRoot()
    }

    mutating func add(_ light: Plane, _ place: Place, _ densitometer: Densitometer) {
      for row in place.rows {
        for column in place.columns {
          let number = light[column, row]
          // No light through the film tells no density.
          guard number > 0 else { continue }
          let density = densitometer.density(number)
          count += 1
          sum += density
          square += density * density
        }
      }
    }
  }

  private struct Point {
    var log: Double
    var density: Double
    var error: Double
    var weight: Double
  }

  /// Points whose densities rise strictly, those that fall pooled.
  private static func rising(_ points: [Point]) -> [Point] {
    var pools: [Point] = []
    for point in points {
      var pool = point
      while let last = pools.last, last.density >= pool.density || last.log >= pool.log {
        let weight = last.weight + pool.weight
        let (a, b) = (last.weight / weight, pool.weight / weight)
        pool = Point(
          log: a * last.log + b * pool.log, density: a * last.density + b * pool.density,
          error: (a * a * last.error * last.error + b * b * pool.error * pool.error).squareRoot(),
          weight: weight)
        pools.removeLast()
      }
      pools.append(pool)
    }
    return pools
  }
}
