public import Astronomy
internal import RealModule

/// An ejection that leaves the Sun, growing in proportion to its height.
///
/// It moves radially in inertial space while the Carrington frame turns under it: the Carrington
/// longitude of its nose falls by 360° in 25.38 days. Before its leading edge passes the photosphere
/// there is nothing.
public struct ExpandingEjection: EvolvingDensity {
  /// The ejection at the reference instant: its shape, skin and direction.
  public let ejection: any Ejection
  /// When its nose has the Carrington longitude of ``ejection``'s placement.
  public let reference: Instant
  /// Heights of the leading edge; widths and density of ``ejection`` belong to its own height.
  public let heightTime: HeightTime

  /// Rate of the Carrington frame in inertial space, radians per second: one turn in 25.38 days.
  public static let carringtonRadiansPerSecond = 2 * Double.pi / (25.38 * 86_400)

  /// An ejection on its way.
  ///
  /// - Parameters:
  ///   - ejection: what it is like when its leading edge is where `ejection` has it.
  ///   - reference: the instant of `ejection`'s longitude.
  ///   - heightTime: the height of the leading edge against time.
  /// - Throws: `CoronaError` where ``HeightTime/validated()`` does.
  public init(
    _ ejection: any Ejection, reference: Instant, heightTime: HeightTime
  ) throws(CoronaError) {
    self.ejection = ejection
    self.reference = reference
    self.heightTime = try heightTime.validated()
  }

  /// The direction of the nose at an instant.
  public func placement(at instant: Instant) -> EjectionPlacement {
    ejection.placement.turnedEast(
      byRadians: Self.carringtonRadiansPerSecond * instant.seconds(since: reference))
  }

  /// The ejection at an instant; nil before it leaves the photosphere.
  ///
  /// - Throws: `CoronaError` where the height is not known.
  public func state(at instant: Instant) throws(CoronaError) -> (any Ejection)? {
    guard let motion = try heightTime.state(at: instant) else { return nil }
    return ejection.expanded(
      toLeadingEdge: motion.heightSolarRadii, placement: placement(at: instant))
  }

  /// The electrons at an instant, none before it leaves the photosphere.
  public func density(at instant: Instant) throws(CoronaError) -> any ElectronDensity {
    try state(at: instant) ?? VacantDensity(name: ejection.name, source: ejection.source)
  }
}

/// No electrons at all: an ejection that has not begun.
public struct VacantDensity: LocalisedDensity {
  /// The name of the model whose time has not come.
  public let name: String
  /// Where that model comes from.
  public let source: String
  /// Every distance.
  public let fittedRadii: ClosedRange<Double> = 1...Double.greatestFiniteMagnitude

  /// Nothing, under the name of a model.
  public init(name: String, source: String) {
    self.name = name
    self.source = source
  }

  /// Zero.
  public func electronsPerCubicCentimetre(at points: CoronalPoints) -> SIMD8<Double> { .zero }

  /// None.
  public func stretches(along sightline: Sightline) -> [SightlineStretch] { [] }
}
