/// How completely the Sun is covered at one instant.
public enum OccultationClass: String, Sendable, Hashable {
  /// Nothing is covered.
  case none
  /// A part of the disc is covered.
  case partial
  /// All of the disc is covered: the observer is in the umbra.
  case total
  /// The occulter stands inside the Sun's disc: the observer is in the antumbra.
  case annular
}

/// The Sun and the occulter as two circles on the observer's sky.
public struct ApparentDiscs: Sendable, Hashable {
  /// Angular radius of the Sun, radians.
  public var sunRadius: Double
  /// Angular radius of the occulter, radians.
  public var occulterRadius: Double
  /// Angle between the two centres, radians.
  public var separation: Double

  /// Circles with radii and separation in radians.
  @inlinable
  public init(sunRadius: Double, occulterRadius: Double, separation: Double) {
    self.sunRadius = sunRadius
    self.occulterRadius = occulterRadius
    self.separation = separation
  }

  /// Positive while anything is covered, `a + b − c`; zero at first and fourth contact.
  @inlinable
  public var anyDepth: Double { (sunRadius + occulterRadius) - separation }

  /// Positive while the Sun is covered wholly: `b − a − c`.
  @inlinable
  public var totalDepth: Double { (occulterRadius - sunRadius) - separation }

  /// Positive while the occulter stands wholly before the Sun: `a − b − c`.
  @inlinable
  public var annularDepth: Double { (sunRadius - occulterRadius) - separation }

  /// The class of the occultation.
  public var occultationClass: OccultationClass {
    if totalDepth >= 0 { return .total }
    if annularDepth > 0 { return .annular }
    return anyDepth > 0 ? .partial : .none
  }

  /// The fraction of the Sun's diameter that is covered, `(a + b − c)/2a`; negative when clear.
  ///
  /// In central phases it keeps growing with the occulter; the size ratio is given beside it.
  public var magnitude: Double { anyDepth / (2 * sunRadius) }

  /// The occulter's apparent size over the Sun's, `b/a`.
  public var sizeRatio: Double { occulterRadius / sunRadius }
}
