internal import Astronomy
internal import RealModule
internal import VectorMath

/// The share of the Sun's light that an outline leaves, by geometry alone.
///
/// On the plane: the Sun is a disc of radius `z tan α` and angles are ratios of lengths, as the wave
/// calculation has them, while Geometry's obscuration is summed on the sphere; for a Sun of half a degree
/// the two differ by some 1e-6 of the light. By Green's theorem in polar coordinates about the Sun's centre the covered
/// light is a sum over the edges alone,
///
///     ∮ Φ(ρ) dθ,   Φ(ρ) = ∫₀^ρ L ρ dρ = Σ aₖ (1 − μᵏ⁺²)/(k + 2),   μ = √(1 − ρ²)
///
/// with `Φ dθ = (Φ/ρ²) p × dp`, smooth at the centre. Gauss's rule in a variable in which μ is smooth:
/// good to about 1e-13.
struct PlanarObscuration: Sendable {
  /// Coefficients of `(1 + μ) Φ/ρ²`, a polynomial in μ, constant first.
  private let ratio: [Double]
  /// Light from the centre to the limb over 2π, `Φ(1)`.
  private let whole: Double
  private let inverseTangent: Double

  private static let rules = [8, 16, 32].map { GaussLegendre(order: $0).nodes }

  init(source: SolarSource) {
    let law = source.limbDarkening.coefficients
    let shares = law.enumerated().map { $1 / Double($0 + 2) }
    // (1 − μⁿ)/(1 − μ²) = (1 + μ + … + μⁿ⁻¹)/(1 + μ)
    ratio = (0...law.count).map { power in shares.dropFirst(max(0, power - 1)).reduce(0, +) }
    whole = shares.reduce(0, +)
    inverseTangent = 1 / Double.tan(source.angularRadius)
  }

  /// What reaches a place in the pupil's plane past the loops, 0...1; 0 and 1 exactly when no edge stands
  /// before the Sun.
  func openFraction(past outline: DiffractingOutline, atX x: Double, y: Double) -> Double {
    var covered = 0.0
    for loop in outline.loops {
      switch loop {
      case .circle(let centreX, let centreY, let radius, let distance):
        let scale = inverseTangent / distance
        covered += circle(
          radius: radius * scale, separation: Double.hypot(centreX - x, centreY - y) * scale)
      case .polygon(let vertices): covered += polygon(vertices, x, y)
      }
    }
    return min(1, max(0, 1 - covered))
  }

  private func polygon(_ vertices: [DiffractingOutline.Vertex], _ x: Double, _ y: Double) -> Double
  {
    var inside = 0.0
    var angle = 0.0
    var meetsSun = false
    func place(_ vertex: DiffractingOutline.Vertex) -> SIMD2<Double> {
      SIMD2(vertex.x - x, vertex.y - y) * (inverseTangent / vertex.distance)
    }
    var from = vertices.last.map(place) ?? .zero
    for vertex in vertices {
      let to = place(vertex)
      let along = to - from
      let length = (along * along).sum().squareRoot()
      if length > 0 {
        let edge = straight(from, to, unit: along / length)
        inside += edge.light
        angle += edge.angle
        meetsSun = meetsSun || edge.meetsSun
      }
      from = to
    }
    // Without an edge before it the Sun is wholly inside or outside the loop.
    guard meetsSun else { return (angle / (2 * .pi)).rounded() }
    return (inside + whole * angle) / (2 * .pi * whole)
  }

