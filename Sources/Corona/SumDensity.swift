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
  /// Whether there are distances for which every part was fitted.
  public let hasCommonRadii: Bool
  /// Distances for which every part was fitted, solar radii; where there are none, those from the
  /// first to the last of any part, as the caution then says.
  public let fittedRadii: ClosedRange<Double>
  /// The parts' cautions, each under its model's name.
  public let caution: String?
  /// The weighted models.
  public let parts: [Part]

  /// The sum of weighted models.
  ///
  /// - Throws: `CoronaError` for no parts, or a weight that is negative or not finite.
  public init(_ parts: [Part]) throws(CoronaError) {
    guard !parts.isEmpty else {
      throw CoronaError(.unphysicalParameter, "sum of densities: needs at least one part")
    }
    for part in parts {
      try CoronaError.require(
        part.weight, in: 0...1e12, "weight of density \(part.density.name):",
        "must be zero or more, at most 1e12")
    }
    self.init(unchecked: parts)
  }

  /// A sum of parts that are known to be right.
  init(unchecked parts: [Part]) {
    self.parts = parts
    name = parts.map { $0.weight == 1 ? $0.density.name : "\($0.weight)*\($0.density.name)" }
      .joined(separator: "+")
    let ranges = parts.map(\.density.fittedRadii)
    let inner = ranges.map(\.lowerBound).max() ?? 1
    let outer = ranges.map(\.upperBound).min() ?? Double.greatestFiniteMagnitude
    hasCommonRadii = inner <= outer
    var cautions = parts.compactMap { part in
      part.density.caution.map { "\(part.density.name): \($0)" }
    }
    if inner <= outer {
      fittedRadii = inner...outer
    } else {
      let whole = (ranges.map(\.lowerBound).min() ?? 1)...(ranges.map(\.upperBound).max() ?? 1)
      fittedRadii = whole
      cautions.append(
        "its parts were fitted for no common range of distances, the nearest-in up to \(outer) and the "
          + "farthest-out from \(inner) solar radii")
    }
    caution = cautions.isEmpty ? nil : cautions.joined(separator: "; ")
    source = parts.map(\.density.source).joined(separator: "; ")
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

  /// Whether every part is.
  public var isAnalytic: Bool { parts.allSatisfy { $0.density.isAnalytic } }

  /// The finest scale of any summand.
  public var angularScaleRadians: Double {
    parts.reduce(1) { Swift.min($0, $1.density.angularScaleRadians) }
  }

  /// The parts of every summand, where all are separable.
  public var separableParts: [SeparablePart]? {
    var result: [SeparablePart] = []
    for part in parts {
      guard let inner = part.density.separableParts else { return nil }
      result += inner.map {
        SeparablePart(weight: part.weight * $0.weight, terms: $0.terms, shape: $0.shape)
      }
    }
    return result
  }
}
