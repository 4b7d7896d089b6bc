internal import Astronomy

extension SPKSegment {
  /// The part of a table of states, types 8, 9, 12 and 13, that a stretch of time needs.
  ///
  /// Types 8 and 9 are joined by Lagrange polynomials, 12 and 13 by Hermite ones, in SPICE's own
  /// windows. Types 8 and 9 interpolate given velocities apart from positions; here the velocity is
  /// the derivative of the position. Source: NAIF, SPK Required Reading, types 8, 9, 12 and 13.
  func statePieces(
    over span: ClosedRange<Instant>, file: DoubleArrayFile, rotation: Rotation
  ) throws(TrajectoryError) -> PiecewisePolynomial {
    let table = try StateTable(self, file: file)
    let windows = InterpolationWindows(states: table.count, size: table.windowSize)
    let first = try table.step(at: span.lowerBound)
    let last = try table.step(at: span.upperBound)
    // The second half of a step belongs to the piece of the state after it, if pieces do.
    let pieces = first..<min(windows.pieces, last + (windows.isCentredOnStates ? 2 : 1))
    let states = windows.states(for: pieces)
    var times: [Instant] = []
    var positions: [Vector3] = []
    var velocities: [Vector3] = []
    for index in states {
      let time = try table.time(of: index)
      if let previous = times.last, time.seconds(since: previous) <= 0 {
        throw file.failure(
          at: table.address(ofTime: index),
          "\(label): the epoch of state \(index) does not come after the one before it")
      }
      times.append(time)
      let address = addresses.lowerBound + 6 * index
      let numbers = try file.doubles(at: address, count: 6)
      guard numbers.allSatisfy(\.isFinite) else {
        throw file.failure(at: address, "\(label): state \(index) is not finite")
      }
      positions.append(rotation.applied(to: Vector3(numbers[0], numbers[1], numbers[2])) * 1000)
      velocities.append(rotation.applied(to: Vector3(numbers[3], numbers[4], numbers[5])) * 1000)
    }
    return PiecewisePolynomial(
      windows: windows, pieces: pieces, firstState: states.lowerBound, times: times,
      positions: positions, velocities: table.isHermite ? velocities : nil)
  }
}

/// How the states of a segment of type 8, 9, 12 or 13 lie.
private struct StateTable {
  /// How many states there are.
  let count: Int
  /// How many of them make a piece.
  let windowSize: Int
  /// Whether velocities are met, too.
  let isHermite: Bool

  private let segment: SPKSegment
  private let file: DoubleArrayFile
  private let isEven: Bool
  private let start: Double
  private let stepSeconds: Double

  init(_ segment: SPKSegment, file: DoubleArrayFile) throws(TrajectoryError) {
    self.segment = segment
    self.file = file
    let (begin, end) = (segment.addresses.lowerBound, segment.addresses.upperBound)
    let length = end - begin + 1
    isHermite = segment.dataType >= 12
    isEven = segment.dataType == 8 || segment.dataType == 12
    guard length >= 9 else {
      throw file.failure(
        at: begin,
        "\(segment.label): \(length) numbers are too few for type \(segment.dataType)")
    }
    count = try file.whole(at: end, in: 2...max(2, length / 6), "number of states")
    // Both kinds store one less than the window's size: the degree, for Lagrange polynomials.
    let most = TableInterpolation.degrees.upperBound
    windowSize =
      1
      + (try file.whole(
        at: end - 1, in: (isHermite ? 0 : 1)...(isHermite ? (most - 1) / 2 : most),
        isHermite ? "window's size less one" : "degree"))
    let expected = isEven ? 6 * count + 4 : 7 * count + (count - 1) / 100 + 2
    guard length == expected else {
      throw file.failure(
        at: end,
        "\(segment.label): \(count) states of type \(segment.dataType) make \(expected) numbers, "
          + "but the segment has \(length)")
    }
    guard windowSize <= count else {
      throw file.failure(
        at: end - 1, "\(segment.label): windows of \(windowSize) states, but only \(count) states")
    }
    start = isEven ? try file.double(at: end - 3) : 0
    stepSeconds = isEven ? try file.double(at: end - 2) : 0
    guard
      !isEven
        || (start.magnitude <= EphemerisClock.limit && stepSeconds > 0
          && stepSeconds <= EphemerisClock.limit)
    else {
      throw file.failure(
        at: end - 3, "\(segment.label): steps of \(stepSeconds) s from \(start) s past J2000")
    }
  }

  /// Where the epoch of a state stands.
  func address(ofTime index: Int) -> Int {
    let end = segment.addresses.upperBound
    return isEven ? end - 3 : segment.addresses.lowerBound + 6 * count + index
  }

  func time(of index: Int) throws(TrajectoryError) -> Instant {
    guard !isEven else {
      return EphemerisClock.reading(start).advanced(bySeconds: Double(index) * stepSeconds)
    }
    let epoch = try file.double(at: address(ofTime: index))
    guard epoch.magnitude <= EphemerisClock.limit else {
      throw file.failure(
        at: address(ofTime: index), "\(segment.label): the epoch of state \(index) is \(epoch)")
    }
    return EphemerisClock.reading(epoch)
  }

  /// The step between two states that holds a time; the first or the last one beyond the ends.
  func step(at reading: Instant) throws(TrajectoryError) -> Int {
    var (low, high) = (0, count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if try time(of: middle) <= reading { low = middle } else { high = middle }
    }
    return low
  }
}
