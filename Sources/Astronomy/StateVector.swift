/// Position and velocity of a body relative to the Earth's centre, along the axes of the GCRF.
public struct StateVector: Sendable, Hashable {
  /// Position, m.
  public var position: Vector3
  /// Velocity, m/s.
  public var velocity: Vector3

  /// A state from its parts, in metres and metres per second.
  @inlinable
  public init(position: Vector3, velocity: Vector3) {
    self.position = position
    self.velocity = velocity
  }

  /// The Earth's centre at rest, the observer of a geocentric answer.
  public static let geocentre = StateVector(position: .zero, velocity: .zero)
}
