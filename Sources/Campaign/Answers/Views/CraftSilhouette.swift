internal import Astronomy
internal import Foundation
internal import Geometry
internal import Imagery

/// A body as somebody far aside sees it: strips of its outline on a plane, m.
///
/// The outline is that of Geometry, seen from ten thousand of its own sizes away, where lines of sight are
/// parallel to a ten-thousandth.
struct CraftSilhouette {
  /// A strip of the outline: from one place across to another, at a height.
  struct Strip: Equatable {
    var from, to, up: Double
  }

  /// The piece's name; empty where it has none.
  var name: String
  /// Strips of equal height, the lowest first.
  var strips: [Strip]
  /// The height of a strip.
  var step: Double

  /// The radius of a sphere, m, whose lit side shows its phase; nil for other pieces.
  var sphereRadius: Double?

  /// The middle of what is covered; nil when nothing is.
  var middle: SIMD2<Double>? {
    guard !strips.isEmpty else { return nil }
    let sum = strips.reduce(into: (0.0, 0.0, 0.0)) { sum, strip in
      let width = max(strip.to - strip.from, step / 10)
      sum.0 += width * (strip.from + strip.to) / 2
      sum.1 += width * strip.up
      sum.2 += width
    }
    return SIMD2(sum.0 / sum.2, sum.1 / sum.2)
  }

  /// The ends across: of all strips the leftmost and the rightmost place; nil when nothing is covered.
  var reach: (left: Double, right: Double)? {
    guard let left = strips.map(\.from).min(), let right = strips.map(\.to).max() else {
      return nil
    }
    return (left, right)
  }

  /// A plane on which bodies are seen: to the right, up, and toward the one who looks; unit vectors.
  struct Plane {
    var right, up: Vector3
    var toViewer: Vector3 { right.cross(up) }
  }

  /// The pieces of a body, each with its own outline.
  ///
  /// - Parameters:
  ///   - names: of the pieces, in order.
  ///   - turn: from the body frame to the GCRF.
  ///   - sun: the Sun's direction, which a disc that faces its observer looks along.
  static func pieces(
    of shape: OcculterShape, names: [String], turn: Rotation, sun: Vector3, on plane: Plane
  ) throws -> [CraftSilhouette] {
    switch shape {
    case .facingDisc(let radius):
      return [try plate(circle(radius, normal: sun), plane, name: names.first ?? "")]
    case .disc(let radius, let normal):
      return [
        try plate(circle(radius, normal: turn.applied(to: normal)), plane, name: names.first ?? "")
      ]
    case .composite(let parts):
      return try parts.enumerated().map { index, part in
        try solid(
          .composite([part]), turn, plane,
          name: names.indices.contains(index) ? names[index] : "")
      }
    case .sphere(let radius):
      var piece = try solid(shape, turn, plane, name: names.first ?? "")
      piece.sphereRadius = radius
      return [piece]
    default: return [try solid(shape, turn, plane, name: names.first ?? "")]
    }
  }

  /// The rows into which a body is cut.
  private static let rows = 160

  private static func solid(
    _ shape: OcculterShape, _ turn: Rotation, _ plane: Plane, name: String
  ) throws -> CraftSilhouette {
    let reach = shape.radius
    let away = plane.toViewer * (-1e4 * reach)
    let outline = try shape.silhouette(at: away, attitude: turn)
    let step = 2 * reach / Double(rows)
    func isCovered(_ across: Double, _ up: Double) -> Bool {
      outline.contains((away + plane.right * across + plane.up * up).normalized)
    }
    var strips: [Strip] = []
    for row in 0..<rows {
      let up = -reach + (Double(row) + 0.5) * step
      var start: Double?
      for column in 0...(2 * rows) {
        let across = -reach + (Double(column) + 0.5) * step / 2
        let isInside = column < 2 * rows && isCovered(across, up)
        if isInside, start == nil { start = across - step / 4 }
        if !isInside, let from = start {
          strips.append(Strip(from: from, to: across - step / 4, up: up))
          start = nil
        }
      }
    }
    return CraftSilhouette(name: name, strips: strips, step: step)
  }

