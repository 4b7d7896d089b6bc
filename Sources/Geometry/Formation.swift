public import Astronomy
public import Trajectories

/// An observer, an occulter that travels with it, and the Sun.
public struct Formation: Sendable {
  /// The observer's motion about the Earth.
  public let observer: any Trajectory
  /// The occulter's motion relative to the observer.
  public let occulter: any RelativeMotion
  /// The occulter's body.
  public let shape: OcculterShape
  /// How the body is turned; of no effect on the round shapes.
  public let attitude: any Attitude
  /// Further bodies that may stand before the Sun.
  public let companions: [Companion]
  /// The photosphere's radius, m.
  public let sunRadius: Double
  /// How the Sun's direction is corrected.
  public let treatment: SunTreatment
  /// The Earth's motion.
  public let ephemeris: EarthEphemeris

  /// A formation from its parts.
  ///
  /// - Throws: `GeometryError` when the shape is no body or a radius is not positive.
  public init(
    observer: any Trajectory, occulter: any RelativeMotion, shape: OcculterShape,
    attitude: any Attitude = InertialAttitude(),
    sunRadius: Double = PhysicalConstants.nominalSolarRadius, treatment: SunTreatment = .apparent,
    ephemeris: EarthEphemeris, companions: [Companion] = []
  ) throws(GeometryError) {
    try shape.check()
    guard (6e8...8e8).contains(sunRadius) else {
      throw GeometryError(
        .valueOutOfRange, "solar radius \(sunRadius / 1000) km: must lie in 600000...800000 km")
    }
    self.observer = observer
    self.occulter = occulter
    self.shape = shape
    self.attitude = attitude
    self.sunRadius = sunRadius
    self.treatment = treatment
    self.ephemeris = ephemeris
    self.companions = companions
  }

  /// The observer and the Sun at an instant.
  public func context(at instant: Instant) -> FormationContext {
    FormationContext(at: instant, of: observer, ephemeris: ephemeris, treatment: treatment)
  }

  /// What the observer sees at an instant.
  ///
  /// - Throws: `GeometryError` when the observer is inside the occulter or no state is known.
  public func view(at instant: Instant) throws(GeometryError) -> FormationView {
    try checkCoverage(instant...instant)
    let context = context(at: instant)
    let offset = occulter.position(in: context)
    try checkSunIsBeyond(offset.length, in: context)
    guard !shape.isRound else {
      return FormationView(
        context: context, occulter: offset, discs: try roundDiscs(in: context, occulter: offset),
        outline: nil, formation: self)
    }
    let outline = try silhouette(in: context, occulter: offset)
    let discs = outline.discs(
      sun: context.sun.direction,
      sunRadius: angularRadius(ofSphere: sunRadius, at: context.sun.distance))
    return FormationView(
      context: context, occulter: offset, discs: discs, outline: outline, formation: self)
  }

  /// The circles of the Sun and of a round occulter on the sky.
  func roundDiscs(
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
    return ApparentDiscs(
      sunRadius: angularRadius(ofSphere: sunRadius, at: context.sun.distance),
      occulterRadius: radius, separation: context.sun.direction.angle(to: occulter))
  }

  func checkSunIsBeyond(
    _ distance: Double, in context: FormationContext
  ) throws(GeometryError) {
    guard distance < context.sun.distance - sunRadius else {
      throw GeometryError(
        .valueOutOfRange,
        "at \(context.instant.text(fractionDigits: 3)) the occulter is \(distance / 1000) km away, "
          + "as far as the Sun or farther; check the units of its trajectory")
    }
  }

  /// Checks that both motions, and the attitude where it counts, are known over a span.
  ///
  /// - Throws: `GeometryError` naming what is not known, what it covers and what was asked for.
  public func checkCoverage(_ span: ClosedRange<Instant>) throws(GeometryError) {
    try span.check(
      within: observer.coverage, outside: observer.gaps, of: "observer's trajectory")
    try span.check(
      within: occulter.coverage, outside: occulter.gaps, of: "occulter's trajectory")
    try span.check(
      within: shape.isRound ? nil : attitude.coverage, outside: attitude.gaps,
      of: "occulter's attitude")
    for other in companions {
      try span.check(
        within: other.motion.coverage, outside: other.motion.gaps,
        of: "trajectory of companion '\(other.name)'")
      try span.check(
        within: other.shape.isRound ? nil : other.attitude.coverage,
        outside: other.attitude.gaps, of: "attitude of companion '\(other.name)'")
    }
  }
}

extension ClosedRange<Instant> {
  /// Refuses a span that something known for some time only does not cover.
  fileprivate func check(
    within coverage: ClosedRange<Instant>?, outside gaps: [ClosedRange<Instant>],
    of name: @autoclosure () -> String
  ) throws(GeometryError) {
    guard let coverage else { return }
    guard coverage.contains(lowerBound), coverage.contains(upperBound) else {
      throw GeometryError(
        .outsideCoverage,
        "the \(name()) covers \(coverage.lowerBound.text(fractionDigits: 3)) to "
          + "\(coverage.upperBound.text(fractionDigits: 3)), but "
          + "\(lowerBound.text(fractionDigits: 3)) to "
          + "\(upperBound.text(fractionDigits: 3)) was asked for")
    }
    if let gap = gaps.first(where: { overlapsInside($0) }) {
      throw GeometryError(
        .outsideCoverage,
        "the \(name()) has a gap from \(gap.lowerBound.text(fractionDigits: 3)) to "
          + "\(gap.upperBound.text(fractionDigits: 3)), which "
          + "\(lowerBound.text(fractionDigits: 3)) to "
          + "\(upperBound.text(fractionDigits: 3)) touches; ask for a span outside it")
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
  /// The occulter's outline; nil when it is round and the discs say all.
  public let outline: Silhouette?
  /// The rotation from the body frame to the GCRF; that of no turn for a round occulter.
  public let bodyToGCRF: Rotation
  /// The shadow on the plane through the observer; nil when the occulter is not on the Sun's side.
  ///
  /// That of the sphere or disc that holds the body, when it is not round.
  public let shadow: ShadowCone?

  /// The occulter as outlines on the sky, components in the GCRF.
  public var silhouette: Silhouette {
    outline
      ?? Silhouette([
        .cap(centre: occulter.normalized, angularRadius: discs.occulterRadius)
      ])
  }

  /// The covered fraction of the Sun's solid angle, 0...1.
  public var solidAngleObscuration: Double {
    outline?.solidAngleObscuration(sun: context.sun.direction, sunRadius: discs.sunRadius)
      ?? discs.solidAngleObscuration
  }

  /// The covered fraction of the Sun's light, 0...1.
  public func obscuration(law: LimbDarkening) -> Double {
    let rings = LimbDarkenedObscuration(law: law)
    return outline.map {
      rings.fraction(of: $0, sun: context.sun.direction, sunRadius: discs.sunRadius)
    } ?? rings.fraction(discs)
  }

  /// From the shadow's axis to the observer's pupil, m, GCRF; square to the Sun's direction.
  public var offsetFromAxis: Vector3 {
    let sun = context.sun.direction
    return sun * occulter.dot(sun) - occulter
  }

  init(
    context: FormationContext, occulter: Vector3, discs: ApparentDiscs, outline: Silhouette?,
    formation: Formation
  ) {
    self.context = context
    self.outline = outline
    bodyToGCRF =
      formation.shape.isRound ? .identity : formation.attitude.rotation(in: context)
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
