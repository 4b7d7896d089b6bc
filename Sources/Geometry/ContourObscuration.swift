internal import Astronomy
internal import RealModule

extension SphericalContour {
  /// The solid angle that a polygon shares with the cap about the z axis of a frame, sr.
  ///
  /// Green's theorem on the sphere, edge by edge: what lies inside the cap adds the spherical triangle
  /// with the cap's centre (Van Oosterom & Strackee, IEEE Trans. Biomed. Eng. 30, 125, 1983), what
  /// lies outside adds the cap's sector. Angles are summed as arguments of complex products, two arc
  /// tangents in all. Exact but for rounding, 1e-15 of the cap for each edge.
  ///
  /// - Parameters:
  ///   - frame: its z axis is the cap's centre.
  ///   - radius: the cap's angular radius, radians below π/2.
  func solidAngle(sharedWithCapOf frame: Rotation, radius: Double) -> Double {
    var sum = CapOverlap(radius: radius)
    let count = starts.count
    guard isSimple, count > 2 else { return 0 }
    var start = frame.applied(to: starts[count - 1])
    for index in 0..<count {
      let end = frame.applied(to: starts[index])
      sum.add(from: start, to: end)
      start = end
    }
    return sum.solidAngle
  }
}

/// The sum of the signed areas between the z axis and the edges of a polygon, within a cap.
private struct CapOverlap {
  private let squaredTangent: Double
  private let sectorHeight: Double
  /// A complex number whose argument is half the triangles' excess.
  private var triangle = (real: 1.0, imaginary: 0.0)
  /// A complex number whose argument is the angle of the sectors, less whole turns.
  private var sector = (real: 1.0, imaginary: 0.0)
  private var turns = 0.0

  init(radius: Double) {
    let tangent = Double.tan(radius)
    squaredTangent = tangent * tangent
    sectorHeight = versine(radius)
  }

  /// Whether any edge reaches into the cap.
  private var meetsCap = false

  /// The shared solid angle; exactly nothing or the whole cap where no edge reaches into it.
  var solidAngle: Double {
    guard meetsCap else {
      let angle = Double.atan2(y: sector.imaginary, x: sector.real) + 2 * Double.pi * turns
      return angle > Double.pi ? 2 * Double.pi * sectorHeight : 0
    }
    let excess = 2 * Double.atan2(y: triangle.imaginary, x: triangle.real)
    let angle = Double.atan2(y: sector.imaginary, x: sector.real) + 2 * Double.pi * turns
    return max(0, excess + sectorHeight * angle)
  }

  /// Adds an edge between two vectors; their lengths do not matter.
  mutating func add(from v: Vector3, to w: Vector3) {
    let (atV, atW) = (form(v), form(w))
    if atV <= 0, atW <= 0, v.z > 0, w.z > 0 { return addTriangle(v, w) }
    let step = w - v
    let pole = v.cross(step)
    let discriminant =
      squaredTangent * (pole.x * pole.x + pole.y * pole.y) - pole.z * pole.z
    guard discriminant > 0 else { return addSector(v, w) }
    addCrossed(v, step, w, atV, root: discriminant.squareRoot())
  }

  /// Negative inside the double cone of the cap.
  private func form(_ v: Vector3) -> Double { v.x * v.x + v.y * v.y - squaredTangent * v.z * v.z }

  /// Adds an edge whose great circle crosses the cap: at most two crossings, three pieces.
  private mutating func addCrossed(
    _ v: Vector3, _ step: Vector3, _ w: Vector3, _ atV: Double, root: Double
  ) {
    let half = v.x * step.x + v.y * step.y - squaredTangent * v.z * step.z
    let q = -(half + (half < 0 ? -root : root))
    let other = q == 0 ? 2 : atV / q
    let one = q / form(step)
    var start = v
    for t in [min(one, other), max(one, other)] where t > 0 && t < 1 {
      let crossing = v + step * t
      addPiece(start, crossing)
      start = crossing
    }
    addPiece(start, w)
  }

  private mutating func addPiece(_ v: Vector3, _ w: Vector3) {
    let middle = v + w
    if middle.z > 0, form(middle) < 0 { addTriangle(v, w) } else { addSector(v, w) }
  }

  private mutating func addTriangle(_ v: Vector3, _ w: Vector3) {
    meetsCap = true
    let (lengthV, lengthW) = (v.length, w.length)
    let denominator = lengthV * lengthW + v.z * lengthW + w.z * lengthV + v.dot(w)
    let tangent = (v.x * w.y - v.y * w.x) / denominator
    triangle = (
      triangle.real - triangle.imaginary * tangent, triangle.imaginary + triangle.real * tangent
    )
  }

  private mutating func addSector(_ v: Vector3, _ w: Vector3) {
    let (c, s) = (v.x * w.x + v.y * w.y, v.x * w.y - v.y * w.x)
    let before = sector.imaginary
    let product = (
      real: sector.real * c - sector.imaginary * s, imaginary: sector.real * s + before * c
    )
    // The argument has passed half a turn where both went one way and the sum came out on the other
    // side.
    if before >= 0, s > 0, product.imaginary < 0 { turns += 1 }
    if before < 0, s < 0, product.imaginary >= 0 { turns -= 1 }
    let size = product.real.magnitude + product.imaginary.magnitude
    // Powers of two keep every digit.
    let scale = size < 1e-100 && size > 0 ? 0x1p300 : size > 1e100 ? 0x1p-300 : 1
    sector = (product.real * scale, product.imaginary * scale)
  }
}
