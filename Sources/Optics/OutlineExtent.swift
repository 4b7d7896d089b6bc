/// How near, how far and how wide an outline is.
struct OutlineExtent {
  /// The smallest distance along the axis, metres.
  private(set) var nearest = Double.infinity
  /// The largest distance along the axis, metres.
  private(set) var farthest = 0.0
  /// The farthest point of the edge from the axis, metres.
  private(set) var reach = 0.0

  /// Whether all of the edge has one distance, to a part in 1e12.
  var isFlat: Bool { farthest - nearest <= 1e-12 * farthest }

  init(_ outline: DiffractingOutline) {
    for loop in outline.loops {
      switch loop {
      case .circle(let x, let y, let radius, let distance):
        add((x * x + y * y).squareRoot() + radius, distance)
      case .polygon(let vertices):
        for vertex in vertices {
          add((vertex.x * vertex.x + vertex.y * vertex.y).squareRoot(), vertex.distance)
        }
      }
    }
  }

  private mutating func add(_ radius: Double, _ distance: Double) {
    nearest = min(nearest, distance)
    farthest = max(farthest, distance)
    reach = max(reach, radius)
  }
}

extension DiffractingOutline {
  /// Whether all corners have one distance, to a part in 1e12, as Fresnel's line integral asks.
  public var isFlat: Bool { OutlineExtent(self).isFlat }
}
