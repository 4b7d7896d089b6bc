internal import Astronomy

extension PiecewisePolynomial {
  /// Lagrange polynomials through windows of states, or Hermite ones when velocities are given.
  init(times: [Instant], positions: [Vector3], velocities: [Vector3]?, windowSize: Int) {
    let windows = InterpolationWindows(states: times.count, size: windowSize)
    self.init(
      windows: windows, pieces: 0..<windows.pieces, firstState: 0, times: times,
      positions: positions, velocities: velocities)
  }

  /// Some pieces of a long table of which only a part was read.
  ///
  /// - Parameters:
  ///   - windows: the windows of the whole table.
  ///   - pieces: the pieces wanted, at least one.
  ///   - firstState: which state of the whole table the arrays begin with.
  ///   - times: times of the states read, which must hold all that `windows.states(for:)` names.
  ///   - positions: their positions, m.
  ///   - velocities: their velocities, m/s, for Hermite polynomials.
  init(
    windows: InterpolationWindows, pieces: Range<Int>, firstState: Int, times: [Instant],
    positions: [Vector3], velocities: [Vector3]?
  ) {
    func time(_ state: Int) -> Instant { times[state - firstState] }
    self.init(start: windows.start(of: pieces.lowerBound, time: time))
    reserve(pieces: pieces.count, degree: windows.size * (velocities == nil ? 1 : 2) - 1)
    var newton = NewtonPiece()
    for piece in pieces {
      let start = breaks[count]
      let end = windows.start(of: piece + 1, time: time)
      let first = windows.first(of: piece) - firstState
      let (base, relative) = newton.controlPoints(
        window: first..<(first + windows.size), times: { times[$0].seconds(since: start) },
        width: end.seconds(since: start), positions: positions, velocities: velocities)
      append(base: base, relative: relative, until: end)
    }
  }

  /// Quintics that meet position, velocity and acceleration at both ends of each step.
  ///
  /// What is not given is the derivative of the polynomial through the seven nearest nodes.
  init(quinticsThrough positions: [Vector3], velocities: [Vector3]?, at times: [Instant]) {
    self.init(start: times[0])
    reserve(pieces: times.count - 1, degree: 5)
    let first: [Vector3]
    let second: [Vector3]
    if let velocities {
      first = velocities
      second = LocalPolynomial.derivatives(of: velocities, at: times).first
    } else {
      (first, second) = LocalPolynomial.derivatives(of: positions, at: times)
    }
    for index in 0..<(times.count - 1) {
      let h = times[index + 1].seconds(since: times[index])
      let (v0, v1) = (first[index] * (h / 5), first[index + 1] * (h / 5))
      let (a0, a1) = (second[index] * (h * h / 20), second[index + 1] * (h * h / 20))
      let step = positions[index + 1] - positions[index]
      append(
        base: positions[index],
        relative: [.zero, v0, v0 * 2 + a0, step - v1 * 2 + a1, step - v1, step],
        until: times[index + 1])
    }
  }
}
