internal import Astronomy
internal import RealModule

/// Where sightlines cross the cells of a cube.
extension CubeDensity {
  /// Where a density that is carried on beyond the grid ends for a sightline, in units of the last
  /// radius: what lies farther adds less than 3e-10 of the light where the density falls as `1/r`, and
  /// less than 1e-14 in a steady wind, `1/r²`.
  private static let farLimit = 1 << 16

  /// The stretches of a sightline that lie within the grid, or within what is carried on beyond it.
  ///
  /// With ``Detail/cells`` each ends on the next face of a cell. With ``Detail/steps`` faces lie within
  /// the stretches: their scale is the mean length of a cell along the sightline, and a rule that
  /// steps by it makes errors of the order of the interpolation's own.
  public func stretches(along sightline: Sightline) -> [SightlineStretch] {
    switch grid.coordinates {
    case .spherical: return sphereStretches(sightline)
    case .cartesian: return boxStretches(sightline)
    }
  }

  private func sphereStretches(_ line: Sightline) -> [SightlineStretch] {
    let rho = line.impactParameter
    func distance(_ radius: Double) -> Double {
      radius > rho ? ((radius - rho) * (radius + rho)).squareRoot() : 0
    }
    let edge = grid.first.highest
    let farthest = outside == .zero ? edge : Swift.max(edge, rho) * Double(Self.farLimit)
    guard farthest > rho else { return [] }
    let end = distance(farthest)
    let limits = Swift.max(line.reach.lowerBound, -end)..<Swift.min(line.reach.upperBound, end)
    guard limits.lowerBound < limits.upperBound else { return [] }
    var marks = [limits.lowerBound, limits.upperBound, 0]
    for radius in grid.first.knots where radius > rho {
      marks += [-distance(radius), distance(radius)]
    }
    if outside != .zero {
      var radius = 2 * Swift.max(edge, rho)
      while radius < farthest {
        marks += [-distance(radius), distance(radius)]
        radius *= 2
      }
    }
    if detail == .cells { addAngles(line, &marks) }
    let hole = inside == .zero ? distance(grid.first.lowest) : 0
    let angle = Swift.min(grid.second.meanStep, grid.third.meanStep)
    return Self.assembled(marks, limits, detail) { from, to in
      let middle = 0.5 * (from + to)
      if abs(middle) < hole { return nil }
      let near = from * to > 0 ? Swift.min(abs(from), abs(to)) : 0
      // The angle seen from the Sun grows by ρ/r² per length.
      let turning = rho > 0 ? angle * (rho * rho + near * near) / rho : .infinity
      return Swift.min(to - from, turning)
    }
  }

  /// The crossings with the cones of the colatitudes and the half-planes of the longitudes.
  private func addAngles(_ line: Sightline, _ marks: inout [Double]) {
    let p = line.tangent * line.impactParameter
    let b = line.back
    for cosine in cosines {
      // z² = cos² r² along the line, then only the cone on the right side.
      let square = cosine * cosine
      let roots = Self.roots(
        b.z * b.z - square, p.z * b.z,
        p.z * p.z - square * line.impactParameter * line.impactParameter)
      for s in roots where (p.z + s * b.z) * cosine >= -1e-12 { marks.append(s) }
    }
    for (x, y) in meridians {
      let s = (p.y * x - p.x * y) / (b.x * y - b.y * x)
      if s.isFinite, (p.x + s * b.x) * x + (p.y + s * b.y) * y >= 0 { marks.append(s) }
    }
  }

  /// The roots of `a s² + 2 b s + c`, without cancellation.
  private static func roots(_ a: Double, _ b: Double, _ c: Double) -> [Double] {
    let discriminant = b * b - a * c
    guard discriminant >= 0 else { return [] }
    let q = -(b + (b < 0 ? -1 : 1) * discriminant.squareRoot())
    return [q / a, c / q].filter(\.isFinite)
  }

  private func boxStretches(_ line: Sightline) -> [SightlineStretch] {
    let p = line.tangent * line.impactParameter
    let ways = [
      (grid.first, p.x, line.back.x), (grid.second, p.y, line.back.y),
      (grid.third, p.z, line.back.z),
    ]
    var (low, high) = (line.reach.lowerBound, line.reach.upperBound)
    var step = Double.infinity
    for (axis, place, slope) in ways {
      // A sightline along a face does not cross that axis's planes.
      guard abs(slope) > 1e-12 else {
        guard place >= axis.lowest, place <= axis.highest else { return [] }
        continue
      }
      let ends = [(axis.lowest - place) / slope, (axis.highest - place) / slope]
      low = Swift.max(low, Swift.min(ends[0], ends[1]))
      high = Swift.min(high, Swift.max(ends[0], ends[1]))
      step = Swift.min(step, axis.smallestStep / abs(slope))
    }
    guard low < high, low.isFinite, high.isFinite else { return [] }
    guard detail == .cells else {
      return [SightlineStretch(low...high, scale: step, isSmooth: false)]
    }
    var marks = [low, high]
    for (axis, place, slope) in ways where abs(slope) > 1e-12 {
      marks += axis.knots.map { ($0 - place) / slope }
    }
    return Self.assembled(marks, low..<high, .cells) { $1 - $0 }
  }

  /// Stretches between neighbouring marks, put together where they need not be apart.
  ///
  /// - Parameter cell: the length of a cell between two marks; nil where there is no density.
  private static func assembled(
    _ marks: [Double], _ limits: Range<Double>, _ detail: Detail,
    _ cell: (Double, Double) -> Double?
  ) -> [SightlineStretch] {
    let sorted = marks.filter { $0 >= limits.lowerBound && $0 <= limits.upperBound }.sorted()
    var result: [SightlineStretch] = []
    // The stretch being put together: its ends, how many cells it has, and the first one's length.
    var open: (from: Double, to: Double, cells: Double, first: Double)?
    func close() {
      if let open {
        result.append(
          SightlineStretch(
            open.from...open.to, scale: (open.to - open.from) / open.cells,
            isSmooth: detail == .cells))
      }
      open = nil
    }
    var from = limits.lowerBound
    for to in sorted {
      // Faces that meet in an edge are one.
      guard to - from > 1e-12 * Swift.max(1, abs(to)) else { continue }
      if let length = cell(from, to) {
        if let first = open?.first, detail == .cells || length > 2 * first || length < first / 2 {
          close()
        }
        let cells = (to - from) / length
        open = (
          open?.from ?? from, to, (open?.cells ?? 0) + cells, open?.first ?? length
        )
      } else {
        close()
      }
      from = to
    }
    close()
    return result
  }
}
