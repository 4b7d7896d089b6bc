public import Astronomy

/// Electrons whose place changes with time, beyond the rotation of the Sun, such as an ejection.
public protocol EvolvingDensity: Sendable {
  /// The electrons at an instant.
  ///
  /// - Throws: `CoronaError` where the model says nothing for the instant. A model that has not begun
  ///   yet answers with zero density instead.
  func density(at instant: Instant) throws(CoronaError) -> any ElectronDensity
}

/// Electrons that only turn with the Sun.
public struct SteadyDensity: EvolvingDensity {
  /// The electrons at every instant.
  public let density: any ElectronDensity

  /// A density that does not change.
  public init(_ density: any ElectronDensity) {
    self.density = density
  }

  /// The same density at every instant.
  public func density(at instant: Instant) throws(CoronaError) -> any ElectronDensity { density }
}
