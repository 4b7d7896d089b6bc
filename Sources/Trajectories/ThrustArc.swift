internal import Astronomy
internal import RealModule

/// A stretch of relative flight under thrust, as series of Chebyshev polynomials.
///
/// Picard iteration on Chebyshev nodes (Clenshaw & Norton, Computer J. 6, 1963, 88): the acceleration
/// at the nodes of a piece is written as a series, integrated twice, and taken anew at the positions
/// found. A piece is so short (`√(μ/q³) T ≤ 1/2`, `q` the perigee distance) that 17 nodes leave less
/// than rounding, 1e-15 of the distance, and twenty iterations converge.
struct ThrustArc: Sendable {
  /// How the attraction is taken.
  let gravity: DifferentialGravity
  /// The largest acceleration by thrust, m/s².
  let maximumThrust: Double
  private let pieceSeconds: Double
  private let pieces: [Piece]

  private static let degree = 16
  private static let iterations = 20
  /// The most pieces of one arc: a day and a half at a height of 225 km.
  static let maximumPieces = 300

  private struct Piece {
    var position: [Vector3]
    var velocity: [Vector3]
  }

  /// - Parameters:
  ///   - orbit: the reference orbit from the beginning of the arc.
  ///   - start: the inertial state at the beginning, in the axes of the orbit's plane.
  ///   - seconds: how long the thrust lasts, positive.
  ///   - maximumThrust: the largest acceleration by thrust, m/s².
  ///   - thrust: the acceleration in the local frame at a time after the beginning, m/s².
  /// - Throws: `TrajectoryError` when the arc is too long, or leads too far from the observer.
  init(
    orbit: ReferenceOrbit, start: RelativeState, seconds: Double, gravity: DifferentialGravity,
    maximumThrust: Double, thrust: (Double) -> Vector3
  ) throws(TrajectoryError) {
    self.gravity = gravity
    self.maximumThrust = maximumThrust
    let perigee = (1 - orbit.eccentricity) / orbit.inverseAxis
    let pace = (ReferenceOrbit.mu / (perigee * perigee * perigee)).squareRoot()
    let wanted = (2 * pace * seconds).rounded(.up)
    guard wanted <= Double(Self.maximumPieces) else {
      throw TrajectoryError(
        .valueOutOfRange,
        "a burn of \(seconds) s is too long: at most \(Double(Self.maximumPieces) / (2 * pace)) s "
          + "on this orbit; split it")
    }
    let count = max(1, Int(wanted))
    pieceSeconds = seconds / Double(count)
    var pieces: [Piece] = []
    var state = start
    for index in 0..<count {
      let begin = Double(index) * pieceSeconds
      var radii: [Vector3] = []
      var pushes: [Vector3] = []
      for node in Chebyshev.nodes(Self.degree) {
        let time = begin + pieceSeconds * (node + 1) / 2
        let place = orbit.place(after: time)
        radii.append(place.plane(Vector3(place.radius, 0, 0)))
        pushes.append(place.plane(thrust(time)))
      }
      let piece = Self.piece(
        from: state, halfSeconds: pieceSeconds / 2, radii: radii, pushes: pushes, gravity: gravity)
      state = RelativeState(
        position: Chebyshev.value(piece.position, at: 1),
        velocity: Chebyshev.value(piece.velocity, at: 1))
      guard state.position.length < perigee / 4 else {
        throw TrajectoryError(
          .valueOutOfRange,
          "the burn carries the occulter \(state.position.length / 1000) km away, which is no "
            + "formation any more: allowed is a quarter of the perigee distance")
      }
      pieces.append(piece)
    }
    self.pieces = pieces
  }

  private static func piece(
    from state: RelativeState, halfSeconds half: Double, radii: [Vector3], pushes: [Vector3],
    gravity: DifferentialGravity
  ) -> Piece {
    let nodes = Chebyshev.nodes(degree)
    var positions = nodes.map { state.position + state.velocity * (half * ($0 + 1)) }
    var piece = Piece(position: [], velocity: [])
    for _ in 0..<iterations {
      let accelerations = positions.indices.map {
        gravity.acceleration(of: positions[$0], at: radii[$0]) + pushes[$0]
      }
      let series = Chebyshev.coefficients(accelerations)
      piece.velocity = Chebyshev.integral(series, scale: half, from: state.velocity)
      piece.position = Chebyshev.integral(piece.velocity, scale: half, from: state.position)
      positions = nodes.map { Chebyshev.value(piece.position, at: $0) }
    }
    return piece
  }

  /// The inertial state in the axes of the orbit's plane; outside the arc the nearest end's.
  func state(after seconds: Double) -> RelativeState {
    let place = min(max(seconds / pieceSeconds, 0), Double(pieces.count))
    let index = min(Int(place), pieces.count - 1)
    let x = 2 * (place - Double(index)) - 1
    return RelativeState(
      position: Chebyshev.value(pieces[index].position, at: x),
      velocity: Chebyshev.value(pieces[index].velocity, at: x))
  }
}

/// Series of Chebyshev polynomials of the first kind with vectors as coefficients, on −1...1.
enum Chebyshev {
  /// The extreme points of the polynomial of a degree, from −1 to 1.
  static func nodes(_ degree: Int) -> [Double] {
    (0...degree).map { -Double.cos(Double.pi * Double($0) / Double(degree)) }
  }

  /// The series through values at the nodes.
  static func coefficients(_ values: [Vector3]) -> [Vector3] {
    let degree = values.count - 1
    return (0...degree).map { k in
      var sum = Vector3.zero
      for j in 0...degree {
        let weight = j == 0 || j == degree ? 0.5 : 1
        // The nodes run from −1 to 1: T_k there is cos(k (π − π j/N)).
        let angle = Double.pi * Double(k * (degree - j)) / Double(degree)
        sum += values[j] * (weight * Double.cos(angle))
      }
      return sum * ((k == 0 || k == degree ? 1 : 2) / Double(degree))
    }
  }

  /// The integral of a series from −1, times a scale, with its value at −1.
  static func integral(_ c: [Vector3], scale: Double, from start: Vector3) -> [Vector3] {
    func term(_ k: Int) -> Vector3 { k < c.count ? c[k] : .zero }
    var result = [Vector3](repeating: .zero, count: c.count + 1)
    result[1] = (term(0) - term(2) * 0.5) * scale
    for k in 2..<(c.count + 1) {
      result[k] = (term(k - 1) - term(k + 1)) * (scale / (2 * Double(k)))
    }
    var atStart = Vector3.zero
    for k in 1..<result.count { atStart += result[k] * (k.isMultiple(of: 2) ? 1 : -1) }
    result[0] = start - atStart
    return result
  }

  /// The value of a series by Clenshaw's recurrence.
  static func value(_ c: [Vector3], at x: Double) -> Vector3 {
    var (later, last) = (Vector3.zero, Vector3.zero)
    for k in stride(from: c.count - 1, to: 0, by: -1) {
      (later, last) = (c[k] + later * (2 * x) - last, later)
    }
    return c[0] + later * x - last
  }
}
