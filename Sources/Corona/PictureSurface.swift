internal import RealModule
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
  /// Panels begin at this power of two from the limb.
  static let lowestOctave = -14
  /// Numbers of sectors in half a turn that are tried.
  private static let sectorCounts = [4, 8, 16, 32]

  let distance: Double
  let insideCount: Int
  let panelCount: Int
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
    // At ρ = d the sightline starts at its tangent point, another singularity: stay away from it.
    var octave = Self.lowestOctave
    while Double.exp2(Double(octave + 1)) + 1 <= 0.7 * distance { octave += 1 }
    insideCount = -2 * Self.lowestOctave
    panelCount = insideCount + 2 * (octave - Self.lowestOctave)
    let nodes = Double(2 * Self.sectorCounts[1] * Self.cellSize)
    usefulPanels = (0..<panelCount).map { [insideCount] panel in
      let isInside = panel < insideCount
      let (start, length) = PicturePanelPlace.extent(
        ofPanel: isInside ? panel : panel - insideCount, lowestOctave: Self.lowestOctave)
      let middle = 1 + (isInside ? -1 : 1) * (start + length / 2)
      return 2 * Double.pi * middle * length * perSquareRadius > 1.5 * nodes
    }
    guard usefulPanels.contains(true) else { return nil }
    slots = (0..<panelCount).map { _ in Slot() }
    errorScale = SightlineErrorScale(corona, observer, groupsAnOctave: 2)
    maker = PictureCellMaker(corona, observer, errorScale)
  }

  /// The panels that some sightlines need, made where they are not yet.
  func reader(for directions: SkyDirections) -> PictureSurfaceReader {
    var isNeeded = [Bool](repeating: false, count: panelCount)
    for index in 0..<directions.count {
      let (west, north) = (directions.west[index], directions.north[index])
      let height = distance * (west * west + north * north).squareRoot() - 1
      if let panel = panel(atHeight: height) { isNeeded[panel] = usefulPanels[panel] }
    }
    let needed = isNeeded.indices.filter { isNeeded[$0] }
    // Another task may be making one of them: begin with the others.
    for index in needed {
      _ = slots[index].panel.withLockIfAvailable { if $0 == nil { $0 = make(index) } }
    }
    var reader = PictureSurfaceReader(self)
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

  private func panel(atHeight height: Double) -> Int? {
    let size = abs(height)
    guard size >= Double.exp2(Double(Self.lowestOctave)) else { return nil }
    let number = Int(size.bitPattern >> 51) - 2 * (1023 + Self.lowestOctave)
    if height < 0 { return Swift.min(number, insideCount - 1) }
    return number < panelCount - insideCount ? insideCount + number : nil
  }

  private func make(_ index: Int) -> Panel {
    let isInside = index < insideCount
    let (start, length) = PicturePanelPlace.extent(
      ofPanel: isInside ? index : index - insideCount, lowestOctave: Self.lowestOctave)
    for count in Self.sectorCounts {
      if let panel = maker.panel(
        from: start, length: length, sign: isInside ? -1 : 1, sectors: count)
      {
        return panel
      }
    }
    return Panel(sectors: 0, coefficients: [], errors: [])
  }
}

/// Integrates the sightlines of a ``PictureSurface`` and fits its cells.
struct PictureCellMaker: Sendable {
  private let corona: KCorona
  private let observer: CoronalObserver
  private let tail: SightlineTail
  private let errorScale: SightlineErrorScale?
  private let radial = Basis(order: PictureSurface.radialOrder)
  private let angular = Basis(order: PictureSurface.angularOrder)

  /// Polynomials in one direction of a cell.
  private struct Basis: Sendable {
    let nodes: [Double]
    /// For each node what a value there adds to the coefficients of powers, the highest first.
    let powers: [[Double]]
    /// The same for the coefficients of Chebyshev polynomials, the lowest first.
    let chebyshev: [[Double]]

    init(order: Int) {
      nodes = ChebyshevFit.nodes(order)
      powers = ChebyshevFit.cardinalPowers(count: order).map { $0.reversed() }
      chebyshev = (0..<order).map { node in
        var values = [Double](repeating: 0, count: order)
        values[node] = 1
        return ChebyshevFit.coefficients(ofValues: values)
      }
    }
  }

  init(
    _ corona: KCorona, _ observer: CoronalObserver, _ errorScale: SightlineErrorScale?
  ) {
    self.corona = corona
    self.observer = observer
    self.errorScale = errorScale
    tail = SightlineTail(behind: observer.distanceSolarRadii, corona.setup)
  }

