internal import VectorMath

/// The hot half of ``CubeDensity``: eight points at once, lane by lane.
extension CubeDensity {
  /// Electrons per cubic centimetre at eight points.
  public func electronsPerCubicCentimetre(at points: CoronalPoints) -> SIMD8<Double> {
    switch grid.coordinates {
    case .spherical: return sphere(points)
    case .cartesian: return box(points)
    }
  }

  private func sphere(_ points: CoronalPoints) -> Double8 {
    let radius = points.radii.radius
    let d = points.directions
    let radial = grid.first.cells(of: radius, logarithm: points.radii.logarithm)
    let colatitude = Double8.arcTangent(
      y: .sqrt(.multiplyAdd(d.x, d.x, d.y * d.y)), x: d.z)
    let polar = grid.second.cells(of: colatitude, logarithm: .zero)
    let around = grid.third.cells(of: longitude(d), logarithm: .zero)
    var (low, high) = faces(radial, polar, around)
    blendPoles(&low, &high, radial.lower, colatitude)
    var density = Double8.multiplyAdd(high - low, radial.fraction, low)
    if radialLaw == .powerLaw {
      replaceByPowerLaw(&density, low, high, radial.lower, points.radii.logarithm)
    }
    let lowest = grid.first.lowest
    let highest = grid.first.highest
    // A point on the edge belongs to the grid, whatever the rounding.
    let isInside = radius .< lowest * (1 - 1e-9)
    let isOutside = radius .> highest * (1 + 1e-9)
    if any(isInside) { carryOn(&density, isInside, inside, lowest, points.radii) }
    if any(isOutside) { carryOn(&density, isOutside, outside, highest, points.radii) }
    return density
  }

  /// Longitudes counted from the grid's first, 0...2π.
  @inline(__always)
  private func longitude(_ d: CoronalDirections) -> Double8 {
    let turn = 2 * Double.pi
    var angle = Double8.arcTangent(y: d.y.replacing(with: -d.y, where: d.y .< 0), x: d.x)
    angle.replace(with: -angle, where: d.y .< 0)
    angle -= grid.longitudeOrigin
    // Both lie within ±π.
    return angle.replacing(with: angle + turn, where: angle .< 0)
  }

  private func box(_ points: CoronalPoints) -> Double8 {
    let radius = points.radii.radius
    let (x, y, z) = (
      points.directions.x * radius, points.directions.y * radius, points.directions.z * radius
    )
    let cells = grid.first.cells(of: x, logarithm: .zero)
    let (low, high) = faces(
      cells, grid.second.cells(of: y, logarithm: .zero), grid.third.cells(of: z, logarithm: .zero))
    var density = Double8.multiplyAdd(high - low, cells.fraction, low)
    density.replace(
      with: 0, where: isBeyond(x, grid.first) .| isBeyond(y, grid.second) .| isBeyond(z, grid.third)
    )
    return density
  }

  @inline(__always)
  private func isBeyond(_ coordinate: Double8, _ axis: CubeAxis) -> SIMDMask<SIMD8<Int64>> {
    let slack = 1e-9 * (axis.highest - axis.lowest)
    return .!((coordinate .>= axis.lowest - slack) .& (coordinate .<= axis.highest + slack))
  }

  /// The densities on a cell's lower and upper face of the first axis, bilinear in the other two.
  @inline(__always)
  private func faces(_ a: CubeCells, _ b: CubeCells, _ c: CubeCells) -> (Double8, Double8) {
    let strides = grid.strides
    // Whole numbers below 2⁵¹ are exact as doubles and stand in the low bits after the addition.
    let position =
      Double(grid.base) + a.lower * Double(strides.0) + b.lower * Double(strides.1) + c.lower
      * Double(strides.2)
    let index =
      unsafeBitCast(position + CubeAxis.rounding, to: SIMD8<Int64>.self)
      &- Int64(bitPattern: CubeAxis.rounding.bitPattern)
    var across = SIMD8<Int64>(repeating: Int64(strides.2))
    if grid.wraps {
      let last = grid.third.knots.count - 2
      across.replace(
        with: Int64(-last * strides.2), where: c.lower .== Double(last))
    }
    let upward = Int64(strides.0)
    return (
      bilinear(index, across, b.fraction, c.fraction),
      bilinear(index &+ upward, across, b.fraction, c.fraction)
    )
  }

  @inline(__always)
  private func bilinear(
    _ index: SIMD8<Int64>, _ across: SIMD8<Int64>, _ b: Double8, _ c: Double8
  ) -> Double8 {
    let next = index &+ Int64(grid.strides.1)
    let one = samples.gather(index)
    let two = samples.gather(next)
    let first = Double8.multiplyAdd(samples.gather(index &+ across) - one, c, one)
    let second = Double8.multiplyAdd(samples.gather(next &+ across) - two, c, two)
    return .multiplyAdd(second - first, b, first)
  }

  /// In the gap between the last ring and a pole: linear between the ring and its mean at the pole.
  @inline(__always)
  private func blendPoles(
    _ low: inout Double8, _ high: inout Double8, _ lower: Double8, _ colatitude: Double8
  ) {
    let nearNorth = colatitude .< grid.second.lowest
    if !north.isEmpty, any(nearNorth) {
      blend(&low, &high, lower, north, colatitude / grid.second.lowest, nearNorth)
    }
    let nearSouth = colatitude .> grid.second.highest
    if !south.isEmpty, any(nearSouth) {
      let gap = Double.pi - grid.second.highest
      blend(&low, &high, lower, south, (Double.pi - colatitude) / gap, nearSouth)
    }
  }

  @inline(never)
  private func blend(
    _ low: inout Double8, _ high: inout Double8, _ lower: Double8, _ pole: [Double],
    _ weight: Double8, _ mask: SIMDMask<SIMD8<Int64>>
  ) {
    for lane in 0..<8 where mask[lane] {
      let radius = Int(lower[lane])
      low[lane] = pole[radius] + (low[lane] - pole[radius]) * weight[lane]
      high[lane] = pole[radius + 1] + (high[lane] - pole[radius + 1]) * weight[lane]
    }
  }

  /// `n₁ (n₂/n₁)^f`, `f` the fraction in the logarithm of the radius.
  @inline(never)
  private func replaceByPowerLaw(
    _ density: inout Double8, _ low: Double8, _ high: Double8, _ lower: Double8,
    _ logarithm: Double8
  ) {
    var fraction = Double8.zero
    for lane in 0..<8 {
      let radius = Int(lower[lane])
      fraction[lane] = (logarithm[lane] - logarithms[radius]) * inverseLogarithmicWidths[radius]
    }
    fraction.replace(with: 0, where: .!(fraction .> 0))
    fraction.replace(with: 1, where: fraction .> 1)
    let isPositive = (low .> 1e-200) .& (high .> 1e-200)
    let from = Double8.log(low.replacing(with: 1, where: .!isPositive))
    let to = Double8.log(high.replacing(with: 1, where: .!isPositive))
    density.replace(with: .exp(.multiplyAdd(to - from, fraction, from)), where: isPositive)
  }

  @inline(never)
  private func carryOn(
    _ density: inout Double8, _ mask: SIMDMask<SIMD8<Int64>>, _ law: Continuation, _ edge: Double,
    _ radii: CoronalRadii
  ) {
    switch law {
    case .zero: density.replace(with: 0, where: mask)
    case .powerLaw(let exponent):
      density.replace(with: density * .exp(-exponent * .log(radii.radius / edge)), where: mask)
    }
  }
}
