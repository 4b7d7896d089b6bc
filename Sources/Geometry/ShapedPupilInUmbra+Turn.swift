public import Astronomy
internal import RealModule
internal import VectorMath

extension ShapedPupilInUmbra {
  /// The largest error of attitude, with the axis about which it is that small.
  public struct Turn: Sendable, Hashable {
    /// The angle, radians.
    public var angle: Double
    /// The axis in the body's frame, of length one; the turn is right-handed about it.
    public var axis: Vector3
  }

  /// Axes tried before the neighbourhood of the worst is.
  private static let axes: [Vector3] = {
    let count = 42
    // Evenly over the sphere along a spiral (González, Math. Geosci. 42 (2010) 49).
    let spiral = (0..<count).map { index -> Vector3 in
      let z = 1 - (2 * Double(index) + 1) / Double(count)
      let around = Double(index) * Double.pi * (3 - 5.0.squareRoot())
      let radius = (1 - z * z).squareRoot()
      return Vector3(radius * Double.cos(around), radius * Double.sin(around), z)
    }
    return [Vector3(1, 0, 0), Vector3(0, 1, 0), Vector3(0, 0, 1)].flatMap { [$0, -$0] } + spiral
  }()

  /// The largest turn of the body, about any axis, that keeps the pupil with its margin covered.
  ///
  /// 48 axes are tried, then the neighbourhood of the worst down to a degree; about each, a turn that
  /// uncovers the rim at one of four angles up to the least found so far is followed to its beginning.
  /// What fails and holds again between those angles is not seen.
  ///
  /// - Parameters:
  ///   - distance: of the pupil's plane behind the body's origin, m.
  ///   - sunDistance: from the pupil's plane to the Sun's centre, m.
  /// - Returns: the turn; an angle of π when no turn uncovers the pupil; nil for a pupil that is not
  ///   covered without a turn either.
  public func largestTurn(distance: Double, sunDistance: Double) -> Turn? {
    let radius = pupilRadius + margin
    func room(_ axis: Vector3, _ angle: Double) -> Double {
      rimDepth(
        radius: radius, distance: distance, sunDistance: sunDistance, turn: axis * angle)
    }
    guard room(Vector3(0, 0, 1), 0) >= 0 else { return nil }
    var best = Turn(angle: Double.pi, axis: Vector3(0, 0, 1))
    func tryAxis(_ axis: Vector3) {
      // A first look is fine: a pupil may be uncovered early and covered again by half a turn.
      let steps = best.angle > 3 ? 24 : 4
      var held = 0.0
      for step in 1...steps {
        // The last just below the best known, so that only what is worse is followed.
        let angle = best.angle * Double(step) / Double(steps) * (1 - 1e-9)
        let isCovered = covers(
          radius: radius, distance: distance, sunDistance: sunDistance, turn: axis * angle)
        guard !isCovered else {
          held = angle
          continue
        }
        let root = bracketedRoot(
          of: { room(axis, $0) }, between: held, and: angle, tolerance: 1e-9)
        if let root, root.lower < best.angle { best = Turn(angle: root.lower, axis: axis) }
        return
      }
    }
    for axis in Self.axes { tryAxis(axis) }
    guard best.angle < 3 else { return best }
    var reach = 0.25
    while reach > 1.0 * Angles.degree {
      let frame = Rotation(around: best.axis)
      let before = best.angle
      for number in 0..<6 {
        let around = Double(number) * Double.pi / 3
        let across = frame.xAxis * Double.cos(around) + frame.yAxis * Double.sin(around)
        tryAxis((best.axis + across * reach).normalized)
      }
      if best.angle >= before * (1 - 1e-6) { reach /= 2 }
    }
    return best
  }
}