  /// The cells of a panel, or nil where a cell loses more than the tolerance.
  func panel(
    from start: Double, length: Double, sign: Double, sectors: Int
  ) -> PictureSurface.Panel? {
    var panel = PictureSurface.Panel(sectors: sectors, coefficients: [], errors: [])
    var space = SightlineWorkspace(corona.setup)
    for side in [1.0, -1.0] {
      for sector in 0..<sectors {
        let values = values(
          from: start, length: length, sign: sign, side: side,
          angle: Double.pi * Double(sector) / Double(sectors), width: Double.pi / Double(sectors),
          &space)
        let lost = lost(values.brightness)
        guard lost < PictureSurface.tolerance else { return nil }
        panel.coefficients += transformed(values.brightness, radial.powers, angular.powers)
        panel.errors.append(values.error + lost)
      }
    }
    return panel
  }

  /// Brightness at the nodes of a cell, those along the angle running fastest, and the largest error of a
  /// node relative to its total.
  private func values(
    from start: Double, length: Double, sign: Double, side: Double, angle: Double, width: Double,
    _ space: inout SightlineWorkspace
  ) -> (brightness: [SIMD2<Double>], error: Double) {
    let order = PictureSurface.angularOrder
    var result: [SIMD2<Double>] = []
    result.reserveCapacity(PictureSurface.cellSize)
    var error = 0.0
    for first in stride(from: 0, to: PictureSurface.cellSize, by: 8) {
      var (rho, west, north) = (Double8.zero, Double8.zero, Double8.zero)
      for lane in 0..<8 {
        let (row, column) = ((first + lane) / order, (first + lane) % order)
        rho[lane] = 1 + sign * (start + 0.5 * length * (1 + radial.nodes[row]))
        let place = angle + 0.5 * width * (1 + angular.nodes[column])
        west[lane] = side * Double.sin(place)
        north[lane] = Double.cos(place)
      }
      let sine = rho / observer.distanceSolarRadii
      let group = SightlineGroup(
        impactParameter: rho, sineOfElongation: sine,
        cosineOfElongation: .sqrt((1 - sine) * (1 + sine)), west: west, north: north,
        observer: observer)
      let integral = SightlineIntegral(
        smoothAlong: group, corona.setup, tail: tail, &space)
      let told = errorScale?.error(of: integral, impactParameter: rho) ?? .zero
      for lane in 0..<8 {
        result.append(SIMD2(integral.total[lane], integral.polarized[lane]) * corona.scale)
        if integral.total[lane] > 0 {
          error = Swift.max(error, told[lane] / integral.total[lane])
        }
      }
    }
    return (result, error)
  }

  /// What a polynomial through the nodes loses, relative to the least total brightness at a node.
  ///
  /// The first coefficients left out are smaller than the last ones kept by the rate at which those fall:
  /// a fifth or less along the radius. As one of a pair may vanish by symmetry, the one before, over
  /// eight, counts too.
  private func lost(_ values: [SIMD2<Double>]) -> Double {
    let (rows, columns) = (PictureSurface.radialOrder, PictureSurface.angularOrder)
    let series = transformed(values, radial.chebyshev, angular.chebyshev)
    func size(_ row: Int, _ column: Int) -> Double {
      let value = series[row * columns + column]
      return Swift.max(abs(value.x), abs(value.y))
    }
    var (alongRadius, alongAngle) = (0.0, 0.0)
    for column in 0..<columns {
      alongRadius = Swift.max(alongRadius, size(rows - 1, column), size(rows - 2, column) / 8)
    }
    for row in 0..<rows {
      alongAngle = Swift.max(alongAngle, size(row, columns - 1), size(row, columns - 2) / 8)
    }
    let least = values.reduce(Double.infinity) { Swift.min($0, $1.x) }
    guard least > 0 else { return .infinity }
    return 0.5 * (alongRadius + alongAngle) / least
  }

  /// Values at nodes to coefficients in both directions, those along the angle running fastest.
  private func transformed(
    _ values: [SIMD2<Double>], _ radialBasis: [[Double]], _ angularBasis: [[Double]]
  ) -> [SIMD2<Double>] {
    let (rows, columns) = (PictureSurface.radialOrder, PictureSurface.angularOrder)
    var alongAngle = [SIMD2<Double>](repeating: .zero, count: values.count)
    for row in 0..<rows {
      for node in 0..<columns {
        let value = values[row * columns + node]
        for column in 0..<columns {
          alongAngle[row * columns + column] += value * angularBasis[node][column]
        }
      }
    }
    var result = [SIMD2<Double>](repeating: .zero, count: values.count)
    for node in 0..<rows {
      for row in 0..<rows {
        let factor = radialBasis[node][row]
        for column in 0..<columns {
          result[row * columns + column] += factor * alongAngle[node * columns + column]
        }
      }
    }
    return result
  }
}
