internal import Astronomy
internal import RealModule
internal import VectorMath

/// A cloud of droplets or dust that diffracts sunlight forward, round the Sun.
///
/// Each particle throws `dC/dΩ = (ka)² a²/4 · [2 J₁(x)/x]²`, `x = k a sin θ`, of the Sun's light: Fraunhofer
/// diffraction of an opaque disc of its radius `a` (van de Hulst 1957, Light Scattering by Small Particles,
/// section 8.31). A column of `N` per square metre has `N ∫ dC/dΩ L dΩ / L̄` mean solar brightnesses, the
/// integral over the Sun's disc. Radii spread log-normally. Light that is refracted or reflected, which matters
/// beyond the lobe's `0.6 λ/a`, is left out: far from the Sun this is a lower bound.
///
/// Free parameters: nobody measured the cloud of 1975.
public struct ParticleGlow: DirectionalStrayLight {
  /// Radius of which half the particles are smaller, metres.
  public let medianRadius: Double
  /// Standard deviation of the radius' natural logarithm.
  public let spread: Double
  /// The wavelength, metres.
  public let wavelength: Double
  /// Particles per square metre in the direction of the Sun.
  public let column: Double
  public let name = "particle-glow"
  public var provenance: String {
    "forward diffraction (van de Hulst 1957) of \(column) particles per square metre, median radius "
      + "\(medianRadius) m: parametric"
  }

  /// Per particle and square metre, at angles from the Sun's centre.
  private let profile: RadialResponse
  private let map: @Sendable (_ x: Double, _ y: Double) -> Double

  /// A cloud.
  ///
  /// - Parameters:
  ///   - column: particles per square metre, 0 to 1e15.
  ///   - medianRadius: metres, 1e-7 to 3e-4; smaller ones are no opaque discs.
  ///   - spread: 0 (all alike) to 1.5; those that shine most must stay below 3e-4 m.
  ///   - wavelength: metres, 1e-7 to 1e-4.
  ///   - sun: the Sun.
  ///   - map: the column at a place of the focal plane over `column`; nil for an even cloud.
  /// - Throws: `OpticsError` outside these ranges.
  public init(
    column: Double, medianRadius: Double, spread: Double, wavelength: Double, sun: SolarSource,
    map: (@Sendable (_ x: Double, _ y: Double) -> Double)? = nil
  ) throws(OpticsError) {
    try requireRange(
      column, 0...1e15, "column of particles per square metre",
      "4.7e6 of 1 micrometre make 1e-8 mean solar brightnesses")
    try requireRange(
      medianRadius, 1e-7...3e-4, "median radius of particles in metres",
      "smaller ones are no opaque discs; droplets have about 1e-6 to 1e-5")
    try requireRange(
      spread, 0...1.5, "standard deviation of the logarithm of the particles' radius",
      "0 for all alike, 0.5 is usual")
    try requireRange(
      wavelength, 1e-7...1e-4, "wavelength in metres", "green light has 5.5e-7 m")
    // Forward light goes with the fourth power of the radius.
    let brightest = medianRadius * Double.exp(4 * spread * spread)
    guard brightest <= Self.largestRadius else {
      throw OpticsError(
        .outsideValidity,
        "particles of median radius \(medianRadius) m and spread \(spread): those that shine most are "
          + "\(brightest) m in radius, and only to \(Self.largestRadius) m their glow is wider than the "
          + "Sun's parts; take smaller ones")
    }
    (self.column, self.medianRadius, self.spread) = (column, medianRadius, spread)
    self.wavelength = wavelength
    self.map = map ?? { _, _ in 1 }
    profile = try Self.profile(medianRadius, spread, wavelength, sun)
  }

  /// Mean solar brightnesses at an angle from the Sun's centre, radians, for the column given.
  public func brightness(at angle: Double) -> Double { column * profile.value(at: angle) }

  public func brightness(x: Double, y: Double) -> Double {
    column * map(x, y) * profile.brightness(x: x, y: y)
  }

  /// Mass of the column, kilograms per square metre, of particles of a density in kilograms per cubic metre.
  public func massColumn(density: Double) -> Double {
    // The third moment of a log-normal distribution.
    let cube = Double.pow(medianRadius, 3) * Double.exp(4.5 * spread * spread)
    return column * density * 4 / 3 * .pi * cube
  }

