public import Astronomy
internal import RealModule
internal import Trajectories
internal import VectorMath

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
  /// - Throws: `GeometryError` when the span is not covered or the observer enters the occulter.
  public func windows(
    over span: ClosedRange<Instant>, law: LimbDarkening
  ) throws -> WindowSearchResult {
    try checkCoverage(span)
    let blockSeconds = 86_400.0
    let pieceSeconds = 600.0
    let total = span.upperBound.seconds(since: span.lowerBound)
    var events: [DepthEvent] = []
    var certifiedDepth = 0.0
    var evaluations = 0
    var initial: SIMDMask<SIMD3<Int64>>?
    var blockStart = 0.0
    repeat {
      // Seconds are counted anew in each block, so that a double resolves 1e-11 s of them.
      let origin = span.lowerBound.advanced(bySeconds: blockStart)
      let length = min(blockSeconds, total - blockStart)
      var search = try SignSearch(startingAt: 0) { start, end in
        try depths(from: start, to: end, after: origin)
      }
      if initial == nil { initial = search.positive }
      var start = 0.0
      while start < length {
        let end = min(start + pieceSeconds, length)
        try search.run(from: start, to: end)
        start = end
      }
      try search.finish(at: length)
      events += search.changes.map { DepthEvent($0, origin: origin) }
      certifiedDepth = max(certifiedDepth, search.certifiedDepth)
      evaluations += search.evaluations
      blockStart += blockSeconds
    } while blockStart < total
    let assembler = WindowAssembler(
      formation: self, span: span, initial: initial ?? .init(repeating: false), events: events,
      law: law)
    let windows = try assembler.windows()
    return WindowSearchResult(
      span: span, windows: windows, certifiedDepth: certifiedDepth,
      evaluations: evaluations)
  }

  /// The depth functions in the middle of an interval, with their rate bound over all of it.
  private func depths(
    from start: Double, to end: Double, after origin: Instant
  ) throws(GeometryError) -> DepthSample {
    let middle = context(at: origin.advanced(bySeconds: (start + end) / 2))
    let offset = occulter.position(in: middle)
    let discs = try discs(in: middle, occulter: offset)
    let depths = SIMD3(discs.anyDepth, discs.totalDepth, discs.annularDepth)
    guard end > start else { return DepthSample(depths: depths, rate: 0) }
    let interval =
      origin.advanced(bySeconds: start)...origin.advanced(bySeconds: end)
    let motion = observer.bounds(over: interval)
    // The Earth moves at 30.29 km/s at most, 0.51 km/s of it along the radius; the observer's own
    // motion adds parallax, and its acceleration changes the aberration.
    let half = (end - start) / 2
    let nearestSun = middle.sun.distance - (31_000 + motion.maximumSpeed) * half
    guard nearestSun > 0.5 * middle.sun.distance else {
      return DepthSample(depths: depths, rate: .infinity)
    }
    let sunRate =
      (30_300 + motion.maximumSpeed) / nearestSun
      + motion.maximumAcceleration / PhysicalConstants.speedOfLight
    let sizeRate = 1.1 * discs.sunRadius * (600 + motion.maximumSpeed) / nearestSun
    let relative = occulter.bounds(
      over: interval, around: middle, observer: motion, sunRate: sunRate)
    let rate =
      (relative.followsSun ? 0 : sunRate) + sizeRate
      + shape.maximumRate(
        minimumDistance: relative.minimumDistance, maximumSpeed: relative.maximumSpeed)
    return DepthSample(depths: depths, rate: rate)
  }
}

/// A change of sign of a depth function at an instant.
struct DepthEvent {
  var function: Int
  var contact: Contact
  var rises: Bool

  init(_ change: SignChange, origin: Instant) {
    function = change.function
    rises = change.rises
    contact = Contact(
      instant: origin.advanced(bySeconds: change.bracket.estimate),
      bracketSeconds: change.bracket.upper - change.bracket.lower)
  }
}
