public import Astronomy
public import Trajectories

/// An observer, an occulter that travels with it, and the Sun.
public struct Formation: Sendable {
  /// The observer's motion about the Earth.
  public let observer: any Trajectory
  /// The occulter's motion relative to the observer.
  public let occulter: any RelativeMotion
  /// The occulter's outline.
  public let shape: OcculterShape
  /// The photosphere's radius, m.
  public let sunRadius: Double
  /// How the Sun's direction is corrected.
  public let treatment: SunTreatment
  /// The Earth's motion.
  public let ephemeris: EarthEphemeris

  /// A formation from its parts.
  ///
  /// - Throws: `GeometryError` when a radius is not positive.
  public init(
    observer: any Trajectory, occulter: any RelativeMotion, shape: OcculterShape,
    sunRadius: Double = PhysicalConstants.nominalSolarRadius, treatment: SunTreatment = .apparent,
    ephemeris: EarthEphemeris
  ) throws(GeometryError) {
    try shape.check()
    guard sunRadius > 6e8, sunRadius < 8e8 else {
      throw GeometryError(
        .valueOutOfRange, "solar radius \(sunRadius / 1000) km: must lie in 600000...800000 km")
    }
    self.observer = observer
    self.occulter = occulter
    self.shape = shape
    self.sunRadius = sunRadius
    self.treatment = treatment
    self.ephemeris = ephemeris
  }

  /// The observer and the Sun at an instant.
  public func context(at instant: Instant) -> FormationContext {
    let state = observer.state(at: instant)
    return FormationContext(
      instant: instant, observer: state,
      sun: ephemeris.sun(from: state, at: instant, treatment: treatment))
  }

  /// What the observer sees at an instant.
  ///
  /// - Throws: `GeometryError` when the observer is inside the occulter or no state is known.
  public func view(at instant: Instant) throws(GeometryError) -> FormationView {
    try checkCoverage(instant...instant)
    let context = context(at: instant)
    let offset = occulter.position(in: context)
    return FormationView(
      context: context, occulter: offset, discs: try discs(in: context, occulter: offset),
      formation: self)
  }

  /// The two circles on the sky.
  func discs(
    in context: FormationContext, occulter: Vector3
  ) throws(GeometryError) -> ApparentDiscs {
    let distance = occulter.length
    guard let radius = shape.angularRadius(at: distance) else {
      throw GeometryError(
        .observerInsideOcculter,
        "at \(context.instant.text(fractionDigits: 3)) the observer is \(distance) m from the "
          + "occulter's centre, inside its radius of \(shape.radius) m; give the occulter more range "
          + "or a smaller radius")
    }
    guard distance < context.sun.distance - sunRadius else {
      throw GeometryError(
        .valueOutOfRange,
        "at \(context.instant.text(fractionDigits: 3)) the occulter is \(distance / 1000) km away, "
          + "as far as the Sun or farther; check the units of its trajectory")
    }
    return ApparentDiscs(
      sunRadius: angularRadius(ofSphere: sunRadius, at: context.sun.distance),
      occulterRadius: radius, separation: context.sun.direction.angle(to: occulter))
  }

  /// Checks that both motions are known over a span.
  ///
  /// - Throws: `GeometryError` naming the motion, what it covers and what was asked for.
  public func checkCoverage(_ span: ClosedRange<Instant>) throws(GeometryError) {
    for (name, coverage, gaps) in [
      ("observer", observer.coverage, observer.gaps),
      ("occulter", occulter.coverage, occulter.gaps),
    ] {
      guard let coverage else { continue }
      guard coverage.contains(span.lowerBound), coverage.contains(span.upperBound) else {
        throw GeometryError(
          .outsideCoverage,
          "the \(name)'s trajectory covers \(coverage.lowerBound.text(fractionDigits: 3)) to "
            + "\(coverage.upperBound.text(fractionDigits: 3)), but "
            + "\(span.lowerBound.text(fractionDigits: 3)) to "
            + "\(span.upperBound.text(fractionDigits: 3)) was asked for")
      }
      if let gap = gaps.first(where: { span.overlapsInside($0) }) {
        throw GeometryError(
          .outsideCoverage,
          "the \(name)'s trajectory has a gap from \(gap.lowerBound.text(fractionDigits: 3)) to "
            + "\(gap.upperBound.text(fractionDigits: 3)), which "
            + "\(span.lowerBound.text(fractionDigits: 3)) to "
            + "\(span.upperBound.text(fractionDigits: 3)) touches; ask for a span outside it")
      }
    }
  }
}

/// What the observer sees at one instant.
public struct FormationView: Sendable, Hashable {
  /// The instant, the observer's state and the Sun.
  public let context: FormationContext
  /// From the observer to the occulter's centre, m, GCRF.
  public let occulter: Vector3
  /// Sun and occulter as circles on the sky.
  public let discs: ApparentDiscs
  /// The shadow on the plane through the observer; nil when the occulter is not on the Sun's side.
  public let shadow: ShadowCone?

  /// From the shadow's axis to the observer's pupil, m, GCRF; square to the Sun's direction.
  public var offsetFromAxis: Vector3 {
    let sun = context.sun.direction
    return sun * occulter.dot(sun) - occulter
  }

  init(
    context: FormationContext, occulter: Vector3, discs: ApparentDiscs, formation: Formation
  ) {
    self.context = context
    self.occulter = occulter
    self.discs = discs
    let along = occulter.dot(context.sun.direction)
    shadow =
      along > 0
      ? ShadowCone(
        shape: formation.shape, distance: along, sunRadius: formation.sunRadius,
        sunDistance: context.sun.distance - along) : nil
  }
}
