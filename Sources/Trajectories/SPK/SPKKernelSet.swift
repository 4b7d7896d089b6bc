public import Astronomy

/// Kernels read together: a spacecraft's, and the planets' that its chain of centres needs.
///
/// Where several segments of a body hold at the same time, the last one of the last kernel counts,
/// as in SPICE. A body is followed to its centre, that centre to its own, and so on, and so is the
/// other body, until the two meet.
public struct SPKKernelSet: Sendable {
  /// The NAIF code of the Earth's centre.
  public static let earth = 399

  /// The kernels; later ones come before earlier ones.
  public let kernels: [SPKKernel]

  /// A segment and the kernel it stands in.
  private struct Entry {
    var kernel: Int
    var segment: SPKSegment
  }

  /// Segments by the body that moves, first the one that counts.
  private let entries: [Int: [Entry]]

  /// A set of kernels; later ones come before earlier ones.
  public init(_ kernels: [SPKKernel]) {
    self.kernels = kernels
    var entries: [Int: [Entry]] = [:]
    for (index, kernel) in kernels.enumerated().reversed() {
      for segment in kernel.segments.reversed() {
        entries[segment.target, default: []].append(Entry(kernel: index, segment: segment))
      }
    }
    self.entries = entries
  }

  /// The motion of a body relative to another.
  ///
  /// What is needed of the kernels is turned into polynomials here, and only that.
  ///
  /// - Parameters:
  ///   - target: the NAIF code of the body that moves.
  ///   - center: the NAIF code of the body it moves about; the Earth for use in a `Formation`.
  ///   - span: the times for which states are wanted.
  /// - Throws: `TrajectoryError` when a body is unknown, the span is not covered, or a segment is
  ///   damaged or of an unsupported kind.
  public func trajectory(
    of target: Int, about center: Int = earth, over span: ClosedRange<Instant>
  ) throws(TrajectoryError) -> SPKTrajectory {
    let readings = EphemerisClock.reading(span)
    var segments: [SegmentedTrajectory.Segment] = []
    var names: [String] = []
    for part in parts(of: target, about: center, over: readings) {
      guard let route = part.route else {
        throw failure(target, center, span: span, gap: part.range)
      }
      var links: [SPKChain.Link] = []
      for link in route {
        let (kernel, segment) = (kernels[link.entry.kernel], link.entry.segment)
        links.append(
          SPKChain.Link(
            pieces: try kernel.pieces(of: segment, over: part.range), sign: link.sign,
            source: .init(file: kernel.name, segment: segment)))
        if !names.contains(segment.name) { names.append(segment.name) }
      }
      segments.append(try .init(SPKChain(links: links), usable: part.range))
    }
    return SPKTrajectory(
      target: target, center: center, span: span, segmentNames: names,
      motion: try SegmentedTrajectory(segments))
  }

  /// The times for which a body's motion relative to another is known, in order.
  public func coverage(of target: Int, about center: Int = earth) -> [ClosedRange<Instant>] {
    let segments = involved(target, center).map(\.segment)
    guard let first = segments.map(\.firstEpoch).min(),
      let last = segments.map(\.lastEpoch).max()
    else { return [] }
    let span = EphemerisClock.reading(first)...EphemerisClock.reading(last)
    var found: [ClosedRange<Instant>] = []
    for part in parts(of: target, about: center, over: span) where part.route != nil {
      if let before = found.last, before.upperBound == part.range.lowerBound {
        found[found.count - 1] = before.lowerBound...part.range.upperBound
      } else {
        found.append(part.range)
      }
    }
    return found.map {
      EphemerisClock.instant($0.lowerBound)...EphemerisClock.instant($0.upperBound)
    }
  }

  // MARK: - Chains

  /// One segment of a chain, to be added or taken away.
  private struct Step {
    var entry: Entry
    var sign: Double
  }

  /// A stretch in which the same segments hold; without a route when the bodies are not joined.
  private struct Part {
    var range: ClosedRange<Instant>
    var route: [Step]?

    func continues(_ other: Part) -> Bool {
      guard let mine = route, let theirs = other.route else {
        return (route == nil) == (other.route == nil)
      }
      return mine.count == theirs.count
        && zip(mine, theirs).allSatisfy {
          $0.sign == $1.sign && $0.entry.kernel == $1.entry.kernel
            && $0.entry.segment.addresses == $1.entry.segment.addresses
        }
    }
  }

