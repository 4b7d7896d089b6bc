internal import Synchronization
internal import VectorMath

/// Brightness of a picture of any smooth corona, as polynomials of the distance from the limb and of the
/// position angle.
///
/// Panels are those of ``PictureProfile``: two for every octave of `|ρ − 1|`, inside and outside. Each is
/// cut into equal sectors, as many as it takes; in every cell both brightnesses are polynomials through
/// sixteen by twelve Chebyshev points. The last coefficients tell what the interpolation loses; a panel
/// that loses more than ``tolerance`` with the most sectors is not used. Panels with fewer sightlines than
/// it would take to make them are left out too: what no panel holds is integrated.
///
/// A panel is made when a band of the picture first needs it, and depends on nothing but its number.
final class PictureSurface: Sendable {
  /// What the interpolation may lose, relative to the least brightness of a cell.
  static let tolerance = 5e-10
  /// Points of a cell along the radius.
  static let radialOrder = 16
  /// Points of a cell along the angle.
  static let angularOrder = 12
  /// Coefficients of a cell.
  static let cellSize = radialOrder * angularOrder
  /// Numbers of sectors in half a turn that are tried.
  static let sectorCounts = [4, 8, 16, 32]

  private let distance: Double
  let panels: PicturePanels
  private let usefulPanels: [Bool]
  private let slots: [Slot]
  private let maker: PictureCellMaker
  /// What makes errors of the integrals along sightlines.
  let errorScale: SightlineErrorScale?

  /// A panel, once it is made.
  private final class Slot: Sendable {
    let panel = Mutex<Panel?>(nil)
  }

  /// The cells of one panel: sectors west of solar north from north to south, then those east.
  struct Panel: Sendable {
    /// Sectors in half a turn; none where the interpolation fails.
    var sectors: Int
    /// For each sector by powers of the radial place, the highest first, and for each of them by powers
    /// of the angular place, the highest first: total (even lanes) and polarised brightness.
    var coefficients: [SIMD2<Double>]
    /// For each sector how far both brightnesses may be off, relative to the total.
    var errors: [Double]
  }

  /// A surface, or nil where the corona is not smooth or no panel would pay.
  ///
  /// - Parameter perSquareRadius: how many sightlines a square solar radius of the sky holds.
  init?(_ corona: KCorona, _ observer: CoronalObserver, perSquareRadius: Double) {
    guard corona.setup.hasSmoothPart, corona.setup.split.creased == nil,
      corona.setup.split.isAnalytic
    else { return nil }
    distance = observer.distanceSolarRadii
    panels = PicturePanels(distance: distance)
    let nodes = Double(2 * Self.sectorCounts[1] * Self.cellSize)
    usefulPanels = panels.indices.map { [panels] in
      panels.extent(of: $0).area * perSquareRadius > 1.5 * nodes
    }
    guard usefulPanels.contains(true) else { return nil }
    slots = panels.indices.map { _ in Slot() }
    errorScale = SightlineErrorScale(corona, observer, groupsAnOctave: 2)
    maker = PictureCellMaker(corona, observer, errorScale, tolerance: Self.tolerance)
  }

  /// The panels that some sightlines need, made where they are not yet.
  func reader(for directions: SkyDirections) -> PictureSurfaceReader {
    let isNeeded = panels.holding(directions, distance: distance)
    let needed = panels.indices.filter { isNeeded[$0] && usefulPanels[$0] }
    // Another task may be making one of them: begin with the others.
    for index in needed {
      _ = slots[index].panel.withLockIfAvailable { if $0 == nil { $0 = make(index) } }
    }
    var reader = PictureSurfaceReader(panels)
    for index in needed {
      let panel = slots[index].panel.withLock { panel in
        let made = panel ?? make(index)
        panel = made
        return made
      }
      reader.add(panel, at: index)
    }
    return reader
  }

  private func make(_ index: Int) -> Panel {
    let extent = panels.extent(of: index)
    for count in Self.sectorCounts {
      if let panel = maker.panel(extent, sectors: count) { return panel }
    }
    return Panel(sectors: 0, coefficients: [], errors: [])
  }
}