  /// What an edge adds: light inside the Sun's disc, and the angle it spans outside.
  private func straight(
    _ from: SIMD2<Double>, _ to: SIMD2<Double>, unit: SIMD2<Double>
  ) -> (light: Double, angle: Double, meetsSun: Bool) {
    let distance = from.x * unit.y - from.y * unit.x
    guard distance.magnitude < 1 else { return (0, Self.angle(from, to), false) }
    let half = ((1 - distance) * (1 + distance)).squareRoot()
    let (start, end) = ((from * unit).sum(), (to * unit).sum())
    let (first, last) = (max(start, -half), min(end, half))
    guard first < last else { return (0, Self.angle(from, to), false) }
    let foot = SIMD2(unit.y, -unit.x) * distance
    var angle = 0.0
    if start < first { angle += Self.angle(from, foot + unit * first) }
    if end > last { angle += Self.angle(foot + unit * last, to) }
    let (low, high) = (Double.asin(max(-1, first / half)), Double.asin(min(1, last / half)))
    let width = high - low
    var sum = 0.0
    for node in Self.rules[width < 0.3 ? 0 : width < 1.2 ? 1 : 2] {
      let cosine = half * Double.cos(low + width * (0.5 + 0.5 * node.abscissa))
      sum += node.weight * cosine * lightRatio(cosine)
    }
    return (sum * width / 2 * distance, angle, true)
  }

  private static func angle(_ from: SIMD2<Double>, _ to: SIMD2<Double>) -> Double {
    Double.atan2(y: from.x * to.y - from.y * to.x, x: (from * to).sum())
  }

  /// `Φ/ρ²` where the emission cosine is μ.
  private func lightRatio(_ cosine: Double) -> Double {
    var sum = 0.0
    for coefficient in ratio.reversed() { sum = sum * cosine + coefficient }
    return sum / (1 + cosine)
  }

  /// The share of the light behind a circle, everything in units of the Sun's radius.
  private func circle(radius b: Double, separation c: Double) -> Double {
    if c - b >= 1 { return 0 }
    if b - c >= 1 { return 1 }
    let product = b * c
    // Half the circle from its point nearest the Sun's centre: y the angle, ρ² = (b−c)² + 4bc sin²(y/2).
    func element(_ sineSquared: Double, _ cosine: Double) -> Double {
      lightRatio(cosine) * b * (b - c + 2 * c * sineSquared)
    }
    if b + c <= 1 {
      let least = (1 - b - c) * (1 + b + c)
      // u = (π − y)/2, from the point nearest the limb.
      let sum = Self.gradedIntegral(
        to: .pi / 2, scale: product > 0 ? (least / (4 * product)).squareRoot() : 1
      ) { u in
        let (cosine, sine) = (Double.cos(u), Double.sin(u))
        return element(cosine * cosine, (least + 4 * product * sine * sine).squareRoot())
      }
      return 4 * sum / (2 * .pi * whole)
    }
    // sin(y/2) = S sin x up to the limb, u = π/2 − x.
    let square = (1 - b + c) * (1 + b - c) / (4 * product)
    let limb = square.squareRoot()
    let rest = max(0, (b + c - 1) * (b + c + 1) / (4 * product))
    let sum = Self.gradedIntegral(to: .pi / 2, scale: rest.squareRoot()) { u in
      let (sine, cosine) = (Double.sin(u), Double.cos(u))
      let sineSquared = square * cosine * cosine
      let slope = 2 * limb * sine / (sine * sine + rest * cosine * cosine).squareRoot()
      return element(sineSquared, 2 * (product * square).squareRoot() * sine) * slope
    }
    let (sine, cosine) = (2 * limb * rest.squareRoot(), 1 - 2 * square)
    let outside = .pi - Double.atan2(y: b * sine, x: b * cosine - c)
    return 2 * (sum + whole * outside) / (2 * .pi * whole)
  }

  /// An integral from 0 whose integrand changes over a length near 0: panels that halve toward it.
  private static func gradedIntegral(
    to end: Double, scale: Double, of function: (Double) -> Double
  ) -> Double {
    var sum = 0.0
    var upper = end
    for step in 0..<40 {
      let lower = step == 39 || upper < scale / 2 ? 0 : upper / 2
      let half = (upper - lower) / 2
      for node in rules[1] {
        sum += half * node.weight * function(lower + half * (1 + node.abscissa))
      }
      if lower == 0 { break }
      upper = lower
    }
    return sum
  }
}
