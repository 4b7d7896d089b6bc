internal import RealModule
internal import VectorMath

/// How dark a film becomes: its density by the logarithm of the exposure, after Hurter and Driffield.
public enum DensityCurve: Sendable, Hashable {
  /// A straight part between a soft toe and a soft shoulder; see ``SoftCurve``.
  case soft(SoftCurve)
  /// A curve through measured points: log₁₀ of the exposure in lux seconds, and density.
  case table(MonotoneCurve)

  /// The density after an exposure.
  ///
  /// - Parameter logExposure: log₁₀ of the exposure in lux seconds.
  public func density(_ logExposure: Double) -> Double {
    switch self {
    case .soft(let curve): curve.density(logExposure)
    case .table(let curve): curve(logExposure)
    }
  }

  /// How fast the density grows with log₁₀ of the exposure.
  public func gradient(_ logExposure: Double) -> Double {
    switch self {
    case .soft(let curve): curve.gradient(logExposure)
    case .table(let curve): curve.slope(logExposure)
    }
  }

  /// The exposure that gives a density: log₁₀ of lux seconds; nothing where no exposure gives it.
  public func logExposure(density: Double) -> Double? {
    switch self {
    case .soft(let curve): curve.logExposure(density: density)
    case .table(let curve): curve.place(of: density)
    }
  }

  /// Density of film that no light met: base and fog.
  public var fog: Double {
    switch self {
    case .soft(let curve): curve.fog
    case .table(let curve): curve.y[0]
    }
  }

  /// The density that no exposure exceeds.
  public var largest: Double {
    switch self {
    case .soft(let curve): curve.largest
    case .table(let curve): curve.y[curve.y.count - 1]
    }
  }

  /// The exposure at which a film is 0.1 denser than its fog, lux seconds: the speed point of black and
  /// white film.
  ///
  /// The speed of ISO 6:1993 is 0.8 over it when the contrast is the standard's. Nothing for film that
  /// never becomes that dense.
  public var speedPoint: Double? { logExposure(density: fog + 0.1).map { Double.exp10($0) } }
}

/// An analytic density curve with a straight part, a soft toe and a soft shoulder.
///
/// `D = fog + γ [sp(x − x₀, w_t) − sp(x − x₁, w_s)]` with `x = log₁₀ H` and
/// `sp(u, w) = w log₁₀(1 + 10^{u/w})` (science notes on film, §1f). It rises where
/// `(x − x₀)/w_t > (x − x₁)/w_s`. With unequal widths that ends at one place, far out on the side of the
/// narrower bend, where the formula would fall again; the curve stays constant beyond it.
public struct SoftCurve: Sendable, Hashable {
  /// Density of film that no light met.
  public let fog: Double
  /// Gradient of the straight part.
  public let gamma: Double
  /// Where the toe and the shoulder bend: log₁₀ of lux seconds.
  public let bends: ClosedRange<Double>
  /// Width of the toe, decades of exposure.
  public let toeWidth: Double
  /// Width of the shoulder, decades of exposure.
  public let shoulderWidth: Double
  /// The logarithms of exposure between which the formula rises.
  let rising: ClosedRange<Double>

  /// A curve.
  ///
  /// - Parameters:
  ///   - fog: density of unexposed film, 0...5.
  ///   - gamma: gradient of the straight part, above 0, at most 20.
  ///   - toe: log₁₀ of the exposure in lux seconds where the toe bends, −20...20.
  ///   - shoulder: the same of the shoulder, above the toe's.
  ///   - toeWidth: decades, 0.01...5.
  ///   - shoulderWidth: decades, 0.01...5.
  /// - Throws: `SensorsError` outside these ranges, and when the widths differ so much that the curve
  ///   would fall where it still differs from its end by 0.001.
  public init(
    fog: Double, gamma: Double, toe: Double, shoulder: Double, toeWidth: Double,
    shoulderWidth: Double
  ) throws(SensorsError) {
    try SensorsError.require(fog, in: 0...5, "fog of the film")
    try SensorsError.require(
      gamma, in: Double.leastNormalMagnitude...20, "gamma of the film's density curve")
    try SensorsError.require(toe, in: -20...20, "toe of the density curve", "log lx s")
    try SensorsError.require(
      toeWidth, in: 0.01...5, "width of the density curve's toe", "decades")
    try SensorsError.require(
      shoulderWidth, in: 0.01...5, "width of the density curve's shoulder", "decades")
    guard shoulder > toe, shoulder <= 20 else {
      throw SensorsError(
        .impossibleCurve,
        "density curve: is not monotone: the shoulder at \(shoulder) log lx s must lie above the toe at "
          + "\(toe) and at most at 20")
    }
    self.fog = fog
    self.gamma = gamma
    bends = toe...shoulder
    self.toeWidth = toeWidth
    self.shoulderWidth = shoulderWidth
    rising = Self.rising(toe, shoulder, toeWidth, shoulderWidth)
    // What is missing from the ends where the curve is stopped.
    let atStart = formula(rising.lowerBound) - fog
    let atEnd = fog + gamma * (shoulder - toe) - formula(rising.upperBound)
    guard atStart.magnitude < 1e-3, atEnd.magnitude < 1e-3 else {
      throw SensorsError(
        .impossibleCurve,
        "density curve: is not monotone: widths \(toeWidth) of the toe and \(shoulderWidth) of the "
          + "shoulder make it fall beyond log lx s \(rising); choose widths nearer to each other or "
          + "bends further apart")
    }
  }