  /// Mass per square metre seen across a jet, kilograms: what condenses of its flow, over speed and width.
  ///
  /// - Parameters:
  ///   - flow: kilograms per second.
  ///   - condensed: the share that makes droplets.
  ///   - speed: metres per second, above 0.
  ///   - width: metres, above 0.
  public static func jetMassColumn(
    flow: Double, condensed: Double, speed: Double, width: Double
  ) throws(OpticsError) -> Double {
    try requireRange(flow, 0...1e4, "flow of a jet in kilograms per second", "0.162 for a thruster")
    try requireRange(condensed, 0...1, "share of a jet that condenses", "0.01 is usual")
    try requireRange(speed, 1e-3...1e5, "speed of a jet in metres per second", "3000 is usual")
    try requireRange(width, 1e-3...1e6, "width of a jet in metres", "30 some way off")
    return flow * condensed / (speed * width)
  }

  /// One particle's lobe, per steradian in square metres, in the middle of the Sun's light: `(ka)² a²/4`.
  static func forwardLobe(radius: Double, wavelength: Double) -> Double {
    let size = 2 * .pi * radius / wavelength
    return size * size * radius * radius / 4
  }

  private static let tableEntries = 160
  private static let largestRadius = 3e-4

  /// Averages over radii and over the Sun's disc, on angles dense near the Sun.
  private static func profile(
    _ median: Double, _ spread: Double, _ wavelength: Double, _ sun: SolarSource
  ) throws(OpticsError) -> RadialResponse {
    let lobes = try meanLobe(radii(median, spread), wavelength)
    let last = Double.pi / 2
    let angles = (0..<tableEntries).map { index in
      let t = Double(index) / Double(tableEntries - 1)
      return last * t * t * t
    }
    let values = angles.map { sunAverage(lobes, at: $0, sun) * sun.solidAngle }
    return try RadialResponse(
      angles: angles, values: values, provenance: "van de Hulst 1957")
  }

  /// Radii and weights of the log-normal distribution, to four standard deviations.
  private static func radii(_ median: Double, _ spread: Double) -> [(
    radius: Double, weight: Double
  )] {
    guard spread > 0 else { return [(median, 1)] }
    let count = 41
    let nodes = (0..<count).map { 8 * Double($0) / Double(count - 1) - 4 }
    let weights = nodes.map { Double.exp(-$0 * $0 / 2) }
    let sum = weights.reduce(0, +)
    return zip(nodes, weights).map {
      (radius: median * Double.exp(spread * $0), weight: $1 / sum)
    }
  }

  /// The mean over the Sun's disc, weighted by its limb darkening, of what depends on the angle from a point.
  private static func sunAverage(
    _ lobes: RadialResponse, at angle: Double, _ sun: SolarSource
  ) -> Double {
    let law = sun.limbDarkening
    let nodes = 32
    var (sum, weight) = (0.0, 0.0)
    for ring in 0..<nodes {
      let part = (Double(ring) + 0.5) / Double(nodes)
      let light = part * law.radiance(cosine: (1 - part * part).squareRoot())
      for turn in 0..<nodes {
        let azimuth = .pi * (Double(turn) + 0.5) / Double(nodes)
        let distance = part * sun.angularRadius
        let (x, y) = (angle - distance * Double.cos(azimuth), distance * Double.sin(azimuth))
        sum += light * lobes.value(at: (x * x + y * y).squareRoot())
        weight += light
      }
    }
    return sum / weight
  }

  /// The sizes' mean lobe, per steradian in square metres, on angles in steps of a fiftieth of themselves.
  private static func meanLobe(
    _ radii: [(radius: Double, weight: Double)], _ wavelength: Double
  ) throws(OpticsError) -> RadialResponse {
    let first = 1e-5
    let count = 600
    let angles = (0..<count).map {
      first * Double.pow(.pi / 2 / first, Double($0) / Double(count - 1))
    }
    let values = angles.map { angle in
      radii.reduce(0) { $0 + $1.weight * lobe($1.radius, wavelength, at: angle) }
    }
    return try RadialResponse(angles: angles, values: values, provenance: "van de Hulst 1957")
  }

  private static func lobe(_ radius: Double, _ wavelength: Double, at angle: Double) -> Double {
    let x = 2 * .pi * radius / wavelength * Double.sin(min(angle, .pi / 2))
    let middle = forwardLobe(radius: radius, wavelength: wavelength)
    // Beyond a hundred the mean over fringes, J₁² → 1/πx, saves the recurrence.
    guard x < 100 else { return middle * 4 / (.pi * x * x * x) }
    guard x > 1e-3 else { return middle }
    let ratio = 2 * Bessel.firstKind(x).one / x
    return middle * ratio * ratio
  }
}
