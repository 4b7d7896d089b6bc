internal import VectorMath

/// A spherical corona, `nₑ(r) = Σ cᵢ r^(−pᵢ)`.
public struct PowerLawDensity: ElectronDensity {
  /// One term of the sum.
  public struct Term: Sendable, Hashable {
    /// Density at one solar radius, electrons per cubic centimetre; zero or more.
    public let coefficient: Double
    /// The power of `1/r`; zero or more.
    public let exponent: Double

    /// A term from its two numbers.
    public init(_ coefficient: Double, exponent: Double) {
      self.coefficient = coefficient
      self.exponent = exponent
    }
  }

  /// The model's name as written in scenarios and headers.
  public let name: String
  /// Where the coefficients come from.
  public let source: String
  /// Distances for which the source made the fit, solar radii.
  public let fittedRadii: ClosedRange<Double>
  /// What to know before trusting the model outside its purpose.
  public let caution: String?
  /// The terms of the sum.
  public let terms: [Term]

  /// The terms again, with the power as an integer where it is a small one, else −1.
  private let prepared: [PreparedTerm]
  private let hasBrokenExponent: Bool

  private struct PreparedTerm: Sendable {
    let coefficient: Double
    let exponent: Double
    let integerExponent: Int
  }

  /// A model from its terms.
  ///
  /// - Parameters:
  ///   - name: the name for scenarios and headers.
  ///   - source: the citation.
  ///   - fittedRadii: distances for which the fit was made, solar radii, from one upwards.
  ///   - terms: at least one. As the scattered light itself falls as `r^−2`, any exponent from zero
  ///     upwards gives a finite brightness.
  ///   - caution: what to know before trusting the model outside its purpose.
  /// - Throws: `CoronaError` for no terms, negative or non-finite numbers.
  public init(
    name: String, source: String, fittedRadii: ClosedRange<Double>, terms: [Term],
    caution: String? = nil
  ) throws(CoronaError) {
    guard !terms.isEmpty else {
      throw CoronaError(.unphysicalParameter, "density \(name): needs at least one term")
    }
    for (index, term) in terms.enumerated() {
      try CoronaError.require(
        term.coefficient, in: 0...1e30, "density \(name), coefficient of term \(index + 1):",
        "must be zero or more, in electrons per cubic centimetre")
      try CoronaError.require(
        term.exponent, in: 0...200, "density \(name), exponent of term \(index + 1):",
        "must lie in 0...200")
    }
    self.init(
      unchecked: name, source: source, fittedRadii: fittedRadii, terms: terms, caution: caution)
  }

  init(
    unchecked name: String, source: String, fittedRadii: ClosedRange<Double>, terms: [Term],
    caution: String? = nil
  ) {
    self.name = name
    self.source = source
    self.fittedRadii = fittedRadii
    self.terms = terms
    self.caution = caution
    prepared = terms.map {
      let isSmallInteger = $0.exponent == $0.exponent.rounded() && $0.exponent <= 64
      return PreparedTerm(
        coefficient: $0.coefficient, exponent: $0.exponent,
        integerExponent: isSmallInteger ? Int($0.exponent) : -1)
    }
    hasBrokenExponent = prepared.contains { $0.integerExponent < 0 }
  }

  /// Electrons per cubic centimetre at eight distances.
  func electronsPerCubicCentimetre(at radii: CoronalRadii) -> SIMD8<Double> {
    var sum = SIMD8<Double>.zero
    let logarithm = hasBrokenExponent ? radii.logarithm : .zero
    for index in prepared.indices {
      let term = prepared[index]
      sum = .multiplyAdd(
        term.integerExponent >= 0
          ? Self.power(radii.inverse, term.integerExponent)
          : .exp(-term.exponent * logarithm),
        term.coefficient, sum)
    }
    return sum
  }

  /// Integer powers by repeated squaring: no exponential and exact to a few roundings.
  @inline(__always)
  private static func power(_ base: SIMD8<Double>, _ exponent: Int) -> SIMD8<Double> {
    var result = SIMD8<Double>(repeating: 1)
    var square = base
    var remaining = exponent
    while remaining > 0 {
      if remaining & 1 == 1 { result *= square }
      square *= square
      remaining >>= 1
    }
    return result
  }

  /// Electrons per cubic centimetre at eight points.
  public func electronsPerCubicCentimetre(at points: CoronalPoints) -> SIMD8<Double> {
    electronsPerCubicCentimetre(at: points.radii)
  }

  /// The same in every direction.
  public var symmetry: DensitySymmetry { .spherical }

  /// One part, the same in every direction.
  public var separableParts: [SeparablePart]? {
    [SeparablePart(weight: 1, terms: terms, shape: .sphere)]
  }
}
