internal import RealModule
internal import VectorMath

/// The wave of a distant point behind anything opaque, as one line integral along its edge.
///
/// `U(x) = 1 − (1/2π) ∮ (1 − e^{iπρ²/λz}) dθ` with `ρ` and `θ` the polar coordinates of the edge as seen
/// from the point: Fresnel's integral turned into a line integral by Green's theorem (Miyamoto & Wolf 1962,
/// J. Opt. Soc. Am. 52, 615; in this form, without a pole on the edge, Barnett 2021, J. Astron. Telesc.
/// Instrum. Syst. 7, 021211). Exact for Kirchhoff's thin edge in Fresnel's approximation, inside, outside and
/// on the edge. It holds for edges in one plane; an outline whose corners have different distances is
/// refused. Edges inside others cast no shadow twice: give the union.
public struct BoundaryIntegral: Sendable {
  /// A straight edge, from a corner along a direction.
  struct Edge: Sendable {
    var x: Double
    var y: Double
    var alongX: Double
    var alongY: Double
    var length: Double
  }

  /// A full circle.
  struct Circle: Sendable {
    var x: Double
    var y: Double
    var radius: Double
  }

  /// Most points that one amplitude may need: a second of work.
  static let mostNodes = 4e8

  private let edges: [Edge]
  private let circles: [Circle]
  /// `1/λz`, per square metre.
  private let inverseFresnelArea: Double
  /// Wavelength, metres.
  public let wavelength: Double
  /// From the edge to the observer's plane, metres.
  public let distance: Double
  /// The farthest point of the edge from the axis, metres.
  public let reach: Double

  /// The integral along an outline.
  ///
  /// - Parameters:
  ///   - outline: its corners all at one distance, to a part in 1e12.
  ///   - wavelength: metres, 1e-9...1e-3.
  /// - Throws: `OpticsError` for a wavelength out of range, an outline that is not flat, one that is smaller
  ///   than ten wavelengths or reaches further from the axis than a tenth of the distance.
  public init(outline: DiffractingOutline, wavelength: Double) throws(OpticsError) {
    try DiffractionRange.check(wavelength: wavelength)
    let extent = OutlineExtent(outline)
    guard extent.isFlat else {
      throw OpticsError(
        .outsideValidity,
        "outline: its corners lie from \(extent.nearest) m to \(extent.farthest) m away; Fresnel's line "
          + "integral holds for a flat edge; ask Kirchhoff's integral, or the edge integral")
    }
    try DiffractionRange.check(
      reach: extent.reach, distance: extent.nearest, wavelength: wavelength)
    (edges, circles) = Self.pieces(outline)
    distance = extent.nearest
    reach = extent.reach
    self.wavelength = wavelength
    inverseFresnelArea = 1 / (wavelength * extent.nearest)
  }

  /// The wave behind an outline, once; keep a `BoundaryIntegral` for many points.
  ///
  /// - Throws: `OpticsError` as the initialiser and `amplitude(x:y:)`.
  public static func amplitude(
    outline: DiffractingOutline, x: Double, y: Double, wavelength: Double
  ) throws(OpticsError) -> ComplexAmplitude {
    try BoundaryIntegral(outline: outline, wavelength: wavelength).amplitude(x: x, y: y)
  }

  /// The wave at a point of the observer's plane, relative to the free wave there.
  ///
  /// - Parameters:
  ///   - x: metres across the axis, a finite number.
  ///   - y: metres across the axis, a finite number.
  /// - Throws: `OpticsError` for a place that is no number or so far away that the phases along the edge
  ///   would need more than 4e8 points.
  public func amplitude(x: Double, y: Double) throws(OpticsError) -> ComplexAmplitude {
    let nodes = nodeCount(x, y)
    guard nodes <= Self.mostNodes else {
      throw OpticsError(
        .outsideValidity,
        "(\(x), \(y)) m: the line integral would need \(nodes) points, at most \(Self.mostNodes) are "
          + "summed; ask nearer the axis, or use the edge integral")
    }
    var shadow = ComplexAmplitude(real: 0, imaginary: 0)
    for edge in edges {
      shadow = shadow + EdgeSum.edge(edge, x: x, y: y, inverseFresnelArea)
    }
    for circle in circles {
      shadow = shadow + EdgeSum.circle(circle, x: x, y: y, inverseFresnelArea)
    }
    return ComplexAmplitude(
      real: 1 - shadow.real / (2 * .pi), imaginary: -shadow.imaginary / (2 * .pi))
  }

  /// A bound on the error of `amplitude(x:y:)` from rounding; the quadrature's own is below 1e-14.
  public func amplitudeError(x: Double, y: Double) -> Double {
    // A phase of n half turns is rounded to some 3e-16 n of them.
    1e-13 + 1e-15 * farthestSquare(x, y) * inverseFresnelArea
  }

  /// About how many points the sum takes.
  private func nodeCount(_ x: Double, _ y: Double) -> Double {
    let reach = farthestSquare(x, y).squareRoot()
    // The phase along an edge changes at most by its rate at the far end times the length.
    let length = edges.reduce(0) { $0 + $1.length }
    let around = circles.reduce(0) { $0 + 2 * .pi * $1.radius }
    return 16 * Double(edges.count + circles.count)
      + 4 * .pi * reach * (length + around) * inverseFresnelArea
  }

  private func farthestSquare(_ x: Double, _ y: Double) -> Double {
    var square = 0.0
    for edge in edges {
      square = max(square, (edge.x - x) * (edge.x - x) + (edge.y - y) * (edge.y - y))
    }
    for circle in circles {
      let (dx, dy) = (circle.x - x, circle.y - y)
      let reach = (dx * dx + dy * dy).squareRoot() + circle.radius
      square = max(square, reach * reach)
    }
    return x.isFinite && y.isFinite ? square : .infinity
  }

  private static func pieces(_ outline: DiffractingOutline) -> ([Edge], [Circle]) {
    var edges: [Edge] = []
    var circles: [Circle] = []
    for loop in outline.loops {
      switch loop {
      case .circle(let x, let y, let radius, _):
        circles.append(Circle(x: x, y: y, radius: radius))
      case .polygon(let vertices):
        for index in vertices.indices {
          let (a, b) = (vertices[index], vertices[(index + 1) % vertices.count])
          let (dx, dy) = (b.x - a.x, b.y - a.y)
          let length = (dx * dx + dy * dy).squareRoot()
          guard length > 0 else { continue }
          edges.append(
            Edge(x: a.x, y: a.y, alongX: dx / length, alongY: dy / length, length: length))
        }
      }
    }
    return (edges, circles)
  }
}
