internal import Astronomy
internal import RealModule

extension BodyPart {
  /// Whether a ray that starts at a point meets the piece.
  ///
  /// - Parameters:
  ///   - start: body frame, m.
  ///   - direction: of length one.
  func isMet(from start: Vector3, along direction: Vector3) -> Bool {
    let ball = ball
    let toBall = ball.centre - start
    let along = toBall.dot(direction)
    let reach = ball.radius * (1 + 1e-9)
    // No ray meets what its ball does not hold.
    guard along > -reach, (toBall - direction * along).length <= reach else { return false }
    let range = 0...max(0, along + reach)
    switch self {
    case .sphere, .ellipsoid, .box: return solid(start, direction, range)
    case .frustum(let from, let first, let to, let second):
      return Self.frustum(start - from, direction, to - from, first, second, range)
    case .revolved: return frustums.contains { $0.isMet(from: start, along: direction) }
    case .disc(let centre, let normal, let radius):
      return Self.crossing(start - centre, direction, normal).map {
        (start + direction * $0 - centre).length <= radius
      } ?? false
    case .polygon(let vertices):
      let flat = FlatPolygon(vertices)
      return Self.crossing(start - vertices[0], direction, flat.areaVector).map {
        flat.encloses(start + direction * $0)
      } ?? false
    }
  }

  private func solid(
    _ start: Vector3, _ direction: Vector3, _ range: ClosedRange<Double>
  ) -> Bool {
    switch self {
    case .sphere(let centre, let radius):
      return Self.ellipsoid(start - centre, direction, range) { $0 / radius }
    case .ellipsoid(let centre, let a, let b, let c):
      return Self.ellipsoid(start - centre, direction, range) { Self.coordinates($0, a, b, c) }
    case .box(let centre, let a, let b, let c):
      let place = Self.coordinates(start - centre, a, b, c)
      let way = Self.coordinates(direction, a, b, c)
      var left = range
      for axis in 0..<3 {
        guard let slab = Self.slab(place[axis], way[axis], -1...1, within: left) else {
          return false
        }
        left = slab
      }
      return true
    default: return false
    }
  }

  /// Whether the least of `|y + t z|² − 1` over the range is not positive, in the coordinates in which
  /// the ellipsoid is the unit sphere.
  private static func ellipsoid(
    _ place: Vector3, _ direction: Vector3, _ range: ClosedRange<Double>,
    _ coordinates: (Vector3) -> Vector3
  ) -> Bool {
    let (y, z) = (coordinates(place), coordinates(direction))
    return isReached(z.lengthSquared, y.dot(z), y.lengthSquared - 1, range)
  }

  /// Inside the two end planes the side is where `|q⊥|² ≤ r²`, with q⊥ and r linear along the ray.
  private static func frustum(
    _ place: Vector3, _ direction: Vector3, _ axis: Vector3, _ first: Double, _ second: Double,
    _ range: ClosedRange<Double>
  ) -> Bool {
    let share = place.dot(axis) / axis.lengthSquared
    let rate = direction.dot(axis) / axis.lengthSquared
    guard let inside = slab(share, rate, 0...1, within: range) else { return false }
    let (across, turn) = (place - axis * share, direction - axis * rate)
    let (radius, growth) = (first + (second - first) * share, (second - first) * rate)
    return isReached(
      turn.lengthSquared - growth * growth, across.dot(turn) - radius * growth,
      across.lengthSquared - radius * radius, inside)
  }

  /// Whether `a t² + 2 b t + c` is somewhere not positive in a range.
  private static func isReached(
    _ a: Double, _ b: Double, _ c: Double, _ range: ClosedRange<Double>
  ) -> Bool {
    func value(_ t: Double) -> Double { (a * t + 2 * b) * t + c }
    if value(range.lowerBound) <= 0 || value(range.upperBound) <= 0 { return true }
    guard a > 0, range.contains(-b / a) else { return false }
    return c - b * b / a <= 0
  }

  /// The part of a range in which `place + t rate` lies between two bounds.
  private static func slab(
    _ place: Double, _ rate: Double, _ bounds: ClosedRange<Double>,
    within range: ClosedRange<Double>
  ) -> ClosedRange<Double>? {
    guard rate != 0 else { return bounds.contains(place) ? range : nil }
    let (one, other) = ((bounds.lowerBound - place) / rate, (bounds.upperBound - place) / rate)
    let low = max(range.lowerBound, min(one, other))
    let high = min(range.upperBound, max(one, other))
    return low <= high ? low...high : nil
  }

  /// How far along a ray a plane through the origin is met; nil when it is not.
  private static func crossing(
    _ place: Vector3, _ direction: Vector3, _ normal: Vector3
  ) -> Double? {
    let rate = direction.dot(normal)
    guard rate != 0 else { return nil }
    let distance = -place.dot(normal) / rate
    return distance > 0 && distance.isFinite ? distance : nil
  }
}
