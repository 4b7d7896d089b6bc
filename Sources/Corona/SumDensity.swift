/// Several models added together, each with a weight.
public struct SumDensity: ElectronDensity {
  /// One model and the factor on its density.
  public struct Part: Sendable {
    /// The factor, zero or more.
    public let weight: Double
    /// The model.
    public let density: any ElectronDensity

    /// A weighted model.
    public init(weight: Double = 1, density: any ElectronDensity) {
      self.weight = weight
      self.density = density
    }
  }

  /// The name as written in headers: the parts' names joined by plus signs.
  public let name: String
  /// The parts' sources, joined by semicolons.
  public let source: String
  /// Distances for which every part was fitted, solar radii.
  public let fittedRadii: ClosedRange<Double>
  /// The weighted models.
  public let parts: [Part]

  /// The sum of weighted models.
  ///
  /// - Throws: `CoronaError` for no parts, or a weight that is negative or not finite.
  public init(_ parts: [Part]) throws(CoronaError) {
    guard let first = parts.first else {
      throw CoronaError(.unphysicalParameter, "sum of densities: needs at least one part")
    }
    for part in parts {
      try CoronaError.require(
        part.weight, in: 0...1e12, "weight of density \(part.density.name):",
        "must be zero or more, at most 1e12")
    }
    self.init(unchecked: parts, first: first)
  }

  private init(unchecked parts: [Part], first: Part) {
    self.parts = parts
    name = parts.map { $0.weight == 1 ? $0.density.name : "\($0.weight)*\($0.density.name)" }
      .joined(separator: "+")
    source = parts.map(\.density.source).joined(separator: "; ")
    fittedRadii = parts.dropFirst().reduce(first.density.fittedRadii) {
      $0.clamped(to: $1.density.fittedRadii)
    }
  }

  /// Electrons per cubic centimetre at eight points.
  public func electronsPerCubicCentimetre(at points: CoronalPoints) -> SIMD8<Double> {
    var sum = SIMD8<Double>.zero
    for part in parts {
      sum += part.weight * part.density.electronsPerCubicCentimetre(at: points)
    }
    return sum
  }

  /// What all summands have in common.
  public var symmetry: DensitySymmetry {
    parts.reduce(.spherical) { $0.combined(with: $1.density.symmetry) }
  }

  /// The creases of every summand.
  public var creases: [DensityCrease] {
    parts.flatMap(\.density.creases)
  }

  /// The parts of every summand, where all are separable.
  public var separableParts: [SeparablePart]? {
    let (parts, remainder) = split()
    return remainder == nil ? parts : nil
  }

  /// The summands that are separable, taken apart, and the sum of the others.
  func split() -> (separable: [SeparablePart], remainder: SumDensity?) {
    var separable: [SeparablePart] = []
    var others: [Part] = []
    for part in parts {
      if let inner = part.density.separableParts {
        separable += inner.map {
          SeparablePart(weight: part.weight * $0.weight, terms: $0.terms, shape: $0.shape)
        }
      } else {
        others.append(part)
      }
    }
    return (separable, others.first.map { SumDensity(unchecked: others, first: $0) })
  }
}
