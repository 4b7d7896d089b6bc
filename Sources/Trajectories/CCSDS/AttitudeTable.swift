public import Astronomy
internal import RealModule

/// The attitude of a spacecraft over time, interpolated between given attitudes.
///
/// Rotations lead from the GCRF to the spacecraft's frame. Linear interpolation turns at a constant
/// rate about one axis between neighbours (Shoemake 1985); polynomials go through the four components
/// of the quaternions, signs made continuous, and are normalised.
public struct AttitudeTable: Sendable {
  /// The highest degree of a polynomial; beyond it even nodes make it swing.
  public static let highestDegree = 15

  /// The time for which attitudes are known.
  public let coverage: ClosedRange<Instant>
  /// The name of the spacecraft's frame.
  public let body: String

  private let start: Instant
  private let offsets: [Double]
  private let isLinear: Bool
  /// The control points of each piece in turn: both ends, or the Bernstein form of its polynomial.
  private let points: [SIMD4<Double>]
  private let pointsPerPiece: Int

  /// A table of attitudes.
  ///
  /// - Parameters:
  ///   - instants: the times, increasing, at least two.
  ///   - attitudes: the attitudes from the GCRF to the spacecraft, of length one.
  ///   - rates: their derivatives, 1/s, which Hermite polynomials use; nil when not known.
  ///   - interpolation: how to interpolate; without rates a Hermite polynomial is one of Lagrange.
  ///   - coverage: the time in which to interpolate, within the instants; nil for all of it.
  ///   - body: the name of the spacecraft's frame.
  /// - Throws: `TrajectoryError` when counts differ, times do not increase, or the degree is too high
  ///   for this type or for the number of attitudes.
  public init(
    instants: [Instant], attitudes: [AttitudeQuaternion], rates: [AttitudeQuaternion]? = nil,
    interpolation: MessageInterpolation = MessageInterpolation(kind: .linear, degree: 1),
    coverage: ClosedRange<Instant>? = nil, body: String = "SC_BODY"
  ) throws(TrajectoryError) {
    guard let first = instants.first, let last = instants.last, instants.count >= 2,
      attitudes.count == instants.count, rates?.count ?? instants.count == instants.count
    else {
      throw TrajectoryError(
        .malformedTable,
        "\(instants.count) times and \(attitudes.count) attitudes; the same number is needed, at "
          + "least two")
    }
    let offsets = instants.map { $0.seconds(since: first) }
    for index in 1..<offsets.count where offsets[index] <= offsets[index - 1] {
      throw TrajectoryError(
        .malformedTable,
        "attitude \(index): its time \(instants[index].text()) does not come after the one before it"
      )
    }
    if let coverage, coverage.lowerBound < first || coverage.upperBound > last {
      throw TrajectoryError(
        .outsideCoverage,
        "the coverage \(coverage.lowerBound.text()) to \(coverage.upperBound.text()) goes beyond the "
          + "attitudes, \(first.text()) to \(last.text()); narrow it")
    }
    start = first
    self.offsets = offsets
    self.body = body
    self.coverage = coverage ?? first...last
    var values = attitudes.map(\.components)
    var slopes = rates?.map(\.components)
    for index in 1..<values.count where (values[index] * values[index - 1]).sum() < 0 {
      // A quaternion and its negative are the same rotation; neighbours must not jump.
      values[index] = -values[index]
      slopes?[index] *= -1
    }
    isLinear = interpolation.kind == .linear
    guard !isLinear else {
      pointsPerPiece = 2
      points = (1..<values.count).flatMap { [values[$0 - 1], values[$0]] }
      return
    }
    let useable = interpolation.kind == .hermite ? slopes : nil
    let window = useable == nil ? interpolation.degree + 1 : interpolation.nodeCount
    guard (1...Self.highestDegree).contains(interpolation.degree), window <= values.count else {
      throw TrajectoryError(
        .unusableMessage,
        "a polynomial of degree \(interpolation.degree) through \(values.count) attitudes; at most "
          + "\(Self.highestDegree) is allowed, and \(window) attitudes are needed: lower the degree"
      )
    }
    pointsPerPiece = useable == nil ? window : 2 * window
    points = (0..<values.count - 1).flatMap { piece in
      QuaternionPolynomial.controlPoints(
        piece: piece, window: window, offsets: offsets, values: values, slopes: useable)
    }
  }

  /// The rotation from the GCRF to the spacecraft's frame; outside the coverage that of its ends.
  public func rotation(at instant: Instant) -> Rotation {
    let inside = min(max(instant, coverage.lowerBound), coverage.upperBound)
    let seconds = inside.seconds(since: start)
    let piece = piece(at: seconds)
    let x = (seconds - offsets[piece]) / (offsets[piece + 1] - offsets[piece])
    var row = Array(control(piece))
    if isLinear {
      return AttitudeQuaternion(components: Self.turned(row[0], row[1], min(max(x, 0), 1))).rotation
    }
    for level in 1..<row.count {
      for index in 0..<row.count - level { row[index] += (row[index + 1] - row[index]) * x }
    }
    return AttitudeQuaternion(components: row[0]).normalized.rotation
  }

