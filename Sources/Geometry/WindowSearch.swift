public import Astronomy
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
    let rate = (relative.followsSun ? 0 : sky.rate) + sizeRate + shapeRate
    return DepthSample(depths: depths, rate: rate)
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
