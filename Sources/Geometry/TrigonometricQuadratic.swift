internal import RealModule

/// The function `a₀ + a₁ cos φ + b₁ sin φ + a₂ cos 2φ + b₂ sin 2φ` on the circle.
///
/// Every crossing of two conics on the sphere comes down to its roots, of which there are four at
/// most unless it vanishes everywhere.
struct TrigonometricQuadratic {
  var constant = 0.0
  var cosine = 0.0
  var sine = 0.0
  var doubleCosine = 0.0
  var doubleSine = 0.0

  /// The square of `a + b cos φ + c sin φ` times a weight, added to the function.
  mutating func addSquare(_ a: Double, _ b: Double, _ c: Double, weight w: Double) {
    constant += w * (a * a + (b * b + c * c) / 2)
    cosine += w * 2 * a * b
    sine += w * 2 * a * c
    doubleCosine += w * (b * b - c * c) / 2
    doubleSine += w * b * c
  }

  /// Value and slope at an angle.
  func value(at angle: Double) -> (value: Double, slope: Double) {
    let (c, s) = (Double.cos(angle), Double.sin(angle))
    let (c2, s2) = (c * c - s * s, 2 * s * c)
    return (
      constant + cosine * c + sine * s + doubleCosine * c2 + doubleSine * s2,
      sine * c - cosine * s + 2 * (doubleSine * c2 - doubleCosine * s2)
    )
  }

  /// The roots in 0...2π, in order, each to a few units in the last place of its conditioning.
  ///
  /// Complete by bounding: with `|f″| ≤ F`, a stretch of half-width h about m holds no root where
  /// `|f(m)| > |f′(m)| h + F h²/2`, and at most one where `|f′(m)| > F h`; any other is halved. A
  /// double root is given once or twice, from stretches of 1e-9 rad; callers test the arcs between
  /// the roots, so that a root too many does no harm.
  func roots() -> [Double] {
    let first = Double.hypot(cosine, sine)
    let second = Double.hypot(doubleCosine, doubleSine)
    let bend = first + 4 * second
    let size = constant.magnitude + first + second
    guard size > 0, size.isFinite else { return [] }
    if constant.magnitude > first + second { return [] }
    var found: [Double] = []
    var pending: [(Double, Double)] = []
    let pieces = 8
    for index in (0..<pieces).reversed() {
      let width = 2 * Double.pi / Double(pieces)
      pending.append((Double(index) * width, Double(index + 1) * width))
    }
    while let (low, high) = pending.popLast() {
      let (middle, half) = ((low + high) / 2, (high - low) / 2)
      let (value, slope) = value(at: middle)
      if value.magnitude > slope.magnitude * half + bend * half * half / 2 { continue }
      if slope.magnitude > bend * half {
        if let root = root(from: low, to: high) { found.append(root) }
      } else if half < 1e-9 {
        found.append(middle)
      } else {
        pending.append((middle, high))
        pending.append((low, middle))
      }
    }
    return found
  }

  /// The root of a stretch in which the function is monotonic: Newton, kept inside a bracket.
  private func root(from start: Double, to end: Double) -> Double? {
    var (low, high) = (start, end)
    let (atLow, atHigh) = (value(at: low).value, value(at: high).value)
    if atLow == 0 { return low }
    // The upper end belongs to the next stretch.
    guard atHigh != 0, (atLow < 0) != (atHigh < 0) else { return nil }
    var angle = low + (high - low) * (atLow / (atLow - atHigh))
    for _ in 0..<60 {
      let (value, slope) = value(at: angle)
      if value == 0 { return angle }
      if (value < 0) == (atLow < 0) { low = angle } else { high = angle }
      var next = angle - value / slope
      if !(next > low && next < high) { next = (low + high) / 2 }
      if (next - angle).magnitude <= 2e-16 * (1 + angle) { return next }
      angle = next
    }
    return angle
  }
}
