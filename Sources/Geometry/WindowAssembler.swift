internal import Astronomy

/// Builds windows from the changes of sign of the depth functions.
struct WindowAssembler {
  let formation: Formation
  let span: ClosedRange<Instant>
  let found: CertifiedSearch
  let law: LimbDarkening

  func windows() throws -> [OccultationWindow] {
    let phases =
      found.stretches(of: 1).map { phase(.total, $0) }
      + found.stretches(of: 2).map { phase(.annular, $0) }
    return try found.stretches(of: 0).map { stretch in
      let inside =
        phases
        .filter { begin(of: $0) >= begin(of: stretch) && end(of: $0) <= end(of: stretch) }
        .sorted { begin(of: $0) < begin(of: $1) }
      let classes = Set(inside.map(\.occultationClass))
      let kind: WindowClass =
        classes.isEmpty
        ? .partial : classes.count == 2 ? .hybrid : classes.contains(.total) ? .total : .annular
      return OccultationWindow(
        windowClass: kind, first: stretch.start, fourth: stretch.end, phases: inside,
        greatest: try deepest(stretch, inside))
    }
  }

  private typealias Stretch = CertifiedSearch.Stretch

  private func phase(_ kind: OccultationClass, _ stretch: Stretch) -> CentralPhase {
    CentralPhase(occultationClass: kind, start: stretch.start, end: stretch.end)
  }

  private func begin(of stretch: Stretch) -> Instant { stretch.start?.instant ?? span.lowerBound }
  private func end(of stretch: Stretch) -> Instant { stretch.end?.instant ?? span.upperBound }
  private func begin(of phase: CentralPhase) -> Instant { begin(of: (phase.start, phase.end)) }
  private func end(of phase: CentralPhase) -> Instant { end(of: (phase.start, phase.end)) }

  /// The deepest moment of a window: of each central phase, if there is one, and of the whole.
  private func deepest(
    _ stretch: Stretch, _ phases: [CentralPhase]
  ) throws -> GreatestOccultation {
    var best = try greatest(from: begin(of: stretch), to: end(of: stretch))
    for phase in phases {
      let candidate = try greatest(from: begin(of: phase), to: end(of: phase))
      if candidate.discs.magnitude > best.discs.magnitude + 1e-12 { best = candidate }
    }
    return best
  }

  /// The deepest moment between two instants: the best of many samples, then golden section.
  private func greatest(from start: Instant, to end: Instant) throws -> GreatestOccultation {
    let length = end.seconds(since: start)
    func magnitude(_ seconds: Double) throws -> Double {
      try formation.view(at: start.advanced(bySeconds: seconds)).discs.magnitude
    }
    let count = 128
    let step = length / Double(count)
    var best = (time: 0.0, value: -Double.infinity)
    for index in 0...count {
      let time = index == count ? length : Double(index) * step
      let value = try magnitude(time)
      // A flat top keeps its first moment, not one picked by rounding.
      if value > best.value + 1e-12 { best = (time, value) }
    }
    var (low, high) = (max(0, best.time - step), min(length, best.time + step))
    let golden = 0.618_033_988_749_894_9
    var (left, right) = (high - golden * (high - low), low + golden * (high - low))
    var (atLeft, atRight) = (try magnitude(left), try magnitude(right))
    while high - low > max(1e-7, length * 1e-12) {
      if atLeft >= atRight {
        (high, right, atRight) = (right, left, atLeft)
        left = high - golden * (high - low)
        atLeft = try magnitude(left)
      } else {
        (low, left, atLeft) = (left, right, atRight)
        right = low + golden * (high - low)
        atRight = try magnitude(right)
      }
    }
    let refined = (low + high) / 2
    if try magnitude(refined) > best.value + 1e-12 { best.time = refined }
    let instant = start.advanced(bySeconds: best.time)
    let view = try formation.view(at: instant)
    return GreatestOccultation(
      instant: instant, discs: view.discs, obscuration: view.solidAngleObscuration,
      limbDarkenedObscuration: view.obscuration(law: law))
  }
}
