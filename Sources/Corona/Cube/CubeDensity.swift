internal import RealModule
internal import VectorMath

/// Electron density interpolated in a cube of samples, as magnetohydrodynamic models give it.
///
/// Within a cell of the grid the density is linear in each of the three coordinates. So it is
/// continuous, its slope jumps on the cells' faces, and where the samples follow a smooth density its
/// error falls with the square of the spacing.
///
/// Why not the logarithm of the density in all three directions: eight logarithms a point, a cube with
/// empty places has none, and a mean of logarithms changes the number of electrons wherever the density
/// varies along the sphere. Along the radius, where the density falls steeply, ``RadialLaw/powerLaw``
/// does it.
public struct CubeDensity: LocalisedDensity {
  /// How the density runs from one radius of a spherical grid to the next.
  public enum RadialLaw: String, Sendable, Hashable, CaseIterable {
    /// Linear in radius.
    case linear
    /// `n ∝ r^−k` with `k` from the two values; linear where one of them is zero.
    case powerLaw = "power-law"
  }

  /// What stands before the first and after the last radius of a spherical grid.
  public enum Continuation: Sendable, Hashable {
    /// Nothing.
    case zero
    /// The density at the grid's edge times `(edge/r)^exponent` in every direction.
    case powerLaw(exponent: Double)
  }

  /// How the grid is told to sightlines.
  public enum Detail: String, Sendable, Hashable, CaseIterable {
    /// Few stretches whose scale is the length of a cell along the sightline.
    ///
    /// Rules then run across the cells' faces, where the slope jumps. The integration's error is found by
    /// comparing some sightlines with those of ``cells``: 19 of 20 errors are at most 1.5 times the told one.
    case steps
    /// A stretch for every cell: rules for smooth functions are then exact to rounding.
    case cells
  }

  /// The model's name as written in scenarios and headers.
  public let name: String
  /// Where the cube comes from.
  public let source: String
  /// Where the samples stand.
  public let grid: CubeGrid
  /// The samples.
  public let samples: CubeSamples
  /// How the density runs between radii.
  public let radialLaw: RadialLaw
  /// What stands between the photosphere and the first radius.
  public let inside: Continuation
  /// What stands beyond the last radius.
  public let outside: Continuation
  /// How finely sightlines are cut.
  public private(set) var detail: Detail

  /// Means of the rings next to the poles at every radius, where the grid leaves a gap there.
  let north: [Double]
  let south: [Double]
  /// Logarithms of the radii and the reciprocals of their differences.
  let logarithms: [Double]
  let inverseLogarithmicWidths: [Double]
  /// For sightlines: cosines of the colatitudes, cosines and sines of the longitudes.
  let cosines: [Double]
  let meridians: [(x: Double, y: Double)]

  /// A density from a grid and its samples.
  ///
  /// - Parameters:
  ///   - name: the name for scenarios and headers.
  ///   - source: where the cube comes from.
  ///   - grid: where the samples stand.
  ///   - samples: electrons per cubic centimetre; negative, infinite and missing ones count as zero.
  ///     ``CubeInspection`` tells how many there are.
  ///   - radialLaw: how the density runs between radii; a box knows `linear` only.
  ///   - inside: what stands below a spherical grid's first radius; a box has none.
  ///   - outside: what stands beyond a spherical grid's last radius; a box ends with nothing.
  ///   - detail: how finely sightlines are cut.
  /// - Throws: `CoronaError` when samples and grid differ in number, an exponent lies outside 1...30,
  ///   or a box is asked for what only spherical grids can do.
  public init(
    name: String, source: String, grid: CubeGrid, samples: CubeSamples,
    radialLaw: RadialLaw = .linear, inside: Continuation = .zero, outside: Continuation = .zero,
    detail: Detail = .steps
  ) throws(CoronaError) {
    guard samples.count == grid.count else {
      throw CoronaError(
        .badGrid,
        "density cube \(name) has \(samples.count) samples for a grid of \(grid.count): both must "
          + "be the same")
    }
    for case .powerLaw(let exponent) in [inside, outside] {
      try CoronaError.require(
        exponent, in: 1...30, "density cube \(name), exponent beyond the grid's edge:",
        "must lie in 1...30; steady wind has 2")
    }
    if grid.coordinates == .cartesian {
      guard radialLaw == .linear, inside == .zero, outside == .zero else {
        throw CoronaError(
          .badGrid,
          "density cube \(name) on x, y, z: power laws of the radius need a spherical grid; resample "
            + "the cube, or choose linear interpolation and zero inside and outside")
      }
    }
    self.name = name
    self.source = source
    self.grid = grid
    self.samples = samples
    self.radialLaw = radialLaw
    self.inside = inside
    self.outside = outside
    self.detail = detail
    let isSphere = grid.coordinates == .spherical
    north = isSphere && grid.second.lowest > 1e-9 ? Self.ring(grid, samples, isNorth: true) : []
    south =
      isSphere && grid.second.highest < Double.pi - 1e-9
      ? Self.ring(grid, samples, isNorth: false) : []
    let logs = isSphere ? grid.first.knots.map { Double.log($0) } : []
    logarithms = logs
    inverseLogarithmicWidths = zip(logs, logs.dropFirst()).map { 1 / ($1 - $0) }
    cosines = isSphere ? grid.second.knots.map { Double.cos($0) } : []
    meridians =
      isSphere
      ? grid.third.knots.dropLast().map {
        (Double.cos($0 + grid.longitudeOrigin), Double.sin($0 + grid.longitudeOrigin))
      } : []
  }

  /// The same cube, integrated cell by cell.
  public var withoutKinks: (any LocalisedDensity)? {
    guard detail == .steps else { return nil }
    var cells = self
    cells.detail = .cells
    return cells
  }

  /// The mean over longitude of the ring next to a pole, at every radius.
  private static func ring(_ grid: CubeGrid, _ samples: CubeSamples, isNorth: Bool) -> [Double] {
    let (radii, rings) = (grid.first.knots.count, grid.second.knots.count)
    // Each cell in longitude counts by its width, half of it for either end.
    let cells = grid.third.knots.count - 1
    let start = grid.base + (isNorth ? 0 : (rings - 1) * grid.strides.1)
    var sums = [Double](repeating: 0, count: radii)
    for cell in 0..<cells {
      let width = (grid.third.knots[cell + 1] - grid.third.knots[cell]) / (4 * Double.pi)
      let next = cell == cells - 1 && grid.wraps ? 0 : cell + 1
      for radius in 0..<radii {
        let row = start + radius * grid.strides.0
        let pair = [cell, next].map { samples.density(row + $0 * grid.strides.2) }
        sums[radius] += width * (pair[0] + pair[1])
      }
    }
    return sums
  }

  /// The distances the samples cover, from the photosphere upwards, solar radii.
  public var fittedRadii: ClosedRange<Double> {
    let radii = grid.radii
    return Swift.max(1, radii.lowerBound)...Swift.max(1, radii.upperBound)
  }
}

extension CubeSamples {
  /// One sample as the interpolation takes it: zero where it is no density.
  func density(_ index: Int) -> Double {
    let value = self[index]
    return value > 0 && value < 1e300 ? value : 0
  }
}

extension CoronaError.Code {
  /// A grid of samples that does not cover what it should, or contradicts itself.
  public static let badGrid = CoronaError.Code(rawValue: "bad-grid")
}
