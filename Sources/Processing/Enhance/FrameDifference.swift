internal import RealModule

/// What changed from one picture to another: their difference or their ratio.
public struct FrameDifference: Sendable, Hashable {
  /// Whether pictures are divided, not subtracted.
  public var isRatio: Bool

  /// A difference, or a ratio.
  public init(isRatio: Bool = false) { self.isRatio = isRatio }

  /// A picture less, or over, another.
  ///
  /// Where the other is zero their ratio is NaN. Uncertainties are taken as independent and, of a ratio, to
  /// first order: `σ² = σ₁² + σ₂²`, or `(σ₁² + q² σ₂²) / b²` with the ratio q and the other picture b.
  ///
  /// - Parameters:
  ///   - plane: the picture.
  ///   - other: what it is compared with.
  ///   - uncertainties: the standard deviations of both; nil when one is not known.
  /// - Throws: `unsuitableInput` if sizes differ.
  public func apply(
    _ plane: Plane, to other: Plane, uncertainties: (Plane, Plane)? = nil
  ) throws(ProcessingError) -> (light: Plane, uncertainty: Plane?) {
    for checked in [other, uncertainties?.0 ?? other, uncertainties?.1 ?? other]
    where !checked.hasSize(of: plane) {
      throw ProcessingError(
        .unsuitableInput, "enhance",
        "pictures of \(plane.width) × \(plane.height) and \(checked.width) × \(checked.height) pixels; "
          + "all must have the same size")
    }
    let light = zip(plane.samples, other.samples).map { value, base in
      isRatio ? (base == 0 ? .nan : value / base) : value - base
    }
    let error = uncertainties.map { first, second in
      light.indices.map { index -> Double in
        guard !light[index].isNaN else { return .nan }
        let (a, b, base) = (first.samples[index], second.samples[index], other.samples[index])
        let variance =
          isRatio
          ? (a * a + light[index] * light[index] * b * b) / (base * base) : a * a + b * b
        return variance.squareRoot()
      }
    }
    return (
      Plane(like: plane, samples: light), error.map { Plane(like: plane, samples: $0) }
    )
  }
}

/// Multiplies brightness by a power of the distance from the Sun's centre.
///
/// `I = B rᵖ`; the quicklooks of PUNCH take p = 2.5.
public struct RadialPowerFilter: Sendable, Hashable {
  /// The power p.
  public var exponent: Double

  /// A filter of some power.
  public init(exponent: Double = 2.5) { self.exponent = exponent }

  /// Multiplies a picture, or its uncertainty.
  ///
  /// - Throws: `unsuitableInput` if the sizes differ.
  public func apply(_ plane: Plane, grid: RadialGrid) throws(ProcessingError) -> Plane {
    try grid.check(plane, nil, for: "power")
    return Plane(
      like: plane,
      samples: plane.samples.indices.map { index in
        let value = plane.samples[index] * .pow(grid.radius[index], exponent)
        return value.isFinite ? value : .nan
      })
  }
}
