/// How strongly the corona shines in a line: `ε = nₑ² G(r) + nₑ W(r) g(r)`.
///
/// `nₑ²` stands for excitation by collisions with electrons, `nₑ W` for scattering of the photosphere's
/// light in the line, `W = ½ (1 − √(1 − 1/r²))` the share of the sky that the Sun covers. The line's
/// radiance is `∫ ε ds` in units of the spectral radiance of the Sun's mean disc at the line times
/// nanometres (MSB nm). So `G` is in MSB nm cm⁵ and `g` in MSB nm cm²: an emissivity in W m⁻³ divided by
/// 4π, by the disc's W m⁻² sr⁻¹ nm⁻¹ and by `nₑ²`. No open table of the brightness of either line against
/// radius is known to this project: the numbers are the user's, and nothing is claimed for them.
public struct LineEmissivity: Sendable, Hashable {
  /// A number that may depend on the distance from the Sun.
  public enum Coefficient: Sendable, Hashable {
    /// The same everywhere.
    case constant(Double)
    /// Straight lines between points (solar radii, value) of rising radius; their ends' values outside.
    case table([SIMD2<Double>])
  }

  /// The greatest `G` that is let through, MSB nm cm⁵; ten to the eighteenth of the real corona's order.
  ///
  /// Densities up to 1e12 per cubic centimetre then stay within single precision.
  public static let greatestCollisional = 1e-15
  /// The greatest `g` that is let through, MSB nm cm².
  public static let greatestRadiative = 1e-5

  /// `G`, MSB nm cm⁵.
  public let collisional: Coefficient
  /// `g`, MSB nm cm².
  public let radiative: Coefficient

  /// An emissivity from its coefficients.
  ///
  /// - Throws: `CoronaError` for numbers that are negative or above ``greatestCollisional`` and
  ///   ``greatestRadiative``, and radii below one or not rising.
  public init(
    collisional: Coefficient = .constant(0), radiative: Coefficient = .constant(0)
  ) throws(CoronaError) {
    try Self.check(
      collisional, "collisional coefficient of the line", upTo: Self.greatestCollisional,
      "MSB nm cm^5")
    try Self.check(
      radiative, "radiative coefficient of the line", upTo: Self.greatestRadiative, "MSB nm cm^2")
    self.init(unchecked: collisional, radiative)
  }

  /// An emissivity of any size, for integrals by themselves.
  init(unchecked collisional: Coefficient, _ radiative: Coefficient) {
    self.collisional = collisional
    self.radiative = radiative
  }

  /// Both coefficients one everywhere.
  static let unit = LineEmissivity(unchecked: .constant(1), .constant(1))

  private static func check(
    _ coefficient: Coefficient, _ name: String, upTo greatest: Double, _ unit: String
  ) throws(CoronaError) {
    let allowed = "must lie in 0...\(greatest) \(unit)"
    switch coefficient {
    case .constant(let value):
      try CoronaError.require(value, in: 0...greatest, name, allowed)
    case .table(let points):
      guard !points.isEmpty else {
        throw CoronaError(.unphysicalParameter, "\(name): its table needs at least one row")
      }
      for (index, point) in points.enumerated() {
        try CoronaError.require(
          point.x, in: 1...1e6, "\(name), radius of row \(index + 1)",
          "must lie in 1...1e6 solar radii")
        try CoronaError.require(
          point.y, in: 0...greatest, "\(name), value of row \(index + 1)", allowed)
        guard index == 0 || point.x > points[index - 1].x else {
          throw CoronaError(
            .unphysicalParameter,
            "\(name), row \(index + 1): radius \(point.x) after \(points[index - 1].x): "
              + "radii must rise")
        }
      }
    }
  }

  /// The spheres on which a coefficient has a kink.
  var creases: [DensityCrease] {
    [collisional, radiative].flatMap { coefficient -> [DensityCrease] in
      guard case .table(let points) = coefficient else { return [] }
      return points.filter { $0.x > 1 }.map { .sphere(radius: $0.x) }
    }
  }
}

extension LineEmissivity.Coefficient {
  /// The value at a distance from the Sun's centre, solar radii.
  public func value(atRadius radius: Double) -> Double {
    switch self {
    case .constant(let value): return value
    case .table(let points):
      guard let first = points.first, let last = points.last else { return 0 }
      if radius <= first.x { return first.y }
      if radius >= last.x { return last.y }
      var (lower, upper) = (0, points.count - 1)
      while upper - lower > 1 {
        let middle = (lower + upper) / 2
        if radius < points[middle].x { upper = middle } else { lower = middle }
      }
      let share = (radius - points[lower].x) / (points[upper].x - points[lower].x)
      return points[lower].y * (1 - share) + points[upper].y * share
    }
  }

  /// The values at eight distances.
  @inline(__always)
  func values(atRadii radii: SIMD8<Double>) -> SIMD8<Double> {
    if case .constant(let value) = self { return SIMD8(repeating: value) }
    var result = SIMD8<Double>.zero
    for lane in 0..<8 { result[lane] = value(atRadius: radii[lane]) }
    return result
  }
}
