public import Astronomy
internal import RealModule
internal import Trajectories

extension Formation {
  /// All occultation windows of a span.
  ///
  /// Complete by construction: no step is chosen. The trajectories state how fast they can move, and
  /// a stretch of time is passed over only when nothing can happen in it. Anything missed is
  /// shallower than the certified depth of the result. Contacts are good to 1e-10 s of the motion
  /// given.
  ///
  /// - Parameters:
  ///   - span: the time to search.
  ///   - law: the limb darkening of the obscuration at the deepest moment.
  ///   - progress: hears how far the search is.
  /// - Throws: `GeometryError` when the span is not covered or the observer enters the occulter.
  public func windows(
    over span: ClosedRange<Instant>, law: LimbDarkening, progress: SearchProgress? = nil
  ) throws -> WindowSearchResult {
    let found = try depthEvents(over: span, progress: progress)
    let assembler = WindowAssembler(formation: self, span: span, found: found, law: law)
    return WindowSearchResult(
      span: span, windows: try assembler.windows(), certifiedDepth: found.certifiedDepth,
      evaluations: found.evaluations)
  }

  /// All changes of sign of the depth functions in a span, in order, with their certificate.
  func depthEvents(
    over span: ClosedRange<Instant>, progress: SearchProgress? = nil
  ) throws -> CertifiedSearch {
    try checkCoverage(span)
    return try CertifiedSearch(
      over: span, budget: shape.isRound ? .ample : .scarce, progress: progress
    ) {
      origin, start, end in
      try depths(from: start, to: end, after: origin)
    }
  }

  /// The depth functions in the middle of an interval, with their rate bound over all of it.
  ///
  /// The whole search rests on this: no depth of the interval differs in sign from that of its middle
  /// where that is larger than the rate times half the interval.
  func depths(
    from start: Double, to end: Double, after origin: Instant
  ) throws(GeometryError) -> DepthSample {
    let middle = context(at: origin.advanced(bySeconds: (start + end) / 2))
    let offset = occulter.position(in: middle)
    let (depths, apparentRadius) = try searchDepths(in: middle, occulter: offset)
    guard end > start else { return DepthSample(depths: depths, rate: 0) }
    let interval =
      origin.advanced(bySeconds: start)...origin.advanced(bySeconds: end)
    let motion = observer.bounds(over: interval)
    guard let sky = SunRate(around: middle, observer: motion, halfSeconds: (end - start) / 2) else {
      return DepthSample(depths: depths, rate: .infinity)
    }
    let sizeRate = 1.1 * apparentRadius * (600 + motion.maximumSpeed) / sky.minimumDistance
    let relative = occulter.bounds(
      over: interval, around: middle, observer: motion, sunRate: sky.rate)
    let shapeRate: Double
    if shape.isRound {
      shapeRate = shape.maximumRate(
        minimumDistance: relative.minimumDistance, maximumSpeed: relative.maximumSpeed)
    } else {
      // Speeds against the Sun line are measured in a frame that turns with it.
      let turnRate =
        attitude.maximumTurnRate(
          over: interval, around: middle, observer: motion, sunRate: sky.rate)
        + (relative.followsSun ? 1.02 * sky.rate : 0)
      shapeRate = pointRate(
        in: middle, occulter: offset, relative: relative, turnRate: turnRate,
        halfInterval: (end - start) / 2)
    }
    let skyRate = relative.followsSun ? 0 : sky.rate
    let spread = slopeSpread(
      relative, separation: apparentRadius - (depths[0] + depths[2]) / 2, sunRate: skyRate,
      halfInterval: (end - start) / 2)
    return DepthSample(
      depths: depths, rate: skyRate + sizeRate + shapeRate,
      slopeSpread: spread + 2 * (skyRate + sizeRate))
  }

  /// How far apart the slopes of `±b − c` can be at two moments of an interval, rad/s, the Sun's own
  /// motion and the change of its size left out.
  ///
  /// With v the relative velocity, u the direction to the occulter, t the unit vector square to it
  /// toward the Sun and T = tan b, `ċ = −v·t/r` and `|ḃ| = |v·u| T/r` at most. Over half an interval u
  /// turns by κ = V h/r and the Sun by σh, so that t turns by no more than `2(κ + σh)/sin c + κ`, r
  /// changes by κ of itself and T by `(1 + T²) T κ`; V and r stand for their greatest and least values.
  private func slopeSpread(
    _ relative: RelativeBounds, separation: Double, sunRate: Double, halfInterval half: Double
  ) -> Double {
    guard shape.isRound, let change = relative.velocityChange,
      let b = shape.angularRadius(at: relative.minimumDistance)
    else { return .infinity }
    let (r, speed) = (relative.minimumDistance, relative.maximumSpeed)
    let turn = speed * half / r
    let reach = turn + sunRate * half
    let (least, greatest) = (separation - reach, separation + reach)
    guard least > 0, greatest < .pi else { return .infinity }
    let sine = min(Double.sin(least), Double.sin(greatest))
    let growth = Double.tan(b)
    let ofSeparation = change + speed * (2 * reach / sine + 2 * turn)
    let ofSize = growth * (change + speed * turn * (3 + growth * growth))
    return 2 * (ofSeparation + ofSize) / r
  }
}

/// How fast the Sun can move on the observer's sky over an interval.
struct SunRate {
  /// A bound of the turning of its direction, rad/s.
  let rate: Double
  /// Its least distance, m.
  let minimumDistance: Double

  /// A bound from the middle of an interval, or nil when the interval is too long for one.
  ///
  /// The observer's own motion adds parallax to the Earth's, and the acceleration of both changes the
  /// aberration.
  init?(around middle: FormationContext, observer motion: MotionBounds, halfSeconds half: Double) {
    minimumDistance = middle.sun.distance - (31_000 + motion.maximumSpeed) * half
    guard minimumDistance > 0.5 * middle.sun.distance else { return nil }
    rate =
      (EarthEphemeris.maximumSpeed + motion.maximumSpeed) / minimumDistance
      + (motion.maximumAcceleration + EarthEphemeris.maximumAcceleration)
      / PhysicalConstants.speedOfLight
  }
}
