/// Stretches of position angle on a ring, counted from the frame's x axis toward its y axis.
public struct CoveredArcs: Sendable, Hashable {
  /// Disjoint stretches in order, radians, each within 0...2π; one that passes zero is cut there.
  public private(set) var arcs: [ClosedRange<Double>] = []

  /// Gaps below this angle are rounding, not light, radians.
  static let resolution = 1e-12

  /// No arcs.
  init() {}

  /// The whole ring.
  static let whole: CoveredArcs = {
    var all = CoveredArcs()
    all.arcs = [0...(2 * Double.pi)]
    return all
  }()

  /// Adds the stretch that begins at an angle and has a width, both in radians.
  mutating func add(from start: Double, width: Double) {
    let turn = 2 * Double.pi
    guard width > 0 else { return }
    guard width < turn else { return arcs = Self.whole.arcs }
    var first = start - turn * (start / turn).rounded(.down)
    if !(first < turn) { first = 0 }
    let last = first + width
    if last <= turn {
      arcs.append(first...last)
    } else {
      arcs.append(first...turn)
      arcs.append(0...(last - turn))
    }
  }

  /// Adds all arcs of another ring.
  mutating func add(_ other: CoveredArcs) { arcs += other.arcs }

  /// Sorts the arcs and joins those that overlap or touch.
  mutating func unite() {
    guard arcs.count > 1 else { return }
    arcs.sort { $0.lowerBound < $1.lowerBound }
    var joined = [arcs[0]]
    for arc in arcs.dropFirst() {
      let last = joined[joined.count - 1]
      if arc.lowerBound <= last.upperBound + Self.resolution {
        joined[joined.count - 1] = last.lowerBound...max(last.upperBound, arc.upperBound)
      } else {
        joined.append(arc)
      }
    }
    arcs = joined
  }

  /// The covered angle in all, 0...2π.
  public var width: Double {
    min(2 * .pi, arcs.reduce(0) { $0 + ($1.upperBound - $1.lowerBound) })
  }

  /// Whether nothing of the ring is left.
  public var isWhole: Bool {
    arcs.count == 1 && arcs[0].lowerBound <= Self.resolution
      && arcs[0].upperBound >= 2 * .pi - Self.resolution
  }
}
