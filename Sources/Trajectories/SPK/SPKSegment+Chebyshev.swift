internal import Astronomy

extension SPKSegment {
  /// The records of a segment of type 2 or 3 that a stretch of time needs.
  ///
  /// Types 2 and 3 hold Chebyshev series of the position over equal intervals; type 3 series of the
  /// velocity, too, which are not used: the velocity here is the derivative of the position.
  /// Source: NAIF, SPK Required Reading, types 2 and 3.
  func chebyshevPieces(
    over span: ClosedRange<Instant>, file: DoubleArrayFile, rotation: Rotation
  ) throws(TrajectoryError) -> PiecewisePolynomial {
    let layout = try ChebyshevLayout(self, file: file)
    let first = layout.record(at: span.lowerBound)
    let last = layout.record(at: span.upperBound)
    var pieces = PiecewisePolynomial(start: layout.start(of: first))
    pieces.reserve(pieces: last - first + 1, degree: layout.coefficients - 1)
    for record in first...last {
      let address = addresses.lowerBound + record * layout.recordSize
      let numbers = try file.doubles(at: address, count: 2 + 3 * layout.coefficients)
      let (middle, radius) = (numbers[0], numbers[1])
      let (start, end) = (pieces.breaks[pieces.count], layout.start(of: record + 1))
      guard radius > 0, middle.magnitude <= EphemerisClock.limit else {
        throw file.failure(
          at: address, "\(label): record \(record) has middle \(middle) and half-width \(radius) s")
      }
      // In the record's own variable, which runs from −1 to 1 but for the rounding of its epochs.
      let zero = EphemerisClock.reading(middle)
      let from = start.seconds(since: zero) / radius
      let to = end.seconds(since: zero) / radius
      guard (from + 1).magnitude < 1e-3, (to - 1).magnitude < 1e-3 else {
        throw file.failure(
          at: address,
          "\(label): record \(record) lies \(radius) s about \(middle), but the directory says "
            + "\(layout.interval) s from \(layout.origin + Double(record) * layout.interval)")
      }
      var series: [Vector3] = []
      for k in 0..<layout.coefficients {
        let value = Vector3(
          numbers[2 + k], numbers[2 + layout.coefficients + k],
          numbers[2 + 2 * layout.coefficients + k])
        guard value.isFinite else {
          throw file.failure(at: address + 2 + k, "\(label): a coefficient is not finite")
        }
        series.append(rotation.applied(to: value) * 1000)
      }
      let base = series[0]
      series[0] = .zero
      if series.count == 1 { series.append(.zero) }
      pieces.append(
        base: base, relative: BernsteinForm.controlPoints(chebyshev: series, from: from, to: to),
        until: end)
    }
    return pieces
  }
}

/// How the records of a segment of type 2 or 3 lie.
private struct ChebyshevLayout {
  /// The start of the first record, TDB seconds past J2000.
  let origin: Double
  /// The length of each record's interval, s.
  let interval: Double
  /// Doubles in a record.
  let recordSize: Int
  /// Coefficients of each component.
  let coefficients: Int
  private let count: Int

  /// SPICE's own limit of the degree is 65; beyond 50 the Bernstein form would lose digits.
  private static let most = 51

  init(_ segment: SPKSegment, file: DoubleArrayFile) throws(TrajectoryError) {
    let (begin, end) = (segment.addresses.lowerBound, segment.addresses.upperBound)
    let components = segment.dataType == 2 ? 3 : 6
    guard end - begin >= 6 else {
      throw file.failure(
        at: begin,
        "\(segment.label): \(end - begin + 1) numbers are too few for type "
          + "\(segment.dataType)")
    }
    origin = try file.double(at: end - 3)
    interval = try file.double(at: end - 2)
    recordSize = try file.whole(at: end - 1, in: 1...(end - begin), "length of a record")
    count = try file.whole(at: end, in: 1...(end - begin), "number of records")
    coefficients = (recordSize - 2) / components
    guard origin.magnitude <= EphemerisClock.limit, interval > 0,
      interval <= EphemerisClock.limit
    else {
      throw file.failure(
        at: end - 3, "\(segment.label): records of \(interval) s from \(origin) s past J2000")
    }
    guard coefficients >= 1, recordSize == 2 + components * coefficients,
      recordSize * count + 4 == end - begin + 1
    else {
      throw file.failure(
        at: end - 1,
        "\(segment.label): \(count) records of \(recordSize) numbers do not fill a segment of "
          + "\(end - begin + 1) numbers of type \(segment.dataType)")
    }
    guard coefficients <= Self.most else {
      throw TrajectoryError(
        .unsupportedKernel,
        "\(file.name): \(segment.label): degree \(coefficients - 1); the highest supported is "
          + "\(Self.most - 1)")
    }
  }

  /// When a record begins.
  func start(of record: Int) -> Instant {
    EphemerisClock.reading(origin).advanced(bySeconds: Double(record) * interval)
  }

  /// The record that holds a time; the first or the last one beyond the ends.
  func record(at reading: Instant) -> Int {
    let place = reading.seconds(since: EphemerisClock.reading(origin)) / interval
    return place > 0 ? Int(min(place, Double(count - 1))) : 0
  }
}