  /// The stretches of a span, in order and without gaps between them.
  private func parts(
    of target: Int, about center: Int, over span: ClosedRange<Instant>
  ) -> [Part] {
    let epochs = involved(target, center).flatMap { [$0.segment.firstEpoch, $0.segment.lastEpoch] }
    let inside = epochs.map { EphemerisClock.reading($0) }
      .filter { $0 > span.lowerBound && $0 < span.upperBound }.sorted()
    var found: [Part] = []
    var start = span.lowerBound
    for end in inside + [span.upperBound] {
      // Epochs of neighbours are apart by no more than their rounding.
      let isLast = end == span.upperBound && found.isEmpty
      guard end.seconds(since: start) > EphemerisClock.resolution || isLast else { continue }
      let part = Part(
        range: start...end, route: route(target, center, at: .midpoint(start, end)))
      if let before = found.last, before.continues(part) {
        found[found.count - 1].range = before.range.lowerBound...end
      } else {
        found.append(part)
      }
      start = end
    }
    if start < span.upperBound, !found.isEmpty {
      let last = found.count - 1
      found[last].range = found[last].range.lowerBound...span.upperBound
    }
    return found
  }

  /// All segments of the two bodies and of all their centres.
  private func involved(_ target: Int, _ center: Int) -> [Entry] {
    var bodies: Set<Int> = [target, center]
    var pending = [target, center]
    var found: [Entry] = []
    while let body = pending.popLast() {
      for entry in entries[body] ?? [] {
        found.append(entry)
        if bodies.insert(entry.segment.center).inserted { pending.append(entry.segment.center) }
      }
    }
    return found
  }

  /// The way from one body to another at a time.
  private func route(_ target: Int, _ center: Int, at reading: Instant) -> [Step]? {
    let up = ancestors(of: target, at: reading)
    let down = ancestors(of: center, at: reading)
    let ways = down.bodies
    for (length, body) in up.bodies.enumerated() {
      guard let back = ways.firstIndex(of: body) else { continue }
      return up.entries.prefix(length).map { Step(entry: $0, sign: 1) }
        + down.entries.prefix(back).map { Step(entry: $0, sign: -1) }
    }
    return nil
  }

  /// A body, its centre, that one's centre and so on, with the segments between them.
  private func ancestors(of body: Int, at reading: Instant) -> (bodies: [Int], entries: [Entry]) {
    var bodies = [body]
    var way: [Entry] = []
    while let entry = entry(of: bodies[bodies.count - 1], at: reading),
      !bodies.contains(entry.segment.center)
    {
      way.append(entry)
      bodies.append(entry.segment.center)
    }
    return (bodies, way)
  }

  private func entry(of body: Int, at reading: Instant) -> Entry? {
    let slack = EphemerisClock.resolution / 2
    return entries[body]?.first {
      reading.seconds(since: EphemerisClock.reading($0.segment.firstEpoch)) >= -slack
        && reading.seconds(since: EphemerisClock.reading($0.segment.lastEpoch)) <= slack
    }
  }

  // MARK: - Failures

  private func failure(
    _ target: Int, _ center: Int, span: ClosedRange<Instant>, gap: ClosedRange<Instant>
  ) -> TrajectoryError {
    let files = kernels.map(\.name).joined(separator: ", ")
    func text(_ range: ClosedRange<Instant>) -> String {
      "\(range.lowerBound.text(in: .tdb, fractionDigits: 3)) to "
        + range.upperBound.text(in: .tdb, fractionDigits: 3)
    }
    for body in [target, center] where entries[body] == nil {
      // The last centre of all moves about nothing.
      guard !entries.values.contains(where: { $0.contains { $0.segment.center == body } }) else {
        continue
      }
      let known = entries.keys.sorted().map { "\($0)" }.joined(separator: ", ")
      return TrajectoryError(
        .unknownBody,
        "\(files): there is no body \(body); there are \(known.isEmpty ? "none" : known)")
    }
    let known = coverage(of: target, about: center)
    guard !known.isEmpty else {
      let middle = Instant.midpoint(gap.lowerBound, gap.upperBound)
      func chain(_ body: Int) -> String {
        ancestors(of: body, at: middle).bodies.map { "\($0)" }.joined(separator: " about ")
      }
      return TrajectoryError(
        .unknownBody,
        "\(files): bodies \(target) and \(center) are not joined: the chains are "
          + "\(chain(target)) and \(chain(center)); give the kernel that joins them, too")
    }
    let missing = EphemerisClock.instant(gap.lowerBound)...EphemerisClock.instant(gap.upperBound)
    return TrajectoryError(
      .outsideCoverage,
      "\(files): no states of body \(target) about \(center) from \(text(missing)), inside the "
        + "span \(text(span)) asked for; there are states from "
        + known.map(text).joined(separator: ", and from "))
  }
}
