public import Astronomy
internal import Trajectories
internal import VectorMath

/// What one Monte-Carlo sample of a formation does in one stretch of time.
public struct SampledStretch: Sendable, Hashable {
  /// When any of the Sun is covered: start and end, s after the stretch's start; open ends lie at its
  /// own ends.
  public var covered: [ClosedRange<Double>]
  /// When all of it is covered.
  public var total: [ClosedRange<Double>]
  /// The contacts that belong to each nominal window, in the order of `NominalWindow/contacts`.
  public var contacts: [Double?]
}

/// Draws formations from an uncertainty and finds their windows, each with the certified search.
///
/// Every sample is a pure function of the seed and its number: samples may be computed in any order,
/// on any number of threads.
public struct UncertaintySampler: Sendable {
  /// The formation without errors.
  public let formation: Formation
  /// What is not known exactly.
  public let uncertainty: FormationUncertainty
  /// The seed of the samples.
  public let seed: UInt64
  /// The stretches of the span in which an occultation is possible at all.
  ///
  /// Outside them an occulter larger by eight deviations of everything would not touch the Sun.
  public let stretches: [ClosedRange<Instant>]
  /// The contacts of the formation without errors, by stretch.
  public let nominal: [[OccultationWindow]]

  /// Streams of the seed that belong to this purpose.
  static let stream: UInt32 = 0x554E_4331

  /// Prepares the samples of a span.
  ///
  /// - Parameters:
  ///   - formation: without errors.
  ///   - uncertainty: what is drawn.
  ///   - span: where windows are sought.
  ///   - windows: the windows of the formation without errors in the span.
  ///   - seed: the same seed gives the same samples.
  /// - Throws: `GeometryError` when the span is not covered, or the local vertical is asked for an
  ///   observer without orbital motion.
  public init(
    _ formation: Formation, _ uncertainty: FormationUncertainty,
    over span: ClosedRange<Instant>, windows: [OccultationWindow], seed: UInt64
  ) throws {
    if uncertainty.axes == .localVertical {
      let state = formation.observer.state(at: span.lowerBound)
      guard state.position.cross(state.velocity).length > 0 else {
        throw GeometryError(
          .valueOutOfRange,
          "the frame lvlh needs an observer in orbit; use sun-line or gcrf")
      }
    }
    self.formation = formation
    self.uncertainty = uncertainty
    self.seed = seed
    let stretches = try Self.possible(formation, uncertainty, span)
    self.stretches = stretches
    nominal = stretches.map { stretch in
      windows.filter { window in
        let middle = window.greatest.instant
        return stretch.contains(middle)
      }
    }
  }

  /// The stretches in which a formation with everything eight deviations larger is eclipsed.
  private static func possible(
    _ formation: Formation, _ uncertainty: FormationUncertainty, _ span: ClosedRange<Instant>
  ) throws -> [ClosedRange<Instant>] {
    let reach = 8.0
    let size = max(
      uncertainty.covariance.sizeBound(after: span.lowerBound.seconds(since: uncertainty.epoch)),
      uncertainty.covariance.sizeBound(after: span.upperBound.seconds(since: uncertainty.epoch)))
    // A body that is not round lies, wherever it is moved, in the sphere grown about it.
    let radius = formation.shape.radius + reach * (size + uncertainty.occulterRadiusSigma)
    let shape =
      formation.shape.isRound ? formation.shape.withRadius(radius) : .sphere(radius: radius)
    let found: CertifiedSearch
    do {
      // Where the larger bodies meet the observer or a limit, everything is possible.
      found = try Formation(
        observer: formation.observer, occulter: formation.occulter, shape: shape,
        sunRadius: formation.sunRadius + reach * uncertainty.sunRadiusSigma,
        treatment: formation.treatment, ephemeris: formation.ephemeris
      ).depthEvents(over: span)
    } catch let error as GeometryError where error.code != .outsideCoverage {
      return [span]
    }
    // What the search could not decide lies below its certificate; a second each way is ample.
    let margin = 1.0
    var stretches: [ClosedRange<Instant>] = []
    for stretch in found.stretches(of: 0) {
      let start = max(
        span.lowerBound, (stretch.start?.instant ?? span.lowerBound).advanced(bySeconds: -margin))
      let end = min(
        span.upperBound, (stretch.end?.instant ?? span.upperBound).advanced(bySeconds: margin))
      if let last = stretches.last, start <= last.upperBound {
        stretches[stretches.count - 1] = last.lowerBound...max(last.upperBound, end)
      } else {
        stretches.append(start...end)
      }
    }
    return stretches
  }

