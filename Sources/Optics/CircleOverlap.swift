internal import RealModule

/// Areas that a circle has in common with other shapes, exact to rounding.
enum CircleOverlap {
  /// The area that two discs share: two segments on their common chord.
  ///
  /// The half angles of the chord come from two-argument arc tangents of Heron's product, which keeps its
  /// figures where the circles touch; an arc cosine loses half of them there.
  ///
  /// - Parameters:
  ///   - r: radius of one, above 0.
  ///   - R: radius of the other, above 0.
  ///   - separation: of the centres, at least 0.
  static func discs(_ r: Double, _ R: Double, separation d: Double) -> Double {
    let smaller = min(r, R)
    if d <= (R - r).magnitude { return .pi * smaller * smaller }
    if d >= R + r { return 0 }
    let product = (R + r - d) * (d + r - R) * (d - r + R) * (R + r + d)
    let s = 0.5 * max(0, product).squareRoot()
    // Written in factors: R² − r² loses nothing beside d² where R and r are nearly one.
    let difference = (R - r) * (R + r)
    let alpha = Double.atan2(y: s, x: 0.5 * (d * d - difference))
    let beta = Double.atan2(y: s, x: 0.5 * (d * d + difference))
    return segment(r, alpha) + segment(R, beta)
  }

  /// The area between a chord and its arc: `ρ² (α − sin α cos α)`.
  private static func segment(_ radius: Double, _ halfAngle: Double) -> Double {
    radius * radius * 0.5 * lessSine(2 * halfAngle)
  }

  /// `x − sin x`, by its series where the difference would cancel.
  private static func lessSine(_ x: Double) -> Double {
    guard x < 0.5 else { return x - Double.sin(x) }
    let z = x * x
    // x³/3! − x⁵/5! + …, to x¹⁵.
    let series =
      1 - z / 20 * (1 - z / 42 * (1 - z / 72 * (1 - z / 110 * (1 - z / 156 * (1 - z / 210)))))
    return x * z / 6 * series
  }

  /// The area that a disc about the origin shares with the triangle that an edge makes with the origin,
  /// positive counter-clockwise.
  ///
  /// What of the edge lies in the circle makes a triangle on the chord, the rest circular sectors beside it.
  /// Over all edges of a polygon the areas sum to what disc and polygon share.
  ///
  /// - Parameters:
  ///   - r: radius of the disc, above 0.
  ///   - a: where the edge begins.
  ///   - b: where it ends.
  ///   - isCut: is set where a part of the edge lies in the circle.
  static func edge(
    _ r: Double, _ a: (x: Double, y: Double), _ b: (x: Double, y: Double), isCut: inout Bool
  ) -> Double {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 0 else { return 0 }
    let offset = (a.x * dy - a.y * dx) / length
    guard offset.magnitude < r else { return sector(r, a, b) }
    // Along the edge from the foot of the perpendicular; the circle is met at ±half.
    let begin = (a.x * dx + a.y * dy) / length
    let end = begin + length
    let half = ((r - offset) * (r + offset)).squareRoot()
    if end <= -half || begin >= half { return sector(r, a, b) }
    isCut = true
    let (from, to) = (max(begin, -half), min(end, half))
    func point(_ s: Double) -> (x: Double, y: Double) {
      ((dx * s + dy * offset) / length, (dy * s - dx * offset) / length)
    }
    var area = 0.5 * offset * (to - from)
    if begin < -half { area += sector(r, a, point(from)) }
    if end > half { area += sector(r, point(to), b) }
    return area
  }

  /// The sector of the circle between two directions, less than half a turn apart.
  static func sector(
    _ r: Double, _ a: (x: Double, y: Double), _ b: (x: Double, y: Double)
  ) -> Double {
    0.5 * r * r * Double.atan2(y: a.x * b.y - a.y * b.x, x: a.x * b.x + a.y * b.y)
  }
}
