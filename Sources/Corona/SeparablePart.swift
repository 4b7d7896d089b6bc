public import Astronomy

/// A density's dependence on direction alone, symmetric about an axis and about its equator.
public struct AngularShape: Sendable, Hashable {
  /// How the shape falls off, in terms of `p`, the sine of the angle from the axis's equator.
  public enum Profile: Sendable, Hashable {
    /// One in every direction.
    case sphere
    /// `(1 − p²)^halfPower`.
    case cosinePower(halfPower: Int)
    /// `exp(−p² inverseWidthSquared)`.
    case gaussian(inverseWidthSquared: Double)
  }

  /// The unit vector of the axis in the Carrington frame.
  public let axis: Vector3
  /// The profile about the axis's equator.
  public let profile: Profile

  /// A shape from its axis, a unit vector in the Carrington frame, and its profile.
  public init(axis: Vector3, profile: Profile) {
    self.axis = axis
    self.profile = profile
  }

  /// The same in every direction.
  public static let sphere = AngularShape(axis: Vector3(0, 0, 1), profile: .sphere)
}

/// A term of a separable density: a sum of power laws in distance times a shape in direction.
public struct SeparablePart: Sendable, Hashable {
  /// The factor on the part; the sum of all parts must not be negative, a part may.
  public let weight: Double
  /// The power laws.
  public let terms: [PowerLawDensity.Term]
  /// The shape.
  public let shape: AngularShape

  /// A part from its factors.
  public init(weight: Double, terms: [PowerLawDensity.Term], shape: AngularShape) {
    self.weight = weight
    self.terms = terms
    self.shape = shape
  }
}
