/// Light of a set of sightlines with the error that the integration leaves in it.
public struct CoronalLight: Sendable, Hashable {
  /// Intensity and polarisation.
  public var planes: StokesPlanes
  /// How far total and polarised brightness of every sightline may be off, in mean solar brightness;
  /// nil where it was not asked for.
  public var errors: [Double]?
  /// The largest error of a sightline relative to its total brightness.
  ///
  /// Meant as a bound: on published models and belts errors of sightlines are bounds for more than 999
  /// of 1000, and as a rule less than forty times too large. Density cubes integrated in steps
  /// have 19 of 20 within one and a half times theirs. The density model's own error is not in it.
  public var largestRelativeError: Double

  /// Dark planes without error.
  public init(count: Int, withErrors: Bool = false) {
    planes = StokesPlanes(count: count)
    errors = withErrors ? [Double](repeating: 0, count: count) : nil
    largestRelativeError = 0
  }

  /// Writes up to eight sightlines.
  ///
  /// - Parameters:
  ///   - west: component of the position angle towards west; with `north` of unit length.
  @inline(__always)
  mutating func store(
    _ total: SIMD8<Double>, _ polarized: SIMD8<Double>, error: SIMD8<Double>,
    west: SIMD8<Double>, north: SIMD8<Double>, at start: Int, count: Int
  ) {
    // cos 2ψ = n² − w² and sin 2ψ = −2 w n, east being −w.
    let q = polarized * (west * west - north * north)
    let u = 2 * polarized * (west * north)
    if count == 8 {
      Self.write(total, to: &planes.I, at: start)
      Self.write(q, to: &planes.Q, at: start)
      Self.write(u, to: &planes.U, at: start)
      if errors == nil, !any(error .> largestRelativeError * total) { return }
    }
    for lane in 0..<count {
      store(total[lane], q[lane], u[lane], error: error[lane], at: start + lane)
    }
  }

  /// Writes up to eight sightlines wherever they belong.
  mutating func store(
    _ total: SIMD8<Double>, _ polarized: SIMD8<Double>, error: SIMD8<Double>,
    west: SIMD8<Double>, north: SIMD8<Double>, at indices: ArraySlice<Int>
  ) {
    let q = polarized * (west * west - north * north)
    let u = 2 * polarized * (west * north)
    for (lane, index) in indices.enumerated() {
      store(total[lane], q[lane], u[lane], error: error[lane], at: index)
    }
  }

  @inline(__always)
  private mutating func store(
    _ total: Double, _ q: Double, _ u: Double, error: Double, at index: Int
  ) {
    planes.I[index] = total
    planes.Q[index] = q
    planes.U[index] = u
    errors?[index] = error
    if error > largestRelativeError * total, total > 0 { largestRelativeError = error / total }
  }

  /// Writes eight numbers at once; an array is asked only once whether others share it.
  @inline(__always)
  private static func write(_ values: SIMD8<Double>, to plane: inout [Double], at start: Int) {
    guard start >= 0, start <= plane.count - 8 else { return }
    plane.withUnsafeMutableBytes {
      $0.storeBytes(
        of: values, toByteOffset: start * MemoryLayout<Double>.stride, as: SIMD8<Double>.self)
    }
  }
}
