internal import Astronomy

/// Which states of a table each piece of its interpolation is made from.
///
/// As SPICE chooses them (NAIF, SPK Required Reading, types 8, 9, 12 and 13): an even number of
/// states lies symmetrically about the step; an odd number about the nearest state, so that the
/// piece changes midway between states; near the ends of the table the window is shifted inward.
struct InterpolationWindows {
  /// How many states the table has.
  let states: Int
  /// How many of them make a piece.
  let size: Int

  /// Whether pieces belong to states rather than to the steps between them.
  var isCentredOnStates: Bool { size % 2 == 1 }

  /// How many pieces there are.
  var pieces: Int { isCentredOnStates ? states : states - 1 }

  /// The first state of a piece's window.
  func first(of piece: Int) -> Int {
    min(max(0, piece - (size - 1) / 2), states - size)
  }

  /// When a piece begins, and the one before it ends.
  func start(of piece: Int, time: (Int) -> Instant) -> Instant {
    guard isCentredOnStates, piece > 0, piece < states else { return time(min(piece, states - 1)) }
    return .midpoint(time(piece - 1), time(piece))
  }

  /// The states that some pieces are made from and limited by.
  func states(for pieces: Range<Int>) -> Range<Int> {
    let last = pieces.upperBound - 1
    return max(
      0, min(first(of: pieces.lowerBound), pieces.lowerBound - 1))..<min(
        states, max(first(of: last) + size, last + 2))
  }
}

/// Turns the polynomial through a window of states into Bernstein form on a piece.
///
/// Newton's form with divided differences, a state standing twice where its velocity is met, too;
/// then the factors are multiplied out in the Bernstein basis. States are taken in the order of
/// their distance from the piece, so that each term is a small correction of those before it.
/// Source: Stoer & Bulirsch, Introduction to Numerical Analysis, 3rd ed., §§2.1.3 and 2.1.5;
/// products in the Bernstein basis: Farouki & Rajan, Computer Aided Geometric Design 5 (1988) 1,
/// eq. 44.
struct NewtonPiece {
  /// Times of the window, in widths of the piece after its start.
  private var nodes: [Double] = []
  private var differences: [Vector3] = []
  /// Derivatives at the nodes that stand twice, by widths of the piece.
  private var slopes: [Vector3] = []

  /// Control points relative to the value at the state nearest to the piece's middle.
  ///
  /// - Parameters:
  ///   - window: indices of the states.
  ///   - times: all times, s after the start of the piece.
  ///   - width: duration of the piece, s.
  mutating func controlPoints(
    window: Range<Int>, times: (Int) -> Double, width: Double, positions: [Vector3],
    velocities: [Vector3]?
  ) -> (base: Vector3, relative: [Vector3]) {
    let places = window.map { (index: $0, x: times($0) / width) }
      .sorted { ($0.x - 0.5).magnitude < ($1.x - 0.5).magnitude }
    let base = positions[places[0].index]
    nodes.removeAll(keepingCapacity: true)
    differences.removeAll(keepingCapacity: true)
    slopes.removeAll(keepingCapacity: true)
    for place in places {
      for _ in 0..<(velocities == nil ? 1 : 2) {
        nodes.append(place.x)
        differences.append(positions[place.index] - base)
        slopes.append(velocities.map { $0[place.index] * width } ?? .zero)
      }
    }
    divide()
    return (base, multipliedOut())
  }

  /// Divided differences in place; at a node that stands twice the first is the derivative.
  private mutating func divide() {
    for level in 1..<nodes.count {
      for index in stride(from: nodes.count - 1, through: level, by: -1) {
        let gap = nodes[index] - nodes[index - level]
        differences[index] =
          gap == 0 ? slopes[index] : (differences[index] - differences[index - 1]) / gap
      }
    }
  }

  private func multipliedOut() -> [Vector3] {
    var points = [differences[nodes.count - 1]]
    for index in stride(from: nodes.count - 2, through: 0, by: -1) {
      BernsteinForm.multiply(&points, byLineFrom: -nodes[index], to: 1 - nodes[index])
      for i in points.indices { points[i] += differences[index] }
    }
    return points
  }
}
