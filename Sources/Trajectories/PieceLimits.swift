internal import Astronomy

/// Limits of a motion over one polynomial piece; each holds everywhere in it.
struct PieceLimits: Sendable {
  /// Least distance from the origin, m.
  var minimumRadius: Double
  /// Greatest speed, m/s.
  var speed: Double
  /// Greatest acceleration, m/s².
  var acceleration: Double
  /// Greatest third derivative, m/s³.
  var jerk: Double
  /// Greatest fourth derivative, m/s⁴.
  var snap: Double

  /// Rounding in the control points and in the evaluation, relative.
  static let margin = 1e-14

  /// Limits known from elsewhere.
  init(minimumRadius: Double, speed: Double, acceleration: Double, jerk: Double, snap: Double) {
    self.minimumRadius = minimumRadius
    self.speed = speed
    self.acceleration = acceleration
    self.jerk = jerk
    self.snap = snap
  }

  /// Limits from the control points of a piece: it and its derivatives stay inside their hulls.
  ///
  /// - Parameters:
  ///   - base: the first control point, m.
  ///   - relative: control points minus the base.
  ///   - width: duration of the piece, s.
  init(base: Vector3, relative: [Vector3], width: Double) {
    let axis = (base * 2 + relative[relative.count - 1]).normalized
    let along = relative.map { base.dot(axis) + $0.dot(axis) }.min() ?? 0
    minimumRadius = along > 0 ? along : 0
    var differences = relative
    var factor = 1.0
    var greatest = [0.0, 0, 0, 0]
    for order in 0..<4 where differences.count > 1 {
      factor *= Double(differences.count - 1) / width
      for index in 0..<(differences.count - 1) {
        differences[index] = differences[index + 1] - differences[index]
      }
      differences.removeLast()
      greatest[order] = factor * (differences.map(\.lengthSquared).max() ?? 0).squareRoot()
    }
    (speed, acceleration, jerk, snap) = (greatest[0], greatest[1], greatest[2], greatest[3])
  }

  /// Limits over a part of the piece, from the motion at the part's two ends.
  ///
  /// A twice differentiable function departs from its chord by at most an eighth of the square of
  /// the width times its greatest second derivative; the chord of the velocity is no longer than
  /// the longer of its ends. Source: the error of linear interpolation, e.g. Davis, Interpolation
  /// and Approximation (1963), theorem 3.1.1, applied along the direction of the departure.
  ///
  /// - Parameters:
  ///   - start: the motion at the first end.
  ///   - end: the motion at the second end.
  ///   - seconds: the width of the part.
  func narrowed(
    from start: PiecewisePolynomial.Motion, to end: PiecewisePolynomial.Motion, seconds: Double
  ) -> PieceLimits {
    let sag = seconds * seconds / 8
    let axis = (start.position + end.position).normalized
    var part = self
    part.acceleration = min(
      acceleration,
      max(start.acceleration.lengthSquared, end.acceleration.lengthSquared).squareRoot()
        + snap * sag)
    part.speed = min(
      speed,
      max(start.velocity.lengthSquared, end.velocity.lengthSquared).squareRoot() + jerk * sag)
    let nearest = min(start.position.dot(axis), end.position.dot(axis))
    let radius = nearest - part.acceleration * sag
    if radius > minimumRadius { part.minimumRadius = radius }
    return part
  }
}

/// How far a motion jumps from one piece to the next, m and m/s.
struct MotionJump: Sendable {
  /// The jump of the position, m.
  var position: Double
  /// The jump of the velocity, m/s.
  var velocity: Double

  /// A continuous motion.
  static let none = MotionJump(position: 0, velocity: 0)

  /// A jump of given size.
  init(position: Double, velocity: Double) {
    self.position = position
    self.velocity = velocity
  }

  /// The jump between the end of one piece and the start of the next; what is rounding is none.
  init(from end: PiecewisePolynomial.Motion, to start: PiecewisePolynomial.Motion) {
    func size(_ a: Vector3, _ b: Vector3) -> Double {
      let jump = (a - b).length
      return jump <= PieceLimits.margin * (a.length + b.length) ? 0 : jump
    }
    position = size(end.position, start.position)
    velocity = size(end.velocity, start.velocity)
  }

  /// Two jumps together.
  static func += (left: inout MotionJump, right: MotionJump) {
    left.position += right.position
    left.velocity += right.velocity
  }
}

extension MotionBounds {
  /// Widens the bounds to hold over a piece, too.
  mutating func include(_ piece: PieceLimits) {
    minimumRadius = min(minimumRadius, piece.minimumRadius * (1 - PieceLimits.margin))
    maximumSpeed = max(maximumSpeed, piece.speed * (1 + PieceLimits.margin))
    maximumAcceleration = max(
      maximumAcceleration, piece.acceleration * (1 + PieceLimits.margin))
  }

  /// Widens the bounds so that they hold across jumps.
  ///
  /// Who carries position and velocity on from the middle of the interval, as the search does,
  /// then stays outside the motion, wherever the jumps lie.
  mutating func include(_ jump: MotionJump, halfWidth: Double) {
    guard jump.position > 0 || jump.velocity > 0, halfWidth > 0 else { return }
    let kick = (jump.velocity + jump.position / halfWidth) / halfWidth
    maximumSpeed += jump.position / halfWidth
    maximumAcceleration += kick
    if jump.position > 0 { isContinuous = false }
    if let perturbation = maximumPerturbation { maximumPerturbation = perturbation + kick }
  }
}
