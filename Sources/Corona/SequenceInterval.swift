internal import RealModule
internal import Synchronization
internal import VectorMath

/// The corona between two nodes of a sequence's grid: panels of brightness that follow time.
final class SequenceInterval: Sendable {
  /// A panel that loses more between the nodes, relative to the brightness, is not used.
  static let tolerance = 2e-7
  /// The largest loss of some sightlines is not that of all.
  private static let safety = 5.0

  let panels: PicturePanels
  let nodes: [SequenceNode]
  /// How many coefficients a picture blended at most so far: room that the next one makes at once.
  let largest = Atomic(0)
  private let corona: KCorona
  private let middle: (observer: CoronalObserver, weights: [Double])
  private let isUseful: [Bool]
  private let slots: [Slot]

  /// A panel at all nodes, with equal sectors.
  struct Panel: Sendable {
    /// None where the panel is no use.
    var nodes: [PictureSurface.Panel]
    /// How far the blend may be off, relative to the total brightness.
    var error: Double
  }

  private final class Slot: Sendable {
    let panel = Mutex<Panel?>(nil)
  }

  /// - Parameters:
  ///   - middle: the observer half-way, and the nodes' weights there.
  ///   - isUseful: whether panels are worth making, each by its extent.
  init(
    _ corona: KCorona, nodes: [SequenceNode],
    middle: (observer: CoronalObserver, weights: [Double]),
    isUseful: (PicturePanels.Extent) -> Bool
  ) {
    self.corona = corona
    self.nodes = nodes
    self.middle = middle
    let panels = PicturePanels(
      distance: nodes.reduce(middle.observer.distanceSolarRadii) {
        Swift.min($0, $1.observer.distanceSolarRadii)
      })
    self.panels = panels
    self.isUseful = panels.indices.map { isUseful(panels.extent(of: $0)) }
    slots = panels.indices.map { _ in Slot() }
  }

  /// Some panels, made where they are not yet; those that are no use are left out.
  func panels(_ wanted: [Int]) -> [(index: Int, panel: Panel)] {
    let useful = wanted.filter { isUseful[$0] }
    // Another task may be making one of them: begin with the others.
    for index in useful {
      _ = slots[index].panel.withLockIfAvailable { if $0 == nil { $0 = make(index) } }
    }
    return useful.map { index in
      let panel = slots[index].panel.withLock { panel in
        let made = panel ?? make(index)
        panel = made
        return made
      }
      return (index, panel)
    }
  }

  private func make(_ index: Int) -> Panel {
    let extent = panels.extent(of: index)
    for count in PictureSurface.sectorCounts {
      var made: [PictureSurface.Panel] = []
      for node in nodes {
        guard let panel = node.panel(index, extent, sectors: count) else { break }
        made.append(panel)
      }
      guard made.count == nodes.count else { continue }
      let loss = loss(of: made, index, extent)
      // More sectors would not mend what time loses.
      guard loss <= Self.tolerance else { break }
      // Thin structures may lie between those sightlines: what the grid allows is told in any case.
      return Panel(nodes: made, error: Self.safety * loss + SequenceGrid.tolerance)
    }
    return Panel(nodes: [], error: 0)
  }

  /// The largest difference of some sightlines from those of the observer half-way between the nodes,
  /// relative to their brightness.
  private func loss(
    of made: [PictureSurface.Panel], _ index: Int, _ extent: PicturePanels.Extent
  ) -> Double {
    var reader = PictureSurfaceReader(panels)
    reader.add(blending: made, middle.weights, error: 0, at: index)
    let tail = SightlineTail(behind: middle.observer.distanceSolarRadii, corona.setup)
    var space = SightlineWorkspace(corona.setup)
    var loss = 0.0
    for number in 0..<2 {
      let group = sightlines(number, extent)
      let direct = SightlineIntegral(smoothAlong: group, corona.setup, tail: tail, &space)
      let read = reader.reading(group.impactParameter, west: group.west, north: group.north)
      for lane in 0..<8 where direct.total[lane] > 0 {
        let total = direct.total[lane] * corona.scale
        let off = Swift.max(
          abs(read.total[lane] - total),
          abs(read.polarized[lane] - direct.polarized[lane] * corona.scale))
        loss = Swift.max(loss, read.isFound[lane] && off.isFinite ? off / total : .infinity)
      }
    }
    return loss
  }

  /// Sightlines all over a panel: places by the golden ratio, position angles by the golden angle.
  private func sightlines(_ number: Int, _ extent: PicturePanels.Extent) -> SightlineGroup {
    var (rho, west, north) = (Double8.zero, Double8.zero, Double8.zero)
    for lane in 0..<8 {
      let count = Double(8 * number + lane + 1)
      let place = (0.618_033_988_749_894_9 * count).truncatingRemainder(dividingBy: 1)
      rho[lane] = extent.radius(2 * place - 1)
      west[lane] = -Double.sin(2.399_963_229_728_653 * count)
      north[lane] = Double.cos(2.399_963_229_728_653 * count)
    }
    let sine = rho / middle.observer.distanceSolarRadii
    return SightlineGroup(
      impactParameter: rho, sineOfElongation: sine,
      cosineOfElongation: .sqrt((1 - sine) * (1 + sine)), west: west, north: north,
      observer: middle.observer)
  }
}
