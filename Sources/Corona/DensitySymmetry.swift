public import Astronomy

/// What stays the same when a density is turned about the Sun's centre.
public enum DensitySymmetry: Sendable, Hashable {
  /// Nothing.
  case none
  /// The density depends on the distance from the Sun and on the angle from an axis.
  ///
  /// The axis is a unit vector in the Carrington frame.
  case axial(axis: Vector3)
  /// The density depends on the distance from the Sun alone.
  case spherical

  /// What two densities added together keep.
  public func combined(with other: DensitySymmetry) -> DensitySymmetry {
    switch (self, other) {
    case (.spherical, _): return other
    case (_, .spherical): return self
    case (.axial(let first), .axial(let second)) where first == second || first == -second:
      return self
    default: return .none
    }
  }
}

/// A surface on which a density or its slope jumps.
public enum DensityCrease: Sendable, Hashable {
  /// A plane through the Sun's centre, by its unit normal in the Carrington frame.
  case plane(normal: Vector3)
  /// A sphere about the Sun's centre, by its radius in solar radii.
  case sphere(radius: Double)
}
