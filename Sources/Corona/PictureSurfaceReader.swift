internal import VectorMath

/// The panels of a ``PictureSurface`` that one band of a picture needs, side by side.
struct PictureSurfaceReader {
  private let insideCount: Int64
  private static let unknown = -1
  private static let none = -2
  /// Where each panel's coefficients begin; below zero where there is none.
  private var starts: [Int]
  private var sectors: [Double]
  private var errorStarts: [Int]
  private var coefficients: [SIMD2<Double>] = []
  private var errors: [Double] = []

  init(_ panels: PicturePanels) {
    insideCount = Int64(panels.insideCount)
    let count = panels.indices.count
    starts = [Int](repeating: Self.unknown, count: count)
    sectors = [Double](repeating: 0, count: count)
    errorStarts = [Int](repeating: 0, count: count)
  }

  /// Adds a panel, unless it is none.
  mutating func add(_ panel: PictureSurface.Panel, at index: Int) {
    guard panel.sectors > 0 else { return }
    starts[index] = coefficients.count
    sectors[index] = Double(panel.sectors)
    errorStarts[index] = errors.count
    coefficients += panel.coefficients
    errors += panel.errors
  }

  /// Whether a panel was added, even one that is none.
  func knows(_ index: Int) -> Bool { starts[index] != Self.unknown }

  /// How many coefficients there are.
  var size: Int { coefficients.count }

  /// Makes room for as many coefficients.
  mutating func reserve(_ size: Int) { coefficients.reserveCapacity(size) }

  /// Adds the weighted sum of panels with equal sectors; none where there are no such panels.
  ///
  /// - Parameter error: what the sum adds to the panels' own errors, relative to the total brightness.
  mutating func add(
    blending panels: [PictureSurface.Panel], _ weights: [Double], error: Double, at index: Int
  ) {
    guard let first = panels.first, first.sectors > 0 else {
      starts[index] = Self.none
      return
    }
    starts[index] = coefficients.count
    sectors[index] = Double(first.sectors)
    errorStarts[index] = errors.count
    errors += first.errors.indices.map { cell in
      zip(panels, weights).reduce(error) { $0 + abs($1.1) * $1.0.errors[cell] }
    }
    let begin = 16 * coefficients.count
    coefficients.append(contentsOf: repeatElement(.zero, count: first.coefficients.count))
    coefficients.withUnsafeMutableBytes { sums in
      for (panel, weight) in zip(panels, weights) {
        panel.coefficients.withUnsafeBytes { values in
          // Cells are whole multiples of four coefficients.
          for place in stride(from: 0, to: Swift.min(values.count, sums.count - begin), by: 64) {
            let value = values.loadUnaligned(fromByteOffset: place, as: Double8.self)
            let sum = sums.loadUnaligned(fromByteOffset: begin + place, as: Double8.self)
            sums.storeBytes(
              of: .multiplyAdd(value, Double8(repeating: weight), sum),
              toByteOffset: begin + place, as: Double8.self)
          }
        }
      }
    }
  }

  /// The brightness of eight sightlines; each depends on its own lane only, to the last bit.
  ///
  /// - Parameters:
  ///   - west: west component of the position angle, with `north` of unit length.
  @inline(__always)
  func reading(_ rho: Double8, west: Double8, north: Double8) -> PictureReading {
    let height = rho - 1
    let isInside = height .< 0
    let distance = height.replacing(with: -height, where: isInside)
    let found = PicturePanelPlace(
      distance: distance, lowestOctave: PicturePanels.lowestOctave)
    var (panels, radial) = (found.panel, found.place)
    // The disc's centre ends the last panel inside.
    let isCentre = height .== -1
    panels.replace(with: insideCount &- 1, where: isCentre)
    radial.replace(with: 1, where: isCentre)
    let isTooNear = panels .< 0
    panels &+= SIMD8(repeating: insideCount).replacing(with: 0, where: isInside)
    let isEast = west .< 0
    let angle = Double8.arcTangent(y: west.replacing(with: -west, where: isEast), x: north)
    var (total, polarized, error) = (Double8.zero, Double8.zero, Double8.zero)
    var isFound = SIMDMask<SIMD8<Int64>>(repeating: false)
    for lane in 0..<8 where !isTooNear[lane] {
      let panel = Int(panels[lane])
      guard panel >= 0, panel < starts.count, starts[panel] >= 0 else { continue }
      let count = sectors[panel]
      let position = angle[lane] * (count / Double.pi)
      let sector = Swift.min(position.rounded(.down), count - 1)
      guard sector >= 0 else { continue }
      let cell = Int(sector) + (isEast[lane] ? Int(count) : 0)
      let value = value(
        from: starts[panel] + cell * PictureSurface.cellSize, radial: radial[lane],
        angular: 2 * (position - sector) - 1)
      total[lane] = value.x
      polarized[lane] = value.y
      error[lane] = errors[errorStarts[panel] + cell] * value.x
      isFound[lane] = true
    }
    return PictureReading(
      total: total,
      // Symmetry at the disc's centre, which a fit knows to rounding only.
      polarized: polarized.replacing(with: 0, where: isCentre), error: error, isFound: isFound)
  }

  /// The polynomial of one cell.
  ///
  /// Twelve polynomials of the radial place side by side, total and polarised brightness in turn, then one
  /// of the angular place through their values.
  @inline(__always)
  private func value(from start: Int, radial: Double, angular: Double) -> SIMD2<Double> {
    coefficients.withUnsafeBytes { table in
      // Eight numbers are four coefficients; a row of twelve is three times that.
      func row(_ number: Int, _ part: Int) -> Double8 {
        table.loadUnaligned(
          fromByteOffset: 16 * (start &+ PictureSurface.angularOrder &* number) &+ 64 &* part,
          as: Double8.self)
      }
      guard start >= 0, 16 * (start + PictureSurface.cellSize) <= table.count else {
        return SIMD2(.nan, .nan)
      }
      let x = Double8(repeating: radial)
      var (a, b, c) = (row(0, 0), row(0, 1), row(0, 2))
      for number in 1..<PictureSurface.radialOrder {
        a = .multiplyAdd(a, x, row(number, 0))
        b = .multiplyAdd(b, x, row(number, 1))
        c = .multiplyAdd(c, x, row(number, 2))
      }
      // Horner in the fourth power of the place for four residues at once, then in the place.
      let square = angular * angular
      let sum = (a * (square * square) + b) * (square * square) + c
      let pairs = SIMD2(sum[0], sum[1]) * angular + SIMD2(sum[2], sum[3])
      let others = SIMD2(sum[4], sum[5]) * angular + SIMD2(sum[6], sum[7])
      return pairs * square + others
    }
  }
}