  /// The density that no exposure exceeds.
  public var largest: Double { fog + gamma * (bends.upperBound - bends.lowerBound) }

  /// The density at log₁₀ of an exposure in lux seconds.
  public func density(_ logExposure: Double) -> Double {
    formula(min(max(logExposure, rising.lowerBound), rising.upperBound))
  }

  /// The gradient at log₁₀ of an exposure in lux seconds, at least 0.
  public func gradient(_ logExposure: Double) -> Double {
    guard rising.contains(logExposure) else { return 0 }
    let toe = Self.share((logExposure - bends.lowerBound) / toeWidth)
    let shoulder = Self.share((logExposure - bends.upperBound) / shoulderWidth)
    return max(0, gamma * (toe - shoulder))
  }

  /// log₁₀ of the exposure in lux seconds that gives a density; nothing where none does.
  public func logExposure(density: Double) -> Double? {
    var (low, high) = (rising.lowerBound, rising.upperBound)
    guard density > formula(low), density < formula(high) else { return nil }
    // Halving down to neighbouring numbers: the curve rises throughout.
    for _ in 0..<200 {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { break }
      if formula(middle) < density { low = middle } else { high = middle }
    }
    return high
  }

  /// Densities of eight exposures, given as natural logarithms of lux seconds.
  @inline(__always)
  func density8(naturalLog x: Double8) -> Double8 {
    let decade = 0.434_294_481_903_251_83
    var log = x * decade
    log.replace(with: Double8(repeating: rising.lowerBound), where: log .< rising.lowerBound)
    log.replace(with: Double8(repeating: rising.upperBound), where: log .> rising.upperBound)
    let toe = Self.soft8((log - bends.lowerBound) / (toeWidth * decade)) * (toeWidth * decade)
    let shoulder =
      Self.soft8((log - bends.upperBound) / (shoulderWidth * decade)) * (shoulderWidth * decade)
    return fog + gamma * (toe - shoulder)
  }

  /// `ln(1 + eᵘ)` without overflow: `max(u, 0) + ln(1 + e^{−|u|})`.
  @inline(__always)
  private static func soft8(_ u: Double8) -> Double8 {
    let isNegative = u .< 0
    let negative = u.replacing(with: -u, where: .!isNegative)
    let part = u.replacing(with: 0, where: isNegative)
    return part + Double8.log(1 + Double8.exp(negative))
  }

  private func formula(_ x: Double) -> Double {
    fog + gamma
      * (Self.soft(x - bends.lowerBound, toeWidth) - Self.soft(x - bends.upperBound, shoulderWidth))
  }

  /// `w log₁₀(1 + 10^{u/w})` without overflow.
  private static func soft(_ u: Double, _ width: Double) -> Double {
    let rest = Double.log(onePlus: Double.exp10(-u.magnitude / width))
    return max(u, 0) + width * rest * 0.434_294_481_903_251_83
  }

  /// `1 / (1 + 10^{−u})`.
  private static func share(_ u: Double) -> Double { 1 / (1 + Double.exp10(-u)) }

  /// Where the toe's argument exceeds the shoulder's, cut to 40 decades beyond the bends.
  private static func rising(
    _ toe: Double, _ shoulder: Double, _ toeWidth: Double, _ shoulderWidth: Double
  ) -> ClosedRange<Double> {
    let (least, most) = (toe - 40, shoulder + 40)
    guard toeWidth != shoulderWidth else { return least...most }
    let turn = (toe * shoulderWidth - shoulder * toeWidth) / (shoulderWidth - toeWidth)
    return shoulderWidth > toeWidth
      ? max(least, min(turn, toe))...most : least...min(most, max(turn, shoulder))
  }
}
