internal import RealModule
internal import VectorMath

/// The wave of a distant point behind an edge in space, by Kirchhoff's integral without small angles.
///
/// Maggi's and Rubinowicz's line integral (Born & Wolf, Principles of Optics, 8.9) for a plane wave down the
/// axis, brought to the form without a pole:
/// `U(x) = 1 − (1/2π) ∮ [1 − ((s + z)/2s) e^{ikρ²/(s + z)}] dθ`, with ρ and θ the polar coordinates of the edge
/// about the line through the point, z its distance along it, `s² = ρ² + z²`. `ρ²/(s + z) = s − z` is the
/// detour by the edge. Where the angles are small this is Fresnel's integral; its phase differs by
/// `πR⁴/4λz³`. The edge may be any closed line in space: corners at different distances are allowed. A body
/// with depth is more than its outline: what lies behind the outline must not bend the light again.
public struct KirchhoffIntegral: Sendable {
  private struct Edge: Sendable {
    var begin: DiffractingOutline.Vertex
    /// Per metre across the axis.
    var alongX: Double
    var alongY: Double
    var slope: Double
    var length: Double
  }

  private struct Circle: Sendable {
    var x: Double
    var y: Double
    var radius: Double
    var distance: Double
  }

  private let edges: [Edge]
  private let circles: [Circle]
  private let extent: OutlineExtent
  /// Wavelength, metres.
  public let wavelength: Double

  /// The farthest point of the edge from the axis, metres.
  public var reach: Double { extent.reach }
  /// The smallest distance of the edge from the observer's plane, metres.
  public var nearest: Double { extent.nearest }
  /// The largest distance of the edge from the observer's plane, metres.
  public var farthest: Double { extent.farthest }

  /// The integral along an outline.
  ///
  /// - Parameters:
  ///   - outline: corners at any distances.
  ///   - wavelength: metres, 1e-9...1e-3.
  /// - Throws: `OpticsError` for a wavelength out of range, and an outline that is smaller than ten
  ///   wavelengths or reaches further from the axis than its nearest corner is away.
  public init(outline: DiffractingOutline, wavelength: Double) throws(OpticsError) {
    try DiffractionRange.check(wavelength: wavelength)
    extent = OutlineExtent(outline)
    guard extent.reach >= 10 * wavelength, extent.reach <= extent.nearest else {
      throw OpticsError(
        .outsideValidity,
        "outline: reaches \(extent.reach) m from the axis at \(extent.nearest) m; Kirchhoff's integral is "
          + "asked for edges of ten wavelengths (\(wavelength) m) up to 45 degrees")
    }
    self.wavelength = wavelength
    var edges: [Edge] = []
    var circles: [Circle] = []
    for loop in outline.loops {
      switch loop {
      case .circle(let x, let y, let radius, let distance):
        circles.append(Circle(x: x, y: y, radius: radius, distance: distance))
      case .polygon(let vertices):
        for index in vertices.indices {
          let (a, b) = (vertices[index], vertices[(index + 1) % vertices.count])
          let (dx, dy) = (b.x - a.x, b.y - a.y)
          let length = (dx * dx + dy * dy).squareRoot()
          // An edge along the line of sight is seen under no angle.
          guard length > 0 else { continue }
          edges.append(
            Edge(
              begin: a, alongX: dx / length, alongY: dy / length,
              slope: (b.distance - a.distance) / length, length: length))
        }
      }
    }
    self.edges = edges
    self.circles = circles
  }

  /// The wave at a point of the observer's plane, relative to the free wave there.
  ///
  /// - Parameters:
  ///   - x: metres across the axis, a finite number.
  ///   - y: metres across the axis, a finite number.
  /// - Throws: `OpticsError` for a place that is no number or needs more than 4e8 points on the edge.
  public func amplitude(x: Double, y: Double) throws(OpticsError) -> ComplexAmplitude {
    let nodes = nodeCount(x, y)
    guard nodes <= BoundaryIntegral.mostNodes else {
      throw OpticsError(
        .outsideValidity,
        "(\(x), \(y)) m: the line integral would need \(nodes) points, at most "
          + "\(BoundaryIntegral.mostNodes) are summed; ask nearer the axis, or use the edge integral"
      )
    }
    var sums = DetourSums(wavelength: wavelength)
    for edge in edges { add(edge, x, y, &sums) }
    for circle in circles { add(circle, x, y, &sums) }
    return ComplexAmplitude(
      real: 1 - sums.real.sum() / (2 * .pi), imaginary: sums.imaginary.sum() / (2 * .pi))
  }

  /// A bound on the error of `amplitude(x:y:)` from rounding; the quadrature's own is below 1e-13.
  public func amplitudeError(x: Double, y: Double) -> Double {
    let reach = extent.reach + (x * x + y * y).squareRoot()
    return 1e-13 + 1e-15 * reach * reach / (wavelength * extent.nearest)
  }

