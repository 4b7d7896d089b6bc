extension MoonEphemeris {
  /// From an observer to the Moon's centre of mass as the observer sees it, m, GCRF axes.
  ///
  /// Apparent: light time in the barycentric frame, `M(t − τ) − O(t)`, then aberration with the
  /// observer's barycentric velocity, so that the direction compares with the apparent Sun of
  /// `EarthEphemeris.sun(from:at:treatment:)`. The length is the way the light has come. What the Earth's
  /// own motion during the light time bends, 5 mm, is left out.
  ///
  /// - Parameters:
  ///   - observer: geocentric state, GCRF axes.
  ///   - instant: the time of observation.
  ///   - earth: the Earth's motion.
  ///   - treatment: apparent, or the plain vector at that instant.
  public func position(
    from observer: StateVector, at instant: Instant, earth: EarthEphemeris,
    treatment: SunTreatment = .apparent
  ) -> Vector3 {
    let moon = state(at: instant)
    let geometric = moon.position - observer.position
    guard treatment == .apparent else { return geometric }
    let earth = earth.state(at: instant)
    // Over the light time, 1.3 s, the Moon's path bends by 3 mm; three steps leave micrometres.
    let velocity = moon.velocity + earth.barycentricVelocity
    var seen = geometric
    for _ in 0..<3 {
      seen = geometric - velocity * (seen.length / PhysicalConstants.speedOfLight)
    }
    let distance = seen.length
    let direction = Aberration.applied(
      to: seen / distance,
      sunDistance: (earth.heliocentricPosition + observer.position).length,
      observerVelocity: earth.barycentricVelocity + observer.velocity)
    return direction * distance
  }
}
