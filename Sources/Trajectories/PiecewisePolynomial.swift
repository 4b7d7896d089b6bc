internal import Astronomy

/// Polynomials in time that follow one another, each in Bernstein form.
///
/// The form is chosen for its hull: a piece and its derivatives stay inside the control points, so
/// limits of speed and acceleration are certain. Control points are kept relative to the piece's
/// own first point and multiplied by their binomial coefficients, so that a state costs one pass
/// over them and no digits of large coordinates are lost.
/// Source: Farin, Curves and Surfaces for CAGD, 5th ed., chapters 4–5; evaluation as Schumaker &
/// Volk, Computer Aided Geometric Design 3 (1986) 149.
struct PiecewisePolynomial: Sendable {
  /// Position and its first two derivatives, m, m/s, m/s².
  struct Motion {
    var position: Vector3
    var velocity: Vector3
    var acceleration: Vector3
  }

  /// Instants between which the pieces lie, one more than there are pieces.
  private(set) var breaks: [Instant]
  /// The same in seconds after the first, for the search.
  private var offsets: [Double] = [0]
  private var widths: [Double] = []
  /// Where the points of each piece begin, and where the last ones end.
  private var firsts: [Int] = [0]
  /// The value at the start of each piece, m.
  private var bases: [Vector3] = []
  /// Control points minus the base, times the binomial coefficient.
  private var points: [Vector3] = []
  private var limits: [PieceLimits] = []
  /// How far position and velocity jump at the start of each piece; rounding does not count.
  private var jumps: [MotionJump] = []

  /// No pieces yet; the first begins here.
  init(start: Instant) { breaks = [start] }

  /// How many pieces there are.
  var count: Int { widths.count }

  /// Room for pieces of a degree.
  mutating func reserve(pieces: Int, degree: Int) {
    points.reserveCapacity(pieces * (max(degree, 2) + 1))
  }

  /// Adds a piece after the last one.
  ///
  /// - Parameters:
  ///   - base: a point the others are measured from, m.
  ///   - relative: control points minus the base, one more than the degree, at least two.
  ///   - end: when the piece ends, later than the last one did.
  mutating func append(base: Vector3, relative: [Vector3], until end: Instant) {
    var control = relative
    if control.count == 2 { control.insert((control[0] + control[1]) / 2, at: 1) }
    let degree = control.count - 1
    let width = end.seconds(since: breaks[count])
    let shift = control[0]
    for index in control.indices { control[index] -= shift }
    limits.append(PieceLimits(base: base + shift, relative: control, width: width))
    bases.append(base + shift)
    var binomial = 1.0
    for index in 0...degree {
      points.append(control[index] * binomial)
      binomial = (binomial * Double(degree - index) / Double(index + 1)).rounded()
    }
    widths.append(width)
    firsts.append(points.count)
    offsets.append(end.seconds(since: breaks[0]))
    breaks.append(end)
    let last = count - 1
    jumps.append(
      last == 0
        ? .none : MotionJump(from: motion(in: last - 1, at: 1), to: motion(in: last, at: 0)))
  }

  /// The control points of a piece as they were given, relative to the first of them.
  func controlPoints(of index: Int) -> (base: Vector3, relative: [Vector3]) {
    let scaled = points[firsts[index]..<firsts[index + 1]]
    let degree = scaled.count - 1
    var binomial = 1.0
    var relative: [Vector3] = []
    for (order, point) in scaled.enumerated() {
      relative.append(point / binomial)
      binomial = (binomial * Double(degree - order) / Double(order + 1)).rounded()
    }
    return (bases[index], relative)
  }