  /// An outer bound of how fast the spacecraft turns within an interval, rad/s.
  ///
  /// Exact for linear interpolation; for polynomials from the control points, between which they stay.
  public func maximumTurnRate(over interval: ClosedRange<Instant>) -> Double {
    let first = piece(at: interval.lowerBound.seconds(since: start))
    let last = piece(at: interval.upperBound.seconds(since: start))
    var greatest = 0.0
    for index in first...max(first, last) {
      greatest = max(greatest, turnRate(index))
    }
    return greatest
  }

  private func turnRate(_ piece: Int) -> Double {
    let width = offsets[piece + 1] - offsets[piece]
    let row = Array(control(piece))
    if isLinear { return 2 * Self.angle(row[0], row[1]) / width }
    // |ω| = 2 |q̇⊥| / |q| for a quaternion of any length.
    var fastest = 0.0
    for index in 1..<row.count {
      fastest = max(fastest, Self.length(row[index] - row[index - 1]))
    }
    let middle = row[0] + row[row.count - 1]
    let axis = middle / Self.length(middle)
    let shortest = row.map { ($0 * axis).sum() }.min() ?? 0
    guard shortest > 0 else { return .infinity }
    return 2 * fastest * Double(row.count - 1) / width / shortest
  }

  private func control(_ piece: Int) -> ArraySlice<SIMD4<Double>> {
    points[piece * pointsPerPiece..<(piece + 1) * pointsPerPiece]
  }

  private func piece(at seconds: Double) -> Int {
    var (low, high) = (0, offsets.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if offsets[middle] <= seconds { low = middle } else { high = middle }
    }
    return low
  }

  private static func length(_ q: SIMD4<Double>) -> Double { (q * q).sum().squareRoot() }

  /// Half the angle between two attitudes, accurate at every angle.
  private static func angle(_ a: SIMD4<Double>, _ b: SIMD4<Double>) -> Double {
    2 * Double.atan2(y: length(a - b), x: length(a + b))
  }

  private static func turned(
    _ a: SIMD4<Double>, _ b: SIMD4<Double>, _ x: Double
  ) -> SIMD4<Double> {
    let angle = angle(a, b)
    guard angle > 1e-9 else {
      let mean = a + (b - a) * x
      return mean / length(mean)
    }
    return (a * Double.sin((1 - x) * angle) + b * Double.sin(x * angle)) / Double.sin(angle)
  }
}

/// Polynomials through quaternions.
enum QuaternionPolynomial {
  /// The Bernstein form, over one piece, of the polynomial through the nodes nearest to it.
  ///
  /// Newton's divided differences, each node twice where slopes are given (Hermite), in a variable that
  /// goes from 0 to 1 over the piece.
  static func controlPoints(
    piece: Int, window: Int, offsets: [Double], values: [SIMD4<Double>],
    slopes: [SIMD4<Double>]?
  ) -> [SIMD4<Double>] {
    let width = offsets[piece + 1] - offsets[piece]
    let first = min(max(piece - (window - 1) / 2, 0), values.count - window)
    let repeats = slopes == nil ? 1 : 2
    let nodes = (0..<window * repeats).map { first + $0 / repeats }
    let places = nodes.map { (offsets[$0] - offsets[piece]) / width }
    var differences = nodes.map { values[$0] }
    var newton = [differences[0]]
    for order in 1..<max(1, nodes.count) {
      for index in 0..<nodes.count - order {
        let span = places[index + order] - places[index]
        if span > 0 {
          differences[index] = (differences[index + 1] - differences[index]) / span
        } else if let slopes {
          differences[index] = slopes[nodes[index]] * width
        }
      }
      newton.append(differences[0])
    }
    // Horner's scheme turns Newton's form into powers of the variable.
    var powers = [newton[newton.count - 1]]
    for order in stride(from: newton.count - 2, through: 0, by: -1) {
      var next = [SIMD4<Double>](repeating: .zero, count: powers.count + 1)
      for (index, power) in powers.enumerated() {
        next[index + 1] += power
        next[index] -= power * places[order]
      }
      next[0] += newton[order]
      powers = next
    }
    return bernstein(powers)
  }

  /// Bernstein coefficients from power coefficients: bⱼ = Σₖ C(j,k) / C(n,k) aₖ (Farouki 2012).
  private static func bernstein(_ powers: [SIMD4<Double>]) -> [SIMD4<Double>] {
    let degree = powers.count - 1
    return (0...degree).map { j in
      var sum = SIMD4<Double>.zero
      var ratio = 1.0
      for k in 0...j {
        sum += powers[k] * ratio
        ratio *= Double(j - k) / Double(max(1, degree - k))
      }
      return sum
    }
  }
}
