internal import Synchronization

/// The corona of a sequence of pictures that hardly differ from each other.
///
/// From one picture to the next the Sun has turned a little and the observer has moved a little; all else
/// stays. So brightness as a function of impact parameter and position angle is integrated at a few nodes of
/// a grid in time and blended for every picture: see `SequenceGrid`. The grid depends on the sequence
/// alone: a picture is the same to the last bit whether others were taken before it or not.
///
/// What is made for one picture is kept for those that follow, of no more than a few intervals. Safe to use
/// from any thread.
public final class CoronaSequence: Sendable {
  /// How many intervals are kept.
  private static let keptIntervals = 6
  /// So few sightlines of a panel in one picture cost less than blending it.
  private static let leastSightlines = 24.0

  private let corona: KCorona
  private let pictures: any CoronaPictures
  private let grid: SequenceGrid
  private let kept = Mutex(Kept())

  private struct Kept {
    /// The last used stand last; nil where somebody's place is not known.
    var intervals: [(number: Int, interval: SequenceInterval?)] = []
    var nodes: [(number: Int, node: SequenceNode)] = []
  }

  /// A sequence, or nil where its pictures are better made one by one: few of them, a corona that is not
  /// smooth, pictures so large that profiles pay.
  ///
  /// - Parameters:
  ///   - corona: electrons that only turn with the Sun.
  ///   - pictures: the instants and places of all.
  public init?(_ corona: KCorona, of pictures: any CoronaPictures) {
    let setup = corona.setup
    guard setup.hasSmoothPart, setup.split.creased == nil, setup.split.isAnalytic,
      !corona.hasProfile(sightlines: pictures.sightlines),
      // A place that nobody knows is told by the picture that is taken there.
      let grid = try? SequenceGrid.coarsest(width: setup.split.width, pictures)
    else { return nil }
    self.corona = corona
    self.pictures = pictures
    self.grid = grid
  }

  /// The corona ready for one picture, or nil where that must be prepared by itself.
  ///
  /// - Parameters:
  ///   - observer: where the picture is taken.
  ///   - seconds: when it is, after the first picture.
  public func prepared(
    for observer: CoronalObserver, atSeconds seconds: Double
  ) -> PreparedCorona? {
    guard let number = grid.interval(atSeconds: seconds), let interval = interval(number) else {
      return nil
    }
    let weights = grid.weights(atSeconds: seconds, in: number)
    let deviation = grid.deviation(
      of: observer, from: interval.nodes.map(\.observer), weights: weights)
    // An observer who jumps is none between the nodes.
    guard deviation <= 2 * SequenceGrid.pathTolerance else { return nil }
    let surface = BlendedSurface(
      interval, weights: weights, distance: observer.distanceSolarRadii, deviation: deviation)
    return PreparedCorona(
      corona, observer, blended: surface, errorScale: interval.nodes.first?.errorScale)
  }

  /// How many nodes pictures need that are taken at some instants, seconds after the first of the sequence.
  public func nodeCount(atSeconds instants: [Double]) -> Int {
    let intervals = Set(instants.compactMap { grid.interval(atSeconds: $0) })
    return Set(
      intervals.flatMap { number in
        let first = grid.firstNode(of: number)
        return first..<first + grid.order
      }
    ).count
  }

  private func interval(_ number: Int) -> SequenceInterval? {
    kept.withLock { kept in
      if let place = kept.intervals.firstIndex(where: { $0.number == number }) {
        let found = kept.intervals.remove(at: place)
        kept.intervals.append(found)
        return found.interval
      }
      let interval = try? made(number, &kept)
      kept.intervals.append((number, interval))
      if kept.intervals.count > Self.keptIntervals { kept.intervals.removeFirst() }
      return interval
    }
  }

  /// A new interval; its panels are made later, not under the lock.
  private func made(_ number: Int, _ kept: inout Kept) throws -> SequenceInterval {
    let first = grid.firstNode(of: number)
    let nodes = try (first..<first + grid.order).map { try node($0, &kept) }
    let middle = grid.middle(of: number)
    return SequenceInterval(
      corona, nodes: nodes,
      middle: (
        try pictures.observer(atSeconds: middle), grid.weights(atSeconds: middle, in: number)
      ), isUseful: isUseful)
  }

  private func node(_ number: Int, _ kept: inout Kept) throws -> SequenceNode {
    if let place = kept.nodes.firstIndex(where: { $0.number == number }) {
      let found = kept.nodes.remove(at: place)
      kept.nodes.append(found)
      return found.node
    }
    let node = SequenceNode(
      corona, try pictures.observer(atSeconds: grid.seconds(ofNode: number)))
    kept.nodes.append((number, node))
    if kept.nodes.count > Self.keptIntervals + grid.order { kept.nodes.removeFirst() }
    return node
  }

  /// Whether all pictures have many more sightlines in a panel than making it at all nodes costs.
  private func isUseful(_ extent: PicturePanels.Extent) -> Bool {
    let sightlines =
      extent.area * pictures.sightlinesPerSquareRadius(atRadius: extent.radius(0))
    let cost = Double(2 * PictureSurface.sectorCounts[1] * PictureSurface.cellSize)
    return sightlines >= Self.leastSightlines
      && sightlines * Double(pictures.count) > 1.5 * cost * Double(grid.intervals + 1)
  }
}
