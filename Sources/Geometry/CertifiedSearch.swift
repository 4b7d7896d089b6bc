internal import Astronomy
internal import VectorMath

/// The certified search over a span of any length: all changes of sign of up to three functions.
struct CertifiedSearch {
  /// The signs at the span's start.
  private(set) var initial: SIMDMask<SIMD3<Int64>> = .init(repeating: false)
  /// The changes of sign in order of time for each function.
  private(set) var events: [DepthEvent] = []
  /// Every stretch in which a function rises above this value was found.
  private(set) var certifiedDepth = 0.0
  /// How often the functions were evaluated.
  private(set) var evaluations = 0

  private static let blockSeconds = 86_400.0
  private static let pieceSeconds = 600.0
  private static let longestPieceSeconds = 21_600.0

  /// Searches a span.
  ///
  /// - Parameters:
  ///   - span: the time to search.
  ///   - budget: what half a minute may cost.
  ///   - progress: told after each day of the span which share of it is done, 0...1.
  ///   - sample: the functions in the middle of an interval, given in seconds after an origin, and a
  ///     bound of their rate over all of it.
  init(
    over span: ClosedRange<Instant>, budget: SignSearch.Budget = .ample,
    progress: SearchProgress? = nil,
    sample: @escaping (_ origin: Instant, _ start: Double, _ end: Double) throws -> DepthSample
  ) throws {
    let total = span.upperBound.seconds(since: span.lowerBound)
    var blockStart = 0.0
    var piece = Self.pieceSeconds
    var quiet = 0
    repeat {
      // Seconds are counted anew in each block, so that a double resolves 1e-11 s of them.
      let origin = span.lowerBound.advanced(bySeconds: blockStart)
      let length = min(Self.blockSeconds, total - blockStart)
      var search = try SignSearch(startingAt: 0, budget: budget) { start, end in
        try sample(origin, start, end)
      }
      if blockStart == 0 { initial = search.positive }
      var start = 0.0
      while start < length {
        let end = min(start + piece, length)
        let before = search.evaluations
        try search.run(from: start, to: end)
        start = end
        // Where nothing happens for hours one look at them is enough; each longer look must be earned.
        quiet = search.evaluations - before == 1 ? quiet + 1 : 0
        if quiet == 0 { piece = max(piece / 2, Self.pieceSeconds) }
        if quiet == 6 {
          piece = min(2 * piece, Self.longestPieceSeconds)
          quiet = 0
        }
      }
      try search.finish(at: length)
      events += search.changes.map { DepthEvent($0, origin: origin) }
      certifiedDepth = max(certifiedDepth, search.certifiedDepth)
      evaluations += search.evaluations
      blockStart += Self.blockSeconds
      progress?(min(1, blockStart / max(total, Self.blockSeconds)))
    } while blockStart < total
  }

  /// A stretch in which a function is positive; an absent contact lies outside the span.
  typealias Stretch = (start: Contact?, end: Contact?)

  /// The stretches in which one function is positive.
  func stretches(of function: Int) -> [Stretch] {
    var result: [Stretch] = []
    var open: Stretch? = initial[function] ? (nil, nil) : nil
    for event in events where event.function == function {
      if event.rises {
        open = (event.contact, nil)
      } else if let started = open {
        result.append((started.start, event.contact))
        open = nil
      }
    }
    if let open { result.append(open) }
    return result
  }
}

/// Hears which share of a span a search has done, from 0 to 1, about once for each day of the span.
public typealias SearchProgress = (_ share: Double) -> Void

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