  /// The formation of a sample, and by how much its clock is off, s.
  ///
  /// - Throws: `GeometryError` when the errors make a radius impossible.
  public func formation(
    ofSample index: Int
  ) throws(GeometryError) -> (formation: Formation, clock: Double) {
    let deviates = RandomStream(seed: seed, stream: Self.stream)
      .normals(count: 12, at: UInt64(max(0, index)))
    let error = uncertainty.covariance.sample(Array(deviates[0..<6]))
    let motion = PerturbedMotion(
      nominal: formation.occulter, axes: uncertainty.axes, epoch: uncertainty.epoch,
      position: error.position, velocity: error.velocity)
    let sigma = uncertainty.attitudeSigma
    let turn = Vector3(
      deviates[9] * sigma.x, deviates[10] * sigma.y, deviates[11] * sigma.z)
    let sampled = try Formation(
      observer: formation.observer, occulter: motion,
      shape: formation.shape.withRadius(
        formation.shape.radius + deviates[6] * uncertainty.occulterRadiusSigma),
      attitude: turn == .zero
        ? formation.attitude : PerturbedAttitude(nominal: formation.attitude, error: turn),
      sunRadius: formation.sunRadius + deviates[7] * uncertainty.sunRadiusSigma,
      treatment: formation.treatment, ephemeris: formation.ephemeris)
    return (sampled, deviates[8] * uncertainty.timingSigma)
  }

  /// What a sample does in each stretch.
  ///
  /// - Parameter index: the number of the sample, from zero.
  /// - Throws: `GeometryError` naming the sample when its observer enters its occulter.
  public func sample(_ index: Int) throws -> [SampledStretch] {
    do {
      let (sampled, clock) = try formation(ofSample: index)
      return try stretches.indices.map { place in
        try outcome(of: sampled, clock: clock, in: place)
      }
    } catch let error as GeometryError {
      throw GeometryError(
        error.code,
        "sample \(index): \(error.description); the uncertainty is too large for this formation")
    }
  }

  private func outcome(
    of sampled: Formation, clock: Double, in place: Int
  ) throws -> SampledStretch {
    let stretch = stretches[place]
    let found = try sampled.depthEvents(over: stretch)
    let length = stretch.upperBound.seconds(since: stretch.lowerBound)
    func time(_ contact: Contact) -> Double {
      contact.instant.seconds(since: stretch.lowerBound) + clock
    }
    func range(_ part: (start: Contact?, end: Contact?)) -> ClosedRange<Double> {
      let start = part.start.map(time) ?? min(0, clock)
      return start...max(start, part.end.map(time) ?? max(length, length + clock))
    }
    let covered = found.stretches(of: 0)
    let central = [DepthFunction.total, .annular].map { found.stretches(of: $0.rawValue) }
    var contacts: [Double?] = []
    for window in nominal[place] {
      // The sample's window nearest to the nominal one, by their middles.
      let middle = window.greatest.instant.seconds(since: stretch.lowerBound)
      let mine = covered.map(range).enumerated().min { left, right in
        Self.distance(middle, left.element) < Self.distance(middle, right.element)
      }
      for entry in window.namedContacts {
        contacts.append(
          mine.flatMap { mine in
            Self.contact(
              entry, window: window, covered: covered[mine.offset], range: mine.element,
              central: central, time: time)
          })
      }
    }
    return SampledStretch(
      covered: covered.map(range), total: central[0].map(range), contacts: contacts)
  }

  private static func distance(_ time: Double, _ range: ClosedRange<Double>) -> Double {
    time < range.lowerBound
      ? range.lowerBound - time : time > range.upperBound ? time - range.upperBound : 0
  }

  /// The sample's contact that answers to a nominal one.
  private static func contact(
    _ entry: (name: String, function: DepthFunction, contact: Contact), window: OccultationWindow,
    covered: (start: Contact?, end: Contact?), range: ClosedRange<Double>,
    central: [[(start: Contact?, end: Contact?)]], time: (Contact) -> Double
  ) -> Double? {
    let isStart = entry.name == "C1" || entry.name == "C2" || entry.name.hasSuffix("begins")
    if entry.function == .any { return (isStart ? covered.start : covered.end).map(time) }
    let phases = central[entry.function == .total ? 0 : 1].filter { phase in
      let middle = phase.start.map(time) ?? phase.end.map(time)
      return middle.map { range.contains($0) } ?? true
    }
    // Of several phases of one kind, the one with the same rank.
    let same = window.phases.filter {
      ($0.occultationClass == .annular) == (entry.function == .annular)
    }
    let rank = same.firstIndex { (isStart ? $0.start : $0.end) == entry.contact } ?? 0
    guard phases.indices.contains(rank) else { return nil }
    return (isStart ? phases[rank].start : phases[rank].end).map(time)
  }
}