  private func nodeCount(_ x: Double, _ y: Double) -> Double {
    guard x.isFinite, y.isFinite else { return .infinity }
    let reach = extent.reach + (x * x + y * y).squareRoot()
    let length =
      edges.reduce(0) { $0 + $1.length + $1.slope.magnitude * $1.length }
      + circles.reduce(0) { $0 + 2 * .pi * $1.radius }
    return 16 * Double(edges.count + circles.count)
      + 8 * .pi * reach * length / (wavelength * extent.nearest)
  }

  /// Panels of equal steps in ρ² from the foot of the perpendicular outward.
  private func add(_ edge: Edge, _ x: Double, _ y: Double, _ sums: inout DetourSums) {
    let (px, py) = (edge.begin.x - x, edge.begin.y - y)
    let begin = px * edge.alongX + py * edge.alongY
    let offset = px * edge.alongY - py * edge.alongX
    guard offset * offset > 0 else { return }
    let end = begin + edge.length
    // z = base + slope · s with s from the foot.
    let base = edge.begin.distance - edge.slope * begin
    func pieces(_ near: Double, _ far: Double, _ side: Double) {
      let square = (far - near) * (far + near)
      let reach = far * far + offset * offset
      // The detour changes by ρ² over 2z, and by the change of z times ρ²/2z².
      let detour =
        square / (2 * extent.nearest)
        + (far - near) * edge.slope.magnitude * reach / (2 * extent.nearest * extent.nearest)
      let count = max(1, (2 * .pi * detour / wavelength / EdgeSum.panelPhase).rounded(.up))
      var from = near
      for index in 1...Int(count) {
        let to =
          Double(index) == count
          ? far : (near * near + square * Double(index) / count).squareRoot()
        sums.panel(
          side * from, side * to, weight: side * offset, offset: offset, base: base,
          slope: edge.slope)
        from = to
      }
    }
    if begin < 0, end > 0 {
      pieces(0, -begin, -1)
      pieces(0, end, 1)
    } else if begin >= 0 {
      pieces(begin, end, 1)
    } else {
      pieces(-end, -begin, -1)
    }
  }

  /// The trapezoid rule round a circle, as `EdgeSum` has it, with a tenth more points.
  private func add(_ circle: Circle, _ x: Double, _ y: Double, _ sums: inout DetourSums) {
    let (dx, dy) = (x - circle.x, y - circle.y)
    let away = (dx * dx + dy * dy).squareRoot()
    let v = 2 * .pi * circle.radius * away / (wavelength * circle.distance)
    let groups = ((1.1 * v + 12 * Double.pow(v, 1.0 / 3) + 100) / 16).rounded(.up)
    let gap = circle.radius - away
    let lanes = SIMD8<Double>(0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5)
    let step = 1 / (16 * groups)
    let z = SIMD8<Double>(repeating: circle.distance)
    for index in 0..<Int(groups) {
      let sine = SIMD8<Double>.sineCosine(halfTurns: (lanes + 8 * Double(index)) * step).sine
      let square = sine * sine
      let rho = SIMD8<Double>.multiplyAdd(
        square, 4 * circle.radius * away, SIMD8(repeating: gap * gap))
      let cross = SIMD8<Double>.multiplyAdd(square, 2 * away, SIMD8(repeating: gap))
      sums.add(weight: cross * (circle.radius * 4 * .pi * step), square: rho, z: z)
    }
  }
}

/// Lanes that add up `[1 − ((s + z)/2s) e^{ik(s − z)}] / ρ²` times weights.
private struct DetourSums {
  var real = SIMD8<Double>.zero
  var imaginary = SIMD8<Double>.zero
  /// Half turns of phase for a metre of detour.
  private let halfTurns: Double
  private let rule = GaussLegendre(order: 16).nodes

  init(wavelength: Double) { halfTurns = 2 / wavelength }

  /// Sixteen Gauss nodes between two places along an edge, metres from the foot of the perpendicular.
  mutating func panel(
    _ from: Double, _ to: Double, weight: Double, offset: Double, base: Double, slope: Double
  ) {
    let (middle, half) = (0.5 * (from + to), 0.5 * (to - from))
    for start in [0, 8] {
      var abscissa = SIMD8<Double>.zero
      var weights = SIMD8<Double>.zero
      for lane in 0..<8 {
        abscissa[lane] = rule[start + lane].abscissa
        weights[lane] = rule[start + lane].weight
      }
      let s = middle + half * abscissa
      add(
        weight: weights * (weight * half), square: s * s + offset * offset, z: base + slope * s)
    }
  }

  @inline(__always)
  mutating func add(weight: SIMD8<Double>, square: SIMD8<Double>, z: SIMD8<Double>) {
    let s = SIMD8<Double>.sqrt(square + z * z)
    let sum = s + z
    let (sine, cosine) = SIMD8<Double>.sineCosine(halfTurns: square / sum * halfTurns)
    let obliquity = 0.5 * sum / s
    let factor = weight / square
    real += factor * (1 - obliquity * cosine)
    imaginary += factor * obliquity * sine
  }
}
