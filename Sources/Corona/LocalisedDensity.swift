/// A part of a sightline on which a thin or small structure lies.
public struct SightlineStretch: Sendable, Hashable {
  /// From and to, solar radii from the tangent point towards the observer.
  public let range: ClosedRange<Double>
  /// The length over which the density changes in there, solar radii, positive: a Gaussian's standard
  /// deviation across, or the distance to the next crease.
  public let scale: Double

  /// A stretch from its ends and the length over which the density changes.
  public init(_ range: ClosedRange<Double>, scale: Double) {
    self.range = range
    self.scale = scale
  }
}

/// A density that is zero but in a small place: the skin of an ejection, a shell, a box of samples.
///
/// Rules for the whole sightline step over such things, so that they are integrated by themselves
/// between the ends that the model tells.
public protocol LocalisedDensity: ElectronDensity {
  /// The stretches of a sightline outside which the density is zero, in rising order and apart.
  ///
  /// Inside each the density is smooth: where it has a crease, one stretch ends and the next begins.
  func stretches(along sightline: Sightline) -> [SightlineStretch]
}
