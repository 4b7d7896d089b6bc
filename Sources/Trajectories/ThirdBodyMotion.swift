public import Astronomy

/// The Moon as occulter: a body that does not travel with the observer.
///
/// Unlike a co-moving craft, whose light time and aberration cancel, a third body needs both, exactly
/// as the Sun does. Source: Explanatory Supplement (2013), ch. 7. Between two directions 0.5° apart aberration itself
/// makes a difference of 1e-4 of that, but the light times of Sun and Moon differ by eight minutes.
public struct ThirdBodyMotion: RelativeMotion {
  private let moon: MoonEphemeris
  private let earth: EarthEphemeris
  private let treatment: SunTreatment

  /// The Moon as seen by an observer.
  ///
  /// - Parameters:
  ///   - moon: the Moon's motion.
  ///   - earth: the Earth's motion, the same that places the Sun.
  ///   - treatment: the treatment of the Sun it is compared with.
  public init(moon: MoonEphemeris, earth: EarthEphemeris, treatment: SunTreatment = .apparent) {
    self.moon = moon
    self.earth = earth
    self.treatment = treatment
  }

  /// From the observer to the Moon's centre as seen, or as it is when the treatment is geometric, m.
  public func position(in context: FormationContext) -> Vector3 {
    moon.position(
      from: context.observer, at: context.instant, earth: earth, treatment: treatment)
  }

  public func bounds(
    over interval: ClosedRange<Instant>, around middle: FormationContext,
    observer: MotionBounds, sunRate: Double
  ) -> RelativeBounds {
    let half = interval.upperBound.seconds(since: interval.lowerBound) / 2
    let state = moon.state(at: middle.instant)
    let geometric = RelativeBounds.growing(
      distance: (state.position - middle.observer.position).length,
      speed: (state.velocity - middle.observer.velocity).length, halfInterval: half,
      gradient: 0, damping: 0,
      offset: MoonEphemeris.maximumAcceleration + observer.maximumAcceleration,
      mismatch: observer.velocityMismatch, isContinuous: observer.isContinuous)
    guard treatment == .apparent else { return geometric }
    return apparent(geometric, half: half, observer: observer)
  }

  /// Bounds of the apparent vector from those of the geometric one.
  ///
  /// Light time: L = r − u |L|/c, with u the Moon's barycentric velocity, so that lengths lie within
  /// 1 ± β and speeds obey |L̇| ≤ (|ṙ| + |u̇| |L|/c)/(1 − β). Aberration turns the direction by less
  /// than β′ and keeps the length; its own change is at most 2β′ of the direction's, plus the
  /// observer's acceleration over c.
  private func apparent(
    _ geometric: RelativeBounds, half: Double, observer: MotionBounds
  ) -> RelativeBounds {
    let c = PhysicalConstants.speedOfLight
    // The Moon moves by 1.1 km/s about the Earth.
    let earthSpeed = EarthEphemeris.maximumSpeed
    let earthAcceleration = EarthEphemeris.maximumAcceleration
    let beta = (earthSpeed + 1_200) / c
    let observerBeta = (earthSpeed + observer.maximumSpeed) / c
    let greatest =
      (geometric.minimumDistance + 2 * geometric.maximumSpeed * half) / (1 - beta)
    let bending = (earthAcceleration + MoonEphemeris.maximumAcceleration) * greatest / c
    let seen = (geometric.maximumSpeed + bending) / (1 - beta)
    let turning = (observer.maximumAcceleration + earthAcceleration) / c * greatest
    return RelativeBounds(
      minimumDistance: geometric.minimumDistance * (1 - beta),
      maximumSpeed: (seen + turning) * (1 + 3 * observerBeta))
  }
}

/// Radii of the Moon in use for eclipses, in metres.
///
/// The ratio k of the Moon's radius to the Earth's equatorial radius has one value for the whole
/// limb with its mountains and a smaller one for the valleys through which the last light comes.
public enum LunarRadius {
  /// The mean radius by the IAU (1982), k = 0.272 507 6: the Astronomical Almanac.
  public static let mean = radius(k: 0.272_507_6)
  /// For the penumbra, k = 0.272 488: Espenak & Meeus, Five Millennium Canon (2006), C1 and C4.
  public static let penumbral = radius(k: 0.272_488)
  /// For the umbra, k = 0.272 281: Espenak's predictions of C2 and C3.
  public static let umbral = radius(k: 0.272_281)

  /// The radius for another k, with the Earth's equatorial radius of 6378.137 km.
  ///
  /// Older predictions take 6378.140 km: 0.8 m of the Moon's radius, which nobody can see.
  public static func radius(k: Double) -> Double { k * PhysicalConstants.earthEquatorialRadius }
}
