internal import RealModule

/// A circle on a plane, as most programs take Sun and occulter.
struct FlatCircle {
  /// The centre, in the unit of the radius.
  var centre: SIMD2<Double>
  var radius: Double

  /// A stretch of a circle's border, right-handed from its first to its last angle.
  private struct Arc {
    var start: Double
    var width: Double
  }

  /// The area of a disc about the origin that no circle covers.
  ///
  /// Green's theorem along the open region's border: arcs of the disc's rim outside all circles, and
  /// arcs of the circles inside the disc and outside all others, run the other way. An arc counts as
  /// its chord's triangle with the origin and its segment, so that a circle much larger than the disc
  /// loses no digits.
  static func openArea(ofDisc radius: Double, behind circles: [FlatCircle]) -> Double {
    // A circle within another has no border of its own; of two alike the first counts.
    let circles = circles.enumerated().filter { index, circle in
      !circles.enumerated().contains { other, larger in
        other != index && larger.holds(circle) && (!circle.holds(larger) || other < index)
      }
    }.map(\.element)
    let disc = FlatCircle(centre: .zero, radius: radius)
    var area = 0.0
    for arc in disc.arcs(outside: circles, inside: nil) { area += disc.area(of: arc) }
    for (index, circle) in circles.enumerated() {
      let others = circles.indices.filter { $0 != index }.map { circles[$0] }
      for arc in circle.arcs(outside: others, inside: disc) { area -= circle.area(of: arc) }
    }
    return max(0, area)
  }

  private func holds(_ other: FlatCircle) -> Bool {
    let apart = centre - other.centre
    return (apart * apart).sum().squareRoot() + other.radius <= radius
  }

  /// The stretches of this circle's border outside some circles and inside another one.
  private func arcs(outside circles: [FlatCircle], inside disc: FlatCircle?) -> [Arc] {
    var covered = CoveredArcs()
    for circle in circles {
      if let arc = arc(within: circle) { covered.add(from: arc.start, width: arc.width) }
    }
    if let disc {
      guard let arc = arc(within: disc) else { return [] }
      covered.add(from: arc.start + arc.width, width: 2 * Double.pi - arc.width)
    }
    covered.unite()
    guard !covered.isWhole else { return [] }
    guard let last = covered.arcs.last else { return [Arc(start: 0, width: 2 * Double.pi)] }
    var previous = last.upperBound - 2 * Double.pi
    var open: [Arc] = []
    for arc in covered.arcs {
      if arc.lowerBound > previous {
        open.append(Arc(start: previous, width: arc.lowerBound - previous))
      }
      previous = arc.upperBound
    }
    return open
  }

  /// The stretch of this circle's border inside another circle; nil when there is none.
  private func arc(within other: FlatCircle) -> Arc? {
    let toward = other.centre - centre
    let distance = (toward * toward).sum().squareRoot()
    if distance >= radius + other.radius || distance + other.radius <= radius { return nil }
    if distance + radius <= other.radius { return Arc(start: 0, width: 2 * Double.pi) }
    // Half the angle by half-angles, which keeps the digits of a shallow crossing.
    let (r, R, d) = (radius, other.radius, distance)
    let numerator = ((R - r) + d) * ((R - d) + r)
    let denominator = (r + R + d) * ((r - R) + d)
    let half =
      2 * Double.atan2(y: max(0, numerator).squareRoot(), x: max(0, denominator).squareRoot())
    let azimuth = Double.atan2(y: toward.y, x: toward.x)
    return Arc(start: azimuth - half, width: 2 * half)
  }

  /// `½∮(x dy − y dx)` along a stretch of the border.
  private func area(of arc: Arc) -> Double {
    func point(_ angle: Double) -> SIMD2<Double> {
      centre + SIMD2(Double.cos(angle), Double.sin(angle)) * radius
    }
    let (a, b) = (point(arc.start), point(arc.start + arc.width))
    return (a.x * b.y - a.y * b.x) / 2 + radius * radius * circularSegment(arc.width / 2)
  }
}
