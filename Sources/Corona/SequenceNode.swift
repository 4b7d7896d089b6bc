internal import Synchronization

/// The corona as an observer sees it at one node of a sequence's grid: panels, made when they are needed.
final class SequenceNode: Sendable {
  /// What interpolation in a cell may lose: pictures are written with seven digits.
  static let tolerance = 1e-8

  let observer: CoronalObserver
  private let corona: KCorona
  private let tools = Mutex<Tools?>(nil)
  private let made = Mutex<[Key: PictureSurface.Panel?]>([:])

  /// A panel with a number of sectors.
  private struct Key: Hashable {
    let panel: Int
    let sectors: Int
  }

  private struct Tools: Sendable {
    let errorScale: SightlineErrorScale?
    let maker: PictureCellMaker
  }

  init(_ corona: KCorona, _ observer: CoronalObserver) {
    self.corona = corona
    self.observer = observer
  }

  /// What makes errors of the integrals along this observer's sightlines.
  var errorScale: SightlineErrorScale? { ready().errorScale }

  /// A panel with so many sectors, nil where its cells lose too much.
  func panel(
    _ number: Int, _ extent: PicturePanels.Extent, sectors: Int
  ) -> PictureSurface.Panel? {
    let key = Key(panel: number, sectors: sectors)
    if let known = made.withLock({ $0[key] }) { return known }
    // Two threads may make the same one; that costs less than all waiting for each other.
    let panel = ready().maker.panel(extent, sectors: sectors)
    made.withLock { $0[key] = .some(panel) }
    return panel
  }

  private func ready() -> Tools {
    tools.withLock { tools in
      if let tools { return tools }
      let scale = SightlineErrorScale(corona, observer, groupsAnOctave: 2)
      let made = Tools(
        errorScale: scale,
        maker: PictureCellMaker(corona, observer, scale, tolerance: Self.tolerance))
      tools = made
      return made
    }
  }
}