  /// Position and velocity; beyond the ends the first and the last piece are carried on.
  func state(at instant: Instant) -> StateVector {
    let index = piece(at: instant.seconds(since: breaks[0]))
    let x = instant.seconds(since: breaks[index]) / widths[index]
    let first = firsts[index]
    let degree = firsts[index + 1] - first - 1
    // The last two points of de Casteljau's scheme, as polynomials in the ratio u of x to 1 − x.
    var a = Vector3.zero
    var b = Vector3.zero
    let (near, far) = x <= 0.5 ? (1 - x, x) : (x, 1 - x)
    let u = far / near
    var scale = 1 / Double(degree)
    var step = degree - 1
    while step >= 0 {
      let i = x <= 0.5 ? step : degree - 1 - step
      a = a * u + points[first + i] * Double(degree - i)
      b = b * u + points[first + i + 1] * Double(i + 1)
      if step > 0 { scale *= near }
      step -= 1
    }
    let slope = (b - a) * scale
    return StateVector(
      position: bases[index] + (a * scale + slope * x),
      velocity: slope * (Double(degree) / widths[index]))
  }

  /// Limits over an interval, every one an outer bound.
  ///
  /// They approach the values at the interval's ends as it shrinks, with the square of its length.
  /// A jump between two pieces counts as motion spread over half the interval.
  func bounds(over interval: ClosedRange<Instant>) -> MotionBounds {
    let first = piece(at: interval.lowerBound.seconds(since: breaks[0]))
    let last = piece(at: interval.upperBound.seconds(since: breaks[0]))
    var bounds = MotionBounds(
      minimumRadius: .infinity, maximumSpeed: 0, maximumAcceleration: 0, maximumPerturbation: nil)
    var jump = MotionJump.none
    for index in first...last {
      let whole = limits[index]
      if index > first { jump += jumps[index] }
      if index > first, index < last {
        bounds.include(whole)
      } else {
        let start = index == first ? interval.lowerBound.seconds(since: breaks[index]) : 0
        let end =
          index == last ? interval.upperBound.seconds(since: breaks[index]) : widths[index]
        bounds.include(
          whole.narrowed(
            from: motion(in: index, at: start / widths[index]),
            to: motion(in: index, at: end / widths[index]), seconds: end - start))
      }
    }
    bounds.include(jump, halfWidth: interval.upperBound.seconds(since: interval.lowerBound) / 2)
    return bounds
  }

  /// Position, velocity and acceleration in a piece; x runs from 0 to 1.
  func motion(in index: Int, at x: Double) -> Motion {
    let first = firsts[index]
    let degree = firsts[index + 1] - first - 1
    var (a, b, c) = (Vector3.zero, Vector3.zero, Vector3.zero)
    let (near, far) = x <= 0.5 ? (1 - x, x) : (x, 1 - x)
    let u = far / near
    let n = Double(degree)
    var scale = 1 / (n * (n - 1))
    var step = degree - 2
    while step >= 0 {
      let i = x <= 0.5 ? step : degree - 2 - step
      let (up, down) = (Double(i), Double(degree - i))
      a = a * u + points[first + i] * (down * (down - 1))
      b = b * u + points[first + i + 1] * ((up + 1) * (down - 1))
      c = c * u + points[first + i + 2] * ((up + 2) * (up + 1))
      if step > 0 { scale *= near }
      step -= 1
    }
    let before = (b - a) * scale
    let after = (c - b) * scale
    let slope = before + (after - before) * x
    let rate = 1 / widths[index]
    return Motion(
      position: bases[index] + (a * scale + (before + slope) * x),
      velocity: slope * (n * rate),
      acceleration: (after - before) * (n * (n - 1) * rate * rate))
  }

  /// The piece that holds an instant; the first or the last one beyond the ends.
  func piece(at instant: Instant) -> Int { piece(at: instant.seconds(since: breaks[0])) }

  /// The piece that holds a time in seconds after the start.
  private func piece(at seconds: Double) -> Int {
    let last = count - 1
    guard last > 0, seconds > 0 else { return 0 }
    guard seconds < offsets[last] else { return last }
    // Most tables are evenly spaced, or nearly.
    let guess = min(last, Int(seconds / offsets[last + 1] * Double(last + 1)))
    var (low, high) = (0, last)
    if offsets[guess] <= seconds {
      if seconds < offsets[guess + 1] { return guess }
      low = guess + 1
      if seconds < offsets[low + 1] { return low }
    } else {
      high = guess
    }
    while high - low > 1 {
      let middle = (low + high) / 2
      if offsets[middle] <= seconds { low = middle } else { high = middle }
    }
    return low
  }
}
