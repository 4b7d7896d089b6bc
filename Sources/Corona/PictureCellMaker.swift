internal import RealModule
internal import VectorMath

/// Integrates the sightlines of a ``PictureSurface`` and fits its cells.
struct PictureCellMaker: Sendable {
  private let corona: KCorona
  private let observer: CoronalObserver
  private let tail: SightlineTail
  private let errorScale: SightlineErrorScale?
  /// What the interpolation in a cell may lose, relative to the least brightness in it.
  private let tolerance: Double
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
    _ corona: KCorona, _ observer: CoronalObserver, _ errorScale: SightlineErrorScale?,
    tolerance: Double
  ) {
    self.corona = corona
    self.observer = observer
    self.errorScale = errorScale
    self.tolerance = tolerance
    tail = SightlineTail(behind: observer.distanceSolarRadii, corona.setup)
  }

  /// The cells of a panel, or nil where a cell loses more than the tolerance.
  func panel(_ extent: PicturePanels.Extent, sectors: Int) -> PictureSurface.Panel? {
    var panel = PictureSurface.Panel(sectors: sectors, coefficients: [], errors: [])
    var space = SightlineWorkspace(corona.setup)
    for side in [1.0, -1.0] {
      for sector in 0..<sectors {
        let values = values(
          extent, side: side,
          angle: Double.pi * Double(sector) / Double(sectors), width: Double.pi / Double(sectors),
          &space)
        let lost = lost(values.brightness)
        guard lost < tolerance else { return nil }
        panel.coefficients += transformed(values.brightness, radial.powers, angular.powers)
        panel.errors.append(values.error + lost)
      }
    }
    return panel
  }

  /// Brightness at the nodes of a cell, those along the angle running fastest, and the largest error of a
  /// node relative to its total.
  private func values(
    _ extent: PicturePanels.Extent, side: Double, angle: Double, width: Double,
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
        rho[lane] = extent.radius(radial.nodes[row])
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
