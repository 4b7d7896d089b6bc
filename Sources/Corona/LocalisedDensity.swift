/// A part of a sightline on which a thin or small structure lies.
public struct SightlineStretch: Sendable, Hashable {
  /// From and to, solar radii from the tangent point towards the observer.
  public let range: ClosedRange<Double>
  /// The length over which the density changes in there, solar radii, positive: a Gaussian's standard
  /// deviation across, or the distance to the next crease.
  public let scale: Double
  /// Whether the density has no creases in there; where it has, its slope may jump at unknown places,
  /// and the error of the integration is told for such integrands.
  public let isSmooth: Bool

  /// A stretch from its ends and the length over which the density changes.
  public init(_ range: ClosedRange<Double>, scale: Double, isSmooth: Bool = true) {
    self.range = range
    self.scale = scale
    self.isSmooth = isSmooth
  }
}

/// A density that is zero but in a small place: the skin of an ejection, a shell, a box of samples.
///
/// Rules for the whole sightline step over such things, so that they are integrated by themselves
/// between the ends that the model tells.
public protocol LocalisedDensity: ElectronDensity {
  /// The stretches of a sightline outside which the density is zero, in rising order and apart.
  ///
  /// Inside each the density is continuous. Where it has a crease, one stretch ends and the next begins,
  /// unless the stretch tells that it is not smooth.
  func stretches(along sightline: Sightline) -> [SightlineStretch]

  /// The same density with stretches that end at every crease, for finding errors; nil where all
  /// stretches are smooth.
  var withoutKinks: (any LocalisedDensity)? { get }
}

extension LocalisedDensity {
  /// Stretches are smooth unless a model says otherwise.
  public var withoutKinks: (any LocalisedDensity)? { nil }
}
