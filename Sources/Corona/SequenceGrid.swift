internal import Astronomy
internal import RealModule
internal import VectorMath

/// The instants at which the corona of a sequence is worked out, and how others follow from them.
///
/// At one impact parameter and position angle the brightness is a function of the observer's place alone,
/// which changes smoothly with time. Between equally spaced nodes it is a polynomial through the nearest
/// two, three or four values (Lagrange). What that loses is at most `max |Π (t − tᵢ)| / p! · |f⁽ᵖ⁾|`
/// (Davis, Interpolation and Approximation, 1963, §3.1): with the Sun's turn `x` from node to node in
/// units of the narrowest structure's width, and derivatives `2, 4, 12` as of a Gaussian of width one,
/// `x²/4`, `x³/4` and, in the first and last interval, `x⁴/2`.
///
/// A grid depends on the sequence alone, never on which of its pictures are taken.
struct SequenceGrid: Sendable {
  /// What the interpolation may lose by the Sun's rotation, relative to the brightness.
  static let tolerance = 3e-8
  /// What it may lose by an observer who does not follow the polynomial.
  static let pathTolerance = 5e-8
  /// So many pictures must come to a node.
  ///
  /// One alone costs as much as some ten coarse pictures, and whoever makes a share of the sequence makes its
  /// nodes, too.
  static let leastPictures = 24

  /// From node to node, seconds.
  let spacing: Double
  /// Intervals between nodes.
  let intervals: Int
  /// The angle over which the corona changes, radians.
  let width: Double

  /// The coarsest grid that will do, or nil where the pictures are too few for it.
  static func coarsest(
    width: Double, _ pictures: any CoronaPictures
  ) throws -> SequenceGrid? {
    guard pictures.seconds > 0, pictures.seconds < 1e12, width > 0 else { return nil }
    // Models flatter than that need not tell their width.
    let width = Swift.min(width, 0.5)
    let turn = try rate(of: pictures) * pictures.seconds / width
    let most = pictures.count / leastPictures - 1
    var intervals = 1
    while intervals <= most {
      let grid = SequenceGrid(
        spacing: pictures.seconds / Double(intervals), intervals: intervals, width: width)
      if grid.loss(turn / Double(intervals)) <= tolerance, try grid.follows(pictures) {
        return grid
      }
      intervals += Swift.max(1, intervals / 4)
    }
    return nil
  }

  /// How many nodes are blended.
  var order: Int { Swift.min(4, intervals + 1) }

  private func loss(_ turn: Double) -> Double {
    switch order {
    case 2: turn * turn / 4
    case 3: turn * turn * turn / 4
    default: turn * turn * turn * turn / 2
    }
  }

  /// How fast the Sun and the observer turn about each other at most, radians a second.
  private static func rate(of pictures: any CoronaPictures) throws -> Double {
    let step = Swift.min(pictures.seconds / 8, 60)
    return try (0...8).reduce(0) { largest, number in
      let begin = (pictures.seconds - step) * Double(number) / 8
      let first = try pictures.observer(atSeconds: begin)
      let second = try pictures.observer(atSeconds: begin + step)
      let turn = Swift.max(
        (second.towardsObserver - first.towardsObserver).length, (second.west - first.west).length)
      return Swift.max(largest, turn / step)
    }
  }

  /// Whether observers in the middle of some intervals stand where the nodes tell.
  private func follows(_ pictures: any CoronaPictures) throws -> Bool {
    for number in Set((0...8).map { (intervals - 1) * $0 / 8 }) {
      let first = firstNode(of: number)
      let nodes = try (0..<order).map {
        try pictures.observer(atSeconds: seconds(ofNode: first + $0))
      }
      let middle = try pictures.observer(atSeconds: self.middle(of: number))
      let loss = deviation(
        of: middle, from: nodes, weights: weights(atSeconds: self.middle(of: number), in: number))
      guard loss <= Self.pathTolerance else { return false }
    }
    return true
  }

  /// The interval in which a time lies; nil outside the sequence.
  func interval(atSeconds seconds: Double) -> Int? {
    let place = seconds / spacing
    guard place >= -1e-9, place <= Double(intervals) + 1e-9 else { return nil }
    return Swift.min(Swift.max(Int(place), 0), intervals - 1)
  }

  /// The first of the nodes that an interval is read from.
  func firstNode(of interval: Int) -> Int {
    Swift.min(Swift.max(interval - 1, 0), intervals + 1 - order)
  }

  /// When a node is.
  func seconds(ofNode node: Int) -> Double { spacing * Double(node) }

  /// The middle of an interval.
  func middle(of interval: Int) -> Double { spacing * (Double(interval) + 0.5) }

  /// What the values at the nodes of an interval are multiplied by, and summed.
  func weights(atSeconds seconds: Double, in interval: Int) -> [Double] {
    let place = seconds / spacing - Double(firstNode(of: interval))
    return (0..<order).map { node in
      (0..<order).reduce(1) { product, other in
        other == node
          ? product : product * (place - Double(other)) / Double(node - other)
      }
    }
  }

  /// What brightness loses, relative to itself, as an observer stands beside the place that the nodes tell.
  ///
  /// It changes by no more than some twice itself over the width of a structure, and less than itself when
  /// the distance is another at the same impact parameter.
  func deviation(
    of observer: CoronalObserver, from nodes: [CoronalObserver], weights: [Double]
  ) -> Double {
    var (towards, west) = (observer.towardsObserver, observer.west)
    var inverse = 1.0
    for (node, weight) in zip(nodes, weights) {
      towards = towards - node.towardsObserver * weight
      west = west - node.west * weight
      inverse -= weight * observer.distanceSolarRadii / node.distanceSolarRadii
    }
    return 2 / width * Swift.max(towards.length, west.length) + abs(inverse)
  }
}