  /// A thin plate, which is a line when it is seen edge on.
  private static func plate(
    _ rim: [Vector3], _ plane: Plane, name: String
  ) throws -> CraftSilhouette {
    let points = rim.map { SIMD2($0.dot(plane.right), $0.dot(plane.up)) }
    let (low, high) = (points.map(\.y).min() ?? 0, points.map(\.y).max() ?? 0)
    let step = max((high - low) / Double(rows), 1e-9)
    var strips: [Strip] = []
    for row in 0..<rows {
      let up = low + (Double(row) + 0.5) * step
      var crossings: [Double] = []
      for (one, other) in zip(points, points.dropFirst() + points.prefix(1))
      where (one.y > up) != (other.y > up) {
        crossings.append(one.x + (up - one.y) / (other.y - one.y) * (other.x - one.x))
      }
      if let from = crossings.min(), let to = crossings.max() {
        strips.append(Strip(from: from, to: to, up: up))
      }
    }
    return CraftSilhouette(name: name, strips: strips, step: step)
  }

  private static func circle(_ radius: Double, normal: Vector3) -> [Vector3] {
    let aside = abs(normal.x) < 0.9 ? Vector3(1, 0, 0) : Vector3(0, 1, 0)
    let first = normal.cross(aside).normalized
    let second = normal.normalized.cross(first)
    return (0..<720).map { step in
      let angle = Double(step) / 720 * 2 * .pi
      return first * (radius * cos(angle)) + second * (radius * sin(angle))
    }
  }

  /// Draws pieces: a slate body whose side toward the Sun, on the left, is lit.
  ///
  /// - Parameters:
  ///   - place: where the plane's origin lies on the canvas.
  ///   - scale: pixels for a metre.
  static func draw(
    _ pieces: [CraftSilhouette], at place: CanvasPoint, scale: Double, litWidth: Double,
    on canvas: Canvas
  ) {
    let (body, lit) = (Colour(96, 104, 122), Colour(255, 232, 180))
    func box(_ strip: Strip, _ step: Double) -> (
      x: Double, y: Double, width: Double, height: Double
    ) {
      (
        place.x + strip.from * scale, place.y - (strip.up + step / 2) * scale,
        max(1.2, (strip.to - strip.from) * scale), max(1, step * scale + 1)
      )
    }
    for piece in pieces {
      for strip in piece.strips {
        let (x, y, width, height) = box(strip, piece.step)
        canvas.rectangle(x: x, y: y, width: width, height: height, fill: body)
      }
    }
    for piece in pieces {
      for strip in piece.strips {
        // What another piece hides from the Sun stays dark.
        let isShaded = pieces.contains { other in
          other.strips.contains {
            $0.from < strip.from - piece.step
              && abs($0.up - strip.up) <= max(other.step, piece.step) / 2
          }
        }
        guard !isShaded else { continue }
        let (x, y, width, height) = box(strip, piece.step)
        if let radius = piece.sphereRadius, width > 2 * litWidth {
          // From aside half of it is lit, fading to the terminator in its middle.
          for (from, to, light) in halfLit(strip, radius: radius, parts: Int(width / 2)) {
            canvas.rectangle(
              x: place.x + from * scale, y: y, width: (to - from) * scale + 0.5, height: height,
              fill: mixed(lit, light, over: body))
          }
          continue
        }
        canvas.rectangle(
          x: x, y: y, width: min(width, litWidth), height: height, fill: lit)
      }
    }
  }

  /// A colour that covers a share of another one; where parts overlap, see-through ones would add up.
  private static func mixed(_ one: Colour, _ share: Double, over other: Colour) -> Colour {
    func mixed(_ one: UInt8, _ other: UInt8) -> UInt8 {
      UInt8((Double(other) + (Double(one) - Double(other)) * share).rounded())
    }
    return Colour(
      mixed(one.red, other.red), mixed(one.green, other.green), mixed(one.blue, other.blue))
  }

  /// The lit half of a strip of a sphere in parts with their light: the cosine of the angle at which the Sun, far on
  /// the left, stands over the ground (Lambert's law).
  static func halfLit(
    _ strip: Strip, radius: Double, parts: Int
  ) -> [(from: Double, to: Double, light: Double)] {
    let middle = (strip.from + strip.to) / 2
    let count = max(1, min(parts, 400) / 2)
    let step = (middle - strip.from) / Double(count)
    return (0..<count).map { number in
      let from = strip.from + Double(number) * step
      return (from, from + step, min(1, max(0, (middle - from - step / 2) / radius)))
    }
  }
}
