internal import Astronomy
internal import RealModule

extension LocalOutline {
  /// Adds the covered arcs of the ring of a radius about the z axis, radians below π/2.
  func addArcs(radius: Double, to arcs: inout CoveredArcs) {
    if isLine { return }
    if radius < toBoundary {
      if containsAxis { arcs.add(CoveredArcs.whole) }
      return
    }
    if radius >= farthest { return }
    switch outline {
    case .cap(let centre, let b):
      let half = halfArc(theta: radius, b: b, c: polarAngle(centre))
      arcs.add(from: Double.atan2(y: centre.y, x: centre.x) - half, width: 2 * half)
    case .cone(let cone): addArcs(of: cone, radius: radius, to: &arcs)
    case .contour(let contour): addArcs(of: contour, radius: radius, to: &arcs)
    }
  }

  /// Half the arc of the ring of radius θ inside a cap of radius b at distance c, by half-angles.
  private func halfArc(theta: Double, b: Double, c: Double) -> Double {
    let s = (theta + b + c) / 2
    let numerator = Double.sin(((b - theta) + c) / 2) * Double.sin(((b - c) + theta) / 2)
    let denominator = Double.sin(s) * Double.sin(((theta - b) + c) / 2)
    return 2
      * Double.atan2(y: max(0, numerator).squareRoot(), x: max(0, denominator).squareRoot())
  }

  /// The arcs between the roots of the quadratic form along the ring, each tested at its middle.
  private func addArcs(of cone: EllipticCone, radius: Double, to arcs: inout CoveredArcs) {
    let (s, c) = (Double.sin(radius), Double.cos(radius))
    let form = cone.form(Vector3(0, 0, c), Vector3(s, 0, 0), Vector3(0, s, 0))
    let roots = form.roots()
    guard roots.count >= 2, let last = roots.last else {
      // The line reaches inside the ring, so all of it is covered to rounding at most. A circle seen
      // edge on is as thin as rounding: its crossings may be lost, and what it covers is nothing.
      if containsAxis, radius <= toBoundary * (1 + 1e-9) { arcs.add(CoveredArcs.whole) }
      return
    }
    var previous = last - 2 * Double.pi
    for root in roots {
      if cone.contains(direction(polar: radius, azimuth: (previous + root) / 2)) {
        arcs.add(from: previous, width: root - previous)
      }
      previous = root
    }
  }

  /// The arcs between the crossings of edges, by the winding number.
  ///
  /// Whether a vertex lies inside the ring decides which edges cross it, so that crossings are never
  /// lost or counted twice; an edge outward raises the winding number, one inward lowers it.
  private func addArcs(of contour: SphericalContour, radius: Double, to arcs: inout CoveredArcs) {
    let (sine, cotangent) = (Double.sin(radius), 1 / Double.tan(radius))
    let squared = sine * sine
    func isInside(_ v: Vector3) -> Bool { v.z > 0 && v.x * v.x + v.y * v.y < squared }
    var crossings: [(angle: Double, step: Int)] = []
    for index in edges.indices
    where edges[index].nearest <= radius && edges[index].farthest >= radius {
      let (a, b) = (contour.starts[index], contour.ends[index])
      let (inA, inB) = (isInside(a), isInside(b))
      if inA, inB { continue }
      let pole = a.cross(b - a)
      let across = Double.hypot(pole.x, pole.y)
      let q = across > 0 ? -pole.z * cotangent / across : 2
      if !inA, !inB {
        // Twice, if the foot of the perpendicular lies between the ends and inside the ring.
        guard q.magnitude < 1, pole.cross(a).z > 0, b.cross(pole).z > 0 else { continue }
      }
      let bounded = max(-1, min(1, q))
      let half = Double.atan2(y: ((1 - bounded) * (1 + bounded)).squareRoot(), x: bounded)
      let azimuth = Double.atan2(y: pole.y, x: pole.x)
      if !inB { crossings.append((azimuth - half, 1)) }
      if !inA { crossings.append((azimuth + half, -1)) }
    }
    guard !crossings.isEmpty else {
      if contour.contains(direction(polar: radius, azimuth: 0)) { arcs.add(CoveredArcs.whole) }
      return
    }
    addArcs(between: &crossings, of: contour, radius: radius, to: &arcs)
  }

  private func addArcs(
    between crossings: inout [(angle: Double, step: Int)], of contour: SphericalContour,
    radius: Double, to arcs: inout CoveredArcs
  ) {
    let turn = 2 * Double.pi
    for index in crossings.indices {
      let angle = crossings[index].angle
      crossings[index].angle = angle - turn * (angle / turn).rounded(.down)
    }
    crossings.sort { $0.angle < $1.angle }
    // Widths of the stretches that begin at each crossing, and the winding number in each, relative
    // to the stretch before the first crossing.
    let count = crossings.count
    var relative = [Int](repeating: 0, count: count)
    var (sum, widest, widestAt) = (0, -1.0, 0)
    func width(_ index: Int) -> Double {
      index + 1 < count
        ? crossings[index + 1].angle - crossings[index].angle
        : crossings[0].angle + turn - crossings[index].angle
    }
    for index in 0..<count {
      sum += crossings[index].step
      relative[index] = sum
      if width(index) > widest { (widest, widestAt) = (width(index), index) }
    }
    let base: Int
    if contour.isSimple {
      base = -(relative.min() ?? 0)
    } else {
      let probe = direction(polar: radius, azimuth: crossings[widestAt].angle + widest / 2)
      base = contour.winding(around: probe) - relative[widestAt]
    }
    for index in 0..<count where relative[index] + base != 0 {
      arcs.add(from: crossings[index].angle, width: width(index))
    }
  }
}
