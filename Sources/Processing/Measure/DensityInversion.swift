public import Corona
internal import RealModule
internal import VectorMath

/// Turns the brightness of free electrons along a radius into their density.
///
/// The corona is taken as the same at every longitude and latitude around the radius: each position angle is
/// inverted as if the Sun were round. The density is a sum of positive functions, whose brightness is computed
/// by `InversionSightlines`; their coefficients follow from least squares without negative ones, weighted
/// by the errors. Sources: van de Hulst 1950, BAN 11, 135; Wang and Davila 2014, Solar Physics 289, 3723 (spherically
/// symmetric inversion, SSPA).
public struct DensityInversion: Sendable {
  /// What the density is a sum of.
  public enum Basis: String, Sendable, Hashable, CaseIterable {
    /// Powers of the distance, `r^−k` with k = 2, 4, 6, 9, 12, 16, 20.
    case powers
    /// Powers over the polarising coefficient: van de Hulst's own.
    case vanDeHulst = "van-de-hulst"
    /// Splines in the logarithm of the distance, times the best sum of powers: for coronae that are none.
    case splines
  }

  /// How photospheric light scatters.
  public let kernel: ThomsonKernel
  /// The physical constants.
  public let constants: CoronaConstants
  /// Polarised or total.
  public let light: ScatteredLight
  /// What the density is a sum of.
  public let basis: Basis
  /// The observer's distance from the Sun's centre, solar radii; nil for parallel sightlines from infinity.
  public let distanceSolarRadii: Double?
  /// How much splines are smoothed; nil to find it by cross-validation.
  public let smoothing: Double?
  /// How many seeded realisations tell the errors; 0 for the covariance of the fit.
  public let realisations: Int
  /// The seed of the realisations.
  public let seed: UInt64

  /// How often points without errors are weighed by the light that fits them.
  var weighings = 4

  /// An inversion.
  public init(
    kernel: ThomsonKernel, constants: CoronaConstants = .codata2022,
    light: ScatteredLight = .polarized, basis: Basis = .powers, distanceSolarRadii: Double? = nil,
    smoothing: Double? = nil, realisations: Int = 0, seed: UInt64 = 0
  ) {
    (self.kernel, self.constants, self.light, self.basis) = (kernel, constants, light, basis)
    (self.distanceSolarRadii, self.smoothing) = (distanceSolarRadii, smoothing)
    (self.realisations, self.seed) = (realisations, seed)
  }

  /// The density that explains a brightness.
  ///
  /// - Parameters:
  ///   - radii: distances of the sightlines from the Sun's centre, solar radii, above one, in any order.
  ///   - brightness: mean solar brightness; NaN where unknown.
  ///   - sigmas: standard deviations; nil to weigh all alike relative to the brightness that fits them.
  ///   - common: how much errors that move all points at once change each of them, one row for each source: one
  ///     standard deviation with its sign, as of the amplitude of a model that was subtracted.
  ///   - stream: which stream of random numbers realisations take, such as the number of a sector.
  /// - Returns: one value for each radius.
  /// - Throws: `unsuitableInput` for arrays of unequal length, `noSolution` with fewer known points than functions, or without any light.
  public func invert(
    radii: [Double], brightness: [Double], sigmas: [Double]?, common: [[Double]] = [],
    stream: UInt32 = 0
  ) throws(ProcessingError) -> DensityProfile {
    var points = try InversionPoints(radii, brightness, sigmas)
    guard common.allSatisfy({ $0.count == radii.count }) else {
      throw ProcessingError(
        .unsuitableInput, "invert",
        "a common error has \(common.map(\.count).first { $0 != radii.count } ?? 0) values for "
          + "\(radii.count) radii; they must be equally many")
    }
    let sightlines = InversionSightlines(
      impactParameters: points.radii, light: light, kernel: kernel, constants: constants,
      outermost: points.radii.max() ?? 1, distance: distanceSolarRadii
    ).sightlines
    let powers = basis == .vanDeHulst ? vanDeHulst : .powers(RadialBasis.standardPowers)
    guard points.radii.count >= powers.count else {
      throw ProcessingError(
        .noSolution, "invert",
        "\(points.radii.count) points with light for \(powers.count) functions of the distance; widen the "
          + "range, take more bins or broader sectors")
    }
    var shape = try InversionFit(points, sightlines, powers, smoothing: 0)
    for _ in 0..<(points.areAbsolute ? 0 : weighings) where shape.unitError > Self.ownWeight {
      points = points.weighed(by: shape.fitted)
      shape = try InversionFit(points, sightlines, powers, smoothing: 0)
    }
    let fit = try refined(shape, points, sightlines, smoothing)
    let outcome = fit.densities(at: points.radii)
    var sigma = fit.sigmas(at: points.radii)
    if basis == .splines {
      // Splines correct a shape that the same light told.
      let other = shape.sigmas(at: points.radii)
      sigma = zip(sigma, other).map { ($0 * $0 + $1 * $1).squareRoot() }
    }
    if realisations > 0 {
      sigma = try spread(points, sightlines, powers, fit, stream)
    }
    for row in common where points.places.contains(where: { row[$0] != 0 }) {
      let moved = response(points, sightlines, powers, fit, row)
      sigma = zip(zip(sigma, outcome), moved).map {
        ($0.0 * $0.0 + ($1 - $0.1) * ($1 - $0.1)).squareRoot()
      }
    }
    return DensityProfile(points, radii, outcome, sigma, fit.fitted, functions: fit.used)
  }

