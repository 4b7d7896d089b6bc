internal import Astronomy

/// Outlines whose union is asked for, in the frame whose z axis points at the Sun's centre.
struct LocalPart {
  let outlines: [LocalOutline]

  init(_ outlines: [LocalOutline]) { self.outlines = outlines }

  /// The signed distance from the z axis to the union, radians; half a turn when there is none.
  var nearest: Double {
    guard let least = outlines.map(\.nearest).min() else { return .pi }
    return least >= 0 ? least : -coveredRadius
  }

  /// Whether its signed distance changes no faster than its points move: all but the outline of a
  /// mesh that is not convex, in which gaps may open and close.
  var isSteady: Bool {
    outlines.allSatisfy {
      if case .contour(let contour) = $0.outline { contour.isSimple } else { true }
    }
  }

  var farthest: Double { outlines.map(\.farthest).max() ?? 0 }

  /// The radius of the largest covered circle about the z axis, which is covered itself.
  ///
  /// It reaches to the first uncovered point: an extreme of an outline, or a crossing of two. Rings
  /// are examined between those radii, in order, until one is not wholly covered.
  var coveredRadius: Double {
    let order = outlines.sorted { $0.nearest < $1.nearest }
    guard let deepest = order.first, deepest.nearest < 0 else { return 0 }
    let others = order.filter { $0.farthest >= deepest.toBoundary }
    if isExposed(deepest, among: order.dropFirst()) { return deepest.toBoundary }
    let limit = farthest
    let radii = others.flatMap(\.criticalRadii).filter { $0 > deepest.toBoundary && $0 < limit }
    var lower = deepest.toBoundary
    let crossings = BoundaryCrossings(others)
    for upper in radii.sorted() + [limit] where upper > lower {
      for end in crossings.radii(between: lower, and: upper) + [upper] where end > lower {
        if !arcs(of: others, radius: (lower + end) / 2).isWhole { return lower }
        lower = end
      }
    }
    return limit
  }

  /// Whether the nearest boundary point of the deepest outline is surely a point of the union's.
  private func isExposed(_ deepest: LocalOutline, among others: ArraySlice<LocalOutline>) -> Bool {
    if case .contour(let contour) = deepest.outline, !contour.isSimple { return false }
    return !others.contains { $0.outline.contains(deepest.nearestPoint) }
  }

  private func arcs(of outlines: [LocalOutline], radius: Double) -> CoveredArcs {
    var arcs = CoveredArcs()
    for outline in outlines { outline.addArcs(radius: radius, to: &arcs) }
    arcs.unite()
    return arcs
  }
}

/// The crossings of the outlines of a union with each other and with themselves.
struct BoundaryCrossings {
  private enum Element {
    case cone(EllipticCone)
    case edge(Vector3, Vector3)
  }

  private struct Ranged {
    var element: Element
    var nearest: Double
    var farthest: Double
  }

  /// In order of their least distance.
  private let elements: [Ranged]
  /// Above this number of pairs whose distances overlap the crossings of a range are not looked for:
  /// some seconds for one instant.
  static let pairLimit = 20_000_000

  init(_ outlines: [LocalOutline]) {
    var all: [Ranged] = []
    for outline in outlines {
      switch outline.outline {
      case .cap(let centre, let radius):
        all.append(
          Ranged(
            element: .cone(EllipticCone(cap: centre, angularRadius: radius)),
            nearest: outline.toBoundary, farthest: outline.farthest))
      case .cone(let cone):
        all.append(
          Ranged(
            element: .cone(cone), nearest: outline.toBoundary, farthest: outline.farthest))
      case .contour(let contour):
        for (index, range) in outline.edges.enumerated() {
          all.append(
            Ranged(
              element: .edge(contour.starts[index], contour.ends[index]),
              nearest: range.nearest, farthest: range.farthest))
        }
      }
    }
    elements = all.sorted { $0.nearest < $1.nearest }
  }

  /// The distances, in order, of the crossings between two radii; none when there are too many pairs.
  func radii(between lower: Double, and upper: Double) -> [Double] {
    let active = elements.filter { $0.nearest < upper && $0.farthest > lower }
    var result: [Double] = []
    var pairs = 0
    for (index, first) in active.enumerated() {
      // Sorted by their least distance, all that can meet the first follow it closely.
      for second in active[(index + 1)...] {
        guard second.nearest < first.farthest else { break }
        pairs += 1
        guard pairs <= Self.pairLimit else { return [] }
        for point in Self.crossings(first.element, second.element) {
          let radius = polarAngle(point)
          if radius > lower, radius < upper { result.append(radius) }
        }
      }
    }
    return result.sorted()
  }

  private static func crossings(_ first: Element, _ second: Element) -> [Vector3] {
    switch (first, second) {
    case (.edge(let a, let b), .edge(let c, let d)): return crossing(a, b, c, d)
    case (.cone(let cone), .cone(let other)):
      return cone.form(alongBoundaryOf: other).roots().map { other.boundary($0) }
        .filter { $0.dot(cone.axis) > 0 }
    case (.cone(let cone), .edge(let a, let b)), (.edge(let a, let b), .cone(let cone)):
      let pole = a.cross(b - a)
      let f = TrigonometricQuadratic(
        constant: pole.dot(cone.axis), cosine: pole.dot(cone.major) * cone.majorTangent,
        sine: pole.dot(cone.minor) * cone.minorTangent)
      return f.roots().map { cone.boundary($0) }
        .filter { pole.cross(a).dot($0) >= 0 && b.cross(pole).dot($0) >= 0 }
    }
  }

  /// Where two edges meet, if they do.
  private static func crossing(
    _ a: Vector3, _ b: Vector3, _ c: Vector3, _ d: Vector3
  ) -> [Vector3] {
    let (pole, other) = (a.cross(b - a), c.cross(d - c))
    guard (pole.dot(c) > 0) != (pole.dot(d) > 0), (other.dot(a) > 0) != (other.dot(b) > 0) else {
      return []
    }
    // On the first edge, with weights of one sign.
    let (atA, atB) = (other.dot(a), other.dot(b))
    let point = (a * atB - b * atA) * (atB > atA ? 1 : -1)
    let facing = point.dot(c + d) > 0
    return facing && point.lengthSquared > 0 ? [point] : []
  }
}