  /// The densities of the light with a common error added, smoothed alike; NaN where there are none.
  private func response(
    _ points: InversionPoints, _ sightlines: [InversionSightlines.Sightline],
    _ powers: RadialBasis, _ fit: InversionFit, _ error: [Double]
  ) -> [Double] {
    var moved = points
    for (place, index) in points.places.enumerated() { moved.brightness[place] += error[index] }
    let unknown = points.radii.map { _ in Double.nan }
    guard moved.brightness.allSatisfy(\.isFinite) else { return unknown }
    do throws(ProcessingError) {
      let shape = try InversionFit(moved, sightlines, powers, smoothing: 0)
      return try refined(shape, moved, sightlines, fit.smoothing).densities(at: points.radii)
    } catch {
      return unknown
    }
  }

  /// Points that scatter by less than this share about the fit tell themselves what they weigh.
  private static let ownWeight = 0.1

  private var vanDeHulst: RadialBasis {
    .powersOverScattering(RadialBasis.vanDeHulstPowers, kernel)
  }

  /// The fit by splines times a shape, where splines are asked for; else the shape itself.
  private func refined(
    _ shape: InversionFit, _ points: InversionPoints,
    _ sightlines: [InversionSightlines.Sightline], _ smoothing: Double?
  ) throws(ProcessingError) -> InversionFit {
    guard basis == .splines else { return shape }
    let (low, high) = (points.radii.min() ?? 1, points.radii.max() ?? 2)
    let count = max(5, min(24, points.radii.count / 2))
    let splines = RadialBasis.splines(
      count: count, logRadii: Double.log(low)...Double.log(max(high, low * 1.0001)),
      times: shape.coefficients)
    return try InversionFit(points, sightlines, splines, smoothing: smoothing)
  }

  /// The scatter of densities when the fitted light is made noisy anew.
  private func spread(
    _ points: InversionPoints, _ sightlines: [InversionSightlines.Sightline],
    _ powers: RadialBasis, _ fit: InversionFit, _ stream: UInt32
  ) throws(ProcessingError) -> [Double] {
    var sums = [Double](repeating: 0, count: points.radii.count)
    var squares = sums
    let random = RandomStream(seed: seed, stream: stream)
    let scale = points.areAbsolute ? 1 : fit.unitError
    for number in 0..<realisations {
      let noise = random.normals(count: points.radii.count, at: UInt64(number))
      var noisy = points
      for index in noise.indices {
        noisy.brightness[index] = fit.fitted[index] + noise[index] * scale * points.sigmas[index]
      }
      let shape = try InversionFit(noisy, sightlines, powers, smoothing: 0)
      let densities = try refined(shape, noisy, sightlines, fit.smoothing)
        .densities(at: points.radii)
      for index in densities.indices {
        sums[index] += densities[index]
        squares[index] += densities[index] * densities[index]
      }
    }
    let count = Double(realisations)
    return zip(sums, squares).map { sum, square in
      count > 1 ? max((square - sum * sum / count) / (count - 1), 0).squareRoot() : .nan
    }
  }
}

/// A density along a radius, with the light it was made from.
public struct DensityProfile: Sendable, Hashable {
  /// Electrons per cubic centimetre at each radius given; NaN where the light was unknown.
  public let densities: [Double]
  /// Their standard deviations.
  public let sigmas: [Double]
  /// The light that the densities make.
  public let fitted: [Double]
  /// How many functions of the basis take part.
  public let functionCount: Int

  init(
    _ points: InversionPoints, _ radii: [Double], _ densities: [Double], _ sigmas: [Double],
    _ fitted: [Double], functions: Int
  ) {
    var table = [[Double]](
      repeating: [Double](repeating: .nan, count: radii.count), count: 3)
    for (place, index) in points.places.enumerated() {
      table[0][index] = densities[place]
      table[1][index] = sigmas[place]
      table[2][index] = fitted[place]
    }
    (self.densities, self.sigmas, self.fitted) = (table[0], table[1], table[2])
    functionCount = functions
  }
}
